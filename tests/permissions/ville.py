"""One Guichet for the two houses, and the browsers of those who are signed in."""

from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg

from tests.api.client import CHEMIN
from tests.permissions.appelants import Appelant
from tests.permissions.maisons import Maison
from tests.server.comptes import SECRET
from tests.serving import Serveur


@dataclass(frozen=True, eq=False)
class Ville:
    serveur: Serveur
    jetons: dict[str, str]
    navigateurs: dict[str, httpx.Client] = field(default_factory=dict)

    def demander(
        self, qui: Appelant, maison: Maison, query: str, **variables: Any
    ) -> httpx.Response:
        corps = {"query": query, "variables": variables}
        if qui.personne is not None:
            return self.navigateur(maison.email(qui.personne)).post("/graphql", json=corps)
        entetes = {}
        if qui.jeton is not None:
            jeton = self.jetons.get(f"{maison.mot}/{qui.jeton}", "revoque")
            entetes["Authorization"] = f"Bearer {jeton}"
        return self.navigateur("").post(CHEMIN, json=corps, headers=entetes)

    def navigateur(self, email: str) -> httpx.Client:
        if email not in self.navigateurs:
            client = httpx.Client(base_url=self.serveur.url, timeout=60)
            self.navigateurs[email] = client
            if email:
                entree = {"email": email, "motDePasse": SECRET}
                assert client.post("/connexion", json=entree).status_code == 200, email
        return self.navigateurs[email]

    def un(self, requete: str, *valeurs: Any) -> Any:
        with psycopg.connect(self.serveur.database_url) as connexion:
            trouve = connexion.execute(requete, valeurs).fetchone()
            assert trouve is not None, requete
            return trouve[0]

    def tout(self, requete: str, *valeurs: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.serveur.database_url) as connexion:
            return connexion.execute(requete.encode(), valeurs).fetchall()

    def faire(self, requete: str, *valeurs: Any) -> None:
        with psycopg.connect(self.serveur.database_url) as connexion:
            connexion.execute(requete.encode(), valeurs or None)
