"""All that can be done, in one type."""

from schema.mutations import (
    annotations,
    decisions,
    demarches,
    depot,
    dossiers,
    groupes,
    messages,
    televersements,
)
from schema.mutations.declaration import objet

CHAMPS = {
    **annotations.CHAMPS,
    **decisions.CHAMPS,
    **demarches.CHAMPS,
    **depot.CHAMPS,
    **dossiers.CHAMPS,
    **groupes.CHAMPS,
    **messages.CHAMPS,
    **televersements.CHAMPS,
}

Mutation = objet("Mutation", "Ce que l’on peut faire.", CHAMPS)
