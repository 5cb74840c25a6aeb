"""What a démarche is when it is copied: its settings, less those that were about the original (rules 1.8)."""

from datetime import datetime
from typing import Any

from domain.demarches.models import Demarche, Etat
from domain.errors import DomainError
from domain.textes import propre

# In months: what every démarche may keep dossiers for, whatever the original was allowed (rules 1.8.4).
CONSERVATION_MAX = 12

# Settings that no copy has: secrets, dates, doors, and how the original ended (rules 1.8.3, 1.8.4).
OUBLIEES = frozenset(
    {
        "api_entreprise_token",
        "api_particulier_sources",
        "api_particulier_token",
        "ask_birthday",
        "auto_archive_on",
        "closing_details",
        "closing_notification_brouillon",
        "closing_notification_en_cours",
        "closing_reason",
        "duree_conservation_etendue_par_ds",
        "experts_require_administrateur_invitation",
        "hidden_at_as_template",
        "max_duree_conservation_dossiers_dans_ds",
        "pro_connect_restriction",
        "replaced_by_procedure_id",
        "robots_indexable",
        "routing_alert",
        "template",
        "web_hook_url",
    }
)

# And those that are about people whom a copy for somebody else does not take along (rules 1.8.5).
DES_INSTRUCTEURS = frozenset({"instructeurs_self_management_enabled", "routage_api"})


class ClonageImpossible(DomainError):
    """It does not exist, or its administrateurs keep it to themselves: they are not told apart."""

    code = "clonage_impossible"

    def __init__(self, number: object) -> None:
        super().__init__(f'La démarche "{number}" ne peut pas être clonée.')


def copier(source: Demarche, *, a_soi: bool, titre: str | None, at: datetime) -> Demarche:
    """A draft like `source`. `a_soi` is a copy by one of its own administrateurs; anybody else's is
    opendata. Neither its service nor its silence comes along."""
    oubliees = OUBLIEES if a_soi else OUBLIEES | DES_INSTRUCTEURS
    return Demarche(
        libelle=propre(titre or "").strip() or source.libelle,
        description=source.description,
        etat=Etat.brouillon,
        pour_individu=source.pour_individu,
        opendata=source.opendata if a_soi else True,
        declarative=source.declarative,
        duree_conservation=min(source.duree_conservation, CONSERVATION_MAX),
        lien_site_web=source.lien_site_web,
        lien_dpo=source.lien_dpo,
        cadre_juridique=source.cadre_juridique,
        tags=list(source.tags),
        chorus=dict(source.chorus) if a_soi else {},
        options=_options(source.options, oubliees),
        attestations=dict(source.attestations),
        cree_le=at,
        modifiee_le=at,
    )


def _options(options: dict[str, Any], oubliees: frozenset[str]) -> dict[str, Any]:
    return {nom: valeur for nom, valeur in options.items() if nom not in oubliees}
