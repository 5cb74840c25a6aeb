"""Free loopback ports for the embedded parts."""

import random
import socket

# Below the range from which Linux takes the ports of outgoing connections (32768 and up): a port
# found free there is not taken by a passing client before its server binds it.
RANGE = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """As many distinct ports, all free at the same instant."""
    held: list[socket.socket] = []
    try:
        while len(held) < count:
            candidate = socket.socket()
            try:
                candidate.bind(("127.0.0.1", random.choice(RANGE)))
            except OSError:
                candidate.close()
            else:
                held.append(candidate)
        return [candidate.getsockname()[1] for candidate in held]
    finally:
        for candidate in held:
            candidate.close()
