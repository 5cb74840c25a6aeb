from dataclasses import dataclass

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class InstructeurAjoute(Event):
    """`profil_cree`: he was no instructeur until now, and gets an invitation (rules 1.11.14)."""

    groupe_id: int
    demarche_id: int
    instructeur_id: int
    profil_cree: bool


@dataclass(frozen=True, kw_only=True)
class InstructeurRetire(Event):
    """`par` is the address of whoever removed him, which the mail shows (rules B.3)."""

    groupe_id: int
    demarche_id: int
    instructeur_id: int
    par: str | None


@dataclass(frozen=True, kw_only=True)
class GroupeModifie(Event):
    """A groupe was made, renamed, closed or opened."""

    groupe_id: int
    demarche_id: int
