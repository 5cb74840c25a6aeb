from datetime import datetime
from typing import NamedTuple


class Limite(NamedTuple):
    """What is left to a caller of its limit of requests, for it to slow down by itself. `retour` is
    when the oldest request that counts will not any more: over the limit, when one passes again."""

    limite: int
    cout: int
    reste: int
    retour: datetime
