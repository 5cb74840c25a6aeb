"""What a database holds, without what two runs of the same thing never share: instants, and what is drawn
at random."""

import json
import re
from collections import Counter
from typing import Any

import psycopg
from psycopg import sql

from tests.empreintes import SANS_COMPTER

# In this order: what a later one would cut short is taken first.
PROPRES_A_UNE_FOIS = (
    (re.compile(r"http://127\.0\.0\.1:\d+"), "‹guichet›"),
    (re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}(:?\d{2})?|Z)?"), "‹instant›"),
    (re.compile(r"\d{2}/\d{2}/\d{4} (à )?\d{2}[:h]\d{2}"), "‹instant›"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "‹uuid›"),
    (re.compile(r"\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b"), "‹ulid›"),
    (re.compile(r"([0-9a-f]{2}/)?[0-9a-f]{16,}"), "‹hexa›"),
    (re.compile(r"\d{15,}"), "‹instant›"),  # microseconds since 1970
    (re.compile(r"[^\s<>]{60,}"), "‹signé›"),
)  # fmt: skip

Image = dict[str, Counter[str]]


def image(database_url: str) -> Image:
    """The rows of each table, whatever their order."""
    with psycopg.connect(database_url) as connexion:
        tables = connexion.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {nom: _lignes(connexion, nom) for (nom,) in tables if nom not in SANS_COMPTER}


def _lignes(connexion: psycopg.Connection, table: str) -> Counter[str]:
    lues = connexion.execute(sql.SQL("SELECT to_jsonb(t) FROM {} t").format(sql.Identifier(table)))
    return Counter(
        json.dumps(_commun(ligne), sort_keys=True, ensure_ascii=False) for (ligne,) in lues
    )


def _commun(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {cle: _commun(sienne) for cle, sienne in valeur.items()}
    if isinstance(valeur, list):
        return [_commun(chacune) for chacune in valeur]
    if isinstance(valeur, str):
        for motif, nom in PROPRES_A_UNE_FOIS:
            valeur = motif.sub(nom, valeur)
    return valeur


def ecarts(une: Image, autre: Image) -> dict[str, tuple[list[str], list[str]]]:
    """By table, the rows that only one of them has."""
    return {
        table: (sorted((une[table] - autre[table]).elements()),
                sorted((autre[table] - une[table]).elements()))
        for table in une if une[table] != autre[table]
    }  # fmt: skip
