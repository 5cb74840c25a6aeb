"""We, as a provider knows us: where people are sent, and what their code is worth."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from adapters.oidc import appels, preuves
from adapters.oidc.annonce import Annonces, lire_objet
from adapters.oidc.erreurs import FournisseurMuet, PreuveRefusee

JWT = "application/jwt"


class Tentative(NamedTuple):
    """What one browser holds while its person is at the provider’s."""

    etat: str
    nonce: str
    verificateur: str


class Reconnu(NamedTuple):
    """`preuve` is to be given back when the session ends; `methodes` is how the person was recognised."""

    sujet: str
    personne: dict[str, Any]
    methodes: tuple[str, ...]
    preuve: str


class Client:
    """Raises FournisseurMuet, PreuveRefusee."""

    def __init__(self, *, emetteur: str, client_id: str, secret: str, portee: str) -> None:
        self.emetteur = emetteur
        self._client_id, self._secret, self._portee = client_id, secret, portee
        self._annonces = Annonces(emetteur)

    async def adresse_de_connexion(
        self, tentative: Tentative, *, retour: str, plus: Mapping[str, str]
    ) -> str:
        annonce = await self._annonces.lire()
        return str(
            prepare_grant_uri(
                annonce.autorisation, self._client_id, "code", redirect_uri=retour,
                scope=self._portee, state=tentative.etat, nonce=tentative.nonce,
                code_challenge=create_s256_code_challenge(tentative.verificateur),
                code_challenge_method="S256", **plus,
            )
        )  # fmt: skip

    async def echanger(self, code: str, tentative: Tentative, *, retour: str) -> Reconnu:
        annonce = await self._annonces.lire()
        recu = await appels.poster(
            annonce.jetons,
            prepare_token_request(
                "authorization_code", redirect_uri=retour, code=code, client_id=self._client_id,
                client_secret=self._secret, code_verifier=tentative.verificateur,
            ),
        )  # fmt: skip
        if recu.statut in (400, 401):
            raise PreuveRefusee("Le fournisseur refuse ce code.")
        jetons = lire_objet(recu)
        acces, preuve = jetons.get("access_token"), jetons.get("id_token")
        if not isinstance(acces, str) or not isinstance(preuve, str):
            raise FournisseurMuet("Il manque un jeton à sa réponse.")
        dit = await preuves.verifier_la_preuve(
            self._annonces, preuve, emetteur=self.emetteur, client_id=self._client_id,
            nonce=tentative.nonce, acces=acces,
        )  # fmt: skip
        personne = await self._personne(annonce.personne, acces, str(dit["sub"]))
        methodes = tuple(m for m in dit.get("amr") or () if isinstance(m, str))
        return Reconnu(str(dit["sub"]), personne, methodes, preuve)

    async def _personne(self, url: str, acces: str, sujet: str) -> dict[str, Any]:
        """Signed, or it is not read."""
        recu = await appels.obtenir(url, jeton=acces)
        if recu.statut != 200 or recu.type_mime != JWT:
            raise FournisseurMuet(f"L’identité n’est pas signée (statut {recu.statut}).")
        return await preuves.verifier_la_personne(
            self._annonces, recu.corps.decode("latin-1").strip(), emetteur=self.emetteur,
            client_id=self._client_id, sujet=sujet,
        )  # fmt: skip

    async def adresse_de_sortie(self, preuve: str, *, etat: str, retour: str) -> str | None:
        annonce = await self._annonces.lire()
        if annonce.sortie is None:
            return None
        dits = [
            ("id_token_hint", preuve),
            ("state", etat),
            ("post_logout_redirect_uri", retour),
        ]
        return str(add_params_to_uri(annonce.sortie, dits))
