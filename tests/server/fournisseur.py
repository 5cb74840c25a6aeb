"""A small provider of identities, real in all that Guichet sees of it: HTTP, keys, codes, signed texts. A test
makes it lie by `mensonges`."""

import base64
import hashlib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, SECRET = "guichet-essai", "un-secret-client"
Mensonge = Callable[[dict[str, Any]], dict[str, Any]]


def cle_rsa(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


def cle_ec(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})


@dataclass
class Fournisseur:
    """`personne` is who is in front of it; `methodes` how it recognised him."""

    url: str = ""
    cle: Any = None
    annoncees: list[Any] = field(default_factory=list)
    personne: dict[str, Any] = field(default_factory=dict)
    methodes: tuple[str, ...] = ("pwd",)
    mensonges: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    demandes: list[dict[str, str]] = field(default_factory=list)

    def remettre(self, *cles: Any) -> None:
        """It signs with the first, and announces all."""
        self.cle, self.annoncees, self.methodes = cles[0], list(cles), ("pwd",)
        for tenu in (self.personne, self.mensonges, self.codes):
            tenu.clear()
        self.demandes.clear()

    # --- what it answers -------------------------------------------------------------------------

    def annonce(self, http: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/autoriser",
                "token_endpoint": f"{self.url}/jetons",
                "userinfo_endpoint": f"{self.url}/personne",
                "jwks_uri": f"{self.url}/cles",
                "end_session_endpoint": f"{self.url}/sortir",
                **self.mensonges.get("annonce", {}),
            }
        )

    def cles(self, http: Request) -> Response:
        return JSONResponse(KeySet(self.annoncees).as_dict(private=False))

    def autoriser(self, http: Request) -> Response:
        dit = dict(http.query_params)
        self.demandes.append(dit)
        code = f"code-{len(self.demandes)}"
        self.codes[code] = dit
        rendus = {"code": code, "state": dit["state"], "iss": self.url}
        rendus.update(self.mensonges.get("retour", {}))
        return RedirectResponse(f"{dit['redirect_uri']}?{urlencode(rendus)}", 303)

    async def jetons(self, http: Request) -> Response:
        async with http.form() as formulaire:
            lu = {nom: str(valeur) for nom, valeur in formulaire.items()}
        demande = self.codes.pop(lu.get("code", ""), None)
        if demande is None or not self._est_bonne(demande, lu):
            return JSONResponse({"error": "invalid_grant"}, 400)
        acces = f"acces-{lu['code']}"
        return JSONResponse(
            {
                "access_token": acces,
                "token_type": "Bearer",
                "id_token": self.preuve(demande, acces),
                **self.mensonges.get("jetons", {}),
            }
        )

    def _est_bonne(self, demande: dict[str, str], lu: dict[str, str]) -> bool:
        empreinte = hashlib.sha256(lu.get("code_verifier", "").encode()).digest()
        return (
            demande["code_challenge_method"] == "S256"
            and demande["code_challenge"] == _base64(empreinte)
            and demande["redirect_uri"] == lu.get("redirect_uri")
            and (lu.get("client_id"), lu.get("client_secret")) == (CLIENT_ID, SECRET)
        )

    def preuve(self, demande: dict[str, str], acces: str) -> str:
        maintenant = int(time.time())
        dit = {
            "iss": self.url,
            "sub": self.personne["sub"],
            "aud": CLIENT_ID,
            "iat": maintenant,
            "exp": maintenant + 60,
            "nonce": demande["nonce"],
            "amr": list(self.methodes),
            "at_hash": _base64(hashlib.sha256(acces.encode()).digest()[:16]),
        }
        return self._signer(dit, "preuve")

    def qui(self, http: Request) -> Response:
        assert http.headers["authorization"].startswith("Bearer acces-")
        dit = {"iss": self.url, "aud": CLIENT_ID, **self.personne}
        if "en_clair" in self.mensonges:
            return JSONResponse(dit)
        return Response(self._signer(dit, "personne"), media_type="application/jwt")

    def _signer(self, dit: dict[str, Any], quoi: str) -> str:
        mensonge: Mensonge = self.mensonges.get(quoi, dict)
        cle = self.mensonges.get(f"cle_{quoi}", self.cle)
        dit = {nom: valeur for nom, valeur in mensonge(dit).items() if valeur is not None}
        if cle == "none":
            tete, corps = ({"alg": "none"}, dit)
            return f"{_json64(tete)}.{_json64(corps)}."
        algorithme = "HS256" if isinstance(cle, OctKey) else cle.as_dict()["alg"]
        return jwt.encode(
            {"alg": algorithme, "kid": cle.as_dict().get("kid", "")}, dit, cle,
            algorithms=["HS256", "RS256", "ES256"],
        )  # fmt: skip


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _json64(valeur: dict[str, Any]) -> str:
    return _base64(bytes(JSONResponse(valeur).body))


@contextmanager
def fournisseur() -> Iterator[Fournisseur]:
    tenu = Fournisseur()
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", tenu.annonce),
            Route("/cles", tenu.cles),
            Route("/autoriser", tenu.autoriser),
            Route("/jetons", tenu.jetons, methods=["POST"]),
            Route("/personne", tenu.qui),
        ]
    )
    with socket.create_server(("127.0.0.1", 0)) as prise:
        tenu.url = f"http://127.0.0.1:{prise.getsockname()[1]}"
        serveur = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        fil = Thread(target=serveur.run, kwargs={"sockets": [prise]})
        fil.start()
        try:
            yield tenu
        finally:
            serveur.should_exit = True
            fil.join()


def aller(client: httpx.Client, chemin: str) -> str:
    """To the provider and back: the address at which it sends the browser back to Guichet."""
    depart = client.get(chemin)
    assert depart.status_code == 303, depart.text
    rendu = httpx.get(depart.headers["location"], timeout=30)
    assert rendu.status_code == 303, rendu.text
    return str(rendu.headers["location"])
