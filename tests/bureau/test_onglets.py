"""The seven tabs of a démarche and their counters: each line of rules 4.3, on every combination there is.

What each tab should show is said in Python, from the words of the rule; the dossiers are made in SQL.
"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

import psycopg
import pytest

from tests.bureau.accueil import cout
from tests.bureau.bureau import Bureau
from tests.bureau.tableaux import liste, numeros, refus

MONDE = "onglets"
INES, IGOR, ALI = "ines@exemple.fr", "igor@exemple.fr", "ali@exemple.fr"
PERMIS, SANS_FIN, DU_SUD = 700, 710, 720
TERMINE = {"accepte", "refuse", "sans_suite"}
EN_COURS = {"en_construction", "en_instruction"}

COMPTEURS = """query ($number: Int!) { moi { instructeur { demarche(number: $number) {
  id number title onglets { cle libelle }
  compteurs { aSuivre suivis traites tous expirants } } } } }"""


class Cas(NamedTuple):
    """One combination. `suivi` is who follows it; `expire`, in how many days, if it does."""

    demarche: int
    groupe: str
    state: str
    archive: bool
    cache_usager: bool
    cache_administration: bool
    cache_expiration: bool
    suivi: str | None
    expire: int | None

    @property
    def possible(self) -> bool:
        """What the database allows: the rest is never there."""
        return not (self.archive and self.state not in TERMINE) and not (
            self.cache_expiration and self.state == "en_instruction"
        )

    @property
    def visible(self) -> bool:
        """Rule 3.7."""
        return not (
            self.cache_administration
            or self.cache_expiration
            or (self.cache_usager and self.state == "en_construction")
        )


def combinaisons() -> Iterator[Cas]:
    etats = sorted(EN_COURS | TERMINE)
    faux_vrai = (False, True)
    for state, archive, usager, administration, expiration, suivi in product(
        etats, faux_vrai, faux_vrai, faux_vrai, faux_vrai, (None, INES, IGOR, "parti")
    ):
        for groupe, expire in (("Nord", None), ("Est", -3), ("Nord", 13), ("Est", 15), ("Sud", 13)):
            yield Cas(
                PERMIS, groupe, state, archive, usager, administration, expiration, suivi, expire
            )
    for state in etats:
        yield Cas(SANS_FIN, "défaut", state, False, False, False, False, None, 3)


CAS = {100_000 + rang: cas for rang, cas in enumerate(c for c in combinaisons() if c.possible)}

ONGLETS: dict[str, Callable[[Cas, str], bool]] = {
    "a_suivre": lambda c, moi: (
        c.visible and c.state in EN_COURS and not c.archive and c.suivi in (None, "parti")
    ),
    "suivis": lambda c, moi: c.suivi == moi and c.visible and c.state in EN_COURS and not c.archive,
    "traites": lambda c, moi: c.visible and c.state in TERMINE and not c.archive,
    "tous": lambda c, moi: c.visible and not c.archive,
    "expirant": lambda c, moi: (
        c.visible
        and c.state in {"en_construction", *TERMINE}
        and c.expire is not None
        and c.expire <= 14
    ),
    "archives": lambda c, moi: c.visible and c.archive,
    "supprimes": lambda c, moi: (
        (c.cache_administration and c.state in TERMINE) or c.cache_expiration
    ),
}
GROUPES = {INES: {"Nord", "Est", "défaut"}, IGOR: {"Sud", "Est"}}


def attendus(onglet: str, moi: str, demarche: int = PERMIS) -> set[int]:
    return {
        numero
        for numero, cas in CAS.items()
        if cas.demarche == demarche and cas.groupe in GROUPES[moi] and ONGLETS[onglet](cas, moi)
    }


INSERER = """
INSERT INTO dossiers (id, demarche_id, revision_id, groupe_instructeur_id, usager_id, state, archive,
  depose_le, en_construction_le, en_instruction_le, traite_le, cache_par_usager_le,
  cache_par_administration_le, cache_par_expiration_le, expire_le, modifie_le)
SELECT %(id)s, d.id, r.id, g.id, c.id, %(state)s, %(archive)s, '2026-01-01', '2026-01-01', '2026-01-02',
  CASE WHEN %(termine)s THEN timestamptz '2026-01-03' END,
  CASE WHEN %(cache_usager)s THEN timestamptz '2026-01-04' END,
  CASE WHEN %(cache_administration)s THEN timestamptz '2026-01-04' END,
  CASE WHEN %(cache_expiration)s THEN timestamptz '2026-01-04' END,
  now() + make_interval(days => %(expire)s::int), now() - make_interval(mins => %(id)s %% 997)
FROM demarches d JOIN revisions r ON r.demarche_id = d.id AND r.publiee_le IS NOT NULL
JOIN groupes_instructeurs g ON g.demarche_id = d.id AND g.label = %(groupe)s
JOIN comptes c ON c.email = 'ali@exemple.fr' WHERE d.id = %(demarche)s
"""
SUIVRE = """
INSERT INTO suivis (dossier_id, instructeur_id, fin_le)
SELECT %s, i.id, CASE WHEN %s THEN now() END FROM instructeurs i JOIN comptes c ON c.id = i.compte_id
WHERE c.email = %s
"""


@pytest.fixture(scope="module", autouse=True)
def dossiers(bureau: Bureau) -> None:
    """Every combination, and one draft that is nobody's to see."""
    with psycopg.connect(bureau.serveur.database_url) as connexion, connexion.cursor() as curseur:
        curseur.executemany(
            INSERER,
            [
                {"id": numero, "termine": cas.state in TERMINE, **cas._asdict()}
                for numero, cas in CAS.items()
            ],
        )
        curseur.executemany(
            SUIVRE,
            [
                # Who stopped following follows no more: Inès did.
                (numero, cas.suivi == "parti", INES if cas.suivi == "parti" else cas.suivi)
                for numero, cas in CAS.items()
                if cas.suivi
            ],
        )
        curseur.execute(
            "INSERT INTO dossiers (demarche_id, revision_id, groupe_instructeur_id) "
            "SELECT g.demarche_id, r.id, g.id FROM groupes_instructeurs g "
            "JOIN revisions r ON r.demarche_id = g.demarche_id AND r.publiee_le IS NOT NULL"
        )
        curseur.execute("ANALYZE")


def compteurs(bureau: Bureau, email: str, number: int) -> dict[str, int | None]:
    lu = bureau.lire(email, COMPTEURS, number=number)
    compte: dict[str, int | None] = lu["moi"]["instructeur"]["demarche"]["compteurs"]
    return compte


@pytest.mark.parametrize("moi", [INES, IGOR])
@pytest.mark.parametrize("onglet", list(ONGLETS))
def test_a_tab_shows_the_dossiers_that_its_rule_says_and_no_other(
    bureau: Bureau, onglet: str, moi: str
) -> None:
    attendue = attendus(onglet, moi)
    assert len(attendue) > 5
    vus = numeros(bureau, moi, PERMIS, onglet, filtres=[])
    assert len(vus) == len(set(vus))
    assert set(vus) == attendue
    assert liste(bureau, moi, PERMIS, onglet, "totalCount")["totalCount"] == len(attendue)


@pytest.mark.parametrize("moi", [INES, IGOR])
def test_the_tab_of_all_may_include_what_is_archived(bureau: Bureau, moi: str) -> None:
    tous = attendus("tous", moi) | attendus("archives", moi)
    assert set(numeros(bureau, moi, PERMIS, "tous", archives=True)) == tous
    # It is an option of that tab alone.
    assert set(numeros(bureau, moi, PERMIS, "traites", archives=True)) == attendus("traites", moi)


@pytest.mark.parametrize("moi", [INES, IGOR])
def test_the_counters_count_what_the_tabs_show(bureau: Bureau, moi: str) -> None:
    assert compteurs(bureau, moi, PERMIS) == {
        "aSuivre": len(attendus("a_suivre", moi)),
        "suivis": len(attendus("suivis", moi)),
        "traites": len(attendus("traites", moi)),
        "tous": len(attendus("tous", moi)),
        "expirants": len(attendus("expirant", moi)),
    }


def test_the_counters_are_one_statement(bureau: Bureau) -> None:
    sans = """query ($number: Int!) { moi { instructeur { demarche(number: $number) { id } } } }"""
    avec = """query ($number: Int!) { moi { instructeur { demarche(number: $number) {
      compteurs { aSuivre suivis traites tous expirants } } } } }"""
    _, cout_sans = cout(bureau, INES, sans, number=PERMIS)
    _, cout_avec = cout(bureau, INES, avec, number=PERMIS)
    assert cout_avec == cout_sans + 1


def test_where_decided_dossiers_do_not_expire_there_is_no_such_tab(bureau: Bureau) -> None:
    lu = bureau.lire(INES, COMPTEURS, number=SANS_FIN)["moi"]["instructeur"]["demarche"]
    assert lu["compteurs"] == {
        "aSuivre": 2, "suivis": 0, "traites": 3, "tous": 5, "expirants": None,
    }  # fmt: skip
    assert [onglet["cle"] for onglet in lu["onglets"]] == [
        "a_suivre", "suivis", "traites", "tous", "archives", "supprimes",
    ]  # fmt: skip
    assert refus(bureau, INES, SANS_FIN, "expirant") == (
        "L’onglet « expirants » n’existe pas sur cette démarche",
        "onglet_absent",
    )


def test_the_tabs_have_their_labels_in_their_order(bureau: Bureau) -> None:
    lu = bureau.lire(INES, COMPTEURS, number=PERMIS)["moi"]["instructeur"]["demarche"]
    assert [(onglet["cle"], onglet["libelle"]) for onglet in lu["onglets"]] == [
        ("a_suivre", "à suivre"),
        ("suivis", "suivis par moi"),
        ("traites", "traités"),
        ("tous", "au total"),
        ("expirant", "expirants"),
        ("archives", "à archiver"),
        ("supprimes", "corbeille"),
    ]


def test_a_demarche_that_one_does_not_instruct_does_not_exist(bureau: Bureau) -> None:
    def demarche(email: str, number: int) -> object:
        return bureau.lire(email, COMPTEURS, number=number)["moi"]["instructeur"]

    assert demarche(INES, DU_SUD) == demarche(INES, 999_999) == {"demarche": None}
    assert demarche(ALI, PERMIS) is None
