"""`guichet jeton`: made, listed without their text, revoked."""

from base64 import urlsafe_b64decode

import pytest

from tests.scenarios.conftest import EXEMPLE, Guichet


@pytest.fixture
def guichet(guichet: Guichet) -> Guichet:
    guichet.accepte(EXEMPLE)
    return guichet


def creer(guichet: Guichet, *options: str) -> str:
    sortie = guichet(
        "jeton", "creer", "--administrateur", "Admin@exemple.fr", "--nom", "essai", *options
    )
    assert (sortie.code, sortie.erreur) == (0, "")
    return sortie.texte.strip()


def test_a_token_reads_and_writes_everything_of_its_owner_unless_told(guichet: Guichet) -> None:
    texte = creer(guichet)
    identifiant, secret = urlsafe_b64decode(texte).decode().split(";")
    assert guichet.lignes(
        "SELECT id::text, prefixe, ecriture, demarches, reseaux::text[], expire_le, secret_hash = sha256(%s) "
        "FROM jetons WHERE nom = 'essai'",
        secret.encode(),
    ) == [(identifiant, texte[:5], True, None, [], None, True)]
    assert len(secret) == 24
    assert not set(secret) & set("0OIl")


def test_a_token_may_be_held_tight(guichet: Guichet) -> None:
    creer(
        guichet, "--demarche", "1001", "--lecture-seule", "--reseau", "192.0.2.7/24",
        "--reseau", "2001:db8::/32", "--expire-le", "2027-01-31",
    )  # fmt: skip
    assert guichet.lignes(
        "SELECT ecriture, demarches, reseaux::text[], expire_le::text FROM jetons WHERE nom = 'essai'"
    ) == [(False, [1001], ["192.0.2.0/24", "2001:db8::/32"], "2027-01-31")]


@pytest.mark.parametrize(
    ("options", "erreur", "code"),
    [
        (("--administrateur", "ines@exemple.fr"), "« ines@exemple.fr » n’est pas un administrateur.", 1),
        (("--demarche", "7"), "La démarche 7 n’est pas une démarche de cet administrateur.", 1),
        (("--reseau", "partout"), "« partout » n’est pas un réseau, comme 192.0.2.0/24.", 2),
        (("--nom", " "), "Un jeton a un nom.", 2),
        (("--expire-le", "demain"), "Commande refusée : valeur refusée pour --expire-le. Voir « guichet --help ».", 2),
    ],
)  # fmt: skip
def test_a_wrong_order_makes_no_token(
    guichet: Guichet, options: tuple[str, ...], erreur: str, code: int
) -> None:
    avant = guichet.empreinte()
    base = {"--administrateur": "admin@exemple.fr", "--nom": "essai", options[0]: options[1]}
    sortie = guichet("jeton", "creer", *(mot for paire in base.items() for mot in paire))
    assert (sortie.code, sortie.texte, sortie.erreur) == (code, "", f"{erreur}\n")
    assert guichet.empreinte() == avant


def test_tokens_are_listed_without_what_opens(guichet: Guichet) -> None:
    texte = creer(guichet, "--lecture-seule", "--demarche", "1001")
    liste = guichet("jeton", "lister").texte
    (ligne,) = (ligne for ligne in liste.splitlines() if "essai" in ligne)
    cellules = [cellule.strip() for cellule in ligne.strip("│").split("│")]
    assert cellules == [
        texte[:5], "essai", "admin@exemple.fr", "1001", "lecture", "jamais", "valide",
        guichet.valeur("SELECT id::text FROM jetons WHERE nom = 'essai'"),
    ]  # fmt: skip
    assert texte not in liste


def test_a_token_is_revoked_by_prefix_or_by_identifier(guichet: Guichet) -> None:
    prefixe = creer(guichet)[:5]
    assert guichet("jeton", "revoquer", prefixe).texte == f"Révoqué : essai ({prefixe}).\n"
    identifiant = guichet.valeur("SELECT id::text FROM jetons WHERE nom = 'lecture'")
    assert guichet("jeton", "revoquer", identifiant).code == 0
    assert guichet.lignes("SELECT nom FROM jetons WHERE revoque_le IS NULL") == [("ecriture",)]


def test_revoking_nothing_changes_nothing(guichet: Guichet) -> None:
    avant = guichet.empreinte()
    sortie = guichet("jeton", "revoquer", "zzzzz")
    assert (sortie.code, sortie.erreur) == (1, "Aucun jeton valide ne s’appelle « zzzzz ».\n")
    assert guichet.empreinte() == avant
