"""What is read again when a mail is about to leave: each row says when it must not (rules 11.1b, B.6)."""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from domain.avis.models import Avis
from domain.comptes.models import Compte
from domain.courriels.models import AdresseCourriel, Courriel, Motif
from domain.demarches.models import Demarche
from domain.dossiers.demandeurs import Individu
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.messagerie.models import Message


class Condition(StrEnum):
    """What must still be true when the mail leaves."""

    dossier_present = "dossier_present"
    usager_present = "usager_present"
    message_present = "message_present"
    hors_apercu = "hors_apercu"
    encore_brouillon = "encore_brouillon"
    visible_par_l_administration = "visible_par_l_administration"
    avis_demande = "avis_demande"


def _dossier(courriel: Courriel, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Dossier.id == courriel.dossier_id, *conditions)


def _encore_brouillon(courriel: Courriel) -> ColumnElement[bool]:
    return _dossier(
        courriel,
        Dossier.state == State.brouillon,
        Dossier.cache_par_usager_le.is_(None),
        Dossier.cache_par_expiration_le.is_(None),
    )


def _hors_apercu(courriel: Courriel) -> ColumnElement[bool]:
    """Neither a preview nor the draft of a declarative démarche, which its usager did not ask for."""
    declarative = select(Demarche.declarative).where(Demarche.id == Dossier.demarche_id)
    return _dossier(
        courriel,
        ~Dossier.apercu,
        or_(Dossier.state != State.brouillon, declarative.scalar_subquery().is_(None)),
    )


LECTURES: dict[Condition, tuple[Callable[[Courriel], ColumnElement[bool]], Motif]] = {
    Condition.dossier_present: (_dossier, Motif.dossier_disparu),
    Condition.usager_present: (
        lambda c: _dossier(c, Dossier.usager_id.is_not(None)),
        Motif.compte_supprime,
    ),
    Condition.message_present: (
        lambda c: exists().where(Message.id == c.message_id, Message.supprime_le.is_(None)),
        Motif.message_supprime,
    ),
    Condition.hors_apercu: (_hors_apercu, Motif.dossier_disparu),
    Condition.encore_brouillon: (_encore_brouillon, Motif.dossier_depose),
    Condition.visible_par_l_administration: (
        lambda c: _dossier(c, Dossier.visible_par_administration.is_(True)),
        Motif.dossier_disparu,
    ),
    Condition.avis_demande: (
        lambda c: exists().where(Avis.id == c.avis_id, Avis.revoque_le.is_(None)),
        Motif.avis_revoque,
    ),
}


def motif_d_abandon(
    session: Session, courriel: Courriel, conditions: tuple[Condition, ...]
) -> Motif | None:
    """The first reason why this mail must not leave now; None when it may. One statement."""
    lectures = [LECTURES[condition] for condition in conditions]
    colonnes: list[ColumnElement[bool]] = [
        lire(courriel).label(f"c{n}") for n, (lire, _) in enumerate(lectures)
    ]
    a_filtrer = not (courriel.critique or courriel.hors_filtre)
    if a_filtrer:
        colonnes += _filtre(courriel)
    if not colonnes:
        return None
    vraies = session.execute(select(*colonnes)).one()
    motifs = [motif for _, motif in lectures] + (list(FILTRE) if a_filtrer else [])
    return next((motif for vraie, motif in zip(vraies, motifs, strict=True) if not vraie), None)


FILTRE = (Motif.destinataire_inconnu, Motif.adresse_non_verifiee, Motif.desabonne)


def _filtre(courriel: Courriel) -> list[ColumnElement[bool]]:
    """Known to us; verified, which an account is unless we wait for it; not unsubscribed."""
    adresse = AdresseCourriel.email == courriel.destinataire
    compte = exists().where(Compte.email == courriel.destinataire)
    beneficiaire = exists().where(
        Individu.dossier_id == courriel.dossier_id, Individu.email == courriel.destinataire
    )
    verifiee = exists().where(adresse, AdresseCourriel.verifiee_le.is_not(None))
    return [
        or_(compte, beneficiaire),
        or_(verifiee, and_(compte, ~exists().where(adresse))),
        ~exists().where(adresse, AdresseCourriel.desabonnee_le.is_not(None)),
    ]
