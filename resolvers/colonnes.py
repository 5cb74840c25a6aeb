"""A champ as the columns of a table (api 8.4): one for most, several for what has parts."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain import identifiants
from domain.formulaires import reponses
from domain.formulaires.types_de_champ import TypeChamp
from resolvers import adresses, valeurs
from resolvers.champs import ChampVu
from resolvers.demandeurs import EtablissementRow
from resolvers.fichiers import FichierRow, Fichiers
from resolvers.request import Request

T = TypeChamp
PARIS = ZoneInfo("Europe/Paris")


class Colonne(NamedTuple):
    """`suffixe` follows the champ's stable id in the column's own id."""

    champ: ChampVu
    suffixe: str
    label: str
    type_graphql: str
    value: Any

    @property
    def id(self) -> str:
        cle = f"type_de_champ/{self.champ.descripteur.stable_id}{self.suffixe}"
        return identifiants.identifiant("Column", cle)


# --- the column that nearly every champ has ------------------------------------------------------

SANS_COLONNE = frozenset({T.repetition, T.titre_identite, T.carte, T.header_section, T.explication})

Lecture = tuple[str, Callable[[ChampVu], Any]]

PRINCIPALES: dict[TypeChamp, Lecture] = {
    T.checkbox: ("BooleanColumn", valeurs.oui_non),
    T.civilite: ("EnumColumn", valeurs.brut),
    T.date: ("DateColumn", valeurs.jour),
    T.datetime: ("DateTimeColumn", valeurs.instant),
    T.decimal_number: ("DecimalColumn", valeurs.decimal),
    T.departements: ("EnumColumn", lambda c: c.reponse.external_id if c.reponse else None),
    T.drop_down_list: ("EnumColumn", valeurs.brut),
    T.integer_number: ("IntegerColumn", valeurs.entier),
    T.multiple_drop_down_list: ("EnumsColumn", lambda c: valeurs.choix(c) or None),
    T.regions: ("EnumColumn", lambda c: c.reponse.external_id if c.reponse else None),
    T.yes_no: ("BooleanColumn", valeurs.oui_non),
}  # fmt: skip

PAR_DEFAUT: Lecture = ("TextColumn", lambda champ: _identifiant(champ) or valeurs.brut(champ))


def _identifiant(champ: ChampVu) -> str | None:
    """Numbers of registers are kept beside a value that may lag behind."""
    if champ.reponse is None or champ.type_champ not in (T.rnf, T.siret, T.referentiel):
        return None
    return champ.reponse.value or champ.reponse.external_id


# --- the parts -----------------------------------------------------------------------------------


class Partie(NamedTuple):
    """A further column: how its label ends, its id's suffix, its type, its key in the data."""

    label: str
    suffixe: str
    type_graphql: str
    cle: str


ADRESSE = (
    Partie("Code postal (5 chiffres)", "-$.postal_code", "TextColumn", "postal_code"),
    Partie("Commune", "-$.city_name", "TextColumn", "city_name"),
    Partie("Département", "-$.department_code", "EnumColumn", "department_code"),
    Partie("Région", "-$.region_name", "EnumColumn", "region_name"),
)

ENTREPRISE = (
    Partie("Entreprise raison sociale", "-$.entreprise_raison_sociale", "TextColumn", "raison_sociale"),
    Partie("Entreprise SIREN", "-$.entreprise_siren", "TextColumn", "siren"),
    Partie("Entreprise nom commercial", "-$.entreprise_nom_commercial", "TextColumn", "nom_commercial"),
    Partie("Entreprise forme juridique", "-$.entreprise_forme_juridique", "TextColumn", "forme_juridique"),
    Partie("Entreprise date de création", "-$.entreprise_date_creation", "DateColumn", "date_creation"),
    Partie("Libellé NAF", "-$.libelle_naf", "TextColumn", "libelle_naf"),
)  # fmt: skip

ASSOCIATION = (
    Partie("RNA", "-$.association_rna", "TextColumn", "rna"),
    Partie("Titre", "-$.association_titre", "TextColumn", "titre"),
    Partie("Objet", "-$.association_objet", "TextColumn", "objet"),
    Partie("Date de création", "-$.association_date_creation", "DateColumn", "date_creation"),
    Partie("Date de déclaration", "-$.association_date_declaration", "DateColumn", "date_declaration"),
    Partie("Date de publication", "-$.association_date_publication", "DateColumn", "date_publication"),
)  # fmt: skip

# Its label ends with a space upstream, and clients know columns by their labels (api 8.4).
TITRE = (Partie("Titre ", "-$.title", "TextColumn", "titre"),)

COMMUNE = (
    Partie("code postal (5 chiffres)", "-$.code_postal", "TextColumn", "code_postal"),
    Partie("département", "-$.code_departement", "TextColumn", "code_departement"),
)

RIB = (
    Partie("Titulaire", "-$.rib.account_holder", "TextColumn", "account_holder"),
    Partie("IBAN", "-$.rib.iban", "TextColumn", "iban"),
    Partie("BIC", "-$.rib.bic", "TextColumn", "bic"),
    Partie("Nom de la Banque", "-$.rib.bank_name", "TextColumn", "bank_name"),
)


def _parties(
    champ: ChampVu, prefixe: str, parties: tuple[Partie, ...], connues: Mapping[str, Any]
) -> Iterator[Colonne]:
    for partie in parties:
        value = connues.get(partie.cle)
        if partie.type_graphql == "DateColumn" and isinstance(value, str):
            value = date.fromisoformat(value[:10])
        label = f"{prefixe}{partie.label}"
        yield Colonne(champ, partie.suffixe, label, partie.type_graphql, value or None)


def _adresse(champ: ChampVu, connue: Mapping[str, Any], prefixe: str) -> Iterator[Colonne]:
    complete = adresses.adresse(connue)._asdict() if connue else {}
    yield from _parties(champ, prefixe, ADRESSE, complete)


def _du_registre(champ: ChampVu) -> Mapping[str, Any]:
    return reponses.donnees(champ.reponse) if champ.reponse else {}


def _siret(champ: ChampVu, etablissement: EtablissementRow | None) -> Iterator[Colonne]:
    libelle = champ.descripteur.libelle
    label = libelle if "SIRET" in libelle else f"{libelle} – SIRET"
    yield Colonne(champ, "", label, "TextColumn", _identifiant(champ))
    connu = etablissement if etablissement and not etablissement.degrade else None
    yield from _parties(champ, f"{libelle} – ", ENTREPRISE, connu._asdict() if connu else {})
    adresse = adresses.de_l_etablissement(connu)._asdict() if connu else {}
    yield from _parties(champ, f"{label} – ", ADRESSE, adresse)


def _liee(champ: ChampVu) -> Iterator[Colonne]:
    libelle = champ.descripteur.libelle
    for suffixe, precision, type_graphql, value in (
        (".value", "", "TextColumn", valeurs.texte(champ)),
        (".primary", " (Primaire)", "EnumColumn", valeurs.choix_principal(champ)),
        (".secondary", " (Secondaire)", "EnumColumn", valeurs.choix_secondaire(champ)),
    ):
        yield Colonne(champ, suffixe, libelle + precision, type_graphql, value or None)


def _pieces(champ: ChampVu, fichiers: Fichiers) -> Iterator[Colonne]:
    libelle = champ.descripteur.libelle
    yield Colonne(champ, "", libelle, "AttachmentsColumn", valeurs.pieces(champ, fichiers) or None)
    if champ.descripteur.options.get("nature") == "RIB":
        connu = reponses.detail(champ.reponse).get("rib") if champ.reponse else None
        yield from _parties(champ, f"{libelle} – ", RIB, connu or {})


def _principale(champ: ChampVu) -> Colonne:
    type_graphql, lire = PRINCIPALES.get(champ.type_champ, PAR_DEFAUT)
    return Colonne(champ, "", champ.descripteur.libelle, type_graphql, lire(champ))


def _colonnes(
    champ: ChampVu, fichiers: Fichiers, etablissement: EtablissementRow | None
) -> Iterator[Colonne]:
    libelle, type_champ = champ.descripteur.libelle, champ.type_champ
    if type_champ is T.siret:
        yield from _siret(champ, etablissement)
        return
    if type_champ is T.linked_drop_down_list:
        yield from _liee(champ)
        return
    if type_champ is T.piece_justificative:
        yield from _pieces(champ, fichiers)
        return
    yield _principale(champ)
    connu = reponses.detail(champ.reponse) if champ.reponse else {}
    if type_champ is T.communes:
        yield from _parties(champ, f"{libelle} - ", COMMUNE, connu)
    elif type_champ is T.address:
        yield from _adresse(champ, connu, f"{libelle} – ")
    elif type_champ in (T.rna, T.rnf):
        registre = _du_registre(champ)
        yield from _adresse(champ, registre.get("adresse") or {}, f"{libelle} – ")
        if type_champ is T.rna:
            yield from _parties(champ, f"{libelle} – ", ASSOCIATION, registre)
        yield from _parties(champ, f"{libelle} – ", TITRE, registre)


def colonnes(
    champ: ChampVu, fichiers: Fichiers, etablissement: EtablissementRow | None
) -> list[Colonne]:
    if champ.type_champ in SANS_COLONNE:
        return []
    return list(_colonnes(champ, fichiers or (), etablissement))


# --- their text ----------------------------------------------------------------------------------


def _texte(value: Any, request: Request) -> str:
    if isinstance(value, list):
        return ", ".join(_texte(element, request) for element in value)
    if isinstance(value, FichierRow):
        return request.liens.fichier(value.cle, value.nom, value.type_mime)
    if isinstance(value, datetime):
        return f"{value.astimezone(PARIS):%Y-%m-%d %H:%M:%S %z}"
    return "true" if value is True else str(value)


def texte(colonne: Colonne, request: Request) -> str | None:
    """Null when the value is blank, « false » being blank too (api 8.4, 14.6)."""
    value = colonne.value
    return None if value is None or value is False else _texte(value, request)
