"""Columns: one GraphQL type for each type of value."""

from __future__ import annotations

import strawberry

from resolvers.bindings import Constant
from resolvers.colonnes import Colonne, forme, texte
from resolvers.request import Request
from schema.fichiers import File
from schema.fields import Interface, column, requested, staged
from schema.scalars import BigInt, Date, DateTime

VALEUR = "Valeur ; nulle sans réponse."


@strawberry.interface(description="Une colonne de tableau, et ce qu’elle vaut pour un champ.")
class Column(Interface):
    shape = forme

    id: strawberry.ID = staged("Identifiant global de la colonne.", lambda c: Constant(c.titre.id))
    label: str = staged("Titre de la colonne.", lambda c: Constant(c.titre.label))
    string_value: str | None = requested("La valeur en texte.", texte)

    @classmethod
    def type_of(cls, colonne: Colonne, request: Request) -> str:
        return colonne.titre.type_graphql


@strawberry.type(description="Une colonne de textes.")
class TextColumn(Column):
    value: str | None = column(VALEUR, "value")


@strawberry.type(description="Une colonne de vrai ou faux.")
class BooleanColumn(Column):
    value: bool | None = column(VALEUR, "value")


@strawberry.type(description="Une colonne de dates.")
class DateColumn(Column):
    value: Date | None = column(VALEUR, "value")


@strawberry.type(description="Une colonne de dates et heures.")
class DateTimeColumn(Column):
    value: DateTime | None = column(VALEUR, "value")


@strawberry.type(description="Une colonne de nombres entiers.")
class IntegerColumn(Column):
    value: BigInt | None = column(VALEUR, "value")


@strawberry.type(description="Une colonne de nombres décimaux.")
class DecimalColumn(Column):
    value: float | None = column(VALEUR, "value")


@strawberry.type(description="Une colonne dont la valeur est un choix.")
class EnumColumn(Column):
    value: str | None = column(VALEUR, "value")


@strawberry.type(description="Une colonne dont la valeur est un ensemble de choix.")
class EnumsColumn(Column):
    value: list[str] | None = column(VALEUR, "value")


@strawberry.type(description="Une colonne de fichiers.")
class AttachmentsColumn(Column):
    value: list[File] | None = column(VALEUR, "value")


COLONNES = Column.__subclasses__()
