"""What a provider says of itself (OpenID Connect Discovery), and its keys, kept for an hour."""

import json
import time
from typing import Any, NamedTuple

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from adapters.oidc import appels
from adapters.oidc.appels import exiger_une_adresse
from adapters.oidc.erreurs import FournisseurMuet

CHEMIN = "/.well-known/openid-configuration"
CONSERVATION = 3600.0  # seconds
REPRISE = 60.0  # seconds between two times that keys are asked for again before their hour


class Annonce(NamedTuple):
    autorisation: str
    jetons: str
    personne: str
    cles: str
    sortie: str | None


class Annonces:
    """One provider’s. Raises FournisseurMuet."""

    def __init__(self, emetteur: str) -> None:
        self._emetteur = emetteur
        self._annonce: tuple[float, Annonce] | None = None
        self._cles: tuple[float, KeySet] | None = None
        self._redemandees = float("-inf")

    async def lire(self) -> Annonce:
        if self._annonce is None or time.monotonic() > self._annonce[0] + CONSERVATION:
            self._annonce = time.monotonic(), await self._demander()
        return self._annonce[1]

    async def _demander(self) -> Annonce:
        dit = await objet(f"{self._emetteur.rstrip('/')}{CHEMIN}")
        if dit.get("issuer") != self._emetteur:
            raise FournisseurMuet("Il s’annonce sous un autre nom.")
        sortie = dit.get("end_session_endpoint")
        return Annonce(
            exiger_une_adresse(dit.get("authorization_endpoint")),
            exiger_une_adresse(dit.get("token_endpoint")),
            exiger_une_adresse(dit.get("userinfo_endpoint")),
            exiger_une_adresse(dit.get("jwks_uri")),
            None if sortie is None else exiger_une_adresse(sortie),
        )

    async def cles(self, *, a_nouveau: bool = False) -> KeySet:
        """`a_nouveau`: a text is not signed by those that we know; they may have changed. Anybody can
        send such texts: they are not asked for again at each."""
        maintenant = time.monotonic()
        if a_nouveau and maintenant > self._redemandees + REPRISE:
            self._redemandees, self._cles = maintenant, None
        if self._cles is None or maintenant > self._cles[0] + CONSERVATION:
            self._cles = maintenant, await self._demander_les_cles()
        return self._cles[1]

    async def _demander_les_cles(self) -> KeySet:
        lu = await objet((await self.lire()).cles)
        try:
            return KeySet.import_key_set(_des_cles(lu))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise FournisseurMuet("Ses clés ne sont pas lisibles.") from error


def _des_cles(lu: dict[str, Any]) -> Any:
    """Public ones, for signatures: a shared secret would be anybody’s."""
    cles = lu.get("keys")
    if not isinstance(cles, list):
        raise FournisseurMuet("Ses clés ne sont pas lisibles.")
    bonnes = [
        cle
        for cle in cles
        if isinstance(cle, dict) and cle.get("kty") in ("RSA", "EC") and cle.get("use") != "enc"
    ]
    return {"keys": bonnes}


async def objet(url: str) -> dict[str, Any]:
    recu = await appels.obtenir(url)
    return lire_objet(recu)


def lire_objet(recu: appels.Recu) -> dict[str, Any]:
    """Raises FournisseurMuet."""
    try:
        lu = json.loads(recu.corps)
    except (ValueError, RecursionError) as error:
        raise FournisseurMuet(f"Ce n’est pas du JSON (statut {recu.statut}).") from error
    if recu.statut != 200 or not isinstance(lu, dict):
        raise FournisseurMuet(f"Réponse inattendue (statut {recu.statut}).")
    return lu
