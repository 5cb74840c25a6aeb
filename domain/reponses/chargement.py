"""The answers of a dossier, and what hangs on them: a statement each, whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.base import parmi
from domain.dossiers.champs import MAIN, Champ, ZoneGeo
from domain.dossiers.demandeurs import Etablissement
from domain.dossiers.models import Dossier
from domain.fichiers.models import Fichier
from domain.formulaires.formulaire import Cle
from domain.formulaires.reponses import Reponse
from domain.formulaires.types_de_champ import FICHIERS, TypeChamp
from domain.reponses import liens
from domain.reponses.ecrite import Contexte

# In a buffer, a champ of files names here those of the official value that it keeps.
GARDES = "fichiers_gardes"


def charger_reponses(
    session: Session, dossier_id: int, flux: str = MAIN, *, prive: bool | None = None
) -> dict[Cle, Champ]:
    """The answers as one stream shows them: a buffer lies over `main`, and rows removed are left
    out. `prive` keeps annotations only, or champs only."""
    voulus = (
        select(Champ)
        .where(Champ.dossier_id == dossier_id, Champ.flux.in_({MAIN, flux}))
        .execution_options(populate_existing=True)
    )
    if prive is not None:
        voulus = voulus.where(Champ.prive.is_(prive))
    return montrees(sorted(session.scalars(voulus), key=lambda champ: champ.flux != MAIN))


_OFFICIELLES = (
    select(Champ)
    .where(parmi(Champ.dossier_id, "dossiers"), Champ.flux == MAIN)
    .execution_options(populate_existing=True)
)


def charger_officielles(session: Session, dossiers: Collection[int]) -> dict[int, list[Champ]]:
    """Of several dossiers, in one statement: the rows of their official answers, removed ones too."""
    lignes: dict[int, list[Champ]] = defaultdict(list)
    for champ in session.scalars(_OFFICIELLES, {"dossiers": list(dossiers)}):
        lignes[champ.dossier_id].append(champ)
    return lignes


def montrees(lignes: Iterable[Champ]) -> dict[Cle, Champ]:
    """The answers that these rows show, the last of a key over those before it."""
    vus = {(champ.stable_id, champ.row_id): champ for champ in lignes}
    retirees = {champ.row_id for champ in vus.values() if champ.retire_le and champ.row_id}
    return {
        cle: champ
        for cle, champ in vus.items()
        if champ.retire_le is None and champ.row_id not in retirees
    }


@dataclass
class Contenus:
    """What is not in the rows of answers: by champ, files and shapes; linked dossiers that exist;
    établissements of which only the SIRET is known."""

    fichiers: Mapping[int, Sequence[Fichier]] = field(default_factory=dict)
    zones: Mapping[int, int] = field(default_factory=dict)
    dossiers: frozenset[int] = frozenset()
    degrades: frozenset[int] = frozenset()

    def contexte(self, champ: Champ, *, at: datetime, au_depot: bool = False) -> Contexte:
        return Contexte(
            at=at,
            pieces=self.fichiers.get(champ.id, ()),
            etat_externe=champ.etat_externe,
            etablissement=champ.etablissement_id is not None,
            dossiers=self.dossiers,
            au_depot=au_depot,
        )


def charger_contenus(session: Session, champs: Iterable[Champ]) -> Contenus:
    """Of the answers of a dossier, or of several. Four statements at most: none is sent for types that
    the answers do not have."""
    par_type: dict[TypeChamp, list[Champ]] = {}
    for champ in champs:
        par_type.setdefault(TypeChamp(champ.type_champ), []).append(champ)
    de_fichiers = [champ for type_ in FICHIERS for champ in par_type.get(type_, ())]
    return Contenus(
        fichiers=charger_fichiers(session, de_fichiers),
        zones=_zones(session, par_type.get(TypeChamp.carte, ())),
        dossiers=dossiers_existants(session, par_type.get(TypeChamp.dossier_link, ())),
        degrades=_degrades(session, par_type.get(TypeChamp.siret, ())),
    )


def gardes(champ: Champ) -> list[int]:
    """The files of the official value that a buffer's champ keeps, by number."""
    dits = champ.value_json.get(GARDES, []) if isinstance(champ.value_json, dict) else []
    return [int(dit) for dit in dits]


def charger_fichiers(session: Session, champs: Sequence[Champ]) -> dict[int, list[Fichier]]:
    """By champ, its own files and those that it keeps, in the order in which they came."""
    if not champs:
        return {}
    gardes_par_champ = {champ.id: gardes(champ) for champ in champs}
    gardees = [fichier for fichiers in gardes_par_champ.values() for fichier in fichiers]
    voulus = (
        select(Fichier)
        .where(or_(Fichier.champ_id.in_(gardes_par_champ), Fichier.id.in_(gardees)))
        .order_by(Fichier.id)
        .execution_options(populate_existing=True)
    )
    trouves = list(session.scalars(voulus))
    return {
        champ_id: [f for f in trouves if f.champ_id == champ_id or f.id in numeros]
        for champ_id, numeros in gardes_par_champ.items()
    }


def _zones(session: Session, champs: Sequence[Champ]) -> dict[int, int]:
    if not champs:
        return {}
    comptees = (
        select(ZoneGeo.champ_id, func.count())
        .where(ZoneGeo.champ_id.in_([champ.id for champ in champs]))
        .group_by(ZoneGeo.champ_id)
    )
    return dict(iter(session.execute(comptees)))


def dossiers_existants(session: Session, reponses: Iterable[Reponse]) -> frozenset[int]:
    """Those of the dossiers that these links name which exist."""
    numeros = {numero for lien in reponses if (numero := liens.numero(lien)) is not None}
    if not numeros:
        return frozenset()
    return frozenset(session.scalars(select(Dossier.id).where(Dossier.id.in_(numeros))))


def _degrades(session: Session, champs: Sequence[Champ]) -> frozenset[int]:
    numeros = [champ.etablissement_id for champ in champs if champ.etablissement_id]
    if not numeros:
        return frozenset()
    degrades = select(Etablissement.id).where(
        Etablissement.id.in_(numeros), Etablissement.adresse.is_(None)
    )
    return frozenset(session.scalars(degrades))
