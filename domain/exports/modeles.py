"""Templates of exports: what a file holds, and under which names (rules 8.7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Model, identity
from domain.errors import DomainError, Introuvable
from domain.exports.models import Format
from domain.groupes_instructeurs.models import GroupeInstructeur

COLONNES_MAX = 1_000
LIBELLE_MAX = 255
NOM_MAX = 200


class ModeleDExport(Model):
    """Of one groupe, whose members change it; shared, those of the démarche's other groupes use it. What
    `contenu` holds depends on the format: columns, or the names of the files of a zip."""

    __tablename__ = "modeles_d_export"
    __table_args__ = (
        Index(None, "groupe_instructeur_id"),
        CheckConstraint("btrim(nom) <> ''", name="nom"),
        CheckConstraint("format <> 'json'", name="format_de_modele"),
    )

    id: Mapped[int] = identity()
    groupe_instructeur_id: Mapped[int] = mapped_column(
        ForeignKey(GroupeInstructeur.id, ondelete="CASCADE")
    )
    nom: Mapped[str]
    format: Mapped[Format]
    partage: Mapped[bool] = mapped_column(server_default=text("false"))
    contenu: Mapped[dict[str, Any]]
    cree_le: Mapped[datetime] = mapped_column(server_default=func.now())
    modifie_le: Mapped[datetime] = mapped_column(server_default=func.now())


class ModeleIntrouvable(Introuvable):
    code = "introuvable"

    def __init__(self) -> None:
        super().__init__("Ce modèle d’export n’existe pas")


class ModeleInvalide(DomainError):
    code = "modele_invalide"


def nommer(nom: str) -> str:
    """Raises ModeleInvalide."""
    propre = nom.strip()
    if not 1 <= len(propre) <= NOM_MAX:
        raise ModeleInvalide(f"Le nom d’un modèle a de 1 à {NOM_MAX} caractères")
    return propre


def de_colonnes(colonnes: Sequence[Mapping[str, str]], connues: Mapping[str, str]) -> dict[str, Any]:  # fmt: skip
    """The columns of a spreadsheet, in their order; `connues` gives the label of each that there is. One
    without a name takes its label. Raises ModeleInvalide."""
    if not 1 <= len(colonnes) <= COLONNES_MAX:
        raise ModeleInvalide(f"Un modèle de tableur a de 1 à {COLONNES_MAX} colonnes")
    ids = [colonne["colonne"] for colonne in colonnes]
    if len(set(ids)) < len(ids):
        raise ModeleInvalide("Une colonne ne se choisit qu’une fois")
    choisies = []
    for colonne in colonnes:
        if colonne["colonne"] not in connues:
            raise ModeleInvalide(f"La colonne « {colonne['colonne']} » n’existe pas")
        libelle = (colonne.get("libelle") or "").strip() or connues[colonne["colonne"]]
        choisies.append({"colonne": colonne["colonne"], "libelle": libelle[:LIBELLE_MAX]})
    return {"colonnes": choisies}
