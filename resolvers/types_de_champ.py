"""The GraphQL type of a champ. Some depend on the document: a client that never heard of the newer
type goes on receiving the older one (api 8.1)."""

from domain.formulaires.types_de_champ import TypeChamp
from resolvers.champs import ChampVu
from resolvers.request import Request

T = TypeChamp
TEXTE = "TextChamp"

TYPES = {
    T.carte: "CarteChamp",
    T.checkbox: "CheckboxChamp",
    T.civilite: "CiviliteChamp",
    T.date: "DateChamp",
    T.decimal_number: "DecimalNumberChamp",
    T.dossier_link: "DossierLinkChamp",
    T.engagement_juridique: "EngagementJuridiqueChamp",
    T.epci: "EpciChamp",
    T.integer_number: "IntegerNumberChamp",
    T.linked_drop_down_list: "LinkedDropDownListChamp",
    T.multiple_drop_down_list: "MultipleDropDownListChamp",
    T.number: "IntegerNumberChamp",
    T.piece_justificative: "PieceJustificativeChamp",
    T.repetition: "RepetitionChamp",
    T.rna: "RNAChamp",
    T.rnf: "RNFChamp",
    T.siret: "SiretChamp",
    T.titre_identite: "TitreIdentiteChamp",
}

# The newer type, given to documents that name it, and the older one for the others.
SELON_LE_DOCUMENT = {
    T.address: ("AddressChamp", TEXTE),
    T.communes: ("CommuneChamp", TEXTE),
    T.datetime: ("DatetimeChamp", "DateChamp"),
    T.departements: ("DepartementChamp", TEXTE),
    T.drop_down_list: ("DropDownListChamp", TEXTE),
    T.explication: ("ExplicationChamp", TEXTE),
    T.header_section: ("HeaderSectionChamp", TEXTE),
    T.pays: ("PaysChamp", TEXTE),
    T.regions: ("RegionChamp", TEXTE),
    T.yes_no: ("YesNoChamp", "CheckboxChamp"),
}


def type_du_champ(champ: ChampVu, request: Request) -> str:
    selon = SELON_LE_DOCUMENT.get(champ.type_champ)
    if selon is None:
        return TYPES.get(champ.type_champ, TEXTE)
    recent, ancien = selon
    return recent if recent in request.fragments else ancien
