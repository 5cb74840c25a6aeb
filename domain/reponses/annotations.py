"""Programs write annotations (api 10.9, 10.10).

Messages name the annotation as the client did, in the words that clients match: beware of the
apostrophes, ‘ in some and ’ in others.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from domain.dossiers.champs import MAIN, Champ
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.formulaires.formulaire import Cle, Formulaire
from domain.formulaires.types_de_champ import FICHIERS, NON_REMPLISSABLES, TypeChamp
from domain.reponses.chargement import charger_reponses
from domain.reponses.ecrite import Ecrite, ValeurInvalide
from domain.reponses.ecriture import Plume
from domain.reponses.flux import tenir
from domain.reponses.lignes import TropDeLignes, ajouter_lignes
from domain.reponses.modification import ENTREES, Entree, Lot, Visee, viser
from domain.reponses.types import lire_valeur
from domain.reponses.versions import version as version_de
from domain.transactions import Transaction

T = TypeChamp

# Programs do not write them, whichever key they use (api 14.15).
FERMEES = NON_REMPLISSABLES | {T.siret, T.carte}

# What each mutation of a single type writes (api 10.10).
SEULES: dict[str, frozenset[TypeChamp]] = {
    "dossierModifierAnnotationText": frozenset({T.text, T.textarea}),
    "dossierModifierAnnotationCheckbox": frozenset({T.checkbox, T.yes_no}),
    "dossierModifierAnnotationDate": frozenset({T.date}),
    "dossierModifierAnnotationDatetime": frozenset({T.datetime}),
    "dossierModifierAnnotationIntegerNumber": frozenset({T.integer_number}),
    "dossierModifierAnnotationDecimalNumber": frozenset({T.decimal_number}),
    "dossierModifierAnnotationDropDownList": frozenset({T.drop_down_list}),
}


class AnnotationInconnue(DomainError):
    """As the mutations of a single type say it."""

    def __init__(self, id: str) -> None:
        super().__init__(f'L’annotation "{id}" n’existe pas')


class ValeurRefusee(DomainError):
    """`messages` are all that is wrong with the value."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(messages[0])
        self.messages = list(messages)


class AnnotationModifiee(DomainError):
    """Somebody has written since: `auteur`, his address, and `date` tell who and when, `champ` where, and
    `proposee` is what the loser wanted to write, so that both are shown and neither is lost."""

    code = "annotation_modifiee"

    def __init__(
        self, champ: Cle, proposee: Ecrite, *, auteur: str | None, date: datetime | None
    ) -> None:
        super().__init__("Cette annotation a été modifiée entre-temps : voici les deux valeurs")
        self.champ = champ
        self.proposee = proposee
        self.auteur = auteur
        self.date = date


class Modification(NamedTuple):
    """The champs written, a repetition for the rows added to it, in the order of the entries; and
    what is wrong with the others."""

    champs: list[Cle]
    erreurs: list[str]


def modifier_annotations(
    tx: Transaction,
    dossier: Dossier,
    *,
    formulaire: Formulaire,
    entrees: Sequence[Entree],
    auteur_email: str | None,
    at: datetime,
) -> Modification:
    """Write those that can be; a number for a repetition adds as many rows (api 10.9).

    The dossier is locked: of two that write one annotation at once, the second finds the first's
    value, and keeps it in the history. `formulaire` is that of the dossier's revision.
    """
    formulaire = tenir(tx, dossier, formulaire)
    plume = _plume(tx, dossier, auteur_email=auteur_email, at=at)
    visees: list[Visee] = []
    rangs: dict[int, Cle] = {}
    erreurs: list[str] = []
    for rang, entree in enumerate(entrees):
        vise = viser(formulaire, plume.champs, entree.id)
        if vise is None or not vise[0].prive or vise[0].type_champ in FERMEES:
            erreurs.append(f'L‘annotation "{entree.id}" n’existe pas')
        elif vise[0].type_champ not in ENTREES.get(entree.cle, ()):
            erreurs.append(f'L‘annotation "{entree.id}" n’est pas de type attendu')
        elif vise[0].type_champ is not T.repetition:
            visees.append(Visee(rang, entree.id, *vise, entree.valeur))
        elif refus := _ajouter(plume, formulaire, vise[0].stable_id, entree.valeur):
            erreurs.append(refus)
        else:
            rangs[rang] = vise[0].stable_id, None
    for visee, messages in Lot(plume, visees).ecrire():
        erreurs += messages
        if not messages:
            rangs[visee.rang] = visee.champ
    tx.flush()
    return Modification([champ for _, champ in sorted(rangs.items())], erreurs)


def modifier_annotation(
    tx: Transaction,
    dossier: Dossier,
    *,
    formulaire: Formulaire,
    id: str,
    types: Collection[TypeChamp],
    valeur: Any,
    auteur_email: str | None,
    at: datetime,
) -> Cle:
    """Write one, of one of these types: `SEULES[mutation]`. Raises AnnotationInconnue, ValeurRefusee."""
    formulaire = tenir(tx, dossier, formulaire)
    plume = _plume(tx, dossier, auteur_email=auteur_email, at=at)
    vise = viser(formulaire, plume.champs, id)
    if vise is None or not vise[0].prive or vise[0].type_champ not in types:
        raise AnnotationInconnue(id)
    ((visee, messages),) = Lot(plume, [Visee(0, id, *vise, valeur)]).ecrire()
    if messages:
        raise ValeurRefusee(messages)
    tx.flush()
    return visee.champ


def modifier_annotation_versionnee(
    tx: Transaction,
    dossier: Dossier,
    *,
    formulaire: Formulaire,
    entree: Entree,
    version: str,
    auteur_email: str | None,
    at: datetime,
) -> Cle:
    """Write one, which `version` says was read as it is now. The dossier is locked: of two that write at
    once, the second is told of the first. One who writes what is there already has lost nothing.

    For a repetition, a number adds as many rows, whatever the version. Raises AnnotationModifiee,
    AnnotationInconnue, ValeurRefusee.
    """
    formulaire = tenir(tx, dossier, formulaire)
    plume = _plume(tx, dossier, auteur_email=auteur_email, at=at)
    vise = viser(formulaire, plume.champs, entree.id)
    if vise is None or not vise[0].prive or vise[0].type_champ not in ENTREES.get(entree.cle, ()):
        raise AnnotationInconnue(entree.id)
    if vise[0].type_champ in FERMEES:
        raise AnnotationInconnue(entree.id)
    if vise[0].type_champ is T.repetition:
        if refus := _ajouter(plume, formulaire, vise[0].stable_id, entree.valeur):
            raise ValeurRefusee([refus])
        return vise[0].stable_id, None
    visee = Visee(0, entree.id, *vise, entree.valeur)
    _exiger_la_version(plume, visee, version)
    ((_, messages),) = Lot(plume, [visee]).ecrire()
    if messages:
        raise ValeurRefusee(messages)
    tx.flush()
    return visee.champ


def _exiger_la_version(plume: Plume, visee: Visee, version: str) -> None:
    """Raises AnnotationModifiee, ValeurRefusee."""
    champ = plume.champs.get(visee.champ)
    if version_de(champ, champ.modifie_le if champ else None) == version:
        return
    type_champ = visee.descripteur.type_champ
    try:
        proposee = lire_valeur(type_champ, visee.descripteur.options, visee.valeur)
    except ValeurInvalide as invalide:
        raise ValeurRefusee([str(invalide)]) from None
    if champ is not None and type_champ not in FICHIERS and _dit_pareil(champ, proposee):
        return
    raise AnnotationModifiee(
        visee.champ, proposee,
        auteur=champ.modifie_par if champ else None, date=champ.modifie_le if champ else None,
    )  # fmt: skip


def _dit_pareil(champ: Champ, proposee: Ecrite) -> bool:
    return (champ.value, champ.value_json, champ.external_id) == (
        proposee.value, proposee.value_json, proposee.external_id,
    )  # fmt: skip


def ajouter_ligne_d_annotation(
    tx: Transaction,
    dossier: Dossier,
    *,
    formulaire: Formulaire,
    id: str,
    auteur_email: str | None,
    at: datetime,
) -> Cle:
    """One more row; the repetition's own champ. Raises AnnotationInconnue."""
    formulaire = tenir(tx, dossier, formulaire)
    vise = viser(formulaire, {}, id)
    if vise is None or not vise[0].prive or vise[0].type_champ is not T.repetition:
        raise AnnotationInconnue(id)
    ajouter_lignes(
        tx, dossier, formulaire=formulaire, stable_id=vise[0].stable_id,
        auteur_email=auteur_email, at=at,
    )  # fmt: skip
    return vise[0].stable_id, None


def _plume(tx: Transaction, dossier: Dossier, *, auteur_email: str | None, at: datetime) -> Plume:
    champs = charger_reponses(tx.session, dossier.id, prive=True)
    return Plume(tx, dossier, champs, flux=MAIN, auteur_email=auteur_email, at=at)


def _ajouter(plume: Plume, formulaire: Formulaire, stable_id: int, nombre: int) -> str | None:
    """The refusal, if there is one."""
    try:
        ajouter_lignes(
            plume.tx, plume.dossier, formulaire=formulaire, stable_id=stable_id, nombre=nombre,
            auteur_email=plume.auteur_email, at=plume.at,
        )  # fmt: skip
    except TropDeLignes as refus:
        return str(refus)
    return None
