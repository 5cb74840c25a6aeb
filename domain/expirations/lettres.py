"""One mail for all that ends together, at the pace of sweeps."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from domain.courriels.catalogue import Nom
from domain.courriels.plateforme import Plateforme
from domain.courriels.poste import poster
from domain.expirations.cadence import departs
from domain.expirations.destinataires import Enveloppe, Nomme
from domain.transactions import Transaction


class Lettre(NamedTuple):
    nom: Nom
    enveloppes: Sequence[Enveloppe]


def envoyer(
    tx: Transaction, lettre: Lettre, *, jour: date, plateforme: Plateforme, at: datetime
) -> list[tuple[Enveloppe, str]]:
    """Promise a mail for each envelope; `jour` is the day that it tells. Returns the key of each.

    The same dossiers told of the same day to the same person are one event: told again, nothing leaves.
    """
    envois = []
    depart = departs(tx, at=at)
    for enveloppe in lettre.enveloppes:
        evenement = _evenement(enveloppe.dossiers, jour)
        poster(
            tx, lettre.nom, a=[enveloppe.email], evenement=evenement,
            mots={"echeance": f"{jour:%d/%m/%Y}", "dossiers": _enumeres(enveloppe.dossiers)},
            lien=plateforme.url, plateforme=plateforme, at=next(depart),
        )  # fmt: skip
        envois.append((enveloppe, f"{evenement}/{lettre.nom}/{enveloppe.email}"))
    return envois


def _evenement(dossiers: Sequence[Nomme], jour: date) -> str:
    numeros = ",".join(str(dossier.id) for dossier in dossiers)
    return f"fin-{jour}-{sha256(numeros.encode()).hexdigest()[:16]}"


def _enumeres(dossiers: Sequence[Nomme]) -> str:
    """A line for each démarche."""
    ranges = sorted(dossiers, key=lambda dossier: (dossier.demarche, dossier.id))
    return "\n".join(
        f"- {demarche} : n° {', '.join(str(dossier.id) for dossier in siens)}"
        for demarche, siens in groupby(ranges, key=lambda dossier: dossier.demarche)
    )
