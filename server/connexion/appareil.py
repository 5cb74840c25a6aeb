"""Devices that an instructeur has confirmed by mail: on another, the password is not enough (rules 11.2)."""

from datetime import datetime

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from adapters.signatures import SignatureRefusee
from domain.comptes.models import Compte, Instructeur
from domain.sessions import liens
from domain.sessions.envois import envoyer_un_lien
from domain.sessions.liens import CONFIANCE
from domain.sessions.models import Usage
from domain.transactions import Transaction
from server.connexion.porte import Lu, Porte, adresse, dire, essayer, maintenant
from server.connexion.refus import ConnexionRefusee
from server.resources import Resources

NOM = "guichet-appareil"
OBJET = "appareil"
USAGES = frozenset({Usage.appareil})

INCONNU = (
    "Cet appareil n’est pas connu. Confirmez-le par le lien qui vient d’être envoyé à votre adresse, puis "
    "connectez-vous à nouveau"
)


def inconnu() -> ConnexionRefusee:
    return ConnexionRefusee(401, INCONNU, "appareil_a_confirmer")


def _est_connu(http: Request, resources: Resources, compte_id: int, *, at: datetime) -> bool:
    """Whether the browser holds what was given to it for this account."""
    tenu = http.cookies.get(_nom(resources, compte_id))
    if tenu is None:
        return False
    try:
        contenu = resources.signataire.lire(tenu, objet=OBJET, at=at)
    except SignatureRefusee:
        return False
    return bool(contenu == compte_id)


def est_a_confirmer(
    tx: Transaction, http: Request, resources: Resources, compte: Compte, *, at: datetime
) -> bool:
    """Instructeurs' only, so administrateurs' too (rules 0.1.2)."""
    if not resources.settings.trusted_devices or _est_connu(http, resources, compte.id, at=at):
        return False
    profil = select(Instructeur.id).where(Instructeur.compte_id == compte.id)
    return tx.session.scalar(profil) is not None


def demander(tx: Transaction, compte: Compte, *, at: datetime) -> None:
    """At most one mail in 15 minutes."""
    envoyer_un_lien(tx, compte, usage=Usage.appareil, at=at)


async def confirmer(porte: Porte, http: Request, resources: Resources, lu: Lu) -> Response:
    """Opens no session: whoever has the mail and not the password gets nothing."""
    await porte.freins(resources).passer(adresse=adresse(http))
    secret = http.path_params["secret"]
    reponse = dire({})

    def confier_a(tx: Transaction) -> None:
        at = maintenant(tx)
        lien = liens.utiliser(tx, secret, USAGES, at=at)
        confier(reponse, resources, lien.compte_id, at=at)

    await essayer(resources, confier_a)
    return reponse


def confier(reponse: Response, resources: Resources, compte_id: int, *, at: datetime) -> None:
    """By itself it opens nothing: the password is asked all the same."""
    signe = resources.signataire.signer(compte_id, objet=OBJET, jusqu_a=at + CONFIANCE)
    reponse.set_cookie(
        _nom(resources, compte_id), signe, max_age=int(CONFIANCE.total_seconds()), path="/",
        secure=_chiffree(resources), httponly=True, samesite="lax",
    )  # fmt: skip


def _nom(resources: Resources, compte_id: int) -> str:
    """People share browsers: one cookie for each."""
    return f"{'__Host-' if _chiffree(resources) else ''}{NOM}-{compte_id}"


def _chiffree(resources: Resources) -> bool:
    return resources.settings.url.startswith("https://")
