"""The tags that every démarche has, as a table (rules 1.16.2 to 1.16.4)."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain.balises.faits import Faits, Lien, Valeur
from domain.calendrier import jour
from domain.demarches.models import Demarche
from domain.dossiers.demandeurs import Civilite, Etablissement, Individu
from domain.dossiers.states import SOUMIS, TERMINE, State


class Usage(StrEnum):
    """What a template makes. The names of exported files will be a third one (rules 8.7.5)."""

    courriel = "courriel"
    attestation = "attestation"


class Balise(NamedTuple):
    id: str
    libelle: str
    valeur: Callable[[Faits], Valeur]
    etats: frozenset[State] = SOUMIS
    usages: frozenset[Usage] = frozenset(Usage)
    si: Callable[[Demarche], bool] = lambda demarche: True
    """Whether the settings of a démarche give this tag."""


INSTRUCTION_COMMENCEE = TERMINE | {State.en_instruction}
DECISIONS_ATTESTEES = frozenset({State.accepte, State.refuse})
COURRIEL = frozenset({Usage.courriel})

SANS_JUSTIFICATIF = "Aucun document n’est joint à cette décision."


def date_courte(quand: datetime | date | None) -> str:
    """dd/mm/yyyy, the day it was in Paris (rules 1.16.7)."""
    if quand is None:
        return ""
    return f"{jour(quand) if isinstance(quand, datetime) else quand:%d/%m/%Y}"


def _individu(lire: Callable[[Individu], str | None]) -> Callable[[Faits], str]:
    return lambda faits: (faits.individu and lire(faits.individu)) or ""


def _etablissement(lire: Callable[[Etablissement], str | None]) -> Callable[[Faits], str]:
    return lambda faits: (faits.etablissement and lire(faits.etablissement)) or ""


def _civilite(individu: Individu) -> str:
    return {Civilite.M: "M.", Civilite.Mme: "Mme"}.get(individu.civilite, "") if individu.civilite else ""  # fmt: skip


def _justificatif(faits: Faits) -> Valeur:
    url = faits.liens.justificatif
    return Lien(url, "Télécharger le document joint à la décision") if url else SANS_JUSTIFICATIF


def _lien(url: str, libelle: str) -> Valeur:
    return Lien(url, libelle) if url else ""


def _avec_sva_svr(demarche: Demarche) -> bool:
    return bool(demarche.sva_svr)


def _particulier(demarche: Demarche) -> bool:
    return demarche.pour_individu


def _entreprise(demarche: Demarche) -> bool:
    return not demarche.pour_individu


BALISES = (
    Balise("dossier_number", "numéro du dossier", lambda f: str(f.dossier.id)),
    Balise("dossier_motivation", "motivation", lambda f: f.dossier.motivation or "", TERMINE),
    Balise("dossier_depose_at", "date de dépôt", lambda f: date_courte(f.dossier.depose_le)),
    Balise("dossier_en_instruction_at", "date de passage en instruction", lambda f: date_courte(f.dossier.en_instruction_le), INSTRUCTION_COMMENCEE),
    Balise("dossier_processed_at", "date de décision", lambda f: date_courte(f.dossier.traite_le), TERMINE),
    Balise("dossier_last_champ_updated_at", "date de mise à jour", lambda f: date_courte(f.dossier.champs_modifies_le)),
    Balise("dossier_procedure_libelle", "libellé démarche", lambda f: f.demarche.libelle),
    Balise("dossier_service_name", "nom du service", lambda f: f.service or ""),
    Balise("dossier_sva_svr_decision_on", "date prévisionnelle SVA/SVR", lambda f: date_courte(f.dossier.decision_sva_svr_le), frozenset({State.en_instruction}), si=_avec_sva_svr),
    Balise("dossier_groupe_instructeur", "groupe instructeur", lambda f: f.groupe or ""),
    Balise("dossier_contact_information_name", "contact du groupe instructeur", lambda f: f.contact_du_groupe or f.service or ""),
    Balise("dossier_url", "lien dossier", lambda f: _lien(f.liens.dossier, f.liens.dossier), usages=COURRIEL),
    Balise("dossier_attestation_url", "lien attestation", lambda f: _lien(f.liens.attestation, "Télécharger l’attestation"), DECISIONS_ATTESTEES, COURRIEL),
    Balise("dossier_motivation_url", "lien document justificatif", _justificatif, TERMINE, COURRIEL),
    Balise("individual_gender", "civilité", _individu(_civilite), si=_particulier),
    Balise("individual_last_name", "nom", _individu(lambda i: i.nom), si=_particulier),
    Balise("individual_first_name", "prénom", _individu(lambda i: i.prenom), si=_particulier),
    Balise("entreprise_siren", "SIREN", _etablissement(lambda e: e.siren), si=_entreprise),
    Balise("entreprise_numero_tva_intracommunautaire", "numéro de TVA intracommunautaire", _etablissement(lambda e: e.numero_tva_intracommunautaire), si=_entreprise),
    Balise("entreprise_siret_siege_social", "SIRET du siège social", _etablissement(lambda e: e.siret_siege_social), si=_entreprise),
    Balise("entreprise_raison_sociale", "raison sociale", _etablissement(lambda e: e.raison_sociale), si=_entreprise),
    Balise("entreprise_adresse", "adresse", _etablissement(lambda e: e.adresse), si=_entreprise),
)  # fmt: skip
