"""What an instructeur chooses to be told of, and what his choice changes at once (rules 4.8, 4.9)."""

from typing import Any

import pytest

from domain.actes import messages
from domain.badges.preferences import RECALCULS
from domain.badges.types import DEFAUTS, Portee
from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.bureau.gestes_de_badges import (
    ALI,
    DEMARCHE,
    IGOR,
    INES,
    NINA,
    SAM,
    gardes,
    par_l_usager,
    regler,
    suivre,
)
from tests.empreintes import empreintes

MONDE = "badges"

LUES = """{ moi { instructeur { demarche(number: 900) { preferences {
  badges { dossierDepose dossierModifie message annotationInstructeur avisExterne attenteCorrection
    attenteReponse attenteAvis }
  courriels { nouveauDossier nouveauMessage quotidien hebdomadaire nouvelAvis expiration expire suppression }
} } } } }"""

D_ABORD: dict[str, dict[str, Any]] = {
    "badges": {
        "dossierDepose": "tous", "dossierModifie": "suivis", "message": "suivis",
        "annotationInstructeur": "suivis", "avisExterne": "suivis", "attenteCorrection": "suivis",
        "attenteReponse": "suivis", "attenteAvis": "suivis",
    },
    "courriels": {
        "nouveauDossier": False, "nouveauMessage": False, "quotidien": False, "hebdomadaire": False,
        "nouvelAvis": False, "expiration": True, "expire": True, "suppression": True,
    },
}  # fmt: skip


def preferences(bureau: Bureau, email: str) -> Any:
    return bureau.lire(email, LUES)["moi"]["instructeur"]["demarche"]["preferences"]


@pytest.fixture(scope="module", autouse=True)
def deux_messages(bureau: Bureau) -> None:
    """The usager wrote on a dossier that Igor follows, with Inès, and on one that he does not."""
    suivre(bureau, IGOR, 9003)
    for numero in (9003, 9004):
        par_l_usager(bureau, messages.ecrire, numero, corps="Bonjour")
    bureau.lignes("DELETE FROM preferences")


def test_nobody_has_chosen_at_first(bureau: Bureau) -> None:
    assert preferences(bureau, SAM) == D_ABORD


def test_a_choice_is_one_s_own_and_the_rest_stays(bureau: Bureau) -> None:
    regler(bureau, INES, avisExterne="aucun")
    assert bureau.muter(
        INES, "demarcheReglerCourriels", "errors { message } demarche { number }",
        demarcheId=DEMARCHE, quotidien=True, suppression=False,
    ) == {"errors": None, "demarche": {"number": 900}}  # fmt: skip
    siennes = preferences(bureau, INES)
    assert siennes["badges"] == {**D_ABORD["badges"], "avisExterne": "aucun"}
    assert siennes["courriels"] == {**D_ABORD["courriels"], "quotidien": True, "suppression": False}
    assert preferences(bureau, IGOR) == D_ABORD
    regler(bureau, INES, avisExterne="suivis")
    assert preferences(bureau, INES)["courriels"] == siennes["courriels"]


def messages_d_igor(bureau: Bureau) -> list[int]:
    return [
        numero
        for (numero,) in bureau.lignes(
            "SELECT dossier_id FROM badges b JOIN instructeurs i ON i.id = instructeur_id"
            " JOIN comptes c ON c.id = compte_id WHERE type = 'message' AND email = %s ORDER BY 1",
            IGOR,
        )
    ]


SUIVI, NON_SUIVI = [9003], [9004]

# What Igor has, before and after: a change computes again what holds, and nothing else.
PASSAGES = {
    ("tous", "aucun"): (SUIVI + NON_SUIVI, []),
    ("suivis", "aucun"): (SUIVI, []),
    ("tous", "suivis"): (SUIVI + NON_SUIVI, SUIVI),
    ("aucun", "tous"): ([], SUIVI + NON_SUIVI),
    ("suivis", "tous"): (SUIVI, SUIVI + NON_SUIVI),
    ("aucun", "suivis"): ([], SUIVI),
}


def test_every_change_is_computed() -> None:
    assert set(PASSAGES) == {
        (avant, apres) for avant in Portee for apres in Portee if avant is not apres
    }
    assert set(RECALCULS) == set(PASSAGES)


@pytest.mark.parametrize(("avant", "apres"), PASSAGES)
def test_a_change_is_computed_at_once(bureau: Bureau, avant: str, apres: str) -> None:
    regler(bureau, IGOR, message="aucun")
    regler(bureau, IGOR, message=avant)
    eu, a = PASSAGES[avant, apres]
    assert messages_d_igor(bureau) == eu
    regler(bureau, IGOR, message=apres)
    assert messages_d_igor(bureau) == a
    assert gardes(bureau, 9003)["ines"] == ["message"], "hers are hers"


def test_what_was_read_does_not_come_back(bureau: Bureau) -> None:
    """From those that he follows to all: only the others are new to him."""
    regler(bureau, IGOR, message="aucun")
    regler(bureau, IGOR, message="suivis")
    entree = {"dossierId": identifiant("Dossier", 9003), "onglet": "messagerie"}
    assert bureau.muter(IGOR, "dossierMarquerVu", **entree) == {"errors": None}
    regler(bureau, IGOR, message="tous")
    assert messages_d_igor(bureau) == NON_SUIVI


def test_all_conditions_are_computed(bureau: Bureau) -> None:
    """Turned off then on again: each badge is where what makes it holds, on followed dossiers or on all."""
    regler(bureau, IGOR, **dict.fromkeys(D_ABORD["badges"], "aucun"))
    assert "igor" not in gardes(bureau, 9003)
    assert "igor" not in gardes(bureau, 9015)
    regler(bureau, IGOR, **D_ABORD["badges"])
    assert gardes(bureau, 9003)["igor"] == ["message"]
    assert gardes(bureau, 9015) == {"igor": ["dossier_depose"]}, "nobody follows it"
    [(juste,)] = bureau.lignes(
        "SELECT bool_and(affiche_le = depose_le + interval '7 days') FROM badges"
        " JOIN dossiers d ON d.id = dossier_id WHERE type = 'dossier_depose'"
    )
    assert juste


def test_what_may_not_be_chosen(bureau: Bureau) -> None:
    for email in (INES, NINA, ALI):
        bureau.de(email)  # signed in already: what changes then is nothing of this
    avant = empreintes(bureau.serveur.database_url)

    def refus(email: str, champ: str, **entree: Any) -> Any:
        return bureau.muter(email, champ, "errors { code message }", **entree)["errors"]

    assert refus(INES, "demarcheReglerBadges", demarcheId=DEMARCHE, dossierDepose="suivis") == [
        {
            "code": "portee_impossible",
            "message": "Le badge « déposé depuis longtemps » porte sur tous les dossiers ou sur aucun",
        }
    ]
    absente = [
        {
            "code": "demarche_introuvable",
            "message": "Cette démarche n’existe pas, ou vous ne l’instruisez pas",
        }
    ]
    for email in (NINA, ALI):
        assert refus(email, "demarcheReglerBadges", demarcheId=DEMARCHE, message="tous") == absente
        assert refus(email, "demarcheReglerCourriels", demarcheId=DEMARCHE, expire=False) == absente
    inconnue = identifiant("Procedure", 999)
    assert refus(INES, "demarcheReglerBadges", demarcheId=inconnue, message="tous") == absente
    par_jeton = bureau.jeton().lire(
        "mutation ($i: DemarcheReglerBadgesInput!) { demarcheReglerBadges(input: $i) { errors { code } } }",
        i={"demarcheId": DEMARCHE, "message": "tous"},
    )
    assert par_jeton["demarcheReglerBadges"]["errors"] == [{"code": "reservee_aux_personnes"}]
    assert empreintes(bureau.serveur.database_url) == avant


def test_coming_into_a_groupe_and_leaving_it(bureau_neuf: Bureau) -> None:
    """A new member has what he wants of all and what is everybody's; who leaves has nothing left (rules
    4.8.6), and who leaves the démarche no preference either."""
    bureau = bureau_neuf
    par_l_usager(bureau, messages.ecrire, 9003, corps="Bonjour")
    bureau.lignes("UPDATE dossiers SET expire_le = now() + interval '300 days'")
    bureau.lignes("UPDATE dossiers SET expire_le = now() + interval '3 days' WHERE id = 9004")
    [(groupe,)] = bureau.lignes("SELECT id FROM groupes_instructeurs WHERE label = 'Nord'")

    def composer(champ: str, email: str) -> None:
        suite = champ.removeprefix("groupeInstructeur")
        lu = bureau.jeton().lire(
            f"mutation ($i: GroupeInstructeur{suite}Input!) {{ {champ}(input: $i) {{ errors {{ message }} }} }}",
            i={
                "groupeInstructeurId": identifiant("GroupeInstructeur", groupe),
                "instructeurs": [{"email": email}],
            },
        )
        assert lu[champ] == {"errors": None}

    regler(bureau, SAM, message="tous")
    composer("groupeInstructeurAjouterInstructeurs", SAM)
    assert gardes(bureau, 9003) == {"ines": ["message"], "sam": ["message"]}
    assert gardes(bureau, 9004) == {"sam": ["dossier_expirant"]}
    assert gardes(bureau, 9015) == {"sam": ["dossier_depose"]}
    composer("groupeInstructeurSupprimerInstructeurs", SAM)
    assert gardes(bureau, 9003) == {"ines": ["message"]}
    assert gardes(bureau, 9004) == {}
    assert preferences(bureau, SAM)["badges"]["message"] == "tous", "he has a groupe of it left"
    regler(bureau, INES, avisExterne="aucun")
    composer("groupeInstructeurSupprimerInstructeurs", INES)
    assert gardes(bureau, 9003) == {}
    restes = bureau.lignes(
        "SELECT c.email FROM preferences JOIN instructeurs i ON i.id = instructeur_id"
        " JOIN comptes c ON c.id = compte_id"
    )
    assert restes == [(SAM,)]


def test_a_dossier_that_changes_groupe(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    par_l_usager(bureau, messages.ecrire, 9003, corps="Bonjour")
    regler(bureau, SAM, message="tous")
    [(sud,)] = bureau.lignes("SELECT id FROM groupes_instructeurs WHERE label = 'Sud'")
    assert gardes(bureau, 9003) == {"ines": ["message"]}
    lu = bureau.muter(
        INES, "dossierChangerGroupeInstructeur", dossierId=identifiant("Dossier", 9003),
        groupeInstructeurId=identifiant("GroupeInstructeur", sud),
    )  # fmt: skip
    assert lu == {"errors": None}
    assert gardes(bureau, 9003) == {"sam": ["dossier_depose", "message"]}


def test_the_defaults_of_the_domain_are_those_of_the_table(bureau: Bureau) -> None:
    lues = dict(
        bureau.lignes(
            "SELECT column_name::text, split_part(column_default, '''', 2) FROM information_schema.columns"
            " WHERE table_name = 'preferences' AND column_default LIKE '''%%'"
        )
    )
    assert lues == {str(badge): str(portee) for badge, portee in DEFAUTS.items()}
