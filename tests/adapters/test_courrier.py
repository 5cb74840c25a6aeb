"""SMTP over TLS and with a password, against a real server; and what an address may say."""

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.courrier import CourrierSmtp, Lettre, Refuse, ServeurAbsent
from adapters.serveur_smtp import Reglage, UrlSmtpInvalide, lire_url
from tests.smtp import ServeurSmtp, serveur_smtp

PEM = Path(__file__).with_name("smtp.pem")


def lettre(destinataire: str = "zoe@exemple.fr") -> Lettre:
    return Lettre(
        identifiant="abc@exemple.fr", expediteur="Guichet <g@exemple.fr>", objet="Été",
        destinataire=destinataire, texte="Bonjour", html="<p>Bonjour</p>",
        date=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
    )  # fmt: skip


def envoyer(url: str) -> None:
    async def remettre() -> None:
        courrier = CourrierSmtp(url, patience=5)
        try:
            await courrier.envoyer(lettre())
        finally:
            await courrier.fermer()

    asyncio.run(remettre())


@pytest.fixture
def protege() -> Iterator[ServeurSmtp]:
    """It speaks to nobody but over TLS, and takes mails from one account only."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(PEM)
    with serveur_smtp(tls=tls, compte=("guichet", "s3cr&t/é")) as serveur:
        yield serveur


@pytest.fixture
def autorite_connue(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator tells of the authority of his own network."""
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))


@pytest.mark.usefixtures("autorite_connue")
def test_the_password_goes_over_tls(protege: ServeurSmtp) -> None:
    envoyer(f"smtp://guichet:s3cr%26t%2F%C3%A9@localhost:{protege.port}?starttls=oui")
    (recu,) = protege.recus
    assert recu.chiffre is True


@pytest.mark.parametrize("adresse", ["guichet:faux@localhost", "localhost"])
@pytest.mark.usefixtures("autorite_connue")
def test_who_has_not_the_password_is_told_so_and_no_mail_is_refused(
    protege: ServeurSmtp, adresse: str
) -> None:
    with pytest.raises(ServeurAbsent):
        envoyer(f"smtp://{adresse}:{protege.port}?starttls=oui")
    assert protege.recus == []


def test_a_server_that_nobody_vouches_for_is_not_written_to(protege: ServeurSmtp) -> None:
    with pytest.raises(ServeurAbsent):
        envoyer(f"smtp://guichet:s3cr%26t%2F%C3%A9@localhost:{protege.port}?starttls=oui")
    assert protege.recus == []


def test_without_tls_where_it_is_asked_for_nothing_leaves() -> None:
    with serveur_smtp() as clair:
        with pytest.raises(ServeurAbsent):
            envoyer(f"{clair.url}?starttls=oui")
        assert clair.recus == []


@pytest.mark.parametrize(
    ("url", "reglage"),
    [
        ("smtp://mail.exemple.fr", ("mail.exemple.fr", 25, False, None, None, None)),
        ("smtp://a:b@mail.exemple.fr", ("mail.exemple.fr", 587, False, True, "a", "b")),
        ("smtp://a:b@127.0.0.1:25", ("127.0.0.1", 25, False, None, "a", "b")),
        ("smtps://a%40b:c%3Ad@mail.exemple.fr", ("mail.exemple.fr", 465, True, False, "a@b", "c:d")),
        ("smtp://[::1]:2525?starttls=non", ("::1", 2525, False, False, None, None)),
    ],
)  # fmt: skip
def test_an_address_says_how_to_reach_its_server(url: str, reglage: tuple[object, ...]) -> None:
    noms = ("hote", "port", "tls", "starttls", "utilisateur", "secret")
    assert lire_url(url) == Reglage(**dict(zip(noms, reglage, strict=True)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "url", ["smtp://", "smtp://a:secret@:25", "smtp://h:port", "smtp://h?starttls=x"]
)
def test_a_wrong_address_is_told_without_its_password(url: str) -> None:
    with pytest.raises(UrlSmtpInvalide) as refus:
        lire_url(url)
    assert "secret" not in str(refus.value)


@pytest.mark.parametrize(
    "adresse",
    [
        "",
        "a",
        "a@",
        "@b",
        "a@b@c",
        "a b@c.fr",
        "a@b..fr",
        "a\r\nx: y@c.fr",
        "\ud800@c.fr",
        "a@-b.fr",
    ],
)
def test_what_is_no_address_is_refused(adresse: str) -> None:
    with pytest.raises(Refuse) as refus:
        lettre(adresse).ecrire()
    assert refus.value.adresse is True


def test_the_same_letter_has_the_same_bytes() -> None:
    assert lettre().ecrire().as_bytes() == lettre().ecrire().as_bytes()
