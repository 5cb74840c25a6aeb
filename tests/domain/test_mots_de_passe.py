from domain.comptes.mots_de_passe import hacher, verifier


def test_a_password_opens_its_own_digest_only() -> None:
    hache = hacher("pâte à crêpes")
    assert hache.startswith("$scrypt$ln=15,r=8,p=1$")
    assert verifier("pâte à crêpes", hache)
    assert not verifier("pate a crepes", hache)
    assert hacher("pâte à crêpes") != hache
