"""Silence means agreement, or refusal: when it will (rules 1.10)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from domain.calendrier import jour, jour_plus_mois

UN_JOUR = timedelta(days=1)


class Silence(StrEnum):
    """What silence means on a démarche."""

    sva = "sva"
    svr = "svr"


# Said to the usager in place of a motivation that nobody wrote.
MOTIVATIONS = {
    Silence.sva: "Le délai d’instruction est écoulé : le silence de l’administration vaut accord.",
    Silence.svr: "Le délai d’instruction est écoulé : le silence de l’administration vaut rejet.",
}


def silence(reglage: Mapping[str, Any] | None) -> Silence | None:
    """None on a démarche where it means nothing. `reglage` is its `sva_svr`."""
    decision = (reglage or {}).get("decision")
    return Silence(decision) if decision in set(Silence) else None


class Correction(Protocol):
    """What the count must know of a request for correction."""

    @property
    def raison(self) -> str: ...
    @property
    def cree_le(self) -> datetime: ...
    @property
    def resolue_le(self) -> datetime | None: ...


def _plus_periode(depart: date, *, nombre: int, unite: str) -> date:
    if unite == "mois":
        return jour_plus_mois(depart, nombre)
    return depart + nombre * (7 * UN_JOUR if unite == "semaines" else UN_JOUR)


def date_de_decision(
    reglage: Mapping[str, Any],
    *,
    depose_le: datetime,
    corrections: Iterable[Correction] = (),
    at: datetime,
) -> date:
    """The day of the automatic decision. `reglage` is the démarche's `sva_svr`.

    A correction that nobody has made yet counts as made on the day of `at`, so that what is left of
    the delay can be shown while it is stopped (rules 1.10.3).
    """
    resolues = [(c.raison, jour(c.cree_le), jour(c.resolue_le or at)) for c in corrections]
    depart = jour(depose_le)
    reprennent = [
        fin for raison, _, fin in resolues
        if reglage.get("reprise") == "reset" or raison == "incomplete"
    ]  # fmt: skip
    if reprennent:
        depart = max(reprennent)
    debut = depart + UN_JOUR
    arrets = sum((fin + UN_JOUR - cree).days for _, cree, fin in resolues if fin > debut)
    echeance = _plus_periode(
        debut, nombre=int(reglage.get("periode", 2)), unite=reglage.get("unite", "mois")
    )
    return echeance + arrets * UN_JOUR
