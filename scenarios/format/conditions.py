from typing import Any, Literal, Self, get_args

from pydantic import Field, model_validator

from scenarios.format.bases import Format

Operateur = Literal[
    "eq", "not_eq", "lt", "lte", "gt", "gte", "include", "exclude",
    "in_departement", "not_in_departement", "in_region", "not_in_region", "empty",
]  # fmt: skip
OPERATEURS: tuple[str, ...] = get_args(Operateur)


class Condition(Format):
    """A comparison, or `et` / `ou` of several (rules 1.4)."""

    champ: int | None = None
    op: Operateur | None = None
    valeur: Any = None
    et: list["Condition"] | None = Field(default=None, min_length=1)
    ou: list["Condition"] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _une_seule_forme(self) -> Self:
        ecrites = self.model_fields_set
        if ecrites & {"et", "ou"}:
            if len(ecrites) != 1 or (self.et or self.ou) is None:
                raise ValueError("une condition est soit {champ, op, valeur}, soit {et: […]}, soit {ou: […]}")  # fmt: skip
        elif self.champ is None or self.op is None:
            raise ValueError("une condition attend « champ » et « op », ou bien « et » ou « ou »")
        elif self.valeur is None and self.op != "empty":
            raise ValueError(f"l’opérateur {self.op} attend une « valeur »")
        return self

    def arbre(self) -> dict[str, Any]:
        """As `domain.formulaires.conditions` evaluates it."""
        if self.et is not None:
            return {"et": [branche.arbre() for branche in self.et]}
        if self.ou is not None:
            return {"ou": [branche.arbre() for branche in self.ou]}
        feuille: dict[str, Any] = {"champ": self.champ, "op": self.op}
        return feuille if self.valeur is None else feuille | {"valeur": self.valeur}
