"""The door of people: signing in and out, a second factor, and the links that they get by mail."""

from starlette.routing import Route

from domain.sessions.models import AConfirmer
from server.connexion import (
    appareil,
    changement,
    entree,
    inscription,
    liens,
    second_facteur,
    sortie,
)
from server.connexion.federation import chemins, rattachement
from server.connexion.liens import DEBLOCAGE, MOT_DE_PASSE
from server.connexion.pages import catalogue, envoi
from server.connexion.pages.modele import Page
from server.connexion.porte import Agir, Porte, Repondre

# What a link of a mail is looked at by, used by, and shown as. A secret is a parameter of its route,
# which the log does not tell.
PAR_LIEN: dict[str, tuple[Repondre, Agir, Page]] = {
    "/mot-de-passe/{secret}": (
        liens.regarder(MOT_DE_PASSE), liens.choisir, catalogue.MOT_DE_PASSE
    ),
    "/appareil/{secret}": (
        liens.regarder(appareil.USAGES), appareil.confirmer, catalogue.APPAREIL
    ),
    "/deblocage/{secret}": (liens.regarder(DEBLOCAGE), liens.debloquer, catalogue.DEBLOCAGE),
    "/inscription/{secret}": (
        inscription.regarder(AConfirmer.inscription), inscription.creer, catalogue.INSCRIPTION
    ),
    "/adresse/{secret}": (
        inscription.regarder(AConfirmer.changement), inscription.confirmer_l_adresse,
        catalogue.ADRESSE,
    ),
    "/rattachement/{secret}": (
        inscription.regarder(AConfirmer.rattachement), rattachement.confirmer,
        catalogue.RATTACHEMENT,
    ),
}  # fmt: skip

# What a form may also do, besides JSON: pages of the sign-in lead there.
FORMULAIRES: dict[str, tuple[Agir, Page]] = {
    "/connexion/second-facteur": (second_facteur.relever, catalogue.SECOND_FACTEUR),
    "/second-facteur": (second_facteur.preparer, catalogue.A_CHOISIR),
    "/second-facteur/confirmation": (second_facteur.confirmer, catalogue.CONFIRMATION),
}

EN_JSON: dict[str, Agir] = {
    "/inscription": inscription.demander,
    "/adresse": inscription.changer,
    "/second-facteur/codes": second_facteur.renouveler,
    "/second-facteur/retrait": second_facteur.retirer,
}


def routes() -> list[Route]:
    porte = Porte()
    return [
        Route("/connexion", porte.route(entree.connecter), methods=["POST"]),
        Route("/deconnexion", porte.route(sortie.deconnecter), methods=["POST"]),
        Route("/mot-de-passe", porte.route(changement.changer), methods=["POST"]),
        Route("/mot-de-passe/oubli", porte.route(liens.oublier), methods=["POST"]),
        *chemins.routes(porte),
        *(Route(chemin, porte.agir(faire), methods=["POST"]) for chemin, faire in EN_JSON.items()),
        *(
            Route(chemin, envoi.envoyer(porte, faire, page), methods=["POST"])
            for chemin, (faire, page) in FORMULAIRES.items()
        ),
        *(route for chemin in PAR_LIEN for route in _du_lien(porte, chemin)),
    ]


def _du_lien(porte: Porte, chemin: str) -> list[Route]:
    regarder, faire, page = PAR_LIEN[chemin]
    return [
        Route(chemin, envoi.ouvrir(porte, regarder, page), methods=["GET"]),
        Route(chemin, envoi.envoyer(porte, faire, page), methods=["POST"]),
    ]
