"""A worker as installed, which also knows the pieces of work of the benchmarks; and how long it takes to
do those that it is given, whatever they set in motion left aside: nothing relays it here."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from dramatiq.brokers.redis import RedisBroker
from sqlalchemy import func, select

from adapters.base_de_donnees import BaseSynchrone
from benchmarks.stack import World
from domain.suites.models import Travail
from domain.transactions import Transaction
from jobs.broker import make_broker, sonner
from jobs.travaux import AFaire, inscrire
from server.embedded.process import end, spawn

ICI = Path(__file__).parent
PATIENCE = 600.0  # seconds
FIN = (signal.SIGTERM, 25.0)

Faire = Callable[[Sequence[AFaire]], float]


@contextmanager
def ouvrier(world: World, base: BaseSynchrone) -> Iterator[Faire]:
    """Give it work: it returns the seconds that passed until all of it was done."""
    broker = make_broker(world.settings.require("redis_url"))
    journal = Path(world.addresses["GUICHET_DONNEES"]) / "worker.log"
    with journal.open("wb") as sortie:
        process = spawn(
            [sys.executable, "-m", "benchmarks.ouvrier"],
            death_signal=signal.SIGKILL,
            folder=ICI.parent,
            output=sortie,
            environment={**os.environ, **world.addresses},
        )
    try:
        yield partial(_faire, base, broker)
    finally:
        end(process, FIN)
        broker.close()


def _faire(base: BaseSynchrone, broker: RedisBroker, travaux: Sequence[AFaire]) -> float:
    debut = time.perf_counter()
    for numero in base.transaction(partial(_inscrire, travaux)):
        sonner(broker, numero)
    while (restent := base.transaction(_restants)) > 0:
        if time.perf_counter() - debut > PATIENCE:
            raise TimeoutError(f"{restent} travaux restent à faire")
        time.sleep(0.05)
    return time.perf_counter() - debut


def _inscrire(travaux: Sequence[AFaire], tx: Transaction) -> list[int]:
    inscrire(tx, list(travaux))
    a_faire = select(Travail.id).where(Travail.fait_le.is_(None)).order_by(Travail.id)
    return list(tx.session.scalars(a_faire))


def _restants(tx: Transaction) -> int:
    restants = select(func.count()).select_from(Travail).where(Travail.fait_le.is_(None))
    return tx.session.scalars(restants).one()


def main() -> None:
    from benchmarks import masse
    from server.embedded.running import connected_settings
    from server.logs import configure_logs
    from server.roles import run_worker

    reglages = connected_settings()
    configure_logs(reglages.log_format, process=f"worker, avec {masse.UN_DOSSIER}")
    run_worker(reglages)


if __name__ == "__main__":
    main()
