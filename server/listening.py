"""The socket of the web: taken once, kept while web processes come and go."""

import errno
import socket

from server.refus import Refus

BACKLOG = 2048

REASONS = {
    errno.EADDRINUSE: "il est déjà pris par un autre programme",
    errno.EACCES: "ce compte n’a pas le droit de l’ouvrir",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas celle de la machine",
}


def reserve_socket(host: str, port: int) -> socket.socket:
    """Listen on the web's address. Raises Refus if it is taken.

    Clients that come before a web process serves wait in the backlog: while everything starts, and
    again for the second that a web process takes to be replaced.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise Refus(f"GUICHET_HOTE : « {host} » ne mène à aucune adresse.", code=2) from None
    reserved = socket.socket(family, kind, protocol)
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        reserved.bind(address)
        reserved.listen(BACKLOG)
    except OSError as error:
        reserved.close()
        reason = REASONS.get(error.errno or 0, error.strerror)
        raise Refus(
            f"Impossible d’écouter sur le port {port} de {host} : {reason}. "
            "Choisissez-en un autre par GUICHET_PORT ou GUICHET_HOTE."
        ) from None
    return reserved
