"""What an act sets in motion elsewhere, in its own transaction: mails, files, answers.

Acts call these and nothing further, so that what follows an act at once is read in one place. What
may wait (attestation, web hooks, rebase) follows its events, in `jobs/reactions.py`.
"""

from collections.abc import Iterable
from datetime import datetime

from domain.avis.models import Avis
from domain.courriels import annonces
from domain.courriels.annonces import membres_ajoutes, membres_retires
from domain.courriels.catalogue import Nom
from domain.courriels.demandeur import annoncer_au_demandeur
from domain.courriels.depot import Sujet
from domain.courriels.models import Modele
from domain.courriels.plateforme import Plateforme
from domain.courriels.poste import poster
from domain.demarches.models import Demarche
from domain.dossiers.models import Dossier
from domain.fichiers.attachement import FichierVerifie, attacher
from domain.fichiers.limites import Place
from domain.fichiers.models import Fichier, Role
from domain.fichiers.retrait import retirer
from domain.fichiers.titres_identite import effacer_titres_identite
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.messagerie.models import Message
from domain.reponses.decision import GenreObstacle, charger_obstacles
from domain.reponses.tampon import abandonner_les_tampons
from domain.transactions import Transaction

# Under which name the edge gives its addresses to the sessions that it opens.
PLATEFORME = "plateforme"

# Links that lead nowhere, rather than to somebody else, when it gave none.
NULLE_PART = Plateforme(
    url="https://guichet.invalid", expediteur="ne-pas-repondre@guichet.invalid",
    contact="contact@guichet.invalid",
)  # fmt: skip


def plateforme_de(tx: Transaction) -> Plateforme:
    donnee: Plateforme = tx.session.info.get(PLATEFORME, NULLE_PART)
    return donnee


# --- mails ------------------------------------------------------------------------------------


def annoncer(
    tx: Transaction, dossier: Dossier, modele: Modele, *, notifier: bool = True, at: datetime
) -> None:
    """The system's message in the messagerie, and the mail unless `notifier` is false (rules G.5)."""
    plateforme = plateforme_de(tx)
    annoncer_au_demandeur(
        tx, dossier, modele=modele, plateforme=plateforme, notifier=notifier, at=at
    )


def annoncer_le_message(
    tx: Transaction, dossier: Dossier, message: Message, *, correction: bool, at: datetime
) -> None:
    """To the usager, in five minutes (rules 7.5)."""
    annonces.nouveau_message(
        tx, dossier, message=message, correction=correction, plateforme=plateforme_de(tx), at=at
    )


def annoncer_le_depart(
    tx: Transaction, dossier: Dossier, *, groupe: GroupeInstructeur, at: datetime
) -> None:
    """To its followers who are not of the groupe where it went: while they still follow it."""
    annonces.dossier_parti(tx, dossier, groupe=groupe, plateforme=plateforme_de(tx), at=at)


def annoncer_aux_experts(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    """The decision, to those who answered and may know it (rules 6.12)."""
    annonces.experts_de_la_decision(tx, dossier, plateforme=plateforme_de(tx), at=at)


def annoncer_l_avis(
    tx: Transaction, dossier: Dossier, avis: Avis, *, expert: str, de: str, rappel: str = "",
    at: datetime,
) -> None:  # fmt: skip
    """To the expert; a reminder, which `rappel` names, is the same mail again."""
    annonces.avis_demande(
        tx, dossier, avis=avis, expert=expert, auteur=de, rappel=rappel,
        plateforme=plateforme_de(tx), at=at,
    )  # fmt: skip


def annoncer_l_invitation(
    tx: Transaction, dossier: Dossier, *, numero: int, de: str, a: str, at: datetime
) -> None:
    _proposer(tx, Nom.invitation, dossier, f"invitation-{numero}", de=de, a=a, at=at)


def annoncer_le_transfert(
    tx: Transaction, dossier: Dossier, *, numero: int, de: str, a: str, at: datetime
) -> None:
    _proposer(tx, Nom.transfert_recu, dossier, f"transfert-{numero}", de=de, a=a, at=at)


def _proposer(
    tx: Transaction, nom: Nom, dossier: Dossier, evenement: str, *, de: str, a: str, at: datetime
) -> None:
    plateforme = plateforme_de(tx)
    demarche = tx.session.get_one(Demarche, dossier.demarche_id)
    poster(
        tx, nom, a=[a], evenement=evenement,
        mots={"auteur": de, "dossier": dossier.id, "demarche": demarche.libelle},
        lien=plateforme.dossier(dossier.id), sujet=Sujet(dossier_id=dossier.id),
        plateforme=plateforme, at=at,
    )  # fmt: skip


def annoncer_les_ajouts(
    tx: Transaction, groupe: GroupeInstructeur, *, emails: Iterable[str], auteur: str | None,
    at: datetime,
) -> None:  # fmt: skip
    plateforme = plateforme_de(tx)
    membres_ajoutes(
        tx, groupe, emails=emails, auteur=auteur or plateforme.contact, plateforme=plateforme, at=at
    )


def annoncer_les_departs(
    tx: Transaction, groupe: GroupeInstructeur, *, emails: Iterable[str], auteur: str | None,
    at: datetime,
) -> None:  # fmt: skip
    """Once they are out: the text tells whether another groupe is left to them."""
    plateforme = plateforme_de(tx)
    membres_retires(
        tx, groupe, emails=emails, auteur=auteur or plateforme.contact, plateforme=plateforme, at=at
    )


# --- answers ----------------------------------------------------------------------------------


def obstacles_a_la_decision(
    tx: Transaction, dossier: Dossier, *, at: datetime
) -> frozenset[GenreObstacle]:
    """What no decision goes past: an establishment hardly known, a wrong annotation (rules 3.3)."""
    trouves = charger_obstacles(tx.session, dossier, at=at)
    return frozenset(obstacle.genre for obstacle in trouves)


def oublier_les_modifications(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    """What either side had begun to change and not sent is lost (rules 3.5.6)."""
    abandonner_les_tampons(tx, dossier, at=at)


# --- files ------------------------------------------------------------------------------------


def joindre_le_justificatif(
    tx: Transaction, dossier: Dossier, justificatif: FichierVerifie, *, at: datetime
) -> None:
    """Raises FichierTropGros, TypeRefuse, IdentifiantInvalide."""
    attacher(
        tx, justificatif, demarche_id=dossier.demarche_id, place=Place.justificatif,
        role=Role.justificatif, at=at, dossier_id=dossier.id,
    )  # fmt: skip


def joindre_au_message(
    tx: Transaction, dossier: Dossier, message: Message, piece: FichierVerifie, *, at: datetime
) -> None:
    """Raises FichierTropGros, TypeRefuse, IdentifiantInvalide."""
    attacher(
        tx, piece, demarche_id=dossier.demarche_id, place=Place.message, at=at,
        dossier_id=dossier.id, message_id=message.id,
    )  # fmt: skip


def joindre_a_l_avis(
    tx: Transaction, dossier: Dossier, avis: Avis, piece: FichierVerifie, *, at: datetime
) -> None:
    """Raises FichierTropGros, TypeRefuse, IdentifiantInvalide."""
    attacher(
        tx, piece, demarche_id=dossier.demarche_id, place=Place.avis, at=at,
        dossier_id=dossier.id, avis_id=avis.id,
    )  # fmt: skip


def effacer_les_pieces_d_identite(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    """Once a decision is taken, no titre d'identité is kept (rules 3.6.4)."""
    effacer_titres_identite(tx, dossier, at=at)


def retirer_les_pieces_de_la_decision(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    """The attestation and the justificatif of a decision that is undone (rules 3.6.7)."""
    de_la_decision = Fichier.role.in_((Role.justificatif, Role.attestation))
    retirer(tx, Fichier.dossier_id == dossier.id, de_la_decision, at=at)


def retirer_les_pieces_du_message(tx: Transaction, message: Message, *, at: datetime) -> None:
    retirer(tx, Fichier.message_id == message.id, at=at)


def retirer_les_fichiers_du_dossier(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    retirer(tx, Fichier.dossier_id == dossier.id, at=at)
