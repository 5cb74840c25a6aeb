"""A route that a browser opens from a mail and a program calls with JSON: the same work, two manners of saying it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain.errors import DomainError
from server.connexion import origine
from server.connexion.pages import formulaire
from server.connexion.pages.catalogue import SECOND_FACTEUR
from server.connexion.pages.modele import Page, Vue
from server.connexion.pages.rendu import montrer, veut_une_page
from server.connexion.porte import Agir, Porte, Repondre
from server.connexion.refus import ConnexionRefusee, du_domaine
from server.resources import Resources

ACCUEIL = "Continuer"
DEFI = "defi"


def ouvrir(
    porte: Porte, regarder: Repondre, page: Page
) -> Callable[[Request], Awaitable[Response]]:
    """GET: what the link is for, and a form to use it; nothing is used."""
    en_json = porte.route(regarder)

    async def recevoir(http: Request) -> Response:
        if not veut_une_page(http):
            return await en_json(http)
        resources: Resources = http.state.resources
        try:
            await regarder(porte, http, resources)
        except ConnexionRefusee as refus:
            return _impossible(http, resources, page, refus)
        return montrer(http, resources, _vue(page, http.url.path))

    return recevoir


def envoyer(porte: Porte, agir: Agir, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """POST: the form, or JSON."""
    en_json = porte.agir(agir)

    async def recevoir(http: Request) -> Response:
        if not formulaire.est_un_formulaire(http):
            return await en_json(http)
        resources: Resources = http.state.resources
        lu: Mapping[str, Any] = {}
        try:
            origine.exiger_la_meme(http, resources.settings.url)
            lu = await formulaire.lire(http, resources)
            faite = await agir(porte, http, resources, lu)
        except DomainError as refus:
            return _a_refaire(http, resources, page, du_domaine(refus), lu)
        except ConnexionRefusee as refus:
            return _a_refaire(http, resources, page, refus, lu)
        return _dire(http, resources, page, faite, lu)

    return recevoir


def _vue(page: Page, action: str, **plus: Any) -> Vue:
    return Vue(page.titre, page.textes, page.champs, page.bouton, action, **plus)


def _dire(
    http: Request, resources: Resources, page: Page, faite: Response, lu: Mapping[str, Any]
) -> Response:
    """What JSON says, with the cookies that it gives."""
    dit = json.loads(bytes(faite.body))
    suite = SUITES.get(next((nom for nom in SUITES if nom in dit), ""))
    vue = (
        suite(dit, lu)
        if suite
        else Vue(page.fait, page.apres, suite=f"{resources.settings.url}/", suite_libelle=ACCUEIL)
    )
    return _avec_les_cookies(montrer(http, resources, vue), faite)


def _avec_les_cookies(reponse: Response, faite: Response) -> Response:
    reponse.raw_headers.extend(entete for entete in faite.raw_headers if entete[0] == b"set-cookie")
    return reponse


def _a_confirmer(dit: Mapping[str, Any], lu: Mapping[str, Any]) -> Vue:
    """A secret has been made: its program shows a first code."""
    return Vue(
        "Activer le second facteur",
        (
            "Ajoutez ce secret à une application qui fait des codes à usage unique, puis donnez le code "
            "qu’elle affiche.",
        ),
        SECOND_FACTEUR.champs,
        "Activer",
        "/second-facteur/confirmation",
        {DEFI: str(lu.get(DEFI, ""))},
        listes={"Secret à recopier": [dit["secret"]], "Ou, en une fois": [dit["adresse"]]},
    )


def _codes(dit: Mapping[str, Any], lu: Mapping[str, Any]) -> Vue:
    return Vue(
        "Gardez vos codes de secours",
        (
            "Chacun remplace une fois un code de votre application, si vous la perdez. Ils ne seront plus "
            "jamais montrés.",
        ),
        listes={"Codes de secours": dit["codesDeSecours"]},
        suite="/",
        suite_libelle=ACCUEIL,
    )


SUITES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Vue]] = {
    "secret": _a_confirmer,
    "codesDeSecours": _codes,
}


def _a_refaire(
    http: Request,
    resources: Resources,
    page: Page,
    refus: ConnexionRefusee,
    lu: Mapping[str, Any],
) -> Response:
    """The form again with what went wrong, unless there is nothing to send again."""
    if refus.status in (403, 404, 429) or refus.code == "defi_perime":
        return _impossible(http, resources, page, refus)
    caches = {DEFI: str(lu[DEFI])} if DEFI in lu else {}
    vue = _vue(page, http.url.path, caches=caches, erreur=refus.message)
    return montrer(http, resources, vue, refus.status)


def _impossible(
    http: Request, resources: Resources, page: Page, refus: ConnexionRefusee
) -> Response:
    reponse = montrer(http, resources, Vue(page.titre, erreur=refus.message), refus.status)
    reponse.headers.update(refus.headers)
    return reponse
