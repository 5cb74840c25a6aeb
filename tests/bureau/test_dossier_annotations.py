"""Annotations have a version each: of two who write on one, neither loses his words (rules 4.10.4)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.bureau.sur_un_dossier import (
    INES,
    INNA,
    NOTE,
    annoter,
    voir,
)
from tests.empreintes import empreintes

MONDE = "dossier"


def note(bureau: Bureau, qui: str = INES) -> dict[str, Any]:
    """The first annotation of dossier 7003."""
    vue: dict[str, Any] = voir(
        bureau, 7003, "annotations { version nouvelle modifieePar champ { stringValue } }", qui=qui
    )["annotations"][0]
    return vue


def test_of_two_on_one_annotation_the_second_sees_both_values(bureau_neuf: Bureau) -> None:
    """rules 4.10.4; F363: each is saved apart, and none is lost."""
    vue_par_ines, vue_par_inna = note(bureau_neuf), note(bureau_neuf, INNA)
    assert vue_par_ines["champ"]["stringValue"] == "Au départ"
    assert vue_par_ines["version"] == vue_par_inna["version"]

    gagne = annoter(bureau_neuf, INNA, vue_par_inna["version"], value={"textarea": "D’Inna"})
    assert (gagne["errors"], gagne["conflit"]) == (None, None)
    assert gagne["annotation"]["champ"] == {"stringValue": "D’Inna"}
    assert gagne["annotation"]["modifieePar"] == INNA
    avant = empreintes(bureau_neuf.serveur.database_url)

    perd = annoter(bureau_neuf, INES, vue_par_ines["version"], value={"textarea": "D’Ines"})
    [erreur] = perd["errors"]
    assert {**erreur, "date": None} == {
        "message": "Cette annotation a été modifiée entre-temps : voici les deux valeurs",
        "code": "annotation_modifiee",
        "auteur": INNA,
        "date": None,
    }
    assert perd["annotation"] is None
    assert perd["conflit"] == {
        "actuelle": gagne["annotation"],
        "proposee": {"stringValue": "D’Ines"},
    }
    assert empreintes(bureau_neuf.serveur.database_url) == avant

    # Having read the other's, she writes over it, and the history keeps it.
    apres = annoter(
        bureau_neuf, INES, perd["conflit"]["actuelle"]["version"], value={"textarea": "Des deux"}
    )
    assert apres["errors"] is None
    assert note(bureau_neuf)["champ"]["stringValue"] == "Des deux"
    assert bureau_neuf.lignes(
        "SELECT value FROM champs WHERE dossier_id = 7003 AND stable_id = 20 ORDER BY flux"
    ) == [("Au départ",), ("D’Inna",), ("Des deux",)]
    # To write what is there already is to lose nothing, whatever one had read.
    assert annoter(bureau_neuf, INNA, "0", value={"textarea": "Des deux"})["errors"] is None


def test_of_two_that_write_at_once_one_does_and_the_other_is_shown_both(
    bureau_neuf: Bureau,
) -> None:
    for rang in range(5):
        depart, version = Barrier(2), note(bureau_neuf)["version"]

        def envoyer(
            qui: str, depart: Barrier = depart, lue: str = version, rang: int = rang
        ) -> Any:
            bureau_neuf.de(qui)
            depart.wait()
            return annoter(bureau_neuf, qui, lue, value={"textarea": f"{qui} {rang}"})

        with ThreadPoolExecutor(2) as ensemble:
            faits = dict(zip((INES, INNA), ensemble.map(envoyer, (INES, INNA)), strict=True))
        [gagnant] = [qui for qui, fait in faits.items() if fait["errors"] is None]
        [perdant] = [qui for qui, fait in faits.items() if fait["errors"] is not None]
        assert note(bureau_neuf)["champ"]["stringValue"] == f"{gagnant} {rang}"
        conflit = faits[perdant]["conflit"]
        assert conflit["actuelle"]["champ"]["stringValue"] == f"{gagnant} {rang}"
        assert conflit["proposee"]["stringValue"] == f"{perdant} {rang}"


def test_what_is_no_annotation_or_does_not_fit_is_refused(bureau_neuf: Bureau) -> None:
    """A wrong version of a wrong value is told that the value is wrong."""
    bureau_neuf.de(INES)
    avant = empreintes(bureau_neuf.serveur.database_url)

    def phrases(version: str = "0", **annotation: Any) -> list[str]:
        return [e["message"] for e in annoter(bureau_neuf, INES, version, **annotation)["errors"]]

    rue = identifiant("Champ", 2)
    assert phrases(id=rue, value={"text": "Ailleurs"}) == [f'L’annotation "{rue}" n’existe pas']
    assert phrases(value={"integerNumber": 3}) == [f'L’annotation "{NOTE}" n’existe pas']
    assert phrases(id=identifiant("Champ", 99)) == [
        f'L’annotation "{identifiant("Champ", 99)}" n’existe pas'
    ]
    assert empreintes(bureau_neuf.serveur.database_url) == avant

    ajout = annoter(bureau_neuf, INES, "0", id=identifiant("Champ", 22), value={"repetition": 2})
    assert ajout["errors"] is None
    rangees = voir(bureau_neuf, 7003, "annotations { rangees { annotations { champ { id } } } }")
    assert len(rangees["annotations"][2]["rangees"]) == 3
