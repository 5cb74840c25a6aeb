"""Files at their signed addresses: to be saved, for an hour, as long as they may be shown (api 7.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from adapters.signatures import Signataire
from server.api import passe_de_fichier
from tests.api.conftest import Monde
from tests.serving import serving

MONDE = "identite"

FICHIERS = """
{ dossier(number: 9501) { champs {
    ... on PieceJustificativeChamp { files { url filename contentType } } } } }
"""

FERME = {
    "message": "Cette adresse de fichier n’est pas valable, ou ne l’est plus",
    "extensions": {"code": "forbidden"},
}


def adresse(monde: Monde) -> str:
    """Of plan.pdf, the only file of this world that the API shows."""
    champs = monde.client().lire(FICHIERS)["dossier"]["champs"]
    [fichier] = [fichier for champ in champs for fichier in champ.get("files", ())]
    assert (fichier["filename"], fichier["contentType"]) == ("plan.pdf", "application/pdf")
    return str(fichier["url"])


def ferme(reponse: httpx.Response) -> bool:
    assert reponse.headers["cache-control"] == "no-store"
    return reponse.status_code == 403 and reponse.json()["errors"] == [FERME]


def executer(monde: Monde, instruction: str) -> None:
    with psycopg.connect(monde.serveur.database_url) as connexion:
        connexion.execute(instruction.encode())


def cle(monde: Monde) -> str:
    with psycopg.connect(monde.serveur.database_url) as connexion:
        ligne = connexion.execute("SELECT cle FROM fichiers WHERE nom = 'plan.pdf'").fetchone()
    assert ligne is not None
    return str(ligne[0])


def signer(monde: Monde, *, at: datetime, secret: str | None = None) -> str:
    signataire = Signataire(secret or monde.serveur.settings.require("secret"))
    passe = passe_de_fichier.ecrire(signataire, cle(monde), at=at)
    return f"{monde.serveur.url}/fichiers/{passe}/plan.pdf"


@pytest.fixture
def montrable(monde: Monde) -> Iterator[None]:
    """The file as it was, whatever the test makes of it."""
    yield
    executer(monde, "UPDATE fichiers SET \"analyse\" = 'safe', nom = 'plan.pdf' WHERE nom ~ 'pdf'")


def test_a_file_is_to_be_saved_and_never_run(monde: Monde) -> None:
    lu = httpx.get(adresse(monde))

    assert (lu.status_code, lu.content) == (200, b"%PDF-1.4")
    assert lu.headers["content-type"] == "application/pdf"
    assert lu.headers["content-length"] == "8"
    assert lu.headers["content-disposition"] == "attachment; filename*=UTF-8''plan.pdf"
    assert lu.headers["x-content-type-options"] == "nosniff"
    assert lu.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert lu.headers["referrer-policy"] == "no-referrer"
    assert lu.headers["cache-control"] == "no-store"


def test_its_headers_alone_may_be_asked_for(monde: Monde) -> None:
    lu = httpx.head(adresse(monde))
    assert (lu.status_code, lu.content, lu.headers["content-length"]) == (200, b"", "8")


@pytest.mark.parametrize("type_mime", ["text/html", "image/svg+xml"])
@pytest.mark.usefixtures("montrable")
def test_a_page_is_given_as_mere_bytes(monde: Monde, type_mime: str) -> None:
    lien = adresse(monde)
    executer(monde, f"UPDATE fichiers SET type_mime = '{type_mime}' WHERE nom = 'plan.pdf'")
    try:
        assert httpx.get(lien).headers["content-type"] == "application/octet-stream"
    finally:
        executer(monde, "UPDATE fichiers SET type_mime = 'application/pdf' WHERE nom = 'plan.pdf'")


def test_an_address_lasts_an_hour(monde: Monde) -> None:
    maintenant = datetime.now(UTC)

    assert httpx.get(signer(monde, at=maintenant - timedelta(minutes=59))).status_code == 200
    assert ferme(httpx.get(signer(monde, at=maintenant - timedelta(minutes=60, seconds=1))))
    assert ferme(httpx.get(signer(monde, at=maintenant, secret="x" * 40)))


@pytest.mark.parametrize("etat", ["infected", "integrity_error"])
@pytest.mark.usefixtures("montrable")
def test_it_closes_when_the_file_is_found_bad(monde: Monde, etat: str) -> None:
    lien = adresse(monde)
    executer(monde, f"UPDATE fichiers SET \"analyse\" = '{etat}' WHERE nom = 'plan.pdf'")
    assert ferme(httpx.get(lien))


@pytest.mark.usefixtures("montrable")
def test_it_is_open_while_the_file_waits_for_its_scan(monde: Monde) -> None:
    executer(monde, "UPDATE fichiers SET \"analyse\" = 'pending' WHERE nom = 'plan.pdf'")
    assert httpx.get(adresse(monde)).content == b"%PDF-1.4"


@pytest.mark.parametrize("suite", ["", "/", "/x", "/x/plan.pdf", "/%00/plan.pdf", "/" + "a" * 8000])
def test_what_is_not_an_address_of_ours_opens_nothing(monde: Monde, suite: str) -> None:
    assert ferme(httpx.get(f"{monde.serveur.url}/fichiers{suite}"))


def test_the_name_is_the_file_s(monde: Monde) -> None:
    lien = adresse(monde)
    assert lien.endswith("/plan.pdf")
    assert ferme(httpx.get(lien.replace("plan.pdf", "autre.pdf")))
    assert ferme(httpx.get(lien.removesuffix("/plan.pdf")))


def test_a_store_that_is_away_is_said_so(monde: Monde) -> None:
    ailleurs = monde.serveur.settings.model_copy(
        update={"s3_endpoint_url": "http://127.0.0.1:1", "televersement": "relais"}
    )
    with serving(ailleurs) as coupe:
        reponse = httpx.get(adresse(monde).replace(monde.serveur.url, coupe.url), timeout=30)

    assert (reponse.status_code, reponse.headers["retry-after"]) == (503, "5")


def test_direct_files_come_from_the_store(monde: Monde) -> None:
    reglages = monde.serveur.settings.model_copy(update={"televersement": "direct"})
    with serving(reglages) as direct:
        lien = adresse(Monde(direct, monde.jetons, monde.dossiers, monde.demarches))
        lu = httpx.get(lien)

    stockage = urlsplit(monde.serveur.settings.require("s3_endpoint_url")).netloc
    assert urlsplit(lien).netloc == stockage
    assert (lu.status_code, lu.content) == (200, b"%PDF-1.4")
    assert lu.headers["content-disposition"] == "attachment; filename*=UTF-8''plan.pdf"
