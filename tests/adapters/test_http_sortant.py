"""Calls to addresses that somebody else chose: none reaches what is ours (reliability 2.1, rule 10)."""

import asyncio
import socket
import ssl
import time
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path
from threading import Event

import pytest

from adapters.destinations import publique
from adapters.http_sortant import (
    AppelEchoue,
    ClientSortant,
    DestinationRefusee,
    Regles,
    ReponseSortante,
)
from tests.receveur import Faire, goutter, raccrocher, recevoir, repondre, se_taire

# A certificate of « exemple.fr » that signs itself, with its key.
CERTIFICAT = Path(__file__).parent / "exemple_fr.pem"
BOUCLE = Regles((ip_network("127.0.0.1/32"),))


class Resolveur:
    """A real resolver's manner, with answers of ours: the last one for ever. `questions` are kept."""

    def __init__(self, *reponses: Sequence[str]) -> None:
        self.reponses = list(reponses)
        self.questions: list[tuple[str, int]] = []

    async def __call__(self, nom: str, port: int) -> Sequence[str]:
        self.questions.append((nom, port))
        return self.reponses.pop(0) if len(self.reponses) > 1 else self.reponses[0]


async def poster(client: ClientSortant, url: str) -> ReponseSortante:
    return await client.poster(url, entetes={"Content-Type": "text/plain"}, corps=b"bonjour")


def piegees(port: int) -> list[str]:
    """Ways to write this machine, its network and its cloud."""
    hotes = [
        "127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "0", "0.0.0.0", "0x7f000001", "0x7f.0.0.1",
        "0X7F.1", "0177.0.0.1", "017700000001", "2130706433", "127.0.0.1.", "2130706433.",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:0001]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
        "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd12:3456::1]",
        "[fec0::1]", "[ff02::1]", "[2001:db8::1]",
        "localhost", "LOCALHOST", "localhost.", "localhost..", "ip6-localhost",
        "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254",
        "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255", "192.88.99.1",
        "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1", "localhos\u017f", "exa\u00admple.fr",
        "a@127.0.0.1", "example.org:x@127.0.0.1", "@127.0.0.1", "example.org@127.0.0.1",
        "", ".", "-", "a..b", "a b", "[", "[::1", "::1", "1.2.3.4.5", "256.1.1.1", "1.2.3.0x10",
        "example.org#@127.0.0.1\\", "127.0.0.1\\@example.org", "%31%32%37.0.0.1",
    ]  # fmt: skip
    return [
        *(f"{scheme}://{hote}:{port}/" for hote in hotes for scheme in ("https", "http")),
        *(f"https://{hote}" for hote in hotes),
        f"//127.0.0.1:{port}/", f"127.0.0.1:{port}", "", " ", "/chemin", "https:", "https:///a",
        f"ftp://127.0.0.1:{port}/", f"gopher://127.0.0.1:{port}/_POST", "file:///etc/passwd",
        f"dict://127.0.0.1:{port}/", f"ldap://127.0.0.1:{port}/", "data:,a", "javascript:1",
        "unix:///tmp/a.sock", f"HTTP+UNIX://127.0.0.1:{port}",
        "https://127.0.0.1:0/", "https://example.org:0/", "https://example.org:65536/",
        "https://example.org:-1/", "https://example.org:a/", "https://example.org:٣/",
        "https://example.org/a\r\nX-Injecte: 1", "https://example.org/a\nb", "https://example.org/a b",
        "https://example.org/\t", "\nhttps://example.org/", "https://example.org/é", "https://example.org\\a",
        "https://example.org/\0", "https://example.org/\x7f", "https://" + "a" * 300 + ".org/",
        "https://example.org/" + "a" * 2_000,
    ]  # fmt: skip


async def test_no_way_to_write_a_private_address_reaches_it() -> None:
    client = ClientSortant(delai=3)
    with recevoir() as receveur:
        urls = piegees(receveur.port)
        for url in urls:
            with pytest.raises((DestinationRefusee, AppelEchoue)):
                await client.verifier(url)
            with pytest.raises((DestinationRefusee, AppelEchoue)):
                await poster(client, url)
        assert receveur.connexions == 0
        assert len(urls) > 200


@pytest.mark.parametrize(
    "adresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["10.1.2.3"],
        ["fe80::1%lo"],
        ["93.184.216.34", "127.0.0.1"],
        ["127.0.0.1", "93.184.216.34"],
        ["2606:2800:220:1:248:1893:25c8:1946", "fd00::1"],
    ],
)
async def test_a_name_that_leads_to_one_private_address_is_refused(adresses: list[str]) -> None:
    with recevoir() as receveur:
        client = ClientSortant(Regles(http=True), resoudre=Resolveur(adresses))
        for url in (f"http://exemple.fr:{receveur.port}/", f"https://exemple.fr:{receveur.port}/"):
            with pytest.raises(DestinationRefusee, match="pas sur l’Internet public"):
                await client.verifier(url)
            with pytest.raises(DestinationRefusee, match="pas sur l’Internet public"):
                await poster(client, url)
        assert receveur.connexions == 0


async def test_a_name_accepted_once_is_refused_when_it_has_turned_private() -> None:
    with recevoir() as receveur:
        resolveur = Resolveur(["93.184.216.34"], ["127.0.0.1"])
        client = ClientSortant(Regles(http=True), resoudre=resolveur)
        await client.verifier(f"http://exemple.fr:{receveur.port}/")
        with pytest.raises(DestinationRefusee):
            await poster(client, f"http://exemple.fr:{receveur.port}/")
        assert receveur.connexions == 0


async def test_a_name_is_resolved_once_and_the_call_goes_where_it_was_checked() -> None:
    """The resolver changes its mind after the first answer: nobody asks it again."""
    with recevoir() as receveur, recevoir(hote="127.0.0.2") as piege:
        resolveur = Resolveur(["127.0.0.1"], ["127.0.0.2"])
        client = ClientSortant(BOUCLE, resoudre=resolveur)
        await poster(client, f"http://exemple.fr:{receveur.port}/chemin?a=1")

        [appel] = receveur.recus(1)
        assert resolveur.questions == [("exemple.fr", receveur.port)]
        assert appel.ligne == "POST /chemin?a=1 HTTP/1.1"
        assert appel.entetes == {
            "host": f"exemple.fr:{receveur.port}",
            "user-agent": "Guichet",
            "accept-encoding": "identity",
            "connection": "close",
            "content-type": "text/plain",
            "content-length": "7",
        }
        assert appel.corps == b"bonjour"
        assert piege.connexions == 0


async def test_the_next_address_of_a_name_is_tried_when_nobody_listens_at_the_first() -> None:
    with recevoir(hote="127.0.0.2") as receveur:
        regles = Regles((ip_network("127.0.0.0/30"),))
        client = ClientSortant(regles, resoudre=Resolveur(["127.0.0.1", "127.0.0.2"]))
        assert (await poster(client, f"http://exemple.fr:{receveur.port}/")).statut == 200


@pytest.mark.parametrize("statut", [301, 302, 303, 307, 308])
async def test_a_redirection_is_an_answer_and_is_not_followed(statut: int) -> None:
    with recevoir(hote="127.0.0.2") as cible:
        vers = f"Location: http://127.0.0.2:{cible.port}/"
        with recevoir(repondre(statut, vers)) as receveur:
            reponse = await poster(ClientSortant(BOUCLE), receveur.url)
        assert (reponse.statut, cible.connexions) == (statut, 0)


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with recevoir() as proxy, recevoir() as receveur:
        for nom in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(nom, proxy.url)
        await poster(ClientSortant(BOUCLE), receveur.url)
        assert (receveur.connexions, proxy.connexions) == (1, 0)


async def test_no_more_than_64_kib_of_an_answer_is_read() -> None:
    with recevoir(repondre(200, corps=b"a" * 65_536), repondre(200, corps=b"a" * 5_000_000)) as r:
        client = ClientSortant(BOUCLE)
        assert await poster(client, r.url) == ReponseSortante(200, b"a" * 65_536, False)
        assert await poster(client, r.url) == ReponseSortante(200, b"a" * 65_536, True)


@pytest.mark.parametrize("faire", [se_taire, goutter])
async def test_a_call_has_one_delay_for_all_of_it(faire: Faire) -> None:
    with recevoir(faire) as receveur:
        debut = time.monotonic()
        with pytest.raises(AppelEchoue, match=r"Pas de réponse en 0\.5 s\."):
            await poster(ClientSortant(BOUCLE, delai=0.5), receveur.url)
        assert 0.4 < time.monotonic() - debut < 2


async def test_a_resolver_that_does_not_answer_is_not_waited_for() -> None:
    async def muet(nom: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    client = ClientSortant(resoudre=muet, delai=0.2)
    with pytest.raises(AppelEchoue):
        await poster(client, "https://exemple.fr/")
    with pytest.raises(AppelEchoue):
        await client.verifier("https://exemple.fr/")


async def test_who_hangs_up_or_does_not_speak_http_is_a_failure() -> None:
    def parler_autrement(connexion: socket.socket, fini: Event) -> None:
        connexion.sendall(b"220 smtp ESMTP\r\n")

    with recevoir(raccrocher, parler_autrement) as receveur:
        for _ in range(2):
            with pytest.raises(AppelEchoue, match="Connexion impossible"):
                await poster(ClientSortant(BOUCLE), receveur.url)
    with pytest.raises(AppelEchoue, match="Connexion impossible"):
        await poster(ClientSortant(BOUCLE), receveur.url)


async def test_http_goes_only_where_an_operator_allows_it() -> None:
    public = Resolveur(["93.184.216.34"])
    with pytest.raises(DestinationRefusee, match="commence par https://"):
        await ClientSortant(resoudre=public).verifier("http://exemple.fr/")
    await ClientSortant(Regles(http=True), resoudre=public).verifier("http://exemple.fr/")
    await ClientSortant(BOUCLE).verifier("http://127.0.0.1/")
    with pytest.raises(DestinationRefusee, match="Internet public"):
        await ClientSortant(BOUCLE).verifier("http://127.0.0.2/")


async def test_tls_proves_the_name_though_the_call_goes_to_an_address() -> None:
    serveur = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serveur.load_cert_chain(CERTIFICAT)
    noms: list[str | None] = []
    serveur.sni_callback = lambda _, nom, __: noms.append(nom)
    connu = ssl.create_default_context(cafile=CERTIFICAT)

    with recevoir(tls=serveur) as receveur:
        resolveur = Resolveur(["127.0.0.1"])
        client = ClientSortant(BOUCLE, resoudre=resolveur, tls=connu)
        url = f"https://exemple.fr:{receveur.port}/"
        assert (await poster(client, url)).statut == 200
        assert noms == ["exemple.fr"]

        # Another name at the same address, or a certificate that nobody vouches for.
        with pytest.raises(AppelEchoue):
            await poster(client, f"https://exemple.com:{receveur.port}/")
        with pytest.raises(AppelEchoue):
            await poster(ClientSortant(BOUCLE, resoudre=resolveur), url)
        assert receveur.appels.qsize() == 1


@pytest.mark.parametrize(
    "adresse",
    [
        "8.8.8.8",
        "93.184.216.34",
        "172.32.0.1",
        "100.63.255.255",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
    ],
)
def test_addresses_of_the_internet_are_public(adresse: str) -> None:
    assert publique(ip_address(adresse))
