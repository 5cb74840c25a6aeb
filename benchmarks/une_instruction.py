"""The single statement that returns the JSON of the page: what it takes for each type of champ."""

from pathlib import Path
from typing import Any

import psycopg

from domain.formulaires.types_de_champ import TypeChamp
from domain.geographie import departements
from schema.noms import nom_de_type

SQL = Path(__file__).with_suffix(".sql")

# Where PostgreSQL has no function of ours: each is what the API answers, for the values of the world.
MOIS = (
    "(ARRAY['janvier','février','mars','avril','mai','juin','juillet','août','septembre','octobre',"
    "'novembre','décembre'])[substr(c.value, 6, 2)::int]"
)
JOUR = f"substr(c.value, 9, 2) || ' ' || {MOIS} || ' ' || left(c.value, 4)"
PAR_PAIRES = " || ' ' || ".join(f"substr(c.value, {place}, 2)" for place in (1, 3, 5, 7, 9))
PAR_QUATRE = "left(c.value, 4) || ' ' || " + PAR_PAIRES.split(" || ' ' || ", 2)[2]
OUTREMER = "'0639', '0690', '0691', '0692', '0693', '0694', '0696', '0697'"
TELEPHONE = f"CASE WHEN left(c.value, 4) IN ({OUTREMER}) THEN {PAR_QUATRE} ELSE {PAR_PAIRES} END"
CURSEUR = (
    "rtrim(translate(encode(convert_to(to_char(depose_le AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
    " || '000Z;' || id, 'UTF8'), 'base64'), E'\\n+/', '-_'), '=')"
)
ENTIER_OU_NUL = "CASE WHEN c.value <> '' THEN c.value END"

Cle = tuple[str, str]


def _objet(*cles: Cle) -> str:
    return f"json_build_object({', '.join(f'{nom!r}, {sql}' for nom, sql in cles)})"


def _adresse(source: str) -> str:
    noms = {
        "label": "label", "type": "type", "streetAddress": "street_address",
        "streetNumber": "street_number", "streetName": "street_name", "postalCode": "postal_code",
        "cityName": "city_name", "cityCode": "city_code", "departmentName": "department_name",
        "departmentCode": "department_code", "regionName": "region_name", "regionCode": "region_code",
    }  # fmt: skip
    return _objet(*((nom, f"{source}->>'{cle}'") for nom, cle in noms.items()))


def _lieu(*cles: Cle) -> str:
    return f"CASE WHEN c.external_id IS NOT NULL THEN {_objet(*cles)} END"


NOM_ET_CODE = _lieu(("name", "c.value"), ("code", "c.external_id"))
DEPARTEMENT = (
    f"CASE WHEN p.code IS NOT NULL THEN {_objet(('name', 'p.nom'), ('code', 'p.code'))} END"
)
D_ADRESSE = "c.value_json"

ETABLISSEMENT = _objet(
    ("siret", "e.siret"),
    ("siegeSocial", "e.siege_social"),
    ("naf", "e.naf"),
    ("libelleNaf", "e.libelle_naf"),
    ("address", _adresse("e.adresse_detail")),
    (
        "entreprise",
        _objet(
            ("siren", "e.siren"),
            ("capitalSocial", "coalesce(e.capital_social, -1)::text"),
            ("numeroTvaIntracommunautaire", "e.numero_tva_intracommunautaire"),
            ("formeJuridique", "e.forme_juridique"),
            ("formeJuridiqueCode", "e.forme_juridique_code"),
            ("nomCommercial", "coalesce(e.nom_commercial, '')"),
            ("raisonSociale", "e.raison_sociale"),
            ("siretSiegeSocial", "e.siret_siege_social"),
            ("codeEffectifEntreprise", "e.code_effectif_entreprise"),
            ("dateCreation", "e.date_creation"),
            ("nom", "e.nom"),
            ("prenom", "e.prenom"),
            ("attestationFiscaleAttachment", "null"),
            ("attestationSocialeAttachment", "null"),
        ),
    ),
    ("association", "null"),
)

# type of champ: its GraphQL type, its text, and what that type has of its own.
TYPES: dict[str, tuple[str, str, tuple[Cle, ...]]] = {
    "integer_number": ("IntegerNumberChamp", "c.value", (("integerNumber", ENTIER_OU_NUL),)),
    "decimal_number": ("DecimalNumberChamp", "c.value", (("decimalNumber", "c.value::numeric"),)),
    "date": ("DateChamp", JOUR, (("date", "c.value"),)),
    "datetime": (
        "DatetimeChamp",
        f"{JOUR} || ' ' || substr(c.value, 12, 5)",
        (("datetime", "c.value"),),
    ),
    "checkbox": (
        "CheckboxChamp",
        "coalesce(c.value, 'false')",
        (("checked", "coalesce(c.value = 'true', false)"),),
    ),
    "yes_no": ("YesNoChamp", "c.value", (("selected", "c.value = 'true'"),)),
    "civilite": ("CiviliteChamp", "c.value", (("civilite", "rtrim(c.value, '.')"),)),
    "drop_down_list": ("DropDownListChamp", "c.value", (("value", "c.value"),)),
    "multiple_drop_down_list": (
        "MultipleDropDownListChamp",
        "(SELECT string_agg(x, ', ') FROM json_array_elements_text(c.value::json) x)",
        (("values", "coalesce(c.value, '[]')::json"),),
    ),
    "linked_drop_down_list": (
        "LinkedDropDownListChamp",
        "(c.value::json->>0) || ' / ' || (c.value::json->>1)",
        (
            ("primaryValue", "coalesce(c.value::json->>0, '')"),
            ("secondaryValue", "coalesce(c.value::json->>1, '')"),
        ),
    ),
    "communes": (
        "CommuneChamp",
        "c.value || ' (' || (c.value_json->>'code_postal') || ')'",
        (
            (
                "commune",
                _lieu(
                    ("name", "c.value"),
                    ("code", "c.external_id"),
                    ("postalCode", "c.value_json->>'code_postal'"),
                ),
            ),
            ("departement", DEPARTEMENT),
        ),
    ),
    "departements": (
        "DepartementChamp",
        "c.external_id || ' - ' || c.value",
        (("departement", NOM_ET_CODE),),
    ),
    "regions": ("RegionChamp", "c.value", (("region", NOM_ET_CODE),)),
    "pays": ("PaysChamp", "c.value", (("pays", NOM_ET_CODE),)),
    "epci": ("EpciChamp", "c.value", (("epci", NOM_ET_CODE), ("departement", DEPARTEMENT))),
    "address": (
        "AddressChamp",
        "c.value",
        (
            ("address", f"CASE WHEN c.id IS NOT NULL THEN {_adresse(D_ADRESSE)} END"),
            (
                "commune",
                "CASE WHEN c.id IS NOT NULL THEN "
                + _objet(
                    ("name", f"{D_ADRESSE}->>'city_name'"),
                    ("code", f"{D_ADRESSE}->>'city_code'"),
                    ("postalCode", f"{D_ADRESSE}->>'postal_code'"),
                )
                + " END",
            ),
            (
                "departement",
                "CASE WHEN c.id IS NOT NULL THEN "
                + _objet(
                    ("name", f"{D_ADRESSE}->>'department_name'"),
                    ("code", f"{D_ADRESSE}->>'department_code'"),
                )
                + " END",
            ),
        ),
    ),
    "siret": (
        "SiretChamp",
        "c.value",
        (("etablissement", f"CASE WHEN e.adresse IS NOT NULL THEN {ETABLISSEMENT} END"),),
    ),
    "phone": ("TextChamp", TELEPHONE, ()),
    "iban": ("TextChamp", "replace(c.value, ' ', '')", ()),
}
TEXTE: tuple[str, str, tuple[Cle, ...]] = ("TextChamp", "c.value", ())


def _champ(type_graphql: str, texte: str, propres: tuple[Cle, ...]) -> str:
    return _objet(
        ("id", "t.gid"),
        ("champDescriptorId", "t.gid"),
        ("__typename", f"'{type_graphql}'"),
        ("label", "t.libelle"),
        ("stringValue", f"coalesce({texte}, '')"),
        ("updatedAt", "coalesce(c.modifie_le, d.depose_le)"),
        ("prefilled", "coalesce(c.prefilled, false)"),
        *propres,
    )


def _par_type() -> str:
    cas = (f"WHEN '{nom}' THEN {_champ(*forme)}" for nom, forme in TYPES.items())
    return f"CASE t.type_champ {' '.join(cas)} ELSE {_champ(*TEXTE)} END"


def _descripteur() -> str:
    communes: tuple[Cle, ...] = (
        ("__typename", "n.nom"),
        ("id", "t.gid"),
        ("label", "t.libelle"),
        ("description", "t.description"),
        ("required", "t.obligatoire"),
    )
    options = ("options", "t.options->'options'")
    autre = ("otherOption", "coalesce((t.options->>'autre')::boolean, false)")
    return (
        "(SELECT CASE t.type_champ "
        f"WHEN 'drop_down_list' THEN {_objet(*communes, options, autre)} "
        f"WHEN 'multiple_drop_down_list' THEN {_objet(*communes, options)} "
        f"WHEN 'linked_drop_down_list' THEN {_objet(*communes, options)} "
        f"ELSE {_objet(*communes)} END FROM mesure.types n WHERE n.type_champ = t.type_champ)"
    )


FICHIER = _objet(
    ("__typename", "'File'"),
    ("filename", "f.nom"),
    ("contentType", "f.type_mime"),
    ("checksum", "f.md5"),
    ("byteSize", "f.taille::text"),
    ("url", "f.cle"),
    ("createdAt", "f.cree_le"),
    ("virusScanResult", "f.analyse"),
)

# The address is signed with what only the server knows; a digest costs PostgreSQL as much.
PDF = _objet(
    ("__typename", "'File'"),
    ("filename", "'dossier-' || d.id || '.pdf'"),
    ("contentType", "'application/pdf'"),
    ("checksum", "''"),
    ("byteSize", "'0'"),
    ("url", "'/api/v2/dossiers/pdf/' || encode(sha256(convert_to(d.id::text, 'UTF8')), 'hex')"),
    ("createdAt", "date_trunc('second', now())"),
    ("virusScanResult", "'pending'"),
)


def instruction() -> str:
    morceaux = {
        "champ": _par_type(),
        "descripteur": _descripteur(),
        "fichier": FICHIER,
        "curseur": CURSEUR,
        "pdf": PDF,
    }
    texte = SQL.read_text()
    for nom, morceau in morceaux.items():
        texte = texte.replace(f"{{{nom}}}", morceau)
    return texte


def preparer(connexion: psycopg.Connection[Any]) -> None:
    """Two lists that the API keeps in memory, as tables: a statement can read nothing else."""
    connexion.execute("CREATE SCHEMA mesure")
    connexion.execute("CREATE TABLE mesure.departements (code text PRIMARY KEY, nom text)")
    connexion.execute("CREATE TABLE mesure.types (type_champ text PRIMARY KEY, nom text)")
    with connexion.cursor() as curseur:
        curseur.executemany(
            "INSERT INTO mesure.departements VALUES (%s, %s)",
            [(departement.code, departement.nom) for departement in departements.tous()],
        )
        curseur.executemany(
            "INSERT INTO mesure.types VALUES (%s, %s)",
            [(type_champ, nom_de_type(type_champ, "ChampDescriptor")) for type_champ in TypeChamp],
        )
    connexion.execute("ANALYZE mesure.departements, mesure.types")
