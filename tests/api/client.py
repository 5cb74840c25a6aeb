"""A program that speaks GraphQL to a Guichet over HTTP, as those of our users do."""

from dataclasses import dataclass
from typing import Any

import httpx

CHEMIN = "/api/v2/graphql"


@dataclass(frozen=True)
class Client:
    """`jeton` is the text of a token, None to come as nobody."""

    url: str
    jeton: str | None = None

    def poster(self, **requete: Any) -> httpx.Response:
        """Any request; `httpx` decides of its form by the names: json, content, data…"""
        entetes = {"Authorization": f"Bearer {self.jeton}"} if self.jeton else {}
        entetes.update(requete.pop("headers", {}))
        return httpx.post(f"{self.url}{CHEMIN}", headers=entetes, timeout=30, **requete)

    def demander(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer to a document."""
        reponse = self.poster(json={"query": query, "variables": variables})
        assert reponse.status_code == 200, reponse.text
        corps: dict[str, Any] = reponse.json()
        return corps

    def lire(self, query: str, **variables: Any) -> Any:
        """The data of a document that has no error."""
        corps = self.demander(query, **variables)
        assert "errors" not in corps, corps["errors"]
        return corps["data"]

    def operation(self, nom: str, *, query_id: str = "ds-query-v2", **variables: Any) -> Any:
        """The data of a stored operation."""
        requete = {"queryId": query_id, "operationName": nom, "variables": variables}
        corps = self.poster(json=requete).json()
        assert "errors" not in corps, corps["errors"]
        return corps["data"]
