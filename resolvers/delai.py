"""The time that a query may take. What is resolved when it has passed is answered; each field that
would start after is an error that names it (api 4.1)."""

from time import monotonic
from typing import Any

from graphql import GraphQLOutputType
from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.executor import Executor
from graphql.pyutils import Path

from resolvers.refus import Refus


class DelaiDepasse(Exception):
    """The query’s time has passed, or PostgreSQL stopped a statement for having lasted too long."""


class Delai:
    """Begins when it is made."""

    def __init__(self, seconds: float) -> None:
        self._fin = monotonic() + seconds

    @property
    def depasse(self) -> bool:
        return monotonic() > self._fin

    def verifier(self) -> None:
        """Raises DelaiDepasse."""
        if self.depasse:
            raise DelaiDepasse

    def finir(self) -> None:
        self._fin = 0.0


class Executeur(Executor[Any]):
    """graphql-core’s, which knows where a field is when it fails, and its type."""

    def handle_field_error(
        self,
        raw_error: Exception,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        path: Path,
    ) -> None:
        if isinstance(raw_error, DelaiDepasse):
            champ = field_details_list[0].node.name.value
            raw_error = Refus(f"Timeout on {path.typename}.{champ}", "timeout")
        super().handle_field_error(raw_error, return_type, field_details_list, path)
