"""What PostgreSQL reads for the lists of an instructeur: indexes, never a whole table.

A small base is always read whole, so reading tables whole is made out of price: what still does it has no
index to use. Each tab is found by the index that was made for it.
"""

from collections.abc import Iterator
from itertools import cycle, product
from typing import Any, NamedTuple

import psycopg
import pytest
from sqlalchemy import URL, NullPool, create_engine
from sqlalchemy.orm import Session

from domain.colonnes.colonne import Genre as Genre_de_colonne
from domain.presentations.onglets import Onglet
from domain.presentations.reglages import DEFAUT, Filtre, Sens, Tri
from domain.presentations.verification import operateurs as operateurs_de
from resolvers.bureau.alertes_de_recherche import AILLEURS, TRACE
from resolvers.bureau.catalogue import Catalogue
from resolvers.bureau.colonnes import catalogue_en_session, en_session
from resolvers.bureau.criteres import criteres
from resolvers.bureau.curseurs import Place
from resolvers.bureau.demarche import DEMARCHE_DU_BUREAU
from resolvers.bureau.departs import fenetres, longueur
from resolvers.bureau.instructions import TOUT_L_ONGLET, denombrement, page
from resolvers.bureau.onglets import COMPTEURS
from resolvers.bureau.questions import QUESTIONS
from resolvers.bureau.recherche import COMBIEN, PAGES
from resolvers.bureau.tri import ordre
from resolvers.bureau.vues import Demandee, Genre, Vue, rang_du_tri, ranger
from resolvers.statements import Statement
from server.resources import CONNECTION
from server.settings import Settings
from tests.databases import fresh_database

MONDE = "onglets"
PERMIS = 700

SANS_TABLE = "SET enable_seqscan = off"

# Many démarches' worth of dossiers of which ours has a tenth, in every state.
REMPLIR = """
INSERT INTO dossiers (demarche_id, revision_id, groupe_instructeur_id, usager_id, state, archive, depose_le,
  en_construction_le, en_instruction_le, traite_le, expire_le, modifie_le, cache_par_expiration_le)
SELECT g.demarche_id, r.id, g.id, c.id,
  (ARRAY['en_construction', 'en_instruction', 'accepte', 'accepte', 'refuse', 'sans_suite'])[1 + n % 6],
  n % 6 > 1 AND n % 5 = 0, t, t, t, CASE WHEN n % 6 > 1 THEN t END,
  t + interval '1 year', t, CASE WHEN n % 6 > 1 AND n % 97 = 0 THEN t END
FROM generate_series(1, 4000) n
CROSS JOIN LATERAL (SELECT now() - make_interval(mins => n) AS t) quand
JOIN groupes_instructeurs g ON g.demarche_id = CASE WHEN n % 10 = 0 THEN 700 ELSE 720 END AND g.defaut
JOIN revisions r ON r.demarche_id = g.demarche_id AND r.publiee_le IS NOT NULL
JOIN comptes c ON c.email = 'ali@exemple.fr'
"""
REPONDRE = """
INSERT INTO champs (dossier_id, stable_id, type_champ, value)
SELECT id, CASE demarche_id WHEN 700 THEN 1 ELSE 4 END, 'text', 'Rue ' || id % 90 FROM dossiers WHERE id % 4 > 0
"""
INDEXER = """
INSERT INTO mots_de_dossier (dossier_id, mots) SELECT id, to_tsvector('simple', 'rue ' || id) FROM dossiers
"""
BADGER = """
INSERT INTO badges (dossier_id, instructeur_id, type) SELECT d.id, i.id, 'message'
FROM dossiers d, instructeurs i JOIN comptes c ON c.id = i.compte_id WHERE c.email = 'ines@exemple.fr' AND d.id % 30 = 0
"""
SUIVRE = """
INSERT INTO suivis (dossier_id, instructeur_id) SELECT d.id, i.id FROM dossiers d, instructeurs i
WHERE d.id % 3 = 0 AND NOT d.archive
"""


@pytest.fixture(scope="module")
def connexion(stack: Settings, modele: tuple[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    with (
        fresh_database(stack, model=modele[0]) as url,
        psycopg.connect(url, autocommit=True, **CONNECTION) as connexion,
    ):
        for ecrit in (REMPLIR, REPONDRE, SUIVRE, INDEXER, BADGER, "VACUUM ANALYZE", SANS_TABLE):
            connexion.execute(ecrit)
        yield connexion


@pytest.fixture(scope="module")
def parametres(connexion: psycopg.Connection[Any]) -> dict[str, Any]:
    [(instructeur, groupes)] = connexion.execute(
        "SELECT i.id, array_agg(a.groupe_instructeur_id) FROM instructeurs i "
        "JOIN comptes c ON c.id = i.compte_id JOIN affectations a ON a.instructeur_id = i.id "
        "WHERE c.email = 'ines@exemple.fr' GROUP BY 1"
    ).fetchall()
    return {
        "demarche": PERMIS,
        "mes_groupes": groupes,
        "mon_instructeur": instructeur,
        "limite": 101,
    }


def plan(connexion: psycopg.Connection[Any], statement: Statement[Any], donnes: Any) -> str:
    lu = connexion.execute(
        f"EXPLAIN {statement.sql}".encode(), statement.parameters(donnes), prepare=False
    )
    return "\n".join(ligne for (ligne,) in lu)


@pytest.fixture(scope="module")
def colonnes(connexion: psycopg.Connection[Any], parametres: dict[str, Any]) -> Catalogue:
    adresse = connexion.info
    moteur = create_engine(
        URL.create(
            "postgresql+psycopg",
            adresse.user,
            adresse.password,
            adresse.host,
            adresse.port,
            adresse.dbname,
        ),
        poolclass=NullPool,
    )
    with Session(moteur) as session:
        demarche = en_session(session, DEMARCHE_DU_BUREAU, PERMIS, parametres)
        return catalogue_en_session(session, demarche, parametres)


class Ecrite(NamedTuple):
    """A list: what it is, and the values of its statements."""

    vue: Vue
    valeurs: dict[str, Any]

    @property
    def pages(self) -> list[Statement[Any]]:
        """From all that a page may start from."""
        departs = [None, TOUT_L_ONGLET, *fenetres(self.vue, 101, renverse=False)]
        return [page(self.vue, None, False, depart) for depart in departs]

    @property
    def toutes(self) -> list[Statement[Any]]:
        return [*self.pages, longueur(self.vue), denombrement(self.vue)]


def ecrire(colonnes: Catalogue, onglet: Onglet, tri: Tri, *filtres: Filtre) -> Ecrite:
    return vue_de(colonnes, onglet, tri, *ranger(criteres(colonnes, filtres)))


def vue_de(colonnes: Catalogue, onglet: Onglet, tri: Tri, genres: Any, valeurs: Any) -> Ecrite:
    colonne = colonnes[tri.colonne]
    champ = colonne.descripteur.stable_id if colonne.descripteur else None
    vue = Vue(onglet, False, genres, ordre(tri, colonne), rang_du_tri(genres, valeurs, champ))
    return Ecrite(vue, {**valeurs, "champ_tri": champ})


def refuser_les_tables(
    connexion: psycopg.Connection[Any], ecrite: Ecrite, parametres: dict[str, Any]
) -> None:
    for statement in ecrite.toutes:
        lu = plan(connexion, statement, {**parametres, **ecrite.valeurs})
        assert "Seq Scan" not in lu, lu


PAR_CHANGEMENT = Tri("self/updated_at", Sens.desc)
TRIS = (
    "self/id", "self/depose_at", "self/processed_at", "self/expired_at", "user/email", "individual/nom",
    "groupe_instructeur/id", "followers_instructeurs/email", "dossier_labels/label_id",
    "avis/question_answer", "type_de_champ/1", "type_de_champ/2",
)  # fmt: skip
TROIS = (
    Filtre("type_de_champ/1", valeurs=("rue",)),
    Filtre("self/state", valeurs=("accepte",)),
    Filtre("followers_instructeurs/email", valeurs=("ines",)),
)
EN_COURS = Filtre("self/state", valeurs=("en_construction", "en_instruction"))
VALEURS = {
    Genre_de_colonne.booleen: ("true",),
    Genre_de_colonne.choix: ("1", "Mme", "accepte", "message"),
    Genre_de_colonne.date: ("2026-01-01",),
    Genre_de_colonne.date_heure: ("2026-01-01",),
    Genre_de_colonne.entier: ("12",),
    Genre_de_colonne.texte: ("rue",),
}
SUR_UN_TEXTE = ("contient", "contient_une_suite", "egale", "egale_une_reponse", "ressemble", "nombre", "comme", "remplie")  # fmt: skip
DONNEES = {
    "valeurs": ["Rue 12"], "debuts": ["Rue 12"], "motif": "rue", "nombres": [12], "motifs": ["Rue%"],
    "borne": "2026-01-01",
}  # fmt: skip
INDEX = {
    Onglet.a_suivre: "dossiers_bureau_en_cours_idx",
    Onglet.suivis: "dossiers_bureau_en_cours_idx",
    # Nearly all of a groupe's dossiers are in these two: its own indexes are as good.
    Onglet.traites: "dossiers_",
    Onglet.tous: "dossiers_",
    Onglet.expirant: "dossiers_bureau_expirants_idx",
    Onglet.archives: "dossiers_bureau_archives_idx",
    Onglet.supprimes: "dossiers_bureau_corbeille_idx",
}


@pytest.mark.parametrize("onglet", list(Onglet))
def test_a_tab_is_read_by_the_index_made_for_it(
    connexion: psycopg.Connection[Any],
    colonnes: Catalogue,
    parametres: dict[str, Any],
    onglet: Onglet,
) -> None:
    ecrite = ecrire(colonnes, onglet, PAR_CHANGEMENT)
    lu = plan(connexion, ecrite.pages[0], {**parametres, **ecrite.valeurs})
    assert INDEX[onglet] in lu, lu


@pytest.mark.parametrize("onglet", list(Onglet))
def test_no_sort_of_a_tab_reads_a_whole_table(
    connexion: psycopg.Connection[Any],
    colonnes: Catalogue,
    parametres: dict[str, Any],
    onglet: Onglet,
) -> None:
    """A column of each sort: the dossier's own, of its person, of one table or of several rows, an answer."""
    tris = [DEFAUT.tri, *map(Tri, TRIS, cycle((Sens.desc, Sens.asc)))]
    for tri in tris:
        refuser_les_tables(connexion, ecrire(colonnes, onglet, tri), parametres)


def test_no_filter_on_a_dossier_reads_a_whole_table(
    connexion: psycopg.Connection[Any], colonnes: Catalogue, parametres: dict[str, Any]
) -> None:
    vus = set()
    for colonne in colonnes.values():
        for operateur in operateurs_de(colonne) if colonne.filtrable else ():
            filtre = Filtre(colonne.id, operateur, VALEURS[colonne.genre])
            ecrite = ecrire(colonnes, Onglet.tous, Tri("user/email", Sens.desc), filtre)
            vus.add((colonne.id, operateur) if ecrite.vue.genres else None)
            refuser_les_tables(connexion, ecrite, parametres)
    assert None not in vus
    assert len(vus) > 50


@pytest.mark.parametrize("source", ["champ:value", "rangee:value"])
def test_no_question_on_an_answer_reads_a_whole_table(
    connexion: psycopg.Connection[Any], colonnes: Catalogue, parametres: dict[str, Any], source: str
) -> None:
    for question in [*SUR_UN_TEXTE, *(q for q in QUESTIONS if q.startswith("texte_"))]:
        for inverse in (False, True):
            genre = Genre(source, (Demandee(question, inverse),))
            valeurs = {"champ_0": 1, **{f"{nom}_0_0": valeur for nom, valeur in DONNEES.items()}}
            ecrite = vue_de(colonnes, Onglet.tous, PAR_CHANGEMENT, (genre,), valeurs)
            refuser_les_tables(connexion, ecrite, parametres)


def test_three_filters_and_a_sort_on_an_answer_read_no_whole_table(
    connexion: psycopg.Connection[Any], colonnes: Catalogue, parametres: dict[str, Any]
) -> None:
    for onglet in Onglet:
        ecrite = ecrire(colonnes, onglet, Tri("type_de_champ/1", Sens.desc), *TROIS)
        refuser_les_tables(connexion, ecrite, parametres)


def test_counters_and_searches_read_no_whole_table(
    connexion: psycopg.Connection[Any], parametres: dict[str, Any]
) -> None:
    donnes = {**parametres, "cles": [PERMIS], "compte": 1, "texte": "rue", "numero": 12, "rang": "0.1", "apres": 5}  # fmt: skip
    statements: tuple[Statement[Any], ...] = (
        COMPTEURS.statement, *PAGES.values(), *COMBIEN.values(), AILLEURS, TRACE,
    )  # fmt: skip
    for statement in statements:
        lu = plan(connexion, statement, donnes)
        assert "Seq Scan" not in lu, lu
    assert "mots_de_dossier_idx" in plan(connexion, PAGES[False, False], donnes)


# --- where a page starts from makes no difference ---------------------------------------------------

PLACES = 4


@pytest.mark.parametrize("filtres", [(), (TROIS[0], EN_COURS)])
@pytest.mark.parametrize("colonne", [DEFAUT.tri.colonne, "self/depose_at", "self/processed_at", "type_de_champ/1"])  # fmt: skip
def test_a_page_is_the_same_wherever_it_starts_from(
    connexion: psycopg.Connection[Any],
    colonnes: Catalogue,
    parametres: dict[str, Any],
    colonne: str,
    filtres: tuple[Filtre, ...],
) -> None:
    """A beginning of the order that fills a page gives the page of the whole list, after any place, both ways."""
    remplies = 0
    for sens, renverse in product(Sens, (False, True)):
        ecrite = ecrire(colonnes, Onglet.tous, Tri(colonne, sens), *filtres)
        donnes = {**parametres, **ecrite.valeurs}
        entiere = lire(connexion, page(ecrite.vue, None, renverse), {**donnes, "limite": 10_000})
        assert len(entiere) > 2 * PLACES
        for rang in (None, len(entiere) // 3, len(entiere) - 6):
            depuis = Place(entiere[rang].place[: len(ecrite.vue.ordre.cles)], entiere[rang].id) if rang is not None else None  # fmt: skip
            debut = 0 if rang is None else rang + 1
            attendue = entiere[debut : debut + PLACES]
            ici = {**donnes, **(depuis.parametres if depuis else {}), "limite": PLACES}
            nulles = depuis.nulles if depuis else None
            for depart in (None, TOUT_L_ONGLET):
                assert lire(connexion, page(ecrite.vue, nulles, renverse, depart), ici) == attendue
            if not fenetres(ecrite.vue, PLACES, renverse=renverse):
                continue
            for fenetre in (6, 300):
                lue = lire(connexion, page(ecrite.vue, nulles, renverse, fenetre), ici)
                remplies += len(lue) == PLACES
                assert len(lue) < PLACES or lue == attendue, (sens, renverse, rang, fenetre)
    assert remplies > 10


def lire(
    connexion: psycopg.Connection[Any], statement: Statement[Any], donnes: dict[str, Any]
) -> list[Any]:
    lues = connexion.execute(statement.sql.encode(), statement.parameters(donnes), prepare=False)
    return [statement.make(ligne) for ligne in lues]
