"""Execution: the compiled plan when there is one, else graphql-core over the same bindings, which
alone knows how an error is worded."""

from collections.abc import Mapping, Sequence
from inspect import isawaitable
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    execute,
)
from graphql.execution.values import VariableValues

from resolvers.compiled import Bail, Liaisons, Plan
from resolvers.compiled.plans import essayer, plan_de
from resolvers.declarees import Declarees
from resolvers.delai import Executeur
from resolvers.documents import Document, controler_lignes
from resolvers.mutations.idempotence import EnCours
from resolvers.refus import Refus
from resolvers.request import Request
from resolvers.variables import refuser as refuser_variables

NULL_INTERDIT = "Cannot return null for non-nullable field "


class Imprevue(NamedTuple):
    """A bug met while executing: the client gets its id, the log gets the rest."""

    exception_id: str
    error: BaseException


class Resultat(NamedTuple):
    """An answer, ready to be encoded; and whether a plan made it."""

    corps: dict[str, Any]
    imprevues: Sequence[Imprevue] = ()
    compilee: bool = False


def erreurs_seules(*messages: str) -> dict[str, Any]:
    """An answer to what could not begin to run: no `data` key (api 4.1)."""
    return {"errors": [{"message": message} for message in messages]}


def choisir_operation(
    document: Document, nom: str | None
) -> tuple[OperationDefinitionNode | None, str]:
    """The operation that is meant; or none, and why in the API's words (api 2.5)."""
    if nom is not None:
        return document.operations.get(nom), f'No operation named "{nom}"'
    if len(document.operations) == 1:
        return next(iter(document.operations.values())), ""
    return None, "An operation name is required"


class Prete(NamedTuple):
    """An operation that may run: its variables are read, its size is allowed, its plan is found."""

    document: Document
    operation: OperationDefinitionNode
    valeurs: VariableValues
    plan: Plan | None


def preparer(
    liaisons: Liaisons, document: Document, variables: Mapping[str, Any], operation: str | None
) -> Prete | Resultat:
    """What will run, or why nothing will."""
    if document.arbre is None:
        return Resultat({"errors": list(document.erreurs)})
    choisie, refus = choisir_operation(document, operation)
    if choisie is None:
        return Resultat(erreurs_seules(refus))
    valeurs = _declarees(liaisons.schema, document, choisie).lire(variables)
    if not isinstance(valeurs, VariableValues):
        erreurs = refuser_variables(liaisons.schema, choisie, variables) or valeurs
        return Resultat({"errors": [erreur.formatted for erreur in erreurs]})
    try:
        controler_lignes(liaisons.schema, document, choisie, valeurs.coerced)
    except Refus as trop:
        return Resultat({"errors": [trop.formatted]})
    return Prete(document, choisie, valeurs, plan_de(liaisons, document, choisie, valeurs))


def _declarees(
    schema: GraphQLSchema, document: Document, operation: OperationDefinitionNode
) -> Declarees:
    nom = operation.name.value if operation.name else None
    connues = document.declarees.get(nom)
    if connues is None:
        connues = document.declarees[nom] = Declarees(schema, operation)
    return connues


async def executer(
    liaisons: Liaisons,
    document: Document,
    request: Request,
    *,
    variables: Mapping[str, Any],
    operation: str | None,
) -> Resultat:
    """Raises what `executer_prete` does."""
    prete = preparer(liaisons, document, variables, operation)
    if isinstance(prete, Resultat):
        return prete
    return await executer_prete(liaisons, prete, request, variables)


async def executer_prete(
    liaisons: Liaisons, prete: Prete, request: Request, variables: Mapping[str, Any]
) -> Resultat:
    """Raises psycopg.OperationalError when the database went away in the middle: an answer made of
    half a snapshot would be a false one; EnCours when the same key is being served elsewhere."""
    if prete.plan is not None:
        try:
            return await compilee(prete.plan, prete, request)
        except Bail:
            pass  # said by the other
    nom = prete.operation.name.value if prete.operation.name else None
    return await generale(liaisons.schema, prete.document, request, variables, nom)


async def compilee(plan: Plan, prete: Prete, request: Request) -> Resultat:
    """Raises Bail."""
    return Resultat({"data": await essayer(plan, request, prete.valeurs)}, compilee=True)


async def generale(
    schema: GraphQLSchema,
    document: Document,
    request: Request,
    variables: Mapping[str, Any],
    operation: str | None,
) -> Resultat:
    """The general executor alone; what a plan has loaded already is not loaded again."""
    assert document.arbre is not None
    resultat = execute(
        schema,
        document.arbre,
        context_value=request,
        variable_values=dict(variables),
        operation_name=operation,
        executor_class=Executeur,
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
    if isinstance(cause, psycopg.OperationalError | EnCours):
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
