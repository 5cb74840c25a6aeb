"""The mails that follow what happens to a dossier or a groupe: who gets each, and by what name."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, exists, select
from sqlalchemy.dialects.postgresql import distinct_on

from domain.avis.models import Avis, ExpertDemarche
from domain.comptes.models import Compte, Expert, Instructeur
from domain.courriels.catalogue import Nom
from domain.courriels.depot import Sujet
from domain.courriels.plateforme import Plateforme
from domain.courriels.poste import poster
from domain.demarches.models import Demarche
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.messagerie.models import Message
from domain.transactions import Transaction

DECISIONS = {
    State.accepte: "accepté",
    State.refuse: "refusé",
    State.sans_suite: "classé sans suite",
}
RESTE_AILLEURS = "Vous restez membre d’un autre groupe de cette démarche."
PLUS_RIEN = "Vous n’avez plus accès aux dossiers de cette démarche."


def nouveau_brouillon(
    tx: Transaction, dossier: Dossier, *, plateforme: Plateforme, at: datetime
) -> None:
    """In an hour, if it is still one. Never on a declarative démarche, nor for a preview (B.1)."""
    demarche = _demarche(tx, dossier)
    if demarche.declarative is None and not dossier.apercu:
        _a_l_usager(tx, dossier, Nom.nouveau_brouillon, demarche, f"dossier-{dossier.id}",
                    plateforme.dossier(dossier.id), Sujet(dossier_id=dossier.id), plateforme, at)  # fmt: skip


def nouveau_message(
    tx: Transaction, dossier: Dossier, *, message: Message, correction: bool = False,
    plateforme: Plateforme, at: datetime,
) -> None:  # fmt: skip
    """An instructeur or an expert wrote to the usager, who learns it in five minutes unless the message
    is taken back (rules 7.5). A request for correction says so instead (rules 3.10.3)."""
    tx.flush()
    nom = Nom.correction_demandee if correction else Nom.nouveau_message
    _a_l_usager(tx, dossier, nom, _demarche(tx, dossier), f"message-{message.id}",
                plateforme.messagerie(dossier.id),
                Sujet(dossier_id=dossier.id, message_id=message.id), plateforme, at)  # fmt: skip


def dossier_parti(
    tx: Transaction, dossier: Dossier, *, groupe: GroupeInstructeur, plateforme: Plateforme,
    at: datetime,
) -> list[str]:  # fmt: skip
    """Those who followed it and are not of `groupe`, where it went, are told (B.3). Their addresses are
    returned: ending their following is the caller's."""
    membre = exists().where(
        Affectation.instructeur_id == Instructeur.id, Affectation.groupe_instructeur_id == groupe.id
    )
    suiveurs = (
        select(Compte.email)
        .join(Instructeur, Instructeur.compte_id == Compte.id)
        .join(Suivi, Suivi.instructeur_id == Instructeur.id)
        .where(Suivi.dossier_id == dossier.id, Suivi.fin_le.is_(None), ~membre)
        .order_by(Compte.email)
    )
    tx.flush()
    emails = list(tx.session.scalars(suiveurs))
    demarche = _demarche(tx, dossier)
    poster(
        tx, Nom.dossier_parti, a=emails, evenement=f"dossier-{dossier.id}-{at:%Y%m%dT%H%M%S.%f}",
        mots={"dossier": dossier.id, "demarche": demarche.libelle, "groupe": groupe.label},
        sujet=Sujet(dossier_id=dossier.id), plateforme=plateforme, at=at,
    )  # fmt: skip
    return emails


def dossier_transmis(
    tx: Transaction, dossier: Dossier, *, auteur: str, a: Iterable[str], plateforme: Plateforme,
    at: datetime,
) -> None:  # fmt: skip
    """To the colleagues that `auteur`, an address, sends it to (rules 4.11)."""
    tx.flush()
    demarche = _demarche(tx, dossier)
    poster(
        tx, Nom.dossier_transmis, a=a, evenement=f"dossier-{dossier.id}-{at:%Y%m%dT%H%M%S.%f}",
        mots={"auteur": auteur, "dossier": dossier.id, "demarche": demarche.libelle},
        lien=plateforme.dossier_a_instruire(demarche.id, dossier.id),
        sujet=Sujet(dossier_id=dossier.id), plateforme=plateforme, at=at,
    )  # fmt: skip


def membres_ajoutes(
    tx: Transaction, groupe: GroupeInstructeur, *, emails: Iterable[str], auteur: str,
    plateforme: Plateforme, at: datetime,
) -> None:  # fmt: skip
    """`auteur` is the address of who added them: they may ask him why (B.3). One mail each, so that
    nobody reads the others' addresses."""
    _au_groupe(tx, Nom.membre_ajoute, groupe, emails, {"auteur": auteur}, plateforme, at)


def membres_retires(
    tx: Transaction, groupe: GroupeInstructeur, *, emails: Iterable[str], auteur: str,
    plateforme: Plateforme, at: datetime,
) -> None:  # fmt: skip
    """To be called after the removal: the text tells whether another groupe is left to them."""
    voulus = list(emails)
    tx.flush()
    ailleurs = set(
        tx.session.scalars(
            select(Compte.email)
            .join(Instructeur, Instructeur.compte_id == Compte.id)
            .join(Affectation, Affectation.instructeur_id == Instructeur.id)
            .join(GroupeInstructeur, GroupeInstructeur.id == Affectation.groupe_instructeur_id)
            .where(Compte.email.in_(voulus), GroupeInstructeur.demarche_id == groupe.demarche_id)
        )
    )
    for reste, phrase in ((True, RESTE_AILLEURS), (False, PLUS_RIEN)):
        partis = [email for email in voulus if (email in ailleurs) is reste]
        mots = {"auteur": auteur, "reste": phrase}
        _au_groupe(tx, Nom.membre_retire, groupe, partis, mots, plateforme, at)


_EXPERTS_QUI_SAVENT = (
    select(Compte.email, Avis.id)
    .join(Expert, Expert.compte_id == Compte.id)
    .join(Avis, Avis.expert_id == Expert.id)
    .join(ExpertDemarche, ExpertDemarche.expert_id == Expert.id)
    .where(
        Avis.dossier_id == bindparam("dossier"),
        Avis.repondu_le.is_not(None),
        Avis.revoque_le.is_(None),
        ExpertDemarche.demarche_id == bindparam("demarche"),
        ExpertDemarche.acces_decision,
        ExpertDemarche.revoque_le.is_(None),
    )
    .order_by(Compte.email, Avis.id.desc())
    .ext(distinct_on(Compte.email))
)


def experts_de_la_decision(
    tx: Transaction, dossier: Dossier, *, plateforme: Plateforme, at: datetime
) -> None:
    """Each expert who answered and may know the decision, once (rules 6.12)."""
    tx.flush()
    demarche = _demarche(tx, dossier)
    siens = {"dossier": dossier.id, "demarche": demarche.id}
    for email, avis_id in tx.session.execute(_EXPERTS_QUI_SAVENT, siens).all():
        poster(
            tx, Nom.decision_pour_expert, a=[email],
            evenement=f"dossier-{dossier.id}-{at:%Y%m%dT%H%M%S.%f}",
            mots={"dossier": dossier.id, "demarche": demarche.libelle,
                  "decision": DECISIONS[dossier.state]},
            lien=plateforme.avis(demarche.id, avis_id),
            sujet=Sujet(dossier_id=dossier.id, avis_id=avis_id), plateforme=plateforme, at=at,
        )  # fmt: skip


def avis_demande(
    tx: Transaction, dossier: Dossier, *, avis: Avis, expert: str, auteur: str, rappel: str = "",
    nom: Nom = Nom.avis_demande, lien: str | None = None, plateforme: Plateforme, at: datetime,
) -> None:  # fmt: skip
    """The invitation of an expert; a reminder is the same mail again, named by `rappel` (B.4). `lien` is
    where he begins, for one who has no password yet; `auteur` what he may know of who asks."""
    tx.flush()
    demarche = _demarche(tx, dossier)
    poster(
        tx, nom, a=[expert], evenement=f"avis-{avis.id}{rappel and f'-{rappel}'}",
        mots={"auteur": auteur, "dossier": dossier.id, "demarche": demarche.libelle},
        lien=lien or plateforme.avis(demarche.id, avis.id),
        sujet=Sujet(dossier_id=dossier.id, avis_id=avis.id), plateforme=plateforme, at=at,
    )  # fmt: skip


def _a_l_usager(
    tx: Transaction, dossier: Dossier, nom: Nom, demarche: Demarche, evenement: str, lien: str,
    sujet: Sujet, plateforme: Plateforme, at: datetime,
) -> None:  # fmt: skip
    """To nobody once the account is gone."""
    compte = tx.session.get(Compte, dossier.usager_id) if dossier.usager_id else None
    if compte is not None:
        mots = {"dossier": dossier.id, "demarche": demarche.libelle}
        poster(tx, nom, a=[compte.email], evenement=evenement, mots=mots, lien=lien, sujet=sujet,
               plateforme=plateforme, at=at)  # fmt: skip


def _au_groupe(
    tx: Transaction, nom: Nom, groupe: GroupeInstructeur, emails: Iterable[str],
    mots: dict[str, str], plateforme: Plateforme, at: datetime,
) -> None:  # fmt: skip
    tx.flush()
    demarche = tx.session.get_one(Demarche, groupe.demarche_id)
    poster(
        tx, nom, a=emails, evenement=f"groupe-{groupe.id}-{at:%Y%m%dT%H%M%S.%f}",
        mots={**mots, "groupe": groupe.label, "demarche": demarche.libelle},
        lien=plateforme.demarche_a_instruire(demarche.id), plateforme=plateforme, at=at,
    )  # fmt: skip


def _demarche(tx: Transaction, dossier: Dossier) -> Demarche:
    return tx.session.get_one(Demarche, dossier.demarche_id)
