"""Forms: types, options, ids, conditions; then a revision ready to be written (rules 1.3)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.formulaires.formulaire import Descripteur
from domain.formulaires.types_de_champ import (
    NON_REMPLISSABLES,
    OPTIONS,
    PRIVES_SEULEMENT,
    TypeChamp,
)
from scenarios.format.champs import COMMUNES, TypeDeChamp
from scenarios.format.fichiers import Fichier
from scenarios.refus import Chemin
from scenarios.reponses.choix import arbre
from scenarios.verification.conditions import verifier_condition
from scenarios.verification.contexte import Contexte

T = TypeChamp
A_OPTIONS = frozenset({T.drop_down_list, T.multiple_drop_down_list, T.linked_drop_down_list})

Places = list[tuple[TypeDeChamp, int | None, int, bool, Chemin]]
"""A field, the repetition that holds it, its rank, whether it is private, where it is written."""


def _places(
    champs: Sequence[TypeDeChamp], chemin: Chemin, *, prive: bool, parent: int | None = None
) -> Iterator[tuple[TypeDeChamp, int | None, int, bool, Chemin]]:
    """Fields in reading order: a repetition, then what it holds."""
    for rang, champ in enumerate(champs):
        ici = (*chemin, rang)
        yield champ, parent, rang, prive, ici
        yield from _places(champ.champs or (), (*ici, "champs"), prive=prive, parent=champ.id)


def verifier_formulaire(
    contexte: Contexte,
    champs: Sequence[TypeDeChamp],
    annotations: Sequence[TypeDeChamp],
    *,
    chemin_champs: Chemin,
    chemin_annotations: Chemin,
    publie: bool,
) -> tuple[list[Descripteur], Mapping[int, Fichier]]:
    """The fields of a form, and the model files that they offer. A published form is complete."""
    places: Places = [
        *_places(champs, chemin_champs, prive=False),
        *_places(annotations, chemin_annotations, prive=True),
    ]
    descripteurs: dict[int, Descripteur] = {}
    for champ, parent, rang, prive, ici in places:
        if champ.id in descripteurs:
            contexte.noter((*ici, "id"), f"l’id {champ.id} est déjà celui d’un autre champ")
            continue
        _verifier_type(contexte, champ, ici, prive=prive, dans_repetition=parent is not None)
        if publie:
            _verifier_complet(contexte, champ, ici)
        descripteurs[champ.id] = _descripteur(champ, parent, rang, prive)
    _verifier_conditions(contexte, places, descripteurs)
    modeles = {champ.id: champ.modele for champ, *_ in places if champ.modele}
    # The conditions are read after their check, which puts their codes right.
    ecrits = {champ.id: champ for champ, *_ in reversed(places)}
    return [
        d._replace(condition=_arbre(ecrits[d.stable_id])) for d in descripteurs.values()
    ], modeles


def _arbre(champ: TypeDeChamp) -> dict[str, Any] | None:
    return champ.condition.arbre() if champ.condition else None


def _descripteur(champ: TypeDeChamp, parent: int | None, rang: int, prive: bool) -> Descripteur:
    remplissable = champ.type not in NON_REMPLISSABLES
    obligatoire = champ.obligatoire if champ.obligatoire is not None else remplissable and not prive
    return Descripteur(
        revision_id=0, stable_id=champ.id, parent_id=parent, position=rang, prive=prive,
        type_champ=champ.type, libelle=champ.libelle, description=champ.description,
        obligatoire=bool(obligatoire), condition=None, options=champ.options_ecrites(),
    )  # fmt: skip


def _verifier_type(
    contexte: Contexte, champ: TypeDeChamp, chemin: Chemin, *, prive: bool, dans_repetition: bool
) -> None:
    connues = OPTIONS.get(champ.type, frozenset())
    for nom in champ.model_fields_set - COMMUNES - connues:
        contexte.noter((*chemin, nom), f"« {nom} » n’est pas une option du type {champ.type}")
    if champ.modele and "modele" not in connues:
        contexte.noter((*chemin, "modele"), f"« modele » n’est pas une option du type {champ.type}")
    if champ.obligatoire and champ.type in NON_REMPLISSABLES:
        contexte.noter((*chemin, "obligatoire"), f"un champ {champ.type} ne se remplit pas : il ne peut pas être obligatoire")  # fmt: skip
    if champ.type in PRIVES_SEULEMENT and not prive:
        contexte.noter((*chemin, "type"), f"le type {champ.type} n’est possible que parmi les annotations")  # fmt: skip
    if champ.champs is not None and champ.type is not T.repetition:
        contexte.noter((*chemin, "champs"), "seule une repetition contient des champs")
    if dans_repetition and champ.type is T.repetition:
        contexte.noter((*chemin, "type"), "une repetition ne peut pas en contenir une autre")
    if champ.type is T.linked_drop_down_list and champ.options:
        try:
            arbre(champ.options)
        except ValueError as error:
            contexte.noter((*chemin, "options"), f"options : {error}")


def _verifier_complet(contexte: Contexte, champ: TypeDeChamp, chemin: Chemin) -> None:
    """rules 1.3.9: lists offer a choice and repetitions hold something."""
    if champ.type in A_OPTIONS and not champ.options and not champ.referentiel:
        contexte.noter(chemin, f"la liste « {champ.libelle} » n’a pas d’options")
    if champ.type is T.repetition and not champ.champs:
        contexte.noter(chemin, f"la répétition « {champ.libelle} » ne contient aucun champ")


def _verifier_conditions(
    contexte: Contexte, places: Places, descripteurs: Mapping[int, Descripteur]
) -> None:
    """A condition looks up only: at what is above it, and among its row or the roots (rules 1.4.6)."""
    plus_haut: dict[int, Descripteur] = {}
    for champ, parent, _, _, ici in places:
        descripteur = descripteurs[champ.id]
        if champ.condition:
            sources = {
                stable_id: d
                for stable_id, d in plus_haut.items()
                if d.parent_id is None or d.parent_id == parent
            }
            verifier_condition(
                contexte, champ.condition, (*ici, "condition"), sources=sources, connus=descripteurs
            )
        plus_haut[champ.id] = descripteur
