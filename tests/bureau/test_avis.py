"""Asking avis, from an instructeur's desk (rules 6.1 to 6.4, 6.9, 6.10, 1.12)."""

from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.bureau.experts import (
    EMIL,
    EVE,
    IGOR,
    INES,
    INSTRUCTRICE,
    REFUS,
    ZOE,
    avis_de,
    courriels,
    demander,
    instructeur,
    rendre,
    rien_ne_change,
    televerser,
)

MONDE = "avis"
DEMANDE = """avis { question questionLabel confidentiel claimant { email } expert { email }
  attachments { filename } dateReponse }"""


@pytest.fixture(autouse=True)
def _sans_courriel(bureau: Bureau) -> None:
    bureau.lignes("DELETE FROM courriels")


def avis(bureau: Bureau, dossier: int) -> list[tuple[Any, ...]]:
    return bureau.lignes(
        "SELECT email, confidentiel, repondu_le IS NOT NULL, revoque_le IS NOT NULL FROM avis"
        " JOIN experts ON experts.id = expert_id JOIN comptes ON comptes.id = compte_id"
        " WHERE dossier_id = %s ORDER BY avis.id",
        dossier,
    )


# --- asking (6.1, 6.2, 6.4) -------------------------------------------------------------------------


def test_several_experts_are_asked_at_once_with_a_question_in_confidence(bureau: Bureau) -> None:
    fait = demander(
        bureau, 9002, f" {EMIL.upper()} ", "neuve@exemple.fr", EMIL, selection=DEMANDE,
        introduction="Votre avis ?", question="  Favorable ?  ", confidentiel=True,
    )  # fmt: skip
    communs = {
        "question": "Votre avis ?", "questionLabel": "Favorable ?", "confidentiel": True,
        "claimant": {"email": INES}, "attachments": [], "dateReponse": None,
    }  # fmt: skip
    assert fait == {
        "errors": None,
        "avis": [
            {**communs, "expert": {"email": EMIL}},
            {**communs, "expert": {"email": "neuve@exemple.fr"}},
        ],
    }
    assert courriels(bureau) == [
        ("avis_demande", EMIL), ("premier_avis_demande", "neuve@exemple.fr"),
    ]  # fmt: skip
    suivis = bureau.lignes(
        "SELECT email FROM suivis JOIN instructeurs i ON i.id = instructeur_id JOIN comptes c ON c.id ="
        " compte_id WHERE dossier_id = 9002 AND fin_le IS NULL"
    )
    assert suivis == [(INES,)]
    journal = bureau.lignes("SELECT operation FROM journal WHERE dossier_id = 9002")
    assert journal == [("demander_un_avis",)] * 2
    assert bureau.lignes("SELECT avis_modifies_le IS NOT NULL FROM dossiers WHERE id = 9002") == [
        (True,)
    ]
    badges = bureau.lignes("SELECT type FROM badges WHERE dossier_id = 9002")
    assert badges == [("attente_avis",)]


def test_the_introduction_that_is_proposed_is_sent_when_nothing_else_is_written(
    bureau: Bureau,
) -> None:
    preparation = bureau.lire(
        INES, "{ moi { instructeur { demarche(number: 900) { avis { introductionProposee autorises "
        "messagerie listeSeule } } } } }",
    )["moi"]["instructeur"]["demarche"]["avis"]  # fmt: skip
    proposee = (
        "Bonjour,\n\nNous aimerions avoir votre avis sur ce dossier. "
        "Merci d’avance de l’éclairage que vous pourrez nous apporter."
    )
    assert preparation == {
        "introductionProposee": proposee, "autorises": True, "messagerie": True, "listeSeule": False,
    }  # fmt: skip
    fait = demander(bureau, 9002, ZOE, selection="avis { question }")
    assert fait == {"errors": None, "avis": [{"question": proposee}]}


def test_the_number_of_avis_is_unlimited_even_of_one_expert(bureau: Bureau) -> None:
    avant = len(avis(bureau, 9005))
    for _ in range(3):
        assert demander(bureau, 9005, EMIL)["errors"] is None
    assert len(avis(bureau, 9005)) == avant + 3


def test_a_wrong_address_does_not_keep_the_others_waiting(bureau: Bureau) -> None:
    fait = demander(bureau, 9002, "pas une adresse", EMIL, selection="avis { expert { email } }")
    assert fait == {
        "errors": [
            {
                "message": "pas une adresse n’est pas une adresse électronique valide",
                "code": "adresse_invalide",
            }
        ],
        "avis": [{"expert": {"email": EMIL}}],
    }


def test_each_who_is_asked_gets_the_file_of_the_question(bureau: Bureau) -> None:
    signe = televerser(
        bureau, "createDirectUpload", INES, "plan.txt", b"un plan",
        dossierId=identifiant("Dossier", 9002),
    )  # fmt: skip
    fait = demander(
        bureau, 9002, EMIL, "autre.expert@exemple.fr", piece=signe,
        selection="avis { attachments { filename byteSize } }",
    )  # fmt: skip
    assert fait["errors"] is None
    piece = {"filename": "plan.txt", "byteSize": 7}
    assert [a["attachments"] for a in fait["avis"]] == [[piece], [piece]]
    assert bureau.lignes(
        "SELECT role, count(DISTINCT cle) FROM fichiers WHERE nom = 'plan.txt' AND avis_id IS NOT NULL"
        " GROUP BY role"
    ) == [("introduction", 2)]


def test_the_link_of_somebody_new_opens_his_account_then_his_avis(bureau: Bureau) -> None:
    demander(bureau, 9005, "nouvelle@exemple.fr")
    lien = bureau.lien()
    assert lien.startswith("/mot-de-passe/")
    navigateur = bureau.navigateur()
    ouvert = navigateur.post(lien, json={"motDePasse": "violon brume 17 carafe"})
    assert ouvert.status_code == 200, ouvert.text
    assert bureau.connecte("nouvelle@exemple.fr", "violon brume 17 carafe")
    connue = demander(bureau, 9005, "nouvelle@exemple.fr")
    assert connue["errors"] is None
    assert bureau.lien() == f"/expert/procedures/900/avis/{_numero(bureau, 9005)}"


def _numero(bureau: Bureau, dossier: int) -> int:
    [(numero,)] = bureau.lignes("SELECT max(id) FROM avis WHERE dossier_id = %s", dossier)
    return int(numero)


def test_a_mail_says_who_asks_as_experts_may_know_him(bureau: Bureau) -> None:
    assert demander(bureau, 9501, EVE, de=INSTRUCTRICE)["errors"] is None
    [(objet, html, texte)] = bureau.lignes("SELECT objet, corps_html, corps_texte FROM courriels")
    numero = instructeur(bureau, INSTRUCTRICE)
    [(i,)] = bureau.lignes(
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s",
        INSTRUCTRICE,
    )
    assert identifiant("Instructeur", i) == numero
    assert objet == (
        f"Instructeur n° {i} vous demande votre avis sur le dossier n° 9501 (Démarche discrète)"
    )
    assert "canari" not in (html + texte).lower()


# --- linked dossiers (6.3) --------------------------------------------------------------------------


def test_linked_dossiers_are_asked_about_when_told_and_only_those_one_may_open(
    bureau: Bureau,
) -> None:
    assert demander(bureau, 9001, "lie@exemple.fr")["errors"] is None
    assert [a[0] for a in avis(bureau, 9002)].count("lie@exemple.fr") == 0
    courriels(bureau)
    assert demander(bureau, 9001, "lie@exemple.fr", dossiersLies=True)["errors"] is None
    assert [a[0] for a in avis(bureau, 9002)].count("lie@exemple.fr") == 1
    assert [a[0] for a in avis(bureau, 9003)] == []
    assert courriels(bureau) == [("avis_demande", "lie@exemple.fr")]
    assert demander(bureau, 9001, "lie@exemple.fr", dossiersLies=True)["errors"] is None
    assert [a[0] for a in avis(bureau, 9002)].count("lie@exemple.fr") == 1


# --- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dossier", "emails", "message", "code"),
    [
        (9601, [EVE], "Cette démarche ne permet pas de demander des avis externes", "avis_fermes"),
        (9701, [ZOE], "zoe@exemple.fr n’est pas un expert de cette démarche", "expert_hors_liste"),
        (9004, [EVE], "Ce dossier est traité : on n’y demande ni n’y rend plus d’avis", "dossier_traite"),
        (9001, [], "Indiquez au moins une adresse électronique", "sans_adresse"),
        (9001, ["  "], "Indiquez au moins une adresse électronique", "sans_adresse"),
        (9001, [f"e{n}@exemple.fr" for n in range(101)], "On s’adresse à 100 experts au plus à la fois", "trop_d_adresses"),
        (9001, ["ève@@exemple"], "ève@@exemple n’est pas une adresse électronique valide", "adresse_invalide"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_and_changes_nothing(
    bureau: Bureau, dossier: int, emails: list[str], message: str, code: str
) -> None:
    bureau.de(INES)
    with rien_ne_change(bureau):
        fait = demander(bureau, dossier, *emails, selection="avis { id } dossier { id }")
    assert fait["errors"] == [{"message": message, "code": code}]
    assert not fait["avis"]


def test_in_list_mode_only_those_of_the_list_may_be_asked(bureau: Bureau) -> None:
    assert demander(bureau, 9701, EMIL)["errors"] is None
    bureau.lignes("UPDATE experts_demarches SET revoque_le = now() WHERE demarche_id = 970")
    try:
        with rien_ne_change(bureau):
            refuse = demander(bureau, 9701, EMIL)
    finally:
        bureau.lignes("UPDATE experts_demarches SET revoque_le = NULL WHERE demarche_id = 970")
    assert refuse["errors"] == [
        {"message": "emil@exemple.fr n’est pas un expert de cette démarche", "code": "expert_hors_liste"}
    ]  # fmt: skip


def test_a_dossier_of_another_groupe_does_not_exist(bureau: Bureau) -> None:
    bureau.de(INES)
    with rien_ne_change(bureau):
        corps = [
            bureau.poster(
                INES,
                "mutation ($input: DossierDemanderAvisInput!) { dossierDemanderAvis(input: $input)"
                " { errors { message } } }",
                input={
                    "dossierId": identifiant("Dossier", dossier),
                    "instructeurId": instructeur(bureau),
                    "emails": [EVE],
                },
            )
            for dossier in (9003, 999_999)
        ]
    assert corps[0] == corps[1]
    assert corps[0]["errors"][0]["message"] == "Dossier not found"


def test_whoever_is_signed_in_asks_in_nobody_elses_name(bureau: Bureau) -> None:
    bureau.de(INES)
    with rien_ne_change(bureau):
        refuse = bureau.muter(
            INES, "dossierDemanderAvis", REFUS, dossierId=identifiant("Dossier", 9001),
            instructeurId=instructeur(bureau, IGOR), emails=[EVE],
        )  # fmt: skip
    assert refuse["errors"] == [
        {
            "message": "On n’agit qu’en son propre nom : cet instructeur n’est pas vous",
            "code": "acces_refuse",
        }
    ]


# --- asking again (6.9) -----------------------------------------------------------------------------


def sur(bureau: Bureau, champ: str, dossier: int, expert: str, *, de: str = INES) -> Any:
    return bureau.muter(
        de, champ, f"{REFUS} dossier {{ number }} avis {{ dateRelance dateRevocation reponse }}",
        avisId=avis_de(bureau, dossier, expert), instructeurId=instructeur(bureau, de),
    )  # fmt: skip


def test_a_reminder_is_the_same_mail_again_and_is_dated(bureau: Bureau) -> None:
    fait = sur(bureau, "dossierRelancerAvis", 9001, EVE)
    assert fait["errors"] is None
    assert fait["avis"]["dateRelance"] is not None
    assert courriels(bureau) == [("avis_demande", EVE)]
    sur(bureau, "dossierRelancerAvis", 9001, EVE)
    assert courriels(bureau) == [("avis_demande", EVE)]


@pytest.mark.parametrize(
    ("dossier", "expert", "message", "code"),
    [
        (9001, EMIL, "Cet avis est déjà rendu", "avis_deja_rendu"),
        (9001, ZOE, "Cette demande d’avis est déjà révoquée", "avis_deja_revoque"),
        (9004, ZOE, "Ce dossier est traité : on n’y demande ni n’y rend plus d’avis", "dossier_traite"),
    ],
)  # fmt: skip
def test_what_was_given_withdrawn_or_decided_is_not_asked_again(
    bureau: Bureau, dossier: int, expert: str, message: str, code: str
) -> None:
    bureau.de(INES)
    with rien_ne_change(bureau):
        fait = sur(bureau, "dossierRelancerAvis", dossier, expert)
    assert fait["errors"] == [{"message": message, "code": code}]


def test_an_expert_who_turned_mails_off_gets_none(bureau: Bureau) -> None:
    regler = "UPDATE experts_demarches SET avertir_des_avis = %s WHERE demarche_id = 900"
    bureau.lignes(regler, False)
    try:
        assert demander(bureau, 9005, ZOE)["errors"] is None
        assert courriels(bureau) == []
    finally:
        bureau.lignes(regler, True)


# --- withdrawing (6.10) -----------------------------------------------------------------------------


def test_a_question_without_answer_is_forgotten_with_its_files(bureau: Bureau) -> None:
    signe = televerser(
        bureau, "createDirectUpload", INES, "oubli.txt", b"oubli",
        dossierId=identifiant("Dossier", 9005),
    )  # fmt: skip
    demander(bureau, 9005, "oublie@exemple.fr", piece=signe)
    fait = sur(bureau, "dossierRevoquerAvis", 9005, "oublie@exemple.fr")
    assert fait == {"errors": None, "dossier": {"number": 9005}, "avis": None}
    assert "oublie@exemple.fr" not in [a[0] for a in avis(bureau, 9005)]
    assert bureau.lignes("SELECT id FROM fichiers WHERE nom = 'oubli.txt'") == []


def test_an_answer_is_kept_with_the_date_and_no_badge_waits_for_it(bureau: Bureau) -> None:
    bureau.lignes("DELETE FROM avis WHERE dossier_id = 9701")
    demander(bureau, 9701, EVE)
    assert rendre(bureau, 9701, "C’est oui")["errors"] is None
    fait = sur(bureau, "dossierRevoquerAvis", 9701, EVE)
    assert fait["errors"] is None
    assert fait["avis"]["reponse"] == "C’est oui"
    assert fait["avis"]["dateRevocation"] is not None
    badges = bureau.lignes("SELECT type FROM badges WHERE dossier_id = 9701 ORDER BY type")
    assert ("attente_avis",) not in badges
    with rien_ne_change(bureau):
        encore = sur(bureau, "dossierRevoquerAvis", 9701, EVE)
    assert encore["errors"] == [
        {"message": "Cette demande d’avis est déjà révoquée", "code": "avis_deja_revoque"}
    ]


@pytest.mark.parametrize("champ", ["dossierRelancerAvis", "dossierRevoquerAvis"])
def test_an_avis_of_another_groupe_does_not_exist(bureau: Bureau, champ: str) -> None:
    bureau.de(IGOR)
    texte = f"mutation ($input: D{champ[1:]}Input!) {{ {champ}(input: $input) {{ errors {{ message }} }} }}"
    with rien_ne_change(bureau):
        corps = [
            bureau.poster(
                IGOR, texte, input={"avisId": id, "instructeurId": instructeur(bureau, IGOR)}
            )
            for id in (avis_de(bureau, 9001, EVE), identifiant("Avis", 999_999))
        ]
    assert corps[0] == corps[1]
    assert corps[0]["errors"][0]["message"] == "Avis not found"


# --- by a program (the door of tokens) ---------------------------------------------------------------


def test_a_program_asks_in_the_name_of_an_instructeur(bureau: Bureau) -> None:
    corps = bureau.jeton().demander(
        "mutation ($input: DossierDemanderAvisInput!) { dossierDemanderAvis(input: $input)"
        " { errors { message } avis { claimant { email } expert { email } } } }",
        input={
            "dossierId": identifiant("Dossier", 9005),
            "instructeurId": instructeur(bureau),
            "emails": ["programme@exemple.fr"],
        },
    )
    assert corps["data"]["dossierDemanderAvis"] == {
        "errors": None,
        "avis": [{"claimant": {"email": INES}, "expert": {"email": "programme@exemple.fr"}}],
    }


# --- whom to ask (1.12.4) -----------------------------------------------------------------------------


def suggestions(bureau: Bureau, demarche: int) -> list[str]:
    lues = bureau.lire(
        INES, "query ($n: Int!) { moi { instructeur { demarche(number: $n) { avis { suggestions } } } } }",
        n=demarche,
    )["moi"]["instructeur"]["demarche"]["avis"]["suggestions"]  # fmt: skip
    return list(lues)


def test_those_of_the_list_are_suggested_where_there_is_one(bureau: Bureau) -> None:
    assert suggestions(bureau, 970) == [EMIL, EVE]


def test_elsewhere_those_who_came_once_or_were_asked_a_day_ago(bureau: Bureau) -> None:
    demander(bureau, 9005, "recente@exemple.fr")
    bureau.lignes(
        "UPDATE experts SET cree_le = now() - interval '25 hours' WHERE compte_id IN"
        " (SELECT id FROM comptes WHERE email <> 'recente@exemple.fr')"
    )
    bureau.lignes("DELETE FROM connexions")
    assert suggestions(bureau, 900) == ["recente@exemple.fr"]
    bureau.connecte(ZOE)
    assert suggestions(bureau, 900) == ["recente@exemple.fr", ZOE]
