"""GET /flux: what changes in one's démarches while one looks at them, as server-sent events.

`pret` comes first, and names the moment: load what you show after it. `dossiers`, `badges` and `operation`
name what to load again; `rattrapage` says to load everything; `fin` that nothing more will come. Whoever
comes back with `Last-Event-ID` goes on where he was.
"""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from resolvers import sessions
from resolvers.snapshot import Snapshot
from server.connexion import cookie, origine
from server.connexion.refus import ConnexionRefusee, non_connecte
from server.flux.abonne import Abonne, Evenement
from server.flux.diffusion import Complet, Diffusion
from server.resources import Resources

DERNIER = "last-event-id"
SIGNE_DE_VIE = b": \n\n"
ENTETES = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # proxies that keep answers until they end would keep it all
]


TROP = ConnexionRefusee(
    429, "Trop de flux ouverts pour ce compte : fermez d’autres fenêtres", "trop_de_flux",
    {"Retry-After": "60"},
)  # fmt: skip
RESERVE = ConnexionRefusee(403, "Le flux est celui des instructeurs", "pas_instructeur")
ARRETE = ConnexionRefusee(503, "Ce serveur s’arrête", "arret", {"Retry-After": "1"})
PARTI = "parti"


class Flux:
    def __init__(self, diffusion: Diffusion) -> None:
        self.diffusion = diffusion

    async def suivre(self, http: Request) -> ASGIApp:
        resources: Resources = http.state.resources
        reglages, depuis = resources.settings, http.headers.get(DERNIER)
        try:
            abonne = await self._abonne(http, resources)
            id = self.diffusion.abonner(
                abonne, depuis=depuis, limite=reglages.streams_per_account
            )  # fmt: skip
        except ConnexionRefusee as refus:
            return refus.reponse()
        except Complet:
            return TROP.reponse()
        debut = SIGNE_DE_VIE if depuis is not None else Evenement("pret", {}, id).ecrit()
        return Reponse(self.diffusion, abonne, debut, battement=reglages.stream_beat)

    async def _abonne(self, http: Request, resources: Resources) -> Abonne:
        """Raises ConnexionRefusee. Looking is not using: the session ends when it would have."""
        origine.exiger_la_meme(http, resources.settings.url)
        secret = cookie.lire(http, resources.settings.url)
        if not secret:
            raise non_connecte()
        question = sessions.question(secret)
        while True:
            avant = self.diffusion.changements
            async with Snapshot(resources.primary) as snapshot:
                [connectes] = await snapshot.together([question])
            if avant == self.diffusion.changements:
                break
        if not connectes:
            raise non_connecte()
        if connectes[0].instructeur_id is None:
            raise RESERVE
        if self.diffusion.fermee:
            raise ARRETE
        return Abonne(question, connectes[0])


class Reponse:
    """The stream, until its reader leaves, his rights do, or the process is told to stop."""

    def __init__(
        self, diffusion: Diffusion, abonne: Abonne, debut: bytes, *, battement: float
    ) -> None:
        self.diffusion, self.abonne = diffusion, abonne
        self.debut, self.battement = debut, battement

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        depart = asyncio.ensure_future(self._attendre_le_depart(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": ENTETES})
            await send(_morceau(self.debut))
            while self.abonne.finir_pour is None:
                dits = await self.abonne.attendre(self.battement)
                await send(_morceau(b"".join(dit.ecrit() for dit in dits) or SIGNE_DE_VIE))
            fin = Evenement("fin", {"raison": self.abonne.finir_pour})
            await send({**_morceau(fin.ecrit()), "more_body": False})
        finally:
            self.diffusion.quitter(self.abonne)
            depart.cancel()

    async def _attendre_le_depart(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.abonne.finir(PARTI)


def _morceau(octets: bytes) -> Message:
    return {"type": "http.response.body", "body": octets, "more_body": True}
