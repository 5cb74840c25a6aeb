"""What our own writers of sheets gain on the libraries, on ready rows: 10,000 of 60 cells."""

import csv as module_csv
import io
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice

from openpyxl import Workbook
from stream_write_ods import stream_write_ods

from benchmarks.figures import Figure, Ligne, Remarque, median
from benchmarks.stack import World
from domain.calendrier import PARIS
from exports.tableur import csv, ods, xlsx
from exports.tableur.cellules import Cellule
from exports.tableur.feuilles import Feuille

LIGNES = 10_000
ESSAIS = 3
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
TITRES = [f"Colonne {rang}" for rang in range(60)]


def _ligne(n: int) -> list[Cellule]:
    """As the default layout fills it: a third of texts that XML must escape, some types of each."""
    quand = datetime(2026, 1 + n % 12, 1 + n % 28, 10, n % 60, tzinfo=PARIS)
    ligne: list[Cellule] = [str(n), f"usager{n}@exemple.fr", n % 3 == 0, "Mme", "Dupont", "Élodie"]
    ligne += [False, None, None, False, "En instruction", quand, quand, quand, None, None, None, ""]
    ligne += [f"Réponse {n} au champ {k}" if k % 4 else f"12 rue de l’Église & <{k}>" for k in range(32)]  # fmt: skip
    return ligne + [n, n / 4, date(2026, 1, 1 + n % 28), "Oui", None] * 2


def measure(_: World) -> Iterator[Ligne]:
    lignes = [_ligne(n) for n in range(LIGNES)]
    # The libraries know of no zone; they are given what they take.
    nues = [[v.replace(tzinfo=None) if isinstance(v, datetime) else v for v in ligne] for ligne in lignes]  # fmt: skip
    feuille = Feuille("Dossiers", TITRES, lignes)
    durees = _durees(
        {
            "module_csv": lambda: _module_csv(lignes),
            "csv": lambda: _lire(csv.ecrire(feuille)),
            "xlsx": lambda: _lire(xlsx.ecrire([feuille], at=AT)),
            "ods": lambda: _lire(ods.ecrire([feuille], at=AT)),
        },
        essais=ESSAIS,
    ) | _durees(
        {"openpyxl": lambda: _openpyxl(nues), "stream_write_ods": lambda: _stream_write_ods(nues)},
        essais=1,
    )
    dites = " · ".join(f"{nom} {duree:.2f}" for nom, duree in durees.items())
    yield Remarque(f"{LIGNES} lignes de {len(TITRES)} cellules, s de calcul : {dites}")
    yield Figure("xlsx_openpyxl_sur_nous", durees["openpyxl"] / durees["xlsx"], ">= 5")
    yield Figure("ods_stream_write_ods_sur_nous", durees["stream_write_ods"] / durees["ods"], ">= 5")  # fmt: skip
    yield Figure("csv_nous_sur_module", durees["csv"] / durees["module_csv"], "<= 1.5")


def _durees(mesures: Mapping[str, Callable[[], object]], *, essais: int) -> dict[str, float]:
    """Seconds of our own processor, interleaved: what else the machine does is left out."""
    prises: dict[str, list[float]] = {nom: [] for nom in mesures}
    for _ in range(essais):
        for nom, mesure in mesures.items():
            debut = time.process_time()
            mesure()
            prises[nom].append(time.process_time() - debut)
    return {nom: median(durees) for nom, durees in prises.items()}


def _lire(morceaux: Iterable[bytes]) -> int:
    return sum(map(len, morceaux))


def _module_csv(lignes: Sequence[Sequence[Cellule]]) -> int:
    """By lots, as ours: a file in memory of the whole would cost it what ours does not pay."""
    reste, taille = iter(lignes), 0
    while lot := list(islice(reste, csv.LOT)):
        sortie = io.StringIO(newline="")
        module_csv.writer(sortie).writerows(lot)
        taille += len(sortie.getvalue().encode())
    return taille


def _openpyxl(lignes: Sequence[Sequence[Cellule]]) -> None:
    classeur = Workbook(write_only=True)
    feuille = classeur.create_sheet("Dossiers")
    feuille.append(TITRES)
    for ligne in lignes:
        feuille.append(ligne)
    classeur.save(io.BytesIO())


def _stream_write_ods(lignes: Sequence[Sequence[Cellule]]) -> None:
    _lire(stream_write_ods([("Dossiers", TITRES, iter(lignes))]))
