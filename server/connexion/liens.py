"""Links sent by mail: a GET tells what they are for, and uses nothing; a POST does it, once."""

from starlette.requests import Request
from starlette.responses import Response

from domain.comptes.roles import normaliser
from domain.sessions import liens, mot_de_passe, verrou
from domain.sessions.events import MotDePasseOublie
from domain.sessions.models import Usage
from domain.transactions import Transaction
from server.connexion import appareil, corps
from server.connexion.porte import Lu, Porte, Repondre, adresse, dire, essayer, maintenant
from server.resources import Resources

MOT_DE_PASSE = frozenset({Usage.activation, Usage.mot_de_passe})
DEBLOCAGE = frozenset({Usage.deblocage})

OUBLI = "Si un compte a cette adresse, un courriel vient de lui être envoyé"


async def oublier(porte: Porte, http: Request, resources: Resources) -> Response:
    """Whether there is such an account is looked at afterwards, elsewhere."""
    email = normaliser(corps.texte(await corps.lire(http), "email"))
    await porte.freins(resources).passer(adresse=adresse(http), email=email)
    await resources.base.transaction(lambda tx: tx.publish(MotDePasseOublie(email=email)))
    return dire({"message": OUBLI}, 202)


def regarder(usages: frozenset[Usage]) -> Repondre:
    async def repondre(porte: Porte, http: Request, resources: Resources) -> Response:
        await porte.freins(resources).passer(adresse=adresse(http))
        secret = http.path_params["secret"]
        lien = await essayer(resources, lambda tx: liens.regarder(tx.session, secret, usages))
        return dire({"usage": lien.usage, "expireLe": lien.expire_le.isoformat()})

    return repondre


async def choisir(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """A password by a link. One that is not good enough uses nothing up."""
    await porte.freins(resources).passer(adresse=adresse(http))
    voulu = corps.texte(lu, "motDePasse")
    secret = http.path_params["secret"]
    lien = await essayer(resources, lambda tx: liens.regarder(tx.session, secret, MOT_DE_PASSE))
    hache = await porte.hachage.choisir(voulu, email=lien.email)

    reponse = dire({"compte": {"email": lien.email}})

    def ecrire(tx: Transaction) -> None:
        at = maintenant(tx)
        liens.utiliser(tx, secret, MOT_DE_PASSE, at=at)
        tx.flush()
        mot_de_passe.choisir(tx, compte_id=lien.compte_id, hache=hache, at=at)
        if resources.settings.trusted_devices:  # the mail was read here (rules 4.1.1)
            appareil.confier(reponse, resources, lien.compte_id, at=at)

    await essayer(resources, ecrire)
    return reponse


async def debloquer(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    await porte.freins(resources).passer(adresse=adresse(http))
    secret = http.path_params["secret"]

    def ouvrir(tx: Transaction) -> None:
        lien = liens.utiliser(tx, secret, DEBLOCAGE, at=maintenant(tx))
        verrou.oublier(tx, lien.email)

    await essayer(resources, ouvrir)
    return dire({})
