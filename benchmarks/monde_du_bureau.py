"""A desk as a real one is: a large démarche of five groupes that holds nine dossiers of ten, forty small
ones, twenty colleagues, dossiers followed, thrown away, archived, and news to look at."""

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import yaml

import scenarios
from benchmarks.stack import DOSSIERS, World
from domain.recherche import indexation
from server.resources import open_storage

PETITES = 40
GRANDE = 3  # the number of the large démarche
CHEFFE = "cheffe@exemple.fr"
"""She is in every groupe: nobody's lists are longer."""
SECRET = "bateau lune cactus 42"
COLLEGUES = 4  # in each groupe
LOT = 5_000  # dossiers whose words are written at once

RANGER = (
    "UPDATE dossiers SET archive = true, archive_le = now() WHERE traite_le IS NOT NULL AND mod(id, 10) = 0",
    "UPDATE dossiers SET cache_par_administration_le = now(), cache_raison = 'instructeur_request'"
    " WHERE traite_le IS NOT NULL AND mod(id, 100) = 7",
    # One dossier of twenty that wait has news for her.
    "INSERT INTO badges (dossier_id, instructeur_id, type) SELECT d.id, i.id,"
    " (ARRAY['message', 'dossier_modifie', 'dossier_depose', 'annotation_instructeur'])[1 + mod(d.id / 20, 4)]"
    " FROM dossiers d, instructeurs i JOIN comptes c ON c.id = i.compte_id"
    " WHERE c.email = %(cheffe)s AND mod(d.id, 20) = 1 AND d.traite_le IS NULL ON CONFLICT DO NOTHING",
)


def charger(world: World) -> World:
    """The same world, with the desk in it and the token that sees it."""
    fichier = Path(world.addresses["GUICHET_DONNEES"]) / "bureau.yaml"
    fichier.write_text(yaml.safe_dump(_scenario(), allow_unicode=True))
    url = world.settings.require("database_url")
    fait = scenarios.charger(fichier, database_url=url, storage=open_storage(world.settings))
    with psycopg.connect(url, autocommit=True) as connexion:
        _ecrire_les_mots(connexion)
        for instruction in RANGER:
            connexion.execute(instruction, {"cheffe": CHEFFE})
        connexion.execute("DELETE FROM mots_a_indexer")
        connexion.execute("VACUUM ANALYZE")
    return replace(world, jetons={**world.jetons, **fait.jetons})


def _scenario() -> dict[str, Any]:
    monde: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "bureau.yaml").read_text())
    [grande] = monde["demarches"]
    petites = [copy.deepcopy(grande) for _ in range(PETITES)]
    petits = DOSSIERS // 10
    grande["generer"]["dossiers"] = DOSSIERS - petits
    for rang, petite in enumerate(petites):
        numero = 100 + rang
        petite |= {"cle": f"bureau{rang}", "number": numero, "libelle": f"Petite démarche {rang}"}
        petite["generer"] |= {"dossiers": petits // PETITES, "graine": numero}
        petite["groupes"] = [{"label": "défaut", "instructeurs": [CHEFFE], "defaut": True}]
    for numero, groupe in enumerate(grande["groupes"]):
        collegues = [f"agent{numero}{rang}@exemple.fr" for rang in range(COLLEGUES)]
        groupe["instructeurs"] += collegues
        monde["comptes"] += [{"email": email, "roles": ["instructeur"]} for email in collegues]
    monde["demarches"] += petites
    return monde


def _ecrire_les_mots(connexion: psycopg.Connection[Any]) -> None:
    """As the indexer does, by larger lots, of this desk's dossiers alone."""
    indexer = indexation.INDEXER.text.replace(":dossiers", "%(dossiers)s").replace("%%", "%")
    numeros = connexion.execute(
        "SELECT id FROM dossiers WHERE demarche_id = %(grande)s OR demarche_id >= 100 ORDER BY id",
        {"grande": GRANDE},
    ).fetchall()
    for debut in range(0, len(numeros), LOT):
        lot = [numero for (numero,) in numeros[debut : debut + LOT]]
        connexion.execute(indexer, {"dossiers": lot})
