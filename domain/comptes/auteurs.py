"""Accounts and profiles as authors. A profile's account must be loaded."""

from domain.auteurs import Auteur, Genre
from domain.comptes.models import Administrateur, Compte, Expert, Instructeur

GENRES = {
    Instructeur: Genre.instructeur,
    Administrateur: Genre.administrateur,
    Expert: Genre.expert,
}


def comme_usager(compte: Compte, *, jeton: str | None = None) -> Auteur:
    return Auteur(Genre.usager, compte.id, compte.email, jeton)


def comme_profil(
    profil: Instructeur | Administrateur | Expert, *, jeton: str | None = None
) -> Auteur:
    """`jeton` is the token through which a program acts in that person's name."""
    return Auteur(GENRES[type(profil)], profil.id, profil.compte.email, jeton)
