"""All that can be done, in one type."""

from schema.mutations import (
    annotations,
    avis,
    brouillons,
    bureau_du_dossier,
    decisions,
    demarches,
    depot,
    dossiers,
    experts,
    exports,
    groupes,
    liste_d_experts,
    masse,
    messages,
    modeles_d_export,
    mon_groupe,
    nouveautes,
    places,
    preferences,
    presentations,
    rendez_vous,
    televersements,
)
from schema.mutations.declaration import objet

CHAMPS = {
    **annotations.CHAMPS,
    **avis.CHAMPS,
    **brouillons.CHAMPS,
    **bureau_du_dossier.CHAMPS,
    **decisions.CHAMPS,
    **demarches.CHAMPS,
    **depot.CHAMPS,
    **dossiers.CHAMPS,
    **experts.CHAMPS,
    **exports.CHAMPS,
    **groupes.CHAMPS,
    **liste_d_experts.CHAMPS,
    **masse.CHAMPS,
    **messages.CHAMPS,
    **modeles_d_export.CHAMPS,
    **mon_groupe.CHAMPS,
    **nouveautes.CHAMPS,
    **places.CHAMPS,
    **preferences.CHAMPS,
    **presentations.CHAMPS,
    **rendez_vous.CHAMPS,
    **televersements.CHAMPS,
}

Mutation = objet("Mutation", "Ce que l’on peut faire.", CHAMPS)
