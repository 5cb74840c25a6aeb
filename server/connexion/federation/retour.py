"""GET /connexion/…/retour: the provider says who it is, and we whose account it is."""

import hmac

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.oidc.client import Reconnu
from adapters.oidc.erreurs import PreuveRefusee
from domain.comptes.models import Compte
from domain.identites.reconnaissance import reconnaitre
from domain.transactions import Transaction
from server.connexion import cookie
from server.connexion.admission import Admis, Venue, admettre
from server.connexion.federation import cookies
from server.connexion.federation.aller import Recevoir, en_page
from server.connexion.federation.cookies import PERDU
from server.connexion.federation.fournisseurs import Fournisseur
from server.connexion.pages import catalogue
from server.connexion.pages.modele import Page, Vue
from server.connexion.pages.rendu import montrer
from server.connexion.porte import Porte, maintenant
from server.connexion.refus import JAMAIS_GARDE, ConnexionRefusee
from server.resources import Resources

# What is still missing is asked for by a form at once: the browser holds nothing meanwhile.
ETAPES: dict[str, tuple[Page, str]] = {
    "second_facteur_attendu": (catalogue.SECOND_FACTEUR, "/connexion/second-facteur"),
    "second_facteur_a_choisir": (catalogue.A_CHOISIR, "/second-facteur"),
}
A_CONFIRMER = (
    "Un courriel vient d’être envoyé à l’adresse que {nom} nous a donnée. Ouvrez-le dans ce navigateur pour "
    "confirmer qu’elle est la vôtre, puis connectez-vous à nouveau."
)


def revenir(porte: Porte, fournisseur: Fournisseur) -> Recevoir:
    return en_page(porte, fournisseur, _revenir)


async def _revenir(
    porte: Porte, fournisseur: Fournisseur, http: Request, resources: Resources
) -> Response:
    client = porte.clients.de(fournisseur, resources)
    aller = cookies.relire(http, resources, fournisseur)
    dit = http.query_params
    if not hmac.compare_digest(dit.get("state", "").encode(), aller.tentative.etat.encode()):
        raise ConnexionRefusee(403, PERDU, "connexion_perdue")
    if dit.get("iss", client.emetteur) != client.emetteur:
        raise PreuveRefusee("Le retour vient d’un autre fournisseur.")
    code = dit.get("code")
    if not code or "error" in dit:
        raise PreuveRefusee("Le fournisseur n’a pas donné de code.")
    reconnu = await client.echanger(code, aller.tentative, retour=fournisseur.retour(resources))
    issue = await resources.base.transaction(
        lambda tx: _entrer(tx, http, resources, fournisseur, reconnu)
    )
    reponse = _repondre(http, resources, fournisseur, issue, aller.suite)
    if issue is None:
        cookies.noter_la_venue(reponse, resources, reconnu.sujet)
    cookies.effacer(reponse, resources, cookies.ALLER)
    return reponse


def _entrer(
    tx: Transaction, http: Request, resources: Resources, fournisseur: Fournisseur, reconnu: Reconnu
) -> Admis | ConnexionRefusee | None:
    """None when his address is to be confirmed first."""
    compte_id = reconnaitre(tx, fournisseur.personne(reconnu), at=maintenant(tx))
    if compte_id is None:
        return None
    compte = tx.session.scalars(
        select(Compte).where(Compte.id == compte_id).with_for_update()
    ).one()
    venue = Venue(
        fournisseur.moyen, second_facteur=fournisseur.est_fort(reconnu), preuve=reconnu.preuve
    )
    return admettre(tx, http, resources, compte, venue)


def _repondre(
    http: Request, resources: Resources, fournisseur: Fournisseur,
    issue: Admis | ConnexionRefusee | None, suite: str,
) -> Response:  # fmt: skip
    """Raises ConnexionRefusee."""
    if issue is None:
        texte = A_CONFIRMER.format(nom=fournisseur.nom)
        return montrer(http, resources, Vue("Confirmez votre adresse", (texte,)), 202)
    if isinstance(issue, Admis):
        reponse = RedirectResponse(f"{resources.settings.url}{suite}", 303, headers=JAMAIS_GARDE)
        cookie.poser(reponse, issue.secret, url=resources.settings.url, souvenir=issue.souvenir)
        return reponse
    if issue.code not in ETAPES:
        raise issue
    page, action = ETAPES[issue.code]
    vue = Vue(page.titre, (issue.message,), page.champs, page.bouton, action, issue.plus)
    return montrer(http, resources, vue, issue.status)
