"""A champ as the columns of a table (api 8.4): one for most, several for what has parts."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain import identifiants
from domain.formulaires import reponses
from domain.formulaires.formulaire import Descripteur
from domain.formulaires.types_de_champ import TypeChamp
from resolvers import adresses, valeurs
from resolvers.champs import ChampVu
from resolvers.demandeurs import EtablissementRow
from resolvers.fichiers import FichierRow, Fichiers
from resolvers.request import Request

T = TypeChamp
PARIS = ZoneInfo("Europe/Paris")


class Titre(NamedTuple):
    """What a column is, whatever the dossier: it is made once for each field."""

    id: str
    label: str
    type_graphql: str


class Colonne(NamedTuple):
    titre: Titre
    value: Any


Valeurs = Callable[[ChampVu, Fichiers, EtablissementRow | None], list[Any]]


class Colonnes(NamedTuple):
    """The columns of a field: their titles, and how an answer fills them, in the same order."""

    titres: list[Titre]
    valeurs: Valeurs


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


def _titre(descripteur: Descripteur, label: str, type_graphql: str, suffixe: str = "") -> Titre:
    cle = f"type_de_champ/{descripteur.stable_id}{suffixe}"
    return Titre(identifiants.identifiant("Column", cle), label, type_graphql)


def _titres(descripteur: Descripteur, prefixe: str, parties: tuple[Partie, ...]) -> Iterator[Titre]:
    for partie in parties:
        label = f"{prefixe}{partie.label}"
        yield _titre(descripteur, label, partie.type_graphql, partie.suffixe)


def _lire(parties: tuple[Partie, ...], connues: Mapping[str, Any]) -> list[Any]:
    return [_valeur(partie, connues.get(partie.cle)) for partie in parties]


def _valeur(partie: Partie, value: Any) -> Any:
    if partie.type_graphql == "DateColumn" and isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value or None


def _adresse(connue: Mapping[str, Any]) -> list[Any]:
    return _lire(ADRESSE, adresses.adresse(connue)._asdict() if connue else {})


# --- one function a type, which makes the titles and says how to fill them ------------------------


def _siret(d: Descripteur) -> Colonnes:
    label = d.libelle if "SIRET" in d.libelle else f"{d.libelle} – SIRET"
    titres = [
        _titre(d, label, "TextColumn"),
        *_titres(d, f"{d.libelle} – ", ENTREPRISE),
        *_titres(d, f"{label} – ", ADRESSE),
    ]

    def remplir(champ: ChampVu, _: Fichiers, connu: EtablissementRow | None) -> list[Any]:
        entreprise: Mapping[str, Any] = {}
        adresse: Mapping[str, Any] = {}
        if connu is not None and not connu.degrade:
            entreprise = connu._asdict()
            adresse = adresses.de_l_etablissement(connu)._asdict()
        return [_identifiant(champ), *_lire(ENTREPRISE, entreprise), *_lire(ADRESSE, adresse)]

    return Colonnes(titres, remplir)


def _liee(d: Descripteur) -> Colonnes:
    titres = [
        _titre(d, d.libelle, "TextColumn", ".value"),
        _titre(d, f"{d.libelle} (Primaire)", "EnumColumn", ".primary"),
        _titre(d, f"{d.libelle} (Secondaire)", "EnumColumn", ".secondary"),
    ]

    def remplir(champ: ChampVu, *_: Any) -> list[Any]:
        principal, secondaire = valeurs.choix_principal(champ), valeurs.choix_secondaire(champ)
        return [valeurs.texte(champ) or None, principal or None, secondaire or None]

    return Colonnes(titres, remplir)


def _pieces(d: Descripteur) -> Colonnes:
    titres = [_titre(d, d.libelle, "AttachmentsColumn")]
    if d.options.get("nature") == "RIB":
        titres += _titres(d, f"{d.libelle} – ", RIB)

    def remplir(champ: ChampVu, fichiers: Fichiers, *_: Any) -> list[Any]:
        pieces = valeurs.pieces(champ, fichiers or ()) or None
        if len(titres) == 1:
            return [pieces]
        connu = reponses.detail(champ.reponse).get("rib") if champ.reponse else None
        return [pieces, *_lire(RIB, connu or {})]

    return Colonnes(titres, remplir)


def _commune(d: Descripteur) -> Colonnes:
    def remplir(champ: ChampVu, *_: Any) -> list[Any]:
        connu = reponses.detail(champ.reponse) if champ.reponse else {}
        return [valeurs.brut(champ), *_lire(COMMUNE, connu)]

    titres = [_titre(d, d.libelle, "TextColumn"), *_titres(d, f"{d.libelle} - ", COMMUNE)]
    return Colonnes(titres, remplir)


def _lieu(d: Descripteur) -> Colonnes:
    def remplir(champ: ChampVu, *_: Any) -> list[Any]:
        connue = reponses.detail(champ.reponse) if champ.reponse else {}
        return [valeurs.brut(champ), *_adresse(connue)]

    titres = [_titre(d, d.libelle, "TextColumn"), *_titres(d, f"{d.libelle} – ", ADRESSE)]
    return Colonnes(titres, remplir)


def _registre(d: Descripteur) -> Colonnes:
    parties = (*(ASSOCIATION if d.type_champ is T.rna else ()), *TITRE)
    prefixe = f"{d.libelle} – "

    def remplir(champ: ChampVu, *_: Any) -> list[Any]:
        connu = reponses.donnees(champ.reponse) if champ.reponse else {}
        numero = _identifiant(champ) or valeurs.brut(champ)
        return [numero, *_adresse(connu.get("adresse") or {}), *_lire(parties, connu)]

    titres = [
        _titre(d, d.libelle, "TextColumn"),
        *_titres(d, prefixe, ADRESSE),
        *_titres(d, prefixe, parties),
    ]
    return Colonnes(titres, remplir)


def _simple(d: Descripteur) -> Colonnes:
    type_graphql, lire = PRINCIPALES.get(d.type_champ, PAR_DEFAUT)
    return Colonnes([_titre(d, d.libelle, type_graphql)], lambda champ, *_: [lire(champ)])


COMPOSEES: dict[TypeChamp, Callable[[Descripteur], Colonnes]] = {
    T.address: _lieu,
    T.communes: _commune,
    T.linked_drop_down_list: _liee,
    T.piece_justificative: _pieces,
    T.rna: _registre,
    T.rnf: _registre,
    T.siret: _siret,
}


def colonnes_de(descripteur: Descripteur) -> Colonnes:
    if descripteur.type_champ in SANS_COLONNE:
        return Colonnes([], lambda *_: [])
    return COMPOSEES.get(descripteur.type_champ, _simple)(descripteur)


def colonnes(
    champ: ChampVu, fichiers: Fichiers, etablissement: EtablissementRow | None
) -> list[Colonne]:
    """The titles are kept with the form: all the dossiers of a page share them."""
    gardees = champ.feuille.formulaire.derives
    stable_id = champ.descripteur.stable_id
    connues: Colonnes | None = gardees.get(stable_id)
    if connues is None:
        connues = gardees[stable_id] = colonnes_de(champ.descripteur)
    remplies = connues.valeurs(champ, fichiers, etablissement)
    return list(map(Colonne, connues.titres, remplies))


def forme(colonne: Colonne) -> Hashable:
    """Columns of one title are read alike."""
    return id(colonne.titre)


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
