"""Which dossiers end by themselves, and when each step of their end may be taken (rules 9.1-9.4).

Every condition is written once here: the sweeps test them on rows that they hold, and what is foreseen
is read with them.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, or_, select

from domain.calendrier import plus_jours, plus_mois
from domain.courriels.models import A_ENVOYER, Courriel, Etat
from domain.demarches.models import Demarche
from domain.demarches.models import Etat as EtatDeDemarche
from domain.dossiers.models import Dossier
from domain.dossiers.states import TERMINE, State
from domain.expirations.models import AnnonceDExpiration, Aupres

# Two weeks of warning, then two weeks in the bin: by the clock on the wall (rules A20, A23).
PREAVIS = 14
CORBEILLE = 14
# After the day that a notice told, and that passed because nobody had had it: then it is told anew.
RELANCE_MOIS = 1


class Famille(StrEnum):
    """Three lives of three lengths, each swept at its own hour (rules 9.8)."""

    brouillon = "brouillon"
    en_construction = "en_construction"
    termine = "termine"


ETATS = {
    Famille.brouillon: (State.brouillon,),
    Famille.en_construction: (State.en_construction,),
    Famille.termine: tuple(sorted(TERMINE)),
}


def dans_la_famille(famille: Famille) -> ColumnElement[bool]:
    """Alive, and bound to end. What both sides have thrown away ends by the bin instead."""
    etats = Dossier.state.in_(ETATS[famille])
    communes = (
        Dossier.apercu.is_(False),
        Dossier.expire_le.is_not(None),
        Dossier.cache_par_expiration_le.is_(None),
    )
    if famille is Famille.termine:
        garde = Demarche.options["procedure_expires_when_termine_enabled"].as_boolean().is_(False)
        return and_(
            etats,
            *communes,
            or_(
                Dossier.cache_par_usager_le.is_(None),
                Dossier.cache_par_administration_le.is_(None),
            ),
            ~_demarche(garde),
        )
    return and_(etats, *communes, Dossier.cache_par_usager_le.is_(None))


def a_annoncer(famille: Famille, *, at: datetime) -> ColumnElement[bool]:
    """Two weeks before its date, once (rules 9.2)."""
    return and_(
        dans_la_famille(famille),
        Dossier.expiration_annoncee_le.is_(None),
        Dossier.expire_le <= plus_jours(at, PREAVIS),
    )


def a_expirer(famille: Famille, *, at: datetime) -> ColumnElement[bool]:
    """Warned two weeks ago, and its date has come; the warning reached somebody (rules 9.3)."""
    return and_(
        dans_la_famille(famille),
        Dossier.expiration_annoncee_le.is_not(None),
        Dossier.expire_le <= at,
        annonce_remise(),
    )


def a_relancer(famille: Famille, *, at: datetime) -> ColumnElement[bool]:
    """Held back for a month by a notice that no server took, and that none will take any more."""
    return and_(
        dans_la_famille(famille),
        Dossier.expiration_annoncee_le.is_not(None),
        Dossier.expire_le <= plus_mois(at, -RELANCE_MOIS),
        ~annonce_remise(),
        ~_en_chemin(),
    )


def annonce_remise() -> ColumnElement[bool]:
    """No deletion while its notice is undelivered (reliability 2.1-6). The usager is who must have had it;
    once his account is gone, the administration, if anybody there was told. A test needs none."""
    return or_(
        _demarche(Demarche.etat == EtatDeDemarche.brouillon),
        _annonce(Aupres.usager, remise=True),
        and_(
            Dossier.usager_id.is_(None),
            or_(
                ~_annonce(Aupres.administration, remise=False),
                _annonce(Aupres.administration, remise=True),
            ),
        ),
    )


def a_purger(*, at: datetime) -> ColumnElement[bool]:
    """Two weeks in the bin: of one side for what was not decided, of both for what was (rules 9.4)."""
    avant = plus_jours(at, -CORBEILLE)
    expire = Dossier.cache_par_expiration_le <= avant
    par_l_usager = Dossier.cache_par_usager_le <= avant
    return or_(
        and_(
            Dossier.state.in_((State.brouillon, State.en_construction)),
            or_(par_l_usager, expire),
        ),
        and_(
            Dossier.state.in_(ETATS[Famille.termine]),
            or_(expire, and_(par_l_usager, Dossier.cache_par_administration_le <= avant)),
        ),
    )


def _demarche(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Demarche.id == Dossier.demarche_id, *conditions)


def _annonce(aupres: Aupres, *, remise: bool) -> ColumnElement[bool]:
    """One of the warning under way; `remise`, and a server took it."""
    annonce = select(AnnonceDExpiration.courriel).where(
        AnnonceDExpiration.dossier_id == Dossier.id,
        AnnonceDExpiration.le == Dossier.expiration_annoncee_le,
        AnnonceDExpiration.aupres == aupres,
    )
    if remise:
        annonce = annonce.join(Courriel, Courriel.cle == AnnonceDExpiration.courriel).where(
            Courriel.etat == Etat.envoye
        )
    return annonce.exists()


def _en_chemin() -> ColumnElement[bool]:
    """A mail of the warning under way may still arrive."""
    return exists().where(
        AnnonceDExpiration.dossier_id == Dossier.id,
        AnnonceDExpiration.le == Dossier.expiration_annoncee_le,
        Courriel.cle == AnnonceDExpiration.courriel,
        Courriel.etat.in_(sorted(A_ENVOYER)),
    )
