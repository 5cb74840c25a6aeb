"""A Guichet where everybody has the same password, and what people ask of it by POST /graphql."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.api.client import Client
from tests.server.comptes import Porte, connecter


@dataclass(frozen=True)
class Bureau(Porte):
    """`jetons`, `dossiers` and `demarches` are what the scenario made, by their keys."""

    jetons: Mapping[str, str] = field(default_factory=dict)
    dossiers: Mapping[str, int] = field(default_factory=dict)
    demarches: Mapping[str, int] = field(default_factory=dict)
    connectes: dict[str, httpx.Client] = field(default_factory=dict)

    def jeton(self, nom: str = "ecriture") -> Client:
        return Client(self.serveur.url, self.jetons[nom])

    def de(self, email: str) -> httpx.Client:
        """The browser of this person, signed in; always the same one."""
        if email not in self.connectes:
            self.connectes[email] = self.connecte(email)
        return self.connectes[email]

    def oublier(self) -> None:
        """Everybody signs in again: their browsers were closed."""
        self.fermer()
        self.connectes.clear()

    def poster(self, email: str, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer to a document."""
        reponse = self.de(email).post("/graphql", json={"query": query, "variables": variables})
        assert reponse.status_code == 200, reponse.text
        corps: dict[str, Any] = reponse.json()
        return corps

    def lire(self, email: str, query: str, **variables: Any) -> Any:
        """The data of a document that has no error."""
        corps = self.poster(email, query, **variables)
        assert "errors" not in corps, corps["errors"]
        return corps["data"]

    def refus(self, email: str, query: str, **variables: Any) -> str:
        """The words of the only error of a document."""
        [erreur] = self.poster(email, query, **variables)["errors"]
        return str(erreur["message"])

    def muter(self, email: str, champ: str, selection: str = "errors { message }", **entree: Any) -> Any:  # fmt: skip
        """What a mutation's payload shows."""
        type_entree = f"{champ[0].upper()}{champ[1:]}Input"
        texte = f"mutation ($input: {type_entree}!) {{ {champ}(input: $input) {{ {selection} }} }}"
        return self.lire(email, texte, input=entree)[champ]


__all__ = ["Bureau", "connecter"]
