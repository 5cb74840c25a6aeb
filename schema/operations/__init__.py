"""The documents that a client names by `queryId` instead of sending.

Each is a .graphql file of this folder, read once when the server starts. A `queryId` is looked up,
never made into a path: what comes from a client opens no file.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

__all__ = ["DOCUMENTS", "stored"]

DOCUMENTS: Mapping[str, str] = MappingProxyType(
    {file.stem: file.read_text() for file in sorted(Path(__file__).parent.glob("*.graphql"))}
)
"""Every stored document by its `queryId`."""


def stored(query_id: str) -> str | None:
    """The document of a `queryId`, None when there is none by that name."""
    return DOCUMENTS.get(query_id)
