"""The outgoing client, as the settings of this Guichet allow it to go."""

from adapters.destinations import Regles
from adapters.http_sortant import ClientSortant
from server.settings import Settings


def client_sortant(settings: Settings) -> ClientSortant:
    return ClientSortant(Regles(settings.outgoing_networks, settings.outgoing_http))
