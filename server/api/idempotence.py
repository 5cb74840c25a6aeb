"""`Idempotency-Key`: a client that lost an answer asks again, and nothing is done twice (api 14.12)."""

import re
from typing import Any

import msgspec
from graphql import OperationType
from starlette.requests import Request

from adapters.base_de_donnees import Base
from resolvers.documents import Document
from resolvers.ecriture import Cle
from resolvers.execution import Resultat, choisir_operation
from resolvers.mutations import idempotence
from resolvers.mutations.idempotence import CleReprise
from resolvers.viewer import Viewer
from server.api.refus import mauvaise
from server.api.requete import RequeteGraphQL

ENTETE = "idempotency-key"
CLE = re.compile(r"[\x21-\x7e]{1,255}")

MALFORMEE = "Idempotency-Key must be 1 to 255 visible ASCII characters"


def lire(
    http: Request, viewer: Viewer, document: Document, demande: RequeteGraphQL, texte: str
) -> Cle | None:
    """The key of a request that writes; none for the others, which ignore it. Raises RequeteRefusee."""
    cle = http.headers.get(ENTETE)
    if cle is None or viewer.porteur is None or document.arbre is None:
        return None
    operation, _ = choisir_operation(document, demande.operation_name)
    if operation is None or operation.operation is not OperationType.MUTATION:
        return None
    if not CLE.fullmatch(cle):
        raise mauvaise(MALFORMEE)
    empreinte = idempotence.empreinte(texte, demande.operation_name, demande.variables)
    return Cle(viewer.porteur, cle, empreinte)


async def deja_repondu(base: Base, cle: Cle) -> dict[str, Any] | None:
    """The answer made before to this key, or why there will be none."""
    try:
        corps = await base.transaction(lambda tx: idempotence.corps_garde(tx, cle))
    except CleReprise as reprise:
        return {
            "errors": [{"message": str(reprise), "extensions": {"code": "idempotency_mismatch"}}]
        }
    return None if corps is None else msgspec.json.decode(corps)


def se_garde(resultat: Resultat) -> bool:
    """An answer cut short, by a bug or by the time, is not the answer: whoever asks again gets a whole
    one, made of what was done."""
    codes = [e.get("extensions", {}).get("code") for e in resultat.corps.get("errors") or ()]
    return not resultat.imprevues and "timeout" not in codes


async def garder(base: Base, cle: Cle, corps: dict[str, Any]) -> dict[str, Any]:
    """The answer that everybody gets who comes with this key: the first that was kept."""
    octets = msgspec.json.encode(corps)
    garde = await base.transaction(lambda tx: idempotence.garder_le_corps(tx, cle, octets))
    fait: dict[str, Any] = msgspec.json.decode(garde)
    return fait
