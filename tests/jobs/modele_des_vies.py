"""What rules 9 say of the life of one dossier, told apart from the program: hours of the clock on the wall
and nothing more. No database, no time zone, no statement; `calendrier` lives one dossier day after day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

ADA, INES, LEA = "ada@exemple.fr", "ines@exemple.fr", "lea@exemple.fr"
ALI, BOB = "ali@exemple.fr", "bob@exemple.fr"
REFUSE, REPARE = "refuse@exemple.fr", "repare@exemple.fr"

DEUX_SEMAINES = timedelta(days=14)
# A notice that nobody has had is told again a month after the day that it told (ADR 0036).
RELANCE_MOIS = 1


class Regle(NamedTuple):
    """Of one kind of dossier: the hour of its sweep, how long it is kept at most, whether the bin comes
    before the end, and the names of the mails to the usager (rules 9.1-9.3, 9.8)."""

    heure: int
    mois_max: int
    corbeille: bool
    annonce: str
    fin: str


REGLES = {
    "brouillon": Regle(22, 3, False, "brouillons_a_supprimer", "brouillons_supprimes"),
    "en_construction": Regle(15, 60, True, "dossiers_a_expirer", "dossiers_expires"),
    "termine": Regle(1, 60, True, "dossiers_a_expirer", "dossiers_expires"),
}
TERMINES = ("accepte", "refuse", "sans_suite")
PURGE = 2  # o’clock (rules 9.8)


class Demarche(NamedTuple):
    """`garde`: decided dossiers do not expire. `muets` want no mail of expiries. `allongee`: when, and to
    how many months."""

    mois: int
    etat: str = "publiee"
    garde: bool = False
    muets: tuple[str, ...] = ()
    allongee: tuple[str, int] | None = None


class Cas(NamedTuple):
    """One dossier. `depuis` is what its term is counted from; `gestes` are what people do, and when."""

    numero: int
    demarche: int
    etat: str
    depuis: str
    usager: str | None = ALI
    suivi: bool = False
    gestes: tuple[tuple[str, str], ...] = ()


class Moment(NamedTuple):
    """What happens to a dossier, to the hour: « dit » (a mail and its reader), « badge » and « fin de
    badge », « averti », « corbeille », « rendu », « purge »."""

    le: datetime
    quoi: str
    numero: int
    precision: str = ""


def plus_mois(instant: datetime, mois: int) -> datetime:
    """The same day of a later month, or its last."""
    annee, rang = divmod(instant.year * 12 + instant.month - 1 + mois, 12)
    return instant.replace(
        year=annee, month=rang + 1, day=min(instant.day, monthrange(annee, rang + 1)[1])
    )


def sonne(jour: date, heure: int) -> datetime:
    """When the clock shows that hour; on the last Sunday of March it goes from two to three."""
    printemps = jour.month == 3 and jour.day > 24 and jour.isoweekday() == 7
    return datetime.combine(jour, time(heure + 1 if printemps and heure == 2 else heure))


@dataclass
class Vie:
    cas: Cas
    demarche: Demarche
    etat: str = field(init=False)
    suivi: bool = field(init=False)
    depuis: datetime = field(init=False)
    mois: int = field(init=False)
    fin: datetime | None = field(init=False)
    averti: datetime | None = None
    remis: bool = False
    repare: bool = False
    jete: dict[str, datetime] = field(default_factory=dict)
    badges: set[str] = field(default_factory=set)
    partie: bool = False
    moments: list[Moment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mois, self.suivi = self.demarche.mois, self.cas.suivi
        self._commencer(self.cas.etat, datetime.fromisoformat(self.cas.depuis))

    # --- time ---

    def balayer(self, famille: str, t: datetime) -> None:
        regle = REGLES[famille]
        if self.famille != famille or not self._vit() or self.fin is None:
            return
        if self.averti and self.fin <= t and self.remis:
            self._finir(regle, t)
            return
        if self.averti and not self.remis and self.fin <= plus_mois(t, -RELANCE_MOIS):
            self.averti = None
        if not self.averti and self.fin <= t + DEUX_SEMAINES:
            self._avertir(regle, t)

    def vider(self, t: datetime) -> None:
        """rules 9.4"""
        avant = {cote for cote, quand in self.jete.items() if quand <= t - DEUX_SEMAINES}
        if self.etat in TERMINES:
            mure = "expiration" in avant or {"usager", "administration"} <= avant
        else:
            mure = self.etat != "en_instruction" and bool(avant & {"expiration", "usager"})
        if mure:
            self._purger(t)

    def _avertir(self, regle: Regle, t: datetime) -> None:
        """Whatever the minutes of the sweep, two weeks later to the day (rules 9.2)."""
        self.averti, self.fin = t, t + DEUX_SEMAINES
        self._dire(t, "averti")
        essai = self.demarche.etat == "brouillon"
        lu = self.cas.usager not in (None, REFUSE) and (self.cas.usager != REPARE or self.repare)
        self.remis = essai or lu or self.cas.usager is None
        if self.cas.usager and not essai:
            self._dire(t, "dit", f"{regle.annonce} {self.cas.usager}")
        if self.famille != "brouillon" and "administration" not in self.jete:
            self._dire_a_l_administration(t, "dossiers_a_expirer_administration")
            self._badger(t, "dossier_expirant")

    def _finir(self, regle: Regle, t: datetime) -> None:
        """rules 9.3"""
        if self.cas.usager and self.demarche.etat != "brouillon":
            self._dire(t, "dit", f"{regle.fin} {self.cas.usager}")
        if not regle.corbeille:
            self._purger(t)
            return
        self.jete["expiration"] = t
        self._dire(t, "corbeille")
        self._oublier_les_badges(t, "dossier_expirant")
        self._badger(t, "dossier_suppression")
        if "administration" not in self.jete:
            self._dire_a_l_administration(t, "dossiers_expires_administration")

    def _purger(self, t: datetime) -> None:
        self.partie = True
        self.badges.clear()
        self._dire(t, "purge")

    # --- people ---

    def faire(self, geste: str, t: datetime) -> None:
        getattr(self, f"_{geste}")(t)

    def _prolonger(self, t: datetime, mois: int = 1) -> None:
        assert self.fin is not None
        self.fin, self.averti = plus_mois(self.fin, mois), None
        self._rendre(t)
        self._oublier_les_badges(t, "dossier_expirant", "dossier_suppression")

    def _prolonger_par_l_usager(self, t: datetime) -> None:
        self._prolonger(t, self.mois)

    def _restaurer_et_prolonger(self, t: datetime) -> None:
        self.jete.pop("administration", None)
        self._prolonger(t)

    def _allonger(self, t: datetime) -> None:
        assert self.demarche.allongee is not None
        self.mois = self.demarche.allongee[1]
        self.averti, self.fin = None, self._terme()
        self._rendre(t)
        if self.fin is None or self.fin > t + DEUX_SEMAINES:
            self._oublier_les_badges(t, "dossier_expirant")
        self._oublier_les_badges(t, "dossier_suppression")

    def _jeter_par_l_usager(self, t: datetime) -> None:
        self._jeter("usager", t)

    def _jeter(self, cote: str, t: datetime) -> None:
        self.jete[cote] = t
        if {"usager", "administration"} <= self.jete.keys():
            self._badger(t, "dossier_suppression")

    def _jeter_par_l_administration(self, t: datetime) -> None:
        self._jeter("administration", t)

    def _reprendre_par_l_usager(self, t: datetime) -> None:
        del self.jete["usager"]
        self._oublier_les_badges(t, "dossier_suppression")

    def _reprendre_par_l_administration(self, t: datetime) -> None:
        del self.jete["administration"]
        self._oublier_les_badges(t, "dossier_suppression")

    def _instruire(self, t: datetime) -> None:
        """Whoever takes it in hand follows it (rules 3.6.1)."""
        self.suivi = True
        self._commencer("en_instruction", t)
        self._oublier_les_badges(t, "dossier_expirant")

    def _rendre_au_demandeur(self, t: datetime) -> None:
        self._commencer("en_construction", t)

    def _accepter(self, t: datetime) -> None:
        self._commencer("accepte", t)

    def _modifier(self, t: datetime) -> None:
        self._commencer("brouillon", t)

    def _reparer(self, t: datetime) -> None:
        self.repare = True

    # --- and what they are made of ---

    @property
    def famille(self) -> str:
        return "termine" if self.etat in TERMINES else self.etat

    def _vit(self) -> bool:
        if self.famille == "termine":
            return "expiration" not in self.jete and len(self.jete) < 2
        return not self.jete.keys() & {"expiration", "usager"}

    def _commencer(self, etat: str, t: datetime) -> None:
        self.etat, self.depuis, self.averti = etat, t, None
        self.fin = self._terme()

    def _terme(self) -> datetime | None:
        if self.etat == "en_instruction" or (self.famille == "termine" and self.demarche.garde):
            return None
        return plus_mois(self.depuis, min(self.mois, REGLES[self.famille].mois_max))

    def _rendre(self, t: datetime) -> None:
        if self.jete.pop("expiration", None):
            self._dire(t, "rendu")

    def _badger(self, t: datetime, badge: str) -> None:
        if self.famille != "brouillon" and badge not in self.badges:
            self.badges.add(badge)
            for membre in (ADA, INES, LEA):
                self._dire(t, "badge", f"{badge} {membre}")

    def _oublier_les_badges(self, t: datetime, *badges: str) -> None:
        for badge in sorted(self.badges & set(badges)):
            self.badges.remove(badge)
            for membre in (ADA, INES, LEA):
                self._dire(t, "fin de badge", f"{badge} {membre}")

    def _dire_a_l_administration(self, t: datetime, courriel: str) -> None:
        """Followers, and members who administer the démarche (rules 9.2)."""
        concernes = {ADA, INES} if self.suivi else {ADA}
        if self.demarche.etat != "brouillon":
            for lecteur in concernes - set(self.demarche.muets):
                self._dire(t, "dit", f"{courriel} {lecteur}")

    def _dire(self, t: datetime, quoi: str, precision: str = "") -> None:
        self.moments.append(Moment(t, quoi, self.cas.numero, precision))


def calendrier(cas: Cas, demarche: Demarche, *, du: date, au: date) -> list[Moment]:
    vie = Vie(cas, demarche)
    gestes = list(gestes_de(cas, demarche))
    for rang in range((au - du).days + 1):
        jour = du + timedelta(days=rang)
        passes = [(sonne(jour, r.heure), 0, famille) for famille, r in REGLES.items()]
        passes += [(sonne(jour, PURGE), 0, "")]
        passes += [(quand, 1, geste) for quand, geste in gestes if quand.date() == jour]
        for t, humain, quoi in sorted(passes):
            if vie.partie:
                return vie.moments
            if humain:
                vie.faire(quoi, t)
            elif quoi:
                vie.balayer(quoi, t)
            else:
                vie.vider(t)
    return vie.moments


def gestes_de(cas: Cas, demarche: Demarche) -> Iterator[tuple[datetime, str]]:
    for quand, geste in cas.gestes:
        yield datetime.fromisoformat(quand), geste
    if demarche.allongee:
        yield datetime.fromisoformat(demarche.allongee[0]), "allonger"
