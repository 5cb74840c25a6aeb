"""Who acts: what the journal remembers, long after the account is gone."""

from enum import StrEnum
from typing import NamedTuple


class Genre(StrEnum):
    usager = "usager"
    instructeur = "instructeur"
    administrateur = "administrateur"
    expert = "expert"
    jeton = "jeton"
    systeme = "systeme"


class Auteur(NamedTuple):
    """`id` is that of the profile, or of the account for an usager; none for what happens by itself.
    `jeton` is the token through which a program acted, if one did."""

    genre: Genre
    id: int | None = None
    email: str | None = None
    jeton: str | None = None

    @property
    def automatique(self) -> bool:
        return self.genre is Genre.systeme


SYSTEME = Auteur(Genre.systeme)
