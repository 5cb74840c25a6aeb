"""The antivirus: what it finds, and that silence or trouble is never taken for « safe »."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread

import pytest

from adapters.antivirus import AntivirusIndisponible, Clamd, Verdict
from tests.clamd import EICAR, LIMITE, clamd


@pytest.fixture(scope="module")
def antivirus() -> Iterator[Clamd]:
    with clamd() as adresse:
        yield Clamd(adresse)


@pytest.mark.parametrize(
    "morceaux", [[], [b""], [b"bonjour"], [b"x" * 100_000, b"", b"y" * 100_000]]
)
def test_a_clean_file_has_no_menace(antivirus: Clamd, morceaux: list[bytes]) -> None:
    assert antivirus.analyser(morceaux) == Verdict(None)


@pytest.mark.parametrize("morceaux", [[EICAR], [EICAR[:30], EICAR[30:]]])
def test_what_it_finds_is_named(antivirus: Clamd, morceaux: list[bytes]) -> None:
    assert antivirus.analyser(morceaux) == Verdict("Eicar-Test-Body.UNOFFICIAL")


def test_a_file_over_its_limit_is_not_scanned(antivirus: Clamd) -> None:
    with pytest.raises(AntivirusIndisponible):
        antivirus.analyser(bytes(100_000) for _ in range(3 * LIMITE // 100_000))


@pytest.mark.parametrize("adresse", ["tcp://127.0.0.1:1", "unix:///nulle/part"])
def test_a_daemon_that_is_away_says_nothing_of_a_file(adresse: str) -> None:
    with pytest.raises(AntivirusIndisponible):
        Clamd(adresse).analyser([b"bonjour"])


@pytest.mark.parametrize(
    "reponse", [b"", b"n'importe quoi\0", b"stream: Can't allocate memory ERROR\0", b"\xff\xfe"]
)
def test_an_answer_that_is_no_verdict_says_nothing_of_a_file(reponse: bytes) -> None:
    with qui_repond(reponse) as adresse, pytest.raises(AntivirusIndisponible):
        Clamd(adresse).analyser([b"bonjour"])


def test_it_is_reached_by_tcp_too() -> None:
    with qui_repond(b"stream: OK\0") as adresse:
        assert Clamd(adresse).analyser([b"bonjour"]) == Verdict(None)


@contextmanager
def qui_repond(reponse: bytes) -> Iterator[str]:
    """A listener that reads a scan to its end, and says this of it."""

    class Oracle(BaseRequestHandler):
        def handle(self) -> None:
            lire: Callable[[int], bytes] = self.request.recv
            recus = b""
            while not recus.endswith(bytes(4)):
                recus += lire(65536)
            self.request.sendall(reponse)

    with TCPServer(("127.0.0.1", 0), Oracle) as serveur:
        fil = Thread(target=serveur.serve_forever, daemon=True)
        fil.start()
        try:
            yield f"tcp://127.0.0.1:{serveur.server_address[1]}"
        finally:
            serveur.shutdown()
            fil.join()
