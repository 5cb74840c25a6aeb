"""A code is shown: taken once, counted before it is looked at."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import func, select

from domain.comptes.models import Compte
from domain.seconds_facteurs import annonces, codes
from domain.seconds_facteurs.enrolement import Ouvrir, verrouiller
from domain.seconds_facteurs.models import CodeDeSecours, SecondFacteur
from domain.seconds_facteurs.regles import CodeRefuse, present
from domain.sessions import verrou
from domain.sessions.secret import empreinte
from domain.transactions import Transaction


def compter(tx: Transaction, compte_id: int) -> int:
    """The rank of this try, as `verrou.compter` counts passwords: apart from them, for only who has the
    password comes here, and a good password must not make codes free."""
    return verrou.compter_sous(tx, cle(compte_id))


def oublier(tx: Transaction, compte_id: int) -> None:
    verrou.oublier_sous(tx, cle(compte_id))


def cle(compte_id: int) -> bytes:
    """Not the digest of any text: strangers, whose tries are counted by what they type, reach it not."""
    return hmac.new(b"second-facteur", str(compte_id).encode(), hashlib.sha256).digest()


def presenter(tx: Transaction, *, compte: Compte, code: str, ouvrir: Ouvrir, at: datetime) -> None:
    """Raises SecondFacteurAbsent, CodeRefuse."""
    facteur = present(verrouiller(tx, compte.id))
    tape = codes.normaliser(code)
    if not _est_un_code(facteur, tape, ouvrir, at) and not _est_de_secours(tx, compte, tape, at):
        raise CodeRefuse
    oublier(tx, compte.id)


def _est_un_code(facteur: SecondFacteur, tape: str, ouvrir: Ouvrir, at: datetime) -> bool:
    """A code is good once, and with it all those before it."""
    secret = ouvrir(facteur.secret)
    if secret is None or not tape.isdecimal():
        return False
    pas = codes.pas_du_code(secret, tape, at=at)
    if pas is None or (facteur.dernier_pas is not None and pas <= facteur.dernier_pas):
        return False
    facteur.dernier_pas = pas
    return True


def _est_de_secours(tx: Transaction, compte: Compte, tape: str, at: datetime) -> bool:
    """The factor's row is locked: of two with the same code, one is first."""
    de_ce_compte = CodeDeSecours.compte_id == compte.id
    restants = de_ce_compte & CodeDeSecours.utilise_le.is_(None)
    trouve = tx.session.scalars(
        select(CodeDeSecours).where(restants, CodeDeSecours.empreinte == empreinte(tape))
    ).one_or_none()
    if trouve is None:
        return False
    trouve.utilise_le = at
    tx.flush()
    reste = tx.session.scalar(select(func.count()).where(restants)) or 0
    annonces.code_de_secours_utilise(tx, compte, reste=reste, at=at)
    return True
