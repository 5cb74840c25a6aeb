"""The values that may be picked in a column of a champ, as filters take them (rules 2.4, 4.6)."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from domain.colonnes.colonne import NON_RENSEIGNE, Option
from domain.formulaires.formulaire import Descripteur
from domain.formulaires.types_de_champ import TypeChamp
from domain.geographie import departements, regions

T = TypeChamp

OUI_NON = (Option("true", "Oui"), Option("false", "Non"))
COCHEE = (Option("true", "Coché"), Option("false", "Non coché"))


def _une_fois(textes: Iterable[str]) -> Iterator[Option]:
    return (Option(texte, texte) for texte in dict.fromkeys(textes))


def _facultatif(d: Descripteur) -> tuple[Option, ...]:
    return () if d.obligatoire else (NON_RENSEIGNE,)


def _lignes(d: Descripteur) -> Sequence[str]:
    return d.options.get("options") or ()


def _est_primaire(ligne: str) -> bool:
    return ligne.startswith("--") and ligne.endswith("--") and len(ligne) > 4


def _departements(_: Descripteur) -> Iterable[Option]:
    return (Option(d.code, f"{d.code} – {d.nom}") for d in departements.tous())


def _regions(_: Descripteur) -> Iterable[Option]:
    return (Option(r.code, r.nom) for r in regions.tous())


def _noms_de_regions(_: Descripteur) -> Iterable[Option]:
    return (Option(r.nom, r.nom) for r in regions.tous())


Lecture = Callable[[Descripteur], Iterable[Option]]

DU_CHAMP: dict[TypeChamp, Lecture] = {
    T.checkbox: lambda _: COCHEE,
    T.civilite: lambda d: (Option("M.", "M."), Option("Mme", "Mme"), *_facultatif(d)),
    T.departements: _departements,
    T.drop_down_list: lambda d: _une_fois(_lignes(d)),
    T.multiple_drop_down_list: lambda d: _une_fois(_lignes(d)),
    T.regions: _regions,
    T.yes_no: lambda d: (*OUI_NON, *_facultatif(d)),
}

DE_LA_PARTIE: dict[str, Lecture] = {
    ".primary": lambda d: _une_fois(li[2:-2].strip() for li in _lignes(d) if _est_primaire(li)),
    ".secondary": lambda d: _une_fois(li for li in _lignes(d) if not _est_primaire(li)),
    "-$.department_code": _departements,
    "-$.region_name": _noms_de_regions,
}


def options_de(descripteur: Descripteur, suffixe: str) -> tuple[Option, ...]:
    lire = DE_LA_PARTIE.get(suffixe) if suffixe else DU_CHAMP.get(descripteur.type_champ)
    return tuple(lire(descripteur)) if lire else ()


def sont_libres(descripteur: Descripteur) -> bool:
    """Whether an answer may be out of the list: a free text beside it, or the lines of a référentiel."""
    return bool(descripteur.options.get("autre") or descripteur.options.get("referentiel"))
