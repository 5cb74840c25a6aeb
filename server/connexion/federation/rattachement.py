"""POST /rattachement/{secret}: the address that a provider gave is confirmed, by who came and reads the mail."""

from starlette.requests import Request
from starlette.responses import Response

from domain.identites import reconnaissance
from server.connexion.federation import cookies
from server.connexion.porte import Lu, Porte, adresse, dire, essayer, maintenant
from server.resources import Resources


async def confirmer(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    await porte.freins(resources).passer(adresse=adresse(http))
    secret, venu = http.path_params["secret"], cookies.venu(http, resources)
    email = await essayer(
        resources,
        lambda tx: reconnaissance.confirmer(tx, secret, venu=venu, at=maintenant(tx)),
    )
    return dire({"compte": {"email": email}})
