"""Loading again: accounts are found, worlds are replaced."""

from datetime import timedelta

from tests.scenarios.conftest import Guichet
from tests.scenarios.mondes import PUBLIEE, SIMPLE, monde


def test_accounts_are_found_again_and_their_roles_add_up(guichet: Guichet) -> None:
    guichet.accepte("version: 1\ncomptes: [{email: Lou@exemple.fr, france_connect: true}]")
    assert guichet.valeur("SELECT count(*) FROM identites_france_connect") == 1
    guichet.accepte(
        "version: 1\ncomptes:\n  - {email: lou@exemple.fr, roles: [expert], mot_de_passe: secret}\n"
        "  - {email: lou@exemple.fr, roles: [administrateur]}"
    )
    assert guichet.lignes(
        "SELECT c.email::text, a.id IS NOT NULL, i.id IS NOT NULL, e.id IS NOT NULL, mot_de_passe_hash LIKE '$argon2id$%%' "
        "FROM comptes c LEFT JOIN administrateurs a ON a.compte_id = c.id "
        "LEFT JOIN instructeurs i ON i.compte_id = c.id LEFT JOIN experts e ON e.compte_id = c.id",
    ) == [("lou@exemple.fr", True, True, True, True)]
    assert guichet.valeur("SELECT count(*) FROM identites_france_connect") == 0


def test_replacing_leaves_one_world_and_its_files_only(guichet: Guichet) -> None:
    texte = monde(
        f"number: 50\n{PUBLIEE}\nchamps: [{{id: 1, type: piece_justificative, libelle: P}}]",
        "- {number: 9, usager: ali@exemple.fr, etat: accepte, champs: {1: [{nom: a.txt, contenu: ancien}]}, "
        "justificatif: {nom: j.txt, contenu: j}}",
        fin="jetons: [{nom: cle, administrateur: admin@exemple.fr}]\n",
    )
    premier = guichet.accepte(texte)
    anciennes = set(guichet.objets())
    second = guichet.accepte(texte.replace("ancien", "nouveau"), "--remplacer")
    assert premier["jetons"] != second["jetons"]
    for table, nombre in {
        "demarches": 1,
        "dossiers": 1,
        "revisions": 2,
        "jetons": 1,
        "comptes": 5,
    }.items():
        assert guichet.valeur(f"SELECT count(*) FROM {table}") == nombre
    assert sorted(guichet.objets().values()) == [b"j", b"nouveau"]
    assert not anciennes & guichet.cles()


def test_the_present_is_now_when_the_file_does_not_say(guichet: Guichet) -> None:
    sans_date = monde(SIMPLE, "- {usager: ali@exemple.fr, etat: en_construction}").replace(
        "maintenant: 2026-03-01T09:00:00+01:00\n", ""
    )
    guichet.accepte(sans_date)
    ((depose_le, maintenant),) = guichet.lignes("SELECT depose_le, now() FROM dossiers")
    assert timedelta(0) <= maintenant - depose_le < timedelta(minutes=1)
