"""The ten badges, the most important first, and how much of each an instructeur wants to see (rules 4.7,
4.8.1). Members are spelt alike in Python, SQL and GraphQL."""

from enum import StrEnum


class TypeBadge(StrEnum):
    """In the order of importance, which sorts lists (rules 4.6.5)."""

    dossier_depose = "dossier_depose"
    dossier_expirant = "dossier_expirant"
    dossier_suppression = "dossier_suppression"
    dossier_modifie = "dossier_modifie"
    message = "message"
    annotation_instructeur = "annotation_instructeur"
    avis_externe = "avis_externe"
    attente_correction = "attente_correction"
    attente_reponse = "attente_reponse"
    attente_avis = "attente_avis"


class ClasseBadge(StrEnum):
    """Warnings are everybody's, news are seen once, what is awaited stays until it comes."""

    avertissement = "avertissement"
    nouveaute = "nouveaute"
    en_attente = "en_attente"


class Portee(StrEnum):
    """On which dossiers a badge is wanted: all those of one's groupes, those that one follows, none."""

    tous = "tous"
    suivis = "suivis"
    aucun = "aucun"


T = TypeBadge

IMPORTANCE: dict[TypeBadge, int] = {badge: rang for rang, badge in enumerate(TypeBadge)}

CLASSES: dict[TypeBadge, ClasseBadge] = {
    T.dossier_depose: ClasseBadge.avertissement,
    T.dossier_expirant: ClasseBadge.avertissement,
    T.dossier_suppression: ClasseBadge.avertissement,
    T.dossier_modifie: ClasseBadge.nouveaute,
    T.message: ClasseBadge.nouveaute,
    T.annotation_instructeur: ClasseBadge.nouveaute,
    T.avis_externe: ClasseBadge.nouveaute,
    T.attente_correction: ClasseBadge.en_attente,
    T.attente_reponse: ClasseBadge.en_attente,
    T.attente_avis: ClasseBadge.en_attente,
}

NOUVEAUTES = frozenset(t for t, classe in CLASSES.items() if classe is ClasseBadge.nouveaute)

# Verbatim facts of the interface (rules E.4).
LIBELLES: dict[TypeBadge, str] = {
    T.dossier_depose: "Déposé depuis longtemps",
    T.dossier_expirant: "Expire bientôt",
    T.dossier_suppression: "Bientôt supprimé",
    T.dossier_modifie: "Dossier modifié",
    T.message: "Message",
    T.annotation_instructeur: "Annotation privée",
    T.avis_externe: "Avis externe",
    T.attente_correction: "En attente de correction",
    T.attente_reponse: "En attente de réponse",
    T.attente_avis: "En attente d’avis externe",
}

# What is wanted of each by who never said (rules 4.8.1). The two that are not here are not chosen:
# every member of the groupe has them.
DEFAUTS: dict[TypeBadge, Portee] = {
    T.dossier_depose: Portee.tous,
    T.dossier_modifie: Portee.suivis,
    T.message: Portee.suivis,
    T.annotation_instructeur: Portee.suivis,
    T.avis_externe: Portee.suivis,
    T.attente_correction: Portee.suivis,
    T.attente_reponse: Portee.suivis,
    T.attente_avis: Portee.suivis,
}

NON_REGLABLES = frozenset(TypeBadge) - DEFAUTS.keys()

# What is written on a dossier (rules 4.7); `n` is a number of days.
MENTIONS: dict[TypeBadge, str] = {
    T.dossier_depose: "déposé depuis {n} j.",
    T.dossier_expirant: "expire dans {n} j.",
    T.dossier_suppression: "suppression dans {n} j.",
    T.dossier_modifie: "modifié",
    T.message: "message",
    T.annotation_instructeur: "annotation",
    T.avis_externe: "avis externe",
    T.attente_correction: "attente correction",
    T.attente_reponse: "attente réponse",
    T.attente_avis: "attente avis",
}
