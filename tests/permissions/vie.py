"""The life of the dossiers of a house, in chapters: by the doors where there is one, by acts where the door is
the usager's, which he does not have yet. Each text that somebody types bears the word of who may read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from domain.actes import depot, invitations, messages, suppression, transfert
from domain.comptes.auteurs import comme_usager
from domain.comptes.models import Compte
from domain.dossiers.models import Dossier
from domain.identifiants import identifiant
from domain.transactions import Transaction
from jobs.automatismes import maintenant
from tests.api.entrees import TOUTES, selection
from tests.permissions.appelants import APPELANTS, Appelant
from tests.permissions.maisons import Maison
from tests.permissions.sorties import Sorties

TIERS, NEUVE, PROCHE = "tiers", "neuve", "proche"  # who has no account, or not yet

AVANT = """
INSERT INTO preferences (instructeur_id, demarche_id, courriel_nouveau_dossier, courriel_nouveau_message,
    courriel_nouvel_avis, courriel_quotidien, courriel_hebdomadaire)
SELECT DISTINCT instructeur_id, demarche_id, true, true, true, true, true FROM affectations
    JOIN groupes_instructeurs g ON g.id = groupe_instructeur_id
ON CONFLICT (instructeur_id, demarche_id) DO UPDATE SET courriel_nouveau_dossier = true,
    courriel_nouveau_message = true, courriel_nouvel_avis = true, courriel_quotidien = true,
    courriel_hebdomadaire = true;
UPDATE experts_demarches SET acces_decision = true, avertir_des_messages = true;
UPDATE dossiers SET pour_un_tiers = true, mandataire_nom = 'Benali', mandataire_prenom = 'Ali';
UPDATE individus SET email = 'tiers@' || split_part(c.email, '@', 2)
    FROM dossiers d JOIN comptes c ON c.id = d.usager_id WHERE d.id = dossier_id;
INSERT INTO adresses_courriel (email, verifiee_le) SELECT DISTINCT email, now() FROM individus;
DELETE FROM courriels
"""


FERMER_BIENTOT = """
UPDATE demarches SET options = options || jsonb_build_object(
    'auto_archive_on', to_char(now() AT TIME ZONE 'Europe/Paris' + interval '2 days', 'YYYY-MM-DD'))
"""


@dataclass
class Vie:
    sorties: Sorties
    maison: Maison

    def n(self, rang: int) -> int:
        return self.maison.base + rang

    def dit(self, droit: str) -> str:
        """A whole sentence: what is printed after it is no part of the word."""
        return f"{self.maison.dit(droit)}."

    def dossier(self, rang: int) -> str:
        return identifiant("Dossier", self.n(rang))

    def muter(self, qui: str, champ: str, **entree: Any) -> Any:
        """A mutation that is obeyed."""
        [appelant] = [a for a in APPELANTS if a.personne == qui]
        return self._muter(appelant, champ, entree)

    def par_jeton(self, champ: str, **entree: Any) -> Any:
        [appelant] = [a for a in APPELANTS if a.jeton == "ecriture"]
        return self._muter(appelant, champ, entree)

    def _muter(self, qui: Appelant, champ: str, entree: dict[str, Any]) -> Any:
        texte = f"mutation ($i: {TOUTES[champ].name}!) {{ {champ}(input: $i) {{ {selection(champ)} }} }}"
        corps = self.sorties.ville.demander(qui, self.maison, texte, i=entree).json()
        assert "errors" not in corps, (champ, corps)
        payload = corps["data"][champ]
        assert payload.get("errors") is None, (champ, payload)
        return payload

    def instruire(self, champ: str, rang: int, qui: str = "ines", **entree: Any) -> None:
        """On a dossier, in one's own name."""
        qui_ = self.profil("instructeur", qui)
        self.muter(qui, champ, dossierId=self.dossier(rang), instructeurId=qui_, **entree)

    def de_l_usager(
        self, acte: Callable[..., Any], rang: int, qui: str = "ali", **plus: Any
    ) -> None:
        def agir(tx: Transaction) -> None:
            usager = tx.session.scalars(
                select(Compte).where(Compte.email == self.maison.email(qui))
            ).one()
            pris = select(Dossier).where(Dossier.id == self.n(rang)).with_for_update(of=Dossier)
            acte(
                tx, tx.session.scalars(pris).one(), usager=usager, auteur=comme_usager(usager),
                at=maintenant(tx), **plus,
            )  # fmt: skip

        self.sorties.base.transaction(agir)

    def profil(self, role: str, qui: str) -> str:
        numero = self.sorties.ville.un(
            f"SELECT p.id FROM {role}s p JOIN comptes c ON c.id = compte_id WHERE email = %s",
            self.maison.email(qui),
        )
        return identifiant(role.title(), numero)

    def groupe(self, label: str) -> str:
        return identifiant("GroupeInstructeur", self.sorties.ville.un(
            "SELECT id FROM groupes_instructeurs WHERE demarche_id = %s AND label = %s",
            self.maison.demarche, label,
        ))  # fmt: skip

    def avis(self, rang: int, qui: str = "eve") -> str:
        """The last one that is asked of this expert and waits."""
        return identifiant("Avis", self.sorties.ville.un(
            "SELECT max(a.id) FROM avis a JOIN experts e ON e.id = expert_id JOIN comptes c ON c.id = compte_id"
            " WHERE dossier_id = %s AND email = %s AND repondu_le IS NULL",
            self.n(rang), self.maison.email(qui),
        ))  # fmt: skip

    def en_masse(self, acte: str, *rangs: int, **demande: Any) -> None:
        self.muter("ines", "operationDeMasseCreer", acte=acte,
                   dossierIds=[self.dossier(rang) for rang in rangs], **demande)  # fmt: skip

    def brouillon(self) -> None:
        self.par_jeton(
            "dossierCreer", demarche={"number": self.maison.demarche},
            usagerEmail=self.maison.email("alba"),
            demandeur={"personnePhysique": {"civilite": "M", "nom": self.maison.dit("brouillon"), "prenom": "Alba"}},
        )  # fmt: skip

    def ecrire_aux_brouillons(self) -> None:
        demarche = identifiant("Procedure", self.maison.demarche)
        self.muter("ines", "demarcheEcrireAuxBrouillons", demarcheId=demarche, body=self.dit("message"))  # fmt: skip

    def vieillir(self, *, annonces: bool) -> None:
        """All that may end will soon, or at once if that was announced."""
        self.sorties.ville.faire(
            "UPDATE dossiers SET expire_le = now() - interval '1 hour' WHERE expiration_annoncee_le IS NOT NULL"
            if annonces
            else "UPDATE dossiers SET expire_le = now() + interval '3 days' WHERE state <> 'en_instruction'"
        )
        for famille in ("brouillons", "en_construction", "termines"):
            self.sorties.lancer(f"finir_les_{famille}")


def avis_externes(v: Vie) -> None:
    """Asked, in confidence; again; forwarded; given; and an expert who writes to the usager."""
    experts = [v.maison.email(qui) for qui in ("eve", NEUVE)]
    v.instruire("dossierDemanderAvis", 17, emails=experts, confidentiel=True, introduction=v.dit("demande"))  # fmt: skip
    v.sorties.suivre()
    v.muter("ines", "dossierRelancerAvis", avisId=v.avis(17), instructeurId=v.profil("instructeur", "ines"))  # fmt: skip
    v.muter("eve", "expertDemanderAvis", avisId=v.avis(17), emails=[v.maison.email("iris")], introduction=v.dit("demande"))  # fmt: skip
    v.muter("eve", "expertEnvoyerMessage", avisId=v.avis(17), body=v.dit("message"))
    v.muter("eve", "expertRendreAvis", avisId=v.avis(10), reponse=v.dit("confidentiel"))


def messagerie(v: Vie) -> None:
    v.de_l_usager(messages.ecrire, 10, corps=v.dit("message"))
    v.instruire("dossierEnvoyerMessage", 10, body=v.dit("message"))
    v.instruire("dossierDemanderCorrection", 13, body=v.dit("message"), correction="incorrect")  # fmt: skip
    note = {"annotationId": identifiant("Champ", v.n(5)), "value": v.dit("annotation")}
    v.instruire("dossierModifierAnnotationText", 10, **note)


def depots(v: Vie) -> None:
    v.de_l_usager(depot.deposer, 14)
    v.brouillon()
    v.ecrire_aux_brouillons()


def proches(v: Vie) -> None:
    for acte in (invitations.inviter, transfert.proposer):
        v.de_l_usager(acte, 17, email=v.maison.email(PROCHE))


def en_nombre(v: Vie) -> None:
    v.instruire("dossierRepasserEnInstruction", 12)
    v.en_masse("demander_avis", 12, emails=[v.maison.email("eve")], introduction=v.dit("demande"))  # fmt: skip
    v.sorties.suivre()
    v.muter("eve", "expertRendreAvis", avisId=v.avis(12), reponse=v.dit("confidentiel"))
    v.en_masse("classer_sans_suite", 12, motivation=v.dit("motivation"))


def decisions(v: Vie) -> None:
    v.instruire("dossierAccepter", 10, motivation=v.dit("motivation"))
    v.instruire("dossierPasserEnInstruction", 13)
    v.instruire("dossierRefuser", 13, motivation=v.dit("motivation"))


def groupes(v: Vie) -> None:
    un = {"groupeInstructeurId": v.groupe(v.maison.dit("groupe"))}
    iris = {"instructeurs": [{"email": v.maison.email("iris")}]}
    v.muter("ines", "monGroupeAjouterInstructeurs", **un, **iris)
    v.muter("ines", "dossierEnvoyerAuxInstructeurs", dossierId=v.dossier(10), instructeurIds=[v.profil("instructeur", "iris")])  # fmt: skip
    v.sorties.suivre()
    v.muter("ines", "monGroupeRetirerInstructeurs", **un, **iris)
    v.muter("ines", "dossierChangerGroupeInstructeur", dossierId=v.dossier(17), groupeInstructeurId=v.groupe("Deux"))  # fmt: skip
    v.instruire("dossierBasculeSuivi", 17, "igor", follow=True)
    v.de_l_usager(suppression.supprimer_par_l_usager, 11)


def exports(v: Vie) -> None:
    for qui, format_ in (("ines", "csv"), ("ines", "xlsx"), ("igor", "ods"), ("igor", "zip")):
        v.muter(qui, "exportDemander", demarche={"number": v.maison.demarche}, format=format_)
    v.muter("ines", "archiveDemander", demarche={"number": v.maison.demarche})
    v.sorties.exporter()


def resumes(v: Vie) -> None:
    v.sorties.ville.faire(FERMER_BIENTOT)
    for travail in ("rappeler_les_brouillons", "envoyer_les_resumes_quotidiens", "envoyer_les_resumes_hebdomadaires"):  # fmt: skip
        v.sorties.lancer(travail)


def fins(v: Vie) -> None:
    v.vieillir(annonces=False)
    v.sorties.suivre()
    v.vieillir(annonces=True)


CHAPITRES = (
    avis_externes, messagerie, depots, proches, en_nombre, decisions, exports, groupes, resumes, fins,
)  # fmt: skip


def vivre(v: Vie) -> None:
    v.sorties.ville.faire(AVANT)
    for chapitre in CHAPITRES:
        chapitre(v)
        v.sorties.suivre()
