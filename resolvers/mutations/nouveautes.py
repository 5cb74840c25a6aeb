"""Having read what is new (rules 4.18)."""

from domain.errors import DomainError
from domain.nouveautes.lecture import voir_les_nouveautes
from domain.nouveautes.notes import notes
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload


class PasInstructeur(DomainError):
    code = "acces_refuse"

    def __init__(self) -> None:
        super().__init__("Vous n’êtes pas instructeur")


def voir(acte: Acte, entree: Entree) -> Payload:
    """All that there is now. Raises PasInstructeur."""
    instructeur = acte.instructeur_du_porteur()
    if instructeur is None:
        raise PasInstructeur
    if notes():
        voir_les_nouveautes(acte.tx, instructeur.compte, jusqu_au=notes()[0].le)
    return Payload()
