"""What PostgreSQL reads for the lists of an instructeur: indexes, never a whole table.

A small base is always read whole, so reading tables whole is made out of price: what still does it has no
index to use. Each tab is found by the index that was made for it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg
import pytest
from sqlalchemy import URL, NullPool, create_engine
from sqlalchemy.orm import Session

from domain.presentations.onglets import Onglet
from domain.presentations.reglages import DEFAUT, Filtre, Sens, Tri
from resolvers.bureau.catalogue import Catalogue
from resolvers.bureau.colonnes import catalogue_en_session, en_session
from resolvers.bureau.criteres import criteres
from resolvers.bureau.demarche import DEMARCHE_DU_BUREAU
from resolvers.bureau.instructions import Vue, denombrement, page, ranger
from resolvers.bureau.onglets import COMPTEURS
from resolvers.bureau.tri import ordre
from resolvers.statements import Statement
from server.resources import CONNECTION
from server.settings import Settings
from tests.databases import fresh_database

MONDE = "onglets"
PERMIS = 700

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
SELECT id, CASE demarche_id WHEN 700 THEN 1 ELSE 4 END, 'text', 'Rue ' || id FROM dossiers
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
        for ecrire in (REMPLIR, REPONDRE, SUIVRE, "VACUUM ANALYZE", "SET enable_seqscan = off"):
            connexion.execute(ecrire)
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
    """A list: the statement of its page, that of its count, their values."""

    page: Statement[Any]
    denombrement: Statement[Any]
    valeurs: dict[str, Any]


def ecrire(colonnes: Catalogue, onglet: Onglet, tri: Tri, *filtres: Filtre) -> Ecrite:
    genres, valeurs = ranger(criteres(colonnes, filtres))
    colonne = colonnes[tri.colonne]
    champ = colonne.descripteur.stable_id if colonne.descripteur else None
    vue = Vue(onglet, False, genres, ordre(tri, colonne))
    return Ecrite(page(vue, None, False), denombrement(vue), {**valeurs, "champ_tri": champ})


PAR_CHANGEMENT = Tri("self/updated_at", Sens.desc)
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
    page, nombre = (
        plan(connexion, statement, {**parametres, **ecrite.valeurs})
        for statement in (ecrite.page, ecrite.denombrement)
    )
    assert INDEX[onglet] in page, page
    # To count, another index may be as good: which one depends on the rows that ANALYZE drew.
    assert "Seq Scan" not in page + nombre, nombre


@pytest.mark.parametrize("onglet", list(Onglet))
@pytest.mark.parametrize(
    "tri", [DEFAUT.tri, Tri("type_de_champ/1", Sens.asc), Tri("user/email", Sens.asc)]
)
def test_no_sort_reads_a_whole_table(
    connexion: psycopg.Connection[Any],
    colonnes: Catalogue,
    parametres: dict[str, Any],
    onglet: Onglet,
    tri: Tri,
) -> None:
    ecrite = ecrire(colonnes, onglet, tri)
    lu = plan(connexion, ecrite.page, {**parametres, **ecrite.valeurs})
    assert "Seq Scan" not in lu, lu


def test_three_filters_and_a_sort_on_an_answer_read_no_whole_table(
    connexion: psycopg.Connection[Any], colonnes: Catalogue, parametres: dict[str, Any]
) -> None:
    ecrite = ecrire(
        colonnes,
        Onglet.tous,
        Tri("type_de_champ/1", Sens.desc),
        Filtre("type_de_champ/1", valeurs=("rue",)),
        Filtre("self/state", valeurs=("accepte",)),
        Filtre("followers_instructeurs/email", valeurs=("ines",)),
    )
    for statement in (ecrite.page, ecrite.denombrement):
        lu = plan(connexion, statement, {**parametres, **ecrite.valeurs})
        assert "Seq Scan" not in lu, lu


def test_the_counters_read_no_whole_table(
    connexion: psycopg.Connection[Any], parametres: dict[str, Any]
) -> None:
    lu = plan(connexion, COMPTEURS.statement, {**parametres, "cles": [PERMIS]})
    assert "Seq Scan" not in lu, lu
