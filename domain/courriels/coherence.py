"""What a démarche's words say of its attestation, compared with whether there is one (rules 1.14.4)."""

from sqlalchemy.orm import Session

from domain.attestations.modeles import est_active
from domain.courriels.modeles import ATTESTES, mentions, texte_du_modele
from domain.courriels.models import Modele
from domain.demarches.models import Demarche

LIEN = frozenset({"lien attestation", "dossier_attestation_url"})

LIBELLES = {Modele.closed_mail: "d’acceptation", Modele.refused_mail: "de refus"}
MANQUANTE = "Le courriel {} ne contient pas la balise « lien attestation » : l’usager ne saura pas que son attestation l’attend."  # fmt: skip
DE_TROP = (
    "Le courriel {} contient la balise « lien attestation », mais aucune attestation n’est activée."
)


def avertissements(session: Session, demarche: Demarche) -> list[str]:
    """Sentences for the administrateur; nothing is refused for them."""
    dits = []
    for modele, nature in ATTESTES.items():
        texte = texte_du_modele(session, demarche, modele)
        nommee = any(mention.cle in LIEN for mention in mentions(texte))
        active = est_active(session, demarche.id, nature)
        if nommee != active:
            dits.append((MANQUANTE if active else DE_TROP).format(LIBELLES[modele]))
    return dits
