"""The usager's answers, given several at once by a program or a page (rules 0.2, 3.5.1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.demarches.models import Demarche
from domain.dossiers.dates import recalculer_expiration
from domain.dossiers.depot import reorienter
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.errors import DomainError
from domain.formulaires.formulaire import Cle, Descripteur, Formulaire
from domain.formulaires.types_de_champ import NON_REMPLISSABLES, TypeChamp
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.reponses.chargement import charger_reponses
from domain.reponses.ecriture import Plume
from domain.reponses.feuille import Feuille
from domain.reponses.flux import flux_de_l_usager, tenir
from domain.reponses.lignes import ajouter_lignes
from domain.reponses.modification import ENTREES, Entree, Lot, Visee, viser
from domain.transactions import Transaction


class ErreurDeSaisie(NamedTuple):
    """What is wrong with one entry; no `libelle` when it names no champ of the form."""

    id: str
    libelle: str | None
    message: str


class Saisie(NamedTuple):
    """The champs written, in the order of the entries, and what is wrong with the others."""

    champs: list[Cle]
    erreurs: list[ErreurDeSaisie]


def modifier_champs(
    tx: Transaction,
    dossier: Dossier,
    *,
    demarche: Demarche,
    formulaire: Formulaire,
    entrees: Sequence[Entree],
    auteur_email: str | None,
    groupes: Sequence[GroupeInstructeur] = (),
    at: datetime,
) -> Saisie:
    """Write those that are valid, on the draft itself or in the usager's buffer; a number for a
    repetition adds as many rows. Given the `groupes` of its démarche, a draft is routed by its new
    answers, so that its usager is shown whom to ask (rules 1.11.6).

    Raises ModificationInterdite once the dossier is instructed.
    """
    formulaire = tenir(tx, dossier, formulaire)
    flux = flux_de_l_usager(dossier)
    champs = charger_reponses(tx.session, dossier.id, flux, prive=False)
    plume = Plume(tx, dossier, champs, flux=flux, auteur_email=auteur_email, at=at)
    visees: list[Visee] = []
    rangs: dict[int, Cle] = {}
    erreurs: list[ErreurDeSaisie] = []
    for rang, entree in enumerate(entrees):
        vise = viser(formulaire, champs, entree.id)
        if refus := _refus(vise, entree):
            erreurs.append(refus)
        elif vise is not None and vise[0].type_champ is not TypeChamp.repetition:
            visees.append(Visee(rang, entree.id, *vise, entree.valeur))
        elif vise is not None:
            try:
                ajouter_lignes(
                    tx, dossier, formulaire=formulaire, stable_id=vise[0].stable_id, flux=flux,
                    nombre=entree.valeur, auteur_email=auteur_email, at=at,
                )  # fmt: skip
            except DomainError as trop:
                erreurs.append(ErreurDeSaisie(entree.id, vise[0].libelle, str(trop)))
            else:
                rangs[rang] = vise[0].stable_id, None
    for visee, messages in Lot(plume, visees).ecrire():
        erreurs += [ErreurDeSaisie(visee.id, visee.descripteur.libelle, m) for m in messages]
        if not messages:
            rangs[visee.rang] = visee.champ
    if dossier.state is State.brouillon:
        recalculer_expiration(dossier, demarche=demarche)  # a draft lives on while it is written
    tx.flush()
    if groupes and dossier.state is State.brouillon:
        feuille = Feuille(formulaire, charger_reponses(tx.session, dossier.id))
        reorienter(
            tx, dossier, groupes, champs_connus=list(formulaire.par_stable_id),
            visibilite=feuille.visibilite, at=at,
        )  # fmt: skip
    return Saisie([champ for _, champ in sorted(rangs.items())], erreurs)


def _refus(vise: tuple[Descripteur, str | None] | None, entree: Entree) -> ErreurDeSaisie | None:
    if vise is None or vise[0].prive or vise[0].type_champ in NON_REMPLISSABLES:
        return ErreurDeSaisie(entree.id, None, f'Le champ "{entree.id}" n’existe pas')
    if vise[0].type_champ not in ENTREES.get(entree.cle, ()):
        message = f'Le champ "{entree.id}" n’est pas de type attendu'
        return ErreurDeSaisie(entree.id, vise[0].libelle, message)
    return None
