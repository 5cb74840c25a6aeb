"""What an act sets in motion elsewhere, in its own transaction: mails, badges, files, answers.

Acts call these, those of `badges.py`, and nothing further, so that what follows an act at once is read in
one place. What may wait (attestation, web hooks, rebase) follows its events, in `jobs/reactions.py`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from domain.avis.models import Avis
from domain.badges import suivi as badges
from domain.badges.pose import constater, retirer_apres
from domain.badges.regles import Fait
from domain.comptes.models import Instructeur
from domain.courriels import annonces, instructeurs
from domain.courriels.annonces import membres_ajoutes, membres_retires
from domain.courriels.catalogue import Nom
from domain.courriels.demandeur import annoncer_aux_demandeurs
from domain.courriels.depot import Sujet
from domain.courriels.models import Modele
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.demarches.models import Demarche
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.suivi import suit
from domain.fichiers.attachement import FichierVerifie, attacher
from domain.fichiers.limites import Place
from domain.fichiers.models import Fichier, Role
from domain.fichiers.retrait import retirer
from domain.fichiers.titres_identite import effacer_titres_identite
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.messagerie.models import Message
from domain.reponses.decision import Examen, examiner
from domain.reponses.tampon import abandonner_les_tampons
from domain.transactions import Transaction

# Under which name an operation on many dossiers says, in `session.info`, that it writes to experts
# itself: one mail for all.
EXPERTS_ENSEMBLE = "experts_ensemble"

# --- mails ------------------------------------------------------------------------------------


def annoncer(
    tx: Transaction, dossier: Dossier, modele: Modele, *, notifier: bool = True, at: datetime
) -> None:
    """The system's message in the messagerie, and the mail unless `notifier` is false (rules G.5)."""
    annoncer_a_tous(tx, [dossier], modele, notifier=notifier, at=at)


def annoncer_a_tous(
    tx: Transaction, dossiers: Sequence[Dossier], modele: Modele, *, notifier: bool, at: datetime
) -> None:
    """The same to the usagers of several dossiers, of one démarche."""
    annoncer_aux_demandeurs(
        tx, dossiers, modele=modele, plateforme=plateforme_de(tx), notifier=notifier, at=at
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


def annoncer_la_transmission(
    tx: Transaction, dossier: Dossier, *, de: str, a: Iterable[str], at: datetime
) -> None:
    """To the colleagues that it is sent to, who learn by whom."""
    annonces.dossier_transmis(
        tx, dossier, auteur=de, a=a, plateforme=plateforme_de(tx), at=at
    )  # fmt: skip


def annoncer_aux_experts(tx: Transaction, dossiers: Iterable[Dossier], *, at: datetime) -> None:
    """The decision on each, to those who answered and may know it (rules 6.12)."""
    if tx.session.info.get(EXPERTS_ENSEMBLE):
        return
    for dossier in dossiers:
        annonces.experts_de_la_decision(tx, dossier, plateforme=plateforme_de(tx), at=at)


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


# --- what instructeurs chose to be told of ------------------------------------------------------


def annoncer_le_depot(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    instructeurs.dossier_depose(tx, dossier, plateforme=plateforme_de(tx), at=at)


def annoncer_le_message_recu(
    tx: Transaction, dossier: Dossier, message: Message, *, at: datetime
) -> None:
    """What an usager or somebody that he invited wrote."""
    instructeurs.message_d_usager(
        tx, dossier, message=message, plateforme=plateforme_de(tx), at=at
    )  # fmt: skip


def annoncer_l_avis_rendu(
    tx: Transaction, dossier: Dossier, avis: Avis, *, precedent: datetime | None, at: datetime
) -> None:
    """`precedent` is when it had been given before, if it had."""
    instructeurs.avis_rendu(
        tx, dossier, avis=avis, precedent=precedent, plateforme=plateforme_de(tx), at=at
    )


def annoncer_la_suppression(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    """By the usager, of a dossier en construction."""
    instructeurs.suppression_par_l_usager(tx, dossier, plateforme=plateforme_de(tx), at=at)


def badger(
    tx: Transaction, dossier: Dossier, fait: Fait, *, par: str | None = None, at: datetime
) -> None:
    """All that a fact does to badges (`domain/badges/regles.py`). `par` is its author’s address."""
    constater(tx, dossier, fait, par=par, at=at)


def badger_les_decides(tx: Transaction, dossiers: Sequence[Dossier]) -> None:
    """A decision gives no badge: it takes some away."""
    retirer_apres(tx, dossiers, Fait.decide)


@contextmanager
def suivi_de(
    tx: Transaction,
    dossier: Dossier,
    instructeur: Instructeur | None,
    suivis: list[Suivi],
    *,
    at: datetime,
) -> Iterator[None]:
    """Whoever comes to follow the dossier in this block, or lets it go, has the badges of that."""
    suivait = instructeur is not None and suit(instructeur.id, suivis)
    yield
    if instructeur is None or suit(instructeur.id, suivis) is suivait:
        return
    if suivait:
        badges.ne_plus_suivre(tx, dossier, instructeur=instructeur)
    else:
        badges.suivre(tx, dossier, instructeur=instructeur, at=at)


# --- answers ----------------------------------------------------------------------------------


def examiner_avant_decision(
    tx: Transaction, dossiers: Sequence[Dossier], *, at: datetime
) -> dict[int, Examen]:
    """What no decision goes past: an establishment hardly known, a wrong annotation (rules 3.3); and
    the answers that are decided upon."""
    return examiner(tx.session, dossiers, at=at)


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


def effacer_les_pieces_d_identite(
    tx: Transaction, dossiers: Collection[Dossier], *, at: datetime
) -> None:
    """Once a decision is taken, no titre d'identité is kept (rules 3.6.4)."""
    effacer_titres_identite(tx, dossiers, at=at)


def retirer_les_pieces_de_la_decision(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    """The attestation and the justificatif of a decision that is undone (rules 3.6.7)."""
    de_la_decision = Fichier.role.in_((Role.justificatif, Role.attestation))
    retirer(tx, Fichier.dossier_id == dossier.id, de_la_decision, at=at)


def retirer_les_pieces_du_message(tx: Transaction, message: Message, *, at: datetime) -> None:
    retirer(tx, Fichier.message_id == message.id, at=at)


def retirer_les_fichiers_du_dossier(tx: Transaction, dossier: Dossier, *, at: datetime) -> None:
    retirer(tx, Fichier.dossier_id == dossier.id, at=at)
