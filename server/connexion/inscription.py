"""An account, or another address for one: asked for, then confirmed by a link that comes by mail."""

from starlette.requests import Request
from starlette.responses import Response

from domain.comptes import adresses
from domain.comptes.models import Compte
from domain.sessions import changement_d_adresse, confirmations, inscription
from domain.sessions.changement_d_adresse import AdresseInchangee
from domain.sessions.events import AdresseAChanger, InscriptionDemandee
from domain.sessions.models import AConfirmer, Moyen
from domain.transactions import Transaction
from server.connexion import cookie, corps
from server.connexion.admission import Admis, Venue, accueillir, admettre
from server.connexion.porte import Lu, Porte, Repondre, adresse, dire, essayer, maintenant
from server.connexion.preuve import exiger_le_mot_de_passe
from server.connexion.refus import ConnexionRefusee
from server.connexion.sortie import connectee
from server.resources import Resources

ENVOYE = "Un courriel vient d’être envoyé à cette adresse : il dit comment continuer"


async def demander(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """POST /inscription. Whether there is such an account is looked at afterwards, elsewhere: the mail
    says it, to who reads this address."""
    email = adresses.adresse(corps.texte(lu, "email"))
    await porte.freins(resources).passer(adresse=adresse(http), email=email)
    await resources.base.transaction(lambda tx: tx.publish(InscriptionDemandee(email=email)))
    return dire({"message": ENVOYE}, 202)


async def creer(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """POST /inscription/{secret}: the password is chosen by who reads the mail, never by who asked."""
    await porte.freins(resources).passer(adresse=adresse(http))
    voulu = corps.texte(lu, "motDePasse")
    secret = http.path_params["secret"]
    promise = await essayer(
        resources, lambda tx: confirmations.regarder(tx.session, secret, AConfirmer.inscription)
    )
    hache = await porte.hachage.choisir(voulu, email=promise.email)

    def ecrire(tx: Transaction) -> Admis | ConnexionRefusee | None:
        at = maintenant(tx)
        compte_id, confirmee = inscription.creer(tx, secret, hache=hache, at=at)
        if at - confirmee.cree_le >= inscription.OUVRE_PENDANT:
            return None
        compte = tx.session.get_one(Compte, compte_id)
        return admettre(tx, http, resources, compte, Venue(Moyen.lien))

    issue = await essayer(resources, ecrire)
    if issue is None:
        return dire({"compte": {"email": promise.email}})
    return accueillir(issue, resources)


async def changer(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """POST /adresse: with the password. Nothing changes before the link is followed."""
    nouvelle = adresses.adresse(corps.texte(lu, "nouvelle"))
    secret = cookie.lire(http, resources.settings.url)
    ouverte = await resources.base.transaction(lambda tx: connectee(tx, secret))
    await porte.freins(resources).passer(adresse=adresse(http), email=ouverte.email)
    if nouvelle == ouverte.email:
        raise AdresseInchangee
    await exiger_le_mot_de_passe(porte, resources, ouverte, corps.texte(lu, "motDePasse"))

    def publier(tx: Transaction) -> None:
        connectee(tx, secret)  # it may have been ended meanwhile
        tx.publish(AdresseAChanger(compte_id=ouverte.compte_id, nouvelle=nouvelle))

    await resources.base.transaction(publier)
    return dire({"message": ENVOYE}, 202)


async def confirmer_l_adresse(
    porte: Porte, http: Request, resources: Resources, lu: Lu
) -> Response:
    """POST /adresse/{secret}."""
    await porte.freins(resources).passer(adresse=adresse(http))
    secret = http.path_params["secret"]
    email = await essayer(
        resources, lambda tx: changement_d_adresse.confirmer(tx, secret, at=maintenant(tx))
    )
    return dire({"compte": {"email": email}})


def regarder(usage: AConfirmer) -> Repondre:
    async def repondre(porte: Porte, http: Request, resources: Resources) -> Response:
        await porte.freins(resources).passer(adresse=adresse(http))
        secret = http.path_params["secret"]
        promise = await essayer(
            resources, lambda tx: confirmations.regarder(tx.session, secret, usage)
        )
        return dire({"usage": promise.usage, "expireLe": promise.expire_le.isoformat()})

    return repondre
