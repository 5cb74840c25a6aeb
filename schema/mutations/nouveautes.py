"""Having read what is new."""

from resolvers.mutations import nouveautes
from schema.mutations.declaration import mutation

CHAMPS = {
    "nouveautes_voir": mutation(
        "NouveautesVoir",
        "Noter que l’on a vu les nouveautés.",
        nouveautes.voir,
        demande=[],
        reponse={},
        personne=True,
    ),
}
