"""An answer as one line of text: what the API calls `stringValue` (api 8.2)."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

import phonenumbers

from domain.formulaires.reponses import (
    BLANCHES_PAR_VALEUR,
    Reponse,
    detail,
    donnees,
    est_blanche,
    liste,
    paire,
    vrai,
)
from domain.formulaires.types_de_champ import TypeChamp

T = TypeChamp

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

# A number valid in one of these is written as people there write it (rules 2.4.13).
PAYS_FRANCAIS = ("FR", "GP", "GF", "MQ", "RE", "YT", "NC", "PF")


@lru_cache(maxsize=20_000)
def _texte_du_jour(ecrit: str) -> str:
    """Raises ValueError."""
    return texte_de_date(date.fromisoformat(ecrit))


def texte_de_date(jour: date) -> str:
    return f"{jour.day:02d} {MOIS[jour.month - 1]} {jour.year}"


def _date(reponse: Reponse) -> str | None:
    try:
        return _texte_du_jour((reponse.value or "")[:10])
    except ValueError:
        return reponse.value  # old values that never were dates come back as they are


def _datetime(reponse: Reponse) -> str | None:
    try:
        instant = datetime.fromisoformat(reponse.value or "")
    except ValueError:
        return reponse.value
    return f"{texte_de_date(instant)} {instant:%H:%M}"


def _telephone(reponse: Reponse) -> str:
    return numero_national(reponse.value or "")


@lru_cache(maxsize=20_000)
def numero_national(texte: str) -> str:
    """A telephone number as people where it is valid write it, else as it was typed. Reading one
    takes longer than all the rest of its champ, and pages come back."""
    for pays in PAYS_FRANCAIS:
        try:
            numero = phonenumbers.parse(texte, pays)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number_for_region(numero, pays):
            return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.NATIONAL)
    return texte


def _commune(reponse: Reponse) -> str | None:
    code_postal = detail(reponse).get("code_postal")
    return f"{reponse.value} ({code_postal})" if code_postal else reponse.value


def _departement(reponse: Reponse) -> str | None:
    if reponse.external_id:
        return f"{reponse.external_id} - {reponse.value}"
    return reponse.value


def _adresse(reponse: Reponse) -> str | None:
    return detail(reponse).get("label") or reponse.value


def _booleen(reponse: Reponse) -> str:
    return "true" if vrai(reponse) else "false"


def _liee(reponse: Reponse) -> str:
    return " / ".join(choix for choix in paire(reponse) if choix)


def _identifiant(reponse: Reponse) -> str | None:
    return reponse.value or reponse.external_id


def _cojo(reponse: Reponse) -> str:
    connu = donnees(reponse)
    numero = connu.get("accreditation_number", "")
    return f"{numero} – {connu.get('accreditation_birthdate', '')}" if numero else ""


def _liste_deroulante(reponse: Reponse) -> str | None:
    """A choice backed by a référentiel shows the first column of its line."""
    ligne = detail(reponse).get("referentiel")
    if isinstance(ligne, dict) and ligne:
        return str(next(iter(ligne.values())))
    return reponse.value


TEXTES: dict[TypeChamp, Callable[[Reponse], str | None]] = {
    T.address: _adresse,
    T.checkbox: _booleen,
    T.cojo: _cojo,
    T.communes: _commune,
    T.date: _date,
    T.datetime: _datetime,
    T.departements: _departement,
    T.drop_down_list: _liste_deroulante,
    T.iban: lambda r: (r.value or "").replace(" ", ""),
    T.linked_drop_down_list: _liee,
    T.multiple_drop_down_list: lambda r: ", ".join(liste(r)),
    T.phone: _telephone,
    T.referentiel: _identifiant,
    T.rnf: _identifiant,
    T.siret: _identifiant,
    T.yes_no: _booleen,
}

SANS_TEXTE = frozenset({T.repetition, T.header_section, T.explication})


def lecteur(type_champ: TypeChamp) -> Callable[[Reponse | None], str]:
    """How the answers of one type are told: '' when blank, but « false » for a box not ticked.

    Champs that hold files or shapes are not told here: null when filled, which their loader knows.
    """
    if type_champ in SANS_TEXTE:
        return lambda reponse: ""
    blanche = "false" if type_champ is T.checkbox else ""
    lire = TEXTES.get(type_champ) or _brut
    if type_champ in BLANCHES_PAR_VALEUR:
        return lambda r: lire(r) or "" if r and r.value and not r.value.isspace() else blanche

    def dire(reponse: Reponse | None) -> str:
        if reponse is None or est_blanche(type_champ, reponse):
            return blanche
        return lire(reponse) or ""

    return dire


def _brut(reponse: Reponse) -> str | None:
    return reponse.value


def colonne(type_champ: TypeChamp) -> Callable[[Iterable[Reponse | None]], list[str]]:
    """How many answers of one type are told at once: as `lecteur` tells each, nearly without a call."""
    dire = LECTEURS[type_champ]
    if type_champ in SANS_TEXTE or type_champ not in BLANCHES_PAR_VALEUR:
        return lambda reponses: list(map(dire, reponses))
    blanche = dire(None)
    lire = TEXTES.get(type_champ)
    if lire is None:
        return lambda reponses: [
            blanche if r is None or not (texte := r.value) or texte.isspace() else texte
            for r in reponses
        ]
    return lambda reponses: [
        blanche if r is None or not (texte := r.value) or texte.isspace() else lire(r) or ""
        for r in reponses
    ]


LECTEURS = {type_champ: lecteur(type_champ) for type_champ in TypeChamp}


def string_value(type_champ: TypeChamp, reponse: Reponse | None) -> str:
    """The text of an answer."""
    return LECTEURS[type_champ](reponse)
