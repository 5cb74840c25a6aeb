"""The process that makes exports: alone in its module, it loads nothing of what the others need."""

from adapters.base_de_donnees import base_synchrone
from jobs.exports.atelier import Atelier
from jobs.exports.boucle import boucler
from server.composants import WORKING, known, open_storage
from server.demarrage import check, stop_signal
from server.imprimerie import Imprimerie
from server.logs import logger
from server.settings import Settings


def run_exports(settings: Settings) -> None:
    """Make exports, one at a time, until told to stop. One that is under way is begun again by whoever
    starts next."""
    stop = stop_signal()
    check(settings)
    url = settings.require("database_url")
    base = base_synchrone(url, WORKING, known(settings))
    analyses = bool(settings.clamd_url)
    atelier = Atelier(base, open_storage(settings), Imprimerie(url), analyses, stop.is_set)
    logger("exports").info("prêt")
    boucler(atelier, signaler=dire_l_export_manque, stop=stop)
    base.fermer()


def dire_l_export_manque(numero: int, error: BaseException) -> None:
    logger("exports").error("export manqué", export=numero, exc_info=error)
