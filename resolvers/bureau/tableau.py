"""A page of the dossiers of a tab: as it was kept, or as it is asked for this time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeVar

from domain.colonnes.colonne import Colonne
from domain.errors import DomainError
from domain.presentations.onglets import Onglet, onglets
from domain.presentations.reglages import Filtre, Operateur, Sens, Tri
from domain.presentations.verification import verifier_colonnes, verifier_filtres, verifier_tri
from resolvers.bureau import curseurs
from resolvers.bureau.cellules import Cellule, Grille
from resolvers.bureau.criteres import criteres
from resolvers.bureau.curseurs import Place
from resolvers.bureau.demarche import DemarcheDuBureauRow
from resolvers.bureau.departs import COURT, est_simple, fenetres, longueur
from resolvers.bureau.instructions import TOUT_L_ONGLET, LigneRow, denombrement, page
from resolvers.bureau.presentations import presentation
from resolvers.bureau.refus import refusable
from resolvers.bureau.tri import ordre
from resolvers.bureau.vues import Vue, rang_du_tri, ranger
from resolvers.pages import Compte
from resolvers.request import Request
from resolvers.snapshot import NOTHING
from resolvers.statements import Command, Statement

R = TypeVar("R", bound=tuple[Any, ...])

TAILLE_MAX = 100  # dossiers of a page (rules 4.3.5)


class OngletAbsent(DomainError):
    code = "onglet_absent"

    def __init__(self, onglet: Onglet) -> None:
        super().__init__(f"L’onglet « {onglet.libelle} » n’existe pas sur cette démarche")


class PageAmbigue(DomainError):
    code = "page_ambigue"

    def __init__(self) -> None:
        super().__init__("« first » et « last » s’excluent, comme « after » et « before »")


@dataclass(frozen=True, slots=True)
class Liste:
    """One list: what it is made of, whose values they are, its columns, and the name that its cursors
    bear."""

    nom: str
    vue: Vue
    parametres: Mapping[str, Any]
    colonnes: Sequence[Colonne]


async def liste(
    request: Request,
    demarche: DemarcheDuBureauRow,
    *,
    onglet: str = Onglet.a_suivre,
    filtres: Sequence[Mapping[str, Any]] | None = None,
    tri: Mapping[str, Any] | None = None,
    inclure_archives: bool | None = None,
    colonnes: list[str] | None = None,
) -> Liste:
    """Raises DomainError: a tab, a column, an operator or a value that is not the démarche's."""
    vu = await presentation(request, demarche)
    choisi = Onglet(onglet)
    if choisi not in onglets(expire_terminee=demarche.expire_terminee):
        raise OngletAbsent(choisi)
    poses = vu.reglages.filtres[choisi]
    if filtres is not None:
        poses = verifier_filtres(vu.catalogue, tuple(map(filtre_de, filtres)))
    trie = vu.tri if tri is None else verifier_tri(vu.catalogue, tri_de(tri))
    montrees = (
        vu.reglages.colonnes if colonnes is None else verifier_colonnes(vu.catalogue, colonnes)
    )
    archives = bool(inclure_archives) and choisi is Onglet.tous
    colonne = vu.catalogue[trie.colonne]
    champ = colonne.descripteur.stable_id if colonne.descripteur else None
    actifs = [filtre for filtre in poses if not filtre.vide]
    genres, valeurs = ranger(criteres(vu.catalogue, poses))
    du_tri = rang_du_tri(genres, valeurs, champ)
    vue = Vue(choisi, archives, genres, ordre(trie, colonne), du_tri)
    return Liste(
        nom=curseurs.nom_de_liste(demarche.id, choisi, archives, trie, sorted(actifs)),
        vue=vue,
        parametres={
            **request.viewer.parameters,
            **valeurs,
            "demarche": demarche.id,
            "champ_tri": champ,
        },
        colonnes=[vu.catalogue[id] for id in montrees],
    )


def filtre_de(donne: Mapping[str, Any]) -> Filtre:
    return Filtre(
        donne["colonne"], Operateur(donne["operateur"]), tuple(donne.get("valeurs") or ())
    )


def tri_de(donne: Mapping[str, Any]) -> Tri:
    return Tri(donne["colonne"], Sens(donne["sens"]))


# --- a page ---------------------------------------------------------------------------------------


class LigneVue(NamedTuple):
    """A dossier of a page; what its cells hold is loaded with that of the others, when it is asked."""

    ligne: LigneRow
    grille: Grille

    @property
    def id(self) -> int:
        return self.ligne.id


@dataclass(frozen=True, slots=True)
class PageDeDossiers:
    liste: Liste
    lignes: Sequence[LigneVue]
    precedente: bool
    suivante: bool
    compte: Compte

    def curseur(self, ligne: LigneVue) -> str:
        return curseurs.ecrire(self.liste.nom, place_de(self.liste, ligne.ligne))

    @property
    def debut(self) -> str | None:
        return self.curseur(self.lignes[0]) if self.lignes else None

    @property
    def fin(self) -> str | None:
        return self.curseur(self.lignes[-1]) if self.lignes else None

    @property
    def colonnes(self) -> Sequence[Colonne]:
        return self.liste.colonnes


def place_de(liste: Liste, ligne: LigneRow) -> Place:
    return Place(ligne.place[: len(liste.vue.ordre.cles)], ligne.id)


async def lire(
    request: Request, liste: Liste, depuis: Place | None, *, renverse: bool, limite: int
) -> list[LigneRow]:
    """At most `limite` rows beyond a place, in the way that they are read."""
    if limite <= 0:
        return []
    nulles = depuis.nulles if depuis else None
    parametres = {**liste.parametres, "limite": limite, **(depuis.parametres if depuis else {})}
    if not est_simple(liste.vue):
        if await _est_courte(request, liste):
            courte = page(liste.vue, nulles, renverse, TOUT_L_ONGLET)
            return await _par_index(request, courte, parametres)
        for fenetre in fenetres(liste.vue, limite, renverse=renverse):
            debut = page(liste.vue, nulles, renverse, fenetre)
            lues = await _par_index(request, debut, parametres)
            if len(lues) == limite:
                return lues
    return await _par_index(request, page(liste.vue, nulles, renverse), parametres)


async def _est_courte(request: Request, liste: Liste) -> bool:
    [trouve] = await _par_index(request, longueur(liste.vue), liste.parametres)
    return trouve.nombre <= COURT


# What reads a whole list still reads no whole table. In a base where most dossiers are of one démarche the planner
# would rather do that, for each of its lists, and for those of others once its figures are out of date.
_SANS_TABLE = (Command("SET LOCAL enable_seqscan = off"), NOTHING)
_AVEC_TABLES = (Command("SET LOCAL enable_seqscan = on"), NOTHING)


async def _par_index(
    request: Request, statement: Statement[R], parametres: Mapping[str, Any]
) -> list[R]:
    [lues] = await request.snapshot.together([_SANS_TABLE, (statement, parametres), _AVEC_TABLES])
    return lues


@refusable
async def dossiers(
    request: Request,
    demarche: DemarcheDuBureauRow,
    *,
    first: int | None = None,
    last: int | None = None,
    before: str | None = None,
    after: str | None = None,
    **voulue: Any,
) -> PageDeDossiers:
    """With `before` or `after`, `first` and `last` are only a size, as in the other lists of the API."""
    if (first is not None and last is not None) or (before and after):
        raise PageAmbigue
    choisie = await liste(request, demarche, **voulue)
    borne = before or after
    depuis = curseurs.lire(borne, choisie.nom, choisie.vue.ordre) if borne else None
    demandee = next((n for n in (first, last) if n is not None), TAILLE_MAX)
    taille = min(max(demandee, 0), TAILLE_MAX)
    renverse = bool(before) or (last is not None and not after)
    lues = await lire(request, choisie, depuis, renverse=renverse, limite=taille + 1)
    reste, lues = len(lues) > taille, lues[:taille]
    grille = Grille(request, choisie.colonnes, [ligne.id for ligne in lues])
    lignes = [LigneVue(ligne, grille) for ligne in (lues[::-1] if renverse else lues)]
    return PageDeDossiers(
        choisie,
        lignes,
        precedente=reste if renverse else bool(after),
        suivante=bool(before) if renverse else reste,
        compte=Compte(partial(_compter, request, choisie)),
    )


async def _compter(request: Request, liste: Liste) -> int:
    [trouve] = await _par_index(request, denombrement(liste.vue), liste.parametres)
    return trouve.nombre


async def cellules(_: Request, ligne: LigneVue) -> list[Cellule]:
    return await ligne.grille.de(ligne.id)
