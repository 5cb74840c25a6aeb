"""The mapped base class, and the few column shapes that every table shares."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    Identity,
    MetaData,
    Text,
    bindparam,
    func,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def members(enum: type[Enum]) -> list[str]:
    return [str(member.value) for member in enum]


class Model(DeclarativeBase):
    """Enums are text with a CHECK: adding a member is a small migration, and SQL reads like Python."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
        }
    )
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        int: BigInteger,
        str: Text,
        Enum: SqlEnum(
            Enum, native_enum=False, create_constraint=True, length=40, values_callable=members
        ),
    }


def parmi(colonne: Any, nom: str) -> ColumnElement[bool]:
    """The rows whose number is in the list given as `nom`: one text for any number of them, which is
    built, compiled and prepared once."""
    voulus: ColumnElement[bool] = colonne == func.any(bindparam(nom, type_=ARRAY(BigInteger)))
    return voulus


def identity() -> Mapped[int]:
    """A number given by the database; a scenario may choose its own (`by default`)."""
    return mapped_column(Identity(always=False), primary_key=True)
