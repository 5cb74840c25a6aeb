"""The seven tabs of a démarche's dossiers (rules 4.3)."""

from enum import StrEnum


class Onglet(StrEnum):
    a_suivre = "a_suivre"
    suivis = "suivis"
    traites = "traites"
    tous = "tous"
    expirant = "expirant"
    archives = "archives"
    supprimes = "supprimes"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES = {
    Onglet.a_suivre: "à suivre",
    Onglet.suivis: "suivis par moi",
    Onglet.traites: "traités",
    Onglet.tous: "au total",
    Onglet.expirant: "expirants",
    Onglet.archives: "à archiver",
    Onglet.supprimes: "corbeille",
}

# Archives and the bin are never counted (rules 4.3.1).
COMPTES = (Onglet.a_suivre, Onglet.suivis, Onglet.traites, Onglet.tous, Onglet.expirant)


def onglets(*, expire_terminee: bool) -> tuple[Onglet, ...]:
    """Those of one démarche: nothing expires where decided dossiers do not (rules 4.3.1)."""
    return tuple(o for o in Onglet if expire_terminee or o is not Onglet.expirant)
