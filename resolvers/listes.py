"""The three lists of a démarche or of a groupe: dossiers, those being deleted, those deleted.

A page's statement depends only on which arguments are given, never on their values: there are a few
dozen of them, each compiled once.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Text,
    bindparam,
    case,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy import cast as sql_cast

from domain import identifiants
from domain.dossiers.models import Dossier, DossierSupprime, RaisonSuppression
from domain.dossiers.states import State
from resolvers import pages
from resolvers.demarches import DemarcheRow
from resolvers.dossiers import DossierRow, dossiers
from resolvers.formulaires import REVISIONS_DE_LA_DEMARCHE, RevisionRow
from resolvers.groupes_instructeurs import GroupeRow
from resolvers.pages import Demande, Page
from resolvers.refus import introuvable
from resolvers.request import Request
from resolvers.statements import AnySelect, Statement, among, instant
from resolvers.visibilite import demarche_accessible, dossier_accessible

Parent = DemarcheRow | GroupeRow
Filtres = Mapping[str, Any]


def _instant(name: str) -> ColumnElement[Any]:
    return sql_cast(bindparam(name, None), DateTime(timezone=True))


FILTRES_DE_DOSSIERS: dict[str, ColumnElement[bool]] = {
    "state": Dossier.state == bindparam("state", None, type_=Text),
    "archived": Dossier.archive == bindparam("archived", None, type_=Boolean),
    "revision": Dossier.revision_id == bindparam("revision", None, type_=BigInteger),
    "revisions": among(Dossier.revision_id, "revisions"),
    "updated_since": Dossier.modifie_le >= _instant("updated_since"),
    "created_since": Dossier.depose_le >= _instant("created_since"),
}


class DossierSupprimeRow(NamedTuple):
    """A dossier gone or going. `id` orders the list, `identifiant` is what the API shows (14.9)."""

    id: int
    number: int
    state: str
    raison: str
    le: str
    purge: bool

    @property
    def identifiant(self) -> str:
        return identifiants.identifiant("DeletedDossier", self.id)


def _supprimes() -> AnySelect:
    return select(
        DossierSupprime.id,
        DossierSupprime.dossier_number.label("number"),
        DossierSupprime.state,
        DossierSupprime.raison,
        instant(DossierSupprime.supprime_le.label("le")),
        literal_column("true").label("purge"),
    )


def _en_attente() -> AnySelect:
    """Reasons that the contract does not know, or that old rows lack, are told by who hid it."""
    raison = case(
        (
            Dossier.cache_raison == RaisonSuppression.not_modified_for_a_long_time,
            RaisonSuppression.expired,
        ),
        else_=func.coalesce(
            Dossier.cache_raison,
            case(
                (Dossier.state == State.en_construction, RaisonSuppression.user_request),
                else_=RaisonSuppression.instructeur_request,
            ),
        ),
    )
    return select(
        Dossier.id,
        Dossier.id.label("number"),
        Dossier.state,
        raison.label("raison"),
        instant(Dossier.suppression_en_attente_le.label("le")),
        literal_column("false").label("purge"),
    ).where(Dossier.suppression_en_attente_le.is_not(None))


class Liste(NamedTuple):
    """One list: what it selects and what orders it, by the name of the column in its rows too."""

    row: type[Any]
    modele: Any
    colonne: Any
    ordre: str


DOSSIERS_PAR_DEPOT = Liste(DossierRow, Dossier, Dossier.depose_le, "depose_le")
DOSSIERS_PAR_MODIFICATION = Liste(DossierRow, Dossier, Dossier.modifie_le, "modifie_le")
SUPPRIMES = Liste(DossierSupprimeRow, DossierSupprime, DossierSupprime.supprime_le, "le")
EN_ATTENTE = Liste(DossierSupprimeRow, Dossier, Dossier.suppression_en_attente_le, "le")

SELECTIONS = {
    DOSSIERS_PAR_DEPOT: lambda: dossiers().where(dossier_accessible()),
    DOSSIERS_PAR_MODIFICATION: lambda: dossiers().where(dossier_accessible()),
    SUPPRIMES: lambda: _supprimes().where(demarche_accessible(DossierSupprime.demarche_id)),
    EN_ATTENTE: lambda: _en_attente().where(demarche_accessible(Dossier.demarche_id)),
}


@lru_cache(maxsize=512)
def _statement(
    liste: Liste,
    du_groupe: bool,
    filtres: tuple[str, ...],
    du_plus_recent: bool,
    borne: str | None,
) -> Statement[Any]:
    """The statement of a page; `borne` is the side of the cursor that it is on, None without one."""
    modele, colonne = liste.modele, liste.colonne
    parent = modele.groupe_instructeur_id if du_groupe else modele.demarche_id
    requete = SELECTIONS[liste]().where(parent == bindparam("parent", None, type_=BigInteger))
    for filtre in filtres:
        if filtre == "deleted_since":
            requete = requete.where(colonne >= _instant("deleted_since"))
        else:
            requete = requete.where(FILTRES_DE_DOSSIERS[filtre])
    if borne is not None:
        place = tuple_(colonne, modele.id)
        curseur = tuple_(_instant("curseur_le"), bindparam("curseur_id", None, type_=BigInteger))
        requete = requete.where(place < curseur if borne == "<" else place > curseur)
    ordre = (colonne.desc(), modele.id.desc()) if du_plus_recent else (colonne, modele.id)
    limite = bindparam("limite", None, type_=BigInteger)
    return Statement(requete.order_by(*ordre).limit(limite), liste.row)


def _borne(demande: Demande) -> str | None:
    """On which side of the cursor the page is; a descending list is read the other way round."""
    if demande.apres is not None:
        return "<" if demande.descendant else ">"
    if demande.avant is not None:
        return ">" if demande.descendant else "<"
    return None


async def _page(
    request: Request, parent: Parent, liste: Liste, demande: Demande, filtres: Filtres
) -> Page[Any]:
    donnes = {name: value for name, value in filtres.items() if value is not None}
    statement = _statement(
        liste,
        isinstance(parent, GroupeRow),
        tuple(sorted(donnes)),
        demande.du_plus_recent,
        _borne(demande),
    )
    curseur = demande.apres or demande.avant
    lues = await request.snapshot.rows(
        statement,
        {
            **donnes,
            **request.viewer.parameters,
            "parent": parent.id,
            "limite": demande.taille + 1,
            "curseur_le": curseur.le if curseur else None,
            "curseur_id": curseur.id if curseur else None,
        },
    )
    return pages.decouper(lues, demande, liste.ordre)


async def dossiers_de(
    request: Request,
    parent: Parent,
    *,
    state: str | None = None,
    archived: bool | None = None,
    revision: str | None = None,
    min_revision: str | None = None,
    max_revision: str | None = None,
    updated_since: str | None = None,
    created_since: str | None = None,
    **page: Any,
) -> Page[DossierRow]:
    """Filters combine with AND; some exclude others: an exact revision its bounds, `updatedSince`
    the deposit's date, because the list is then in the order of changes (api 6.2, 6.7)."""
    demande = pages.demande(**page)
    exacte = await _revision(request, parent, revision)
    bornes = [None, None] if exacte else [min_revision, max_revision]
    filtres = {
        "state": state,
        "archived": archived,
        "revision": exacte.id if exacte else None,
        "revisions": await _revisions(request, parent, *bornes),
        "updated_since": updated_since,
        "created_since": None if updated_since else created_since,
    }
    liste = DOSSIERS_PAR_MODIFICATION if updated_since else DOSSIERS_PAR_DEPOT
    return await _page(request, parent, liste, demande, filtres)


def _demarche_de(parent: Parent) -> int:
    return parent.demarche_id if isinstance(parent, GroupeRow) else parent.id


async def _revision(request: Request, parent: Parent, id: str | None) -> RevisionRow | None:
    """Raises Refus (`not_found`) for what is not a revision of this démarche (api 5.5)."""
    if id is None:
        return None
    numero = identifiants.numero_de(id, "ProcedureRevision")
    toutes = await request.load(REVISIONS_DE_LA_DEMARCHE, _demarche_de(parent))
    trouvee = next((revision for revision in toutes if revision.id == numero), None)
    if trouvee is None:
        raise introuvable("DossierConnection")
    return trouvee


async def _revisions(
    request: Request, parent: Parent, debut: str | None, fin: str | None
) -> list[int] | None:
    """Those created from one to another, both included; None when neither bound is given. They are
    few, and known by number the planner goes on reading dossiers in the order of the list."""
    if debut is None and fin is None:
        return None
    premiere = await _revision(request, parent, debut)
    derniere = await _revision(request, parent, fin)
    toutes = await request.load(REVISIONS_DE_LA_DEMARCHE, _demarche_de(parent))
    return [
        revision.id
        for revision in toutes
        if (premiere is None or _creee(revision) >= _creee(premiere))
        and (derniere is None or _creee(revision) <= _creee(derniere))
    ]


def _creee(revision: RevisionRow) -> datetime:
    return datetime.fromisoformat(revision.cree_le)


async def supprimes_de(
    request: Request, parent: Parent, *, deleted_since: str | None = None, **page: Any
) -> Page[DossierSupprimeRow]:
    demande = pages.demande(**page)
    return await _page(request, parent, SUPPRIMES, demande, {"deleted_since": deleted_since})


async def en_attente_de(
    request: Request, parent: Parent, *, deleted_since: str | None = None, **page: Any
) -> Page[DossierSupprimeRow]:
    demande = pages.demande(**page)
    return await _page(request, parent, EN_ATTENTE, demande, {"deleted_since": deleted_since})
