"""Asking experts what they think, hearing them, and doing without (rules 6)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import demarche_de, suivis_de
from domain.actes.suites import annoncer_l_avis, joindre_a_l_avis
from domain.actes.trace import consigner, photographie
from domain.auteurs import Auteur
from domain.avis import demande
from domain.avis.designation import (
    exiger_des_avis,
    exiger_invitables,
    places_de,
    trouver_ou_inviter,
)
from domain.avis.events import AvisDemande, AvisRendu
from domain.avis.models import Avis
from domain.comptes.adresses import adresse
from domain.comptes.models import Compte, Expert, Instructeur
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.journal.models import Operation
from domain.transactions import Transaction


class AvisDUnAutre(DomainError):
    """Not asked of this expert, or not any more (rules 6.7)."""

    code = "avis_d_un_autre"

    def __init__(self) -> None:
        super().__init__("Cet avis ne vous est pas demandé")


class AvisDejaRendu(DomainError):
    code = "avis_deja_rendu"

    def __init__(self) -> None:
        super().__init__("Cet avis est déjà rendu")


def demander(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    emails: Iterable[str], introduction: str = "", question: str | None = None,
    confidentiel: bool = False, at: datetime,
) -> list[Avis]:  # fmt: skip
    """One avis for each address; unknown ones get an account. The instructeur follows.

    Raises AvisFermes, AdresseInvalide, ExpertHorsListe, AccesRefuse.
    """
    demarche = demarche_de(tx, dossier)
    exiger_des_avis(demarche)
    adresses = list(dict.fromkeys(map(adresse, emails)))
    exiger_invitables(demarche, adresses, places_de(tx, demarche.id))
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    if not adresses:
        return []
    suivis = suivis_de(tx, dossier)
    demandes = []
    for expert in trouver_ou_inviter(tx, adresses, demarche_id=demarche.id, at=at):
        avis = demande.demander(
            tx, dossier, expert=expert, demandeur=instructeur, introduction=introduction,
            question=question, confidentiel=confidentiel, suivis=suivis, at=at,
        )  # fmt: skip
        consigner(
            tx, Operation.demander_un_avis, dossier, demarche=demarche, auteur=auteur, at=at,
            sujet={**photographie(dossier), "avis_id": avis.id, "expert": expert.compte.email},
        )  # fmt: skip
        annoncer_l_avis(
            tx, dossier, avis, expert=expert.compte.email, de=instructeur.compte.email, at=at
        )
        tx.publish(
            AvisDemande(
                avis_id=avis.id, dossier_id=dossier.id, demarche_id=demarche.id, le=at
            )
        )  # fmt: skip
        demandes.append(avis)
    return demandes


def rendre(
    tx: Transaction, dossier: Dossier, *, expert: Expert, auteur: Auteur, avis: Avis,
    reponse: str, question_reponse: bool | None = None, piece: FichierVerifie | None = None,
    at: datetime,
) -> None:  # fmt: skip
    """Again if he likes: the last answer stays. Raises AvisDUnAutre, QuestionSansReponse."""
    if avis.expert_id != expert.id or avis.revoque_le is not None:
        raise AvisDUnAutre
    demande.repondre(dossier, avis=avis, reponse=reponse, question_reponse=question_reponse, at=at)
    if piece is not None:
        joindre_a_l_avis(tx, dossier, avis, piece, at=at)
    tx.publish(
        AvisRendu(avis_id=avis.id, dossier_id=dossier.id, demarche_id=dossier.demarche_id, le=at)
    )


def relancer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    avis: Avis, at: datetime,
) -> None:  # fmt: skip
    """The same mail again (rules 6.9). Raises AvisDejaRendu, AccesRefuse."""
    if avis.repondu_le is not None or avis.revoque_le is not None:
        raise AvisDejaRendu
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    avis.relance_le = at
    email = tx.session.scalars(
        select(Compte.email)
        .join(Expert, Expert.compte_id == Compte.id)
        .where(Expert.id == avis.expert_id)
    ).one()
    annoncer_l_avis(
        tx, dossier, avis, expert=email, de=instructeur.compte.email,
        rappel=f"{at:%Y%m%dT%H%M%S}", at=at,
    )  # fmt: skip


def revoquer(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    avis: Avis, at: datetime,
) -> None:  # fmt: skip
    """An answer is kept, and closed to its expert; a question without one is forgotten (rules 6.10).

    Raises AvisDUnAutre when that is done already, AccesRefuse.
    """
    if avis.revoque_le is not None:
        raise AvisDUnAutre
    exiger_un_instructeur(tx, dossier, instructeur)
    demande.revoquer(dossier, avis=avis, at=at)
    if avis.repondu_le is None:
        tx.delete(avis)
