"""The groupes of a démarche that the caller is a member of: who else is, and how usagers reach them
(rules 1.11.16, 1.11.17)."""

from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from sqlalchemy import BigInteger, Text, bindparam, func, select, tuple_
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from domain import identifiants
from domain.comptes.models import Administrateur, Compte, Instructeur
from domain.demarches.models import DemarcheAdministrateur
from domain.groupes_instructeurs.contacts import ContactDeGroupe
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.textes import propre
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.bureau.pages_avant import PageAvant, entier, lire, taille
from resolvers.loader import one
from resolvers.pages import Compte as Nombre
from resolvers.request import Request
from resolvers.statements import AnySelect, NombreRow, Statement, among, instant

PAR_PAGE = 25  # rules 1.11.16


class GroupeRow(NamedTuple):
    id: int
    demarche_id: int
    label: str
    ferme: bool
    defaut: bool


class MembreRow(NamedTuple):
    id: int
    email: str
    depuis: str
    adresse: str
    """The account’s address once more, as the text that orders the list."""


class ContactRow(NamedTuple):
    cle: int
    nom: str
    email: str
    telephone: str
    horaires: str
    adresse: str


_Membre = aliased(Affectation)


def _mes_groupes() -> AnySelect:
    return select(
        GroupeInstructeur.id,
        GroupeInstructeur.demarche_id,
        GroupeInstructeur.label,
        GroupeInstructeur.ferme,
        GroupeInstructeur.defaut,
    ).where(_mien(GroupeInstructeur.id))


def _mien(groupe: Any) -> Any:
    """A member at this moment: who has just left sees it no more."""
    membre = select(_Membre.instructeur_id).where(
        _Membre.groupe_instructeur_id == groupe,
        _Membre.instructeur_id == bindparam("mon_instructeur", None, type_=BigInteger),
    )
    return membre.exists()


_limite = bindparam("limite", None, type_=BigInteger)
_place = tuple_(bindparam("apres", None, type_=Text), bindparam("apres_id", None, type_=BigInteger))
_de_la_demarche = GroupeInstructeur.demarche_id == bindparam("demarche", None, type_=BigInteger)
_GROUPES = Statement(
    _mes_groupes()
    .where(_de_la_demarche, tuple_(GroupeInstructeur.label, GroupeInstructeur.id) > _place)
    .order_by(GroupeInstructeur.label, GroupeInstructeur.id)
    .limit(_limite),
    GroupeRow,
)
_COMBIEN_DE_GROUPES = Statement(
    select(func.count().label("nombre"))
    .select_from(GroupeInstructeur)
    .where(_de_la_demarche, _mien(GroupeInstructeur.id)),
    NombreRow,
)

# By its number, for who is a member of it.
MON_GROUPE = one(
    "mon_groupe",
    Statement(_mes_groupes().where(among(GroupeInstructeur.id)), GroupeRow),
)

CONTACT_DU_GROUPE = one(
    "contact_du_groupe",
    Statement(
        select(
            ContactDeGroupe.groupe_instructeur_id.label("cle"),
            ContactDeGroupe.nom,
            ContactDeGroupe.email,
            ContactDeGroupe.telephone,
            ContactDeGroupe.horaires,
            ContactDeGroupe.adresse,
        ).where(among(ContactDeGroupe.groupe_instructeur_id)),
        ContactRow,
    ),
)

_du_groupe = Affectation.groupe_instructeur_id == bindparam("groupe", None, type_=BigInteger)
_adresse = sql_cast(Compte.email, Text)
_MEMBRES = Statement(
    select(
        Instructeur.id,
        Compte.email,
        instant(Affectation.cree_le).label("depuis"),
        _adresse.label("adresse"),
    )
    .join(Affectation, Affectation.instructeur_id == Instructeur.id)
    .join(Compte, Compte.id == Instructeur.compte_id)
    .where(
        _du_groupe,
        _mien(Affectation.groupe_instructeur_id),
        tuple_(_adresse, Instructeur.id) > _place,
    )
    .order_by(_adresse, Instructeur.id)
    .limit(_limite),
    MembreRow,
)
_COMBIEN_DE_MEMBRES = Statement(
    select(func.count().label("nombre"))
    .select_from(Affectation)
    .where(_du_groupe, _mien(Affectation.groupe_instructeur_id)),
    NombreRow,
)


class AdministreRow(NamedTuple):
    cle: int


# The caller administers the démarche too: nothing keeps him from composing its groupes.
ADMINISTREE = one(
    "demarche_administree",
    Statement(
        select(DemarcheAdministrateur.demarche_id.label("cle"))
        .join(Administrateur, Administrateur.id == DemarcheAdministrateur.administrateur_id)
        .join(Instructeur, Instructeur.compte_id == Administrateur.compte_id)
        .where(
            among(DemarcheAdministrateur.demarche_id),
            Instructeur.id == bindparam("mon_instructeur", None, type_=BigInteger),
        ),
        AdministreRow,
    ),
)


def se_gere(demarche: DemarcheDuBureauRow, administree: AdministreRow | None) -> bool:
    return administree is not None or bool(demarche.option("instructeurs_self_management_enabled"))


async def mes_groupes(
    request: Request,
    demarche: DemarcheDuBureauRow,
    *,
    first: int | None = None,
    after: str | None = None,
) -> PageAvant[GroupeRow]:
    """By label. Raises Refus on a cursor of another démarche."""
    liste, voulus = f"groupes.{demarche.id}", taille(first, PAR_PAGE)
    apres, apres_id = lire(liste, after, _texte, entier) if after else ("", 0)
    parametres = {
        **request.viewer.parameters,
        "demarche": demarche.id,
        "apres": apres,
        "apres_id": apres_id,
        "limite": voulus + 1,
    }
    lus = await request.snapshot.rows(_GROUPES, parametres)
    return PageAvant(
        lus[:voulus],
        precedente=after is not None,
        suivante=len(lus) > voulus,
        liste=liste,
        place=lambda groupe: (quote(groupe.label), groupe.id),
        compte=Nombre(partial(_compter, request, _COMBIEN_DE_GROUPES, parametres)),
    )


async def membres(
    request: Request,
    groupe: GroupeRow,
    *,
    first: int | None = None,
    after: str | None = None,
) -> PageAvant[MembreRow]:
    """By address. Raises Refus on a cursor of another groupe."""
    liste, voulus = f"membres.{groupe.id}", taille(first, PAR_PAGE)
    apres, apres_id = lire(liste, after, _texte, entier) if after else ("", 0)
    parametres = {
        **request.viewer.parameters,
        "groupe": groupe.id,
        "apres": apres,
        "apres_id": apres_id,
        "limite": voulus + 1,
    }
    lus = await request.snapshot.rows(_MEMBRES, parametres)
    return PageAvant(
        lus[:voulus],
        precedente=after is not None,
        suivante=len(lus) > voulus,
        liste=liste,
        place=lambda membre: (quote(membre.adresse), membre.id),
        compte=Nombre(partial(_compter, request, _COMBIEN_DE_MEMBRES, parametres)),
    )


def _texte(cite: str) -> str:
    return propre(unquote(cite))


async def _compter(
    request: Request, statement: Statement[NombreRow], parametres: dict[str, Any]
) -> int:
    [trouve] = await request.snapshot.rows(statement, parametres)
    return trouve.nombre


async def mon_groupe(
    request: Request, demarche: DemarcheDuBureauRow, *, id: str
) -> GroupeRow | None:
    """None when it is not of this démarche, when it is not his, and when it is not: nobody can tell which."""
    numero = identifiants.numero_de(id, "GroupeInstructeur")
    if numero is None:
        return None
    groupe: GroupeRow | None = await request.load(MON_GROUPE, numero)
    return groupe if groupe is not None and groupe.demarche_id == demarche.id else None
