"""Refusals as the API words them; clients compare messages and codes by equality (api 4.1)."""

from graphql import GraphQLError


class Refus(GraphQLError):
    """An expected refusal: it reaches the client as it is, where a bug would be masked."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message, extensions={"code": code} if code else None)


def introuvable(type_graphql: str) -> Refus:
    return Refus(f"{type_graphql} not found", "not_found")


def interdit(type_graphql: str) -> Refus:
    return Refus(f"An object of type {type_graphql} was hidden due to permissions", "unauthorized")


def mauvaise_requete(message: str) -> Refus:
    return Refus(message, "bad_request")
