"""So many dossiers begun a minute from each address: nobody signs these requests (rules 11.3)."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from server.limites import LimiteAtteinte, Limites
from server.resources import Resources

TROP = (
    "Trop de dossiers préremplis depuis cette adresse : {limite} par minute au plus. "
    "Réessayez dans {attente} s.\n"
    "Too many prefilled dossiers from this address: at most {limite} per minute. "
    "Try again in {attente} s.\n"
)


class LimiteParAdresse:
    """The count of one web process, made at the first request: it needs the process's resources."""

    def __init__(self) -> None:
        self._limites: Limites | None = None

    async def compter(
        self, http: Request, resources: Resources, *, now: datetime
    ) -> Response | None:
        """The answer to one request too many, else None."""
        if self._limites is None:
            self._limites = Limites(resources.redis, resources.settings.prefill_limit)
        adresse = http.client.host if http.client else "0.0.0.0"
        try:
            await self._limites.compter_cle(f"prefill:{adresse}")
        except LimiteAtteinte as trop:
            return trop.reponse(now, TROP)
        return None
