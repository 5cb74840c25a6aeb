"""The text of an answer where a tag stands, and of the parts of it that have a tag of their own."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from domain.balises.table import date_courte
from domain.calendrier import PARIS
from domain.formulaires.reponses import Reponse, detail, donnees, est_blanche, paire, vrai
from domain.formulaires.textes import string_value
from domain.formulaires.types_de_champ import FICHIERS, NON_REMPLISSABLES, TypeChamp
from domain.geographie import departements

T = TypeChamp

# Nothing of them can be written in a text (rules 1.16.5).
SANS_BALISE = NON_REMPLISSABLES | FICHIERS | {T.carte}

Lecture = Callable[[Reponse], str | None]


def _date(reponse: Reponse) -> str | None:
    try:
        return date_courte(date.fromisoformat((reponse.value or "")[:10]))
    except ValueError:
        return reponse.value


def _datetime(reponse: Reponse) -> str | None:
    try:
        instant = datetime.fromisoformat(reponse.value or "")
    except ValueError:
        return reponse.value
    local = instant.astimezone(PARIS) if instant.tzinfo else instant
    return f"{local:%d/%m/%Y %H:%M}"


def _oui_non(reponse: Reponse) -> str:
    return "Oui" if vrai(reponse) else "Non"


VALEURS: dict[TypeChamp, Lecture] = {
    T.checkbox: _oui_non,
    T.date: _date,
    T.datetime: _datetime,
    T.yes_no: _oui_non,
}


def texte(type_champ: TypeChamp, reponse: Reponse | None) -> str:
    """'' when nothing was answered, but « Non » for a box not ticked."""
    if reponse is None or est_blanche(type_champ, reponse):
        return "Non" if type_champ is T.checkbox else ""
    lire = VALEURS.get(type_champ)
    return (lire(reponse) if lire else string_value(type_champ, reponse)) or ""


class Chemin(NamedTuple):
    """A part of an answer: what follows the tag's id, and what follows the champ's label."""

    nom: str
    suffixe: str
    lire: Lecture


def _departement(code: str | None) -> str:
    nom = departements.nom(code) if code else None
    return f"{code} – {nom}" if nom else code or ""


def _de_la_fondation(cle: str) -> Lecture:
    return lambda r: _connu(donnees(r).get(cle)) or _connu(detail(r).get(cle))


def _connu(valeur: object) -> str | None:
    if isinstance(valeur, dict):
        valeur = valeur.get("label")
    return str(valeur) if valeur else None


def _adresse_de(reponse: Reponse, cle: str) -> str | None:
    adresse = donnees(reponse).get("adresse")
    return _connu(adresse.get(cle)) if isinstance(adresse, dict) else _connu(detail(reponse).get(cle))  # fmt: skip


CODE = Chemin("code", "(Code)", lambda r: r.external_id)
DEPARTEMENT_CHOISI = Chemin(
    "departement", "(Département)", lambda r: _departement(detail(r).get("code_departement"))
)

CHEMINS: dict[TypeChamp, tuple[Chemin, ...]] = {
    T.address: (
        Chemin("departement", "(Département)", lambda r: _departement(detail(r).get("department_code"))),
        Chemin("commune", "(Commune)", lambda r: detail(r).get("city_name")),
        Chemin("code_insee", "(Code INSEE)", lambda r: detail(r).get("city_code")),
    ),
    T.communes: (Chemin("code", "(Code INSEE)", lambda r: r.external_id), DEPARTEMENT_CHOISI),
    T.departements: (CODE,),
    T.epci: (CODE, DEPARTEMENT_CHOISI),
    T.linked_drop_down_list: (
        Chemin("primary", "(Primaire)", lambda r: paire(r)[0]),
        Chemin("secondary", "(Secondaire)", lambda r: paire(r)[1]),
    ),
    T.pays: (CODE,),
    T.regions: (CODE,),
    T.rnf: (
        Chemin("nom", "(Nom)", _de_la_fondation("titre")),
        Chemin("address", "(Adresse)", _de_la_fondation("adresse")),
        Chemin("code_insee", "(Code INSEE Ville)", lambda r: _adresse_de(r, "city_code")),
        Chemin("departement", "(Département)", lambda r: _departement(_adresse_de(r, "department_code"))),
    ),
}  # fmt: skip
