"""Rules of the format on dossiers: groupes, repetitions, messages, demandeurs."""

from tests.scenarios.conftest import Guichet
from tests.scenarios.mondes import MAINTENANT, SIMPLE, le, monde

LISTE = "{id: 1, type: drop_down_list, libelle: Ville, options: [Nord, Sud], autre: true}"


def test_answers_route_and_a_groupe_that_is_written_wins(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            f"etat: publiee\nchamps: [{LISTE}]\ngroupes:\n"
            "  - {label: A, regle: {champ: 1, op: eq, valeur: Nord}}\n"
            "  - {label: B, regle: {ou: [{champ: 1, op: eq, valeur: Sud}, {champ: 1, op: eq, valeur: __other__}]}}\n"
            "  - {label: C, defaut: true}\n"
            "  - {label: '0', ferme: true, regle: {champ: 1, op: eq, valeur: Nord}}",
            "- {number: 1, usager: ali@exemple.fr, etat: en_construction, champs: {1: Nord}}\n"
            "- {number: 2, usager: ali@exemple.fr, etat: en_construction, champs: {1: Ailleurs}}\n"
            "- {number: 3, usager: ali@exemple.fr, etat: en_construction}\n"
            "- {number: 4, usager: ali@exemple.fr, etat: en_construction, champs: {1: Nord}, groupe: C}\n"
            "- {number: 5, usager: ali@exemple.fr, etat: brouillon, champs: {1: Nord}}\n"
            "- {number: 6, usager: ali@exemple.fr, etat: brouillon, groupe: B}",
        )
    )
    assert guichet.lignes(
        "SELECT d.id, label, groupe_force FROM dossiers d LEFT JOIN groupes_instructeurs g "
        "ON g.id = groupe_instructeur_id ORDER BY d.id"
    ) == [
        (1, "A", False),
        (2, "B", False),
        (3, "C", False),
        (4, "C", True),
        (5, None, False),
        (6, "B", True),
    ]
    assert guichet.lignes(
        "SELECT mode, groupe_label, groupe_precedent_label FROM reaffectations WHERE dossier_id = 4 ORDER BY id"
    ) == [("auto", "A", None), ("manual", "C", "A")]


def test_a_compulsory_or_private_repetition_has_one_empty_row(guichet: Guichet) -> None:
    ligne = "champs: [{id: %s, type: text, libelle: X}]"
    guichet.accepte(
        monde(
            f"champs:\n  - {{id: 1, type: repetition, libelle: R, {ligne % 11}}}\n"
            f"  - {{id: 2, type: repetition, libelle: R, obligatoire: false, {ligne % 21}}}\n"
            f"  - {{id: 3, type: repetition, libelle: R, obligatoire: false, {ligne % 31}}}\n"
            f"annotations: [{{id: 4, type: repetition, libelle: R, {ligne % 41}}}]",
            "- {usager: ali@exemple.fr, etat: brouillon, champs: {1: [], 3: [{31: a}, {}, {31: c}]}}",
        )
    )
    assert guichet.lignes(
        "SELECT stable_id, count(*) FROM champs GROUP BY stable_id ORDER BY stable_id"
    ) == [(1, 1), (3, 3), (4, 1), (31, 2)]
    assert guichet.lignes("SELECT value FROM champs WHERE stable_id = 31 ORDER BY row_id") == [
        ("a",), ("c",),
    ]  # fmt: skip


def test_the_written_state_wins_over_a_correction(guichet: Guichet) -> None:
    message = (
        "messages: [{de: ines@exemple.fr, corps: Corrigez, correction: incorrect, le: 2026-02-02}]"
    )
    guichet.accepte(
        monde(
            SIMPLE,
            f"- {{number: 1, usager: ali@exemple.fr, etat: en_construction, depose_le: 2026-02-01, {message}}}\n"
            f"- {{number: 2, usager: ali@exemple.fr, etat: en_instruction, depose_le: 2026-02-01, en_instruction_le: 2026-02-03, {message}}}\n"
            f"- {{number: 3, usager: ali@exemple.fr, etat: en_instruction, depose_le: 2026-01-01, en_instruction_le: 2026-01-03, {message}}}",
        )
    )
    assert guichet.lignes(
        "SELECT d.id, state, resolue_le FROM dossiers d JOIN corrections c ON c.dossier_id = d.id ORDER BY d.id"
    ) == [
        (1, "en_construction", None),
        (2, "en_instruction", le("2026-02-03")),
        (3, "en_instruction", None),
    ]


def test_a_discarded_message_keeps_its_place_without_its_text(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            SIMPLE,
            "- usager: ali@exemple.fr\n  etat: en_construction\n  messages:\n"
            "    - {de: ines@exemple.fr, corps: Erreur, correction: outdated, le: 2026-02-02, supprime_le: 2026-02-03, pieces: [{nom: a, contenu: a}]}\n"
            "    - {de: eve@exemple.fr, corps: Bonjour}",
        )
    )
    assert guichet.lignes(
        "SELECT email, corps, supprime_le, expert_id IS NOT NULL FROM messages ORDER BY id"
    ) == [
        ("ines@exemple.fr", "", le("2026-02-03"), False),
        ("eve@exemple.fr", "Bonjour", None, True),
    ]
    assert guichet.lignes("SELECT resolue_le FROM corrections") == [(le("2026-02-03"),)]
    assert guichet.lignes("SELECT * FROM fichiers") == []


def test_the_last_change_may_be_told(guichet: Guichet) -> None:
    guichet.accepte(
        monde(SIMPLE, "- {usager: ali@exemple.fr, etat: accepte, archive: true, modifie_le: 2026-01-05}")
    )  # fmt: skip
    assert guichet.lignes("SELECT modifie_le, archive, archive_le FROM dossiers") == [
        (le("2026-01-05"), True, MAINTENANT)
    ]


def test_a_third_party_and_a_degraded_establishment(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            SIMPLE,
            "- {usager: ali@exemple.fr, etat: brouillon, mandataire: {prenom: Zoé, nom: Roux}, "
            "demandeur: {civilite: M., nom: Le Goff, prenom: Yann, email: yann@exemple.fr}}",
        )
    )
    assert guichet.lignes(
        "SELECT pour_un_tiers, mandataire_prenom, mandataire_nom, civilite, email FROM dossiers "
        "JOIN individus ON dossier_id = dossiers.id"
    ) == [(True, "Zoé", "Roux", "M", "yann@exemple.fr")]
    guichet.accepte(
        monde(
            f"{SIMPLE}\npour_individu: false",
            '- {usager: ali@exemple.fr, etat: en_construction, demandeur: {siret: "21750001600019"}}',
        ),
        "--remplacer",
    )
    assert guichet.lignes("SELECT siret, adresse, dossier_id IS NOT NULL FROM etablissements") == [
        ("21750001600019", None, True)
    ]
