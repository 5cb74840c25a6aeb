"""Asking for an act on many dossiers (rules 5.3, 5.4)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert

from domain.avis.designation import exiger_des_avis, exiger_invitables, places_de
from domain.comptes.adresses import adresse
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.decisions import motiver
from domain.dossiers.models import Dossier
from domain.dossiers.states import Action
from domain.errors import DomainError
from domain.fichiers import limites
from domain.fichiers.attachement import FichierVerifie
from domain.fichiers.models import Televersement
from domain.fichiers.refus import IdentifiantInvalide
from domain.masse.actes import ACTES
from domain.masse.avancement import annoncer_l_avancement
from domain.masse.demande import Demande
from domain.masse.events import OperationDeMasseDemandee
from domain.masse.models import ActeDeMasse, ElementDeMasse, OperationDeMasse
from domain.messagerie.envoi import exiger_un_corps
from domain.transactions import Transaction

EN_ATTENTE = text("issue = 'en_attente'")
LIMITE = 500  # dossiers in one operation (rules 5.3.1)


class TropDeDossiers(DomainError):
    code = "trop_de_dossiers"

    def __init__(self) -> None:
        super().__init__(f"Une action de masse porte sur {LIMITE} dossiers au plus")


class AucunDossier(DomainError):
    """None of them lends itself to the act; those that are another's are not told apart."""

    code = "aucun_dossier"

    def __init__(self) -> None:
        super().__init__("Aucun de ces dossiers ne se prête à cette action")


class DemarchesMelees(DomainError):
    code = "demarches_melees"

    def __init__(self) -> None:
        super().__init__("Une action de masse porte sur les dossiers d’une seule démarche")


class SansDestinataire(DomainError):
    code = "sans_destinataire"

    def __init__(self) -> None:
        super().__init__("Indiquez au moins une adresse à qui demander un avis")


class Creee(NamedTuple):
    """`ecartes` counts those that were asked for and are not in it."""

    operation: OperationDeMasse
    ecartes: int


def creer(
    tx: Transaction,
    acte: ActeDeMasse,
    *,
    dossiers: Collection[int],
    miens: ColumnElement[bool],
    demande: Demande,
    instructeur: Instructeur,
    jeton_id: UUID | None = None,
    at: datetime,
) -> Creee:
    """Keep the dossiers that lend themselves to the act and wait in no other operation (rules 5.4.1).
    `miens` is the right of whoever asks, on rows of dossiers.

    Raises TropDeDossiers, AucunDossier, DemarchesMelees, and what is wrong with the request.
    """
    voulus = set(dossiers)
    if len(voulus) > LIMITE:
        raise TropDeDossiers
    demarche = _demarche(tx, voulus, miens)
    operation = OperationDeMasse(
        demarche_id=demarche.id, acte=acte, instructeur_id=instructeur.id, jeton_id=jeton_id,
        demande=_verifiee(tx, acte, demande, demarche, at=at).gardee(), cree_le=at, avance_le=at,
    )  # fmt: skip
    tx.add(operation)
    tx.flush()
    eligibles = select(literal(operation.id), Dossier.id).where(
        Dossier.id.in_(voulus), Dossier.demarche_id == demarche.id, miens,
        ACTES[acte].eligible(at),
    ).order_by(Dossier.id)  # fmt: skip
    retenus = retenir(tx, eligibles)
    if not retenus:
        raise AucunDossier
    tx.publish(OperationDeMasseDemandee(operation_id=operation.id))
    annoncer_l_avancement(tx, operation)
    return Creee(operation, len(voulus) - len(retenus))


def retenir(
    tx: Transaction, elements: Any, colonnes: Sequence[str] = ("operation_id", "dossier_id")
) -> list[int]:
    """Let the dossiers of a select of these columns wait, but for those that wait already, here or
    elsewhere. Returns those that now do."""
    ajout = (
        insert(ElementDeMasse)
        .from_select(list(colonnes), elements)
        .on_conflict_do_nothing(
            index_elements=[ElementDeMasse.dossier_id],
            index_where=EN_ATTENTE,  # as the index has it: a parameter is not the same to a kept plan
        )
        .returning(ElementDeMasse.dossier_id)
    )
    return list(tx.session.scalars(ajout))


def _demarche(tx: Transaction, voulus: set[int], miens: ColumnElement[bool]) -> Demarche:
    lues = select(Demarche).where(
        Demarche.id.in_(select(Dossier.demarche_id).where(Dossier.id.in_(voulus), miens))
    )
    trouvees = tx.session.scalars(lues).all()
    if not trouvees:
        raise AucunDossier
    if len(trouvees) > 1:
        raise DemarchesMelees
    return trouvees[0]


def _verifiee(
    tx: Transaction, acte: ActeDeMasse, demande: Demande, demarche: Demarche, *, at: datetime
) -> Demande:
    """What is wrong for every dossier is said at once. Raises MotivationRequise, MessageVide,
    AvisFermes, AdresseInvalide, ExpertHorsListe, FichierTropGros, TypeRefuse, IdentifiantInvalide."""
    place = ACTES[acte].place
    piece = demande.piece
    if acte in (ActeDeMasse.accepter, ActeDeMasse.refuser, ActeDeMasse.classer_sans_suite):
        demande = Demande(
            motivation=motiver(Action(acte), demande.motivation), notifier=demande.notifier
        )
    elif acte is ActeDeMasse.passer_en_instruction:
        demande = Demande(notifier=demande.notifier)
    elif acte is ActeDeMasse.envoyer_message:
        demande = Demande(corps=exiger_un_corps(demande.corps))
    elif acte is ActeDeMasse.demander_avis:
        demande = _avis(tx, demande, demarche)
    else:
        demande = Demande()
    if piece is None or place is None:
        return demande
    limites.verifier(place, taille=piece.taille, type_mime=piece.type_mime)
    return _avec_piece(demande, _prendre(tx, piece, demarche_id=demarche.id, at=at))


def _avis(tx: Transaction, demande: Demande, demarche: Demarche) -> Demande:
    exiger_des_avis(demarche)
    emails = list(dict.fromkeys(map(adresse, demande.emails)))
    if not emails:
        raise SansDestinataire
    exiger_invitables(demarche, emails, places_de(tx, demarche.id))
    return Demande(
        emails=emails, introduction=demande.introduction, question=demande.question,
        confidentiel=demande.confidentiel,
    )  # fmt: skip


def _avec_piece(demande: Demande, piece: FichierVerifie) -> Demande:
    return Demande(motivation=demande.motivation, notifier=demande.notifier, corps=demande.corps,
                   piece=piece)  # fmt: skip


def _prendre(
    tx: Transaction, piece: FichierVerifie, *, demarche_id: int, at: datetime
) -> FichierVerifie:
    """The upload is the operation's: nothing else takes it, and each dossier will have a copy.

    Raises IdentifiantInvalide."""
    pris = (
        update(Televersement)
        .where(
            Televersement.id == piece.televersement_id,
            Televersement.demarche_id == demarche_id,
            Televersement.attache_le.is_(None),
            Televersement.recu_le.is_not(None),
        )
        .values(attache_le=at)
        .returning(Televersement.id)
    )
    if tx.session.scalar(pris) is None:
        raise IdentifiantInvalide
    return FichierVerifie(
        televersement_id=piece.televersement_id, demarche_id=demarche_id, cle=piece.cle,
        nom=piece.nom, type_mime=piece.type_mime, taille=piece.taille, md5=piece.md5, partage=True,
    )  # fmt: skip
