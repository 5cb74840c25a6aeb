"""What is new in Guichet: files, told by day and by role, until they are seen (rules 4.18)."""

from datetime import date
from itertools import groupby

import pytest

from domain.nouveautes.notes import Categorie, NoteIllisible, lire, notes
from tests.bureau.accueil import ALI, INES, cout
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes

MONDE = "instruction"
LISTE = """query ($c: CategorieDeNouveaute, $first: Int, $after: String) { moi { instructeur {
  nouveautesAVoir nouveautes(categorie: $c, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { date nouveautes { nom titre texte categories } }
} } } }"""


def test_every_note_can_be_read() -> None:
    assert notes()
    assert [note for note in notes() if not (note.nom and note.titre and note.texte)] == []
    assert {categorie for note in notes() for categorie in note.categories} <= set(Categorie)


@pytest.mark.parametrize(
    ("nom", "texte"),
    [
        ("2026-13-01-mois", "pour: api\n\n# Titre\n\nTexte"),
        ("sans-date", "pour: api\n\n# Titre\n\nTexte"),
        ("2026-01-01-role", "pour: roi\n\n# Titre\n\nTexte"),
        ("2026-01-01-titre", "pour: api\n\nTexte"),
        ("2026-01-01-vide", "pour: api\n\n# Titre\n"),
        ("2026-01-01-rien", ""),
    ],
)
def test_a_note_badly_written_is_refused(nom: str, texte: str) -> None:
    with pytest.raises(NoteIllisible, match=f"{nom} : une note ne se lit pas"):
        lire(nom, texte)


def test_a_note_has_a_day_those_it_is_for_a_title_and_a_text() -> None:
    note = lire(
        "2026-01-02-un-nom", "pour: api, usager\n\n# Un titre\n\nUn texte.\n\nPuis un autre.\n"
    )
    assert note.le == date(2026, 1, 2)
    assert (note.nom, note.titre, note.texte) == (
        "un-nom",
        "Un titre",
        "Un texte.\n\nPuis un autre.",
    )
    assert note.categories == {Categorie.api, Categorie.usager}


def test_they_are_told_by_day_and_by_role(bureau: Bureau) -> None:
    toutes = bureau.lire(INES, LISTE)["moi"]["instructeur"]["nouveautes"]
    jours = [(le, list(du_jour)) for le, du_jour in groupby(notes(), lambda note: note.le)]
    assert toutes["totalCount"] == len(jours)
    assert [jour["date"] for jour in toutes["nodes"]] == [le.isoformat() for le, _ in jours[:5]]
    assert toutes["nodes"][0]["nouveautes"] == [
        {
            "nom": note.nom, "titre": note.titre, "texte": note.texte,
            "categories": sorted(note.categories),
        }
        for note in jours[0][1]
    ]  # fmt: skip

    de_l_api = bureau.lire(INES, LISTE, c="api")["moi"]["instructeur"]["nouveautes"]
    noms = [n["nom"] for jour in de_l_api["nodes"] for n in jour["nouveautes"]]
    assert noms == [note.nom for note in notes() if Categorie.api in note.categories][: len(noms)]
    assert "api" in noms

    curseur = toutes["pageInfo"]["endCursor"]
    suite = bureau.lire(INES, LISTE, after=curseur)["moi"]["instructeur"]["nouveautes"]
    assert [jour["date"] for jour in suite["nodes"]] == [le.isoformat() for le, _ in jours[5:10]]
    assert bureau.refus(INES, LISTE, c="api", after=curseur) == f'Invalid input: "{curseur}"'


def test_a_dot_says_that_something_is_new_until_it_is_seen(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf

    def a_voir(email: str) -> bool:
        return bool(bureau.lire(email, LISTE)["moi"]["instructeur"]["nouveautesAVoir"])

    assert a_voir(INES) is True
    assert bureau.muter(INES, "nouveautesVoir") == {"errors": None}
    assert a_voir(INES) is False
    assert a_voir("igor@exemple.fr") is True

    bureau.lignes("UPDATE nouveautes_vues SET jusqu_au = '2020-01-01'")
    assert a_voir(INES) is True
    # Coming back to an older version of the program forgets nothing.
    bureau.lignes("UPDATE nouveautes_vues SET jusqu_au = '2999-01-01'")
    bureau.muter(INES, "nouveautesVoir")
    assert bureau.lignes("SELECT jusqu_au FROM nouveautes_vues") == [(date(2999, 1, 1),)]


def test_only_instructeurs_read_theirs(bureau: Bureau) -> None:
    bureau.de(ALI)
    avant = empreintes(bureau.serveur.database_url)
    assert bureau.muter(ALI, "nouveautesVoir") == {
        "errors": [{"message": "Vous n’êtes pas instructeur"}]
    }
    assert empreintes(bureau.serveur.database_url) == avant


def test_news_cost_one_statement_for_the_dot(bureau: Bureau) -> None:
    bureau.lire(INES, LISTE)
    moi = "{ moi { instructeur { id } } }"
    assert cout(bureau, INES, LISTE)[1] - cout(bureau, INES, moi)[1] == 1
