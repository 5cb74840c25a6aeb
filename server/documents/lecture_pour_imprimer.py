"""What an export prints of some dossiers: what a request of the API would read of them, by the same loaders."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from psycopg import AsyncConnection, IsolationLevel
from psycopg_pool import AsyncConnectionPool

from exports.pdf.contenu import Imprime
from resolvers.dossiers import DOSSIER
from resolvers.request import Request
from resolvers.snapshot import Snapshot
from resolvers.viewer import Viewer
from server.documents import impression
from server.resources import CONNECTION


class SansLiens:
    """Nothing printed leads anywhere: addresses that are signed for somebody would not outlive the day."""

    def fichier(self, cle: str, nom: str, type_mime: str) -> str:
        return ""

    def fichier_d_avis(self, avis_id: int, cle: str, nom: str) -> str:
        return ""

    def document_d_avis(self, avis_id: int, document: object) -> str:
        return ""

    def document(self, dossier_id: int, document: object) -> str:
        return ""

    def commencer(self, chemin: str) -> str:
        return ""


def lire(url: str, demarche_id: int, dossiers: Sequence[int]) -> list[Imprime]:
    """Those that can be read now. Raises psycopg.OperationalError."""
    return asyncio.run(_lire(url, demarche_id, dossiers))


async def _lire(url: str, demarche_id: int, dossiers: Sequence[int]) -> list[Imprime]:
    """The whole démarche is visible here: whoever asked for the export was given these dossiers."""
    async with (
        AsyncConnectionPool(url, kwargs=CONNECTION, min_size=1, max_size=1, configure=_lecture, open=False) as pool,
        Snapshot(pool) as snapshot,
    ):  # fmt: skip
        viewer = Viewer(demarches=(demarche_id,))
        request = Request(viewer, snapshot, SansLiens(), datetime.now(UTC))
        trouves = await request.load_all(DOSSIER, dossiers)
        presents = [trouves[numero] for numero in dossiers if trouves[numero] is not None]
        lus: list[Any] = await asyncio.gather(
            *(impression.lire(request, dossier) for dossier in presents if dossier)
        )
        return lus


async def _lecture(connexion: AsyncConnection[Any]) -> None:
    await connexion.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    await connexion.set_read_only(True)
