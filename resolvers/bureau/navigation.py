"""From one dossier of a list to the one before and the one after, without reading the list (rules 4.6.6)."""

from typing import Any, NamedTuple

from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.bureau.instructions import LigneRow, place
from resolvers.bureau.refus import refusable
from resolvers.bureau.tableau import lire, liste, place_de
from resolvers.request import Request


class Voisins(NamedTuple):
    """The numbers of a dossier's neighbours in a list; null at its ends."""

    precedent: int | None
    suivant: int | None


@refusable
async def voisins(
    request: Request, demarche: DemarcheDuBureauRow, *, dossier: int, **voulue: Any
) -> Voisins | None:
    """Of a dossier that the list shows, or of the place where it would be: one that was just decided
    has left its tab, and who decided goes on from where it was. None when it is not his to see."""
    choisie = await liste(request, demarche, **voulue)
    trouvees = await request.snapshot.rows(
        place(choisie.vue.ordre), {**choisie.parametres, "dossier": dossier}
    )
    if not trouvees:
        return None
    ici = place_de(choisie, trouvees[0])
    avant = await lire(request, choisie, ici, renverse=True, limite=1)
    apres = await lire(request, choisie, ici, renverse=False, limite=1)
    return Voisins(_numero(avant), _numero(apres))


def _numero(lues: list[LigneRow]) -> int | None:
    return lues[0].id if lues else None
