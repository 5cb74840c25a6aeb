"""Filters on the answers to a champ: which questions each type allows, and how their values are read.

It is the stored answer that is compared, whichever its dossier's revision: the table below says as
what, by the type that the démarche gives to the champ today.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from domain.formulaires.types_de_champ import TypeChamp
from resolvers import valeurs_de_filtre as lecture
from resolvers.criteres import Critere
from resolvers.motifs import litteral
from resolvers.refus import mauvaise_requete

T = TypeChamp

VALEURS_MAX = 100
LONGUEUR_MAX = 1_000  # characters of a value
DEBUT = 64  # characters of a value that the index keeps


class Operateur(StrEnum):
    contient = "contient"
    egal = "egal"
    entre = "entre"
    inferieur = "inferieur"
    parmi = "parmi"
    rempli = "rempli"
    superieur = "superieur"
    vide = "vide"


O = Operateur  # noqa: E741

# How many values each takes, from one number to another.
COMBIEN = {
    O.contient: (1, 1),
    O.egal: (1, 1),
    O.entre: (2, 2),
    O.inferieur: (1, 1),
    O.parmi: (1, VALEURS_MAX),
    O.rempli: (0, 0),
    O.superieur: (1, 1),
    O.vide: (0, 0),
}

Valeurs = Sequence[Any]
Question = Callable[[Valeurs], Critere]


class Famille(NamedTuple):
    """`lire` raises ValueError on what is not a value of these types."""

    lire: Callable[[str], Any]
    questions: Mapping[Operateur, Question]


# --- texts ---------------------------------------------------------------------------------------


def _egale(valeurs: Iterable[str], *, inverse: bool = False) -> Critere:
    toutes = list(dict.fromkeys(valeurs))
    debuts = list(dict.fromkeys(valeur[:DEBUT] for valeur in toutes))
    return Critere("egale", {"valeurs": toutes, "debuts": debuts}, inverse)


def _presence(forme: str) -> dict[Operateur, Question]:
    return {
        O.rempli: lambda _: Critere(forme, {}),
        O.vide: lambda _: Critere(forme, {}, inverse=True),
    }


def _texte(lire: Callable[[str], str] = str) -> Famille:
    return Famille(
        lire,
        {
            O.egal: _egale,
            O.parmi: _egale,
            O.contient: lambda v: Critere("contient", {"motif": f"%{litteral(v[0])}%"}),
            **_presence("remplie"),
        },
    )


CIVILITE = Famille(lecture.civilite, {O.egal: _egale, O.parmi: _egale, **_presence("remplie")})

# --- numbers -------------------------------------------------------------------------------------

NOMBRES = Famille(
    lecture.nombre,
    {
        O.egal: lambda v: Critere("nombre_egal", {"nombres": list(v)}),
        O.parmi: lambda v: Critere("nombre_egal", {"nombres": list(dict.fromkeys(v))}),
        O.inferieur: lambda v: Critere("nombre_inferieur", {"nombre": v[0]}),
        O.superieur: lambda v: Critere("nombre_superieur", {"nombre": v[0]}),
        O.entre: lambda v: Critere("nombre_entre", {"minimum": v[0], "maximum": v[1]}),
        **_presence("remplie"),
    },
)

# --- dates ---------------------------------------------------------------------------------------

# Dates are stored as texts that sort like them; what is stored of an instant begins by its hour in
# Paris. So a date is a range of texts, from its own to the next one's.
TOUJOURS, JAMAIS = "0000", "9999-99"


def _datee(debut: str, fin: str) -> Critere:
    return Critere("datee", {"debut": debut, "fin": fin})


def _dates(lire: Callable[[str], Any], borne: Callable[[Any], str], pas: timedelta) -> Famille:
    def apres(valeur: Any) -> str:
        try:
            return borne(valeur + pas)
        except OverflowError:  # after the last second of the year 9999
            return JAMAIS

    return Famille(
        lire,
        {
            O.egal: lambda v: _datee(borne(v[0]), apres(v[0])),
            O.inferieur: lambda v: _datee(TOUJOURS, borne(v[0])),
            O.superieur: lambda v: _datee(apres(v[0]), JAMAIS),
            O.entre: lambda v: _datee(borne(v[0]), apres(v[1])),
            **_presence("remplie"),
        },
    )


DATES = _dates(lecture.jour, date.isoformat, timedelta(days=1))
INSTANTS = _dates(lecture.seconde, lecture.borne, timedelta(seconds=1))

# --- choices -------------------------------------------------------------------------------------

VRAI = ("true", "on", "1")
FAUX = ("false", "off", "0")

# A box that was never seen is not ticked, where a question may be left without an answer (api 8.3).
OUI_NON = Famille(
    lecture.booleen,
    {O.egal: lambda v: _egale(VRAI if v[0] else FAUX), **_presence("remplie")},
)
COCHE = Famille(lecture.booleen, {O.egal: lambda v: _egale(VRAI, inverse=not v[0])})


def _choisie(valeurs: Iterable[str]) -> Critere:
    """One of these is among the choices. The list is stored as JSON, in which a quote that ends a
    choice is never mistaken for one inside it; an old answer may be one choice, as it is."""
    motifs = []
    for valeur in valeurs:
        choix = litteral(json.dumps(valeur, ensure_ascii=False))
        motifs += [f"[{choix}%", f"[%, {choix}%", f"[%,{choix}%", litteral(valeur)]
    return Critere("choisie", {"motifs": list(dict.fromkeys(motifs))})


CHOIX = Famille(str, {O.egal: _choisie, O.parmi: _choisie, **_presence("choix_remplis")})

# --- which type is what --------------------------------------------------------------------------

TEXTES = _texte()
EMAILS = _texte(str.lower)
SERRES = _texte(lambda texte: "".join(texte.split()))

# Those that are not here have no stored text: files, shapes, rows, what other administrations know.
FAMILLES: dict[TypeChamp, Famille] = {
    **dict.fromkeys(
        (
            T.address, T.annuaire_education, T.communes, T.departements, T.dossier_link,
            T.drop_down_list, T.engagement_juridique, T.epci, T.formatted, T.pays, T.phone,
            T.referentiel, T.regions, T.text, T.textarea,
        ),
        TEXTES,
    ),
    T.email: EMAILS,
    T.iban: _texte(lecture.iban),
    **dict.fromkeys((T.rna, T.rnf, T.siret), SERRES),
    T.civilite: CIVILITE,
    **dict.fromkeys((T.decimal_number, T.integer_number, T.number), NOMBRES),
    T.date: DATES,
    T.datetime: INSTANTS,
    T.yes_no: OUI_NON,
    T.checkbox: COCHE,
    **dict.fromkeys((T.linked_drop_down_list, T.multiple_drop_down_list), CHOIX),
}  # fmt: skip


def critere(
    stable_id: int, type_champ: TypeChamp, operateur: Operateur, valeurs: Sequence[str]
) -> Critere:
    """Raises Refus (`bad_request`): an operator that the type does not have, too many values or too
    few, a value that the type does not read."""
    famille = FAMILLES.get(type_champ)
    question = famille.questions.get(operateur) if famille else None
    if famille is None or question is None:
        raise mauvaise_requete(
            f'Operator "{operateur}" does not apply to a champ of type "{type_champ}"'
        )
    moins, plus = COMBIEN[operateur]
    if not moins <= len(valeurs) <= plus:
        attendu = str(moins) if moins == plus else f"{moins} to {plus}"
        raise mauvaise_requete(
            f'Operator "{operateur}" takes {attendu} values, {len(valeurs)} given'
        )
    pose = question([_lire(famille, type_champ, valeur) for valeur in valeurs])
    return pose._replace(valeurs={"champ": stable_id, **pose.valeurs})


def _lire(famille: Famille, type_champ: TypeChamp, valeur: str) -> Any:
    try:
        if not valeur.strip() or len(valeur) > LONGUEUR_MAX:
            raise ValueError(valeur)
        return famille.lire(valeur)
    except ValueError as error:
        raise mauvaise_requete(
            f'Invalid value "{valeur[:100]}" for a champ of type "{type_champ}"'
        ) from error
