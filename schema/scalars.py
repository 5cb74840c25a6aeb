"""Scalars of the contract. Values come as PostgreSQL wrote them; they leave as clients expect."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NewType
from zoneinfo import ZoneInfo

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

PARIS = ZoneInfo("Europe/Paris")
RFC_3339 = "https://tools.ietf.org/html/rfc3339"

DateTime = NewType("DateTime", str)
Date = NewType("Date", str)
BigInt = NewType("BigInt", str)
Url = NewType("Url", str)
Coordinates = NewType("Coordinates", object)


# The two lengths of nearly all of PostgreSQL's texts: read by slices, without a search.
SANS_FRACTION = len("2026-03-01 10:30:15+01")
AVEC_FRACTION = len("2026-03-01 10:30:15.123456+01")


def date_time_out(value: Any) -> str:
    """Seconds and the offset of Paris, never `Z` (api 7.1). A text is PostgreSQL's own
    (`2026-03-01 10:30:15.123456+01`), a date-time anything that knows its zone."""
    if isinstance(value, datetime):
        return value.astimezone(PARIS).isoformat(timespec="seconds")
    texte = str(value)
    if len(texte) == SANS_FRACTION:
        return f"{texte[:10]}T{texte[11:]}:00"
    if len(texte) == AVEC_FRACTION:
        return f"{texte[:10]}T{texte[11:19]}{texte[26:]}:00"
    jour, heure, reste = texte[:10], texte[11:19], texte[19:]
    decalage = reste[max(reste.find("+"), reste.find("-")) :]
    return f"{jour}T{heure}{decalage if ':' in decalage else decalage + ':00'}"


def date_times_out(values: Sequence[Any]) -> list[str | None]:
    """The same of a column: thousands a page, each of them without a call."""
    return [
        f"{value[:10]}T{value[11:19]}{value[-3:]}:00"
        if type(value) is str and value[-3] in "+-"  # an offset of whole hours, as nearly all
        else None
        if value is None
        else date_time_out(value)
        for value in values
    ]


# What ISO 8601 allows and `fromisoformat` would misread: a year alone, a week, a text of digits.
ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?")


def date_time_in(value: Any) -> datetime:
    """Any ISO 8601 date-time, a bare date being its first instant; without a zone, Paris."""
    if not isinstance(value, str) or not ISO.fullmatch(value):
        raise GraphQLError(f"Invalid ISO8601DateTime: {value!r}")
    try:
        instant = datetime.fromisoformat(value.replace(",", "."))
    except ValueError as error:
        raise GraphQLError(f"Invalid ISO8601DateTime: {value!r}") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)


def date_out(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)[:10]


def date_in(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise GraphQLError(f"Invalid ISO8601Date: {value!r}") from error


def big_int_out(value: Any) -> str:
    """A string, so that no JSON reader rounds it."""
    return str(int(value)) if isinstance(value, Decimal) else str(value)


def big_int_in(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise GraphQLError(f"Invalid BigInt: {value!r}") from error


SCALARS: dict[object, ScalarDefinition] = {
    DateTime: strawberry.scalar(
        name="ISO8601DateTime",
        description="Une date et une heure au format ISO 8601, à la seconde, à l’heure de Paris.",
        specified_by_url=RFC_3339,
        serialize=date_time_out,
        parse_value=date_time_in,
    ),
    Date: strawberry.scalar(
        name="ISO8601Date",
        description="Une date au format ISO 8601 : `AAAA-MM-JJ`.",
        specified_by_url=RFC_3339,
        serialize=date_out,
        parse_value=date_in,
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description="Un entier de taille quelconque, écrit comme une chaîne de caractères.",
        serialize=big_int_out,
        parse_value=big_int_in,
    ),
    Url: strawberry.scalar(
        name="URL",
        description="Une adresse web absolue.",
        serialize=str,
        parse_value=str,
    ),
    Coordinates: strawberry.scalar(
        name="Coordinates",
        description="Des coordonnées GeoJSON : longitude puis latitude, en degrés (WGS 84).",
        serialize=lambda value: value,
        parse_value=lambda value: value,
    ),
}

# How a whole column of a scalar is written, when there is a quicker way than one value after another.
COLONNES = {"ISO8601DateTime": date_times_out}
