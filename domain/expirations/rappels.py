"""What people are reminded of before it is too late: a closing, a token's end, an account that waits
(rules 1.6.6, 9.8, A63). A mail's name is that of the day that it speaks of: told again, nothing leaves."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Date, cast, exists, func, or_, select, text

from domain.calendrier import jour, plus_jours
from domain.comptes.models import Administrateur, Compte, Instructeur
from domain.courriels.catalogue import Nom
from domain.courriels.depot import Sujet
from domain.courriels.plateforme import plateforme_de
from domain.courriels.poste import poster
from domain.demarches.models import Demarche, Etat
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.expirations.cadence import departs
from domain.jetons.models import Jeton
from domain.sessions.envois import renouveler_un_appareil
from domain.sessions.liens import CONFIANCE, CONFIANTS
from domain.sessions.models import Connexion, LienDeCompte
from domain.transactions import Transaction

AVANT_FERMETURE = 2  # days
ACTIVATION = timedelta(days=3)
APPAREIL = timedelta(days=7)

# Under which name the edge says whether devices are to be confirmed here.
APPAREILS_CONFIRMES = "appareils_confirmes"


def rappeler_les_brouillons(tx: Transaction, *, at: datetime) -> int:
    """To who has a draft and nothing deposited on a démarche that closes in two days (rules 1.6.6). The
    day stored is the one after the last (rules F.3-5)."""
    ferme = jour(plus_jours(at, AVANT_FERMETURE))
    autre = select(Dossier.id).where(
        Dossier.demarche_id == Demarche.id,
        Dossier.usager_id == Compte.id,
        Dossier.state != State.brouillon,
    )
    lus = (
        select(Compte.email, func.min(Dossier.id), Demarche.libelle, Demarche.id)
        .select_from(Dossier)
        .join(Demarche, Demarche.id == Dossier.demarche_id)
        .join(Compte, Compte.id == Dossier.usager_id)
        .where(
            Demarche.etat == Etat.publiee,
            Demarche.options["auto_archive_on"].astext == ferme.isoformat(),
            Dossier.state == State.brouillon,
            Dossier.apercu.is_(False),
            Dossier.cache_par_usager_le.is_(None),
            ~autre.correlate(Demarche, Compte).exists(),
        )
        .group_by(Compte.email, Demarche.libelle, Demarche.id)
        .order_by(Compte.email, Demarche.id)
    )
    rappels = tx.session.execute(lus).all()
    depart, plateforme = departs(tx, at=at), plateforme_de(tx)
    dernier = ferme - timedelta(days=1)
    for email, dossier_id, libelle, demarche_id in rappels:
        poster(
            tx, Nom.brouillon_a_deposer, a=[email], evenement=f"fermeture-{demarche_id}-{ferme}",
            mots={"demarche": libelle, "dossier": dossier_id, "echeance": f"{dernier:%d/%m/%Y}"},
            lien=plateforme.dossier(dossier_id), sujet=Sujet(dossier_id=dossier_id),
            plateforme=plateforme, at=next(depart),
        )  # fmt: skip
    return len(rappels)


def annoncer_les_fins_de_jeton(tx: Transaction, *, at: datetime) -> int:
    """A month, a week and a day before (rules A63)."""
    aujourd_hui = jour(at)
    fin: Any = Jeton.expire_le
    # A month before the 31st is the last day of a shorter month: every token has that day.
    un_mois_avant = cast(fin - text("interval '1 month'"), Date) == aujourd_hui
    jours = (aujourd_hui + timedelta(days=7), aujourd_hui + timedelta(days=1))
    lus = (
        select(Jeton.id, Jeton.nom, Jeton.expire_le, Compte.email)
        .join(Administrateur, Administrateur.id == Jeton.administrateur_id)
        .join(Compte, Compte.id == Administrateur.compte_id)
        .where(or_(un_mois_avant, Jeton.expire_le.in_(jours)), Jeton.revoque_le.is_(None))
        .order_by(Jeton.id)
    )
    jetons = tx.session.execute(lus).all()
    plateforme = plateforme_de(tx)
    for jeton_id, nom, expire_le, email in jetons:
        poster(
            tx, Nom.jeton_a_renouveler, a=[email],
            evenement=f"jeton-{jeton_id}-{expire_le}-{aujourd_hui}",
            mots={"jeton": nom, "echeance": f"{expire_le:%d/%m/%Y}"}, lien=plateforme.url,
            plateforme=plateforme, at=at,
        )  # fmt: skip
    return len(jetons)


def renouveler_les_appareils(tx: Transaction, *, at: datetime) -> int:
    """A week before a browser is trusted no more, to whoever has not confirmed another since (rules 11.2).
    Nothing where devices are not confirmed; one mail for each that was, whatever day the work runs."""
    if not tx.session.info.get(APPAREILS_CONFIRMES):
        return 0
    confirme = func.max(LienDeCompte.utilise_le)
    derniers = (
        select(LienDeCompte.compte_id, confirme.label("le"))
        .where(LienDeCompte.usage.in_(sorted(CONFIANTS)), LienDeCompte.utilise_le.is_not(None))
        .group_by(LienDeCompte.compte_id)
        .having(confirme > at - CONFIANCE, confirme <= at - CONFIANCE + APPAREIL)
        .subquery()
    )
    comptes = tx.session.execute(
        select(Compte, derniers.c.le)
        .join(derniers, derniers.c.compte_id == Compte.id)
        .join(Instructeur, Instructeur.compte_id == Compte.id)
        .order_by(Compte.id)
    ).all()
    faits = 0
    for compte, le in comptes:
        evenement = f"appareil-{compte.id}-{jour(le)}"
        fin = jour(le + CONFIANCE)
        faits += renouveler_un_appareil(tx, compte, evenement=evenement, fin=fin, at=at)
    return faits


def rappeler_les_activations(tx: Transaction, *, at: datetime) -> int:
    """Administrateurs of three days ago who have no password and never came (rules 9.8)."""
    cree = jour(at) - ACTIVATION
    lus = (
        select(Compte.id, Compte.email)
        .join(Administrateur, Administrateur.compte_id == Compte.id)
        .where(
            Compte.mot_de_passe_hash.is_(None),
            func.timezone("Europe/Paris", Administrateur.cree_le) >= cree,
            func.timezone("Europe/Paris", Administrateur.cree_le) < cree + timedelta(days=1),
            ~exists().where(Connexion.compte_id == Compte.id),
        )
        .order_by(Compte.id)
    )
    comptes = tx.session.execute(lus).all()
    plateforme = plateforme_de(tx)
    for compte_id, email in comptes:
        poster(
            tx, Nom.compte_a_activer, a=[email], evenement=f"activation-{compte_id}", mots={},
            lien=plateforme.url, plateforme=plateforme, at=at,
        )  # fmt: skip
    return len(comptes)
