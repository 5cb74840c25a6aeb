"""Running a démarche, as an instructeur may: its form through time, who runs it, what is gone (4.17)."""

from typing import Any

from domain.formulaires.duree import duree_de_remplissage
from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from domain.identifiants import identifiant
from tests.bureau.accueil import IGOR, INES, IRIS, cout
from tests.bureau.bureau import Bureau

MONDE = "accueil"

HISTORIQUE = """query ($n: Int!) { moi { instructeur { demarche(number: $n) {
  formulaireNouveau
  historiqueDuFormulaire { datePublication publieePar changements {
    nature champDescriptorId label annotation attribut de a
  } }
} } } }"""
FORMULAIRE = """query ($n: Int!) { moi { instructeur { demarche(number: $n) {
  lienPublic
  dureeDeRemplissage
  formulaire { champDescriptors { label required __typename } annotationDescriptors { label } }
} } } }"""
SUPPRIMES = """query ($n: Int!, $first: Int, $after: String) { moi { instructeur { demarche(number: $n) {
  administrateurs { email }
  dossiersSupprimes(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { number reason state }
  }
} } } }"""


def demarche(bureau: Bureau, email: str, query: str, n: int, **variables: Any) -> Any:
    return bureau.lire(email, query, n=n, **variables)["moi"]["instructeur"]["demarche"]


def modifie(stable_id: int, label: str, attribut: str, de: str | None, a: str | None) -> Any:
    return change("modifie", stable_id, label, attribut, de, a)


def change(
    nature: str,
    stable_id: int,
    label: str,
    attribut: str | None = None,
    de: str | None = None,
    a: str | None = None,
    *,
    annotation: bool = False,
) -> Any:
    return {
        "nature": nature, "champDescriptorId": identifiant("Champ", stable_id), "label": label,
        "annotation": annotation, "attribut": attribut, "de": de, "a": a,
    }  # fmt: skip


# --- the form (1.3.6-1.3.8) -------------------------------------------------------------------------


def test_the_history_tells_what_changed_from_a_form_to_the_next(bureau: Bureau) -> None:
    """Three were published: the first is not a change."""
    lue = demarche(bureau, INES, HISTORIQUE, 700)
    assert lue["historiqueDuFormulaire"] == [
        {
            "datePublication": "2021-03-01T09:00:00+01:00",
            "publieePar": "admin@exemple.fr",
            "changements": [
                change("modifie", 9, "Note interne", "libelle", "Note", "Note interne", annotation=True)
            ],
        },
        {
            "datePublication": "2020-02-01T09:00:00+01:00",
            "publieePar": "admin@exemple.fr",
            "changements": [
                change("supprime", 3, "Jour"),
                modifie(1, "Adresse", "type_champ", "text", "textarea"),
                modifie(1, "Adresse", "libelle", "Lieu", "Adresse"),
                modifie(1, "Adresse", "obligatoire", "non", "oui"),
                change("deplace", 4, "Plantes"),
                modifie(4, "Plantes", "options", "Glycine mauve, Rosier", "Glycine mauve, Rosier, Lierre"),
                change("ajoute", 5, "Remarque"),
            ],
        },
    ]  # fmt: skip
    assert demarche(bureau, INES, HISTORIQUE, 750)["historiqueDuFormulaire"] == []
    assert demarche(bureau, INES, HISTORIQUE, 730)["historiqueDuFormulaire"] == []


def test_a_dot_says_that_the_form_changed_until_it_is_seen(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    assert demarche(bureau, INES, HISTORIQUE, 700)["formulaireNouveau"] is True
    assert demarche(bureau, INES, HISTORIQUE, 730)["formulaireNouveau"] is False

    vu = bureau.muter(
        INES, "demarcheVoirFormulaire", "errors { message } demarche { formulaireNouveau }",
        demarcheId=identifiant("Procedure", 700),
    )  # fmt: skip
    assert vu == {"errors": None, "demarche": {"formulaireNouveau": False}}
    assert demarche(bureau, IRIS, HISTORIQUE, 700)["formulaireNouveau"] is True  # each his own

    # Whoever came since has met it as it is (1.3.7).
    bureau.lignes("UPDATE affectations SET cree_le = '2022-01-01'")
    assert demarche(bureau, IRIS, HISTORIQUE, 700)["formulaireNouveau"] is False

    bureau.lignes(
        "UPDATE revisions SET publiee_le = now() WHERE demarche_id = 700 AND publiee_le IS NULL"
    )
    assert demarche(bureau, INES, HISTORIQUE, 700)["formulaireNouveau"] is True
    assert demarche(bureau, IRIS, HISTORIQUE, 700)["formulaireNouveau"] is True


def test_who_has_seen_the_form_of_what_is_not_his_is_refused(bureau: Bureau) -> None:
    phrase = "Cette démarche n’existe pas, ou vous ne l’instruisez pas"
    for numero in (identifiant("Procedure", 800), identifiant("Procedure", 99), "abc"):
        assert bureau.muter(INES, "demarcheVoirFormulaire", demarcheId=numero) == {
            "errors": [{"message": phrase}]
        }


def test_the_form_can_be_previewed_and_its_address_copied(bureau: Bureau) -> None:
    lue = demarche(bureau, INES, FORMULAIRE, 700)
    assert lue["lienPublic"].endswith("/commencer/permis")
    assert [champ["label"] for champ in lue["formulaire"]["champDescriptors"]] == [
        "Adresse", "Plantes", "Logement social", "Remarque",
    ]  # fmt: skip
    assert lue["formulaire"]["annotationDescriptors"] == [{"label": "Note interne"}]
    # A form in preparation too.
    [champ] = demarche(bureau, INES, FORMULAIRE, 730)["formulaire"]["champDescriptors"]
    assert champ == {"label": "Lieu", "required": False, "__typename": "TextChampDescriptor"}


def test_how_long_it_takes_is_told_unless_the_demarche_says_not_to(bureau_neuf: Bureau) -> None:
    """A textarea, and three champs that may be left: a minute and three times half of ten seconds."""
    assert demarche(bureau_neuf, INES, FORMULAIRE, 700)["dureeDeRemplissage"] == 75
    bureau_neuf.lignes(
        "UPDATE demarches SET options = options || '{\"estimated_duration_visible\": false}' WHERE id = 700"
    )
    assert demarche(bureau_neuf, INES, FORMULAIRE, 700)["dureeDeRemplissage"] is None


def test_rows_are_filled_more_than_once_and_words_are_read() -> None:
    def champ(numero: int, type_champ: TypeChamp, parent: int | None = None, mots: int = 0, **plus: Any) -> Descripteur:  # fmt: skip
        fait = Descripteur(1, numero, parent, numero, False, type_champ, "", "mot " * mots, True, None, {})  # fmt: skip
        return fait._replace(**plus)

    lignes = [champ(1, TypeChamp.repetition), champ(2, TypeChamp.carte, 1), champ(3, TypeChamp.text, 1)]  # fmt: skip
    aide = champ(4, TypeChamp.explication, mots=70, obligatoire=False)
    note = champ(5, TypeChamp.carte, prive=True)
    assert duree_de_remplissage(Formulaire(1, [*lignes, aide, note])) == 2.5 * (180 + 10) + 15


# --- who, and what is gone (4.17) -------------------------------------------------------------------


def test_the_administrateurs_can_be_reached(bureau: Bureau) -> None:
    lue = demarche(bureau, INES, SUPPRIMES, 700)
    assert lue["administrateurs"] == [{"email": "admin@exemple.fr"}, {"email": "autre@exemple.fr"}]


def test_deleted_dossiers_are_those_of_the_whole_demarche_by_number(bureau: Bureau) -> None:
    """6990 was of the North, 7007 of the South: both see both."""
    attendus = [
        {"number": 6990, "reason": "expired", "state": "accepte"},
        {"number": 7007, "reason": "instructeur_request", "state": "refuse"},
    ]
    for email in (INES, IGOR):
        page = demarche(bureau, email, SUPPRIMES, 700)["dossiersSupprimes"]
        assert page["nodes"] == attendus
        assert page["totalCount"] == 2

    premiere = demarche(bureau, INES, SUPPRIMES, 700, first=1)["dossiersSupprimes"]
    curseur = premiere["pageInfo"].pop("endCursor")
    assert premiere["pageInfo"] == {"hasNextPage": True, "hasPreviousPage": False}
    seconde = demarche(bureau, INES, SUPPRIMES, 700, first=1, after=curseur)["dossiersSupprimes"]
    assert (premiere["nodes"], seconde["nodes"]) == (attendus[:1], attendus[1:])
    assert seconde["pageInfo"]["hasNextPage"] is False

    refus = bureau.refus(INES, SUPPRIMES, n=710, after=curseur)
    assert refus == f'Invalid input: "{curseur}"'


def test_a_history_costs_the_same_whatever_it_tells(bureau: Bureau) -> None:
    demarche(bureau, INES, HISTORIQUE, 750)
    assert cout(bureau, INES, HISTORIQUE, n=700)[1] == cout(bureau, INES, HISTORIQUE, n=750)[1]
