"""Passwords: what is kept of them, and what makes a good one (rules 11.1).

Digests are argon2id's. Those of older accounts, `$scrypt$ln=15,r=8,p=1$salt$digest`, still open, and are
made again the next time that their owner signs in.
"""

import hashlib
import hmac
from base64 import b64decode
from collections.abc import Iterable

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn

from domain.comptes.mots_courants import MOTS_COURANTS
from domain.errors import DomainError

# 19 MiB and about 50 ms: dear for who guesses, and still cheap when many sign in at once.
ARGON2 = PasswordHash([Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)])
SCRYPT = "$scrypt$"

LONGUEUR_MIN, LONGUEUR_MAX = 12, 128
FORCE = 4  # zxcvbn's best
LUS = 72  # characters that zxcvbn looks at: its time grows with their square

# The digest of nothing anybody knows, so that an absent account takes the time of a present one.
FACTICE = (
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
    "$rsD54bw+t863u/dM+h6NL0D2JJsrzA32MoUNn1qMrA4"
)


class MotDePasseTropCourt(DomainError):
    code = "mot_de_passe_trop_court"

    def __init__(self) -> None:
        super().__init__(f"Le mot de passe compte au moins {LONGUEUR_MIN} caractères")


class MotDePasseTropLong(DomainError):
    code = "mot_de_passe_trop_long"

    def __init__(self) -> None:
        super().__init__(f"Le mot de passe compte au plus {LONGUEUR_MAX} caractères")


class MotDePasseTropFaible(DomainError):
    code = "mot_de_passe_trop_faible"

    def __init__(self) -> None:
        super().__init__(
            "Ce mot de passe est trop facile à deviner : choisissez par exemple plusieurs mots "
            "sans rapport entre eux"
        )


def hacher(mot_de_passe: str) -> str:
    return ARGON2.hash(mot_de_passe)


def verifier(mot_de_passe: str, hache: str | None) -> bool:
    """Whether it is the password; never is it that of an account without one, in the same time."""
    if hache is not None and hache.startswith(SCRYPT):
        return _verifier_scrypt(mot_de_passe, hache)
    try:
        return ARGON2.verify(mot_de_passe, hache or FACTICE) and hache is not None
    except UnknownHashError:
        return False


def a_renouveler(hache: str) -> bool:
    """Whether it was made by an older manner, or at another cost, than ours today."""
    return hache.startswith(SCRYPT) or ARGON2.current_hasher.check_needs_rehash(hache)


def exiger_un_bon(mot_de_passe: str, *, personne: Iterable[str] = ()) -> None:
    """`personne` is what is known of its owner, which others know too. Slow: some tens of milliseconds.

    Raises MotDePasseTropCourt, MotDePasseTropLong, MotDePasseTropFaible.
    """
    if len(mot_de_passe) < LONGUEUR_MIN:
        raise MotDePasseTropCourt
    if len(mot_de_passe) > LONGUEUR_MAX:
        raise MotDePasseTropLong
    connus = [*MOTS_COURANTS, *(mot for texte in personne for mot in _mots(texte))]
    if zxcvbn(mot_de_passe[:LUS], user_inputs=connus)["score"] < FORCE:
        raise MotDePasseTropFaible


def _mots(texte: str) -> list[str]:
    """An address, and the words that it is made of."""
    nom, _, domaine = texte.partition("@")
    return [texte, nom, *nom.replace("-", ".").split("."), *domaine.split(".")]


def _verifier_scrypt(mot_de_passe: str, hache: str) -> bool:
    _, _, cout, sel, attendue = hache.split("$")
    ln, r, p = (int(parametre.split("=")[1]) for parametre in cout.split(","))
    empreinte = hashlib.scrypt(
        mot_de_passe.encode(),
        salt=b64decode(sel),
        n=1 << ln,
        r=r,
        p=p,
        maxmem=256 * r << ln,  # OpenSSL wants 128·r·n bytes and some; twice that is ample
        dklen=32,
    )
    return hmac.compare_digest(empreinte, b64decode(attendue))
