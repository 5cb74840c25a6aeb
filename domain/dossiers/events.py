"""What happened to a dossier, for whoever follows: mails, web hooks, attestations, rebase.

Every act that changes a state publishes `DossierChangeEtat`, whatever else it publishes: web hooks
need nothing more. The others say what is particular to an act.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.events import Event


@dataclass(frozen=True, kw_only=True)
class DossierChangeEtat(Event):
    """`precedent` is the state before; a new deposit has the same twice. `automatique` is what
    happened by itself."""

    dossier_id: int
    demarche_id: int
    precedent: str
    state: str
    automatique: bool
    le: datetime


@dataclass(frozen=True, kw_only=True)
class DossierDecide(Event):
    """The attestation is to be made, or not; mails are promised already (rules 3.6.4)."""

    dossier_id: int
    demarche_id: int
    state: str
    automatique: bool
    notifier: bool
    le: datetime


@dataclass(frozen=True, kw_only=True)
class DossierReinstruit(Event):
    """A decision was undone: the dossier is to be moved to the published form (rules 3.9.1)."""

    dossier_id: int
    demarche_id: int
    le: datetime


@dataclass(frozen=True, kw_only=True)
class DossierReaffecte(Event):
    """`precedent_id` is the groupe it leaves, if it had one."""

    dossier_id: int
    demarche_id: int
    groupe_id: int
    precedent_id: int | None
    le: datetime


@dataclass(frozen=True, kw_only=True)
class SuiviPerdu(Event):
    """A follower whom a reassignment left outside (rules 1.11.13); his mail is promised already."""

    dossier_id: int
    demarche_id: int
    instructeur_id: int
    groupe_id: int


@dataclass(frozen=True, kw_only=True)
class DossierArchive(Event):
    """Archived, or taken out of the archives (`archive` false)."""

    dossier_id: int
    demarche_id: int
    archive: bool
    le: datetime


@dataclass(frozen=True, kw_only=True)
class DossierMasque(Event):
    """Put in the bin of one side; `des_deux_cotes` once both have done it (rules 3.16.4)."""

    dossier_id: int
    demarche_id: int
    cote: str
    raison: str
    state: str
    des_deux_cotes: bool
    le: datetime


@dataclass(frozen=True, kw_only=True)
class DossierRestaure(Event):
    dossier_id: int
    demarche_id: int
    cote: str
    le: datetime


@dataclass(frozen=True, kw_only=True)
class DossierProlonge(Event):
    """`expire_le` is the new date."""

    dossier_id: int
    demarche_id: int
    expire_le: datetime
    le: datetime


@dataclass(frozen=True, kw_only=True)
class InvitationEnvoyee(Event):
    invitation_id: int
    dossier_id: int
    demarche_id: int


@dataclass(frozen=True, kw_only=True)
class TransfertPropose(Event):
    """`transfert_id` is one of a usager's dossiers offered to somebody; one mail an offer."""

    transfert_id: int
    dossier_id: int
    demarche_id: int


@dataclass(frozen=True, kw_only=True)
class TransfertAccepte(Event):
    dossier_id: int
    demarche_id: int
    de: str
    vers: str
    le: datetime
