"""A dossier: who, what state, and the combinations that the rules allow."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import datetime

from domain.comptes.roles import Role
from domain.dossiers.states import TERMINE, State
from domain.dossiers.suppression import MASQUAGES, SuppressionInterdite
from scenarios.format.demarches import Demarche
from scenarios.format.dossiers import Avis, Dossier, Message, Personne
from scenarios.plan import PlanDossier, PlanRevision
from scenarios.refus import Chemin
from scenarios.verification.chronologie import chronologie
from scenarios.verification.contexte import Contexte
from scenarios.verification.reponses import verifier_reponses


def verifier_dossier(
    contexte: Contexte,
    forme: Dossier,
    chemin: Chemin,
    *,
    demarche: Demarche,
    revisions: Sequence[PlanRevision],
    groupes: Collection[str],
    labels: Collection[str],
) -> PlanDossier:
    dates = chronologie(contexte, forme, chemin)
    rang = _revision(revisions, dates.depose_le or dates.cree_le)
    plan = PlanDossier(forme=forme, chemin=chemin, dates=dates, revision=rang)
    contexte.exiger(forme.usager, (*chemin, "usager"))
    _verifier_demandeur(contexte, forme, chemin, demarche=demarche)
    _verifier_etat(contexte, forme, chemin)
    if forme.groupe is not None and forme.groupe not in groupes:
        contexte.noter(
            (*chemin, "groupe"), f"« {forme.groupe} » n’est pas un groupe de cette démarche"
        )
    for numero, label in enumerate(forme.labels):
        if label not in labels:
            contexte.noter((*chemin, "labels", numero), f"« {label} » n’est pas un label de cette démarche")  # fmt: skip
        if label in forme.labels[:numero]:
            contexte.noter((*chemin, "labels", numero), f"le label « {label} » est écrit deux fois")
    contexte.exiger_tous(forme.suivi_par, (*chemin, "suivi_par"), Role.instructeur)
    for numero, message in enumerate(forme.messages):
        _verifier_message(contexte, message, (*chemin, "messages", numero))
    _verifier_corrections(contexte, forme, chemin)
    for numero, avis in enumerate(forme.avis):
        _verifier_avis(contexte, avis, (*chemin, "avis", numero), forme)
    _verifier_suppressions(contexte, forme, chemin)
    verifier_reponses(contexte, plan, revisions[rang].formulaire)
    return plan


def _revision(revisions: Sequence[PlanRevision], instant: datetime) -> int:
    """The one published last at that instant, else the first (rule 3 of the format)."""
    publications = [r.publiee_le for r in revisions if r.publiee_le is not None]
    return max(bisect_right(publications, instant) - 1, 0)


def _verifier_demandeur(
    contexte: Contexte, forme: Dossier, chemin: Chemin, *, demarche: Demarche
) -> None:
    demandeur = forme.demandeur
    if demandeur is None:
        if forme.etat is not State.brouillon and not demarche.pour_individu:
            contexte.noter(chemin, "« demandeur » manque : {siret: …}")
    elif isinstance(demandeur, Personne) is not demarche.pour_individu:
        attendu = "une personne {nom, prenom}" if demarche.pour_individu else "un établissement {siret}"  # fmt: skip
        contexte.noter((*chemin, "demandeur"), f"le demandeur de cette démarche est {attendu}")
    if forme.mandataire and not demarche.pour_individu:
        contexte.noter((*chemin, "mandataire"), "seul un particulier peut avoir un mandataire")


def _verifier_etat(contexte: Contexte, forme: Dossier, chemin: Chemin) -> None:
    if forme.traite_par is not None:
        contexte.exiger(forme.traite_par, (*chemin, "traite_par"), Role.instructeur)
    if forme.etat not in TERMINE:
        for cle in ("motivation", "justificatif"):
            if getattr(forme, cle) is not None:
                contexte.noter((*chemin, cle), f"« {cle} » ne va qu’avec une décision")
        if forme.archive:
            contexte.noter((*chemin, "archive"), "seul un dossier traité peut être archivé")
    elif forme.etat is not State.accepte and _vide(forme.motivation):
        contexte.noter((*chemin, "motivation"), "un refus et un classement sans suite sont motivés")


def _vide(texte: str | None) -> bool:
    """Written, but with nothing in it."""
    return texte is not None and not texte.strip()


def _verifier_message(contexte: Contexte, message: Message, chemin: Chemin) -> None:
    if "@" in message.de:
        contexte.exiger(message.de, (*chemin, "de"))
    if message.resolue_le and message.correction is None:
        contexte.noter((*chemin, "resolue_le"), "resolue_le ne va qu’avec une correction")
    debut = message.le or contexte.maintenant
    for cle in ("resolue_le", "supprime_le"):
        fin = getattr(message, cle)
        if fin is not None and fin < debut:
            contexte.noter((*chemin, cle), f"{cle} est avant la date du message")
    tenus = contexte.roles.get(message.de, set())
    if (message.correction or message.supprime_le) and Role.instructeur not in tenus:
        if message.correction:
            contexte.noter((*chemin, "correction"), "seul un instructeur demande une correction")
        elif Role.expert not in tenus:
            contexte.noter((*chemin, "supprime_le"), "seul un instructeur ou un expert supprime son message")  # fmt: skip


def _verifier_corrections(contexte: Contexte, forme: Dossier, chemin: Chemin) -> None:
    """One at a time (rules 3.10.2), none on a draft."""
    ouvertes = [rang for rang, m in enumerate(forme.messages) if m.correction and not m.resolue_le]
    for rang in ouvertes[1:]:
        contexte.noter((*chemin, "messages", rang, "correction"), "une correction est déjà en attente")  # fmt: skip
    if forme.etat is State.brouillon:
        for rang, message in enumerate(forme.messages):
            if message.correction:
                contexte.noter((*chemin, "messages", rang, "correction"), "un brouillon ne peut pas être à corriger")  # fmt: skip


def _verifier_avis(contexte: Contexte, avis: Avis, chemin: Chemin, forme: Dossier) -> None:
    if forme.etat is State.brouillon:
        contexte.noter(chemin, "aucun avis ne se demande sur un brouillon")
    contexte.exiger(avis.expert, (*chemin, "expert"), Role.expert)
    contexte.exiger(avis.demandeur, (*chemin, "demandeur"), Role.instructeur, Role.expert)
    if avis.reponse is None:
        for cle in ("repondu_le", "reponse_question", "revoque_le"):
            if getattr(avis, cle) is not None:
                contexte.noter((*chemin, cle), f"« {cle} » ne va qu’avec une « reponse »")
        if avis.pieces:
            contexte.noter(
                (*chemin, "pieces"), "les pièces sont celles de la « reponse », qui manque"
            )
    elif avis.question and avis.reponse_question is None:
        contexte.noter(chemin, "« reponse_question » manque : la question attend true ou false")
    if avis.reponse_question is not None and not avis.question:
        contexte.noter((*chemin, "reponse_question"), "aucune « question » n’est posée")
    if avis.repondu_le and avis.le and avis.repondu_le < avis.le:
        contexte.noter((*chemin, "repondu_le"), "repondu_le est avant le")


def _verifier_suppressions(contexte: Contexte, forme: Dossier, chemin: Chemin) -> None:
    vus = set()
    for rang, suppression in enumerate(forme.supprime):
        ici = (*chemin, "supprime") if len(forme.supprime) == 1 else (*chemin, "supprime", rang)
        if forme.etat not in MASQUAGES[suppression.par].etats:
            contexte.noter((*ici, "par"), str(SuppressionInterdite(suppression.par, forme.etat)))
        if suppression.par in vus:
            contexte.noter((*ici, "par"), "chaque côté ne supprime qu’une fois")
        vus.add(suppression.par)
        if suppression.purge_le and suppression.purge_le < (suppression.le or contexte.maintenant):
            contexte.noter((*ici, "purge_le"), "purge_le est avant le")
