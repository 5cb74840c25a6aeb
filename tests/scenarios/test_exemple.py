"""The example of the documentation, loaded by the command: every row that it makes."""

from base64 import urlsafe_b64decode
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.scenarios.conftest import EXEMPLE, Guichet

PARIS = ZoneInfo("Europe/Paris")


def le(jour: int, heure: int, mois: int = 2) -> datetime:
    return datetime(2026, mois, jour, heure, tzinfo=PARIS)


MAINTENANT = le(1, 9, mois=3)


def test_it_says_what_the_names_of_the_file_have_become(guichet: Guichet) -> None:
    dit = guichet.accepte(EXEMPLE)
    assert set(dit) == {"jetons", "dossiers", "demarches"}
    assert dit["dossiers"] == {"d1": 42}
    assert dit["demarches"] == {"voirie": 1001}
    assert list(dit["jetons"]) == ["lecture", "ecriture"]
    for texte in dit["jetons"].values():
        identifiant, secret = urlsafe_b64decode(texte).decode().split(";")
        assert (len(texte), len(identifiant), len(secret)) == (84, 36, 24)


def test_without_json_it_tells_a_person_the_same(guichet: Guichet) -> None:
    sortie = guichet.charger(EXEMPLE)
    assert sortie.code == 0
    assert "démarche voirie : 1001\n" in sortie.texte
    assert sortie.texte.endswith("Chargé : 1 démarche, 1 dossier.\n")


def test_accounts_and_their_roles(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT c.email::text, i.id IS NOT NULL, a.id IS NOT NULL, e.id IS NOT NULL FROM comptes c "
        "LEFT JOIN instructeurs i ON i.compte_id = c.id "
        "LEFT JOIN administrateurs a ON a.compte_id = c.id "
        "LEFT JOIN experts e ON e.compte_id = c.id ORDER BY c.email"
    ) == [
        ("admin@exemple.fr", True, True, False),
        ("ali@exemple.fr", False, False, False),
        ("eve@exemple.fr", False, False, True),
        ("ines@exemple.fr", True, False, False),
    ]


def test_the_demarche_is_published_and_has_what_publication_asks(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT d.id, libelle, description, etat, pour_individu, opendata, duree_conservation, "
        "d.cree_le, publiee_le, lien_site_web, attestations, s.nom, s.siret FROM demarches d "
        "JOIN services s ON s.id = service_id"
    ) == [
        (
            1001, "Permission de voirie", "Demander une permission", "publiee", True, True, 12,
            MAINTENANT, MAINTENANT, "https://www.service-public.fr",
            {"acceptation": {"active": True}, "refus": {"active": False}},
            "Service urbanisme", "21750001600019",
        )
    ]  # fmt: skip
    assert guichet.valeur("SELECT cadre_juridique FROM demarches") != ""
    assert guichet.lignes("SELECT chemin FROM chemins") == [("voirie",)]
    assert guichet.lignes("SELECT nom, couleur, position FROM labels") == [
        ("Urgent", "pink_macaron", 0)
    ]


def test_the_form_is_published_and_copied_into_a_draft(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    revisions = guichet.lignes("SELECT id, publiee_le FROM revisions ORDER BY id")
    assert [publiee_le for _, publiee_le in revisions] == [MAINTENANT, None]
    formes = [
        guichet.lignes(
            "SELECT stable_id, parent_id, position, prive, type_champ, obligatoire, condition, options "
            "FROM types_de_champ WHERE revision_id = %s ORDER BY stable_id",
            revision,
        )
        for revision, _ in revisions
    ]
    assert formes[0] == [
        (101, None, 0, False, "text", True, None, {}),
        (102, None, 1, False, "drop_down_list", True, None, {"autre": True, "options": ["Travaux", "Terrasse"]}),
        (103, None, 2, False, "date", True, None, {}),
        (104, None, 3, False, "repetition", True, None, {}),
        (105, 104, 0, False, "text", True, None, {}),
        (106, None, 4, False, "yes_no", True, {"champ": 102, "op": "eq", "valeur": "Travaux"}, {}),
        (107, None, 5, False, "piece_justificative", True, None, {}),
        (108, None, 6, False, "header_section", False, None, {"niveau": 1}),
        (109, None, 7, False, "explication", False, None, {"texte_depliant": "Plus de détails"}),
        (201, None, 0, True, "textarea", False, None, {}),
    ]  # fmt: skip
    assert formes[1] == formes[0]


def test_the_groupe_has_its_rule_and_its_members(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT label, ferme, defaut, regle, email::text FROM groupes_instructeurs g "
        "JOIN affectations a ON a.groupe_instructeur_id = g.id "
        "JOIN instructeurs i ON i.id = a.instructeur_id JOIN comptes c ON c.id = i.compte_id"
    ) == [("Nord", False, True, {"champ": 102, "op": "eq", "valeur": "Travaux"}, "ines@exemple.fr")]


def test_the_dossier_has_its_dates_and_its_state(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT id, state, cree_le, depose_le, en_construction_le, en_instruction_le, traite_le, "
        "modifie_le, expire_le, motivation, archive, revision_id = revision_deposee_id, "
        "visible_par_administration, groupe_force FROM dossiers"
    ) == [
        (
            42, "en_instruction", le(1, 10), le(1, 10), le(1, 10), le(3, 10), None, le(5, 10), None,
            None, False, True, True, False,
        )
    ]  # fmt: skip
    assert guichet.lignes(
        "SELECT champs_modifies_le, annotations_modifiees_le, messages_modifies_le, avis_modifies_le "
        "FROM dossiers"
    ) == [(le(1, 10), le(1, 10), le(2, 11), le(5, 10))]
    assert guichet.lignes(
        "SELECT civilite, nom, prenom, date_de_naissance::text FROM individus"
    ) == [("M", "Benali", "Ali", "1991-11-01")]


def test_the_answers_are_stored_by_type(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT stable_id, row_id IS NOT NULL, type_champ, prive, value, value_json, flux, modifie_par "
        "FROM champs ORDER BY stable_id, row_id"
    ) == [
        (101, False, "text", False, "Rue Haute", None, "main", "ali@exemple.fr"),
        (102, False, "drop_down_list", False, "Travaux", None, "main", "ali@exemple.fr"),
        (103, False, "date", False, "2026-04-01", None, "main", "ali@exemple.fr"),
        (104, True, "repetition", False, None, None, "main", "ali@exemple.fr"),
        (104, True, "repetition", False, None, None, "main", "ali@exemple.fr"),
        (105, True, "text", False, "AB-123-CD", None, "main", "ali@exemple.fr"),
        (105, True, "text", False, "EF-456-GH", None, "main", "ali@exemple.fr"),
        (106, False, "yes_no", False, "true", None, "main", "ali@exemple.fr"),
        (107, False, "piece_justificative", False, None, None, "main", "ali@exemple.fr"),
        (201, False, "textarea", True, "à vérifier", None, "main", "ines@exemple.fr"),
    ]  # fmt: skip


def test_what_happened_is_told_in_traitements_and_follows(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT state, traite_le, instructeur_email FROM traitements ORDER BY id"
    ) == [("en_construction", le(1, 10), None), ("en_instruction", le(3, 10), "ines@exemple.fr")]
    assert guichet.lignes(
        "SELECT email::text, fin_le FROM suivis s JOIN instructeurs i ON i.id = s.instructeur_id "
        "JOIN comptes c ON c.id = i.compte_id"
    ) == [("ines@exemple.fr", None)]
    assert guichet.lignes("SELECT mode, le, groupe_label FROM reaffectations") == [
        ("auto", le(1, 10), "Nord")
    ]
    assert guichet.valeur("SELECT count(*) FROM dossiers_labels") == 1


def test_messages_their_correction_and_the_avis(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT email, usager_id IS NOT NULL, instructeur_id IS NOT NULL, corps, cree_le FROM messages "
        "ORDER BY id"
    ) == [
        ("ali@exemple.fr", True, False, "Bonjour", le(2, 10)),
        ("ines@exemple.fr", False, True, "Merci de corriger", le(2, 11)),
    ]
    assert guichet.lignes("SELECT raison, cree_le, resolue_le FROM corrections") == [
        ("incomplete", le(2, 11), le(3, 9))
    ]
    assert guichet.lignes(
        "SELECT introduction, question, question_reponse, reponse, confidentiel, cree_le, repondu_le, "
        "instructeur_id IS NOT NULL FROM avis"
    ) == [
        ("Votre avis ?", "Favorable ?", True, "Oui", False, le(4, 10), le(5, 10), True)
    ]  # fmt: skip
    assert guichet.valeur("SELECT count(*) FROM experts_demarches") == 1


def test_files_are_in_the_store_under_keys_that_nobody_guesses(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT nom, type_mime, taille, md5, f.analyse, role, dossier_id, champ_id IS NOT NULL, "
        "message_id IS NOT NULL FROM fichiers f ORDER BY id"
    ) == [
        ("plan.pdf", "application/pdf", 8, "kUJAElMZKRx8t+cS5BmyVA==", "safe", "piece", 42, True, False),
        ("a.txt", "text/plain", 3, "kAFQmDzST7DWlj99KOF/cg==", "safe", "piece", 42, False, True),
    ]  # fmt: skip
    objets = guichet.objets()
    assert sorted(objets.values()) == [b"%PDF-1.4", b"abc"]
    assert {cle[:11] for cle in objets} == {"2026/02/01/", "2026/02/02/"}


def test_tokens_are_kept_as_digests(guichet: Guichet) -> None:
    dit = guichet.accepte(EXEMPLE)
    assert guichet.lignes(
        "SELECT nom, ecriture, demarches, reseaux::text[], expire_le, revoque_le FROM jetons ORDER BY nom"
    ) == [
        ("ecriture", True, [1001], [], None, None),
        ("lecture", False, None, [], None, None),
    ]
    for nom, texte in dit["jetons"].items():
        identifiant, secret = urlsafe_b64decode(texte).decode().split(";")
        assert guichet.lignes(
            "SELECT id::text, prefixe, secret_hash = sha256(%s) FROM jetons WHERE nom = %s",
            secret.encode(), nom,
        ) == [(identifiant, texte[:5], True)]  # fmt: skip


def test_numbers_go_on_after_those_of_the_file(guichet: Guichet) -> None:
    guichet.accepte(EXEMPLE)
    assert guichet.valeur("SELECT nextval(pg_get_serial_sequence('demarches', 'id'))") == 1002
    assert guichet.valeur("SELECT nextval(pg_get_serial_sequence('dossiers', 'id'))") == 43
