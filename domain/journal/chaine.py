"""The chain: each row's digest holds that of the row before it, for a démarche each."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from domain.journal.models import Operation

ORIGINE = bytes(32)


class Maillon(NamedTuple):
    """What a digest covers: all of a row but its content, which is covered by its own digest."""

    demarche_id: int
    rang: int
    dossier_id: int
    operation: str
    automatique: bool
    le: datetime
    empreinte_contenu: bytes
    precedente: bytes

    def empreinte(self) -> bytes:
        return sha256(
            _canonique(
                [
                    self.demarche_id,
                    self.rang,
                    self.dossier_id,
                    str(self.operation),
                    self.automatique,
                    self.le.astimezone(UTC).isoformat(timespec="microseconds"),
                    self.empreinte_contenu.hex(),
                    self.precedente.hex(),
                ]
            )
        ).digest()


def empreinte_du_contenu(contenu: Mapping[str, Any]) -> bytes:
    return sha256(_canonique(contenu)).digest()


def _canonique(valeur: object) -> bytes:
    """One text for one value, whatever PostgreSQL does with the order of keys."""
    texte = json.dumps(valeur, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return texte.encode()


class LigneLue(NamedTuple):
    maillon: Maillon
    contenu: Mapping[str, Any] | None
    empreinte: bytes


class Tete(NamedTuple):
    """What the thread says its last row is."""

    rang: int
    empreinte: bytes


class Anomalie(NamedTuple):
    rang: int
    constat: str


MANQUE = "une ligne manque, ou n’est pas à sa place"
CHAINE = "la ligne ne suit pas celle qui la précède"
MODIFIEE = "la ligne a été modifiée"
CONTENU = "le contenu a été modifié"
EFFACE = "le contenu a été effacé, sans que le dossier ait été purgé"
TRONQUE = "la fin du journal n’est pas celle que le fil annonce"


def verifier(lignes: Iterable[LigneLue], tete: Tete | None) -> Iterable[Anomalie]:
    """What is wrong in the rows of a démarche, given in the order of their ranks. `tete` is its
    thread, None when it has none."""
    precedente, rang = ORIGINE, 0
    effaces: dict[int, int] = {}
    for maillon, contenu, empreinte in lignes:
        rang += 1
        if maillon.rang != rang:
            yield Anomalie(rang, MANQUE)
            rang = maillon.rang
        if maillon.precedente != precedente:
            yield Anomalie(rang, CHAINE)
        if maillon.empreinte() != empreinte:
            yield Anomalie(rang, MODIFIEE)
        if contenu is None:
            effaces.setdefault(maillon.dossier_id, rang)
        elif empreinte_du_contenu(contenu) != maillon.empreinte_contenu:
            yield Anomalie(rang, CONTENU)
        if maillon.operation == Operation.purger:
            effaces.pop(maillon.dossier_id, None)
        precedente = empreinte
    yield from (Anomalie(efface, EFFACE) for efface in effaces.values())
    if (rang, precedente) != (tete or Tete(0, ORIGINE)):
        yield Anomalie(rang, TRONQUE)
