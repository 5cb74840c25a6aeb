"""Calls to a provider: bounded in time and size, without redirections, encrypted unless it is this machine."""

import asyncio
from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple

import httpcore

from adapters.destinations import Destination, DestinationRefusee, lire
from adapters.oidc.erreurs import FournisseurMuet

DELAI = 10.0  # seconds for all of a call
OCTETS_MAX = 256 * 1024
AGENT = "Guichet"
FORMULAIRE = "application/x-www-form-urlencoded"


class Recu(NamedTuple):
    statut: int
    type_mime: str
    corps: bytes


async def obtenir(url: str, *, jeton: str | None = None) -> Recu:
    """Raises FournisseurMuet."""
    return await _appeler("GET", url, {"Authorization": f"Bearer {jeton}"} if jeton else {}, b"")


async def poster(url: str, formulaire: str) -> Recu:
    """Raises FournisseurMuet."""
    return await _appeler("POST", url, {"Content-Type": FORMULAIRE}, formulaire.encode())


def exiger_une_adresse(url: object) -> str:
    """Of an endpoint. Raises FournisseurMuet."""
    try:
        destination = lire(url) if isinstance(url, str) else None
    except DestinationRefusee as refus:
        raise FournisseurMuet(str(refus)) from refus
    if destination is None or (destination.scheme != "https" and not _est_ici(destination)):
        raise FournisseurMuet("Une adresse du fournisseur n’est pas en https://.")
    return str(url)


def _est_ici(destination: Destination) -> bool:
    if destination.nom == "localhost":
        return True
    try:
        return ip_address(destination.nom).is_loopback
    except ValueError:
        return False


async def _appeler(methode: str, url: str, entetes: Mapping[str, str], corps: bytes) -> Recu:
    destination = lire(exiger_une_adresse(url))
    try:
        async with asyncio.timeout(DELAI):
            return await _echanger(methode, destination, entetes, corps)
    except (TimeoutError, httpcore.TimeoutException) as error:
        raise FournisseurMuet(f"Pas de réponse en {DELAI:g} s.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise FournisseurMuet(f"Connexion impossible : {type(error).__name__}.") from error


async def _echanger(
    methode: str, destination: Destination, entetes: Mapping[str, str], corps: bytes
) -> Recu:
    adresse = httpcore.URL(
        scheme=destination.scheme, host=destination.nom, port=destination.port,
        target=destination.cible,
    )  # fmt: skip
    dits = [
        ("Host", destination.hote),
        ("User-Agent", AGENT),
        ("Accept", "application/json, application/jwt"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
        *entetes.items(),
    ]
    async with (
        httpcore.AsyncConnectionPool(max_connections=1, max_keepalive_connections=0) as pool,
        pool.stream(methode, adresse, headers=dits, content=corps) as reponse,
    ):
        lu = bytearray()
        async for morceau in reponse.aiter_stream():
            lu += morceau
            if len(lu) > OCTETS_MAX:
                raise FournisseurMuet(f"Réponse de plus de {OCTETS_MAX} octets.")
        return Recu(reponse.status, _type_mime(reponse.headers), bytes(lu))


def _type_mime(entetes: list[tuple[bytes, bytes]]) -> str:
    for nom, valeur in entetes:
        if nom.lower() == b"content-type":
            return valeur.decode("latin-1").partition(";")[0].strip().lower()
    return ""
