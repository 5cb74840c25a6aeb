"""Refusals of the domain, in queries: the same words and the same code as in a mutation's errors."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from domain.errors import DomainError
from resolvers.refus import Refus

R = TypeVar("R")


def refusable(lire: Callable[..., Awaitable[R]]) -> Callable[..., Awaitable[R]]:
    """What raises DomainError raises Refus."""

    @wraps(lire)
    async def relire(*arguments: Any, **nommes: Any) -> R:
        try:
            return await lire(*arguments, **nommes)
        except DomainError as refus:
            raise Refus(str(refus), getattr(refus, "code", None)) from refus

    return relire
