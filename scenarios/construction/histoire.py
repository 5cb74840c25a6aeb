"""What happened to a dossier, told in the order of the instants."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from domain.avis import demande
from domain.comptes.models import Compte, Expert, Instructeur
from domain.demarches.models import Declarative
from domain.dossiers import decisions
from domain.dossiers.affectation import affecter
from domain.dossiers.depot import deposer, redeposer
from domain.dossiers.historique import ModeAffectation, Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State
from domain.dossiers.suivi import suivre
from domain.fichiers.models import Role
from domain.formulaires.formulaire import Visibilite
from domain.messagerie import corrections
from domain.messagerie.envoi import envoyer
from domain.messagerie.models import Correction
from domain.messagerie.suppression import supprimer
from scenarios.construction.demarches import placer_expert
from scenarios.construction.monde import DemarcheBatie, Monde
from scenarios.format.dossiers import USAGER, Avis, Message
from scenarios.plan import PlanDossier

MOTIVATIONS = {
    State.refuse: "La demande ne remplit pas les conditions prévues.",
    State.sans_suite: "La demande n’appelle pas de suite.",
}


class Histoire:
    """Each event is kept with its instant, then told in turn; the verbs of the domain tell it."""

    def __init__(
        self,
        monde: Monde,
        batie: DemarcheBatie,
        plan: PlanDossier,
        dossier: Dossier,
        visibilite: Visibilite,
    ) -> None:
        self.monde, self.batie, self.plan, self.dossier = monde, batie, plan, dossier
        self.tx, self.demarche, self.forme = monde.tx, batie.demarche, plan.forme
        self.visibilite = visibilite
        self.suivis: list[Suivi] = []
        self.corrections: list[Correction] = []
        signataire = self.forme.traite_par
        self.instructeur = monde.instructeur(signataire) if signataire else None
        self._evenements: list[tuple[datetime, Callable[[datetime], None]]] = []

    def raconter(self) -> None:
        self._prevoir_etats()
        for email in self.forme.suivi_par:
            self._prevoir(self._debut, partial(self._suivre, email))
        for message in self.forme.messages:
            self._prevoir(message.le, partial(self._ecrire, message))
        for avis in self.forme.avis:
            self._prevoir(avis.le, partial(self._demander, avis))
        for instant, evenement in sorted(self._evenements, key=lambda e: e[0]):
            evenement(instant)

    def _prevoir(self, instant: datetime | None, evenement: Callable[[datetime], None]) -> None:
        self._evenements.append((instant or self.monde.maintenant, evenement))

    @property
    def _debut(self) -> datetime:
        return self.plan.dates.depose_le or self.plan.dates.cree_le

    # --- the states --------------------------------------------------------------------------

    def _prevoir_etats(self) -> None:
        dates, etat = self.plan.dates, self.forme.etat
        if dates.depose_le is None or dates.en_construction_le is None:
            self._prevoir(dates.cree_le, self._affecter)  # a draft may be routed already
            return
        self._prevoir(dates.depose_le, self._deposer)
        revenu = etat is State.en_construction and dates.en_instruction_le is not None
        if dates.en_construction_le > dates.depose_le and not revenu:
            self._prevoir(dates.en_construction_le, self._redeposer)
        if dates.en_instruction_le is not None and not self._acceptee_a_l_arrivee:
            self._prevoir(dates.en_instruction_le, self._passer_en_instruction)
        if revenu:
            self._prevoir(dates.en_construction_le, self._revenir)
        if dates.traite_le is not None:
            self._prevoir(dates.traite_le, self._decider)

    @property
    def _acceptee_a_l_arrivee(self) -> bool:
        """Declared, hence accepted, without ever being en instruction (rules 1.9.2)."""
        return (
            self.forme.etat is State.accepte
            and self.demarche.declarative is Declarative.accepte
            and self.instructeur is None
            and self.forme.en_instruction_le is None
        )

    def _deposer(self, at: datetime) -> None:
        groupes = self.batie.groupes
        formulaire = self.batie.formulaires[self.plan.revision]
        deposer(
            self.tx, self.dossier, demarche=self.demarche, groupes=list(groupes.values()),
            champs_connus=list(formulaire.par_stable_id), visibilite=self.visibilite, at=at,
        )  # fmt: skip
        self._affecter(at)

    def _affecter(self, at: datetime) -> None:
        """The groupe that the file gives, if it is another than the one that the answers chose."""
        if self.forme.groupe is None:
            return
        par_id = {groupe.id: groupe for groupe in self.batie.groupes.values()}
        affecter(
            self.tx, self.dossier, groupe=self.batie.groupes[self.forme.groupe],
            precedent=par_id.get(self.dossier.groupe_instructeur_id or 0),
            mode=ModeAffectation.manual, at=at,
        )  # fmt: skip

    def _redeposer(self, at: datetime) -> None:
        redeposer(self.tx, self.dossier, demarche=self.demarche, at=at)

    def _passer_en_instruction(self, at: datetime) -> None:
        decisions.passer_en_instruction(
            self.tx, self.dossier, demarche=self.demarche, instructeur=self.instructeur,
            suivis=self.suivis, at=at,
            corrections=[c for c in self.corrections if c.resolue_le is None],
        )  # fmt: skip

    def _revenir(self, at: datetime) -> None:
        """With SVA/SVR there is one way back only (rules 1.10.5)."""
        revenir = (
            decisions.renvoyer_pour_correction
            if self.demarche.sva_svr
            else decisions.repasser_en_construction
        )
        revenir(self.tx, self.dossier, demarche=self.demarche, instructeur=self.instructeur, at=at)

    def _decider(self, at: datetime) -> None:
        if self.forme.etat not in TERMINE:
            return
        decider = decisions.DECISIONS[self.forme.etat]
        decider(
            self.tx, self.dossier, demarche=self.demarche, instructeur=self.instructeur,
            motivation=self.forme.motivation or MOTIVATIONS.get(self.forme.etat), at=at,
        )  # fmt: skip
        if self.forme.justificatif is not None:
            self.monde.rangement.ajouter(
                self.tx, self.forme.justificatif, at=at, role=Role.justificatif,
                dossier_id=self.dossier.id,
            )  # fmt: skip

    # --- the people --------------------------------------------------------------------------

    def _suivre(self, email: str, at: datetime) -> None:
        suivre(
            self.tx, self.dossier, instructeur=self.monde.instructeur(email),
            suivis=self.suivis, at=at,
        )  # fmt: skip

    def _ecrire(self, forme: Message, at: datetime) -> None:
        de = self.forme.usager if forme.de == USAGER else forme.de
        profils = self.monde.profils[de]
        auteur: Compte | Instructeur | Expert = profils.compte
        if de != self.forme.usager:
            auteur = profils.instructeur or profils.expert or profils.compte
        message = envoyer(
            self.tx, self.dossier, auteur=auteur, corps=forme.corps, suivis=self.suivis, at=at
        )
        correction = None
        if forme.correction is not None:
            correction = corrections.demander(
                self.tx, self.dossier, message=message, raison=forme.correction, at=at
            )
            self.corrections.append(correction)
            if forme.resolue_le is not None:
                corrections.resoudre(self.dossier, correction=correction, at=forme.resolue_le)
        if forme.supprime_le is not None:
            supprimer(
                self.tx, self.dossier, message=message, correction=correction, at=forme.supprime_le
            )
            return  # its files went with its text
        for piece in forme.pieces:
            self.monde.rangement.ajouter(
                self.tx, piece, at=at, message_id=message.id, dossier_id=self.dossier.id
            )

    def _demander(self, forme: Avis, at: datetime) -> None:
        placer_expert(self.monde, self.batie, forme.expert)
        demandeur = self.monde.profils[forme.demandeur]
        avis = demande.demander(
            self.tx, self.dossier, expert=self.monde.expert(forme.expert),
            demandeur=demandeur.instructeur or self.monde.expert(forme.demandeur),
            introduction=forme.introduction, question=forme.question,
            confidentiel=forme.confidentiel, suivis=self.suivis, at=at,
        )  # fmt: skip
        if forme.reponse is None:
            return
        repondu_le = forme.repondu_le or max(at, self.monde.maintenant)
        demande.repondre(
            self.dossier, avis=avis, reponse=forme.reponse,
            question_reponse=forme.reponse_question, at=repondu_le,
        )  # fmt: skip
        if forme.revoque_le is not None:
            demande.revoquer(self.dossier, avis=avis, at=forme.revoque_le)
        for piece in forme.pieces:
            self.monde.rangement.ajouter(
                self.tx, piece, at=repondu_le, avis_id=avis.id, dossier_id=self.dossier.id
            )
