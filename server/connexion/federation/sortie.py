"""A session that another opened ends: it is told, by the browser, which goes there with our word."""

from adapters.oidc.erreurs import FournisseurMuet
from domain.identites.federation import Federee
from domain.sessions.secret import engendrer
from server.connexion.federation.fournisseurs import FOURNISSEURS
from server.connexion.porte import Porte
from server.connexion.refus import ConnexionRefusee
from server.logs import logger
from server.resources import Resources

log = logger("federation")


async def suite(porte: Porte, resources: Resources, federee: Federee) -> dict[str, str]:
    """Where to go on. The session is over in any case: whoever is away is not told."""
    fournisseur = FOURNISSEURS[federee.fournisseur]
    try:
        client = porte.clients.de(fournisseur, resources)
        url = await client.adresse_de_sortie(
            federee.preuve, etat=engendrer(), retour=f"{resources.settings.url}/"
        )
    except (ConnexionRefusee, FournisseurMuet) as muet:
        log.warning("fin de session non dite", nom=fournisseur.nom, raison=str(muet))
        return {}
    return {} if url is None else {"suite": url}
