"""A mail from the queue to its end: what a mailer takes, and what it says of it afterwards.

Each function is one short transaction of the mailer. Instants are PostgreSQL's: several mailers, on
machines whose clocks differ, agree on it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Interval, String, case, func, literal, or_, select, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from domain.courriels.adresses import noter_refus, oublier_refus
from domain.courriels.catalogue import conditions_de
from domain.courriels.conditions import motif_d_abandon
from domain.courriels.models import A_ENVOYER, Courriel, Etat, Motif
from domain.transactions import Transaction

BAIL = timedelta(seconds=10)
"""How long a mail stays in the hands of a mailer that gives no sign: it renews while it sends."""

DUREE_MAX = timedelta(hours=72)
"""From the first try that a server answered: waiting for a server ages no mail."""

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60, 120, 240)]
"""Between two tries of one mail, the last one for all that follow."""

ERREUR_MAX = 500  # characters kept of what a server said


@dataclass(frozen=True, kw_only=True)
class Pli:
    """A mail in the hands of a mailer: plain values, for the time when no transaction is open."""

    id: int
    identifiant: str
    destinataire: str
    expediteur: str
    repondre_a: str | None
    objet: str
    html: str
    texte: str
    date: datetime
    tentatives: int
    renvoi: bool
    """Whether a former try may have delivered it."""


def prendre(tx: Transaction, *, facteur: str) -> Pli | None:
    """The next mail that is due, now in the hands of `facteur`; None when there is none. Those that
    must not leave any more are given up on the way, each with its reason."""
    while (courriel := _prochain(tx)) is not None:
        motif = motif_d_abandon(tx.session, courriel, conditions_de(courriel.genre))
        if motif is None:
            return _prise(tx, courriel, facteur)
        courriel.etat, courriel.motif, courriel.pris_le = Etat.abandonne, motif, None
        tx.flush()
    return None


def _prochain(tx: Transaction) -> Courriel | None:
    libre = or_(Courriel.pris_le.is_(None), Courriel.pris_le < func.now() - BAIL)
    return tx.session.scalar(
        select(Courriel)
        .where(Courriel.etat.in_(sorted(A_ENVOYER)), Courriel.essai_le <= func.now(), libre)
        .order_by(Courriel.critique.desc(), Courriel.essai_le, Courriel.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _prise(tx: Transaction, courriel: Courriel, facteur: str) -> Pli:
    """One at a time: of a mailer that is killed, one mail at most is in doubt."""
    if courriel.pris_le is not None:  # whoever held it died with it
        courriel.renvois_ambigus += 1
    courriel.etat = Etat.renvoi_ambigu if courriel.renvois_ambigus else Etat.envoi
    if courriel.premier_essai_le is None:
        courriel.premier_essai_le = func.now()
    courriel.pris_le, courriel.pris_par = func.now(), facteur
    courriel.tentatives += 1
    pli = Pli(
        id=courriel.id, identifiant=courriel.identifiant, destinataire=courriel.destinataire,
        expediteur=courriel.expediteur, repondre_a=courriel.repondre_a, objet=courriel.objet,
        html=courriel.corps_html, texte=courriel.corps_texte, date=courriel.envoyer_apres,
        tentatives=courriel.tentatives, renvoi=courriel.renvois_ambigus > 0,
    )  # fmt: skip
    tx.flush()
    return pli


def prolonger(tx: Transaction, pli: Pli, *, facteur: str) -> None:
    """Still at it: nobody else may take it. A sign that comes after the end changes nothing."""
    _ecrire(
        tx, pli, Courriel.pris_par == facteur, Courriel.pris_le.is_not(None), pris_le=func.now()
    )


def noter_envoye(tx: Transaction, pli: Pli) -> None:
    """True whoever holds it now: it was delivered."""
    _ecrire(tx, pli, etat=Etat.envoye, envoye_le=func.now(), pris_le=None, derniere_erreur=None)
    oublier_refus(tx, email=pli.destinataire)


def noter_refuse(tx: Transaction, pli: Pli, *, facteur: str, erreur: str, adresse: bool) -> None:
    """For good: it is not sent again. `adresse`: the recipient was refused, not what was said to him."""
    _ecrire(tx, pli, Courriel.pris_par == facteur, etat=Etat.refuse, pris_le=None,
            derniere_erreur=erreur[:ERREUR_MAX])  # fmt: skip
    if adresse:
        noter_refus(tx, email=pli.destinataire, refus=erreur[:ERREUR_MAX])


def noter_reporte(tx: Transaction, pli: Pli, *, facteur: str, erreur: str) -> None:
    """Not now: later and later, then never, DUREE_MAX after the first try."""
    pause = PAUSES[min(pli.tentatives, len(PAUSES)) - 1]
    etat = Etat.renvoi_ambigu if pli.renvoi else Etat.en_attente
    _attendre(tx, pli, facteur, erreur, sql_cast(literal(etat), String), pause)


def noter_ambigu(tx: Transaction, pli: Pli, *, facteur: str, erreur: str) -> None:
    """The server went away before it said whether it took it."""
    pause = PAUSES[min(pli.tentatives, len(PAUSES)) - 1]
    ambigu = sql_cast(literal(Etat.renvoi_ambigu), String)
    _attendre(tx, pli, facteur, erreur, ambigu, pause, renvois_ambigus=Courriel.renvois_ambigus + 1)


def rendre(tx: Transaction, pli: Pli, *, facteur: str, erreur: str) -> None:
    """There is no server to give it to, or it wants nothing of ours: not this mail's fault, and the
    mailer itself waits. It is due at once, its try does not count, and it does not age."""
    premier = case((Courriel.tentatives > 1, Courriel.premier_essai_le))
    _ecrire(
        tx, pli, Courriel.pris_par == facteur,
        etat=Etat.renvoi_ambigu if pli.renvoi else Etat.en_attente, essai_le=func.now(),
        pris_le=None, tentatives=Courriel.tentatives - 1, premier_essai_le=premier,
        derniere_erreur=erreur[:ERREUR_MAX],
    )  # fmt: skip


def _attendre(
    tx: Transaction, pli: Pli, facteur: str, erreur: str, etat: ColumnElement[str],
    pause: timedelta, **autres: ColumnElement[int],
) -> None:  # fmt: skip
    trop_tard = Courriel.premier_essai_le + sql_cast(literal(DUREE_MAX), Interval) < func.now()
    _ecrire(
        tx, pli, Courriel.pris_par == facteur,
        etat=case((trop_tard, literal(Etat.abandonne)), else_=etat),
        motif=case((trop_tard, literal(Motif.delai_depasse))),
        essai_le=func.now() + pause, pris_le=None, derniere_erreur=erreur[:ERREUR_MAX], **autres,
    )  # fmt: skip


def _ecrire(tx: Transaction, pli: Pli, *encore: ColumnElement[bool], **valeurs: object) -> None:
    """Nothing is written over a mail that reached its end, nor over what another mailer now holds."""
    tx.session.execute(
        update(Courriel)
        .where(Courriel.id == pli.id, Courriel.etat.in_(sorted(A_ENVOYER)), *encore)
        .values(**valeurs)
        .execution_options(synchronize_session=False)
    )


def compter(session: Session) -> dict[str, int]:
    """How many mails are in each state, and how many were sent again in doubt (`renvois_ambigus`)."""
    etats = session.execute(select(Courriel.etat, func.count()).group_by(Courriel.etat))
    comptes = {str(etat): 0 for etat in Etat} | {str(etat): nombre for etat, nombre in etats}
    comptes["renvois_ambigus"] = session.scalar(select(func.sum(Courriel.renvois_ambigus))) or 0
    return comptes


def est_remis(session: Session, cle: str) -> bool:
    """Whether this notice was taken by a server: what deletes must not act before (reliability 2.1-6)."""
    return session.scalar(select(Courriel.etat).where(Courriel.cle == cle)) is Etat.envoye
