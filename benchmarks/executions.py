"""The page in this process: no HTTP, so that executors are compared and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from domain.jetons import lecture
from resolvers import execution, jetons
from resolvers.compiled.plans import VUES_AVANT_PLAN
from resolvers.documents import Documents
from resolvers.request import Request
from resolvers.snapshot import Snapshot
from resolvers.statements import Asked, Statement
from resolvers.viewer import Viewer
from schema import liaisons, schema
from server.api.liens import liens_de
from server.resources import Resources


class Releve(Snapshot):
    """A snapshot that notes what is asked of PostgreSQL."""

    def __init__(self, resources: Resources) -> None:
        super().__init__(resources.reading)
        self.instructions: list[tuple[bytes, Mapping[str, Any]]] = []

    async def together(self, asked: Sequence[Asked]) -> list[list[Any]]:
        for statement, parameters in asked:
            if isinstance(statement, Statement):
                sql, donnes = statement.sql.encode(), statement.parameters(parameters)
                self.instructions.append((sql, donnes))
        return await super().together(asked)


class Executions:
    """One document and its variables, run in each of the ways that are compared."""

    def __init__(
        self,
        resources: Resources,
        viewer: Viewer,
        texte: str,
        variables: Mapping[str, Any],
        nom: str,
    ) -> None:
        self.resources, self.viewer = resources, viewer
        self.document = Documents(schema).lire(texte)
        self.variables, self.nom = variables, nom
        self.instructions: list[tuple[bytes, Mapping[str, Any]]] = []

    async def compilee(self) -> bytes:
        """As served: by a plan. Raises AssertionError when the general executor answered."""
        resultat = await self._executer()
        assert resultat.compilee
        return msgspec.json.encode(resultat.corps)

    async def _executer(self) -> execution.Resultat:
        async with Snapshot(self.resources.reading) as snapshot:
            return await execution.executer(
                liaisons,
                self.document,
                self._request(snapshot),
                variables=self.variables,
                operation=self.nom,
            )

    async def generale(self) -> bytes:
        async with Snapshot(self.resources.reading) as snapshot:
            return await self._generale(snapshot)

    async def _generale(self, snapshot: Snapshot) -> bytes:
        resultat = await execution.generale(
            schema, self.document, self._request(snapshot), self.variables, self.nom
        )
        assert "errors" not in resultat.corps, resultat.corps["errors"]
        return msgspec.json.encode(resultat.corps)

    async def relever(self) -> None:
        """Note what is asked of PostgreSQL; and be seen often enough to get a plan."""
        async with Releve(self.resources) as snapshot:
            await self._generale(snapshot)
        self.instructions = snapshot.instructions
        for _ in range(VUES_AVANT_PLAN):
            await self._executer()

    async def lignes(self) -> None:
        """The same statements, to tuples that nobody reads: what no program can go below."""
        async with self.resources.reading.connection() as connection:
            async with connection.cursor() as cursor:
                for sql, parameters in self.instructions:
                    await cursor.execute(sql, parameters)
                    await cursor.fetchall()
            await connection.rollback()

    def _request(self, snapshot: Snapshot) -> Request:
        now = datetime.now(UTC)
        return Request(
            viewer=self.viewer,
            snapshot=snapshot,
            liens=liens_de(self.resources, self.viewer, now),
            now=now,
            fragments=self.document.fragments,
        )


async def viewer(resources: Resources, jeton: str) -> Viewer:
    lu = lecture.lire(jeton)
    assert lu is not None
    async with Snapshot(resources.reading) as snapshot:
        trouve = await jetons.charger(snapshot, lu.id, "127.0.0.1")
    assert trouve is not None
    return trouve.viewer()
