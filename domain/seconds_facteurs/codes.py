"""Codes of six digits, one each half minute (RFC 6238), and those on paper for the day the phone is lost."""

import secrets
from base64 import b32encode
from datetime import datetime

import pyotp

PAS = 30  # seconds
TOLERANCE = 1  # half minutes, before and after: clocks differ, and people type slowly
CODES_DE_SECOURS = 10
OCTETS_DE_SECOURS = 10  # 80 bits: too many to be guessed, so a plain digest of them is enough
PAR_GROUPE = 4


def engendrer_un_secret() -> str:
    """160 bits, as their program reads them."""
    return pyotp.random_base32()


def adresse_du_secret(secret: str, *, email: str, emetteur: str) -> str:
    """`otpauth://…`, which a program reads in a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=emetteur)


def pas_du_code(secret: str, code: str, *, at: datetime) -> int | None:
    """The half minute that it is the code of; None when it is not one of now. Time tells nothing: every
    half minute is compared."""
    maintenant = int(at.timestamp()) // PAS
    otp = pyotp.TOTP(secret)
    trouve = None
    for pas in range(maintenant - TOLERANCE, maintenant + TOLERANCE + 1):
        if pyotp.utils.strings_equal(otp.generate_otp(pas), code):
            trouve = pas
    return trouve


def normaliser(tape: str) -> str:
    """As people type them: with spaces and dashes, in any case."""
    return "".join(c for c in tape if c.isalnum()).upper()


def engendrer_des_codes_de_secours() -> list[str]:
    return [_lisible(secrets.token_bytes(OCTETS_DE_SECOURS)) for _ in range(CODES_DE_SECOURS)]


def _lisible(octets: bytes) -> str:
    lettres = b32encode(octets).decode()
    groupes = (lettres[n : n + PAR_GROUPE] for n in range(0, len(lettres), PAR_GROUPE))
    return "-".join(groupes)
