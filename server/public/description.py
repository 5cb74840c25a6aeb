"""GET of a démarche's description: what `getDemarcheDescriptor` answers, to who speaks no GraphQL
(api 12.5)."""

from datetime import UTC, datetime

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from resolvers import execution
from resolvers.delai import Delai
from resolvers.documents import Documents
from resolvers.request import Request
from resolvers.snapshot import Snapshot
from resolvers.viewer import ANONYME
from schema import liaisons, schema
from schema.operations import DOCUMENTS
from server.api.liens import liens_de
from server.public import demarches
from server.public.refus import PubliqueRefusee, inconnue
from server.resources import Resources

OPERATION = "getDemarcheDescriptor"


class DescriptionIllisible(Exception):
    """The operation failed: a bug of ours, whose traces follow."""


class Description:
    def __init__(self) -> None:
        self._documents = Documents(schema)

    async def repondre(self, http: HttpRequest) -> Response:
        resources: Resources = http.state.resources
        texte = http.path_params["chemin"]
        try:
            demarche = await demarches.par_chemin(resources, texte)
            if not demarche.opendata or demarche.etat not in demarches.OUVERTES:
                raise inconnue(texte)
        except PubliqueRefusee as refus:
            return refus.reponse()
        corps = await self._lire(resources, demarche.id)
        return Response(corps, media_type="application/json")

    async def _lire(self, resources: Resources, demarche_id: int) -> bytes:
        """Raises DescriptionIllisible."""
        document = self._documents.lire(DOCUMENTS["ds-query-v2"])
        now = datetime.now(UTC)
        async with Snapshot(resources.reading) as snapshot:
            snapshot.limiter(Delai(resources.settings.query_timeout))
            resultat = await execution.executer(
                liaisons,
                document,
                Request(
                    viewer=ANONYME,
                    snapshot=snapshot,
                    liens=liens_de(resources, ANONYME, now),
                    now=now,
                    fragments=document.fragments,
                ),
                variables={"demarche": {"number": demarche_id}, "includeRevision": True},
                operation=OPERATION,
            )
        if resultat.imprevues:
            raise DescriptionIllisible from resultat.imprevues[0].error
        if "errors" in resultat.corps:
            raise DescriptionIllisible(resultat.corps["errors"])
        # A compiled plan makes structures that only the encoder reads.
        data = msgspec.json.encode(resultat.corps["data"])
        return bytes(msgspec.json.decode(data, type=dict[str, msgspec.Raw])["demarcheDescriptor"])
