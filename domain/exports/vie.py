"""The life of an export: taken, tried, ended, gone. Each step is one statement that tests what it changes,
and counts its tries before they begin."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session, undefer

from domain.comptes.models import Administrateur, Instructeur
from domain.demarches.models import Demarche, DemarcheAdministrateur
from domain.exports.annonce import annoncer_l_archive
from domain.exports.models import Etat, Export, Nature
from domain.exports.refus import Abandon, Depasse
from domain.fichiers.models import ObjetAEffacer
from domain.fichiers.retrait import FichiersRetires
from domain.groupes_instructeurs.models import Affectation
from domain.suites.models import TENTATIVES_MAX
from domain.transactions import Transaction

# Seconds before the next try, after the first, the second…
ATTENTES = (2, 10, 60, 300)
CONSERVATIONS = {
    Nature.demande: timedelta(hours=32),
    Nature.archive: timedelta(days=4),
    Nature.programme: timedelta(days=31),
}
COINCE = timedelta(hours=16)
SANS_FIN = "L’export n’a pas pu être fait : chaque tentative a arrêté le programme qui la faisait"
TROP_LONG = "L’export n’a pas pu être fait en seize heures"
DETAIL_MAX = 2_000
LOT = 200


class Essai(NamedTuple):
    """One try at an export, counted before it begins: one that kills its worker counts too."""

    export: Export
    rang: int

    @property
    def objet(self) -> str:
        return self.export.cle_de(self.rang)


class Ecrit(NamedTuple):
    """What a try left in the store."""

    taille: int
    md5: str
    faits: int
    manquants: int = 0
    manifeste: str | None = None
    signature: str | None = None


def prendre(tx: Transaction) -> int | None:
    """An export that is due and that nobody is at: its lock is this transaction’s, and goes with whoever
    holds it, killed or not. None when there is none."""
    dus = tx.session.scalars(
        select(Export.id)
        .where(
            Export.etat.in_((Etat.en_attente, Etat.en_cours)),
            Export.pas_avant <= func.clock_timestamp(),
        )
        .order_by(Export.pas_avant, Export.id)
        .limit(LOT)
    ).all()
    for numero in dus:
        verrou = func.hashtextextended(func.concat("export:", numero), 0)
        if tx.session.scalar(select(func.pg_try_advisory_xact_lock(verrou))):
            return numero
    return None


def commencer(tx: Transaction, numero: int) -> Essai | None:
    """Count a try. None when there is nothing to do any more."""
    export = tx.session.scalar(
        select(Export)
        .where(
            Export.id == numero,
            Export.etat.in_((Etat.en_attente, Etat.en_cours)),
            Export.pas_avant <= func.clock_timestamp(),
        )
        .options(undefer(Export.dossiers))
        .with_for_update()
    )
    if export is None:
        return None
    maintenant = tx.session.scalars(select(func.clock_timestamp())).one()
    if export.tentatives >= TENTATIVES_MAX:
        _echouer(export, export.erreur or SANS_FIN, export.detail, maintenant)
        return None
    export.etat = Etat.en_cours
    export.tentatives += 1
    export.commence_le = export.modifie_le = maintenant
    export.faits = export.manquants = 0
    tx.flush()
    tx.session.expunge(export)  # read until its end, long after this transaction
    return Essai(export, export.tentatives)


def verifier_droits(session: Session, export: Export) -> None:
    """Whoever asked still may, at this moment (reliability, rule 4). Raises Abandon."""
    vivante = select(Demarche.id).where(
        Demarche.id == export.demarche_id, Demarche.supprimee_le.is_(None)
    )
    if session.scalar(vivante) is None:
        raise Abandon("La démarche a été supprimée depuis la demande")
    if export.administrateur_id is not None:
        sienne = select(Administrateur.id).join(
            DemarcheAdministrateur, DemarcheAdministrateur.administrateur_id == Administrateur.id
        )
        tenue = session.scalar(
            sienne.where(
                Administrateur.id == export.administrateur_id,
                DemarcheAdministrateur.demarche_id == export.demarche_id,
            )
        )
        if tenue is None:
            raise Abandon("La personne qui a demandé cet export n’administre plus la démarche")
        return
    if export.instructeur_id is None:
        raise Abandon("La personne qui a demandé cet export n’a plus de compte")
    membre = (
        select(func.count())
        .select_from(Affectation)
        .join(Instructeur, Instructeur.id == Affectation.instructeur_id)
        .where(
            Instructeur.id == export.instructeur_id,
            Affectation.groupe_instructeur_id.in_(export.groupes),
        )
    )
    if session.scalar(membre) != len(export.groupes):
        raise Abandon("La personne qui a demandé cet export n’est plus membre de ces groupes")


def avancer(tx: Transaction, essai: Essai, faits: int) -> None:
    """Raises Depasse."""
    _changer(tx, essai, faits=faits, modifie_le=func.clock_timestamp())


def terminer(tx: Transaction, essai: Essai, ecrit: Ecrit) -> None:
    """Offer the file, whole. Raises Depasse."""
    maintenant = tx.session.scalars(select(func.clock_timestamp())).one()
    _changer(
        tx, essai, etat=Etat.pret, objet=essai.objet, taille=ecrit.taille, md5=ecrit.md5,
        faits=ecrit.faits, nombre=ecrit.faits, manquants=ecrit.manquants, erreur=None, detail=None,
        manifeste=ecrit.manifeste, signature=ecrit.signature,
        termine_le=maintenant, modifie_le=maintenant,
        expire_le=maintenant + CONSERVATIONS[essai.export.nature],
    )  # fmt: skip
    if essai.export.nature == Nature.archive:
        annoncer_l_archive(tx, essai.export, at=maintenant)


def rater(tx: Transaction, essai: Essai, *, erreur: str, detail: str, definitif: bool) -> None:
    """Try again later, unless this was the last try or none could do better."""
    maintenant = tx.session.scalars(select(func.clock_timestamp())).one()
    export = tx.session.scalar(
        select(Export)
        .where(
            Export.id == essai.export.id,
            Export.tentatives == essai.rang,
            Export.etat == Etat.en_cours,
        )
        .with_for_update()
    )
    if export is None:
        return
    if definitif or essai.rang >= TENTATIVES_MAX:
        _echouer(export, erreur, detail, maintenant)
        return
    export.etat = Etat.en_attente
    export.erreur, export.detail = erreur, detail[:DETAIL_MAX]
    export.modifie_le = maintenant
    export.pas_avant = maintenant + timedelta(seconds=ATTENTES[essai.rang - 1])


def rendre(tx: Transaction, essai: Essai) -> None:
    """As if this try had not begun. Raises Depasse."""
    _changer(tx, essai, etat=Etat.en_attente, tentatives=essai.rang - 1, faits=0)


def relancer(tx: Transaction, export: Export, *, at: datetime) -> None:
    """Five more tries for one that failed, under another name: nothing of the former ones is in their
    way (rules 8.1.7)."""
    _noter_objets(tx, [export], at)
    export.cle = secrets.token_hex(16)
    export.etat = Etat.en_attente
    export.tentatives = 0
    export.faits = 0
    export.erreur = export.detail = export.termine_le = export.expire_le = None
    export.modifie_le = export.pas_avant = at


def supprimer(tx: Transaction, export: Export, *, at: datetime) -> None:
    """The row goes now, the object after the commit; a try under way finds that nobody wants it."""
    _noter_objets(tx, [export], at)
    tx.delete(export)


def balayer(tx: Transaction) -> int:
    """Forget what was kept long enough, and what never ended (rules 8.1.9, 8.11.3); how many."""
    maintenant = tx.session.scalars(select(func.clock_timestamp())).one()
    perimes = tx.session.scalars(
        select(Export)
        .where(
            or_(
                Export.expire_le <= maintenant,
                Export.demarche_id.is_(None),
                Export.etat.in_((Etat.en_attente, Etat.en_cours))
                & (Export.demande_le <= maintenant - COINCE)
                & (Export.modifie_le <= maintenant - COINCE),
            )
        )
        .order_by(Export.id)
        .limit(LOT)
        .with_for_update(skip_locked=True)
    ).all()
    _noter_objets(tx, perimes, maintenant)
    for export in perimes:
        tx.delete(export)
    tx.flush()
    return len(perimes)


def _changer(tx: Transaction, essai: Essai, **valeurs: object) -> None:
    change = tx.session.execute(
        update(Export)
        .where(
            Export.id == essai.export.id,
            Export.tentatives == essai.rang,
            Export.etat == Etat.en_cours,
        )
        .values(**valeurs)
        .returning(Export.id)
        .execution_options(synchronize_session=False)
    )
    if change.one_or_none() is None:
        raise Depasse


def _echouer(export: Export, erreur: str, detail: str | None, at: datetime) -> None:
    export.etat = Etat.echoue
    export.erreur, export.detail = erreur, (detail or "")[:DETAIL_MAX] or None
    export.termine_le = export.modifie_le = at
    export.expire_le = at + CONSERVATIONS[Nature(export.nature)]


def _noter_objets(tx: Transaction, exports: Iterable[Export], at: datetime) -> None:
    cles = [cle for e in exports for rang in range(1, e.tentatives + 1) for cle in e.cles_de(rang)]
    if cles:
        tx.session.execute(insert(ObjetAEffacer), [{"cle": cle, "depuis": at} for cle in cles])
        tx.publish(FichiersRetires(nombre=len(cles)))
