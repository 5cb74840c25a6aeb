"""The champs of a dossier: its revision's fields in order, with what was answered to each."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import select

from domain import identifiants
from domain.dossiers.champs import MAIN, Champ, ZoneGeo
from domain.formulaires.conversion import lire_comme
from domain.formulaires.formulaire import Cle, Descripteur, Formulaire, Visibilite
from domain.formulaires.reponses import Reponse
from domain.formulaires.types_de_champ import TypeChamp
from resolvers.dossiers import DossierRow
from resolvers.loader import Loader, many
from resolvers.statements import Statement, among, instant


class ChampRow(NamedTuple):
    dossier_id: int
    id: int
    stable_id: int
    row_id: str | None
    type_champ: str
    value: str | None
    value_json: Any
    external_id: str | None
    data: Any
    prefilled: bool
    modifie_le: str
    etablissement_id: int | None


CLE = itemgetter(ChampRow._fields.index("stable_id"), ChampRow._fields.index("row_id"))
ECRITE = itemgetter(ChampRow._fields.index("stable_id"), ChampRow._fields.index("type_champ"))


class Reponses:
    """What was answered in one dossier; its sheet is made once, for champs and annotations alike."""

    __slots__ = ("_feuille", "lignes")

    def __init__(self, lignes: Sequence[ChampRow]) -> None:
        self.lignes = lignes
        self._feuille: Feuille | None = None

    def feuille(self, dossier: DossierRow, formulaire: Formulaire) -> "Feuille":
        if self._feuille is None:
            self._feuille = Feuille(dossier, formulaire, self.lignes)
        return self._feuille


# The official values only: what is being edited, what was replaced and what was removed stay out.
CHAMPS_DU_DOSSIER: Loader[ChampRow, Reponses] = Loader(
    "champs_du_dossier",
    Statement(
        select(
            Champ.dossier_id,
            Champ.id,
            Champ.stable_id,
            Champ.row_id,
            Champ.type_champ,
            Champ.value,
            Champ.value_json,
            Champ.external_id,
            Champ.data,
            Champ.prefilled,
            instant(Champ.modifie_le),
            Champ.etablissement_id,
        ).where(among(Champ.dossier_id), Champ.flux == MAIN, Champ.retire_le.is_(None)),
        ChampRow,
    ),
    Reponses,
)


class ZoneGeoRow(NamedTuple):
    dossier_id: int
    id: int
    champ_id: int
    source: str
    description: str | None
    geometry: dict[str, Any]
    proprietes: dict[str, Any]


ZONES_GEO_DU_DOSSIER = many(
    "zones_geo_du_dossier",
    Statement(
        select(
            Champ.dossier_id,
            ZoneGeo.id,
            ZoneGeo.champ_id,
            ZoneGeo.source,
            ZoneGeo.description,
            ZoneGeo.geometry,
            ZoneGeo.proprietes,
        )
        .join(Champ, Champ.id == ZoneGeo.champ_id)
        .where(among(Champ.dossier_id), Champ.flux == MAIN)
        .order_by(Champ.dossier_id, ZoneGeo.id),
        ZoneGeoRow,
    ),
)


class Feuille:
    """One dossier's form and answers together: which champs show, and what each holds."""

    __slots__ = ("dossier", "formulaire", "lignes", "reponses", "visibilite")

    def __init__(
        self, dossier: DossierRow, formulaire: Formulaire, lignes: Sequence[ChampRow]
    ) -> None:
        self.dossier = dossier
        self.formulaire = formulaire
        self.lignes: dict[Cle, ChampRow] = dict(zip(map(CLE, lignes), lignes, strict=True))
        # The answers under the types that their fields have now: nearly always as they are.
        ecrites = all(map(formulaire.types.__contains__, map(ECRITE, lignes)))
        self.reponses: Mapping[Cle, Reponse] = self.lignes if ecrites else self._lues()
        self.visibilite = Visibilite(formulaire, self.reponses)

    def _lues(self) -> Mapping[Cle, Reponse]:
        """Those of another type read as those of the present one, where they can be."""
        types = self.formulaire.types
        autres = [cle for cle, ligne in self.lignes.items() if ECRITE(ligne) not in types]
        lues: dict[Cle, Reponse] = dict(self.lignes)
        for cle in autres:
            ligne = self.lignes[cle]
            # None for a field that the revision does not have any more.
            descripteur = self.formulaire.par_stable_id.get(cle[0])
            lue = _convertie(descripteur, ligne) if descripteur else None
            if lue is None:
                del lues[cle]
            else:
                lues[cle] = lue
        return lues

    def champ(self, descripteur: Descripteur, row_id: str | None = None) -> "ChampVu":
        cle = descripteur.stable_id, row_id
        return ChampVu(self, descripteur, row_id, self.lignes.get(cle), self.reponses.get(cle))

    def visibles(
        self, descripteurs: Sequence[Descripteur], row_id: str | None = None
    ) -> list["ChampVu"]:
        if self.formulaire.conditionnel:
            montre = self.visibilite.montre
            descripteurs = [d for d in descripteurs if montre(d, row_id)]
        ligne = self.lignes.get
        if self.reponses is not self.lignes:
            return [self.champ(d, row_id) for d in descripteurs]
        # Thousands a page: made as `champ` makes one, without a call of Python's for each.
        return [
            _vu(ChampVu, (self, d, row_id, lue := ligne((d.stable_id, row_id)), lue))
            for d in descripteurs
        ]

    def rangees(self, repetition: Descripteur) -> list["Rangee"]:
        """The rows of a repetition, in the order in which they were made: that of their ULIDs."""
        row_ids = sorted(
            row_id
            for stable_id, row_id in self.lignes
            if stable_id == repetition.stable_id and row_id is not None
        )
        enfants = self.formulaire.enfants.get(repetition.stable_id, ())
        return [Rangee(row_id, self.visibles(enfants, row_id)) for row_id in row_ids]


class ChampVu(NamedTuple):
    """A champ as the API shows it. `ligne` is null when nothing was ever stored, `reponse` too when
    what was stored cannot be read under the field's present type."""

    feuille: Feuille
    descripteur: Descripteur
    row_id: str | None
    ligne: ChampRow | None
    reponse: Reponse | None

    @property
    def type_champ(self) -> TypeChamp:
        return self.descripteur.type_champ

    @property
    def dossier_id(self) -> int:
        return self.feuille.dossier.id

    @property
    def champ_id(self) -> int | None:
        return self.ligne.id if self.ligne else None

    @property
    def etablissement_id(self) -> int | None:
        return self.ligne.etablissement_id if self.ligne else None

    @property
    def dossier_lie_id(self) -> int | None:
        """The number that a link names."""
        reponse = self.reponse
        return identifiants.numero((reponse and reponse.value) or "")

    @property
    def id(self) -> str:
        """The same in every dossier; in a row, the row's ULID goes with it (api 5.1)."""
        cle = self.descripteur.stable_id
        return identifiants.identifiant("Champ", f"{cle}|{self.row_id}" if self.row_id else cle)


def modifie_le(champ: ChampVu) -> str:
    """When it was answered; the deposit's date for a champ that never was (rules 2.2.4)."""
    if champ.ligne is not None:
        return champ.ligne.modifie_le
    return champ.feuille.dossier.depose_le or champ.feuille.dossier.cree_le


def modifies_le(champs: Sequence[ChampVu]) -> list[str]:
    return [
        modifie_le(champ) if (ligne := champ.ligne) is None else ligne.modifie_le
        for champ in champs
    ]


def prerempli(champ: ChampVu) -> bool:
    return champ.ligne is not None and champ.ligne.prefilled


def preremplis(champs: Sequence[ChampVu]) -> list[bool]:
    return [(ligne := champ.ligne) is not None and ligne.prefilled for champ in champs]


def forme(champ: ChampVu) -> Hashable:
    """Champs of one field are read alike, in all dossiers; in a row they also bear its ULID."""
    return id(champ.descripteur) if champ.row_id is None else (id(champ.descripteur), "rangée")


_vu: Callable[..., ChampVu] = tuple.__new__


class Rangee(NamedTuple):
    row_id: str
    champs: list[ChampVu]


def _convertie(descripteur: Descripteur, ligne: ChampRow) -> Reponse | None:
    """An answer written before a revision changed the type of its field."""
    return lire_comme(ligne, ecrit=TypeChamp(ligne.type_champ), lu=descripteur.type_champ)


def _racines(
    feuille: Feuille, descripteurs: Sequence[Descripteur], id: str | None
) -> list[ChampVu]:
    """The roots that show; or, asked by its id, one root whether it shows or not (api 5.4)."""
    if id is None:
        return feuille.visibles(descripteurs)
    cle = identifiants.cle_de(id)
    return [feuille.champ(d) for d in descripteurs if str(d.stable_id) == cle]


def champs(
    dossier: DossierRow, formulaire: Formulaire, reponses: Reponses, id: str | None = None
) -> list[ChampVu]:
    return _racines(reponses.feuille(dossier, formulaire), formulaire.champs, id)


def annotations(
    dossier: DossierRow, formulaire: Formulaire, reponses: Reponses, id: str | None = None
) -> list[ChampVu]:
    return _racines(reponses.feuille(dossier, formulaire), formulaire.annotations, id)


def zones(champ: ChampVu, zones_geo: Sequence[ZoneGeoRow]) -> list[ZoneGeoRow]:
    return [zone for zone in zones_geo if champ.champ_id and zone.champ_id == champ.champ_id]
