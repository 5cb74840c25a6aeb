"""Asking experts what they think (rules 6.2 to 6.6). Asking again and doing without are in
`avis_demandes.py`, what they answer in `avis_rendus.py`."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from domain.actes.annonces_d_avis import annoncer_l_avis
from domain.actes.droits import exiger_un_instructeur
from domain.actes.lectures import demarche_de, suivis_de
from domain.actes.pieces_d_avis import joindre_a_la_demande
from domain.actes.suites import badger, suivi_de
from domain.actes.trace import consigner, photographie
from domain.auteurs import Auteur
from domain.avis import demande
from domain.avis.designation import (
    exiger_des_avis,
    exiger_invitables,
    places_de,
    trier,
    trouver_ou_inviter,
)
from domain.avis.events import AvisDemande
from domain.avis.identites import nom_pour_les_experts
from domain.avis.lies import dossiers_lies
from domain.avis.models import Avis
from domain.avis.refus import exiger_en_cours, exiger_le_sien
from domain.badges.regles import Fait
from domain.comptes.adresses import adresse
from domain.comptes.models import Expert, Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.journal.models import Operation
from domain.transactions import Transaction

# What is proposed to whoever asks, and sent when he writes nothing else (rules 6.2).
INTRODUCTION_PROPOSEE = (
    "Bonjour,\n\nNous aimerions avoir votre avis sur ce dossier. "
    "Merci d’avance de l’éclairage que vous pourrez nous apporter."
)


class Question(NamedTuple):
    """What is asked. `lies`: of the dossiers that this one links to as well (rules 6.3)."""

    introduction: str = ""
    question: str | None = None
    confidentiel: bool = False
    piece: FichierVerifie | None = None
    lies: bool = False


def designer(
    tx: Transaction, dossier: Dossier, textes: Collection[str]
) -> tuple[list[str], list[DomainError]]:
    """The addresses that may be asked, and why the others may not. Raises AvisFermes, DossierTraite,
    SansAdresse, TropDAdresses."""
    demarche = demarche_de(tx, dossier)
    exiger_des_avis(demarche)
    exiger_en_cours(dossier)
    return trier(demarche, textes, places_de(tx, demarche.id))


def demander(
    tx: Transaction, dossier: Dossier, *, instructeur: Instructeur | None, auteur: Auteur,
    emails: Iterable[str], introduction: str = "", question: str | None = None,
    confidentiel: bool = False, piece: FichierVerifie | None = None, lies: bool = False,
    at: datetime,
) -> list[Avis]:  # fmt: skip
    """One avis for each address; unknown ones get an account. The instructeur follows.

    Raises AvisFermes, DossierTraite, AdresseInvalide, ExpertHorsListe, AccesRefuse.
    """
    demarche, adresses = _verifier(tx, dossier, emails)
    instructeur = exiger_un_instructeur(tx, dossier, instructeur)
    posee = Question(introduction, question, confidentiel, piece, lies)
    return _poser(
        tx, dossier, demarche, adresses, posee, demandeur=instructeur, auteur=auteur, at=at
    )


def transmettre(
    tx: Transaction, dossier: Dossier, *, avis: Avis, expert: Expert, auteur: Auteur,
    emails: Iterable[str], introduction: str = "", question: str | None = None,
    confidentiel: bool = False, piece: FichierVerifie | None = None, lies: bool = False,
    at: datetime,
) -> list[Avis]:  # fmt: skip
    """The same by an expert, who was asked `avis`: what was asked of him in confidence stays so
    (rules 6.6). Raises AvisDUnAutre, AvisFermes, DossierTraite, AdresseInvalide, ExpertHorsListe."""
    exiger_le_sien(avis, expert)
    demarche, adresses = _verifier(tx, dossier, emails)
    posee = Question(introduction, question, confidentiel or avis.confidentiel, piece, lies)
    return _poser(tx, dossier, demarche, adresses, posee, demandeur=expert, auteur=auteur, at=at)


def _verifier(
    tx: Transaction, dossier: Dossier, emails: Iterable[str]
) -> tuple[Demarche, list[str]]:
    demarche = demarche_de(tx, dossier)
    exiger_des_avis(demarche)
    exiger_en_cours(dossier)
    adresses = list(dict.fromkeys(map(adresse, emails)))
    exiger_invitables(demarche, adresses, places_de(tx, demarche.id))
    return demarche, adresses


def _poser(
    tx: Transaction, dossier: Dossier, demarche: Demarche, adresses: Sequence[str],
    posee: Question, *, demandeur: Instructeur | Expert, auteur: Auteur, at: datetime,
) -> list[Avis]:  # fmt: skip
    if not adresses:
        return []
    with _suivi_du_demandeur(tx, dossier, demandeur, at=at) as suivis:
        faits = _creer(tx, dossier, demarche, adresses, posee, demandeur, auteur, suivis, at=at)
    nom = nom_pour_les_experts(demarche, demandeur)
    for avis, expert in faits:
        annoncer_l_avis(tx, dossier, avis, expert=expert, de=nom, at=at)
    tous = [avis for avis, _ in faits]
    if posee.lies:
        for lie in dossiers_lies(tx, dossier, demandeur):
            tous += _sur_un_lie(tx, lie, adresses, posee, demandeur, auteur, at=at)
    if posee.piece is not None:
        joindre_a_la_demande(tx, dossier, tous, posee.piece, at=at)
    return [avis for avis, _ in faits]


def _creer(
    tx: Transaction, dossier: Dossier, demarche: Demarche, adresses: Collection[str],
    posee: Question, demandeur: Instructeur | Expert, auteur: Auteur,
    suivis: list[Suivi] | None = None, *, at: datetime,
) -> list[tuple[Avis, Expert]]:  # fmt: skip
    """Without `suivis` nobody comes to follow the dossier."""
    faits = []
    for expert in trouver_ou_inviter(tx, adresses, demarche_id=demarche.id, at=at):
        avis = demande.demander(
            tx, dossier, expert=expert, demandeur=demandeur, introduction=posee.introduction,
            question=posee.question, confidentiel=posee.confidentiel,
            suivis=[] if suivis is None else suivis, suit=suivis is not None, at=at,
        )  # fmt: skip
        consigner(
            tx, Operation.demander_un_avis, dossier, demarche=demarche, auteur=auteur, at=at,
            sujet={**photographie(dossier), "avis_id": avis.id, "expert": expert.compte.email},
        )  # fmt: skip
        tx.publish(
            AvisDemande(avis_id=avis.id, dossier_id=dossier.id, demarche_id=demarche.id, le=at)
        )
        faits.append((avis, expert))
    badger(tx, dossier, Fait.avis_demande, at=at)
    return faits


@contextmanager
def _suivi_du_demandeur(
    tx: Transaction, dossier: Dossier, demandeur: Instructeur | Expert, *, at: datetime
) -> Iterator[list[Suivi]]:
    suivis = suivis_de(tx, dossier)
    if isinstance(demandeur, Expert):
        yield suivis
        return
    with suivi_de(tx, dossier, demandeur, suivis, at=at):
        yield suivis


def _sur_un_lie(
    tx: Transaction, lie: Dossier, adresses: Sequence[str], posee: Question,
    demandeur: Instructeur | Expert, auteur: Auteur, *, at: datetime,
) -> list[Avis]:  # fmt: skip
    """Of those who may be asked there and were not yet. No mail: the main dossier's says enough."""
    demarche = demarche_de(tx, lie)
    if not demarche.options.get("allow_expert_review", True):
        return []
    permis, _ = trier(demarche, adresses, places_de(tx, demarche.id))
    deja = set(
        tx.session.scalars(
            select(Avis.expert_id).where(Avis.dossier_id == lie.id, Avis.revoque_le.is_(None))
        )
    )
    connus = tx.session.scalars(
        select(Expert).where(Expert.id.in_(deja)).options(joinedload(Expert.compte))
    )
    nouveaux = [email for email in permis if email not in {e.compte.email for e in connus.all()}]
    if not nouveaux:
        return []
    faits = _creer(tx, lie, demarche, nouveaux, posee, demandeur, auteur, at=at)
    return [avis for avis, _ in faits]
