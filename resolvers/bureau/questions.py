"""What may be asked of a value, as SQL: one word for each question that filters are made of (rules 4.6.4)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Numeric,
    Text,
    and_,
    any_,
    case,
    collate,
    false,
    func,
    literal_column,
    select,
)
from sqlalchemy import cast as sql_cast

from resolvers.bureau.sources import Rang

Question = Callable[[ColumnElement[Any], Rang], ColumnElement[bool]]

PARIS: ColumnElement[str] = literal_column("'Europe/Paris'")
SEIZE: ColumnElement[int] = literal_column("16")  # characters of a date and an hour
DIX: ColumnElement[int] = literal_column("10")  # characters of a date
DEBUT: ColumnElement[int] = literal_column("64")  # characters of an answer that its index keeps


def _sans_accent(texte: Any) -> ColumnElement[str]:
    return func.lower(func.unaccent(sql_cast(texte, Text)))


def _litteral(texte: Any) -> ColumnElement[str]:
    """As LIKE reads it literally. After the accents are taken off: a wide « ％ » becomes a wildcard."""
    for signe in ("\\", "%", "_"):
        a_la_place: ColumnElement[str] = literal_column(f"'\\{signe}'")
        texte = func.replace(texte, literal_column(f"'{signe}'"), a_la_place)
    return texte  # type: ignore[no-any-return]


def _motifs(rang: Rang, *, suites: bool = False) -> Any:
    """One pattern for each value, made once for the statement."""
    valeurs = func.unnest(rang("valeurs", ARRAY(Text))).table_valued("valeur").render_derived()
    texte = _litteral(_sans_accent(valeurs.c.valeur))
    if suites:
        texte = func.regexp_replace(
            texte, literal_column(r"'\s*/\s*'"), literal_column("'%'"), literal_column("'g'")
        )
    pour_cent: ColumnElement[str] = literal_column("'%'")
    return func.array(select(func.concat(pour_cent, texte, pour_cent)).scalar_subquery())


def _contient(valeur: Any, rang: Rang) -> ColumnElement[bool]:
    return _sans_accent(valeur).like(any_(_motifs(rang)))


def _contient_une_suite(valeur: Any, rang: Rang) -> ColumnElement[bool]:
    """The terms that « / » separates, in their order."""
    return _sans_accent(valeur).like(any_(_motifs(rang, suites=True)))


def _egale_une_reponse(valeur: Any, rang: Rang) -> ColumnElement[bool]:
    """Its beginning is asked too, for the index that keeps it."""
    debut = func.left(valeur, DEBUT) == any_(rang("debuts", ARRAY(Text)))
    return and_(debut, valeur == any_(rang("valeurs", ARRAY(Text))))


def _ressemble(valeur: Any, rang: Rang) -> ColumnElement[bool]:
    """A regular expression, whatever the case; one that is none finds nothing."""
    motif = rang("motif")
    return case((func.motif_valide(motif), valeur.bool_op("~*")(motif)), else_=false())


# --- dates ----------------------------------------------------------------------------------------


def _a_paris(valeur: Any) -> ColumnElement[Any]:
    return func.timezone(PARIS, sql_cast(valeur, DateTime(timezone=True)))


def _periode(unite: str, valeur: Any) -> ColumnElement[bool]:
    nom: ColumnElement[str] = literal_column(f"'{unite}'")
    return func.date_trunc(nom, valeur) == func.date_trunc(nom, _a_paris(func.now()))


def _en_texte(valeur: Any, longueur: Any) -> ColumnElement[str]:
    """The beginning of a stored date, compared as bytes."""
    return collate(func.left(valeur, longueur), "C")


# What follows a date in a text sorts before it in every language. The bounds are said again of what the index
# of answers keeps, so that what is beyond them is not read: dates are digits, which no language sorts otherwise.
APRES_UNE_DATE: ColumnElement[str] = literal_column("'z'")


def _est_datee(valeur: Any) -> ColumnElement[bool]:
    motif: ColumnElement[str] = literal_column("'^[0-9]{4}-[0-9]{2}-[0-9]{2}'")
    datee: ColumnElement[bool] = valeur.bool_op("~")(motif)
    return datee


def _texte_de_periode(unite: str) -> Question:
    nom: ColumnElement[str] = literal_column(f"'{unite}'")
    pas: ColumnElement[Any] = literal_column(f"interval '1 {unite}'")
    format_: ColumnElement[str] = literal_column("'YYYY-MM-DD'")

    def demander(valeur: Any, rang: Rang) -> ColumnElement[bool]:
        debut = func.date_trunc(nom, _a_paris(func.now()))
        jour = _en_texte(valeur, DIX)
        return (
            _est_datee(valeur)
            & (jour >= func.to_char(debut, format_))
            & (jour < func.to_char(debut + pas, format_))
        )

    return demander


UNITES = {"cette_semaine": "week", "ce_mois": "month", "cette_annee": "year"}


def _de_l_instant(unite: str) -> Question:
    return lambda valeur, _: _periode(unite, _a_paris(valeur))


def _du_jour(unite: str) -> Question:
    return lambda valeur, _: _periode(unite, sql_cast(valeur, DateTime()))


QUESTIONS: dict[str, Question] = {
    "contient": _contient,
    "contient_une_suite": _contient_une_suite,
    "egale": lambda valeur, rang: valeur == any_(rang("valeurs", ARRAY(Text))),
    "egale_une_reponse": _egale_une_reponse,
    "numero": lambda valeur, rang: valeur == any_(rang("numeros", ARRAY(BigInteger))),
    "nombre": lambda valeur, rang: (
        func.nombre_de(valeur, type_=Numeric).is_not(None)
        & (func.nombre_de(valeur, type_=Numeric) == any_(rang("nombres", ARRAY(Numeric))))
    ),
    "booleen": lambda valeur, rang: valeur == any_(rang("booleens", ARRAY(Boolean))),
    "comme": lambda valeur, rang: valeur.like(any_(rang("motifs", ARRAY(Text)))),
    "ressemble": _ressemble,
    "remplie": lambda valeur, _: func.btrim(valeur) != literal_column("''"),
    # Instants of the dossier.
    "instant_jours": lambda valeur, rang: (
        sql_cast(_a_paris(valeur), Date) == any_(rang("jours", ARRAY(Date)))
    ),
    "instant_avant": lambda valeur, rang: valeur <= rang("borne", DateTime(timezone=True)),
    "instant_apres": lambda valeur, rang: valeur >= rang("borne", DateTime(timezone=True)),
    **{f"instant_{nom}": _de_l_instant(unite) for nom, unite in UNITES.items()},
    # Days of the dossier.
    "jour_jours": lambda valeur, rang: valeur == any_(rang("jours", ARRAY(Date))),
    "jour_avant": lambda valeur, rang: valeur <= rang("borne", Date),
    "jour_apres": lambda valeur, rang: valeur > rang("borne", Date),
    **{f"jour_{nom}": _du_jour(unite) for nom, unite in UNITES.items()},
    # Dates that were answered, stored as texts which sort like them.
    "texte_avant": lambda valeur, rang: (
        _est_datee(valeur)
        & (_en_texte(valeur, SEIZE) <= rang("borne"))
        & (func.left(valeur, DEBUT) <= rang("borne").concat(APRES_UNE_DATE))
    ),
    "texte_apres": lambda valeur, rang: (
        _est_datee(valeur)
        & (_en_texte(valeur, DIX) > rang("borne"))
        & (func.left(valeur, DEBUT) >= rang("borne"))
    ),
    **{f"texte_{nom}": _texte_de_periode(unite) for nom, unite in UNITES.items()},
}
