"""What a mutation leaves to answer with: numbers to read again, and what was refused.

It is written beside the effect when the request has a key, so it is made of plain values.
"""

from datetime import datetime
from typing import Any

import msgspec

from domain import identifiants
from domain.errors import DomainError
from domain.reponses import validation
from domain.reponses.depot import DepotRefuse


class Erreur(msgspec.Struct, frozen=True, omit_defaults=True):
    """A refusal, in the words that clients compare; whoever won a race is beside (api 14.11)."""

    message: str
    code: str | None = None
    auteur: str | None = None
    date: str | None = None


class ChampEcrit(msgspec.Struct, frozen=True, omit_defaults=True):
    stable_id: int
    row_id: str | None = None


class Televersement(msgspec.Struct, frozen=True):
    url: str
    headers: str
    blob_id: str
    signed_blob_id: str


class ErreurDeChamp(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong with one answer. `id` is the champ's, as a client gave it or as it may give it."""

    id: str
    message: str
    libelle: str | None = None


class EnPreparation(msgspec.Struct, frozen=True):
    """A draft that a program makes, and what a deposit would be refused for."""

    id: int
    erreurs: list[ErreurDeChamp]


class AnnotationProposee(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the loser of a race wanted to write, as answers are stored, and where."""

    stable_id: int
    row_id: str | None = None
    value: str | None = None
    value_json: Any = None
    external_id: str | None = None
    data: Any = None


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    client_mutation_id: str | None = None
    errors: list[Erreur] | None = None
    warnings: list[Erreur] | None = None
    dossier_id: int | None = None
    instructeur_id: int | None = None
    message_id: int | None = None
    avis_id: int | None = None
    avis: list[int] | None = None
    texte: str | None = None
    label_id: int | None = None
    groupe_id: int | None = None
    demarche_id: int | None = None
    champs: list[ChampEcrit] | None = None
    champ_errors: list[ErreurDeChamp] | None = None
    en_preparation: EnPreparation | None = None
    number: int | None = None
    operation_id: int | None = None
    export_id: int | None = None
    modele_id: int | None = None
    programme_id: int | None = None
    reutilise: bool | None = None
    direct_upload: Televersement | None = None
    proposee: AnnotationProposee | None = None


def erreur(refus: DomainError) -> Erreur:
    """A refusal of the domain; one that somebody else caused tells who, and when."""
    date: Any = getattr(refus, "date", None)
    return Erreur(
        str(refus),
        code=getattr(refus, "code", None),
        auteur=getattr(refus, "auteur", None),
        date=date.isoformat() if isinstance(date, datetime) else date,
    )


def refuse(refus: DomainError) -> Payload:
    champs = refus.erreurs if isinstance(refus, DepotRefuse) else []
    return Payload(
        errors=[erreur(refus)], champ_errors=[erreur_de_champ(champ) for champ in champs] or None
    )


def erreur_de_champ(champ: validation.ErreurDeChamp) -> ErreurDeChamp:
    cle = f"{champ.stable_id}|{champ.row_id}" if champ.row_id else champ.stable_id
    return ErreurDeChamp(identifiants.identifiant("Champ", cle), champ.message, champ.libelle)
