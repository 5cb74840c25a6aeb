"""Which writing and which check go with which type, and by which key an input names it: one line a
type (rules 2.4)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from domain.formulaires.formulaire import Descripteur
from domain.formulaires.reponses import Reponse
from domain.formulaires.types_de_champ import FICHIERS, TypeChamp
from domain.reponses import (
    adresses,
    booleens,
    cartes,
    choix,
    coordonnees,
    dates,
    formates,
    liens,
    lieux,
    nombres,
    pieces,
    registres,
    textes,
)
from domain.reponses.ecrite import (
    BLANCHE,
    Contexte,
    Controle,
    Ecrite,
    Ecriture,
    Options,
    rien_a_redire,
)

T = TypeChamp


class Maniere(NamedTuple):
    """How the answers of a type are given (`cle` is the member of the input), written and checked."""

    cle: str
    ecrire: Ecriture
    controler: Controle = rien_a_redire


def _sans_valeur(_: Any, __: Options) -> Ecrite:
    """Files hang on the champ, and rows are champs of their own: nothing to write in their columns."""
    return BLANCHE


# Without header_section and explication, which cannot be answered.
MANIERES: dict[TypeChamp, Maniere] = {
    T.address: Maniere("address", adresses.adresse, adresses.controler),
    T.annuaire_education: Maniere("annuaireEducation", registres.annuaire_education),
    T.carte: Maniere("carte", cartes.carte),
    T.checkbox: Maniere("checkbox", booleens.booleen, booleens.controler),
    T.civilite: Maniere("civilite", textes.civilite, textes.controler_civilite),
    T.cnaf: Maniere("cnaf", registres.identifiants, registres.controle_de("cnaf")),
    T.cojo: Maniere("cojo", registres.identifiants, registres.controle_de("cojo")),
    T.communes: Maniere("commune", lieux.commune, lieux.controler_commune),
    T.date: Maniere("date", dates.une_date, dates.controler_date),
    T.datetime: Maniere("datetime", dates.instant, dates.controler_instant),
    T.decimal_number: Maniere("decimalNumber", nombres.nombre, nombres.controler_decimal),
    T.departements: Maniere("departement", lieux.departement, lieux.controler_departement),
    T.dgfip: Maniere("dgfip", registres.identifiants, registres.controle_de("dgfip")),
    T.dossier_link: Maniere("dossierLink", liens.lien, liens.controler),
    T.drop_down_list: Maniere("dropDownList", choix.simple, choix.controler_simple),
    T.email: Maniere("email", coordonnees.email, coordonnees.controler_email),
    T.engagement_juridique: Maniere(
        "engagementJuridique", textes.engagement_juridique, textes.controler_engagement
    ),
    T.epci: Maniere("epci", lieux.epci, lieux.controler_epci),
    T.formatted: Maniere("formatted", textes.texte, formates.controler),
    T.iban: Maniere("iban", coordonnees.iban, coordonnees.controler_iban),
    T.integer_number: Maniere("integerNumber", nombres.nombre, nombres.controler_entier),
    T.linked_drop_down_list: Maniere("linkedDropDownList", choix.lie, choix.controler_lie),
    T.mesri: Maniere("mesri", registres.identifiants, registres.controle_de("mesri")),
    T.multiple_drop_down_list: Maniere(
        "multipleDropDownList", choix.multiple, choix.controler_multiple
    ),
    T.number: Maniere("number", nombres.nombre),
    T.pays: Maniere("pays", lieux.un_pays, lieux.controler_pays),
    T.phone: Maniere("phone", coordonnees.telephone, coordonnees.controler_telephone),
    T.piece_justificative: Maniere("pieceJustificative", _sans_valeur, pieces.controler_piece),
    T.pole_emploi: Maniere(
        "poleEmploi", registres.identifiants, registres.controle_de("pole_emploi")
    ),
    T.referentiel: Maniere("referentiel", registres.referentiel, registres.controler_trouve),
    T.regions: Maniere("region", lieux.region, lieux.controler_region),
    T.repetition: Maniere("repetition", _sans_valeur),
    T.rna: Maniere("rna", registres.rna, registres.controler_rna),
    T.rnf: Maniere("rnf", registres.rnf, registres.controler_trouve),
    T.siret: Maniere("siret", registres.siret, registres.controler_siret),
    T.text: Maniere("text", textes.texte),
    T.textarea: Maniere("textarea", textes.texte),
    T.titre_identite: Maniere("titreIdentite", _sans_valeur, pieces.controler_identite),
    T.yes_no: Maniere("yesNo", booleens.booleen, booleens.controler),
}


def lire_valeur(type_champ: TypeChamp, options: Options, valeur: Any) -> Ecrite:
    """The answer as it is stored; None is blank. Raises ValeurInvalide when it cannot be kept."""
    if valeur is None or type_champ in FICHIERS:
        return BLANCHE
    return MANIERES[type_champ].ecrire(valeur, options)


def messages_de_controle(
    descripteur: Descripteur, reponse: Reponse, contexte: Contexte
) -> Iterable[str]:
    """What is wrong with an answer that is not blank; nothing when it is right."""
    maniere = MANIERES.get(descripteur.type_champ)
    return maniere.controler(reponse, descripteur.options, contexte) if maniere else ()
