"""What a filter may ask of a column, as tables, and the refusal of all the rest (rules 4.6.3, 4.6.4)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from domain.colonnes.colonne import Colonne, Genre
from domain.colonnes.dossier import DECISION_AVANT, ETAT, NOTIFICATIONS, NUMERO
from domain.errors import DomainError
from domain.presentations.reglages import Filtre, Operateur, Tri

LONGUEUR_MAX = 4_048  # characters of a value (rules 4.6.4)
VALEURS_MAX = 100
FILTRES_MAX = 30
COLONNES_MAX = 100
NUMERO_MAX = 2_147_483_647

DATES = frozenset({Genre.date, Genre.date_heure})
SEULEMENT_CORRESPOND = frozenset({Operateur.correspond})
TRIEES_SANS_ETRE_CHOISIES = frozenset({NOTIFICATIONS, ETAT})
OUI_OU_NON = frozenset({"true", "false"})
CHOIX = frozenset({Genre.choix, Genre.choix_multiple, Genre.booleen})


class ColonneInconnue(DomainError):
    code = "colonne_inconnue"

    def __init__(self, id: str) -> None:
        super().__init__(f"La colonne « {id} » n’existe pas sur cette démarche")


class ColonneNonAffichable(DomainError):
    code = "colonne_non_affichable"

    def __init__(self, colonne: Colonne) -> None:
        super().__init__(f"La colonne « {colonne.libelle} » ne s’affiche pas dans la liste")


class ColonneNonFiltrable(DomainError):
    code = "colonne_non_filtrable"

    def __init__(self, colonne: Colonne) -> None:
        super().__init__(f"La colonne « {colonne.libelle} » ne se filtre pas")


class OperateurInapplicable(DomainError):
    code = "operateur_inapplicable"

    def __init__(self, colonne: Colonne, operateur: Operateur) -> None:
        super().__init__(
            f"L’opérateur « {operateur.value} » ne s’applique pas à la colonne « {colonne.libelle} »"
        )


class ValeurInconnue(DomainError):
    code = "valeur_inconnue"

    def __init__(self, colonne: Colonne, valeur: str) -> None:
        super().__init__(
            f"« {valeur[:100]} » n’est pas une valeur de la colonne « {colonne.libelle} »"
        )


class NumeroTropGrand(DomainError):
    code = "numero_trop_grand"

    def __init__(self) -> None:
        super().__init__("Un numéro de dossier ne dépasse pas 2 147 483 647")


class FiltreTropLong(DomainError):
    code = "filtre_trop_long"

    def __init__(self, colonne: Colonne) -> None:
        super().__init__(
            f"Le filtre « {colonne.libelle} » est trop long : 4 048 caractères au plus par valeur"
        )


class TropDe(DomainError):
    code = "trop_de_filtres"

    def __init__(self, quoi: str, maximum: int) -> None:
        super().__init__(f"Trop de {quoi} : {maximum} au plus")


Catalogue = Mapping[str, Colonne]


def trouver(catalogue: Catalogue, id: str) -> Colonne:
    """Raises ColonneInconnue."""
    colonne = catalogue.get(id)
    if colonne is None:
        raise ColonneInconnue(id[:100])
    return colonne


def verifier_colonnes(catalogue: Catalogue, ids: list[str]) -> tuple[str, ...]:
    """Each once, in the order given. Raises ColonneInconnue, ColonneNonAffichable, TropDe."""
    uniques = tuple(dict.fromkeys(ids))
    if len(uniques) > COLONNES_MAX:
        raise TropDe("colonnes", COLONNES_MAX)
    for id in uniques:
        colonne = trouver(catalogue, id)
        if not colonne.affichable:
            raise ColonneNonAffichable(colonne)
    return uniques


def verifier_tri(catalogue: Catalogue, tri: Tri) -> Tri:
    """Any column that is shown, and two that always are: notifications, and the state. Raises
    ColonneInconnue, ColonneNonAffichable."""
    colonne = trouver(catalogue, tri.colonne)
    if not (colonne.affichable or colonne.id in TRIEES_SANS_ETRE_CHOISIES):
        raise ColonneNonAffichable(colonne)
    return tri


def verifier_filtres(catalogue: Catalogue, filtres: tuple[Filtre, ...]) -> tuple[Filtre, ...]:
    """Raises ColonneInconnue, ColonneNonFiltrable, OperateurInapplicable, FiltreTropLong, NumeroTropGrand,
    ValeurInconnue, TropDe."""
    if len(filtres) > FILTRES_MAX:
        raise TropDe("filtres", FILTRES_MAX)
    for filtre in filtres:
        verifier_filtre(trouver(catalogue, filtre.colonne), filtre)
    return filtres


def verifier_filtre(colonne: Colonne, filtre: Filtre) -> None:
    if not colonne.filtrable:
        raise ColonneNonFiltrable(colonne)
    if filtre.operateur not in operateurs(colonne):
        raise OperateurInapplicable(colonne, filtre.operateur)
    if len(filtre.valeurs) > VALEURS_MAX:
        raise TropDe("valeurs", VALEURS_MAX)
    for valeur in filtre.valeurs:
        if len(valeur) > LONGUEUR_MAX:
            raise FiltreTropLong(colonne)
        verifier_valeur(colonne, valeur)


def operateurs(colonne: Colonne) -> frozenset[Operateur]:
    """What may be asked of a column: of dates, also when they are (rules 4.6.3)."""
    if colonne.genre in DATES and colonne.id != DECISION_AVANT:
        return frozenset(Operateur)
    return SEULEMENT_CORRESPOND


def verifier_valeur(colonne: Colonne, valeur: str) -> None:
    """Raises ValeurInconnue, NumeroTropGrand. A dossier's number that is no number is passed over, by
    who reads the filter (rules 4.6.4)."""
    if colonne.id == NUMERO:
        if (numero := numero_de(valeur)) is not None and numero > NUMERO_MAX:
            raise NumeroTropGrand
    elif colonne.genre in CHOIX and not colonne.options_libres:
        if valeur not in valeurs_offertes(colonne):
            raise ValeurInconnue(colonne, valeur)
    elif not lisible(colonne, valeur):
        raise ValeurInconnue(colonne, valeur)


def valeurs_offertes(colonne: Colonne) -> frozenset[str]:
    if colonne.genre is Genre.booleen and not colonne.options:
        return OUI_OU_NON
    return frozenset(option.valeur for option in colonne.options)


def numero_de(valeur: str) -> int | None:
    texte = valeur.strip()
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 4_000 else None


def lisible(colonne: Colonne, valeur: str) -> bool:
    lire = LECTURES.get(colonne.genre)
    try:
        return lire is None or lire(valeur) is not None
    except ValueError:
        return False


def nombre(valeur: str) -> Decimal:
    """A plain number, as answers hold them: no exponent, no infinity. Raises ValueError."""
    serre = "".join(valeur.split()).replace(",", ".")
    entiers, _, decimales = serre.removeprefix("-").partition(".")
    chiffres = entiers + decimales
    if not (chiffres.isascii() and chiffres.isdigit() and entiers and len(chiffres) <= 30):
        raise ValueError(valeur)
    return Decimal(serre)


def jour(valeur: str) -> date:
    """Raises ValueError on what is no date of the calendar."""
    if not (len(valeur) == 10 and valeur[4] == valeur[7] == "-"):
        raise ValueError(valeur)
    return date.fromisoformat(valeur)


LECTURES: Mapping[Genre, Callable[[str], object]] = {
    Genre.date: jour,
    Genre.date_heure: jour,
    Genre.decimal: nombre,
    Genre.entier: nombre,
}
