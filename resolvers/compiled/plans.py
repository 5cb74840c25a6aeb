"""When a document is compiled, and where its plans are kept."""

from typing import Any

import psycopg
from graphql import OperationDefinitionNode
from graphql.execution.values import VariableValues

from resolvers.compiled.bail import Bail
from resolvers.compiled.compiler import Compiler, Liaisons
from resolvers.compiled.plan import Plan, Run
from resolvers.documents import Document
from resolvers.request import Request

# Compiling costs a few executions: a document seen once does not pay for it, and cannot make us pay.
VUES_AVANT_PLAN = 2
PLANS_PAR_DOCUMENT = 64


def plan_de(
    liaisons: Liaisons,
    document: Document,
    operation: OperationDefinitionNode,
    variables: VariableValues,
) -> Plan | None:
    """The plan of this operation under these values of its directives' variables; None when it is
    not compiled (yet, or ever)."""
    aiguillage = tuple(variables.coerced.get(name) for name in document.aiguillages)
    cle = operation.name.value if operation.name else None, aiguillage
    connu = document.plans.get(cle, 0)
    if isinstance(connu, Plan) or connu is None:
        return connu
    if connu + 1 < VUES_AVANT_PLAN:
        if len(document.plans) < PLANS_PAR_DOCUMENT:
            document.plans[cle] = connu + 1
        return None
    document.plans[cle] = plan = _compiler(liaisons, document, operation, variables)
    return plan


def _compiler(
    liaisons: Liaisons,
    document: Document,
    operation: OperationDefinitionNode,
    variables: VariableValues,
) -> Plan | None:
    assert document.arbre is not None
    try:
        return Compiler(liaisons, document.arbre, variables).plan(operation)
    except Bail:
        return None


async def essayer(plan: Plan, request: Request, variables: VariableValues) -> Any:
    """The data, or Bail for whatever reason: only the general executor knows how to say it."""
    try:
        return await plan.execute(Run(request, variables))
    except (Bail, psycopg.OperationalError):
        raise
    except Exception as error:
        raise Bail from error
