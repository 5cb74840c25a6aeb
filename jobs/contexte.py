"""What every piece of work needs from outside: given once, by the process that executes them."""

from dataclasses import dataclass, field

from adapters.annuaire import Annuaire, AnnuaireLocal
from adapters.antivirus import Antivirus
from adapters.base_de_donnees import BaseSynchrone
from adapters.http_sortant import ClientSortant
from adapters.rendez_vous import Agenda, AgendaLocal
from adapters.storage import Storage


@dataclass(frozen=True)
class Contexte:
    """`url_publique` is where people find this Guichet; without an antivirus files stay unscanned."""

    base: BaseSynchrone
    storage: Storage
    url_publique: str
    antivirus: Antivirus | None = None
    agenda: Agenda = field(default_factory=AgendaLocal)
    annuaire: Annuaire = field(default_factory=AnnuaireLocal)
    sortant: ClientSortant = field(default_factory=ClientSortant)
