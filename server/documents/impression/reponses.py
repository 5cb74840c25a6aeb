"""The text of an answer, for each type of champ. Null is « non renseigné »."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.formulaires import reponses
from domain.formulaires.types_de_champ import TypeChamp
from exports.zones_en_mots import zone_en_mots
from resolvers import valeurs
from resolvers.champs import ChampVu, zones
from resolvers.fichiers import du_champ
from server.documents.impression import etablissements, mots
from server.documents.impression.lecture import DossierLu

T = TypeChamp
Lecture = Callable[[ChampVu, DossierLu], str | None]

# Data fetched from a register may be a whole tree; a page is enough.
PROFONDEUR_MAX = 4


def reponse(champ: ChampVu, lu: DossierLu) -> str | None:
    if est_titre_identite(champ):
        return _titre_identite(champ, lu)
    return LECTURES.get(champ.type_champ, _texte)(champ, lu)


def est_titre_identite(champ: ChampVu) -> bool:
    """Its own type, or a piece justificative of that nature: nothing of it leaves (rules 10.8)."""
    nature = champ.descripteur.options.get("nature")
    return champ.type_champ is T.titre_identite or nature == "TITRE_IDENTITE"


def _texte(champ: ChampVu, lu: DossierLu) -> str | None:
    return valeurs.texte(champ) or None


def _case(champ: ChampVu, lu: DossierLu) -> str | None:
    return mots.oui_non(valeurs.coche(champ))


def _oui_non(champ: ChampVu, lu: DossierLu) -> str | None:
    return mots.oui_non(valeurs.oui_non(champ))


def _choix(champ: ChampVu, lu: DossierLu) -> str | None:
    return mots.liste(valeurs.choix(champ))


def _pieces(champ: ChampVu, lu: DossierLu) -> str | None:
    return mots.liste(map(mots.fichier, du_champ(champ.champ_id, lu.fichiers)))


def _titre_identite(champ: ChampVu, lu: DossierLu) -> str:
    return "Présent" if du_champ(champ.champ_id, lu.fichiers) else "Absent"


def _carte(champ: ChampVu, lu: DossierLu) -> str | None:
    return mots.liste(map(zone_en_mots, zones(champ, lu.zones)))


def _siret(champ: ChampVu, lu: DossierLu) -> str | None:
    etablissement = lu.etablissements.get(champ.etablissement_id)
    if etablissement is None:
        return _texte(champ, lu)
    return mots.liste(f"{nom} : {valeur}" for nom, valeur in etablissements.faits(etablissement))


def _avec_donnees(champ: ChampVu, lu: DossierLu) -> str | None:
    """An identifier, and what a register answered to it."""
    if champ.reponse is None:
        return None
    connues = dict(reponses.donnees(champ.reponse))
    dites = mots.liste([*filter(None, [_texte(champ, lu)]), *_feuilles(connues)])
    return dites or champ.reponse.external_id


def _feuilles(noeud: Mapping[str, Any], racine: str = "", profondeur: int = 1) -> Iterator[str]:
    """Each leaf of the tree, under the path that leads to it."""
    for cle, valeur in noeud.items():
        nom = f"{racine}{LIBELLES.get(cle) or cle.replace('_', ' ').capitalize()}"
        if isinstance(valeur, Mapping):
            if profondeur < PROFONDEUR_MAX:
                yield from _feuilles(valeur, f"{nom} – ", profondeur + 1)
        elif isinstance(valeur, list):
            simples = [str(v) for v in valeur if not isinstance(v, Mapping | list)]
            if simples:
                yield f"{nom} : {', '.join(simples)}"
        elif valeur not in (None, ""):
            yield f"{nom} : {mots.oui_non(valeur) if isinstance(valeur, bool) else valeur}"


LIBELLES = {
    "accreditation_birthdate": "Date de naissance",
    "accreditation_number": "Numéro d’accréditation",
    "ine": "INE",
    "numero_allocataire": "Numéro d’allocataire",
    "numero_fiscal": "Numéro fiscal",
    "reference_avis": "Référence de l’avis d’imposition",
    "uai": "UAI",
}


def _registre(champ: ChampVu, lu: DossierLu) -> str | None:
    """An association or a foundation: its number, then what is known of it."""
    if champ.reponse is None:
        return None
    connues = reponses.donnees(champ.reponse)
    faits = ((libelle, lire(connues.get(cle))) for cle, libelle, lire in REGISTRE)
    dits = [f"{libelle} : {valeur}" for libelle, valeur in faits if valeur]
    return mots.liste([*filter(None, [_texte(champ, lu)]), *dits])


def _tel_quel(texte: Any) -> str | None:
    return str(texte) if texte else None


def _en_une_ligne(adresse: Any) -> str | None:
    return adresse.get("label") if isinstance(adresse, Mapping) else adresse


REGISTRE: tuple[tuple[str, str, Callable[[Any], str | None]], ...] = (
    ("titre", "Titre", _tel_quel),
    ("objet", "Objet", _tel_quel),
    ("adresse", "Adresse", _en_une_ligne),
    ("date_creation", "Création", mots.jour),
    ("date_declaration", "Déclaration", mots.jour),
    ("date_publication", "Publication", mots.jour),
)


LECTURES: dict[TypeChamp, Lecture] = {
    T.annuaire_education: _avec_donnees,
    T.carte: _carte,
    T.checkbox: _case,
    T.cnaf: _avec_donnees,
    T.cojo: _avec_donnees,
    T.dgfip: _avec_donnees,
    T.mesri: _avec_donnees,
    T.multiple_drop_down_list: _choix,
    T.piece_justificative: _pieces,
    T.pole_emploi: _avec_donnees,
    T.referentiel: _avec_donnees,
    T.rna: _registre,
    T.rnf: _registre,
    T.siret: _siret,
    T.yes_no: _oui_non,
}
