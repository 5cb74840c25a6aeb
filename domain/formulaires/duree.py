"""How long a form takes to fill (rules 1.3.11): an estimate, of its public fields."""

from collections.abc import Iterable

from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import NON_REMPLISSABLES
from domain.formulaires.types_de_champ import TypeChamp as T

MOTS_PAR_SECONDE = 140 / 60
COURTE, MOYENNE, LONGUE = 10.0, 60.0, 180.0  # seconds
REPRISES = 2.5  # times that the fields of a repetition are filled

DUREES = {
    **dict.fromkeys(NON_REMPLISSABLES, 0.0),
    **dict.fromkeys(
        (T.textarea, T.siret, T.rna, T.iban, T.cnaf, T.dgfip, T.pole_emploi, T.mesri, T.annuaire_education),
        MOYENNE,
    ),
    **dict.fromkeys((T.carte, T.piece_justificative, T.titre_identite), LONGUE),
}  # fmt: skip


def duree_de_remplissage(formulaire: Formulaire) -> int:
    """In whole seconds."""
    return round(_somme(formulaire, formulaire.champs))


def _somme(formulaire: Formulaire, champs: Iterable[Descripteur]) -> float:
    return sum(_duree(formulaire, champ) for champ in champs)


def _duree(formulaire: Formulaire, champ: Descripteur) -> float:
    lecture = len((champ.description or "").split()) / MOTS_PAR_SECONDE
    if champ.type_champ is T.repetition:
        saisie = REPRISES * _somme(formulaire, formulaire.enfants.get(champ.stable_id, ()))
    else:
        saisie = DUREES.get(champ.type_champ, COURTE)
    return (lecture + saisie) / (1 if champ.obligatoire else 2)
