"""The 41 kinds of field (rules 2.1.1), and what each kind is, as a table."""

from enum import StrEnum


class TypeChamp(StrEnum):
    address = "address"
    annuaire_education = "annuaire_education"
    carte = "carte"
    checkbox = "checkbox"
    civilite = "civilite"
    cnaf = "cnaf"
    cojo = "cojo"
    communes = "communes"
    date = "date"
    datetime = "datetime"
    decimal_number = "decimal_number"
    departements = "departements"
    dgfip = "dgfip"
    dossier_link = "dossier_link"
    drop_down_list = "drop_down_list"
    email = "email"
    engagement_juridique = "engagement_juridique"
    epci = "epci"
    explication = "explication"
    formatted = "formatted"
    header_section = "header_section"
    iban = "iban"
    integer_number = "integer_number"
    linked_drop_down_list = "linked_drop_down_list"
    mesri = "mesri"
    multiple_drop_down_list = "multiple_drop_down_list"
    number = "number"
    pays = "pays"
    phone = "phone"
    piece_justificative = "piece_justificative"
    pole_emploi = "pole_emploi"
    referentiel = "referentiel"
    regions = "regions"
    repetition = "repetition"
    rna = "rna"
    rnf = "rnf"
    siret = "siret"
    text = "text"
    textarea = "textarea"
    titre_identite = "titre_identite"
    yes_no = "yes_no"


T = TypeChamp

# Nothing can be answered to them: they only give structure and help.
NON_REMPLISSABLES = frozenset({T.header_section, T.explication})

# Answered by files, never by a text.
FICHIERS = frozenset({T.piece_justificative, T.titre_identite})

# Only among the annotations privées (rules 2.1.2).
PRIVES_SEULEMENT = frozenset({T.engagement_juridique})

# What a condition may look at (rules 1.4.2).
SOURCES_DE_CONDITION = frozenset(
    {
        T.yes_no,
        T.checkbox,
        T.integer_number,
        T.decimal_number,
        T.drop_down_list,
        T.multiple_drop_down_list,
        T.address,
        T.communes,
        T.epci,
        T.departements,
        T.regions,
        T.pays,
    }
)

# The options that each type understands, beside the common ones (libellé, description…).
OPTIONS: dict[TypeChamp, frozenset[str]] = {
    T.drop_down_list: frozenset({"options", "autre", "referentiel"}),
    T.multiple_drop_down_list: frozenset({"options", "referentiel"}),
    T.linked_drop_down_list: frozenset({"options", "libelle_secondaire", "description_secondaire"}),
    T.header_section: frozenset({"niveau"}),
    T.explication: frozenset({"texte_depliant"}),
    T.textarea: frozenset({"limite_caracteres"}),
    T.integer_number: frozenset({"positif", "min", "max"}),
    T.decimal_number: frozenset({"positif", "min", "max"}),
    T.date: frozenset({"passee", "debut", "fin"}),
    T.datetime: frozenset({"passee", "debut", "fin"}),
    T.formatted: frozenset(
        {
            "mode", "lettres", "chiffres", "speciaux", "longueur_min", "longueur_max",
            "expression", "indications", "exemple", "message_erreur",
        }
    ),
    T.piece_justificative: frozenset({"nature", "modele", "familles", "purge_automatique"}),
    T.carte: frozenset({"couches"}),
    T.referentiel: frozenset({"url", "mode", "indication", "correspondances"}),
}  # fmt: skip
