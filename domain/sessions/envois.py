"""The mails of accounts: each with a link that its receiver alone has (rules 11.1, B.2)."""

from datetime import date, datetime, timedelta

from sqlalchemy import exists, select

from domain.comptes.models import Compte, Instructeur
from domain.comptes.roles import normaliser
from domain.courriels.catalogue import Nom
from domain.courriels.models import Courriel
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.sessions import liens
from domain.sessions.models import Usage
from domain.transactions import Transaction

NOMS = {
    Usage.activation: Nom.activation_du_compte,
    Usage.mot_de_passe: Nom.mot_de_passe_oublie,
    Usage.deblocage: Nom.deblocage_du_compte,
    Usage.appareil: Nom.appareil_a_confirmer,
}
CHEMINS = {
    Usage.activation: "mot-de-passe",
    Usage.mot_de_passe: "mot-de-passe",
    Usage.deblocage: "deblocage",
    Usage.appareil: "appareil",
}


def envoyer_un_lien(
    tx: Transaction, compte: Compte, *, usage: Usage, pause: timedelta | None = None, at: datetime
) -> None:
    """Nothing when one has just been sent."""
    if liens.deja_envoye(tx.session, compte_id=compte.id, usage=usage, pause=pause, at=at):
        return
    numero, secret = liens.creer(tx, compte_id=compte.id, usage=usage, at=at)
    plateforme = plateforme_de(tx)
    poster(
        tx, NOMS[usage], a=[compte.email], evenement=f"lien-{numero}", mots={},
        lien=f"{plateforme.url}/{CHEMINS[usage]}/{secret}", plateforme=plateforme, at=at,
    )  # fmt: skip


def renouveler_un_appareil(
    tx: Transaction, compte: Compte, *, evenement: str, fin: date, at: datetime
) -> bool:
    """A link of a week, once for this `evenement`; `fin` is when the device is trusted no more. Whether it
    was still to be sent."""
    nom = Nom.appareil_a_renouveler
    cle = f"{evenement}/{nom}/{compte.email}"
    if tx.session.scalar(select(exists().where(Courriel.cle == cle))):
        return False
    _, secret = liens.creer(tx, compte_id=compte.id, usage=Usage.appareil, at=at)
    plateforme = plateforme_de(tx)
    poster(
        tx, nom, a=[compte.email], evenement=evenement, mots={"echeance": f"{fin:%d/%m/%Y}"},
        lien=f"{plateforme.url}/{CHEMINS[Usage.appareil]}/{secret}", plateforme=plateforme, at=at,
    )  # fmt: skip
    return True


def inviter(tx: Transaction, compte: Compte, *, at: datetime) -> None:
    """To an account that has no password yet: seven days to choose one (rules 4.1.1), and no second mail
    before they are over (rules 4.1.2)."""
    if compte.mot_de_passe_hash is None:
        pause = liens.PAUSE_DES_INVITATIONS
        envoyer_un_lien(tx, compte, usage=Usage.activation, pause=pause, at=at)


def inviter_l_instructeur(tx: Transaction, *, instructeur_id: int, at: datetime) -> None:
    """Nothing for whoever is no instructeur any more."""
    compte = tx.session.scalars(
        select(Compte).join(Instructeur).where(Instructeur.id == instructeur_id)
    ).one_or_none()
    if compte is not None:
        inviter(tx, compte, at=at)


def envoyer_l_oubli(tx: Transaction, email: str, *, at: datetime) -> None:
    """To whoever says that he forgot; nothing to an address without an account."""
    compte = compte_de(tx, email)
    if compte is not None:
        oubli = compte.mot_de_passe_hash is not None
        usage = Usage.mot_de_passe if oubli else Usage.activation
        envoyer_un_lien(tx, compte, usage=usage, at=at)


def envoyer_le_deblocage(tx: Transaction, email: str, *, at: datetime) -> None:
    compte = compte_de(tx, email)
    if compte is not None:
        envoyer_un_lien(tx, compte, usage=Usage.deblocage, at=at)


def annoncer_le_changement(tx: Transaction, compte: Compte, *, at: datetime) -> None:
    """To the owner, who may not be who changed it."""
    poster(
        tx, Nom.mot_de_passe_change, a=[compte.email],
        evenement=f"compte-{compte.id}-{at:%Y%m%dT%H%M%S.%f}", mots={},
        plateforme=plateforme_de(tx), at=at,
    )  # fmt: skip


def compte_de(tx: Transaction, email: str) -> Compte | None:
    return tx.session.scalars(select(Compte).where(Compte.email == normaliser(email))).one_or_none()
