"""Instructeurs named by their number or their address, some of whom do not exist yet (api 10.17)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from domain.comptes.adresses import est_une_adresse
from domain.comptes.models import Compte, IdentiteFranceConnect, Instructeur
from domain.comptes.roles import normaliser
from domain.textes import propre
from domain.transactions import Transaction


class Designation(NamedTuple):
    """One of the two; `email` as it was typed."""

    id: int | None = None
    email: str | None = None


class Designes(NamedTuple):
    """`nouveaux` are those of `instructeurs` who were not instructeurs before; `invalides` the
    addresses that are none."""

    instructeurs: list[Instructeur]
    nouveaux: frozenset[int]
    invalides: list[str]

    @property
    def avertissement(self) -> str | None:
        return avertissement(self.invalides)


def avertissement(invalides: Sequence[str]) -> str | None:
    if not invalides:
        return None
    if len(invalides) == 1:
        return f"{invalides[0]} n’est pas une adresse électronique valide"
    return f"{', '.join(invalides)} ne sont pas des adresses électroniques valides"


def trouver(tx: Transaction, designations: Iterable[Designation]) -> list[Instructeur]:
    """Those who exist; the others are passed over."""
    voulus = list(designations)
    ids = {d.id for d in voulus if d.id is not None}
    emails = {normaliser(d.email) for d in voulus if d.email is not None}
    return _lire(tx, ids, set(filter(est_une_adresse, emails)))


def trouver_ou_inviter(
    tx: Transaction, designations: Iterable[Designation], *, at: datetime
) -> Designes:
    """Those who exist, and an account for each valid address that has none. Unknown numbers are
    passed over."""
    voulus = list(designations)
    ids = {d.id for d in voulus if d.id is not None}
    tapees = dict.fromkeys(propre(normaliser(d.email)) for d in voulus if d.email is not None)
    valides = [email for email in tapees if est_une_adresse(email)]
    invalides = [email for email in tapees if not est_une_adresse(email)]
    nouveaux = _inviter(tx, valides, at=at) if valides else frozenset()
    return Designes(_lire(tx, ids, set(valides)), nouveaux, invalides)


def _inviter(tx: Transaction, emails: list[str], *, at: datetime) -> frozenset[int]:
    """Accounts and profiles that are missing; two who invite the same person at once make one of
    him. A new instructeur loses his FranceConnect identities (rules 0.1.2)."""
    comptes = insert(Compte).values([{"email": email, "cree_le": at} for email in sorted(emails)])
    tx.session.execute(comptes.on_conflict_do_nothing(index_elements=[Compte.email]))
    cibles = select(Compte.id).where(Compte.email.in_(emails)).order_by(Compte.id)
    profils = insert(Instructeur).values(
        [{"compte_id": compte_id, "cree_le": at} for compte_id in tx.session.scalars(cibles)]
    )
    crees = profils.on_conflict_do_nothing(index_elements=[Instructeur.compte_id])
    lignes = tx.session.execute(crees.returning(Instructeur.id, Instructeur.compte_id)).all()
    if lignes:
        des_nouveaux = IdentiteFranceConnect.compte_id.in_([compte for _, compte in lignes])
        tx.session.execute(
            delete(IdentiteFranceConnect).where(des_nouveaux),
            execution_options={"synchronize_session": False},
        )
    return frozenset(instructeur for instructeur, _ in lignes)


def _lire(tx: Transaction, ids: set[int], emails: set[str]) -> list[Instructeur]:
    if not ids and not emails:
        return []
    par_numero_ou_adresse = or_(Instructeur.id.in_(ids), Compte.email.in_(emails))
    connus = select(Instructeur).join(Instructeur.compte).where(par_numero_ou_adresse)
    return list(
        tx.session.scalars(connus.options(joinedload(Instructeur.compte)).order_by(Instructeur.id))
    )
