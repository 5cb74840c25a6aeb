"""The sets that filters are made of, as a table."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Numeric,
    Text,
    any_,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.orm import aliased

from domain.comptes.models import Compte
from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.labels.models import DossierLabel
from resolvers.formes import Chaque, Conditions, Forme, Parametres


def _reponse(*conditions: Callable[[Parametres], ColumnElement[bool]]) -> Any:
    """Official answers only: what is being edited, or was replaced or removed, is none (rules 2.2)."""

    def toutes(p: Parametres) -> Conditions:
        return (
            Champ.stable_id == p.un("champ", BigInteger),
            Champ.flux == MAIN,
            Champ.retire_le.is_(None),
            *(condition(p) for condition in conditions),
        )

    return toutes


def _valeur_du_champ(egale: Callable[[Any], Conditions]) -> Callable[[Parametres, Any], Conditions]:
    base = _reponse()
    return lambda p, valeur: (*base(p), *egale(valeur))


DEBUT = func.left(Champ.value, literal_column("64"))
# `champs_nombre_idx` is partial: its condition has to be said again for it to be used.
VALEUR_NUMERIQUE: ColumnElement[Any] = func.nombre_de(Champ.value, type_=Numeric)
EST_NUMERIQUE = VALEUR_NUMERIQUE.is_not(None)
EST_DATEE = Champ.value.op("~")(literal_column("'^[0-9]{4}-'"))


def _numerique(condition: Callable[[Parametres], ColumnElement[bool]]) -> Forme:
    return Forme(
        Champ.dossier_id,
        _reponse(lambda p: EST_NUMERIQUE, condition),
        indexe=True,
        ordre=VALEUR_NUMERIQUE,
    )


def _usager() -> Forme:
    """By the account's address, or by the one kept of an account that is gone (api 7.3)."""
    sien = aliased(Dossier)

    def conditions(p: Parametres) -> Conditions:
        email = p.un("usager", CITEXT)
        compte = select(Compte.id).where(Compte.email == email).scalar_subquery()
        parti = sien.usager_supprime_email == p.un("usager")
        return (or_(sien.usager_id == compte, parti),)

    return Forme(sien.id, conditions, indexe=True)


FORMES: dict[str, Forme] = {
    "egale": Forme(
        Champ.dossier_id,
        _reponse(
            lambda p: any_(p.liste("debuts")) == DEBUT,
            lambda p: Champ.value == any_(p.liste("valeurs")),
        ),
        indexe=True,
        ordre=Champ.dossier_id,
        chaque=Chaque(
            "valeurs",
            Text,
            _valeur_du_champ(
                lambda v: (func.left(v, literal_column("64")) == DEBUT, Champ.value == v)
            ),
        ),
    ),
    "datee": Forme(
        Champ.dossier_id,
        _reponse(
            lambda p: p.un("debut") <= DEBUT,
            lambda p: p.un("fin") > DEBUT,
            lambda p: EST_DATEE,
        ),
        indexe=True,
        ordre=DEBUT,
    ),
    "nombre_egal": Forme(
        Champ.dossier_id,
        _reponse(
            lambda p: EST_NUMERIQUE,
            lambda p: any_(p.liste("nombres", Numeric)) == VALEUR_NUMERIQUE,
        ),
        indexe=True,
        ordre=Champ.dossier_id,
        chaque=Chaque(
            "nombres",
            Numeric,
            _valeur_du_champ(lambda v: (EST_NUMERIQUE, v == VALEUR_NUMERIQUE)),
        ),
    ),
    "nombre_inferieur": _numerique(lambda p: p.un("nombre", Numeric) > VALEUR_NUMERIQUE),
    "nombre_superieur": _numerique(lambda p: p.un("nombre", Numeric) < VALEUR_NUMERIQUE),
    "nombre_entre": _numerique(
        lambda p: VALEUR_NUMERIQUE.between(p.un("minimum", Numeric), p.un("maximum", Numeric))
    ),
    "remplie": Forme(
        Champ.dossier_id,
        _reponse(
            lambda p: literal_column("''") < DEBUT,
            lambda p: func.btrim(Champ.value) != literal_column("''"),
        ),
        indexe=True,
        ordre=DEBUT,
    ),
    # Without an index: the list is read in its order until the page is full.
    "contient": Forme(Champ.dossier_id, _reponse(lambda p: Champ.value.ilike(p.un("motif")))),
    "choisie": Forme(
        Champ.dossier_id, _reponse(lambda p: Champ.value.like(any_(p.liste("motifs"))))
    ),
    "choix_remplis": Forme(
        Champ.dossier_id,
        _reponse(
            lambda p: Champ.value != literal_column("''"),
            lambda p: Champ.value.not_like(literal_column("'[]%'")),
            lambda p: Champ.value.not_like(literal_column("'[\"\"%'")),
        ),
    ),
    "labels": Forme(
        DossierLabel.dossier_id,
        lambda p: (DossierLabel.label_id == any_(p.liste("labels", BigInteger)),),
        indexe=True,
        ordre=DossierLabel.dossier_id,
        chaque=Chaque("labels", BigInteger, lambda p, v: (DossierLabel.label_id == v,)),
    ),
    "instructeur": Forme(
        Suivi.dossier_id,
        lambda p: (
            Suivi.instructeur_id == p.un("instructeur", BigInteger),
            Suivi.fin_le.is_(None),
        ),
        indexe=True,
        ordre=Suivi.dossier_id,
    ),
    "usager": _usager(),
}
