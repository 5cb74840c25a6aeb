"""What can be asked: shapes and words of the contract, and no decision."""

from schema.root import imprimer, liaisons, schema

__all__ = ["imprimer", "liaisons", "schema"]
