"""Signed texts: read under the provider’s public keys, by the algorithms that we chose and no other."""

from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry, Token

from adapters.oidc.annonce import Annonces
from adapters.oidc.erreurs import PreuveRefusee

ALGORITHMES = ("RS256", "ES256")
TOLERANCE = 60  # seconds between two clocks


async def verifier_la_preuve(
    annonces: Annonces, texte: str, *, emetteur: str, client_id: str, nonce: str, acces: str
) -> dict[str, Any]:
    """The claims of an ID token (OpenID Connect Core 3.1.3.7). Raises PreuveRefusee, FournisseurMuet."""
    lu = await _lire(annonces, texte)
    preuve = CodeIDToken(
        lu.claims,
        lu.header,
        options={
            "iss": {"essential": True, "value": emetteur},
            "aud": {"essential": True, "value": client_id},
        },
        params={"nonce": nonce, "client_id": client_id, "access_token": acces},
    )
    try:
        preuve.validate(leeway=TOLERANCE)
    except (JoseError, TypeError, ValueError) as error:
        raise PreuveRefusee(f"Jeton d’identité : {type(error).__name__}.") from error
    return dict(preuve)


async def verifier_la_personne(
    annonces: Annonces, texte: str, *, emetteur: str, client_id: str, sujet: str
) -> dict[str, Any]:
    """What is said of the person: of the same one, to us. Raises PreuveRefusee, FournisseurMuet."""
    lu = await _lire(annonces, texte)
    registre = JWTClaimsRegistry(
        leeway=TOLERANCE,
        iss={"essential": True, "value": emetteur},
        aud={"essential": True, "value": client_id},
        sub={"essential": True, "value": sujet},
    )
    try:
        registre.validate(lu.claims)
    except (JoseError, TypeError, ValueError) as error:
        raise PreuveRefusee(f"Identité : {type(error).__name__}.") from error
    return dict(lu.claims)


async def _lire(annonces: Annonces, texte: str) -> Token:
    try:
        return _decoder(texte, await annonces.cles())
    except (JoseError, ValueError):
        pass  # its keys may have changed since
    try:
        return _decoder(texte, await annonces.cles(a_nouveau=True))
    except (JoseError, ValueError) as error:
        raise PreuveRefusee(f"Signature : {type(error).__name__}.") from error


def _decoder(texte: str, cles: KeySet) -> Token:
    return jwt.decode(texte, cles, algorithms=list(ALGORITHMES))
