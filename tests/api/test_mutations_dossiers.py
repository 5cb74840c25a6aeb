"""Archiving, following, giving to a groupe, labelling, throwing away: what each does, and refuses
(api 10.6 to 10.8, 10.14)."""

from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.api.conftest import Monde
from tests.api.ecritures import (
    SANS_DROIT,
    dossier_id,
    ecrire,
    instructeur_id,
    lignes,
    payload,
    refus,
)
from tests.empreintes import empreintes

MONDE = "instruction"

TRAITE = "Un dossier ne peut être déplacé dans « à archiver » qu’une fois le traitement terminé"
NON_ARCHIVE = "Un dossier non archivé ne peut pas être désarchivé"


def en_son_nom(monde: Monde, dossier: str, email: str = "ines@exemple.fr") -> dict[str, str]:
    return {"dossierId": dossier_id(monde, dossier), "instructeurId": instructeur_id(monde, email)}


def groupe_id(monde: Monde, label: str) -> str:
    [ligne] = lignes(monde, "SELECT id FROM groupes_instructeurs WHERE label = %s", label)
    return identifiant("GroupeInstructeur", ligne["id"])


def label_id(monde: Monde, nom: str, demarche: int = 700) -> str:
    [ligne] = lignes(
        monde, "SELECT id FROM labels WHERE nom = %s AND demarche_id = %s", nom, demarche
    )
    return identifiant("Label", ligne["id"])


def refuse(monde: Monde, champ: str, message: str, **entree: Any) -> None:
    """It is refused in these words, and nothing has changed."""
    avant = empreintes(monde.serveur.database_url)
    assert payload(monde, champ, "errors { message }", **entree) == {"errors": refus(message)}
    assert empreintes(monde.serveur.database_url) == avant


def test_a_dossier_is_archived_twice_and_brought_back(monde_neuf: Monde) -> None:
    qui = en_son_nom(monde_neuf, "accepte")
    selection = "dossier { archived } errors { message }"
    for _ in range(2):
        fait = payload(monde_neuf, "dossierArchiver", selection, **qui)
        assert fait == {"dossier": {"archived": True}, "errors": None}
    fait = payload(monde_neuf, "dossierDesarchiver", selection, **qui)
    assert fait == {"dossier": {"archived": False}, "errors": None}
    refuse(monde_neuf, "dossierDesarchiver", NON_ARCHIVE, **qui)


@pytest.mark.parametrize("dossier", ["construction", "instruction"])
def test_only_a_dossier_that_is_decided_is_archived(monde: Monde, dossier: str) -> None:
    refuse(monde, "dossierArchiver", TRAITE, **en_son_nom(monde, dossier, "igor@exemple.fr"))


def test_archiving_is_for_members_of_the_groupe(monde: Monde) -> None:
    refuse(monde, "dossierArchiver", SANS_DROIT, **en_son_nom(monde, "accepte", "igor@exemple.fr"))


def test_following_is_done_and_undone_once_each(monde_neuf: Monde) -> None:
    qui = en_son_nom(monde_neuf, "construction")
    selection = "dossier { instructeurs { email } } instructeur { email } errors { message }"
    ines = {"email": "ines@exemple.fr"}
    for suit, suiveurs in ((True, [ines]), (True, [ines]), (False, []), (False, [])):
        fait = payload(monde_neuf, "dossierBasculeSuivi", selection, follow=suit, **qui)
        assert fait == {"dossier": {"instructeurs": suiveurs}, "instructeur": ines, "errors": None}
    assert payload(monde_neuf, "dossierBasculeSuivi", selection, **qui)["dossier"] == {
        "instructeurs": [ines]
    }
    assert payload(monde_neuf, "dossierNePlusSuivre", selection, **qui)["dossier"] == {
        "instructeurs": []
    }
    assert payload(monde_neuf, "dossierSuivre", selection, **qui)["dossier"] == {
        "instructeurs": [ines]
    }


def test_following_is_for_members_of_the_groupe(monde: Monde) -> None:
    for champ in ("dossierBasculeSuivi", "dossierSuivre", "dossierNePlusSuivre"):
        refuse(monde, champ, SANS_DROIT, **en_son_nom(monde, "construction", "igor@exemple.fr"))


def test_a_dossier_goes_to_another_groupe_and_loses_its_followers(monde_neuf: Monde) -> None:
    payload(
        monde_neuf, "dossierSuivre", "errors { message }", **en_son_nom(monde_neuf, "construction")
    )
    fait = payload(
        monde_neuf,
        "dossierChangerGroupeInstructeur",
        "dossier { groupeInstructeur { label } instructeurs { email } } errors { message }",
        dossierId=dossier_id(monde_neuf, "construction"),
        groupeInstructeurId=groupe_id(monde_neuf, "Sud"),
    )
    assert fait == {
        "dossier": {"groupeInstructeur": {"label": "Sud"}, "instructeurs": []},
        "errors": None,
    }
    assert lignes(
        monde_neuf,
        "SELECT mode, par, groupe_label, groupe_precedent_label FROM reaffectations"
        " WHERE dossier_id = 7001 ORDER BY id DESC LIMIT 1",
    ) == [
        {
            "mode": "manual",
            "par": "admin@exemple.fr",
            "groupe_label": "Sud",
            "groupe_precedent_label": "Nord",
        }
    ]


def test_a_dossier_does_not_go_where_it_is_nor_out_of_its_demarche(monde: Monde) -> None:
    dossier = {"dossierId": dossier_id(monde, "construction")}
    refuse(
        monde,
        "dossierChangerGroupeInstructeur",
        "Le dossier est déjà avec le groupe instructeur: 'Nord'",
        groupeInstructeurId=groupe_id(monde, "Nord"),
        **dossier,
    )
    corps = ecrire(
        monde,
        "dossierChangerGroupeInstructeur",
        "errors { message }",
        groupeInstructeurId=groupe_id(monde, "Est"),
        **dossier,
    )
    assert corps["errors"][0]["extensions"] == {"code": "unauthorized"}


def test_a_label_is_put_on_and_taken_off_once(monde_neuf: Monde) -> None:
    entree = {
        "dossierId": dossier_id(monde_neuf, "construction"),
        "labelId": label_id(monde_neuf, "Urgent"),
    }
    selection = "dossier { labels { name } } label { name } errors { message }"
    urgent = {"name": "Urgent"}
    fait = payload(monde_neuf, "dossierAjouterLabel", selection, **entree)
    assert fait == {"dossier": {"labels": [urgent]}, "label": urgent, "errors": None}
    refuse(monde_neuf, "dossierAjouterLabel", "Ce label est déjà associé au dossier", **entree)
    fait = payload(monde_neuf, "dossierSupprimerLabel", selection, **entree)
    assert fait == {"dossier": {"labels": []}, "label": urgent, "errors": None}
    refuse(monde_neuf, "dossierSupprimerLabel", "Ce label n’est pas associé au dossier", **entree)


def test_a_label_of_another_demarche_is_not_seen(monde: Monde) -> None:
    corps = ecrire(
        monde,
        "dossierAjouterLabel",
        "errors { message }",
        dossierId=dossier_id(monde, "construction"),
        labelId=label_id(monde, "Urgent", 800),
    )
    assert corps["errors"][0]["message"] == "An object of type Label was hidden due to permissions"


def test_a_dossier_thrown_away_is_seen_no_more_until_it_is_restored(monde_neuf: Monde) -> None:
    qui = en_son_nom(monde_neuf, "accepte")
    jete = payload(monde_neuf, "dossierSupprimer", "number errors { message }", **qui)
    assert jete == {"number": 7003, "errors": None}
    lecture = monde_neuf.client("lecture")
    [erreur] = lecture.demander("{ dossier(number: 7003) { number } }")["errors"]
    assert erreur["extensions"] == {"code": "not_found"}
    rendu = payload(
        monde_neuf, "dossierRestaurer", "dossier { number state } errors { message }", **qui
    )
    assert rendu == {"dossier": {"number": 7003, "state": "accepte"}, "errors": None}
    assert [
        ligne["operation"] for ligne in lignes(monde_neuf, "SELECT operation FROM journal ORDER BY rang")
    ] == ["supprimer", "restaurer"]  # fmt: skip


def test_a_dossier_that_was_not_thrown_away_is_not_found_in_the_bin(monde: Monde) -> None:
    for dossier in ("accepte", "brouillon", "etranger"):
        corps = ecrire(
            monde, "dossierRestaurer", "errors { message }", **en_son_nom(monde, dossier)
        )
        assert corps["errors"][0]["message"] == "Dossier not found"
        assert corps["errors"][0]["extensions"] == {"code": "not_found"}


def test_a_dossier_is_kept_a_month_longer(monde_neuf: Monde) -> None:
    [avant] = lignes(monde_neuf, "SELECT expire_le FROM dossiers WHERE id = 7003")
    fait = payload(
        monde_neuf,
        "dossierProlonger",
        "dossier { dateExpiration } errors { message }",
        **en_son_nom(monde_neuf, "accepte"),
    )
    [apres] = lignes(monde_neuf, "SELECT expire_le FROM dossiers WHERE id = 7003")
    assert fait["errors"] is None
    assert 28 <= (apres["expire_le"] - avant["expire_le"]).days <= 31
