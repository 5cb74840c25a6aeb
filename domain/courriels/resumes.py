"""What each instructeur who asked for it is told of his démarches, every day or every week (rules 4.9.1,
4.9.2). Nothing is said of a démarche where there is nothing; when there is nothing anywhere, nothing is sent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, distinct, func, select, tuple_

from domain.badges.models import Badge, Preference
from domain.badges.regles import s_affiche
from domain.badges.types import LIBELLES, NOUVEAUTES, TypeBadge
from domain.calendrier import PARIS, jour
from domain.comptes.models import Compte, Instructeur
from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import Plateforme
from domain.courriels.poste import poster
from domain.demarches.models import Demarche, Etat
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.groupes_instructeurs.models import Affectation
from domain.transactions import Transaction

ATTENTE = timedelta(days=7)


class Periode(NamedTuple):
    """A summary: its mail, and the column of `preferences` that asks for it."""

    nom: Nom
    preference: str


QUOTIDIEN = Periode(Nom.resume_quotidien, "courriel_quotidien")
HEBDOMADAIRE = Periode(Nom.resume_hebdomadaire, "courriel_hebdomadaire")


def abonnes(tx: Transaction, periode: Periode, *, apres: int, limite: int) -> list[int]:
    """The numbers of the instructeurs who asked for it on some démarche."""
    voulu = getattr(Preference, periode.preference)
    numeros = select(Preference.instructeur_id).where(voulu, Preference.instructeur_id > apres)
    triees = numeros.distinct().order_by(Preference.instructeur_id)
    return list(tx.session.scalars(triees.limit(limite)))


def envoyer(
    tx: Transaction, periode: Periode, instructeur_id: int, *, plateforme: Plateforme, at: datetime
) -> None:
    """One mail for all his démarches; asked for twice in a day, it is one mail."""
    lire = _quotidien if periode is QUOTIDIEN else _hebdomadaire
    parties = lire(tx, instructeur_id, at)
    if not parties:
        return
    email = tx.session.scalars(
        select(Compte.email)
        .join(Instructeur, Instructeur.compte_id == Compte.id)
        .where(Instructeur.id == instructeur_id)
    ).one()
    poster(
        tx, periode.nom, a=[email], evenement=f"resume-{jour(at):%Y-%m-%d}",
        mots={"resume": "\n\n".join(parties)}, lien=f"{plateforme.url}/procedures",
        plateforme=plateforme, at=at,
    )  # fmt: skip


def _quotidien(tx: Transaction, instructeur_id: int, at: datetime) -> list[str]:
    etats = (
        State.en_construction,
        State.en_instruction,
        State.accepte,
        State.refuse,
        State.sans_suite,
    )
    comptes = [_combien(Dossier.state == etat) for etat in etats]
    siens = _siens(QUOTIDIEN, instructeur_id, *comptes).where(~Dossier.archive)
    nouveautes = _nouveautes(tx, instructeur_id)
    parties = []
    for numero, libelle, *nombres in tx.session.execute(siens):
        if not any(nombres):
            continue
        construction, instruction, *decides = nombres
        lignes = [
            f"En construction : {construction}",
            f"En instruction : {instruction}",
            "Traités : {} (acceptés : {}, refusés : {}, classés sans suite : {})".format(
                sum(decides), *decides
            ),
            *nouveautes.get(numero, ()),
        ]
        parties.append(_partie(libelle, numero, lignes))
    return parties


def _nouveautes(tx: Transaction, instructeur_id: int) -> dict[int, list[str]]:
    """By démarche: how many dossiers have something new for him, and how many of each badge."""
    comptes = (
        select(Dossier.demarche_id, Badge.type, func.count(distinct(Badge.dossier_id)))
        .join(Badge, Badge.dossier_id == Dossier.id)
        .join(Affectation, Affectation.groupe_instructeur_id == Dossier.groupe_instructeur_id)
        .where(
            Badge.instructeur_id == instructeur_id,
            Affectation.instructeur_id == instructeur_id,
            Badge.type.in_(sorted(NOUVEAUTES)),
            s_affiche(),
        )
        .group_by(
            func.grouping_sets(tuple_(Dossier.demarche_id), tuple_(Dossier.demarche_id, Badge.type))
        )
    )
    totaux: dict[int, int] = {}
    details: dict[int, dict[TypeBadge, int]] = {}
    for demarche_id, badge, nombre in tx.session.execute(comptes):
        if badge is None:
            totaux[demarche_id] = nombre
        else:
            details.setdefault(demarche_id, {})[badge] = nombre
    return {
        numero: [f"Dossiers avec du nouveau : {total} ({_detail(details[numero])})"]
        for numero, total in totaux.items()
    }


def _detail(nombres: dict[TypeBadge, int]) -> str:
    return ", ".join(
        f"{LIBELLES[badge].lower()} : {nombres[badge]}" for badge in TypeBadge if badge in nombres
    )


def _hebdomadaire(tx: Transaction, instructeur_id: int, at: datetime) -> list[str]:
    lundi = _lundi_dernier(at)
    comptes = (
        _combien(Dossier.cree_le >= lundi),
        _combien(Dossier.state == State.en_construction),
        _combien(Dossier.state == State.en_construction, Dossier.depose_le < at - ATTENTE),
        _combien(Dossier.state == State.en_instruction),
        _combien(Dossier.state == State.en_instruction, Dossier.en_instruction_le < at - ATTENTE),
    )
    return [
        _partie(libelle, numero, [
            f"Créés depuis le {lundi:%d/%m/%Y} : {crees}",
            f"En construction : {construction}, dont déposés depuis plus de 7 jours : {vieux}",
            f"En instruction : {instruction}, dont depuis plus de 7 jours : {anciens}",
        ])
        for numero, libelle, crees, construction, vieux, instruction, anciens in tx.session.execute(
            _siens(HEBDOMADAIRE, instructeur_id, *comptes)
        )
        if crees or construction or instruction
    ]  # fmt: skip


def _lundi_dernier(at: datetime) -> datetime:
    """Midnight in Paris, on Monday of last week."""
    lundi = jour(at) - timedelta(days=jour(at).weekday() + 7)
    return datetime(lundi.year, lundi.month, lundi.day, tzinfo=PARIS)


def _combien(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(Dossier.id).filter(*conditions)


def _siens(
    periode: Periode, instructeur_id: int, *comptes: ColumnElement[int]
) -> Select[*tuple[Any, ...]]:
    """Of the dossiers of his groupes, by published démarche that he asked for."""
    return (
        select(Demarche.id, Demarche.libelle, *comptes)
        .join(Preference, Preference.demarche_id == Demarche.id)
        .join(Dossier, Dossier.demarche_id == Demarche.id)
        .join(Affectation, Affectation.groupe_instructeur_id == Dossier.groupe_instructeur_id)
        .where(
            Preference.instructeur_id == instructeur_id,
            getattr(Preference, periode.preference),
            Affectation.instructeur_id == instructeur_id,
            Demarche.etat == Etat.publiee,
            Demarche.supprimee_le.is_(None),
            Dossier.visible_par_administration,
        )
        .group_by(Demarche.id)
        .order_by(Demarche.id)
    )


def _partie(libelle: str, numero: int, lignes: Iterable[str]) -> str:
    return "\n".join((f"« {libelle} » (n° {numero})", *lignes))
