"""POST /connexion: an address, a password, a session (rules 11.1), or what is still missing.

An address without an account is answered like any other: same words, same count, same time.
"""

from typing import NamedTuple

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from domain.comptes.models import Compte
from domain.comptes.roles import normaliser
from domain.sessions import verrou
from domain.sessions.envois import compte_de
from domain.sessions.events import AdresseBloquee
from domain.sessions.models import Moyen
from domain.transactions import Transaction
from server.connexion import corps
from server.connexion.admission import Admis, Venue, accueillir, admettre
from server.connexion.porte import Porte, adresse
from server.connexion.refus import ConnexionRefusee
from server.resources import Resources

REFUS = "Adresse électronique ou mot de passe incorrect"
DERNIER = f"{REFUS}. Encore un échec, et ce compte sera bloqué pour une heure"
BLOQUE = (
    "Ce compte est bloqué pour une heure après plusieurs échecs. Le courriel qui vient d’être envoyé à "
    "son adresse permet de le débloquer"
)


class Essai(NamedTuple):
    """A try that was counted, and the digest to compare with, if there is an account."""

    rang: int
    compte_id: int | None
    hache: str | None


async def connecter(porte: Porte, http: Request, resources: Resources) -> Response:
    lu = await corps.lire(http)
    email, mot_de_passe = normaliser(corps.texte(lu, "email")), corps.texte(lu, "motDePasse")
    await porte.freins(resources).passer(adresse=adresse(http), email=email)
    essai = await resources.base.transaction(lambda tx: _essayer(tx, email))
    if essai.rang > verrou.ECHECS_MAX:
        raise ConnexionRefusee(401, BLOQUE, "compte_bloque")
    if not await porte.hachage.verifier(mot_de_passe, essai.hache):
        raise await _echec(resources, email, essai.rang)
    assert essai.hache is not None
    nouveau = await porte.hachage.renouveler(mot_de_passe, essai.hache)
    return await _ouvrir(http, resources, essai, nouveau, souvenir=lu.get("seSouvenir") is True)


def _essayer(tx: Transaction, email: str) -> Essai:
    rang = verrou.compter(tx, email)
    compte = compte_de(tx, email)
    if compte is None:
        return Essai(rang, None, None)
    return Essai(rang, compte.id, compte.mot_de_passe_hash)


async def _echec(resources: Resources, email: str, rang: int) -> ConnexionRefusee:
    if rang < verrou.ECHECS_MAX - 1:
        return ConnexionRefusee(401, REFUS, "identifiants_refuses")
    if rang < verrou.ECHECS_MAX:
        return ConnexionRefusee(401, DERNIER, "identifiants_refuses")
    await resources.base.transaction(lambda tx: tx.publish(AdresseBloquee(email=email)))
    return ConnexionRefusee(401, BLOQUE, "compte_bloque")


async def _ouvrir(
    http: Request, resources: Resources, essai: Essai, nouveau: str, *, souvenir: bool
) -> Response:
    def ouvrir(tx: Transaction) -> Admis | ConnexionRefusee:
        """Raises ConnexionRefusee when the password was changed since it was looked at."""
        compte = tx.session.scalars(
            select(Compte).where(Compte.id == essai.compte_id).with_for_update()
        ).one_or_none()
        if compte is None or compte.mot_de_passe_hash != essai.hache:
            raise ConnexionRefusee(401, REFUS, "identifiants_refuses")
        compte.mot_de_passe_hash = nouveau
        verrou.oublier(tx, compte.email)
        venue = Venue(Moyen.mot_de_passe, souvenir)
        return admettre(tx, http, resources, compte, venue)

    return accueillir(await resources.base.transaction(ouvrir), resources)
