"""Makes the tables beside it from two published packages; `README.md` here says which, and when.

    python -m domain.geographie.donnees.fabriquer DECOUPAGE NOMS_DE_PAYS

DECOUPAGE is the `data` folder of @etalab/decoupage-administratif, NOMS_DE_PAYS the file
`main/fr/territories.json` of cldr-localenames-full. Same packages, same bytes.
"""

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from domain.geographie.classement import alphabetique

ICI = Path(__file__).parent

DROM = {"GF", "GP", "MQ", "RE", "YT"}
"""French overseas départements: their inhabitants live in France, so no country list shows them."""

PAS_DES_PAYS = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""Two-letter codes of CLDR that name no country of ISO 3166-1: unions, islets, test locales."""

FORMES_COURTES = {"HK": "HK-alt-short", "MO": "MO-alt-short", "PS": "PS-alt-short"}
"""Where the everyday name in French is CLDR’s short one."""

USAGE = {
    "CD": "République démocratique du Congo",
    "CG": "République du Congo",
    "VI": "Îles Vierges américaines",
}
"""Where the name used by the French administration is none of CLDR’s."""

Ligne = tuple[str, ...]


def lire(fichier: Path) -> Any:  # JSON of a stranger: its shape is checked by use
    return json.loads(fichier.read_text())


def ecrire(table: str, lignes: Iterable[Ligne]) -> None:
    texte = "".join("\t".join(ligne) + "\n" for ligne in lignes)
    # No date in the header, so that an unchanged table is an unchanged file.
    (ICI / f"{table}.tsv.gz").write_bytes(gzip.compress(texte.encode(), 9, mtime=0))


def par_nom(ligne: Ligne) -> tuple[str, str]:
    return alphabetique(ligne[1]), ligne[0]


def regions(decoupage: Path) -> list[Ligne]:
    lues = lire(decoupage / "regions.json")
    return sorted([(r["code"], r["nom"]) for r in lues if r["zone"] != "com"], key=par_nom)


def departements(decoupage: Path) -> list[Ligne]:
    """The source gives each collectivité d’outre-mer a région of its own; there is none in law."""
    lus = lire(decoupage / "departements.json")
    lignes = [(d["code"], d["nom"], "" if d["zone"] == "com" else d["region"]) for d in lus]
    return sorted([*lignes, ("99", "Etranger", "")])


def communes(decoupage: Path) -> list[Ligne]:
    """Today’s communes and municipal arrondissements; those merged into another have no line."""
    lignes = []
    for commune in lire(decoupage / "communes.json"):
        if commune["type"] not in {"commune-actuelle", "arrondissement-municipal"}:
            continue
        code = commune["code"]
        if not code.startswith(commune["departement"]):
            raise SystemExit(f"{code} ne commence pas par son département : communes.py s’y fie")
        lignes.append((code, commune["nom"], " ".join(commune.get("codesPostaux", []))))
    return sorted(lignes)


def epci(decoupage: Path) -> list[Ligne]:
    departement = {c["code"]: c["departement"] for c in lire(decoupage / "communes.json")}
    lignes = []
    for groupement in lire(decoupage / "epci.json"):
        membres = {departement[membre["code"]] for membre in groupement["membres"]}
        lignes.append((groupement["code"], groupement["nom"], " ".join(sorted(membres))))
    return sorted(lignes, key=par_nom)


def pays(noms_de_pays: Path) -> list[Ligne]:
    """Straight apostrophes, as in the other tables: names are compared by equality."""
    noms = lire(noms_de_pays)["main"]["fr"]["localeDisplayNames"]["territories"]
    codes = [code for code in noms if len(code) == 2 and code not in DROM | PAS_DES_PAYS]
    retenus = {code: noms[FORMES_COURTES.get(code, code)] for code in codes} | USAGE
    return sorted([(c, nom.replace("’", "'")) for c, nom in retenus.items()], key=par_nom)


def main(decoupage: Path, noms_de_pays: Path) -> None:
    ecrire("regions", regions(decoupage))
    ecrire("departements", departements(decoupage))
    ecrire("communes", communes(decoupage))
    ecrire("epci", epci(decoupage))
    ecrire("pays", pays(noms_de_pays))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
