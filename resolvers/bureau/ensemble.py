"""A Query whose rows are asked for together: what they load is loaded once for all of them."""

import asyncio
from dataclasses import dataclass
from typing import Any

from resolvers.bindings import Arguments, Query, Rows
from resolvers.request import Request


@dataclass(frozen=True, slots=True)
class Ensemble(Query):
    async def run_all(self, rows: Rows, request: Request, arguments: Arguments) -> list[Any]:
        return list(await asyncio.gather(*(self.run(request, row, **arguments) for row in rows)))
