"""The general executor: graphql-core over the bindings, and its errors in the API's words."""

from collections.abc import Mapping
from inspect import isawaitable
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute

from resolvers.documents import Document
from resolvers.request import Request

NULL_INTERDIT = "Cannot return null for non-nullable field "


class Imprevue(NamedTuple):
    """A bug met while executing: the client gets its id, the log gets the rest."""

    exception_id: str
    error: BaseException


class Resultat(NamedTuple):
    corps: dict[str, Any]
    imprevues: list[Imprevue]


def erreurs_seules(*messages: str) -> dict[str, Any]:
    """An answer to what could not begin to run: no `data` key (api 4.1)."""
    return {"errors": [{"message": message} for message in messages]}


def choisir_operation(document: Document, nom: str | None) -> str | None:
    """What forbids to run, in the API's words; None when one operation is meant (api 2.5)."""
    if nom is not None and nom not in document.operations:
        return f'No operation named "{nom}"'
    if nom is None and len(document.operations) > 1:
        return "An operation name is required"
    return None


async def executer(
    schema: GraphQLSchema,
    document: Document,
    request: Request,
    *,
    variables: Mapping[str, Any],
    operation: str | None,
) -> Resultat:
    """Raises psycopg.OperationalError when the database went away in the middle: an answer made of
    half a snapshot would be a false one."""
    if document.arbre is None:
        return Resultat({"errors": [erreur.formatted for erreur in document.erreurs]}, [])
    refus = choisir_operation(document, operation)
    if refus is not None:
        return Resultat(erreurs_seules(refus), [])
    resultat = execute(
        schema,
        document.arbre,
        context_value=request,
        variable_values=dict(variables),
        operation_name=operation,
        hide_suggestions=True,
    )
    if isawaitable(resultat):
        resultat = await resultat
    assert isinstance(resultat, ExecutionResult)
    return _repondre(resultat)


def _repondre(resultat: ExecutionResult) -> Resultat:
    imprevues: list[Imprevue] = []
    erreurs = [_erreur(erreur, imprevues) for erreur in resultat.errors or ()]
    if not erreurs:
        return Resultat({"data": resultat.data}, imprevues)
    if resultat.data is None and all("path" not in erreur for erreur in erreurs):
        return Resultat({"errors": erreurs}, imprevues)  # variables that do not coerce (api 4.2)
    return Resultat({"data": resultat.data, "errors": erreurs}, imprevues)


def _erreur(erreur: GraphQLError, imprevues: list[Imprevue]) -> dict[str, Any]:
    cause = erreur.original_error
    if isinstance(cause, psycopg.OperationalError):
        raise cause
    corps: dict[str, Any] = dict(erreur.formatted)
    if cause is None or isinstance(cause, GraphQLError):
        return corps
    if isinstance(cause, TypeError) and str(cause).startswith(NULL_INTERDIT):
        return {
            **corps,
            "message": str(cause).rstrip("."),
            "extensions": {"code": "invalid_null"},
        }
    imprevue = Imprevue(str(uuid4()), cause)
    imprevues.append(imprevue)
    return {
        **corps,
        "message": "Internal Server Error",
        "extensions": {"code": "internal_server_error", "exception_id": imprevue.exception_id},
    }
