"""Where an outgoing call may go: addresses that somebody else chose are read as an attacker's.

What is refused here is refused when an address is kept, and again each time it is called: a name that
led to the Internet yesterday may lead to our own database today (reliability 2.1, rule 10).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from urllib.parse import urlsplit

Adresse = IPv4Address | IPv6Address
Reseau = IPv4Network | IPv6Network

LONGUEUR_MAX = 2_000
PORTS = {"https": 443, "http": 80}
# Neither a space, nor a control character (CRLF would write headers), nor a backslash, which some
# programs read as a slash; no bracket beyond those of an IPv6 address, which urlsplit checks.
URL = re.compile(r"[!-\[\]-~]+")
NOM = re.compile(
    r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?"
)
# The last word of a name is never a number: 2130706433, 0x7f.1 and 0177.1 are ways to write 127.0.0.1.
NOMBRE = re.compile(r"(\d+|0x[0-9a-f]*)\.?", re.ASCII)

# Only these addresses of IPv6 are given out on the Internet; those among them that carry an address of
# IPv4 could carry one of ours.
IPV6_PUBLIQUES = IPv6Network("2000::/3")
IPV6_TRADUITES = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))
# Public by their number, but not somewhere to call: assignments of protocols, and relays of 6to4.
IPV4_DE_SERVICE = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))


class DestinationRefusee(Exception):
    """The sentence is for whoever gave the address."""


@dataclass(frozen=True, slots=True)
class Destination:
    """`nom` is a host name without its final dot, or an IP address; `cible` the path and the query."""

    scheme: str
    nom: str
    port: int
    cible: str

    @property
    def hote(self) -> str:
        """As the header `Host` says it."""
        nom = f"[{self.nom}]" if ":" in self.nom else self.nom
        return nom if self.port == PORTS[self.scheme] else f"{nom}:{self.port}"


def lire(url: str) -> Destination:
    """Raises DestinationRefusee."""
    if len(url) > LONGUEUR_MAX or not URL.fullmatch(url):
        raise DestinationRefusee("L’adresse contient un caractère interdit, ou est trop longue.")
    try:
        parties = urlsplit(url)
        nom, port = (parties.hostname or "").lower(), parties.port
    except ValueError as error:
        raise DestinationRefusee("Ce n’est pas une adresse.") from error
    if parties.scheme not in PORTS:
        raise DestinationRefusee("L’adresse commence par https://.")
    if parties.username is not None or parties.password is not None or "@" in parties.netloc:
        raise DestinationRefusee("L’adresse ne contient pas de nom d’utilisateur.")
    if port == 0:
        raise DestinationRefusee("Le port 0 n’existe pas.")
    return Destination(
        parties.scheme,
        _nom(nom),
        PORTS[parties.scheme] if port is None else port,
        (parties.path or "/") + (f"?{parties.query}" if parties.query else ""),
    )


def _nom(nom: str) -> str:
    if ":" in nom:
        if "%" in nom:
            raise DestinationRefusee("Une adresse IPv6 ne nomme pas d’interface.")
        return nom
    if NOMBRE.fullmatch(nom.removesuffix(".").rpartition(".")[2]):
        try:
            return str(IPv4Address(nom))
        except ValueError as error:
            raise DestinationRefusee("Cette adresse IP est mal écrite.") from error
    if not NOM.fullmatch(nom):
        raise DestinationRefusee("Ce n’est pas un nom d’hôte ; un nom accentué s’écrit en xn--.")
    return nom.removesuffix(".")


def litterale(destination: Destination) -> Adresse | None:
    """The IP address that the destination is, when it is not a name."""
    try:
        return ip_address(destination.nom)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Regles:
    """What an operator allows beyond the Internet by https: networks, for a receiver of one's own; and
    http, everywhere or only there."""

    reseaux: tuple[Reseau, ...] = ()
    http: bool = False

    def controler(self, destination: Destination, adresses: Iterable[Adresse]) -> None:
        """Every address that the name leads to must do: which one is called is not ours to choose.
        Raises DestinationRefusee, which does not tell what a private name leads to."""
        for adresse in adresses:
            if self._autorisee(adresse):
                continue
            if not publique(adresse):
                raise DestinationRefusee("Cette adresse n’est pas sur l’Internet public.")
            if destination.scheme == "http" and not self.http:
                raise DestinationRefusee("L’adresse commence par https://.")

    def _autorisee(self, adresse: Adresse) -> bool:
        return any(adresse in reseau for reseau in self.reseaux)


def publique(adresse: Adresse) -> bool:
    if isinstance(adresse, IPv6Address):
        if adresse.ipv4_mapped is not None:
            return publique(adresse.ipv4_mapped)
        if adresse not in IPV6_PUBLIQUES or any(adresse in reseau for reseau in IPV6_TRADUITES):
            return False
    elif any(adresse in reseau for reseau in IPV4_DE_SERVICE):
        return False
    return adresse.is_global and not (
        adresse.is_multicast or adresse.is_reserved or adresse.is_unspecified
    )
