"""A draft that nobody owns yet: whoever first opens its address, signed in, will (rules 2.6.3)."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.demarches.models import Demarche, Etat
from domain.dossiers import creation
from domain.dossiers.champs import Champ, EtatExterne
from domain.dossiers.dates import toucher
from domain.dossiers.demandeurs import Civilite, Individu
from domain.dossiers.models import Dossier
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from domain.prefill.demandes import Demande, apparier, dossiers_cites
from domain.prefill.types import lire
from domain.prefill.valeurs import Contexte, Ecartee, Valeur, lire_texte
from domain.transactions import Transaction
from domain.ulid import generateur

# Random bytes of a token: whoever holds one reads a state, and takes the draft.
OCTETS = 18
CIVILITES = {"M.": Civilite.M, "Mme": Civilite.Mme}


def preremplir(
    tx: Transaction, *, demarche: Demarche, valeurs: Mapping[str, Any], at: datetime
) -> Dossier:
    """Raises TropDeRangees. Values that cannot be kept are dropped; the draft is made all the same."""
    revision = _revision(tx, demarche)
    champs = tx.session.scalars(
        select(TypeDeChamp).where(TypeDeChamp.revision_id == revision.id)
    ).all()
    demandes, rangees = apparier(champs, valeurs)
    dossier = creation.creer(tx, demarche=demarche, revision=revision, usager=None, at=at)
    dossier.prefilled = True
    dossier.jeton_prefill = secrets.token_urlsafe(OCTETS)
    lignes = _lignes(tx, demandes, rangees, at=at)
    for ligne in lignes:
        ligne.dossier_id = dossier.id
    tx.add(*lignes)
    if lignes:
        toucher(dossier, "champs_modifies_le", at=at)
    individu = _individu(demarche, valeurs)
    if individu is not None:
        creation.identifier(tx, dossier, demarche=demarche, demandeur=individu, at=at)
    tx.flush()
    return dossier


def _revision(tx: Transaction, demarche: Demarche) -> Revision:
    """The form that people fill: the last published one, or the draft of a démarche not open yet."""
    statement = select(Revision).where(Revision.demarche_id == demarche.id)
    if demarche.etat is Etat.brouillon:
        statement = statement.where(Revision.publiee_le.is_(None))
    else:
        statement = statement.where(Revision.publiee_le.is_not(None))
    return tx.session.scalars(
        statement.order_by(Revision.publiee_le.desc(), Revision.id.desc()).limit(1)
    ).one()


def _lignes(
    tx: Transaction, demandes: Sequence[Demande], rangees: Mapping[int, int], *, at: datetime
) -> list[Champ]:
    """The rows of `champs`, and those that the rows of a repetition are (rules 2.1.6)."""
    contexte = Contexte(at, _existants(tx, dossiers_cites(demandes)))
    suivant = generateur(at=at)
    row_ids = {parent: [suivant() for _ in range(nombre)] for parent, nombre in rangees.items()}
    lignes = [
        Champ(
            stable_id=parent, row_id=row_id, type_champ=TypeChamp.repetition, prefilled=True,
            cree_le=at, modifie_le=at,
        )
        for parent, ids in row_ids.items()
        for row_id in ids
    ]  # fmt: skip
    lignes += [
        _champ(demande, valeur, row_ids, at=at) for demande, valeur in _lues(demandes, contexte)
    ]
    return lignes


def _lues(demandes: Sequence[Demande], contexte: Contexte) -> Iterator[tuple[Demande, Valeur]]:
    for demande in demandes:
        champ = demande.champ
        valeur = lire(champ.type_champ, champ.options, demande.valeur, contexte)
        if valeur is not None:
            yield demande, valeur


def _champ(
    demande: Demande, valeur: Valeur, row_ids: Mapping[int, Sequence[str]], *, at: datetime
) -> Champ:
    champ = demande.champ
    row_id = None
    if demande.rangee is not None and champ.parent_id is not None:
        row_id = row_ids[champ.parent_id][demande.rangee]
    return Champ(
        stable_id=champ.stable_id,
        row_id=row_id,
        type_champ=champ.type_champ,
        value=valeur.value,
        value_json=valeur.value_json,
        external_id=valeur.external_id,
        etat_externe=EtatExterne.waiting_for_job if valeur.a_completer else None,
        prefilled=True,
        cree_le=at,
        modifie_le=at,
    )


def _existants(tx: Transaction, numeros: set[int]) -> frozenset[int]:
    if not numeros:
        return frozenset()
    return frozenset(
        tx.session.scalars(
            select(Dossier.id).where(Dossier.id.in_(numeros), Dossier.visible_par_administration)
        )
    )


def _individu(demarche: Demarche, valeurs: Mapping[str, Any]) -> Individu | None:
    """Who asks, as far as the program knows; asked of a person only (rules 3.4.1)."""
    if not demarche.pour_individu:
        return None
    prenom, nom = _nom(valeurs.get("identite_prenom")), _nom(valeurs.get("identite_nom"))
    genre = valeurs.get("identite_genre")
    civilite = CIVILITES.get(genre) if isinstance(genre, str) else None
    if demarche.options.get("no_gender"):
        civilite = None
    if not (prenom or nom or civilite):
        return None
    return Individu(prenom=prenom, nom=nom, civilite=civilite)


def _nom(valeur: Any) -> str:
    try:
        return lire_texte(valeur).strip()
    except Ecartee:
        return ""
