"""The shapes of dossiers' cartes, as one GeoJSON (rules 8.10)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from exports import geojson
from exports.geojson import Zone, Zones
from exports.parcelles import parcelle
from jobs.exports import instructions
from jobs.exports.lecture import Lecture, Lu


def ecrire(lecture: Lecture, avancer: Callable[[int], None]) -> Iterator[bytes]:
    """The bytes of the file, by morsels. Raises Abandon."""
    yield from geojson.flux(_dossiers(lecture, avancer))


def _dossiers(lecture: Lecture, avancer: Callable[[int], None]) -> Iterator[Zones]:
    for lot in lecture.lots(_zones):
        for lu in lot.lus:
            yield Zones(lu.dossier.id, list(_montrees(lecture, lu)))
        avancer(lot.demandes)


def _zones(session: Session, numeros: Sequence[int]) -> Iterable[Any]:
    return session.execute(instructions.zones(numeros))


def _montrees(lecture: Lecture, lu: Lu) -> Iterator[Zone]:
    """Those of the champs that show, in the order of the form, then of their making."""
    rangs = {stable_id: rang for rang, stable_id in enumerate(lecture.demarche.fusion.definitions)}
    for ligne in sorted(
        lu.supplement, key=lambda z: (rangs.get(z.stable_id, 0), z.row_id or "", z.id)
    ):
        champ = lecture.demarche.fusion.definitions.get(ligne.stable_id)
        if champ is None or lu.dossier.lire(champ, ligne.row_id) is None:
            continue
        yield Zone(
            id=ligne.id,
            source=ligne.source,
            geometry=ligne.geometry,
            description=ligne.description,
            filename=ligne.proprietes.get("filename"),
            champ_label=champ.libelle,
            champ_id=champ.stable_id,
            champ_row=ligne.row_id,
            champ_private=champ.prive,
            parcelle=parcelle(ligne.proprietes) if ligne.source == "cadastre" else None,
        )
