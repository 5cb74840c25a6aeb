"""`generer`: thousands of dossiers, in the shares asked for, the same for the same seed."""

from tests.scenarios.conftest import COMPLET, Guichet
from tests.scenarios.mondes import monde

FORMULAIRE = """
etat: publiee
publiee_le: 2025-01-01
experts: [eve@exemple.fr]
groupes:
  - {label: Nord, instructeurs: [ines@exemple.fr], regle: {champ: 1, op: eq, valeur: Nord}}
  - {label: Sud, instructeurs: [marc@exemple.fr], defaut: true}
champs:
  - {id: 1, type: drop_down_list, libelle: Ville, options: [Nord, Sud]}
  - {id: 2, type: integer_number, libelle: Âge, min: 18, max: 99}
  - {id: 3, type: text, libelle: Pour le nord, condition: {champ: 1, op: eq, valeur: Nord}}
  - {id: 4, type: repetition, libelle: Véhicules, champs: [{id: 5, type: siret, libelle: Loueur}]}
  - {id: 6, type: carte, libelle: Lieu}
  - {id: 7, type: piece_justificative, libelle: Plan}
annotations: [{id: 8, type: textarea, libelle: Note, obligatoire: true}]
"""


def generer(
    nombre: int, *, graine: int = 7, etats: str = "en_construction: 1", plus: str = ""
) -> str:
    ligne = f"generer: {{dossiers: {nombre}, graine: {graine}, etats: {{{etats}}}}}"
    return monde(f"{FORMULAIRE}{ligne}\n{plus}")


def contenu(guichet: Guichet) -> list[tuple[object, ...]]:
    """What was drawn, without the numbers that the database gives."""
    return guichet.lignes(
        "SELECT d.state, d.depose_le, d.traite_le, c.stable_id, c.row_id, c.value FROM dossiers d "
        "JOIN champs c ON c.dossier_id = d.id ORDER BY d.id, c.stable_id, c.row_id"
    )


def test_states_are_in_the_shares_asked_for(guichet: Guichet) -> None:
    guichet.accepte(generer(200, etats="en_construction: 0.5, en_instruction: 0.3, accepte: 0.2"))
    assert guichet.lignes("SELECT state, count(*) FROM dossiers GROUP BY state ORDER BY 1") == [
        ("accepte", 40), ("en_construction", 100), ("en_instruction", 60),
    ]  # fmt: skip


def test_every_state_can_be_drawn(guichet: Guichet) -> None:
    etats = "brouillon: 0.1, en_construction: 0.1, en_instruction: 0.2, accepte: 0.2, refuse: 0.2, sans_suite: 0.2"
    guichet.accepte(generer(50, etats=etats))
    assert guichet.lignes("SELECT state, count(*) FROM dossiers GROUP BY state ORDER BY 1") == [
        ("accepte", 10), ("brouillon", 5), ("en_construction", 5), ("en_instruction", 10),
        ("refuse", 10), ("sans_suite", 10),
    ]  # fmt: skip
    sans_motif = "SELECT count(*) FROM dossiers WHERE state IN ('refuse', 'sans_suite') AND motivation IS NULL"
    assert guichet.valeur(sans_motif) == 0


def test_dossiers_obey_the_rules_of_any_other(guichet: Guichet) -> None:
    guichet.accepte(generer(300, etats="en_construction: 0.4, en_instruction: 0.3, accepte: 0.3"))
    for rien in (
        # routed by their answers
        "dossiers d JOIN groupes_instructeurs g ON g.id = groupe_instructeur_id JOIN champs c "
        "ON c.dossier_id = d.id AND c.stable_id = 1 WHERE (g.label = 'Nord') <> (c.value = 'Nord')",
        # what is hidden is not answered
        "champs c JOIN champs ville ON ville.dossier_id = c.dossier_id AND ville.stable_id = 1 "
        "WHERE c.stable_id = 3 AND ville.value <> 'Nord'",
        # numbers within their bounds
        "champs WHERE stable_id = 2 AND value::int NOT BETWEEN 18 AND 99",
        # dates in their order, and none to come
        "dossiers WHERE NOT depose_le < coalesce(en_instruction_le, 'infinity') "
        "OR en_instruction_le > traite_le OR modifie_le > '2026-03-01T09:00:00+01:00'",
        "dossiers WHERE state = 'en_construction' AND expire_le <> depose_le + interval '12 months'",
        # each dossier has somebody who asks, and a place on the map
        "dossiers d WHERE NOT EXISTS (SELECT FROM individus i WHERE i.dossier_id = d.id)",
        "champs c WHERE stable_id = 6 AND NOT EXISTS (SELECT FROM zones_geo z WHERE z.champ_id = c.id)",
        "champs c WHERE stable_id = 5 AND etablissement_id IS NULL",
        # one row of a repetition a row id
        "champs c WHERE stable_id = 5 AND NOT EXISTS (SELECT FROM champs r WHERE r.dossier_id = c.dossier_id "
        "AND r.stable_id = 4 AND r.row_id = c.row_id)",
        # only members sign
        "traitements t JOIN dossiers d ON d.id = t.dossier_id JOIN groupes_instructeurs g "
        "ON g.id = groupe_instructeur_id WHERE instructeur_email <> "
        "CASE label WHEN 'Nord' THEN 'ines@exemple.fr' ELSE 'marc@exemple.fr' END",
    ):
        assert guichet.valeur(f"SELECT count(*) FROM {rien}") == 0, rien
    for quelque_chose in ("messages", "corrections", "avis", "dossiers_labels", "suivis"):
        assert guichet.valeur(f"SELECT count(*) FROM {quelque_chose}") > 0
    assert guichet.valeur("SELECT count(*) FROM traitements") == 300 + 180 + 90
    assert guichet.valeur("SELECT count(*) FROM fichiers") == 0


def test_the_same_seed_draws_the_same_world_and_another_seed_another(guichet: Guichet) -> None:
    guichet.accepte(generer(40, graine=1))
    premier = contenu(guichet)
    guichet.accepte(generer(40, graine=1), "--remplacer")
    assert contenu(guichet) == premier
    guichet.accepte(generer(40, graine=2), "--remplacer")
    assert contenu(guichet) != premier


def test_establishments_ask_on_a_demarche_that_is_theirs(guichet: Guichet) -> None:
    guichet.accepte(generer(30, plus="pour_individu: false"))
    assert guichet.valeur("SELECT count(*) FROM etablissements WHERE dossier_id IS NOT NULL") == 30
    assert guichet.valeur("SELECT count(*) FROM individus") == 0


def test_the_planner_knows_the_tables_at_once(guichet: Guichet) -> None:
    guichet.accepte(generer(100))
    assert guichet.valeur("SELECT reltuples FROM pg_class WHERE relname = 'dossiers'") == 100


def test_shares_that_do_not_make_one_are_refused(guichet: Guichet) -> None:
    avant = guichet.empreinte()
    sortie = guichet.charger(generer(10, etats="accepte: 0.5"))
    assert sortie.erreur == "ligne 27 : la somme des parts de « etats » doit faire 1\n"
    assert guichet.empreinte() == avant


def test_the_example_of_the_documentation_loads_whole(guichet: Guichet) -> None:
    """But for the number of dossiers drawn at random: `make bench` draws ten times as many."""
    ecrit = COMPLET.read_text("utf-8")
    assert "generer: {dossiers: 20000," in ecrit
    dit = guichet.accepte(ecrit.replace("dossiers: 20000,", "dossiers: 1000,"))
    assert dit["dossiers"] == {"d1": 42}
    assert guichet.valeur("SELECT count(*) FROM dossiers") == 1_001
    assert guichet.valeur("SELECT count(*) FROM champs WHERE stable_id = 101") == 1_001
