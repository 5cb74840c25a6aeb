"""The settings of a démarche beyond its main columns: name, kind, default (rules 1 and C.1).

They live in `demarches.options` under these names, except those that have a column of their own.
Absent means the default.
"""

from enum import StrEnum
from typing import Any, NamedTuple


class Genre(StrEnum):
    """What a setting holds, in the words of whoever is told that it is wrong."""

    booleen = "true ou false"
    entier = "un nombre entier"
    texte = "un texte"
    textes = "une liste de textes"
    jour = "une date (AAAA-MM-JJ)"
    choix = "un choix"
    donnees = "un tableau clé : valeur"
    condition = "une condition"


class Option(NamedTuple):
    genre: Genre
    defaut: Any = None
    choix: tuple[str, ...] = ()
    colonne: bool = False
    """Kept in the column of the same name rather than in `options`."""


def _oui() -> Option:
    return Option(Genre.booleen, True)


def _non() -> Option:
    return Option(Genre.booleen, False)


def _texte(*, colonne: bool = False) -> Option:
    return Option(Genre.texte, colonne=colonne)


OPTIONS: dict[str, Option] = {
    # Who works on it (rules 1.11, 1.12)
    "allow_expert_review": _oui(),
    "allow_expert_messaging": _oui(),
    "experts_require_administrateur_invitation": _non(),
    "instructeurs_self_management_enabled": _non(),
    "hide_instructeurs_email": _non(),
    "routing_alert": _non(),
    "routage_api": _non(),
    "pro_connect_restriction": Option(Genre.choix, "none", ("none", "instructeurs", "all")),
    # What the usager meets (rules 1.5, 1.17)
    "accuse_lecture": _non(),
    "ask_birthday": _non(),
    "no_gender": _non(),
    "for_tiers_enabled": _oui(),
    "piece_justificative_multiple": _oui(),
    "estimated_duration_visible": _oui(),
    "rdv_enabled": _non(),
    "blocking_pending_correction": _non(),
    "ineligibilite_enabled": _non(),
    "ineligibilite_rules": Option(Genre.condition),
    "ineligibilite_message": _texte(),
    "dossier_submitted_message": _texte(),
    "monavis_embed": _texte(),
    # Where it is found (rules 1.2, 1.17)
    "robots_indexable": _oui(),
    "template": _non(),
    "hidden_at_as_template": _non(),
    "lien_site_web": _texte(colonne=True),
    "lien_notice": _texte(colonne=True),
    "lien_dpo": _texte(colonne=True),
    "cadre_juridique": _texte(colonne=True),
    "juridique_required": _oui(),
    "tags": Option(Genre.textes, [], colonne=True),
    "zones": Option(Genre.textes, []),
    # How long it keeps dossiers, and how it ends (rules 1.2.3, 1.6)
    "max_duree_conservation_dossiers_dans_ds": Option(Genre.entier, 12),
    "duree_conservation_etendue_par_ds": _non(),
    "procedure_expires_when_termine_enabled": _oui(),
    "auto_archive_on": Option(Genre.jour),
    "closing_reason": Option(Genre.choix, None, ("internal_procedure", "other")),
    "closing_details": _texte(),
    "closing_notification_brouillon": _non(),
    "closing_notification_en_cours": _non(),
    "replaced_by_procedure_id": Option(Genre.entier),
    # What it is connected to (rules 1.17.6, 1.17.8, 2.4.36)
    "web_hook_url": _texte(),
    "chorus": Option(Genre.donnees, {}, colonne=True),
    "api_particulier_token": _texte(),
    "api_particulier_sources": Option(Genre.donnees, {}),
    "api_entreprise_token": _texte(),
    # The six mails, each `{objet, corps}` (rules 1.15.1)
    "initiated_mail": Option(Genre.donnees),
    "received_mail": Option(Genre.donnees),
    "closed_mail": Option(Genre.donnees),
    "refused_mail": Option(Genre.donnees),
    "without_continuation": Option(Genre.donnees),
    "re_instructed_mail": Option(Genre.donnees),
}
