"""The three settings of a démarche about experts, and their list, by its administrateur (rules 1.12)."""

from typing import Any

import pytest

from tests.bureau.bureau import Bureau
from tests.bureau.experts import EMIL, EVE, INES, REFUS, ZOE, avis_de, demander, rien_ne_change

MONDE = "avis"
ADMIN, AUTRE = "admin@exemple.fr", "autre@exemple.fr"
EXPERTS = "experts { autorises messagerie listeSeule liste { email accesDecision } }"


def regler(bureau: Bureau, champ: str, *, de: str = ADMIN, numero: int = 900, **plus: Any) -> Any:
    texte = (
        f"mutation ($input: {champ[0].upper()}{champ[1:]}Input!)"
        f" {{ {champ}(input: $input) {{ {REFUS} {EXPERTS} }} }}"
    )
    return bureau.lire(de, texte, input={"demarche": {"number": numero}, **plus})[champ]


def test_who_administers_reads_and_sets_what_experts_may(bureau: Bureau) -> None:
    question = f"query ($n: Int!) {{ demarche(number: $n) {{ {EXPERTS} }} }}"
    attendu = {
        "autorises": True, "messagerie": False, "listeSeule": False,
        "liste": [{"email": EVE, "accesDecision": False}],
    }  # fmt: skip
    assert bureau.lire(ADMIN, question, n=950)["demarche"]["experts"] == attendu
    assert bureau.jeton().lire(question, n=950)["demarche"]["experts"] == attendu
    fait = regler(bureau, "demarcheReglerExperts", numero=950, messagerie=True, listeSeule=True)
    assert fait == {"errors": None, "experts": {**attendu, "messagerie": True, "listeSeule": True}}
    assert bureau.lire(
        EVE, "query ($id: ID!) { moi { expert { unAvis(id: $id) { dossier { messages { body } } } } } }",
        id=avis_de(bureau, 9501),
    )["moi"]["expert"]["unAvis"]["dossier"]["messages"] == [{"body": "CANARI-MESSAGE"}]  # fmt: skip
    regler(bureau, "demarcheReglerExperts", numero=950, messagerie=False, listeSeule=False)


def test_an_instructeur_does_not_read_the_list(bureau: Bureau) -> None:
    lu = bureau.lire(INES, f"{{ demarche(number: 900) {{ number {EXPERTS} }} }}")
    assert lu == {"demarche": {"number": 900, "experts": None}}


def test_avis_are_asked_or_not_as_the_administrateur_says(bureau: Bureau) -> None:
    assert regler(bureau, "demarcheReglerExperts", autorises=False)["errors"] is None
    ferme = demander(bureau, 9001, EVE)
    assert ferme["errors"] == [
        {
            "message": "Cette démarche ne permet pas de demander des avis externes",
            "code": "avis_fermes",
        }
    ]
    peut = bureau.lire(
        EVE, "query ($id: ID!) { moi { expert { unAvis(id: $id) { peutTransmettre peutRepondre } } } }",
        id=avis_de(bureau, 9001),
    )["moi"]["expert"]["unAvis"]  # fmt: skip
    assert peut == {"peutTransmettre": False, "peutRepondre": True}
    regler(bureau, "demarcheReglerExperts", autorises=True)
    assert demander(bureau, 9001, EVE)["errors"] is None


def test_one_taken_off_the_list_is_asked_no_more_and_keeps_what_he_has(bureau: Bureau) -> None:
    assert regler(bureau, "demarcheRetirerExpert", email=ZOE)["errors"] is None
    refuse = demander(bureau, 9001, ZOE)
    assert refuse["errors"] == [
        {"message": "zoe@exemple.fr n’est pas un expert de cette démarche", "code": "expert_hors_liste"}
    ]  # fmt: skip
    sien = bureau.lire(
        ZOE, "query ($id: ID!) { moi { expert { unAvis(id: $id) { dossierNumber } } } }",
        id=avis_de(bureau, 9004, ZOE),
    )["moi"]["expert"]["unAvis"]  # fmt: skip
    assert sien == {"dossierNumber": 9004}
    assert regler(bureau, "demarcheAjouterExperts", emails=[f" {ZOE.upper()} "])["errors"] is None
    assert demander(bureau, 9001, ZOE)["errors"] is None


def test_new_experts_are_put_in_the_list_all_or_none(bureau: Bureau) -> None:
    bureau.de(ADMIN)
    with rien_ne_change(bureau):
        refuse = regler(
            bureau, "demarcheAjouterExperts", numero=970, emails=[ZOE, "pas une adresse"]
        )
    assert refuse == {
        "errors": [
            {
                "message": "pas une adresse n’est pas une adresse électronique valide",
                "code": "adresse_invalide",
            }
        ],
        "experts": None,
    }
    fait = regler(bureau, "demarcheAjouterExperts", numero=970, emails=[ZOE, "neuf@exemple.fr"])
    assert [e["email"] for e in fait["experts"]["liste"]] == [EMIL, EVE, "neuf@exemple.fr", ZOE]


def test_an_expert_is_told_of_decisions_when_the_administrateur_says_so(bureau: Bureau) -> None:
    fait = regler(bureau, "demarcheReglerExpert", email=EMIL, accesDecision=True)
    assert {"email": EMIL, "accesDecision": True} in fait["experts"]["liste"]
    connue = bureau.lire(EMIL, "{ moi { expert { demarches { number decisionConnue } } } }")
    assert connue["moi"]["expert"]["demarches"] == [{"number": 900, "decisionConnue": True}]


@pytest.mark.parametrize(
    ("champ", "entree"),
    [
        ("demarcheReglerExperts", {"autorises": False}),
        ("demarcheAjouterExperts", {"emails": ["intrus@exemple.fr"]}),
        ("demarcheRetirerExpert", {"email": EVE}),
        ("demarcheReglerExpert", {"email": EVE, "accesDecision": True}),
        ("demarcheReglerConservation", {"mois": 6}),
    ],
)
@pytest.mark.parametrize("email", [AUTRE, INES, EVE])
def test_nobody_else_touches_the_list(
    bureau: Bureau, champ: str, entree: dict[str, Any], email: str
) -> None:
    bureau.de(email)
    texte = (
        f"mutation ($input: {champ[0].upper()}{champ[1:]}Input!)"
        f" {{ {champ}(input: $input) {{ errors {{ message }} }} }}"
    )
    with rien_ne_change(bureau):
        corps = [
            bureau.poster(email, texte, input={"demarche": {"number": numero}, **entree})
            for numero in (900, 999_999)
        ]
    assert corps[0] == corps[1]
    assert corps[0]["errors"][0]["message"] == "Demarche not found"


def test_who_is_not_in_the_list_is_not_set(bureau: Bureau) -> None:
    bureau.de(ADMIN)
    with rien_ne_change(bureau):
        fait = regler(bureau, "demarcheRetirerExpert", numero=960, email=EVE)
    assert fait["errors"] == [
        {
            "message": "eve@exemple.fr n’est pas dans la liste des experts de cette démarche",
            "code": "expert_inconnu",
        }
    ]
