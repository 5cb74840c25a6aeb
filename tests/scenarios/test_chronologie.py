"""Rules of the format on the dates and states of a dossier."""

from datetime import datetime

import pytest

from tests.scenarios.conftest import Guichet
from tests.scenarios.mondes import MAINTENANT, SIMPLE, le, monde


def test_everything_without_a_date_happened_now(guichet: Guichet) -> None:
    guichet.accepte(monde(SIMPLE, "- {usager: ali@exemple.fr, etat: accepte}"))
    assert guichet.lignes(
        "SELECT cree_le, depose_le, en_construction_le, en_instruction_le, traite_le FROM dossiers"
    ) == [(MAINTENANT,) * 5]


def test_a_decision_without_a_name_is_automatic(guichet: Guichet) -> None:
    guichet.accepte(monde(SIMPLE, "- {usager: ali@exemple.fr, etat: refuse}"))
    assert guichet.lignes(
        "SELECT state, instructeur_email, motivation FROM traitements ORDER BY id"
    ) == [
        ("en_construction", None, None),
        ("en_instruction", None, None),
        ("refuse", None, "La demande ne remplit pas les conditions prévues."),
    ]
    assert guichet.lignes("SELECT * FROM suivis") == []


def test_who_signs_follows(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            SIMPLE,
            "- {usager: ali@exemple.fr, etat: sans_suite, depose_le: 2026-02-01, "
            "en_instruction_le: 2026-02-02, traite_le: 2026-02-03, traite_par: ines@exemple.fr, "
            "motivation: Doublon, suivi_par: [marc@exemple.fr]}",
        )
    )
    assert guichet.lignes(
        "SELECT state, traite_le, instructeur_email, motivation FROM traitements ORDER BY id"
    ) == [
        ("en_construction", le("2026-02-01"), None, None),
        ("en_instruction", le("2026-02-02"), "ines@exemple.fr", None),
        ("sans_suite", le("2026-02-03"), "ines@exemple.fr", "Doublon"),
    ]
    assert guichet.lignes("SELECT instructeur_id, debut_le FROM suivis ORDER BY id") == [
        (3, le("2026-02-01")), (2, le("2026-02-02")),
    ]  # fmt: skip


def test_a_dossier_may_have_come_back_en_construction(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            SIMPLE,
            "- {usager: ali@exemple.fr, etat: en_construction, depose_le: 2026-02-01, "
            "en_instruction_le: 2026-02-02, en_construction_le: 2026-02-03, traite_par: ines@exemple.fr}",
        )
    )
    assert guichet.lignes("SELECT state, traite_le FROM traitements ORDER BY id") == [
        ("en_construction", le("2026-02-01")),
        ("en_instruction", le("2026-02-02")),
        ("en_construction", le("2026-02-03")),
    ]
    assert guichet.lignes("SELECT depose_le, en_construction_le, expire_le FROM dossiers") == [
        (le("2026-02-01"), le("2026-02-03"), le("2027-02-03"))
    ]


@pytest.mark.parametrize(
    ("dossier", "expire_le"),
    [
        ("etat: brouillon, cree_le: 2026-01-31", le("2026-04-30")),
        ("etat: en_construction, depose_le: 2026-02-28", le("2027-02-28")),
        ("etat: en_instruction, depose_le: 2026-02-28", None),
        ("etat: accepte, traite_le: 2026-02-28", le("2027-02-28")),
    ],
)
def test_a_dossier_expires_by_its_state(
    guichet: Guichet, dossier: str, expire_le: datetime | None
) -> None:
    guichet.accepte(monde(SIMPLE, f"- {{usager: ali@exemple.fr, {dossier}}}"))
    assert guichet.valeur("SELECT expire_le FROM dossiers") == expire_le


def test_a_declarative_demarche_accepts_on_arrival(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            f"{SIMPLE}\ndeclarative: accepte",
            "- {usager: ali@exemple.fr, etat: accepte, depose_le: 2026-02-01, traite_le: 2026-02-02}",
        )
    )
    assert guichet.lignes("SELECT state FROM traitements ORDER BY id") == [
        ("en_construction",), ("accepte",),
    ]  # fmt: skip
    assert guichet.lignes("SELECT en_instruction_le, declaratif_declenche_le FROM dossiers") == [
        (le("2026-02-02"), le("2026-02-02"))
    ]


def test_silence_is_counted_and_corrections_stop_it(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            f"{SIMPLE}\nsva_svr: {{decision: sva, periode: 2, unite: mois}}",
            "- {usager: ali@exemple.fr, etat: en_instruction, depose_le: 2026-01-10}\n"
            "- usager: ali@exemple.fr\n"
            "  etat: en_construction\n"
            "  depose_le: 2026-01-10\n"
            "  messages: [{de: ines@exemple.fr, corps: a, correction: incorrect, le: 2026-01-15, resolue_le: 2026-01-20}]",
        )
    )
    assert guichet.lignes("SELECT decision_sva_svr_le::text FROM dossiers ORDER BY id") == [
        ("2026-03-11",), ("2026-03-17",),
    ]  # fmt: skip
