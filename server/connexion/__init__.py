"""The door of people: signing in and out, and the links that they get by mail."""

from starlette.routing import Route

from server.connexion import appareil, changement, entree, liens, sortie
from server.connexion.liens import DEBLOCAGE, MOT_DE_PASSE
from server.connexion.porte import Porte


def routes() -> list[Route]:
    porte = Porte()
    par_lien = {
        # A secret is a parameter of its route, which the log does not tell.
        "/mot-de-passe/{secret}": (MOT_DE_PASSE, liens.choisir),
        "/appareil/{secret}": (appareil.USAGES, appareil.confirmer),
        "/deblocage/{secret}": (DEBLOCAGE, liens.debloquer),
    }
    return [
        Route("/connexion", porte.route(entree.connecter), methods=["POST"]),
        Route("/deconnexion", porte.route(sortie.deconnecter), methods=["POST"]),
        Route("/mot-de-passe", porte.route(changement.changer), methods=["POST"]),
        Route("/mot-de-passe/oubli", porte.route(liens.oublier), methods=["POST"]),
        *(
            route
            for chemin, (usages, agir) in par_lien.items()
            for route in (
                Route(chemin, porte.route(liens.regarder(usages)), methods=["GET"]),
                Route(chemin, porte.route(agir), methods=["POST"]),
            )
        ),
    ]
