"""Annotations that programs write: each on its own, in the words that clients match."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest

from domain.calendrier import PARIS
from domain.formulaires.types_de_champ import TypeChamp
from domain.identifiants import identifiant
from domain.reponses.annotations import (
    SEULES,
    AnnotationInconnue,
    Modification,
    ValeurRefusee,
    ajouter_ligne_d_annotation,
    modifier_annotation,
    modifier_annotations,
)
from domain.reponses.modification import Entree
from domain.reponses.types import MANIERES
from tests.domain.conftest import Atelier

MONDE = "reponses"
NUMBER = 703


def champ(stable_id: int, row_id: str | None = None) -> str:
    return identifiant("Champ", f"{stable_id}|{row_id}" if row_id else stable_id)


def modifier(atelier: Atelier, *entrees: tuple[int | str, str, Any], minutes: float = 0) -> Modification:  # fmt: skip
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, NUMBER)
        return modifier_annotations(
            tx, dossier, formulaire=atelier.formulaire(tx, dossier),
            entrees=[
                Entree(champ(cible) if isinstance(cible, int) else cible, cle, valeur)
                for cible, cle, valeur in entrees
            ],
            auteur_email="admin@exemple.fr", at=atelier.le(minutes),
        )  # fmt: skip


# stable id, member, value, then what is stored
ECRITES: list[tuple[int, str, Any, str]] = [
    (50, "text", "vu\x00 \u2028", "vu \u2028"),
    (51, "textarea", "a\nb", "a\nb"),
    (52, "integerNumber", 12, "12"),
    (53, "dropDownList", "Oui", "Oui"),
    (54, "multipleDropDownList", ["B", "A", "B"], '["B", "A"]'),
    (56, "email", " Ali@Exemple.fr", "ali@exemple.fr"),
    (57, "checkbox", True, "true"),
    (58, "yesNo", False, "false"),
    (59, "date", date(2026, 4, 1), "2026-04-01"),
    (60, "datetime", datetime(2026, 4, 1, 10, 30, 5, 999, tzinfo=PARIS), "2026-04-01T10:30:05+02:00"),
    (61, "decimalNumber", 12.34, "12.34"),
    (64, "phone", "06 12 34 56 78", "06 12 34 56 78"),
    (65, "commune", {"code": "60172"}, "Coye-la-Forêt"),
    (67, "engagementJuridique", "EJ-1/2", "EJ-1/2"),
    (68, "dossierLink", 704, "704"),
]  # fmt: skip


def test_each_type_is_stored_as_its_readers_expect(atelier: Atelier) -> None:
    fait = modifier(atelier, *(forme[:3] for forme in ECRITES))
    assert fait == Modification([(stable_id, None) for stable_id, *_ in ECRITES], [])
    for stable_id, _, _, ecrite in ECRITES:
        assert atelier.valeurs(NUMBER, stable_id)["main"] == ecrite
    assert atelier.lignes(
        "SELECT DISTINCT modifie_par, prive FROM champs "
        "WHERE dossier_id = 703 AND modifie_le = :le AND flux = 'main'",
        le=atelier.le(0),
    ) == [("admin@exemple.fr", True)]
    assert atelier.lignes("SELECT annotations_modifiees_le FROM dossiers WHERE id = 703") == [
        (atelier.le(0),)
    ]


REFUSEES: list[tuple[int, str, Any, str]] = [
    (53, "dropDownList", "Peut-être", "doit être dans les options proposées"),
    (54, "multipleDropDownList", ["A", "D"], "doit être dans les options proposées"),
    (56, "email", "ali", "est invalide. Saisissez une adresse électronique valide. Exemple : adresse@mail.com"),
    (52, "integerNumber", 21, "doit être inférieur ou égal à 20"),
    (61, "decimalNumber", 1.2345, "doit comprendre entre 1 et 3 chiffres après le point"),
    (64, "phone", "1", "doit être un numéro de téléphone valide"),
    (67, "engagementJuridique", "ej 1", "ne peut contenir que des lettres majuscules, des chiffres et les signes - _ + /"),
    (68, "dossierLink", 9999, "doit être le numéro d’un dossier existant"),
    (50, "text", "a\ud800", "contient un caractère qui n’existe pas"),
]  # fmt: skip


def test_invalid_values_are_refused_and_change_nothing(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    fait = modifier(atelier, *(forme[:3] for forme in REFUSEES))
    assert fait == Modification([], [message for *_, message in REFUSEES])
    assert atelier.empreinte() == avant


INEXISTANTES = [
    champ(1),
    champ(62),
    champ(63),
    champ(69),
    champ(551),
    champ(999),
    "Row-1",
    "zzz",
    "",
]


def test_what_is_no_annotation_that_programs_write_does_not_exist(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    assert modifier(atelier, *((id, "text", "x") for id in INEXISTANTES)) == Modification(
        [], [f'L\u2018annotation "{id}" n\u2019existe pas' for id in INEXISTANTES]
    )
    assert atelier.empreinte() == avant


def test_the_value_is_given_by_the_member_of_its_type(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    assert modifier(atelier, (50, "textarea", "x"), (51, "text", "x")) == Modification(
        [],
        [
            f'L\u2018annotation "{champ(50)}" n\u2019est pas de type attendu',
            f'L\u2018annotation "{champ(51)}" n\u2019est pas de type attendu',
        ],
    )
    assert atelier.empreinte() == avant


def test_good_ones_are_kept_when_others_fail(atelier: Atelier) -> None:
    fait = modifier(
        atelier,
        (56, "email", "ali"),
        (52, "integerNumber", 7),
        (999, "text", "x"),
        (55, "repetition", 2),
        (50, "text", "gardée"),
    )
    assert fait.champs == [(52, None), (55, None), (50, None)]
    assert fait.erreurs == [
        f'L\u2018annotation "{champ(999)}" n\u2019existe pas',
        "est invalide. Saisissez une adresse électronique valide. Exemple : adresse@mail.com",
    ]
    assert atelier.valeurs(NUMBER, 52)["main"] == "7"
    assert atelier.valeurs(NUMBER, 50)["main"] == "gardée"
    assert len(rangees(atelier)) == 3  # one to begin with


def rangees(atelier: Atelier) -> list[str]:
    return [
        row_id
        for (row_id,) in atelier.lignes(
            "SELECT row_id FROM champs WHERE dossier_id = 703 AND stable_id = 55 ORDER BY id"
        )
    ]


def test_rows_are_added_after_those_there_are(atelier: Atelier) -> None:
    """Even when the clock says that they were made before."""
    modifier(atelier, (55, "repetition", 3), minutes=5)
    modifier(atelier, (55, "repetition", 2), minutes=-100_000)
    faites = rangees(atelier)
    assert len(faites) == 6
    assert faites == sorted(faites)
    assert modifier(atelier, (55, "repetition", 0)) == Modification([(55, None)], [])
    assert modifier(atelier, (55, "repetition", 1001)) == Modification(
        [], ["Un bloc répétable reçoit 1000 lignes à la fois au plus"]
    )
    assert rangees(atelier) == faites


def test_a_child_is_written_in_a_row_that_there_is(atelier: Atelier) -> None:
    (row_id,) = rangees(atelier)
    fait = modifier(atelier, (champ(551, row_id), "date", date(2026, 5, 1)))
    assert fait == Modification([(551, row_id)], [])
    inconnue = champ(551, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
    avant = atelier.empreinte()
    assert modifier(atelier, (inconnue, "date", date(2026, 5, 1))).champs == []
    assert modifier(atelier, (champ(50, row_id), "text", "x")).champs == []
    assert atelier.empreinte() == avant


def test_what_is_replaced_is_in_the_history(atelier: Atelier) -> None:
    for valeur in ("un", "deux", "deux", None, "trois"):
        modifier(atelier, (50, "text", valeur))
    flux = atelier.valeurs(NUMBER, 50)
    assert flux.pop("main") == "trois"
    assert list(flux.values()) == ["à vérifier", "un", "deux"]
    assert all(nom.startswith("history:2026-03-01T08:00:00.00000") for nom in flux)


def test_files_are_added_and_emptied_into_the_history(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        recus = [atelier.fichier(tx, nom) for nom in ("a.pdf", "b.pdf")]
    assert modifier(atelier, (66, "pieceJustificative", recus[:1])).erreurs == []
    assert modifier(atelier, (66, "pieceJustificative", recus[1:])).erreurs == []
    assert fichiers(atelier) == [("a.pdf", "main"), ("b.pdf", "main")]
    assert modifier(atelier, (66, "pieceJustificative", recus[1:])).erreurs == [
        "L’identifiant du fichier téléversé est invalide"
    ]
    assert fichiers(atelier) == [("a.pdf", "main"), ("b.pdf", "main")]
    assert modifier(atelier, (66, "pieceJustificative", [])).erreurs == []
    assert [(nom, flux[:8]) for nom, flux in fichiers(atelier)] == [
        ("a.pdf", "history:"), ("b.pdf", "history:"),
    ]  # fmt: skip


def fichiers(atelier: Atelier) -> list[tuple[Any, ...]]:
    return atelier.lignes(
        "SELECT nom, flux FROM fichiers f JOIN champs c ON c.id = champ_id "
        "WHERE c.dossier_id = 703 AND c.stable_id = 66 ORDER BY nom"
    )


def test_a_file_of_a_kind_not_accepted_is_refused(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        page = atelier.fichier(tx, "page.html", type_mime="text/html")
        gros = atelier.fichier(tx, "gros.pdf", taille=200 * 1024**2)
    avant = atelier.empreinte()
    assert modifier(atelier, (66, "pieceJustificative", [page, gros])).erreurs == [
        "contient un fichier de 200 Mo ou plus",
        "contient un fichier d’un format qui n’est pas accepté",
    ]
    assert atelier.empreinte() == avant


def seule(atelier: Atelier, mutation: str, id: str, valeur: Any) -> tuple[int, str | None]:
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, NUMBER)
        return modifier_annotation(
            tx, dossier, formulaire=atelier.formulaire(tx, dossier), id=id,
            types=SEULES[f"dossierModifierAnnotation{mutation}"], valeur=valeur,
            auteur_email="admin@exemple.fr", at=atelier.le(0),
        )  # fmt: skip


SEULES_ECRITES: list[tuple[str, int, Any, str]] = [
    ("Text", 50, "x", "x"),
    ("Text", 51, "x", "x"),
    ("Checkbox", 57, True, "true"),
    ("Checkbox", 58, True, "true"),
    ("Date", 59, date(2026, 1, 2), "2026-01-02"),
    ("Datetime", 60, datetime(2026, 1, 2, 3, 4, tzinfo=PARIS), "2026-01-02T03:04:00+01:00"),
    ("IntegerNumber", 52, 3, "3"),
    ("DecimalNumber", 61, 3.5, "3.5"),
    ("DropDownList", 53, "Non", "Non"),
]


def test_the_mutations_of_a_single_type(atelier: Atelier) -> None:
    for mutation, stable_id, valeur, ecrite in SEULES_ECRITES:
        assert seule(atelier, mutation, champ(stable_id), valeur) == (stable_id, None)
        assert atelier.valeurs(NUMBER, stable_id)["main"] == ecrite


def test_a_single_mutation_refuses_other_types_and_invalid_values(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    with pytest.raises(AnnotationInconnue) as inconnue:
        seule(atelier, "Text", champ(56), "a@exemple.fr")
    assert str(inconnue.value) == f'L\u2019annotation "{champ(56)}" n\u2019existe pas'
    with pytest.raises(ValeurRefusee) as refusee:
        seule(atelier, "DropDownList", champ(53), "Peut-être")
    assert refusee.value.messages == ["doit être dans les options proposées"]
    assert atelier.empreinte() == avant


def test_a_row_more(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, NUMBER)
        formulaire = atelier.formulaire(tx, dossier)
        assert ajouter_ligne_d_annotation(
            tx, dossier, formulaire=formulaire, id=champ(55), auteur_email=None, at=atelier.le(0)
        ) == (55, None)
        with pytest.raises(AnnotationInconnue):
            ajouter_ligne_d_annotation(
                tx, dossier, formulaire=formulaire, id=champ(4), auteur_email=None, at=atelier.le(0)
            )
    assert len(rangees(atelier)) == 2


def test_no_acknowledged_value_is_lost_between_two_writers(atelier: Atelier) -> None:
    """Figure 8 of reliability: each value answered « accepted » is current or in the history."""

    def ecrire(auteur: int) -> list[str]:
        acceptees = []
        for rang in range(25):
            valeur = f"{auteur}-{rang}"
            if modifier(atelier, (50, "text", valeur), minutes=rang).champs:
                acceptees.append(valeur)
        return acceptees

    with ThreadPoolExecutor(max_workers=4) as fils:
        acceptees = [valeur for faites in fils.map(ecrire, range(4)) for valeur in faites]
    assert len(acceptees) == 100
    assert sorted(atelier.valeurs(NUMBER, 50).values(), key=str) == sorted(
        [*acceptees, "à vérifier"]
    )


def test_every_type_that_programs_write_has_one_member() -> None:
    cles = [maniere.cle for maniere in MANIERES.values()]
    assert len(set(cles)) == len(cles)
    assert set(MANIERES) == set(TypeChamp) - {TypeChamp.header_section, TypeChamp.explication}
