"""What was hidden, purged or deleted, as the rules leave it."""

from tests.scenarios.conftest import Guichet
from tests.scenarios.mondes import MAINTENANT, PUBLIEE, SIMPLE, le, monde


def test_each_side_hides_for_itself(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            SIMPLE,
            "- number: 1\n  usager: ali@exemple.fr\n  etat: accepte\n  supprime:\n"
            "    - {par: administration, le: 2026-03-03}\n    - {par: usager, le: 2026-03-02}\n"
            "- {number: 2, usager: ali@exemple.fr, etat: en_construction, supprime: {par: expiration}}",
        )
    )
    assert guichet.lignes(
        "SELECT id, cache_par_usager_le, cache_par_administration_le, cache_par_expiration_le, cache_raison, "
        "visible_par_administration FROM dossiers ORDER BY id"
    ) == [
        (1, le("2026-03-02"), le("2026-03-03"), None, "instructeur_request", False),
        (2, None, None, MAINTENANT, "expired", False),
    ]


def test_a_purged_dossier_is_a_trace_and_leaves_no_file(guichet: Guichet) -> None:
    piece = "champs: {1: [{nom: a.txt, contenu: a}]}"
    avant = guichet.cles()
    dit = guichet.accepte(
        monde(
            f"{PUBLIEE}\nchamps: [{{id: 1, type: piece_justificative, libelle: P}}]",
            f"- {{cle: a, number: 1, usager: ali@exemple.fr, etat: accepte, depose_le: 2026-01-05, {piece}, "
            "supprime: {par: administration, le: 2026-03-03, purge_le: 2026-04-01}}\n"
            f"- {{number: 2, usager: ali@exemple.fr, etat: en_construction, depose_le: 2026-01-05, {piece}, "
            "supprime: {par: usager, le: 2026-03-03, purge_le: 2026-04-01}}\n"
            f"- {{number: 3, usager: ali@exemple.fr, etat: brouillon, {piece}, supprime: {{par: usager, purge_le: 2026-04-01}}}}",
        )
    )
    assert dit["dossiers"] == {"a": 1}
    assert guichet.lignes(
        "SELECT dossier_number, state, raison, supprime_le, depose_le::text, usager_id, groupe_instructeur_id IS NOT NULL "
        "FROM dossiers_supprimes ORDER BY 1"
    ) == [
        (1, "accepte", "instructeur_request", le("2026-04-01"), "2026-01-05", 5, True),
        (2, "en_construction", "user_request", le("2026-03-03"), "2026-01-05", 5, True),
    ]
    for table in ("dossiers", "champs", "fichiers", "traitements"):
        assert guichet.valeur(f"SELECT count(*) FROM {table}") == 0
    assert guichet.cles() == avant


def test_a_deleted_account_leaves_its_decided_dossiers(guichet: Guichet) -> None:
    texte = monde(
        SIMPLE,
        "- {number: 1, usager: ali@exemple.fr, etat: accepte, messages: [{de: usager, corps: Merci}]}\n"
        "- {number: 2, usager: ali@exemple.fr, etat: en_construction}\n"
        "- {number: 3, usager: ali@exemple.fr, etat: brouillon}",
    ).replace("{email: ali@exemple.fr}", "{email: ali@exemple.fr, supprime_le: 2026-03-05}")
    guichet.accepte(texte)
    assert guichet.lignes("SELECT * FROM comptes WHERE email = 'ali@exemple.fr'") == []
    assert guichet.lignes(
        "SELECT id, usager_id, usager_supprime_email, cache_par_usager_le, cache_raison FROM dossiers"
    ) == [(1, None, "ali@exemple.fr", le("2026-03-05"), "user_removed")]
    assert guichet.lignes("SELECT dossier_number, raison FROM dossiers_supprimes") == [
        (2, "user_removed")
    ]
    assert guichet.lignes("SELECT usager_id, email FROM messages") == [(None, "ali@exemple.fr")]
