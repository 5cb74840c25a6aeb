"""The trial mail box: it keeps what the mailer sends, and shows it to this machine alone."""

import asyncio
from datetime import UTC, datetime
from email import message_from_bytes

import httpx
import pytest

from adapters.courrier import CourrierSmtp, Lettre
from server.courriels.boite import dossier_de_la_boite, lire
from tests.serving import Serveur, serving


def envoyer(serveur: Serveur, objet: str, html: str = "<p>Bonjour</p>") -> None:
    async def remettre() -> None:
        courrier = CourrierSmtp(serveur.settings.require("smtp_url"))
        await courrier.envoyer(
            Lettre(
                identifiant="abc@exemple.fr", expediteur="Guichet <g@exemple.fr>", objet=objet,
                destinataire="zoe@exemple.fr", texte="Bonjour <Zoé>", html=html,
                date=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
            )
        )  # fmt: skip
        await courrier.fermer()

    asyncio.run(remettre())


def test_what_is_sent_is_listed_shown_and_kept(serveur: Serveur) -> None:
    envoyer(serveur, "Votre dossier <b>avance</b>", "<p>Bon<script>alert(1)</script>jour</p>")

    liste = httpx.get(f"{serveur.url}/courriels")
    assert liste.status_code == 200
    assert "Votre dossier &lt;b&gt;avance&lt;/b&gt;</a>" in liste.text
    adresse = liste.text.split('<a href="')[1].split('"')[0]

    page = httpx.get(f"{serveur.url}{adresse}")
    assert "<td>zoe@exemple.fr</td>" in page.text
    assert "<pre>Bonjour &lt;Zoé&gt;" in page.text
    assert '<iframe sandbox=""' in page.text
    assert "<script>" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none';")

    fichier = httpx.get(f"{serveur.url}{adresse}.eml")
    assert fichier.headers["content-type"] == "message/rfc822"
    assert fichier.headers["content-disposition"].startswith("attachment; filename=")
    assert message_from_bytes(fichier.content)["Message-ID"] == "<abc@exemple.fr>"


@pytest.mark.parametrize(
    "en_tetes",
    [
        {"Host": "guichet.exemple.fr"},
        {"Host": "attaquant.exemple:8000"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"Via": "1.1 mandataire"},
    ],
)
def test_who_comes_from_elsewhere_finds_nothing(serveur: Serveur, en_tetes: dict[str, str]) -> None:
    envoyer(serveur, "Secret")
    refus = httpx.get(f"{serveur.url}/courriels", headers=en_tetes)
    inconnu = httpx.get(f"{serveur.url}/courriel", headers=en_tetes)
    assert (refus.status_code, refus.content) == (404, inconnu.content)


def test_in_production_there_is_no_such_page(serveur: Serveur) -> None:
    envoyer(serveur, "Secret")
    with serving(serveur.settings.model_copy(update={"environment": "production"})) as production:
        assert httpx.get(f"{production.url}/courriels").status_code == 404


@pytest.mark.parametrize(
    "nom", ["x", "..%2f..%2fsecrets.json", "20260301T090000.000000-000000000000", "%00"]
)
def test_a_name_that_is_not_a_mails_is_nothing(serveur: Serveur, nom: str) -> None:
    assert httpx.get(f"{serveur.url}/courriels/{nom}").status_code == 404
    assert lire(dossier_de_la_boite(serveur.settings), nom) is None
