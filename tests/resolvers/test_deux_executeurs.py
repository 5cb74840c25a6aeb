"""One declaration, two executors: they answer the same bytes, on any document."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from graphql.execution.values import VariableValues, get_variable_values
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

import scenarios
from resolvers import execution
from resolvers.compiled import Bail, Compiler, Plan, Run
from resolvers.documents import Document, Documents
from resolvers.request import Request
from resolvers.snapshot import Snapshot
from resolvers.viewer import Viewer
from schema import liaisons, schema
from schema.operations import stored
from server.resources import open_storage
from tests.resolvers.documents_au_hasard import Generateur, documents
from tests.serving import Serveur

MONDES = Path(__file__).parent.parent / "api" / "mondes"
AU_HASARD = int(os.environ.get("GUICHET_FUZZ", "500"))
GRAINE = int(os.environ.get("GUICHET_FUZZ_GRAINE", "0"))
DEMARCHES = (700, 900)
MAINTENANT = datetime(2026, 3, 1, 8, tzinfo=UTC)

RACINES = {
    "demarche": ["number: 700", "number: 900", "number: 12345"],
    "dossier": ["number: 7001", "number: 7002", "number: 9001", "number: 1"],
    "groupeInstructeur": ["number: 1", "number: 2", "number: 3"],
    "demarches": ["first: 1", "first: 2, state: publiee", "last: 1"],
    "demarcheParId": ['id: "UHJvY2VkdXJlLTcwMA=="', 'id: "x"'],
    "dossierParId": ['id: "RG9zc2llci03MDAx"', 'id: "RG9zc2llci0x"'],
    "groupeInstructeurParId": ['id: "R3JvdXBlSW5zdHJ1Y3RldXItMQ=="'],
    "demarcheDescriptor": ["demarche: {number: 700}", 'demarche: {id: "UHJvY2VkdXJlLTkwMA=="}'],
}
VALEURS = {
    "first": ["1", "2", "3", "0", "-1"],
    "after": ['""', '"MjAyNi0wMi0wMVQwOTowMDowMC4wMDAwMDAwMDBaOzcwMDE"', '"?"'],
    "before": ['"MjAyNi0wMi0wMlQwOTowMDowMC4wMDAwMDAwMDBaOzcwMDI"'],
    "order": ["DESC", "ASC"],
    "state": ["en_instruction", "accepte"],
    "archived": ["true", "false"],
    "createdSince": ['"2026-01-01"'],
    "updatedSince": ['"2026-01-01T00:00:00Z"'],
    "states": ["[accepte, en_instruction]"],
    "usager": ['"ali@exemple.fr"', '"personne@exemple.fr"'],
    "createdUntil": ['"2026-02-02"'],
    "champs": [
        '[{champ: "Q2hhbXAtMQ==", operateur: contient, valeurs: ["Rue"]}]',
        '[{champ: "Q2hhbXAtMQ==", operateur: vide}]',
        '[{champ: "x"}]',
    ],
    "closed": ["true", "false"],
    "id": ['"Q2hhbXAtMQ=="', '"Q2hhbXAtNTA="', '"x"'],
}

generateur = Generateur(schema, RACINES, VALEURS)
lecture = Documents(schema)


class Liens:
    """Addresses that do not change with the clock, so that two answers can be compared."""

    def fichier(self, cle: str, nom: str, type_mime: str) -> str:
        return f"https://fichiers.exemple.fr/{cle}/{nom}"

    def fichier_d_avis(self, avis_id: int, cle: str, nom: str) -> str:
        return f"https://fichiers.exemple.fr/avis/{avis_id}/{cle}/{nom}"

    def document_d_avis(self, avis_id: int, document: Any) -> str:
        return f"https://guichet.exemple.fr/documents/avis/{avis_id}.{document}"

    def document(self, dossier_id: int, document: Any) -> str:
        return f"https://guichet.exemple.fr/documents/{dossier_id}.{document}"

    def commencer(self, chemin: str) -> str:
        return f"https://guichet.exemple.fr/commencer/{chemin}"


@pytest.fixture(scope="module")
def database_url(
    nouveau_serveur: Callable[[], AbstractContextManager[Serveur]],
) -> Iterator[str]:
    with nouveau_serveur() as serveur:
        for monde in ("types_de_champ", "cent_dossiers"):
            scenarios.charger(
                MONDES / f"{monde}.yaml",
                database_url=serveur.database_url,
                storage=open_storage(serveur.settings),
            )
        yield serveur.database_url


@dataclass(frozen=True)
class Executeurs:
    pool: AsyncConnectionPool[AsyncConnection[Any]]

    def request(self, document: Document, snapshot: Snapshot) -> Request:
        viewer = Viewer(1, DEMARCHES, False)
        return Request(viewer, snapshot, Liens(), MAINTENANT, document.fragments)

    async def general(self, document: Document, variables: Any, operation: str) -> bytes:
        async with Snapshot(self.pool) as snapshot:
            request = self.request(document, snapshot)
            resultat = await execution.generale(schema, document, request, variables, operation)
        assert not resultat.imprevues, resultat.imprevues
        return msgspec.json.encode(resultat.corps)

    async def compile(self, document: Document, variables: Any, operation: str) -> bytes | None:
        """None when the plan gives up."""
        definition = document.operations[operation]
        valeurs = get_variable_values(schema, definition.variable_definitions or (), variables)
        assert isinstance(valeurs, VariableValues)
        assert document.arbre is not None
        async with Snapshot(self.pool) as snapshot:
            run = Run(self.request(document, snapshot), valeurs)
            try:
                plan = Compiler(liaisons, document.arbre, valeurs).plan(definition)
                await self.premier_trajet(plan, run)
                data = await plan.execute(run)
            except Bail:
                return None
            except Exception:
                return None  # as plans.essayer does: whatever it is, the general executor says it
        return msgspec.json.encode({"data": data})

    async def premier_trajet(self, plan: Plan, run: Run) -> None:
        """As the door does, when it knows who asks."""
        trajet, request = plan.first_trip, run.request
        if trajet is None:
            return
        cles = trajet.keys(run.variables)
        if None not in cles:
            asked = trajet.asked(cles, request.viewer.parameters)
            trajet.receive(request, cles, await request.snapshot.together(asked))


@pytest.fixture
async def executeurs(database_url: str) -> AsyncIterator[Executeurs]:
    pool: AsyncConnectionPool[AsyncConnection[Any]] = AsyncConnectionPool(
        database_url, open=False, min_size=1, kwargs={"options": "-c TimeZone=Europe/Paris"}
    )
    async with pool:
        yield Executeurs(pool)


INCLUDES = [
    "includeGroupeInstructeurs",
    "includeDossiers",
    "includePendingDeletedDossiers",
    "includeDeletedDossiers",
    "includeRevision",
    "includeRevisions",
    "includeService",
    "includeChamps",
    "includeAnotations",
    "includeTraitements",
    "includeInstructeurs",
    "includeAvis",
    "includeMessages",
    "includeCorrections",
    "includeGeometry",
]


def variantes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each stored operation, with all its flags, none, and each alone or missing."""
    tous: dict[str, Any] = {**dict.fromkeys(INCLUDES, True), "first": 20}
    aucun = dict.fromkeys(INCLUDES, False)
    for base, numero in product(({}, tous, aucun), DEMARCHES):
        yield "getDemarche", {"demarcheNumber": numero, **base}
    for nom in INCLUDES:
        yield "getDemarche", {"demarcheNumber": 900, **tous, nom: False}
        yield "getDemarche", {"demarcheNumber": 700, **aucun, "includeDossiers": True, nom: True}
    for numero in (7001, 7002, 9001):
        yield "getDossier", {"dossierNumber": numero, **tous}
        yield "getDossier", {"dossierNumber": numero}
    yield "getGroupeInstructeur", {"groupeInstructeurNumber": 1, **tous}
    for revision in (True, False):
        yield (
            "getDemarcheDescriptor",
            {"demarche": {"number": 700}, "includeRevision": revision, "includeService": True},
        )


async def test_stored_operations_are_compiled_and_answer_the_same(executeurs: Executeurs) -> None:
    texte = stored("ds-query-v2")
    assert texte is not None
    document = lecture.lire(texte)
    operations = {
        nom: {v.variable.name.value for v in definition.variable_definitions or ()}
        for nom, definition in document.operations.items()
    }
    abandons = []
    for nom, variables in variantes():
        connues = {cle: v for cle, v in variables.items() if cle in operations[nom]}
        general = await executeurs.general(document, connues, nom)
        compile = await executeurs.compile(document, connues, nom)
        if compile is None:
            abandons.append((nom, connues))
        else:
            assert compile == general, (nom, connues)
    assert abandons == []


async def test_hand_written_documents_are_compiled_and_answer_the_same(
    executeurs: Executeurs,
) -> None:
    api = Path(__file__).parent.parent / "api"
    for chemin in sorted(api.glob("*.graphql")):
        texte = chemin.read_text().replace("query (", "query lecture(", 1)
        document = lecture.lire(texte)
        assert not document.erreurs, document.erreurs
        for numero in (7001, 7002, 9001):
            variables = {"number": numero}
            general = await executeurs.general(document, variables, "lecture")
            assert await executeurs.compile(document, variables, "lecture") == general


# graphql-core drops, without awaiting them, the resolvers that an error beside them made useless.
# Collected while a namedtuple is made, whose code has no builtins, CPython cannot even warn of it.
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <coroutine object:pytest.PytestUnraisableExceptionWarning"
)
async def test_random_documents_answer_the_same(executeurs: Executeurs) -> None:
    compiles = 0
    for graine, hasard in documents(
        generateur, GRAINE, AU_HASARD, lambda texte: not lecture.lire(texte).erreurs
    ):
        document = lecture.lire(hasard.texte)
        general = await executeurs.general(document, hasard.variables, "hasard")
        compile = await executeurs.compile(document, hasard.variables, "hasard")
        if compile is None:
            # Only what has an error is not a plan's to answer.
            assert "errors" in msgspec.json.decode(general), (graine, hasard)
            continue
        compiles += 1
        assert compile == general, (graine, hasard)
    assert compiles > AU_HASARD // 3
