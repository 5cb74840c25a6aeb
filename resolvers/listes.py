"""The lists of a démarche or of a groupe: its dossiers, those being deleted, those deleted."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from resolvers import filtres, pages
from resolvers.criteres import Critere, Genre, ranger
from resolvers.demarches import DemarcheRow
from resolvers.dossiers import DossierRow
from resolvers.groupes_instructeurs import GroupeRow
from resolvers.instructions_de_liste import (
    PETIT,
    denombrement,
    page,
    page_d_un_ensemble,
    page_d_une_fenetre,
    page_de_tous,
    raretes,
)
from resolvers.loader import Loader
from resolvers.pages import Compte, Demande, Page
from resolvers.questions import (
    EN_ATTENTE,
    PAR_DEPOT,
    PAR_MODIFICATION,
    PAR_TRAITEMENT,
    SUPPRIMES,
    Liste,
    Question,
)
from resolvers.request import Request
from resolvers.supprimes import DossierSupprimeRow

Parent = DemarcheRow | GroupeRow
Parametres = Mapping[str, Any]


async def _page(
    request: Request,
    parent: Parent,
    liste: Liste,
    demande: Demande,
    filtres_de_ligne: Parametres,
    criteres: Sequence[Critere] = (),
) -> Page[Any]:
    donnes = {nom: valeur for nom, valeur in filtres_de_ligne.items() if valeur is not None}
    genres, valeurs = ranger(criteres)
    parametres = {**donnes, **valeurs, **request.viewer.parameters, "parent": parent.id}
    question = Question(
        liste,
        isinstance(parent, GroupeRow),
        tuple(sorted(donnes)),
        genres,
        request.viewer.par_groupes,
    )
    lues = await _lire(request, question, demande, {**parametres, **demande.parametres})
    if liste.lignes is not None:
        lues = await _charger(request, liste.lignes, lues, demande)
    compte = Compte(partial(_compter, request, question, parametres))
    return pages.decouper(lues, demande, liste.ordre, compte)


async def _charger(
    request: Request, loader: Loader[Any, Any], lues: Sequence[Any], demande: Demande
) -> list[Any]:
    """The rows of these numbers; the last of them, read to know that there are others, has none."""
    numeros = [lue.id for lue in lues[: demande.taille]]
    lignes = await request.load_all(loader, numeros)
    return [*(lignes[numero] for numero in numeros), *lues[demande.taille :]]


async def _lire(
    request: Request, question: Question, demande: Demande, parametres: Parametres
) -> list[Any]:
    """One statement without criteria; with some, one more to know how rare they are, and a third when
    they are neither rare nor frequent at this place of the list."""
    lire, lecture = request.snapshot.rows, demande.lecture
    if not question.genres:
        return await lire(page(question, lecture), parametres)
    pilote = await _pilote(request, question.genres, parametres)
    if pilote is not None:
        return await lire(page_d_un_ensemble(question, lecture, pilote), parametres)
    lues = await lire(page_d_une_fenetre(question, lecture), parametres)
    if len(lues) > demande.taille:
        return lues
    return await lire(page_de_tous(question, lecture), parametres)


async def _pilote(
    request: Request, genres: tuple[Genre, ...], parametres: Parametres
) -> int | None:
    """The rank of the rarest criterion, if few dossiers pass it."""
    statement = raretes(genres)
    if statement is None:
        return None
    trouvees = await request.snapshot.rows(statement, parametres)
    combien, rang = min((rarete.combien, rarete.rang) for rarete in trouvees)
    return rang if combien <= PETIT else None


async def _compter(request: Request, question: Question, parametres: Parametres) -> int:
    [trouve] = await request.snapshot.rows(denombrement(question), parametres)
    return trouve.nombre


async def dossiers_de(request: Request, parent: Parent, **arguments: Any) -> Page[DossierRow]:
    """Filters combine with AND. A date says the order too, so that a page is never more than a step
    in an index: that of changes, else that of decisions, else that of deposits (api 6.2)."""
    demande = pages.demande(**{nom: arguments.get(nom) for nom in pages.ARGUMENTS})
    demarche_id = parent.demarche_id if isinstance(parent, GroupeRow) else parent.id
    return await _page(
        request,
        parent,
        _ordre(arguments),
        demande,
        await filtres.de_ligne(request, demarche_id, arguments),
        await filtres.sur_d_autres_tables(request, demarche_id, arguments),
    )


ORDRES = (
    (("updated_since", "updated_until"), PAR_MODIFICATION),
    (("processed_since", "processed_until"), PAR_TRAITEMENT),
)


def _ordre(arguments: Mapping[str, Any]) -> Liste:
    for dates, liste in ORDRES:
        if any(arguments.get(date) is not None for date in dates):
            return liste
    return PAR_DEPOT


async def supprimes_de(
    request: Request,
    parent: Parent,
    *,
    deleted_since: str | None = None,
    deleted_until: str | None = None,
    **demande: Any,
) -> Page[DossierSupprimeRow]:
    dates = {"deleted_since": deleted_since, "deleted_until": deleted_until}
    return await _page(request, parent, SUPPRIMES, pages.demande(**demande), dates)


async def en_attente_de(
    request: Request,
    parent: Parent,
    *,
    deleted_since: str | None = None,
    deleted_until: str | None = None,
    **demande: Any,
) -> Page[DossierSupprimeRow]:
    dates = {"deleted_since": deleted_since, "deleted_until": deleted_until}
    return await _page(request, parent, EN_ATTENTE, pages.demande(**demande), dates)
