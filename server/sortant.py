"""The outgoing client, as the settings of this Guichet allow it to go."""

from adapters.destinations import Regles
from adapters.http_sortant import ClientSortant
from server.settings import Settings


def client_sortant(settings: Settings) -> ClientSortant:
    return ClientSortant(Regles(settings.outgoing_networks, settings.outgoing_http))


def client_des_liens(settings: Settings) -> ClientSortant:
    """For pages that anybody may read: by http too, nothing of ours goes with the question."""
    return ClientSortant(Regles(settings.outgoing_networks, http=True))
