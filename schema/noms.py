"""The names that the contract makes of the types of field."""

from domain.formulaires.types_de_champ import TypeChamp

T = TypeChamp

# Plurals lose their s and acronyms keep their capitals; all the others are camel-cased (api 8.1).
PARTICULIERS = {
    T.communes: "Commune",
    T.departements: "Departement",
    T.regions: "Region",
    T.rna: "RNA",
    T.rnf: "RNF",
    T.cojo: "COJO",
}


def nom_de_type(type_champ: TypeChamp, suffixe: str) -> str:
    nom = PARTICULIERS.get(type_champ)
    return (nom or "".join(mot.capitalize() for mot in type_champ.split("_"))) + suffixe
