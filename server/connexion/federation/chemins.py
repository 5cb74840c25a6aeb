"""Where people leave for a provider, and where it sends them back."""

from starlette.routing import Route

from server.connexion.federation.aller import partir
from server.connexion.federation.fournisseurs import FOURNISSEURS
from server.connexion.federation.retour import revenir
from server.connexion.porte import Porte


def routes(porte: Porte) -> list[Route]:
    """Fixed paths: `/connexion/second-facteur` is one of the same shape."""
    return [
        route
        for fournisseur in FOURNISSEURS.values()
        for route in (
            Route(f"/connexion/{fournisseur.chemin}", partir(porte, fournisseur), methods=["GET"]),
            Route(
                f"/connexion/{fournisseur.chemin}/retour", revenir(porte, fournisseur),
                methods=["GET"],
            ),
        )
    ]  # fmt: skip
