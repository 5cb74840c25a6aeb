"""Passwords, kept as scrypt digests in the PHC form: `$scrypt$ln=15,r=8,p=1$salt$digest`."""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode

LN, R, P = 15, 8, 1  # 32 MiB and about a tenth of a second: dear for who guesses, not for who knows


def _empreinte(mot_de_passe: str, sel: bytes, *, ln: int, r: int, p: int) -> bytes:
    memoire = 256 * r << ln  # OpenSSL wants 128·r·n bytes and some; twice that is ample
    return hashlib.scrypt(
        mot_de_passe.encode(), salt=sel, n=1 << ln, r=r, p=p, maxmem=memoire, dklen=32
    )


def hacher(mot_de_passe: str) -> str:
    sel = os.urandom(16)
    empreinte = _empreinte(mot_de_passe, sel, ln=LN, r=R, p=P)
    return f"$scrypt$ln={LN},r={R},p={P}${b64encode(sel).decode()}${b64encode(empreinte).decode()}"


def verifier(mot_de_passe: str, hache: str) -> bool:
    """Whether it is the password. The digest says its own cost, so the cost may be raised later."""
    _, _, cout, sel, attendue = hache.split("$")
    ln, r, p = (int(parametre.split("=")[1]) for parametre in cout.split(","))
    empreinte = _empreinte(mot_de_passe, b64decode(sel), ln=ln, r=r, p=p)
    return hmac.compare_digest(empreinte, b64decode(attendue))
