"""Two answers that must be one: nothing is timed against what answers something else."""

from collections.abc import Iterator
from typing import Any

# What only a program can say: addresses signed for the caller, and the document made at this instant.
INDICIBLES = frozenset({"url", "pdf"})
# Overseas numbers are grouped by rules that phonenumbers alone knows.
OUTREMER = ("0639", "069")


def differences(api: Any, sql: Any, chemin: str = "") -> Iterator[str]:
    """Where they differ; the order of keys counts, as it does in GraphQL."""
    if isinstance(api, dict) and isinstance(sql, dict):
        if list(api) != list(sql):
            yield f"{chemin} : {list(api)} ≠ {list(sql)}"
            return
        for cle in api:
            if cle not in INDICIBLES:
                yield from differences(api[cle], sql[cle], f"{chemin}.{cle}")
    elif isinstance(api, list) and isinstance(sql, list) and len(api) == len(sql):
        for place, (a, b) in enumerate(zip(api, sql, strict=True)):
            yield from differences(a, b, f"{chemin}[{place}]")
    elif api != sql and not _outremer(api, sql):
        yield f"{chemin} : {api!r} ≠ {sql!r}"


def _outremer(api: Any, sql: Any) -> bool:
    if not (isinstance(api, str) and isinstance(sql, str)):
        return False
    chiffres = api.replace(" ", "")
    return chiffres == sql.replace(" ", "") and chiffres.startswith(OUTREMER)
