"""A transaction that keeps the rows of the verbs, to copy them all at once."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from domain.base import Model
from domain.messagerie.models import Message
from domain.transactions import Transaction
from scenarios.generation.gabarits import champ_de_copie

COLONNES: dict[str, tuple[str, ...]] = {
    "dossiers": (
        "id", "demarche_id", "revision_id", "revision_deposee_id", "groupe_instructeur_id",
        "groupe_modifie_le", "usager_id", "state", "motivation", "cree_le", "modifie_le",
        "depose_le", "en_construction_le", "en_instruction_le", "traite_le", "expire_le",
        "declaratif_declenche_le", "decision_sva_svr_le", "decision_sva_svr_declenchee_le",
        "identite_modifiee_le", "champs_modifies_le", "annotations_modifiees_le",
        "avis_modifies_le", "messages_modifies_le",
    ),
    "individus": ("dossier_id", "civilite", "nom", "prenom", "date_de_naissance"),
    "traitements": (
        "dossier_id", "revision_id", "state", "traite_le", "instructeur_email", "motivation",
    ),
    "reaffectations": ("dossier_id", "mode", "le", "groupe_id", "groupe_label"),
    "suivis": ("dossier_id", "instructeur_id", "debut_le"),
    "messages": (
        "id", "dossier_id", "usager_id", "instructeur_id", "email", "corps", "cree_le",
    ),
    "corrections": ("message_id", "dossier_id", "raison", "cree_le", "resolue_le"),
    "avis": (
        "dossier_id", "expert_id", "instructeur_id", "introduction", "question",
        "question_reponse", "reponse", "confidentiel", "cree_le", "repondu_le",
    ),
    "dossiers_labels": ("dossier_id", "label_id"),
}  # fmt: skip
"""What the verbs write, in the order that foreign keys ask for. Other columns keep their default."""


class Recolte(Transaction):
    """Verbs believe that they write; nothing is sent before `lignes`. Messages are numbered here,
    from `premier_message`, for corrections name them."""

    def __init__(self, session: Session, numeros_de_message: Iterator[int] | None = None) -> None:
        super().__init__(session)
        self._numeros = numeros_de_message or count(1)
        self._rangees: dict[str, list[Model]] = defaultdict(list)

    def add(self, *rows: Model) -> None:
        for row in rows:
            if isinstance(row, Message):
                row.id = next(self._numeros)
            self._rangees[row.__tablename__].append(row)

    def flush(self) -> None:
        """Nothing to number: ids are given beforehand."""

    def lignes(self, table: str, ecrire: Callable[[str], Any]) -> None:
        """Write the rows of a table, a line each."""
        colonnes = COLONNES[table]
        for row in self._rangees[table]:
            ecrire("\t".join([champ_de_copie(getattr(row, nom)) for nom in colonnes]) + "\n")
