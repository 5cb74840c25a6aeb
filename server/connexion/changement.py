"""POST /mot-de-passe: its owner changes it, and is alone signed in afterwards, under a new session."""

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from domain.comptes.models import Compte
from domain.sessions import mot_de_passe, ouverture
from domain.transactions import Transaction
from server.connexion import cookie, corps
from server.connexion.porte import Porte, adresse, dire, maintenant, navigateur
from server.connexion.preuve import REFUS, exiger_le_mot_de_passe
from server.connexion.refus import ConnexionRefusee
from server.connexion.sortie import connectee
from server.resources import Resources


async def changer(porte: Porte, http: Request, resources: Resources) -> Response:
    """Knowing the present one is asked again, and counted: a session stolen is not an account stolen."""
    lu = await corps.lire(http)
    actuel, voulu = corps.texte(lu, "actuel"), corps.texte(lu, "nouveau")
    url = resources.settings.url
    secret = cookie.lire(http, url)

    ouverte = await resources.base.transaction(lambda tx: connectee(tx, secret))
    await porte.freins(resources).passer(adresse=adresse(http), email=ouverte.email)
    nouveau = await porte.hachage.choisir(voulu, email=ouverte.email)

    hache = await exiger_le_mot_de_passe(porte, resources, ouverte, actuel)

    def ecrire(tx: Transaction) -> str:
        at = maintenant(tx)
        compte = tx.session.scalars(
            select(Compte).where(Compte.id == ouverte.compte_id).with_for_update()
        ).one()
        connectee(tx, secret)  # it may have been ended while we were counting
        if compte.mot_de_passe_hash != hache:
            raise ConnexionRefusee(422, REFUS, "mot_de_passe_refuse")
        mot_de_passe.changer(tx, compte_id=compte.id, hache=nouveau, at=at)
        return ouverture.ouvrir(
            tx, compte_id=compte.id, souvenir=ouverte.souvenir, navigateur=navigateur(http),
            adresse=adresse(http), at=at,
        )  # fmt: skip

    reponse = dire({})
    cookie.poser(
        reponse, await resources.base.transaction(ecrire), url=url, souvenir=ouverte.souvenir
    )
    return reponse
