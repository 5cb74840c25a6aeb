"""The life of one generated dossier, told by the verbs of the domain as any other's."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from domain.avis import demande
from domain.comptes.models import Expert, Instructeur
from domain.dossiers import decisions
from domain.dossiers.creation import identifier
from domain.dossiers.dates import recalculer_expiration, toucher
from domain.dossiers.demandeurs import Civilite, Individu
from domain.dossiers.depot import deposer
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State
from domain.formulaires.formulaire import Formulaire, Visibilite
from domain.labels.models import Label
from domain.labels.pose import poser
from domain.messagerie import corrections
from domain.messagerie.envoi import envoyer
from domain.messagerie.models import RaisonCorrection
from scenarios.construction.monde import DemarcheBatie
from scenarios.generation import mots
from scenarios.generation.population import Habitant
from scenarios.generation.recolte import Recolte
from scenarios.generation.tirage import Tirage

PART_AVEC_MESSAGES = 0.35
PART_A_CORRIGER = 0.08
PART_AVEC_AVIS = 0.1
PART_AVEC_LABEL = 0.3


class Vie:
    """What every life of a démarche shares: its groupes, members, experts, labels, and chance."""

    def __init__(
        self,
        batie: DemarcheBatie,
        *,
        membres: dict[int, list[Instructeur]],
        experts: Sequence[Expert],
        hasard: Random,
    ) -> None:
        self.batie, self.demarche, self.hasard = batie, batie.demarche, hasard
        self.membres, self.experts = membres, experts
        self.groupes = list(batie.groupes.values())
        self.labels: list[Label] = list(batie.labels.values())
        self.connus = [list(f.par_stable_id) for f in batie.formulaires]

    def commencer(
        self, tx: Recolte, *, number: int, revision: int, habitant: Habitant, tirage: Tirage
    ) -> Dossier:
        """The draft, and who asks."""
        at = tirage.depose_le
        dossier = Dossier(
            id=number, demarche_id=self.demarche.id, revision_id=self.batie.revisions[revision].id,
            usager_id=habitant.compte.id, state=State.brouillon, cree_le=at, modifie_le=at,
        )  # fmt: skip
        recalculer_expiration(dossier, demarche=self.demarche)
        tx.add(dossier)
        if self.demarche.pour_individu:
            individu = Individu(
                civilite=Civilite(habitant.civilite), nom=habitant.nom, prenom=habitant.prenom
            )
            identifier(tx, dossier, demarche=self.demarche, demandeur=individu, at=at)
        else:
            toucher(dossier, "identite_modifiee_le", at=at)
        toucher(dossier, "champs_modifies_le", at=at)
        return dossier

    def continuer(
        self, tx: Recolte, dossier: Dossier, *, habitant: Habitant, tirage: Tirage,
        visibilite: Visibilite, rang: int,
    ) -> None:  # fmt: skip
        """From the deposit to the state drawn."""
        if tirage.etat is State.brouillon:
            return
        deposer(
            tx, dossier, demarche=self.demarche, groupes=self.groupes,
            champs_connus=self.connus[rang], visibilite=visibilite, at=tirage.depose_le,
        )  # fmt: skip
        membres = self.membres.get(dossier.groupe_instructeur_id or 0)
        instructeur = self.hasard.choice(membres) if membres else None
        suivis: list[Suivi] = []
        if self.labels and self.hasard.random() < PART_AVEC_LABEL:
            poser(tx, dossier, label=self.hasard.choice(self.labels))
        if self.hasard.random() < PART_AVEC_MESSAGES:
            self._converser(tx, dossier, habitant, instructeur, suivis, tirage)
        if tirage.etat is State.en_construction:
            return
        decisions.passer_en_instruction(
            tx, dossier, demarche=self.demarche, instructeur=instructeur, suivis=suivis,
            at=tirage.instruit_le,
        )  # fmt: skip
        if instructeur and self.experts and self.hasard.random() < PART_AVEC_AVIS:
            self._consulter(tx, dossier, instructeur, suivis, tirage)
        if tirage.etat in TERMINE:
            decisions.DECISIONS[tirage.etat](
                tx, dossier, demarche=self.demarche, instructeur=instructeur,
                motivation=None if tirage.etat is State.accepte else self.hasard.choice(mots.MOTIVATIONS),
                at=tirage.traite_le,
            )  # fmt: skip

    def _converser(
        self, tx: Recolte, dossier: Dossier, habitant: Habitant, instructeur: Instructeur | None,
        suivis: list[Suivi], tirage: Tirage,
    ) -> None:  # fmt: skip
        """The usager asks, the instructeur answers, and may ask for a correction."""
        question, reponse = self._instants(tirage.depose_le, tirage.instruit_le)
        corps = self.hasard.choice(mots.QUESTIONS_D_USAGER)
        envoyer(tx, dossier, auteur=habitant.compte, corps=corps, suivis=suivis, at=question)
        if instructeur is None:
            return
        corps = self.hasard.choice(mots.REPONSES_D_INSTRUCTEUR)
        message = envoyer(tx, dossier, auteur=instructeur, corps=corps, suivis=suivis, at=reponse)
        a_corriger = tirage.etat is State.en_construction
        if a_corriger and self.hasard.random() < PART_A_CORRIGER:
            raison = self.hasard.choice(list(RaisonCorrection))
            corrections.demander(tx, dossier, message=message, raison=raison, at=reponse)

    def _consulter(
        self, tx: Recolte, dossier: Dossier, instructeur: Instructeur, suivis: list[Suivi],
        tirage: Tirage,
    ) -> None:  # fmt: skip
        demande_le, repondu_le = self._instants(tirage.instruit_le, tirage.traite_le)
        avis = demande.demander(
            tx, dossier, expert=self.hasard.choice(self.experts), demandeur=instructeur,
            introduction="Bonjour, merci de nous donner votre avis.",
            confidentiel=self.hasard.random() < 0.2, suivis=suivis, at=demande_le,
        )  # fmt: skip
        if self.hasard.random() < 0.7:
            demande.repondre(
                dossier, avis=avis, reponse=self.hasard.choice(mots.AVIS), at=repondu_le
            )

    def _instants(self, debut: datetime, fin: datetime) -> tuple[datetime, datetime]:
        ecart = fin - debut
        return debut + ecart / 3, debut + 2 * ecart / 3


def montrees(formulaire: Formulaire, visibilite: Visibilite) -> frozenset[int]:
    """The roots that the answers show: what is hidden is erased at the deposit (rules 3.4.6)."""
    racines = (*formulaire.champs, *formulaire.annotations)
    return frozenset(d.stable_id for d in racines if visibilite.montre(d))
