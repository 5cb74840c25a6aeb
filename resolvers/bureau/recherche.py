"""Searching one's dossiers by their number, or by words (rules 3.18): in one's groupes, and among those
that one gives an avis on, whose annotations are not looked at."""

import re
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import (
    REAL,
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy import cast as sql_cast

from domain.avis.models import Avis
from domain.comptes.models import Compte, Expert
from domain.demarches.models import Demarche
from domain.dossiers.demandeurs import Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.recherche.models import PUBLICS, MotsDeDossier
from domain.textes import propre
from resolvers.bureau.alertes_de_recherche import Alerte, alerte_du_numero
from resolvers.bureau.pages_avant import PageAvant, entier, lire, taille
from resolvers.pages import Compte as Nombre
from resolvers.refus import mauvaise_requete
from resolvers.request import Request
from resolvers.statements import AnySelect, NombreRow, Statement, instant
from resolvers.visibilite import de_mes_groupes

LISTE = "recherche"
PAR_PAGE = 25  # rules 3.18.4
CARACTERES_MAX = 200
# Ranking reads the words of all that is found: of more dossiers than that, the most recent ones.
CLASSES_MAX = 2_000
NUMERO = re.compile(r"[0-9]{1,10}")
NUMERO_MAX = 2**31 - 1


class ResultatRow(NamedTuple):
    """`rang` is PostgreSQL's own text of it, which a cursor gives back to the digit."""

    id: int
    rang: str
    demarche_id: int
    demarche: str
    groupe: str
    state: str
    archive: bool
    depose_le: str
    modifie_le: str
    usager: str | None
    nom: str | None
    prenom: str | None
    raison_sociale: str | None
    siret: str | None
    instruit: bool

    @property
    def demandeur(self) -> str | None:
        personne = " ".join(mot for mot in (self.prenom, self.nom) if mot)
        return personne or self.raison_sociale or self.siret


class Recherche(NamedTuple):
    page: PageAvant[ResultatRow]
    alerte: Alerte | None


def _demande(poids: str) -> ColumnElement[Any]:
    """A subquery, so that it is worked out once."""
    texte = bindparam("texte", None, type_=Text)
    return select(func.demande_de_recherche(texte, literal_column(f"'{poids}'"))).scalar_subquery()


def _donne_un_avis() -> ColumnElement[bool]:
    demande = (
        select(Avis.dossier_id)
        .join(Expert, Expert.id == Avis.expert_id)
        .where(
            Expert.compte_id == bindparam("compte", None, type_=BigInteger),
            Avis.revoque_le.is_(None),
        )
    )
    return Dossier.id.in_(demande)


def _sans_les_annotations(mots: Any) -> ColumnElement[Any]:
    """A rank tells of every word that it counts: an expert would try words and see which raise it."""
    poids = ", ".join(f'"{un}"' for un in PUBLICS)
    return func.ts_filter(mots, literal_column(f"'{{{poids}}}'::\"char\"[]"))


def _trouves(par_numero: bool) -> Any:
    """The dossiers found that the caller may see, and their ranks."""
    mots = MotsDeDossier.mots
    if par_numero:
        trouve = Dossier.id == bindparam("numero", None, type_=BigInteger)
        permis = or_(de_mes_groupes(Dossier), _donne_un_avis())
        rang: ColumnElement[Any] = literal_column("0")
    else:
        trouve = mots.op("@@")(_demande(""))
        permis = or_(
            de_mes_groupes(Dossier),
            and_(_donne_un_avis(), mots.op("@@")(_demande(PUBLICS))),
        )
        rang = case(
            (de_mes_groupes(Dossier), func.ts_rank(mots, _demande(""))),
            else_=func.ts_rank(_sans_les_annotations(mots), _demande("")),
        )
    siens = (
        select(Dossier.id, sql_cast(rang, REAL).label("rang"))
        .outerjoin(MotsDeDossier, MotsDeDossier.dossier_id == Dossier.id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .where(trouve, permis, Dossier.visible_par_administration, Demarche.supprimee_le.is_(None))
    )
    recents = siens.order_by(Dossier.id.desc()).limit(literal_column(str(CLASSES_MAX)))
    return recents.cte("trouves")


def _page(par_numero: bool, suite: bool) -> Statement[ResultatRow]:
    trouves = _trouves(par_numero)
    requete: AnySelect = (
        select(
            Dossier.id,
            sql_cast(trouves.c.rang, Text).label("rang"),
            Dossier.demarche_id,
            Demarche.libelle.label("demarche"),
            GroupeInstructeur.label.label("groupe"),
            Dossier.state,
            Dossier.archive,
            instant(Dossier.depose_le),
            instant(Dossier.modifie_le),
            func.coalesce(Compte.email, Dossier.usager_supprime_email).label("usager"),
            Individu.nom,
            Individu.prenom,
            Etablissement.raison_sociale,
            Etablissement.siret,
            de_mes_groupes(Dossier).label("instruit"),
        )
        .join(trouves, trouves.c.id == Dossier.id)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .join(GroupeInstructeur, GroupeInstructeur.id == Dossier.groupe_instructeur_id)
        .outerjoin(Compte, Compte.id == Dossier.usager_id)
        .outerjoin(Individu, Individu.dossier_id == Dossier.id)
        .outerjoin(Etablissement, Etablissement.dossier_id == Dossier.id)
    )
    if suite:
        place = tuple_(
            sql_cast(bindparam("rang", None, type_=Text), REAL),
            bindparam("apres", None, type_=BigInteger),
        )
        requete = requete.where(tuple_(trouves.c.rang, trouves.c.id) < place)
    ordre = (trouves.c.rang.desc(), trouves.c.id.desc())
    limite = bindparam("limite", None, type_=BigInteger)
    return Statement(requete.order_by(*ordre).limit(limite), ResultatRow)


PAGES = {(n, s): _page(n, s) for n in (False, True) for s in (False, True)}
COMBIEN = {
    par_numero: Statement(
        select(func.count().label("nombre")).select_from(_trouves(par_numero)), NombreRow
    )
    for par_numero in (False, True)
}


def _rang(texte: str) -> str:
    """Raises ValueError on what is not a rank."""
    float(texte)
    return texte


async def recherche(
    request: Request,
    _: object,
    *,
    texte: str,
    first: int | None = None,
    after: str | None = None,
) -> Recherche:
    """Raises Refus on a text too long to be one that somebody typed."""
    cherche = propre(texte).strip()
    if len(cherche) > CARACTERES_MAX:
        raise mauvaise_requete(f"Une recherche a {CARACTERES_MAX} caractères au plus")
    numero = int(cherche) if NUMERO.fullmatch(cherche) else None
    par_numero = numero is not None and numero <= NUMERO_MAX
    rang, apres = lire(LISTE, after, _rang, entier) if after else (None, None)
    voulus = taille(first, PAR_PAGE)
    parametres = {
        **request.viewer.parameters,
        "compte": request.viewer.compte_id,
        "texte": cherche,
        "numero": numero if par_numero else None,
        "rang": rang,
        "apres": apres,
        "limite": voulus + 1,
    }
    lues = await request.snapshot.rows(PAGES[par_numero, after is not None], parametres)
    page = PageAvant(
        lues[:voulus],
        precedente=after is not None,
        suivante=len(lues) > voulus,
        liste=LISTE,
        place=lambda ligne: (ligne.rang, ligne.id),
        compte=Nombre(partial(_compter, request, par_numero, parametres)),
    )
    alerte = await alerte_du_numero(request, numero) if par_numero and not lues else None
    return Recherche(page, alerte)


async def _compter(request: Request, par_numero: bool, parametres: dict[str, Any]) -> int:
    [trouve] = await request.snapshot.rows(COMBIEN[par_numero], parametres)
    return trouve.nombre
