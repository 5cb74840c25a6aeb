"""From the filters that a person typed to the questions that SQL is asked (rules 4.6.4).

A criterion is one filter: its answers are alternatives, and criteria must all pass. Two filters that match
the same column are one. What was checked when it was kept is not refused when it is read again: a value
that its column does not have any more finds nothing.
"""

from collections.abc import Callable, Iterable, Mapping

from domain.colonnes.colonne import Colonne, Genre
from domain.colonnes.dossier import CIVILITE, DECISION_AVANT, GROUPE, LABELS, NUMERO
from domain.presentations.reglages import Filtre, Operateur
from domain.presentations.verification import lisible, numero_de
from resolvers.bureau.atomes import UNITES, Atome, Critere, Valeurs, contient, datee, egale
from resolvers.bureau.criteres_des_champs import du_champ


def criteres(catalogue: Mapping[str, Colonne], filtres: Iterable[Filtre]) -> list[Critere]:
    """Those that ask for something."""
    lus = [
        _critere(catalogue[filtre.colonne], filtre.operateur, filtre.valeurs)
        for filtre in _reunis(filtres)
    ]
    return [critere for critere in lus if critere is not None]


def _reunis(filtres: Iterable[Filtre]) -> list[Filtre]:
    """Values that match one column are alternatives, wherever they were typed; bounds are not."""
    egaux: dict[str, list[str]] = {}
    autres = []
    for filtre in filtres:
        if filtre.vide:
            continue
        if filtre.operateur is Operateur.correspond:
            egaux.setdefault(filtre.colonne, []).extend(filtre.valeurs)
        else:
            autres.append(filtre)
    reunis = [Filtre(colonne, valeurs=tuple(valeurs)) for colonne, valeurs in egaux.items()]
    return [*reunis, *autres]


def _critere(colonne: Colonne, operateur: Operateur, valeurs: Valeurs) -> Critere | None:
    """None when nothing of it can be read: an empty text, a number that is none."""
    lues = [valeur for valeur in valeurs if valeur.strip() and lisible(colonne, valeur)]
    if not lues and operateur not in UNITES:
        return None
    if colonne.descripteur is not None:
        return du_champ(colonne, operateur, lues)
    atomes = _du_dossier(colonne, operateur, lues)
    return Critere(colonne.id, tuple(atomes)) if atomes else None


# --- the dossier's own columns --------------------------------------------------------------------


def _du_dossier(colonne: Colonne, operateur: Operateur, valeurs: Valeurs) -> list[Atome]:
    lire = PARTICULIERES.get(colonne.id) or DU_DOSSIER.get(colonne.genre)
    if lire is not None:
        return lire(valeurs)
    prefixe = "instant" if colonne.genre is Genre.date_heure else "jour"
    return [datee(prefixe, operateur, valeurs)]


def _numeros(valeurs: Valeurs) -> list[Atome]:
    numeros = [numero for valeur in valeurs if (numero := numero_de(valeur)) is not None]
    return [Atome("numero", {"numeros": numeros})] if numeros else []


PARTICULIERES: dict[str, Callable[[Valeurs], list[Atome]]] = {
    NUMERO: _numeros,
    GROUPE: _numeros,
    LABELS: _numeros,
    # The civility of who asks is stored without its dot.
    CIVILITE: lambda valeurs: egale([valeur.removesuffix(".") for valeur in valeurs]),
    DECISION_AVANT: lambda valeurs: [datee("jour", Operateur.avant, valeurs)],
}

DU_DOSSIER: dict[Genre, Callable[[Valeurs], list[Atome]]] = {
    Genre.booleen: lambda valeurs: [Atome("booleen", {"booleens": [v == "true" for v in valeurs]})],
    Genre.choix: egale,
    Genre.texte: contient,
}
