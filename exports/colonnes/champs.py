"""What each type of champ becomes in the default layout: one column, or several (rules 2.4)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from domain.formulaires.formulaire import Descripteur
from domain.formulaires.reponses import (
    Reponse,
    detail,
    donnees,
    est_blanche,
    liste,
    nombre,
    paire,
    vrai,
)
from domain.formulaires.textes import string_value
from domain.formulaires.types_de_champ import TypeChamp
from domain.geographie import departements
from exports.colonnes.contenu import ChampLu
from exports.tableur.cellules import Cellule

T = TypeChamp

# They answer nothing, or have a sheet of their own (rules 8.3).
SANS_COLONNE = frozenset({T.repetition, T.header_section, T.explication})

TITRE_IDENTITE = "TITRE_IDENTITE"

Lecture = Callable[[ChampLu], Cellule]


class Partie(NamedTuple):
    """One column of a champ: what follows the champ's label in its title, and what it says."""

    suffixe: str
    lire: Lecture


# --- readings --------------------------------------------------------------------------------------


def _si_rempli(lire: Callable[[Reponse], Cellule], vide: Cellule = None) -> Lecture:
    def dire(champ: ChampLu) -> Cellule:
        reponse = champ.reponse
        if reponse is None or not (reponse.value or "").strip():
            return vide
        return lire(reponse)

    return dire


def _si_connu(lire: Callable[[Reponse], Cellule]) -> Lecture:
    """For answers that may be known by something else than their value."""
    return lambda champ: (lire(champ.reponse) or None) if champ.reponse else None


def _entier(reponse: Reponse) -> Cellule:
    """What is no number stays what was typed."""
    valeur = nombre(reponse)
    return reponse.value if valeur is None else int(valeur)


def _decimal(reponse: Reponse) -> Decimal | str | None:
    valeur = nombre(reponse)
    return reponse.value if valeur is None else Decimal(f"{valeur:f}")


def _texte_de(type_champ: TypeChamp) -> Lecture:
    def dire(champ: ChampLu) -> Cellule:
        if champ.reponse is None or est_blanche(type_champ, champ.reponse):
            return None
        return string_value(type_champ, champ.reponse) or None

    return dire


def _departement(code: Any) -> str | None:
    nom = departements.nom(str(code)) if code else None
    return f"{code} – {nom}" if nom else code or None


def _du_registre(cle: str) -> Callable[[Reponse], str | None]:
    def lire(reponse: Reponse) -> str | None:
        adresse = donnees(reponse).get("adresse")
        return adresse.get(cle) if isinstance(adresse, dict) else None

    return lire


def _adresse_du_registre(reponse: Reponse) -> str | None:
    adresse = donnees(reponse).get("adresse")
    return adresse.get("label") if isinstance(adresse, dict) else adresse


def _liee(reponse: Reponse) -> str | None:
    choix = paire(reponse)
    return ";".join(choix) if choix[0] else None


brut = _si_rempli(lambda r: r.value)
code = _si_connu(lambda r: r.external_id)
identifiant = _si_connu(lambda r: r.value or r.external_id)
departement_choisi = _si_connu(lambda r: _departement(detail(r).get("code_departement")))


def noms_joints(champ: ChampLu) -> Cellule:
    return ", ".join(champ.contenus) or None


def present(champ: ChampLu) -> Cellule:
    return "présent" if champ.contenus else "absent"


# --- the table ------------------------------------------------------------------------------------

AVEC_CODE = (Partie("", brut), Partie(" (Code)", code))

PARTIES: dict[TypeChamp, tuple[Partie, ...]] = {
    T.address: (Partie("", _texte_de(T.address)),),
    T.carte: (Partie("", lambda champ: "\n".join(champ.contenus) or None),),
    T.checkbox: (Partie("", _si_rempli(lambda r: "on" if vrai(r) else "off", "off")),),
    T.cojo: (Partie("", _texte_de(T.cojo)),),
    T.communes: (Partie("", brut), Partie(" (Code INSEE)", code), Partie(" (Département)", departement_choisi)),
    T.decimal_number: (Partie("", _si_rempli(_decimal, 0)),),
    T.departements: AVEC_CODE,
    T.drop_down_list: (Partie("", _texte_de(T.drop_down_list)),),
    T.epci: (*AVEC_CODE, Partie(" (Département)", departement_choisi)),
    T.integer_number: (Partie("", _si_rempli(_entier, 0)),),
    T.linked_drop_down_list: (Partie("", _si_connu(_liee)),),
    T.multiple_drop_down_list: (Partie("", _si_connu(lambda r: ", ".join(liste(r)))),),
    T.pays: AVEC_CODE,
    T.piece_justificative: (Partie("", noms_joints),),
    T.referentiel: (Partie("", identifiant),),
    T.regions: AVEC_CODE,
    T.rnf: (
        Partie("", identifiant),
        Partie(" (Nom)", _si_connu(lambda r: donnees(r).get("titre"))),
        Partie(" (Adresse)", _si_connu(_adresse_du_registre)),
        Partie(" (Code INSEE Ville)", _si_connu(_du_registre("city_code"))),
        Partie(" (Département)", _si_connu(lambda r: _departement(_du_registre("department_code")(r)))),
    ),
    T.siret: (Partie("", identifiant),),
    T.titre_identite: (Partie("", present),),
    T.yes_no: (Partie("", _si_rempli(lambda r: "Oui" if vrai(r) else "Non")),),
}  # fmt: skip

PAR_DEFAUT = (Partie("", brut),)


def parties(descripteur: Descripteur) -> tuple[Partie, ...]:
    """The columns of a field. An identity document is said to be there, whichever type of field
    asked for it: nothing of it leaves the instructeur's screen (rules 14.3-15)."""
    if descripteur.options.get("nature") == TITRE_IDENTITE:
        return PARTIES[T.titre_identite]
    if descripteur.type_champ is T.drop_down_list and (entetes := _entetes(descripteur)):
        return tuple(Partie(f" ({nom})", _si_connu(_de_la_ligne(nom))) for nom in entetes)
    return PARTIES.get(descripteur.type_champ, PAR_DEFAUT)


def _entetes(descripteur: Descripteur) -> Sequence[str]:
    """A choice among the lines of a csv file has a column for each of the file's (rules 2.4.26)."""
    referentiel = descripteur.options.get("referentiel")
    return referentiel.get("colonnes") or () if isinstance(referentiel, dict) else ()


def _de_la_ligne(colonne: str) -> Callable[[Reponse], str | None]:
    def lire(reponse: Reponse) -> str | None:
        ligne = detail(reponse).get("referentiel")
        valeur = ligne.get(colonne) if isinstance(ligne, dict) else None
        return None if valeur is None else str(valeur)

    return lire
