"""As many dossiers en instruction as asked, on one démarche; and who decides of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import yaml

import scenarios
from domain.identifiants import identifiant
from server.resources import open_storage
from server.settings import Settings

DEMARCHE = 700
NOTE = identifiant("Champ", 9)


@dataclass(frozen=True)
class ADecider:
    """Global ids and numbers are what clients use: `dossiers` are numbers, `instructeurs` global ids by
    e-mail address, `groupes` global ids by label."""

    database_url: str
    jetons: dict[str, str]
    dossiers: list[int]
    instructeurs: dict[str, str]
    groupes: dict[str, str]


def peupler(settings: Settings, folder: Path, *, dossiers: int, instructeurs: int = 2) -> ADecider:
    """Fill the empty database of `settings`; the scenario is written in `folder`."""
    fichier = folder / "monde.yaml"
    fichier.write_text(yaml.safe_dump(_scenario(dossiers, instructeurs), allow_unicode=True))
    url = settings.require("database_url")
    fait = scenarios.charger(fichier, database_url=url, storage=open_storage(settings))
    with psycopg.connect(url) as connexion:
        numeros = connexion.execute("SELECT id FROM dossiers ORDER BY id").fetchall()
        profils = connexion.execute(
            "SELECT DISTINCT c.email, i.id FROM instructeurs i JOIN comptes c ON c.id = i.compte_id "
            "JOIN affectations a ON a.instructeur_id = i.id"
        ).fetchall()
        groupes = connexion.execute("SELECT label, id FROM groupes_instructeurs").fetchall()
    return ADecider(
        url, fait.jetons, [numero for (numero,) in numeros],
        {email: identifiant("Instructeur", numero) for email, numero in profils},
        {label: identifiant("GroupeInstructeur", numero) for label, numero in groupes},
    )  # fmt: skip


def _scenario(dossiers: int, instructeurs: int) -> dict[str, Any]:
    monde: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "monde.yaml").read_text())
    [demarche] = monde["demarches"]
    demarche["generer"]["dossiers"] = dossiers
    autres = [f"instructeur{rang:02d}@exemple.fr" for rang in range(3, instructeurs + 1)]
    monde["comptes"] += [{"email": email, "roles": ["instructeur"]} for email in autres]
    for groupe in demarche["groupes"]:
        groupe["instructeurs"] += autres
    return monde
