import hashlib
from base64 import b64encode

import pytest

from domain.comptes.mots_de_passe import (
    FACTICE,
    MotDePasseTropFaible,
    a_renouveler,
    exiger_un_bon,
    hacher,
    verifier,
)


def test_a_password_opens_its_own_digest_only() -> None:
    hache = hacher("pâte à crêpes")
    assert hache.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verifier("pâte à crêpes", hache)
    assert not verifier("pate a crepes", hache)
    assert hacher("pâte à crêpes") != hache
    assert not a_renouveler(hache)


def test_the_digests_of_older_accounts_still_open_and_are_to_be_made_again() -> None:
    sel = bytes(range(16))
    empreinte = hashlib.scrypt("pâte à crêpes".encode(), salt=sel, n=16, r=8, p=1, dklen=32)
    hache = f"$scrypt$ln=4,r=8,p=1${b64encode(sel).decode()}${b64encode(empreinte).decode()}"
    assert verifier("pâte à crêpes", hache)
    assert not verifier("pate a crepes", hache)
    assert a_renouveler(hache)


def test_an_account_without_a_password_opens_to_nothing_at_the_same_cost() -> None:
    assert not verifier("", None)
    assert not verifier("guichet", None)
    assert FACTICE.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "mot_de_passe",
    ["motdepasse2026", "Marseille13!", "azertyuiop12", "bonjourbonjour", "jean.dupont2026"],
)
def test_words_that_everybody_knows_are_no_password(mot_de_passe: str) -> None:
    with pytest.raises(MotDePasseTropFaible):
        exiger_un_bon(mot_de_passe, personne=["jean.dupont@prefecture.fr"])


def test_the_longest_password_is_judged_in_no_time() -> None:
    exiger_un_bon("bateau lune cactus 42 " * 5)
