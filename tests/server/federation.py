"""A Guichet whose two providers are one of ours, and the people who come by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from server.settings import Settings
from tests.server.comptes import PERSONNE, Porte, porte
from tests.server.fournisseur import (
    CLIENT_ID,
    SECRET,
    Fournisseur,
    aller,
    cle_ec,
    cle_rsa,
    fournisseur,
)
from tests.server.pages import NAVIGATEUR, Lue

RSA, EC = cle_rsa("k1"), cle_ec("k2")
MOI = "{ moi { compte { email } roles } }"
PRO, FC = "/connexion/proconnect", "/connexion/franceconnect"


@dataclass(frozen=True)
class Monde:
    porte: Porte
    chez: Fournisseur

    def personne(self, **dit: Any) -> None:
        self.chez.personne.update(dit)

    def entrer(self, client: httpx.Client, chemin: str = PRO) -> Lue:
        return Lue(client.get(aller(client, chemin), headers=NAVIGATEUR))

    def moi(self, client: httpx.Client) -> Any:
        return client.post("/graphql", json={"query": MOI}).json()["data"]["moi"]

    def remettre(self) -> None:
        self.chez.remettre(RSA, EC)
        self.porte.lignes("DELETE FROM comptes WHERE email = %s", PERSONNE)
        self.porte.remettre()


@contextmanager
def monde_federe(stack: Settings, dossier: Path) -> Iterator[Monde]:
    with fournisseur() as chez:
        reglages: dict[str, Any] = {"second_factor_set": "administrateurs"}
        for nom in ("pro_connect", "france_connect"):
            reglages |= {
                f"{nom}_url": chez.url,
                f"{nom}_id": CLIENT_ID,
                f"{nom}_secret": SecretStr(SECRET),
            }
        with porte(stack, dossier, **reglages) as ouverte:
            monde = Monde(ouverte, chez)
            monde.remettre()
            yield monde
