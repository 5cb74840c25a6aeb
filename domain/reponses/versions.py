"""The version of an answer: what whoever writes must have read, or he would erase what he never saw."""

import hashlib
import json
from datetime import datetime
from typing import Any, Protocol

# Of an answer that was never given.
AUCUNE = "0"


class Versionnee(Protocol):
    @property
    def value(self) -> str | None: ...
    @property
    def value_json(self) -> Any: ...
    @property
    def external_id(self) -> str | None: ...


def version(reponse: Versionnee | None, modifie_le: datetime | str | None) -> str:
    """A digest of what it says and of when it came to say it. It needs no column: whatever writes an
    answer dates it, and a text given back as it was is no loss to who had read it.

    `modifie_le` is its date, or the text that PostgreSQL makes of it.
    """
    if reponse is None or modifie_le is None:
        return AUCUNE
    le = datetime.fromisoformat(modifie_le) if isinstance(modifie_le, str) else modifie_le
    contenu = [le.timestamp(), reponse.value, reponse.value_json, reponse.external_id]
    return hashlib.blake2b(
        json.dumps(contenu, sort_keys=True, default=str).encode(), digest_size=12
    ).hexdigest()
