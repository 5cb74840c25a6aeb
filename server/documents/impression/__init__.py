"""From the rows of a dossier to what its PDF says: everything that the administration sees."""

from exports.pdf.contenu import Imprime
from resolvers.dossiers import DossierRow
from resolvers.request import Request
from server.documents.impression.dossier import imprime
from server.documents.impression.lecture import lire_dossier


async def lire(request: Request, dossier: DossierRow) -> Imprime:
    return imprime(await lire_dossier(request, dossier), edite_le=request.now)


__all__ = ["lire"]
