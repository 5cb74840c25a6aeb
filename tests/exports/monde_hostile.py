"""A démarche all of whose words are hostile, taken out in every format: the scenario writes placeholders, and
the values come in by SQL, since no door lets all of them through. What PostgreSQL holds, people may have."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import httpx
import psycopg
import yaml
from psycopg.types.json import Json

import scenarios
from domain.exports.models import Format
from domain.identifiants import identifiant
from server.resources import open_storage
from server.settings import Settings
from tests.api.client import Client
from tests.databases import fresh_database
from tests.exports import hostiles
from tests.exports.demonstration import PRETS
from tests.exports.preparation import DEMANDE, demande, preparer
from tests.serving import serving

DEMARCHE = 950
LARGEUR = 40
PIECE, CARTE, REPETITION, ENFANT = 801, 802, 803, 804

# Two files that some systems would take for one: by case, by normalisation, or by being the same name.
SOSIES = ("doublon.txt", "DOUBLON.txt", "doublon.txt", "doublon-2.txt", "\u00e9t\u00e9.txt", "e\u0301te\u0301.txt", "\ufb01n.txt", "fin.txt", "Stra\u00dfe.txt", "STRASSE.txt")  # fmt: skip
TEXTES = [texte for texte in hostiles.TEXTES if not set(texte) & {"\0", chr(0xD800), chr(0xDFFF)}]
NOMS = [*TEXTES, *SOSIES]


def _lots(valeurs: Sequence[str]) -> Iterator[list[str]]:
    restent = iter(valeurs)
    while lot := list(islice(restent, LARGEUR)):
        yield lot


# What each dossier answers, and the names of its files. The last one is only for spreadsheets: a hundred
# pages would be printed of it.
VALEURS = [*_lots(TEXTES), list(hostiles.LONGS)]
NOMS_PAR_DOSSIER = [*_lots(NOMS), []]
NUMEROS = [9500 + rang for rang, _ in enumerate(VALEURS)]


class Hostiles(NamedTuple):
    """What was made, by format; `zip_nomme` is the zip of a template whose names are what people typed."""

    contenus: dict[str, bytes]


def scenario() -> str:
    """What a file contains says which one it is."""
    dossiers: list[dict[str, Any]] = []
    for rang, noms in enumerate(NOMS_PAR_DOSSIER):
        champs: dict[int, Any] = dict.fromkeys(range(1, LARGEUR + 1), "x")
        champs[PIECE] = [{"nom": "a.txt", "contenu": f"{rang}/{n}"} for n in range(len(noms))]
        champs[CARTE] = [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [2.0, 48.0]}, "properties": {"description": "x"}}
            for _ in noms
        ]  # fmt: skip
        champs[REPETITION] = [{ENFANT: "x"}]
        dossiers.append(
            {
                "cle": f"d{rang}", "number": NUMEROS[rang], "usager": "ali@exemple.fr", "etat": "en_construction",
                "demandeur": {"civilite": "M", "nom": "x", "prenom": "x"},
                "depose_le": f"2026-02-{rang + 1:02d}T10:00:00+01:00", "champs": champs,
            }
        )  # fmt: skip
    formulaire: list[dict[str, Any]] = [{"id": n, "type": "text", "libelle": f"Champ {n}", "obligatoire": False} for n in range(1, LARGEUR + 1)]  # fmt: skip
    formulaire += [
        {"id": PIECE, "type": "piece_justificative", "libelle": "Pièce", "obligatoire": False},
        {"id": CARTE, "type": "carte", "libelle": "Carte", "obligatoire": False},
        {"id": REPETITION, "type": "repetition", "libelle": "Rangées", "obligatoire": False, "champs": [{"id": ENFANT, "type": "text", "libelle": "Enfant", "obligatoire": False}]},
    ]  # fmt: skip
    demarche = {
        "cle": "hostile", "number": DEMARCHE, "libelle": "Hostile", "description": "x", "etat": "publiee",
        "administrateurs": ["admin@exemple.fr"], "pour_individu": True, "champs": formulaire, "dossiers": dossiers,
        "groupes": [{"label": "A", "instructeurs": [], "defaut": True}, {"label": "B", "instructeurs": []}],
    }  # fmt: skip
    roles = {"admin@exemple.fr": "administrateur", "ali@exemple.fr": "usager"}
    return yaml.safe_dump(
        {
            "version": 1, "maintenant": "2026-03-01T09:00:00+01:00", "demarches": [demarche],
            "comptes": [{"email": email, "roles": [role]} for email, role in roles.items()],
            "jetons": [{"nom": "ecriture", "administrateur": "admin@exemple.fr", "demarches": "toutes", "ecriture": True}],
        },
        allow_unicode=True,
    )  # fmt: skip


def empoisonner(connexion: psycopg.Connection) -> None:
    lots = zip(NUMEROS, VALEURS, NOMS_PAR_DOSSIER, strict=True)
    for rang, (numero, valeurs, noms) in enumerate(lots):
        curseur = connexion.cursor()
        curseur.executemany(
            "UPDATE champs SET value = %s WHERE dossier_id = %s AND stable_id = %s",
            [(valeur, numero, n) for n, valeur in enumerate(valeurs, start=1)],
        )
        curseur.execute("UPDATE champs SET value = %s WHERE dossier_id = %s AND stable_id = %s", (TEXTES[rang], numero, ENFANT))  # fmt: skip
        for table in ("fichiers", "zones_geo"):
            colonne = "nom" if table == "fichiers" else "description"
            ou = "t.dossier_id = %s" if table == "fichiers" else "t.champ_id = (SELECT id FROM champs WHERE dossier_id = %s AND stable_id = 802)"  # fmt: skip
            curseur.execute(f"SELECT t.id FROM {table} t WHERE {ou} ORDER BY t.id".encode(), (numero,))  # fmt: skip
            ids = [ligne[0] for ligne in curseur.fetchall()]
            curseur.executemany(
                f"UPDATE {table} SET {colonne} = %s WHERE id = %s".encode(),
                list(zip(noms, ids, strict=True)),
            )
        curseur.execute("UPDATE individus SET nom = %s, prenom = %s WHERE dossier_id = %s", (TEXTES[rang], TEXTES[-rang - 1], numero))  # fmt: skip
    connexion.cursor().executemany(
        "UPDATE types_de_champ SET libelle = %s WHERE stable_id = %s", [*titres().items()]
    )


def titres() -> dict[str, int]:
    """The label of each champ, by which it is told."""
    pris = [texte for texte in TEXTES if texte.strip()][:: len(TEXTES) // (LARGEUR + 4)]
    return dict(zip(pris, [*range(1, LARGEUR + 1), REPETITION, ENFANT], strict=False))


ARCHIVE = {
    "dossier": "--numéro du dossier-- --nom--",
    "pdf": {"actif": True, "nom": "--prénom--"},
    "attestation": {"actif": False, "nom": "a"},
    "pieces": [{"champ": PIECE, "actif": True, "nom": "--nom original du fichier--"}],
    "messages": True,
    "avis": True,
    "justificatif": True,
}


def exporter(stack: Settings) -> Hostiles:
    with fresh_database(stack) as url:
        fait = scenarios.charger(scenario(), database_url=url, storage=open_storage(stack))
        with psycopg.connect(url) as connexion:
            empoisonner(connexion)
            modele = connexion.execute(
                "INSERT INTO modeles_d_export (groupe_instructeur_id, nom, format, contenu)"
                " SELECT id, 'Nommé', 'zip', %s FROM groupes_instructeurs WHERE demarche_id = %s ORDER BY id LIMIT 1 RETURNING id",
                (Json(ARCHIVE), DEMARCHE),
            ).fetchone()  # fmt: skip
        settings = stack.model_copy(update={"database_url": url})
        with serving(settings) as serveur:
            client = Client(serveur.url, fait.jetons["ecriture"])
            contenus = _telecharger(client, settings, modele[0] if modele else 0)
    return Hostiles(contenus)


def _telecharger(client: Client, settings: Settings, modele: int) -> dict[str, bytes]:
    imprimes = {"dossiers": [identifiant("Dossier", numero) for numero in NUMEROS[:-1]]}
    voulus: list[dict[str, Any]] = [
        {"format": format_.value, **(imprimes if format_ is Format.zip else {})}
        for format_ in Format
    ]
    voulus.append({"modeleId": identifiant("ExportTemplate", modele), **imprimes})
    noms: dict[str, str] = {}
    for voulu in voulus:
        fait = client.lire(DEMANDE, input=demande(DEMARCHE, **voulu))["exportDemander"]
        assert fait["errors"] is None
        noms[fait["export"]["id"]] = voulu.get("format", "zip_nomme")
    assert preparer(settings) == []
    contenus = {}
    for export in client.lire(PRETS, number=DEMARCHE)["demarche"]["exports"]:
        assert (export["etat"], export["fichiersManquants"]) == ("pret", 0)
        contenus[noms[export["id"]]] = httpx.get(export["fichier"]["url"]).content
    return contenus
