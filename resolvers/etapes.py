"""Fields of a champ in two stages: what its field says once, what each answer adds."""

from domain import identifiants
from domain.formulaires.textes import LECTEURS, colonne
from resolvers.bindings import Constant, Stage, Through
from resolvers.champs import ChampVu


def identifiant(champ: ChampVu) -> Stage:
    if champ.row_id is None:
        return Constant(champ.id)
    return lambda enfant: enfant.id


def identifiant_du_descripteur(champ: ChampVu) -> Stage:
    return Constant(identifiants.identifiant("Champ", champ.descripteur.stable_id))


def libelle(champ: ChampVu) -> Stage:
    return Constant(champ.descripteur.libelle)


def texte(champ: ChampVu) -> Stage:
    return Through("reponse", LECTEURS[champ.type_champ], colonne(champ.type_champ))
