"""From filters on answers to the questions that SQL is asked: by type of field, and by part of its answer."""

import json
from collections.abc import Callable, Iterable

from domain.colonnes.colonne import NON_RENSEIGNE, Colonne, Genre
from domain.formulaires.types_de_champ import TypeChamp
from domain.geographie import departements, regions
from domain.presentations.reglages import Operateur
from domain.presentations.verification import nombre
from resolvers import filtres_de_champ
from resolvers.bureau.atomes import Atome, Critere, Valeurs, contient, datee, egale
from resolvers.filtres_de_champ import FAUX, VRAI
from resolvers.motifs import litteral

T = TypeChamp

PAR_IDENTIFIANT = frozenset({T.referentiel, T.rnf, T.siret})
PAR_CODE = frozenset({T.departements, T.regions})
REGISTRES = frozenset({T.rna, T.rnf})
DU_SIEGE = frozenset({"-$.postal_code", "-$.city_name", "-$.department_code", "-$.region_name"})


REGION, DEPARTEMENT = "-$.region_name", "-$.department_code"


def source_du_champ(colonne: Colonne) -> str:
    """The name of what holds the values of a champ's column, among the sources."""
    descripteur, suffixe = colonne.descripteur, colonne.suffixe
    if descripteur is None:
        raise TypeError(colonne)
    ou = "champ" if descripteur.parent_id is None else "rangee"
    if suffixe.startswith("-"):
        if descripteur.type_champ is T.siret:
            return f"champ:etablissement{DEPARTEMENT if suffixe == REGION else suffixe}"
        au_siege = descripteur.type_champ in REGISTRES and suffixe in DU_SIEGE
        return f"{ou}:registre{suffixe}" if au_siege else f"{ou}:{suffixe}"
    if descripteur.type_champ in PAR_CODE:
        return f"{ou}:external_id"
    return f"{ou}:{'identifiant' if descripteur.type_champ in PAR_IDENTIFIANT else 'value'}"


def du_champ(colonne: Colonne, operateur: Operateur, valeurs: Valeurs) -> Critere | None:
    if colonne.genre in (Genre.date, Genre.date_heure):
        atomes = [datee("texte", operateur, valeurs)]
    else:
        atomes = _de_la_reponse(colonne, valeurs)
    assert colonne.descripteur is not None
    stable_id = colonne.descripteur.stable_id
    return Critere(source_du_champ(colonne), tuple(atomes), stable_id) if atomes else None


def _de_la_reponse(colonne: Colonne, valeurs: Valeurs) -> list[Atome]:
    suffixe = colonne.suffixe
    if suffixe in LIEES:
        return LIEES[suffixe](valeurs)
    if suffixe == REGION and colonne.descripteur and colonne.descripteur.type_champ is T.siret:
        return egale(_departements_de(valeurs))
    if suffixe:
        return egale(valeurs) if colonne.genre is Genre.choix else _ressemble(valeurs)
    return DU_CHAMP[colonne.genre](colonne, valeurs)


def _departements_de(noms: Valeurs) -> list[str]:
    """An establishment is kept without its région: its département says it."""
    return [d.code for d in departements.tous() if d.region and regions.nom(d.region) in noms]


def _ressemble(valeurs: Valeurs) -> list[Atome]:
    return [Atome("ressemble", {"motif": "|".join(valeurs)})]


def _une_reponse(valeurs: Iterable[str], *, inverse: bool = False) -> Atome:
    toutes = list(dict.fromkeys(valeurs))
    debuts = list(dict.fromkeys(v[: filtres_de_champ.DEBUT] for v in toutes))
    return Atome("egale_une_reponse", {"valeurs": toutes, "debuts": debuts}, inverse)


SANS_REPONSE = Atome("remplie", inverse=True)


def _booleens(colonne: Colonne, valeurs: Valeurs) -> list[Atome]:
    """A box without an answer is not ticked; a question without one is something else."""
    coche = colonne.descripteur is not None and colonne.descripteur.type_champ is T.checkbox
    non = _une_reponse(VRAI, inverse=True) if coche else _une_reponse(FAUX)
    atomes = {"true": _une_reponse(VRAI), "false": non, NON_RENSEIGNE.valeur: SANS_REPONSE}
    return [atomes[valeur] for valeur in dict.fromkeys(valeurs) if valeur in atomes]


def _choix(colonne: Colonne, valeurs: Valeurs) -> list[Atome]:
    if colonne.descripteur is not None and colonne.descripteur.type_champ in PAR_CODE:
        return egale(valeurs)
    sans_reponse = NON_RENSEIGNE in colonne.options
    nommees = [v for v in valeurs if not (sans_reponse and v == NON_RENSEIGNE.valeur)]
    vides = [SANS_REPONSE] if len(nommees) < len(valeurs) else []
    return [*([_une_reponse(nommees)] if nommees else []), *vides]


def _choix_multiples(_: Colonne, valeurs: Valeurs) -> list[Atome]:
    """As the API's own filter looks for a choice in a stored list."""
    question = filtres_de_champ.CHOIX.questions[filtres_de_champ.Operateur.parmi]
    return [Atome("comme", dict(question(valeurs).valeurs))]


DU_CHAMP: dict[Genre, Callable[[Colonne, Valeurs], list[Atome]]] = {
    Genre.booleen: _booleens,
    Genre.choix: _choix,
    Genre.choix_multiple: _choix_multiples,
    Genre.decimal: lambda _, valeurs: [Atome("nombre", {"nombres": list(map(nombre, valeurs))})],
    Genre.entier: lambda _, valeurs: [Atome("nombre", {"nombres": list(map(nombre, valeurs))})],
    Genre.texte: lambda _, valeurs: contient(valeurs),
}


def _place_de_la_paire(*modeles: str) -> Callable[[Valeurs], list[Atome]]:
    """A linked choice is stored as a JSON pair, whose spaces are those of who wrote it."""

    def lire(valeurs: Valeurs) -> list[Atome]:
        ecrites = [litteral(json.dumps(valeur, ensure_ascii=False)) for valeur in valeurs]
        return [Atome("comme", {"motifs": [m.format(v) for v in ecrites for m in modeles]})]

    return lire


LIEES: dict[str, Callable[[Valeurs], list[Atome]]] = {
    ".value": lambda valeurs: [Atome("contient_une_suite", {"valeurs": list(valeurs)})],
    ".primary": _place_de_la_paire("[{},%"),
    ".secondary": _place_de_la_paire("[%, {}]", "[%,{}]"),
}
