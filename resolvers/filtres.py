"""The filters that a list of dossiers takes, from the arguments of a client to what SQL is told.

An id of another administrateur's groupe, label or champ is refused in the very words that an id of
nothing is: it is looked for among those of the démarche, which the caller may see, and nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from domain import identifiants
from domain.comptes.roles import normaliser
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.types_de_champ import TypeChamp
from resolvers.criteres import Critere
from resolvers.filtres_de_champ import Operateur, critere
from resolvers.formulaires import REVISIONS_DE_LA_DEMARCHE, RevisionRow
from resolvers.groupes_instructeurs import GROUPES_DE_LA_DEMARCHE
from resolvers.labels import LABELS_DE_LA_DEMARCHE
from resolvers.loader import Loader, many
from resolvers.refus import introuvable, mauvaise_requete
from resolvers.request import Request
from resolvers.statements import Statement, among

V = TypeVar("V")

VALEURS_MAX = 100
CHAMPS_MAX = 10
EMAIL_MAX = 320  # characters


class TypeRow(NamedTuple):
    cle: int
    stable_id: int
    type_champ: str


# Every champ that the démarche ever asked, under its last published type, else that of the draft.
TYPES_DE_LA_DEMARCHE = many(
    "types_de_la_demarche",
    Statement(
        select(Revision.demarche_id.label("cle"), TypeDeChamp.stable_id, TypeDeChamp.type_champ)
        .join(Revision, Revision.id == TypeDeChamp.revision_id)
        .where(among(Revision.demarche_id))
        .ext(distinct_on(Revision.demarche_id, TypeDeChamp.stable_id))
        .order_by(
            Revision.demarche_id,
            TypeDeChamp.stable_id,
            Revision.publiee_le.is_(None),
            Revision.id.desc(),
        ),
        TypeRow,
    ),
)


def bornee(nom: str, valeurs: Sequence[V], maximum: int = VALEURS_MAX) -> Sequence[V]:
    """Raises Refus (`bad_request`): too long a list, or an empty one, which would ask for nothing and
    in most programs means that there is no filter; null says that."""
    if not 1 <= len(valeurs) <= maximum:
        raise mauvaise_requete(
            f'Argument "{nom}" takes 1 to {maximum} values, {len(valeurs)} given'
        )
    return valeurs


# --- on the row ----------------------------------------------------------------------------------


async def de_ligne(
    request: Request, demarche_id: int, arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """Filters on the dossier's own row, by the name of their parameter; those not asked are null.

    Some exclude others: an exact revision its bounds, `updatedSince` the deposit's first date, because
    the list is then in the order of changes (api 6.2, 6.7).
    """
    donne = arguments.get
    exacte = await _revision(request, demarche_id, donne("revision"))
    bornes = (None, None) if exacte else (donne("min_revision"), donne("max_revision"))
    return {
        "state": donne("state"),
        "states": _states(donne("states")),
        "archived": donne("archived"),
        "revision": exacte.id if exacte else None,
        "revisions": await _revisions(request, demarche_id, *bornes),
        "groupes": await _groupes(request, demarche_id, donne("groupe_instructeurs")),
        "created_since": None if donne("updated_since") else donne("created_since"),
        **{nom: donne(nom) for nom in DATES},
    }


DATES = (
    "created_until",
    "updated_since",
    "updated_until",
    "processed_since",
    "processed_until",
)


def _states(states: Sequence[str] | None) -> list[str] | None:
    """Each once: a list of dossiers is read state by state."""
    return None if states is None else [str(s) for s in dict.fromkeys(bornee("states", states))]


async def _groupes(
    request: Request, demarche_id: int, ids: Sequence[str] | None
) -> list[int] | None:
    if ids is None:
        return None
    bornee("groupeInstructeurs", ids)
    return await _numeros(request, demarche_id, ids, GROUPES_DE_LA_DEMARCHE, "GroupeInstructeur")


async def _revision(request: Request, demarche_id: int, id: str | None) -> RevisionRow | None:
    """Raises Refus (`not_found`) for what is not a revision of this démarche (api 5.5)."""
    if id is None:
        return None
    numero = identifiants.numero_de(id, "ProcedureRevision")
    toutes = await request.load(REVISIONS_DE_LA_DEMARCHE, demarche_id)
    trouvee = next((revision for revision in toutes if revision.id == numero), None)
    if trouvee is None:
        raise introuvable("DossierConnection")
    return trouvee


async def _revisions(
    request: Request, demarche_id: int, debut: str | None, fin: str | None
) -> list[int] | None:
    """Those created from one to another, both included; None when neither bound is given. They are
    few, and known by number the planner goes on reading dossiers in the order of the list."""
    if debut is None and fin is None:
        return None
    premiere = await _revision(request, demarche_id, debut)
    derniere = await _revision(request, demarche_id, fin)
    toutes = await request.load(REVISIONS_DE_LA_DEMARCHE, demarche_id)
    return [
        revision.id
        for revision in toutes
        if (premiere is None or _creee(revision) >= _creee(premiere))
        and (derniere is None or _creee(revision) <= _creee(derniere))
    ]


def _creee(revision: RevisionRow) -> datetime:
    return datetime.fromisoformat(revision.cree_le)


async def _numeros(
    request: Request,
    demarche_id: int,
    ids: Sequence[str],
    loader: Loader[Any, Any],
    type_graphql: str,
) -> list[int]:
    """The numbers of these ids, each once, all of the démarche. Raises Refus (`not_found`)."""
    connus = {ligne.id for ligne in await request.load(loader, demarche_id)}
    numeros = [identifiants.numero_de(id, type_graphql) for id in ids]
    if not connus.issuperset(numeros):
        raise introuvable(type_graphql)
    return list(dict.fromkeys(numero for numero in numeros if numero is not None))


# --- on other tables -----------------------------------------------------------------------------


async def sur_d_autres_tables(
    request: Request, demarche_id: int, arguments: Mapping[str, Any]
) -> list[Critere]:
    donnes = [
        (lire, arguments[nom]) for nom, lire in LECTURES.items() if arguments.get(nom) is not None
    ]
    lus = [await lire(request, demarche_id, valeur) for lire, valeur in donnes]
    return [critere for criteres in lus for critere in criteres]


async def _labels(request: Request, demarche_id: int, ids: list[str]) -> list[Critere]:
    bornee("labels", ids)
    numeros = await _numeros(request, demarche_id, ids, LABELS_DE_LA_DEMARCHE, "Label")
    return [Critere("labels", {"labels": numeros})]


async def _usager(request: Request, demarche_id: int, email: str) -> list[Critere]:
    """An address that nobody has is no mistake: it has no dossier here, like that of somebody else."""
    if not 1 <= len(email) <= EMAIL_MAX:
        raise mauvaise_requete('Argument "usager" must be an e-mail address')
    return [Critere("usager", {"usager": normaliser(email)})]


async def _instructeur(request: Request, demarche_id: int, id: str) -> list[Critere]:
    """Whoever he is, only the dossiers of the list that he follows: one from elsewhere follows none."""
    numero = identifiants.numero_de(id, "Instructeur")
    if numero is None:
        raise introuvable("Profile")
    return [Critere("instructeur", {"instructeur": numero})]


async def _champs(
    request: Request, demarche_id: int, filtres: list[Mapping[str, Any]]
) -> list[Critere]:
    types = {
        ligne.stable_id: TypeChamp(ligne.type_champ)
        for ligne in await request.load(TYPES_DE_LA_DEMARCHE, demarche_id)
    }
    return [_champ(types, filtre) for filtre in bornee("champs", filtres, CHAMPS_MAX)]


def _champ(types: Mapping[int, TypeChamp], filtre: Mapping[str, Any]) -> Critere:
    """Raises Refus (`not_found`) for a champ that the démarche never had."""
    stable_id = identifiants.numero_de(filtre["champ"], "Champ")
    if stable_id is None or stable_id not in types:
        raise introuvable("ChampDescriptor")
    return critere(
        stable_id, types[stable_id], Operateur(filtre["operateur"]), filtre["valeurs"] or []
    )


LECTURES: dict[str, Callable[..., Any]] = {
    "labels": _labels,
    "usager": _usager,
    "instructeur": _instructeur,
    "champs": _champs,
}
