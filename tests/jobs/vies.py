"""Dossiers of every kind, whose thirty months are lived under the real schedule by the clock of the test."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import psycopg
from psycopg.rows import tuple_row
from sqlalchemy import select
from sqlalchemy.orm import joinedload

import scenarios
from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from adapters.storage import Storage
from domain.actes import decisions, instruction, prolongation, suppression
from domain.actes.corbeille import restaurer_et_prolonger
from domain.calendrier import PARIS
from domain.comptes.auteurs import comme_profil, comme_usager
from domain.comptes.models import Compte, Instructeur
from domain.demarches.models import Demarche as LaDemarche
from domain.dossiers.dates import recalculer_expiration, toucher
from domain.dossiers.models import Dossier
from domain.expirations import conservation
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.execution import tenter
from jobs.horaires import HORAIRES, Horaire, declencher
from jobs.tous import TRAVAUX
from server.resources import WORKING, known, open_storage
from server.settings import Settings
from tests.databases import fresh_database
from tests.jobs.cas_des_vies import DEMARCHES, MAINTENANT, a_paris, scenario
from tests.jobs.horloge import Horloge
from tests.jobs.modele_des_vies import (
    ALI,
    INES,
    REFUSE,
    REPARE,
    Cas,
    Moment,
)

# Those of the schedule that make what is compared.
NOMS_DES_FINS = (
    "finir_les_brouillons",
    "finir_les_en_construction",
    "finir_les_termines",
    "vider_la_corbeille",
)
DES_FINS = tuple(horaire for horaire in HORAIRES if horaire.travail in NOMS_DES_FINS)

# What a day may tell of: the mails of ends.
GENRES = (
    "brouillons_a_supprimer", "brouillons_supprimes", "dossiers_a_expirer", "dossiers_expires",
    "dossiers_a_expirer_administration", "dossiers_expires_administration",
)  # fmt: skip
DOSSIERS = "SELECT id, expiration_annoncee_le, cache_par_expiration_le IS NOT NULL FROM dossiers ORDER BY 1"
BADGES = (
    "SELECT dossier_id, type, email FROM badges JOIN instructeurs i ON i.id = instructeur_id"
    " JOIN comptes c ON c.id = i.compte_id WHERE type IN ('dossier_expirant', 'dossier_suppression')"
)
COURRIELS = (
    "SELECT id, genre, destinataire, envoyer_apres, corps_texte FROM courriels WHERE id > %s"
    " ORDER BY id"
)


class Vies:
    """The world, its clock, and what has been seen of it."""

    def __init__(self, url: str, storage: Storage, horloge: Horloge, settings: Settings) -> None:
        self.base: BaseSynchrone = base_synchrone(url, WORKING, known(settings))
        assert {horaire.travail for horaire in HORAIRES} <= TRAVAUX.keys()
        self.contexte = Contexte(self.base, storage, "https://guichet.exemple.fr")
        self._horloge = horloge
        self._lecture = psycopg.connect(url, autocommit=True, row_factory=tuple_row)
        self.moments: set[Moment] = set()
        self.courriels = 0
        self.travaux = 0
        self._dernier_courriel = 0
        self._vivants: dict[int, tuple[Any, bool]] = {}
        self._badges: set[tuple[int, str, str]] = set()
        self._repares: set[str] = set()

    def lire(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        trouvees = self._lecture.execute(requete.encode(), valeurs)
        return trouvees.fetchall() if trouvees.description else []

    def fermer(self) -> None:
        self._lecture.close()
        self.base.fermer()

    # --- a day ---

    def vivre(
        self,
        jour: date,
        gestes: Iterable[tuple[datetime, str, Cas | int]],
        horaires: Iterable[Horaire] = HORAIRES,
    ) -> None:
        """Every work of the schedule at its hour of that day; those of every hour once, as it begins."""
        heures: dict[datetime, list[Horaire | tuple[str, Cas | int]]] = {}
        for horaire in horaires:
            if (due := echeance(horaire, jour)) is not None:
                heures.setdefault(due, []).append(horaire)
        for quand, geste, sur in gestes:
            heures.setdefault(quand.replace(tzinfo=PARIS), []).append((geste, sur))
        for heure in sorted(heures, key=datetime.timestamp):
            self._horloge.mettre_a(heure)
            dus = [du for du in heures[heure] if isinstance(du, Horaire)]
            if dus:
                self._travailler(dus)
            for du in heures[heure]:
                if not isinstance(du, Horaire):
                    self._agir(*du, at=heure)
            self._distribuer()
            self.observer(heure)

    def _travailler(self, dus: list[Horaire]) -> None:
        noms = self.base.transaction(lambda tx: declencher(tx, dus))
        assert noms == [horaire.travail for horaire in dus]
        numeros = self.lire("SELECT id FROM travaux WHERE fait_le IS NULL AND nom = ANY(%s) ORDER BY id", noms)  # fmt: skip
        assert len(numeros) == len(noms)
        for (numero,) in numeros:
            tenter(self.contexte, numero, _echouer)
        self.travaux += len(noms)

    def _distribuer(self) -> None:
        """The mailer gives what waits, to the last window; some addresses take nothing."""
        refus = [email for email in (REFUSE, REPARE) if email not in self._repares]
        self.lire("UPDATE courriels SET etat = 'refuse' WHERE etat = 'en_attente' AND destinataire = ANY(%s)", refus)  # fmt: skip
        self.lire("UPDATE courriels SET etat = 'envoye', envoye_le = now() WHERE etat = 'en_attente'")  # fmt: skip

    def _agir(self, geste: str, sur: Cas | int, *, at: datetime) -> None:
        if geste == "reparer":
            self._repares.add(REPARE)
        elif isinstance(sur, int):
            self._allonger(sur, at=at)
        else:
            self.base.transaction(lambda tx: _faire(tx, geste, sur.numero, at=at))

    def _allonger(self, numero: int, *, at: datetime) -> None:
        allongee = DEMARCHES[numero].allongee
        assert allongee is not None
        self.base.transaction(
            lambda tx: conservation.allonger(
                tx, tx.session.get_one(LaDemarche, numero), mois=allongee[1], at=at
            )
        )

    # --- what is seen ---

    def observer(self, heure: datetime) -> None:
        le = heure.astimezone(PARIS).replace(tzinfo=None)
        vivants = {n: (averti, jete) for n, averti, jete in self.lire(DOSSIERS)}
        for numero, (averti, jete) in self._vivants.items():
            if numero not in vivants:
                self._voir(le, "purge", numero)
                continue
            maintenant_averti, maintenant_jete = vivants[numero]
            if maintenant_averti not in (None, averti):
                self._voir(le, "averti", numero)
            if maintenant_jete != jete:
                self._voir(le, "corbeille" if maintenant_jete else "rendu", numero)
        badges = set(self.lire(BADGES))
        for numero, badge, email in badges - self._badges:
            self._voir(le, "badge", numero, f"{badge} {email}")
        for numero, badge, email in self._badges - badges:
            if numero in vivants:
                self._voir(le, "fin de badge", numero, f"{badge} {email}")
        self._vivants, self._badges = vivants, badges
        self._lire_les_courriels()

    def _lire_les_courriels(self) -> None:
        for numero, genre, email, le, texte in self.lire(COURRIELS, self._dernier_courriel):
            self._dernier_courriel = numero
            if genre in GENRES:
                self.courriels += 1
                parti = le.astimezone(PARIS).replace(tzinfo=None)
                for nomme in _nommes(texte):
                    self._voir(parti, "dit", nomme, f"{genre} {email}")

    def _voir(self, le: datetime, quoi: str, numero: int, precision: str = "") -> None:
        moment = Moment(le, quoi, numero, precision)
        assert moment not in self.moments, f"deux fois : {moment}"
        self.moments.add(moment)


def _nommes(texte: str) -> Iterator[int]:
    for ligne in texte.replace("\n  ", " ").split("n° ")[1:]:
        for mot in ligne.replace("\n", " ").split():
            chiffres = mot.rstrip(",")
            if not chiffres.isdigit():
                break
            yield int(chiffres)
            if not mot.endswith(","):
                break


def echeance(horaire: Horaire, jour: date) -> datetime | None:
    """When it is due that day; what comes several times a day comes once, as the day begins."""
    debut = datetime.combine(jour, time(), PARIS)
    fin = datetime.combine(jour + timedelta(days=1), time(), PARIS) - timedelta(seconds=1)
    derniere = horaire.cadence(fin).astimezone(PARIS)
    if horaire.cadence(derniere - timedelta(hours=2)).astimezone(PARIS).date() == jour:
        return debut
    return derniere if derniere.date() == jour else None


def _echouer(numero: int, nom: str, error: BaseException) -> None:
    raise AssertionError(f"le travail {numero} « {nom} » a échoué") from error


ACTES: dict[str, Callable[..., object]] = {
    "prolonger": prolongation.prolonger,
    "restaurer_et_prolonger": restaurer_et_prolonger,
    "jeter_par_l_administration": suppression.supprimer,
    "reprendre_par_l_administration": suppression.restaurer,
    "instruire": instruction.passer_en_instruction,
    "rendre_au_demandeur": instruction.repasser_en_construction,
    "accepter": decisions.accepter,
}
ACTES_DE_L_USAGER: dict[str, Callable[..., object]] = {
    "prolonger_par_l_usager": prolongation.prolonger_par_l_usager,
    "jeter_par_l_usager": suppression.supprimer_par_l_usager,
    "reprendre_par_l_usager": suppression.restaurer_par_l_usager,
}


def _faire(tx: Transaction, geste: str, numero: int, *, at: datetime) -> None:
    dossier = tx.session.scalars(
        select(Dossier).where(Dossier.id == numero).with_for_update(of=Dossier)
    ).one()
    if geste == "modifier":
        toucher(dossier, "champs_modifies_le", at=at)
        recalculer_expiration(dossier, demarche=tx.session.get_one(LaDemarche, dossier.demarche_id))
    elif geste in ACTES_DE_L_USAGER:
        usager = tx.session.get_one(Compte, dossier.usager_id)
        ACTES_DE_L_USAGER[geste](tx, dossier, usager=usager, auteur=comme_usager(usager), at=at)
    else:
        ines = tx.session.scalars(
            select(Instructeur)
            .join(Instructeur.compte)
            .where(Compte.email == INES)
            .options(joinedload(Instructeur.compte))
        ).one()
        ACTES[geste](tx, dossier, instructeur=ines, auteur=comme_profil(ines), at=at)


@contextmanager
def vies(stack: Settings, les_cas: Iterable[Cas]) -> Iterator[Vies]:
    les_cas = list(les_cas)
    with fresh_database(stack) as url:
        horloge = Horloge(url)
        horloge.mettre_a(a_paris(MAINTENANT))
        storage = open_storage(stack)
        scenarios.charger(scenario(les_cas), database_url=url, storage=storage)
        monde = Vies(url, storage, horloge, stack)
        try:
            _naitre(monde, les_cas)
            monde.observer(a_paris(MAINTENANT))
            monde.moments.clear()
            yield monde
        finally:
            monde.fermer()
            horloge.fermer()


def _naitre(monde: Vies, les_cas: Iterable[Cas]) -> None:
    """What a scenario does not say: when a draft was last written, who has no account any more, and who
    wants no mail."""
    for un in les_cas:
        if un.etat == "brouillon":
            monde.base.transaction(
                lambda tx, un=un: _faire(tx, "modifier", un.numero, at=a_paris(un.depuis))  # type: ignore[misc]
            )
        if un.usager is None:
            monde.lire("UPDATE dossiers SET usager_id = NULL, usager_supprime_email = %s WHERE id = %s", ALI, un.numero)  # fmt: skip
    for numero, demarche in DEMARCHES.items():
        for muet in demarche.muets:
            monde.lire("INSERT INTO preferences (instructeur_id, demarche_id, courriel_expiration, courriel_expire) SELECT i.id, %s, false, false FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s", numero, muet)  # fmt: skip
    monde.lire("DELETE FROM courriels")
