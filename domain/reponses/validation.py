"""What keeps a dossier from being deposited, champ by champ (rules 2.1.9, 2.1.10, 3.4.4)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.demarches.models import Demarche
from domain.errors import DomainError
from domain.formulaires.conditions import evaluer
from domain.formulaires.formulaire import Descripteur
from domain.formulaires.reponses import est_blanche, vrai
from domain.formulaires.types_de_champ import FICHIERS, TypeChamp
from domain.reponses.chargement import Contenus
from domain.reponses.feuille import ChampVu, Feuille
from domain.reponses.types import messages_de_controle

OBLIGATOIRE = "doit être rempli"


class ErreurDeChamp(NamedTuple):
    stable_id: int
    row_id: str | None
    libelle: str
    message: str


class Ineligible(DomainError):
    """rules 1.5.2; the message is the administrateur's."""

    code = "ineligible"


def est_vide(vu: ChampVu, feuille: Feuille, contenus: Contenus) -> bool:
    """Nothing was answered, whatever an answer is made of: a text, files, shapes or rows."""
    type_champ, champ = vu.descripteur.type_champ, vu.champ
    if type_champ is TypeChamp.repetition:
        return not feuille.rangees(vu.descripteur.stable_id)
    if type_champ in FICHIERS:
        return champ is None or not contenus.fichiers.get(champ.id)
    if type_champ is TypeChamp.carte:
        return champ is None or not contenus.zones.get(champ.id)
    return est_blanche(type_champ, vu.reponse)


def erreurs_de_depot(feuille: Feuille, contenus: Contenus, *, at: datetime) -> list[ErreurDeChamp]:
    """Every error of the public champs that show, in the order of the form."""
    return list(
        erreurs_des_champs(feuille, feuille.formulaire.champs, contenus, at=at, au_depot=True)
    )


def erreurs_des_champs(
    feuille: Feuille, racines: Sequence[Descripteur], contenus: Contenus, *, at: datetime,
    au_depot: bool,
) -> Iterator[ErreurDeChamp]:  # fmt: skip
    for vu in feuille.visibles(racines):
        for message in _messages(vu, feuille, contenus, at=at, au_depot=au_depot):
            yield ErreurDeChamp(*vu.cle, vu.descripteur.libelle, message)


def _messages(
    vu: ChampVu, feuille: Feuille, contenus: Contenus, *, at: datetime, au_depot: bool
) -> Iterator[str]:
    """An answer given under another type is not judged before it is written again (rules 2.1.9)."""
    if est_vide(vu, feuille, contenus):
        if vu.descripteur.obligatoire:
            yield OBLIGATOIRE
        return
    if vu.champ is None or vu.reponse is None:
        return  # rows are looked at one by one
    if vu.du_meme_type:
        contexte = contenus.contexte(vu.champ, at=at, au_depot=au_depot)
        yield from messages_de_controle(vu.descripteur, vu.reponse, contexte)
    if _case_a_cocher(vu.descripteur) and not vrai(vu.reponse):
        yield OBLIGATOIRE


def _case_a_cocher(descripteur: Descripteur) -> bool:
    """A compulsory box is one that must be ticked (rules 2.4.9)."""
    return descripteur.type_champ is TypeChamp.checkbox and descripteur.obligatoire


def verifier_l_eligibilite(demarche: Demarche, valeur_de: Callable[[int], object]) -> None:
    """Raises Ineligible when the démarche's rule is true of the answers (rules 1.5)."""
    options = demarche.options
    regle = options.get("ineligibilite_rules")
    if options.get("ineligibilite_enabled") and regle and evaluer(regle, valeur_de):
        raise Ineligible(
            options.get("ineligibilite_message")
            or "Vos réponses ne permettent pas de déposer ce dossier"
        )
