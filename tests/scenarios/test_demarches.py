"""Rules of the format on démarches: what is supplied, and what a later revision keeps."""

from datetime import datetime

import pytest

from tests.scenarios.conftest import Guichet
from tests.scenarios.mondes import MAINTENANT, le, monde


@pytest.mark.parametrize(
    ("etat", "dates"),
    [
        ("brouillon", (None, None, None)),
        ("publiee", (MAINTENANT, None, None)),
        ("close", (MAINTENANT, MAINTENANT, None)),
        ("depubliee", (MAINTENANT, None, MAINTENANT)),
    ],
)
def test_a_state_implies_its_dates(
    guichet: Guichet, etat: str, dates: tuple[datetime | None, ...]
) -> None:
    guichet.accepte(monde(f"etat: {etat}"))
    assert guichet.lignes("SELECT etat, publiee_le, fermee_le, depubliee_le FROM demarches") == [
        (etat, *dates)
    ]


def test_a_draft_has_neither_published_form_nor_what_publication_asks(guichet: Guichet) -> None:
    guichet.accepte(monde("etat: brouillon"))
    assert guichet.lignes("SELECT publiee_le FROM revisions") == [(None,)]
    assert guichet.lignes("SELECT lien_site_web, cadre_juridique FROM demarches") == [(None, None)]


def test_without_groupes_there_is_one_and_without_labels_there_are_five(guichet: Guichet) -> None:
    guichet.accepte(monde("instructeurs: [ines@exemple.fr, marc@exemple.fr]"))
    assert guichet.lignes("SELECT label, defaut FROM groupes_instructeurs") == [("défaut", True)]
    assert guichet.lignes("SELECT instructeur_id FROM affectations ORDER BY 1") == [(2,), (3,)]
    assert guichet.lignes("SELECT nom FROM labels ORDER BY position") == [
        ("À examiner",), ("À relancer",), ("Complet",), ("À signer",), ("Urgent",),
    ]  # fmt: skip


def test_the_first_groupe_is_the_default_one_when_none_says_so(guichet: Guichet) -> None:
    guichet.accepte(monde("groupes: [{label: A}, {label: B}]\nlabels: []"))
    assert guichet.lignes("SELECT label, defaut FROM groupes_instructeurs ORDER BY label") == [
        ("A", True), ("B", False),
    ]  # fmt: skip
    assert guichet.lignes("SELECT * FROM labels") == []


def test_options_go_where_they_are_read(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            "duree_conservation: 36\noptions: {accuse_lecture: true, lien_dpo: dpo@exemple.fr, "
            "tags: [voirie], zones: [MI, MI], auto_archive_on: 2026-06-01, "
            "chorus: {centre_de_cout: D0, domaine_fonctionnel: null}}"
        )
    )
    assert guichet.lignes("SELECT options, lien_dpo, tags, chorus FROM demarches") == [
        (
            {
                "accuse_lecture": True, "zones": ["MI", "MI"], "auto_archive_on": "2026-06-01",
                "max_duree_conservation_dossiers_dans_ds": 36,
            },
            "dpo@exemple.fr", ["voirie"], {"centre_de_cout": {"code": "D0"}, "domaine_fonctionnel": None},
        )
    ]  # fmt: skip
    assert guichet.lignes("SELECT acronyme FROM zones JOIN demarches_zones ON zone_id = id") == [
        ("MI",)
    ]


def test_a_later_revision_keeps_what_it_does_not_say_again(guichet: Guichet) -> None:
    guichet.accepte(
        monde(
            "etat: publiee\npubliee_le: 2026-01-01\n"
            "champs: [{id: 1, type: text, libelle: Nom}]\n"
            "annotations: [{id: 2, type: text, libelle: Note}]\n"
            "revisions:\n"
            "  - {publiee_le: 2026-02-01, champs: [{id: 1, type: textarea, libelle: Nom}]}\n"
            "  - {publiee_le: 2026-02-15, creee_le: 2026-02-14, annotations: []}",
            "- {number: 1, usager: ali@exemple.fr, etat: en_construction, depose_le: 2025-12-01}\n"
            "- {number: 2, usager: ali@exemple.fr, etat: en_construction, depose_le: 2026-01-31}\n"
            "- {number: 3, usager: ali@exemple.fr, etat: en_construction, depose_le: 2026-02-01}\n"
            "- {number: 4, usager: ali@exemple.fr, etat: brouillon}",
        )
    )
    assert guichet.lignes(
        "SELECT r.id, r.cree_le, r.publiee_le, array_agg(stable_id || ' ' || type_champ ORDER BY stable_id) "
        "FROM revisions r JOIN types_de_champ t ON t.revision_id = r.id GROUP BY r.id ORDER BY r.id"
    ) == [
        (1, le("2026-01-01"), le("2026-01-01"), ["1 text", "2 text"]),
        (2, le("2026-01-01"), le("2026-02-01"), ["1 textarea", "2 text"]),
        (3, le("2026-02-14"), le("2026-02-15"), ["1 textarea"]),
        (4, le("2026-02-15"), None, ["1 textarea"]),
    ]
    assert guichet.lignes("SELECT id, revision_id FROM dossiers ORDER BY id") == [
        (1, 1), (2, 1), (3, 2), (4, 3),
    ]  # fmt: skip


def test_a_model_file_goes_with_every_revision_that_offers_it(guichet: Guichet) -> None:
    guichet.accepte(
        monde("etat: publiee\nchamps: [{id: 1, type: piece_justificative, libelle: RIB, nature: RIB, modele: {nom: m.txt, contenu: x}}]")
    )  # fmt: skip
    assert guichet.lignes("SELECT role, revision_id, stable_id FROM fichiers ORDER BY id") == [
        ("modele", 1, 1), ("modele", 2, 1),
    ]  # fmt: skip
