"""A revision's form, ready to be read: its fields in order, and which of them an answer shows."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from domain.formulaires.conditions import evaluer, operande
from domain.formulaires.reponses import Reponse
from domain.formulaires.types_de_champ import TypeChamp


class Descripteur(NamedTuple):
    """One field of a revision: the columns of `types_de_champ`, in the order loaders select them."""

    revision_id: int
    stable_id: int
    parent_id: int | None
    position: int
    prive: bool
    type_champ: TypeChamp
    libelle: str
    description: str | None
    obligatoire: bool
    condition: Mapping[str, Any] | None
    options: Mapping[str, Any]


class Formulaire:
    """The tree of one revision. `champs` and `annotations` are the roots, in order; `derives` holds
    what a reader works out of a field once, by stable id."""

    __slots__ = (
        "annotations",
        "champs",
        "conditionnel",
        "derives",
        "enfants",
        "par_stable_id",
        "revision_id",
        "types",
    )

    def __init__(self, revision_id: int, descripteurs: Iterable[Descripteur]) -> None:
        ordre = sorted(descripteurs, key=lambda d: (d.position, d.stable_id))
        self.revision_id = revision_id
        self.par_stable_id = {d.stable_id: d for d in ordre}
        self.types = {(d.stable_id, str(d.type_champ.value)) for d in ordre}
        self.champs = tuple(d for d in ordre if d.parent_id is None and not d.prive)
        self.annotations = tuple(d for d in ordre if d.parent_id is None and d.prive)
        enfants: dict[int, list[Descripteur]] = {}
        for descripteur in ordre:
            if descripteur.parent_id is not None:
                enfants.setdefault(descripteur.parent_id, []).append(descripteur)
        self.enfants = {parent: tuple(ds) for parent, ds in enfants.items()}
        self.conditionnel = any(d.condition for d in ordre)
        self.derives: dict[int, Any] = {}

    def niveau(self, descripteur: Descripteur) -> int:
        """A title's level, from 1; inside a repetition, below the section that holds it (api 7.2)."""
        propre = int(descripteur.options.get("niveau") or 1)
        if descripteur.parent_id is None:
            return propre
        return propre + self._niveau_de_section(self.par_stable_id[descripteur.parent_id])

    def _niveau_de_section(self, repetition: Descripteur) -> int:
        racines = self.annotations if repetition.prive else self.champs
        niveau = 0
        for racine in racines:
            if racine.stable_id == repetition.stable_id:
                break
            if racine.type_champ is TypeChamp.header_section:
                niveau = int(racine.options.get("niveau") or 1)
        return niveau


Cle = tuple[int, str | None]
"""Which answer: the field's stable id, and the row's ULID inside a repetition."""


class Visibilite:
    """Which champs of one dossier its answers show (rules 1.4.5-1.4.7). Answers are memoised: a
    form of a hundred conditions on one list evaluates that list once."""

    def __init__(self, formulaire: Formulaire, reponses: Mapping[Cle, Reponse]) -> None:
        self._formulaire = formulaire
        self._reponses = reponses
        self._connues: dict[Cle, bool] = {}

    def montre(self, descripteur: Descripteur, row_id: str | None = None) -> bool:
        if not self._formulaire.conditionnel:
            return True
        cle = descripteur.stable_id, row_id
        if cle not in self._connues:
            self._connues[cle] = False  # a condition that came back to itself shows nothing
            self._connues[cle] = self._evaluer(descripteur, row_id)
        return self._connues[cle]

    def _evaluer(self, descripteur: Descripteur, row_id: str | None) -> bool:
        if descripteur.parent_id is not None:
            parent = self._formulaire.par_stable_id.get(descripteur.parent_id)
            if parent is None or not self.montre(parent):
                return False
        if not descripteur.condition:
            return True
        return evaluer(descripteur.condition, lambda source: self.valeur(source, row_id))

    def valeur(self, stable_id: int, row_id: str | None = None) -> Any:
        """What a condition reads of a champ: that of the same row first, else the root one."""
        source = self._formulaire.par_stable_id.get(stable_id)
        if source is None:
            return None
        rangee = row_id if source.parent_id is not None else None
        if not self.montre(source, rangee):
            return None
        return operande(source, self._reponses.get((stable_id, rangee)))
