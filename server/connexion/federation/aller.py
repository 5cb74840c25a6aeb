"""GET /connexion/proconnect, /connexion/franceconnect: the browser is sent there, with what will show that it
came from here."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.oidc.erreurs import FournisseurMuet, PreuveRefusee
from domain.errors import DomainError
from server.connexion.federation import cookies
from server.connexion.federation.fournisseurs import Fournisseur
from server.connexion.pages.modele import Vue
from server.connexion.pages.rendu import montrer
from server.connexion.porte import Porte, adresse
from server.connexion.refus import JAMAIS_GARDE, ConnexionRefusee, du_domaine
from server.logs import logger
from server.resources import Resources

Recevoir = Callable[[Request], Awaitable[Response]]
Aller = Callable[[Porte, Fournisseur, Request, Resources], Awaitable[Response]]

log = logger("federation")


def partir(porte: Porte, fournisseur: Fournisseur) -> Recevoir:
    return en_page(porte, fournisseur, _partir)


async def _partir(
    porte: Porte, fournisseur: Fournisseur, http: Request, resources: Resources
) -> Response:
    client = porte.clients.de(fournisseur, resources)
    aller, signe = cookies.partir(resources, fournisseur, http.query_params.get("suite", "/"))
    url = await client.adresse_de_connexion(
        aller.tentative, retour=fournisseur.retour(resources), plus=fournisseur.plus
    )
    reponse = RedirectResponse(url, 303, headers={**JAMAIS_GARDE, "Referrer-Policy": "no-referrer"})
    cookies.poser(reponse, resources, signe, cookies.ALLER)
    return reponse


def en_page(porte: Porte, fournisseur: Fournisseur, repondre: Aller) -> Recevoir:
    """People alone come here, with a browser: what goes wrong is a page."""

    async def recevoir(http: Request) -> Response:
        resources: Resources = http.state.resources
        try:
            await porte.freins(resources).passer(adresse=adresse(http))
            return await repondre(porte, fournisseur, http, resources)
        except ConnexionRefusee as refus:
            return _dire(http, resources, fournisseur, refus)
        except DomainError as refus:
            return _dire(http, resources, fournisseur, du_domaine(refus, 403))
        except FournisseurMuet as muet:
            log.warning("fournisseur d’identité muet", nom=fournisseur.nom, raison=str(muet))
            phrase = f"{fournisseur.nom} ne répond pas comme attendu : réessayez plus tard"
            return _dire(http, resources, fournisseur, ConnexionRefusee(503, phrase, "muet"))
        except PreuveRefusee as refusee:
            log.warning("identité refusée", nom=fournisseur.nom, raison=str(refusee))
            phrase = f"La connexion par {fournisseur.nom} n’a pas abouti : recommencez-la"
            return _dire(http, resources, fournisseur, ConnexionRefusee(401, phrase, "refusee"))

    return recevoir


def _dire(
    http: Request, resources: Resources, fournisseur: Fournisseur, refus: ConnexionRefusee
) -> Response:
    vue = Vue(
        f"Se connecter par {fournisseur.nom}", erreur=refus.message,
        suite=f"{resources.settings.url}/", suite_libelle="Revenir à l’accueil",
    )  # fmt: skip
    reponse = montrer(http, resources, vue, refus.status)
    reponse.headers.update(refus.headers)
    return reponse
