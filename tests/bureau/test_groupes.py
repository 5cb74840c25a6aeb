"""Groupes composed by their own members, and how usagers reach them (rules 1.11.16, 1.11.17, 4.1)."""

from typing import Any

import pytest

from domain.identifiants import identifiant
from tests.bureau.accueil import IGOR, INES, IRIS, SEUL
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes

MONDE = "accueil"

GROUPES = """query ($n: Int!, $first: Int, $after: String) { moi { instructeur { demarche(number: $n) {
  autoGestion groupes { label }
  mesGroupes(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { label closed parDefaut contact { nom } membres(first: 25) { totalCount nodes { email } } }
  }
} } } }"""
UN = """query ($n: Int!, $id: ID!) { moi { instructeur { demarche(number: $n) {
  monGroupe(id: $id) { label } } } } }"""
MEMBRES = """query ($first: Int, $after: String) { moi { instructeur { demarche(number: 700) {
  mesGroupes(first: 25) { nodes { membres(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { email } } } }
} } } }"""
VUS = "errors { message code } warnings { message } groupe { membres { nodes { email } } }"
RESTE = "errors { message code } groupe { membres { nodes { email } } }"
CONTACT = "errors { message code } groupe { contact { nom email telephone horaires adresse } }"
JOINDRE = {
    "nom": "Bureau des plantes", "email": "plantes@exemple.fr", "telephone": "01 02 03 04 05",
    "horaires": "9h-12h", "adresse": "1 place de la Mairie",
}  # fmt: skip


def demarche(bureau: Bureau, email: str, n: int) -> Any:
    return bureau.lire(email, GROUPES, n=n, first=25)["moi"]["instructeur"]["demarche"]


def groupe(bureau: Bureau, label: str, demarche_id: int = 700) -> str:
    [(numero,)] = bureau.lignes(
        "SELECT id FROM groupes_instructeurs WHERE demarche_id = %s AND label = %s",
        demarche_id, label,
    )  # fmt: skip
    return identifiant("GroupeInstructeur", numero)


def ecrire(bureau: Bureau, qui: str, mutation: str, selection: str, **entree: Any) -> Any:
    """As `Bureau.muter`, for an input that has an `email` of its own."""
    texte = f"""mutation ($input: {mutation[0].upper()}{mutation[1:]}Input!) {{
      {mutation}(input: $input) {{ {selection} }} }}"""
    return bureau.lire(qui, texte, input=entree)[mutation]


def emails(payload: Any) -> list[str]:
    return [membre["email"] for membre in payload["groupe"]["membres"]["nodes"]]


# --- reading ----------------------------------------------------------------------------------------


def test_one_sees_the_members_of_ones_own_groupes(bureau: Bureau) -> None:
    lue = demarche(bureau, INES, 700)
    assert lue == {
        "autoGestion": True,
        "groupes": [{"label": "Nord"}, {"label": "Sud"}],
        "mesGroupes": {
            "totalCount": 1,
            "pageInfo": {"hasNextPage": False, "endCursor": lue["mesGroupes"]["pageInfo"]["endCursor"]},
            "nodes": [{
                "label": "Nord", "closed": False, "parDefaut": True, "contact": None,
                "membres": {"totalCount": 2, "nodes": [{"email": INES}, {"email": IRIS}]},
            }],
        },
    }  # fmt: skip
    assert demarche(bureau, INES, 710)["autoGestion"] is False


def test_a_groupe_of_others_is_as_one_that_never_was(bureau: Bureau) -> None:
    """The South, one of another démarche, and an id of nothing."""
    jamais = bureau.poster(INES, UN, n=700, id=identifiant("GroupeInstructeur", 99999))
    for autre in (groupe(bureau, "Sud"), groupe(bureau, "Est", 710), "abc"):
        assert bureau.poster(INES, UN, n=700, id=autre) == jamais
    mien = bureau.lire(INES, UN, n=700, id=groupe(bureau, "Nord"))
    assert mien["moi"]["instructeur"]["demarche"]["monGroupe"] == {"label": "Nord"}


def test_members_come_by_pages(bureau: Bureau) -> None:
    def page(**arguments: Any) -> Any:
        lue = bureau.lire(INES, MEMBRES, **arguments)["moi"]["instructeur"]["demarche"]
        return lue["mesGroupes"]["nodes"][0]["membres"]

    premiere = page(first=1)
    assert (premiere["totalCount"], premiere["pageInfo"]["hasNextPage"]) == (2, True)
    seconde = page(first=1, after=premiere["pageInfo"]["endCursor"])
    assert seconde["pageInfo"]["hasNextPage"] is False
    assert [p["nodes"] for p in (premiere, seconde)] == [[{"email": INES}], [{"email": IRIS}]]


# --- members (1.11.14, 1.11.16, 4.1.1, 4.1.2) -------------------------------------------------------


def test_who_is_added_is_told_and_who_has_no_account_is_invited(bureau_neuf: Bureau) -> None:
    bureau, nord = bureau_neuf, groupe(bureau_neuf, "Nord")
    fait = bureau.muter(
        INES, "monGroupeAjouterInstructeurs", VUS, groupeInstructeurId=nord,
        instructeurs=[{"email": "Neuf@Exemple.fr "}, {"email": IGOR}, {"email": IRIS}, {"email": "x@"}],
    )  # fmt: skip
    assert fait["errors"] is None
    assert fait["warnings"] == [{"message": "x@ n’est pas une adresse électronique valide"}]
    assert emails(fait) == [IGOR, INES, IRIS, "neuf@exemple.fr"]

    bureau.suivre()
    assert bureau.lignes("SELECT genre, destinataire FROM courriels ORDER BY genre, destinataire") == [
        ("activation_du_compte", "neuf@exemple.fr"),
        ("membre_ajoute", IGOR),
        ("membre_ajoute", "neuf@exemple.fr"),
    ]  # fmt: skip

    # Seven days long, no second invitation.
    sud = groupe(bureau, "Sud")
    bureau.muter(IGOR, "monGroupeAjouterInstructeurs", VUS, groupeInstructeurId=sud,
                 instructeurs=[{"email": "neuf@exemple.fr"}])  # fmt: skip
    bureau.suivre()
    [(invitations,)] = bureau.lignes(
        "SELECT count(*) FROM courriels WHERE genre = 'activation_du_compte'"
    )
    assert invitations == 1


def test_who_is_removed_loses_the_dossiers_and_his_place(bureau_neuf: Bureau) -> None:
    bureau, nord = bureau_neuf, groupe(bureau_neuf, "Nord")
    bureau.muter(INES, "demarchesOrdonner", demarcheIds=[identifiant("Procedure", 700)])
    assert bureau.lignes("SELECT count(*) FROM places_de_demarche") == [(1,)]

    fait = bureau.muter(
        IRIS, "monGroupeRetirerInstructeurs", RESTE, groupeInstructeurId=nord,
        instructeurs=[{"email": INES}],
    )  # fmt: skip
    assert (fait["errors"], emails(fait)) == (None, [IRIS])
    assert bureau.lignes("SELECT count(*) FROM places_de_demarche") == [(0,)]
    assert bureau.lignes("SELECT fin_le IS NULL FROM suivis WHERE dossier_id = 7002") == [(False,)]
    assert bureau.lignes("SELECT genre, destinataire FROM courriels") == [("membre_retire", INES)]
    une = "{ moi { instructeur { demarche(number: 700) { number } } } }"
    assert bureau.lire(INES, une)["moi"]["instructeur"]["demarche"] is None


def test_one_may_leave_but_not_be_the_last_to(bureau_neuf: Bureau) -> None:
    bureau, nord = bureau_neuf, groupe(bureau_neuf, "Nord")
    parti = bureau.muter(IRIS, "monGroupeRetirerInstructeurs", RESTE, groupeInstructeurId=nord,
                         instructeurs=[{"email": IRIS}])  # fmt: skip
    assert parti == {"errors": None, "groupe": None}
    avant = empreintes(bureau.serveur.database_url)
    reste = bureau.muter(INES, "monGroupeRetirerInstructeurs", RESTE, groupeInstructeurId=nord,
                         instructeurs=[{"email": INES}])  # fmt: skip
    assert [erreur["code"] for erreur in reste["errors"]] == ["dernier_instructeur"]
    apres = empreintes(bureau.serveur.database_url)
    assert {nom for nom in avant if avant[nom] != apres[nom]} <= {"sessions", "connexions"}


def test_an_administrateur_composes_even_where_others_may_not(bureau_neuf: Bureau) -> None:
    bureau, est = bureau_neuf, groupe(bureau_neuf, "Est", 710)
    bureau.lignes(
        "INSERT INTO affectations (groupe_instructeur_id, instructeur_id) SELECT g.id, i.id"
        " FROM groupes_instructeurs g, instructeurs i JOIN comptes c ON c.id = i.compte_id"
        " WHERE g.demarche_id = 710 AND c.email = 'admin@exemple.fr'"
    )
    fait = bureau.muter("admin@exemple.fr", "monGroupeAjouterInstructeurs", VUS,
                        groupeInstructeurId=est, instructeurs=[{"email": IGOR}])  # fmt: skip
    assert emails(fait) == ["admin@exemple.fr", IGOR, INES]


INTROUVABLE = ("groupe_introuvable", "Ce groupe n’existe pas, ou vous n’en êtes pas membre")
FERMEE = ("auto_gestion_fermee", "Sur cette démarche, les administrateurs composent les groupes")


@pytest.mark.parametrize(
    ("email", "label", "demarche_id", "refus"),
    [
        (INES, "Est", 710, FERMEE),
        (INES, "Sud", 700, INTROUVABLE),
        (INES, "Est", 800, INTROUVABLE),
        (SEUL, "Nord", 700, INTROUVABLE),
        ("ali@exemple.fr", "Nord", 700, INTROUVABLE),
    ],
)
@pytest.mark.parametrize(
    ("mutation", "plus"),
    [
        ("monGroupeAjouterInstructeurs", {"instructeurs": [{"email": "neuf@exemple.fr"}]}),
        ("monGroupeRetirerInstructeurs", {"instructeurs": [{"email": INES}]}),
        ("monGroupeEcrireContact", JOINDRE),
        ("monGroupeSupprimerContact", {}),
    ],
)
def test_nobody_composes_what_he_may_not(
    bureau: Bureau, email: str, label: str, demarche_id: int, refus: tuple[str, str],
    mutation: str, plus: dict[str, Any],
) -> None:  # fmt: skip
    bureau.de(email)
    avant = empreintes(bureau.serveur.database_url)
    fait = ecrire(bureau, email, mutation, "errors { code message }",
                        groupeInstructeurId=groupe(bureau, label, demarche_id), **plus)  # fmt: skip
    assert fait == {"errors": [{"code": refus[0], "message": refus[1]}]}
    assert empreintes(bureau.serveur.database_url) == avant


# --- where a groupe is reached (1.11.17) ------------------------------------------------------------


def test_a_contact_is_written_changed_and_taken_away(bureau_neuf: Bureau) -> None:
    bureau, nord = bureau_neuf, groupe(bureau_neuf, "Nord")
    ecrit = ecrire(
        bureau, INES, "monGroupeEcrireContact", CONTACT, groupeInstructeurId=nord, **JOINDRE
    )
    assert ecrit == {"errors": None, "groupe": {"contact": JOINDRE}}

    change = {**JOINDRE, "telephone": "3939", "email": "Autre@Exemple.fr "}
    ecrit = ecrire(
        bureau, IRIS, "monGroupeEcrireContact", CONTACT, groupeInstructeurId=nord, **change
    )
    assert ecrit["groupe"]["contact"] == {**change, "email": "autre@exemple.fr"}

    parti = bureau.muter(IRIS, "monGroupeSupprimerContact", CONTACT, groupeInstructeurId=nord)
    assert parti == {"errors": None, "groupe": {"contact": None}}


def test_usagers_are_sent_to_the_contact_of_their_groupe(bureau_neuf: Bureau) -> None:
    """Where there are several; a lone groupe answers by the service."""
    bureau = bureau_neuf
    bureau.lignes(
        "INSERT INTO contacts_de_groupe SELECT id, 'Bureau des plantes', 'p@exemple.fr', '3939', '9h', 'Ici'"
        " FROM groupes_instructeurs WHERE (demarche_id, label) IN ((700, 'Nord'), (710, 'Est'))"
    )
    [(ines,)] = bureau.lignes(
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", INES
    )
    for numero in (7001, 7101):
        fait = bureau.muter(
            INES, "dossierPasserEnInstruction", dossierId=identifiant("Dossier", numero),
            instructeurId=identifiant("Instructeur", ines),
        )  # fmt: skip
        assert fait == {"errors": None}
    assert bureau.lignes(
        "SELECT dossier_id, corps_texte LIKE '%%Bureau des plantes%%', corps_texte LIKE '%%urba@exemple.fr%%'"
        " FROM courriels WHERE genre = 'received_mail' ORDER BY 1"
    ) == [(7001, True, False), (7101, False, True)]


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("nom", " ", "Le nom : à remplir"),
        ("email", "", "L’adresse électronique : à remplir"),
        ("telephone", "", "Le numéro de téléphone : à remplir"),
        ("horaires", "\n", "Les horaires : à remplir"),
        ("adresse", "", "L’adresse : à remplir"),
        ("email", "x@", "x@ n’est pas une adresse électronique valide"),
        ("telephone", "bonjour", "bonjour n’est pas un numéro de téléphone"),
        ("telephone", "1", "1 n’est pas un numéro de téléphone"),
        ("adresse", "a" * 1001, "L’adresse : 1000 caractères au plus"),
    ],
)
def test_a_contact_is_whole_and_plausible(
    bureau: Bureau, champ: str, valeur: str, phrase: str
) -> None:
    bureau.de(INES)
    avant = empreintes(bureau.serveur.database_url)
    fait = ecrire(bureau, INES, "monGroupeEcrireContact", "errors { message }", groupeInstructeurId=groupe(bureau, "Nord"),
                        **{**JOINDRE, champ: valeur})  # fmt: skip
    assert fait == {"errors": [{"message": phrase}]}
    assert empreintes(bureau.serveur.database_url) == avant
