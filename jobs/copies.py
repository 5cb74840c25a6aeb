"""Objects copied inside the store, for rows that were copied (rules 1.8.6, 3.14)."""

import hashlib
from functools import partial

from sqlalchemy import func, select

from domain.fichiers.models import Fichier
from domain.fichiers.types_mime import type_servi
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.travaux import a_faire, inscrire, travail


@travail("copier_objet")
def copier_objet(contexte: Contexte, *, fichier_id: int, source: str) -> None:
    """Give a file that was duplicated the bytes of its original. Doing it again writes the same."""
    fichier = contexte.base.transaction(partial(_cle_et_type, fichier_id=fichier_id))
    if fichier is None:
        return
    cle, type_mime = fichier
    contexte.storage.copy(source, cle, content_type=type_servi(type_mime))
    if contexte.antivirus is not None:  # once more if its original was scanned: it harms nobody
        analyser = a_faire("analyser_fichier", fichier_id=fichier_id)
        contexte.base.transaction(lambda tx: inscrire(tx, [analyser]))


def _cle_et_type(tx: Transaction, *, fichier_id: int) -> tuple[str, str] | None:
    lu = select(Fichier.cle, Fichier.type_mime).where(Fichier.id == fichier_id)
    trouve = tx.session.execute(lu).one_or_none()
    return (trouve.cle, trouve.type_mime) if trouve else None


@travail("copier_pour_le_clone")
def copier_pour_le_clone(
    contexte: Contexte,
    *,
    fichier_id: int,
    demarche_id: int,
    revision_id: int | None,
    stable_id: int | None,
) -> None:
    """A file of the original for its clone: the object first, under a name that says what it is a copy
    of, then the row. Doing it again finds the row there."""
    origine = contexte.base.transaction(partial(_cle_et_type, fichier_id=fichier_id))
    if origine is None:
        return
    source, type_mime = origine
    cle = _cle(f"{source} {demarche_id} {revision_id} {stable_id}")
    contexte.storage.copy(source, cle, content_type=type_servi(type_mime))
    proprietaire: dict[str, int | None] = (
        {"demarche_id": demarche_id}
        if stable_id is None
        else {"revision_id": revision_id, "stable_id": stable_id}
    )
    contexte.base.transaction(
        partial(_inscrire, fichier_id=fichier_id, cle=cle, proprietaire=proprietaire)
    )


def _inscrire(
    tx: Transaction, *, fichier_id: int, cle: str, proprietaire: dict[str, int | None]
) -> None:
    origine = tx.session.get(Fichier, fichier_id)
    deja = tx.session.scalar(select(Fichier.id).where(Fichier.cle == cle))
    if origine is None or deja is not None:
        return
    tx.add(
        Fichier(
            cle=cle, nom=origine.nom, type_mime=origine.type_mime, taille=origine.taille,
            md5=origine.md5, analyse=origine.analyse, role=origine.role,
            cree_le=tx.session.scalars(select(func.now())).one(), **proprietaire,
        )
    )  # fmt: skip


def _cle(quoi: str) -> str:
    empreinte = hashlib.sha256(quoi.encode()).hexdigest()
    return f"copies/{empreinte[:2]}/{empreinte}"
