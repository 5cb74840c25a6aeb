"""Who has shown who he is comes in, or is told what is missing: a code, a device to confirm (rules 11.2)."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from domain.comptes.models import Compte
from domain.comptes.projections import roles_du_compte
from domain.comptes.roles import Role
from domain.identites import federation
from domain.seconds_facteurs.regles import Exigence, etat_de
from domain.sessions import connexions, ouverture
from domain.sessions.models import Moyen
from domain.transactions import Transaction
from server.connexion import appareil, cookie, defi
from server.connexion.defi import Defi
from server.connexion.porte import adresse, dire, maintenant, navigateur
from server.connexion.refus import ConnexionRefusee
from server.resources import Resources


class Venue(NamedTuple):
    """How somebody comes. `preuve` is what another told of it, to be told again when it ends."""

    moyen: Moyen
    souvenir: bool = False
    second_facteur: bool = False
    preuve: str | None = None


class Admis(NamedTuple):
    secret: str
    email: str
    roles: list[Role]
    souvenir: bool


def admettre(
    tx: Transaction, http: Request, resources: Resources, compte: Compte, venue: Venue
) -> Admis | ConnexionRefusee:
    """A refusal is returned, to be raised once what it wrote is kept: a mail that was asked for."""
    manque = None if venue.second_facteur else _manque(tx, http, resources, compte, venue)
    return manque or _ouvrir(tx, http, resources, compte, venue)


def _manque(
    tx: Transaction, http: Request, resources: Resources, compte: Compte, venue: Venue
) -> ConnexionRefusee | None:
    """Whoever has a second factor confirms no device: his code tells more than a mail does."""
    exigence = Exigence(resources.settings.second_factor)
    actif, obligatoire = etat_de(tx.session, compte.id, exigence)
    tenu = Defi(compte.id, defi.marque(compte), venue.moyen, venue.souvenir, venue.preuve)
    if actif:
        return defi.attendu(resources, tenu)
    at = maintenant(tx)
    if appareil.est_a_confirmer(tx, http, resources, compte, at=at):
        appareil.demander(tx, compte, at=at)
        return appareil.inconnu()
    return defi.a_choisir(resources, tenu) if obligatoire else None


def _ouvrir(
    tx: Transaction, http: Request, resources: Resources, compte: Compte, venue: Venue
) -> Admis:
    """The session that the browser had ends: whoever put it there gains nothing."""
    at = maintenant(tx)
    ancien = cookie.lire(http, resources.settings.url)
    if ancien is not None:
        ouverture.fermer(tx, ancien)
    d_ou = {"navigateur": navigateur(http), "adresse": adresse(http)}
    secret = ouverture.ouvrir(
        tx, compte_id=compte.id, souvenir=venue.souvenir, at=at, **d_ou
    )  # fmt: skip
    connexions.noter(
        tx, compte_id=compte.id, moyen=venue.moyen, second_facteur=venue.second_facteur, at=at,
        **d_ou,
    )  # fmt: skip
    if venue.preuve is not None:
        federation.retenir(tx, secret, fournisseur=venue.moyen, preuve=venue.preuve)
    return Admis(secret, compte.email, roles_du_compte(tx.session, compte.id), venue.souvenir)


def accueillir(issue: Admis | ConnexionRefusee, resources: Resources, **plus: object) -> Response:
    """Raises ConnexionRefusee."""
    if isinstance(issue, ConnexionRefusee):
        raise issue
    reponse = dire({"compte": {"email": issue.email}, "roles": issue.roles, **plus})
    cookie.poser(reponse, issue.secret, url=resources.settings.url, souvenir=issue.souvenir)
    return reponse
