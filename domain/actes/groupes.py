"""What an administrateur does of the groupes of his démarche (rules 1.11, api 10.15-10.17).

Acts on one démarche's groupes wait for each other: the last member, the unique label and the routing
are true of all of them together. That a démarche is routed is read from its open groupes: nothing
else keeps it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from domain.actes.badges import badger_les_arrivees, badger_les_departs
from domain.actes.suites import annoncer_les_ajouts, annoncer_les_departs
from domain.auteurs import Auteur
from domain.comptes.models import Instructeur
from domain.demarches.models import Demarche
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs import routage_api
from domain.groupes_instructeurs.composition import (
    ajouter,
    exiger_un_libelle,
    ouvrir_ou_fermer,
    retirer,
)
from domain.groupes_instructeurs.creation import creer_groupe
from domain.groupes_instructeurs.designation import Designation, trouver, trouver_ou_inviter
from domain.groupes_instructeurs.events import GroupeModifie, InstructeurAjoute, InstructeurRetire
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.places.ordre import quitter
from domain.transactions import Transaction


class GroupeCompose(NamedTuple):
    """`avertissement` is about the addresses that are none, if there were some."""

    groupe: GroupeInstructeur
    ajoutes: list[Instructeur]
    avertissement: str | None


def creer(
    tx: Transaction, demarche: Demarche, *, auteur: Auteur, instructeur: Instructeur | None,
    label: str, ferme: bool = False, membres: Iterable[Designation] = (), at: datetime,
) -> GroupeCompose:  # fmt: skip
    """`instructeur` is the author's own profile, if he has one: he is a member. Raises LibelleRefuse."""
    groupes = _groupes(tx, demarche.id)
    label = exiger_un_libelle(label, autres=groupes)
    designes = trouver_ou_inviter(tx, membres, at=at)
    tous = {i.id: i for i in [*([instructeur] if instructeur else []), *designes.instructeurs]}
    groupe = creer_groupe(
        tx, demarche_id=demarche.id, label=label, membres=tous.values(), ferme=ferme, at=at
    )
    _dire_modifie(tx, demarche, groupe, [*groupes, groupe])
    _dire_ajoutes(tx, groupe, designes.instructeurs, designes.nouveaux, auteur=auteur, at=at)
    return GroupeCompose(groupe, designes.instructeurs, designes.avertissement)


def modifier(
    tx: Transaction, groupe: GroupeInstructeur, *, auteur: Auteur, label: str | None = None,
    ferme: bool | None = None, at: datetime,
) -> None:  # fmt: skip
    """What is None stays. Raises LibelleRefuse, GroupeParDefautFerme."""
    if label is None and ferme is None:
        return
    groupes = _groupes(tx, groupe.demarche_id)
    propre = None if label is None else exiger_un_libelle(label, autres=groupes, groupe=groupe)
    if ferme is not None:
        ouvrir_ou_fermer(groupe, ferme=ferme)
    if propre is not None:
        groupe.label = propre
    demarche = tx.session.get_one(Demarche, groupe.demarche_id)
    _dire_modifie(tx, demarche, groupe, groupes)


def ajouter_instructeurs(
    tx: Transaction, groupe: GroupeInstructeur, *, auteur: Auteur,
    instructeurs: Iterable[Designation], at: datetime,
) -> GroupeCompose:  # fmt: skip
    """Accounts are made for the addresses that nobody has; members and unknown numbers are passed
    over."""
    _groupes(tx, groupe.demarche_id)
    designes = trouver_ou_inviter(tx, instructeurs, at=at)
    ajoutes = ajouter(
        tx, groupe, instructeurs=designes.instructeurs, membres=_membres(tx, groupe), at=at
    )
    _dire_ajoutes(tx, groupe, ajoutes, designes.nouveaux, auteur=auteur, at=at)
    return GroupeCompose(groupe, ajoutes, designes.avertissement)


def supprimer_instructeurs(
    tx: Transaction, groupe: GroupeInstructeur, *, auteur: Auteur,
    instructeurs: Iterable[Designation], at: datetime,
) -> list[int]:  # fmt: skip
    """Each one removed lets go of the groupe's dossiers. Returns their numbers.

    Raises GroupeSansInstructeur.
    """
    _groupes(tx, groupe.demarche_id)
    trouves = trouver(tx, instructeurs)
    partants = retirer(tx, instructeurs=trouves, membres=_membres(tx, groupe))
    partis = [partant.instructeur_id for partant in partants]
    _lacher_les_dossiers(tx, groupe, partis, at=at)
    quitter(tx, demarche_id=groupe.demarche_id, partis=partis)
    badger_les_departs(tx, groupe, partis)
    emails = [i.compte.email for i in trouves if i.id in partis]
    annoncer_les_departs(tx, groupe, emails=emails, auteur=auteur.email, at=at)
    for instructeur_id in partis:
        tx.publish(
            InstructeurRetire(
                groupe_id=groupe.id, demarche_id=groupe.demarche_id,
                instructeur_id=instructeur_id, par=auteur.email,
            )
        )  # fmt: skip
    return partis


def _groupes(tx: Transaction, demarche_id: int) -> list[GroupeInstructeur]:
    """The démarche's groupes, as they are once it is ours."""
    tx.session.execute(
        select(Demarche.id).where(Demarche.id == demarche_id).with_for_update(key_share=True)
    )
    siens = select(GroupeInstructeur).where(GroupeInstructeur.demarche_id == demarche_id)
    relus = siens.order_by(GroupeInstructeur.id).execution_options(populate_existing=True)
    return list(tx.session.scalars(relus))


def _membres(tx: Transaction, groupe: GroupeInstructeur) -> list[Affectation]:
    membres = select(Affectation).where(Affectation.groupe_instructeur_id == groupe.id)
    return list(tx.session.scalars(membres.execution_options(populate_existing=True)))


def _lacher_les_dossiers(
    tx: Transaction, groupe: GroupeInstructeur, partis: list[int], *, at: datetime
) -> None:
    if not partis:
        return
    du_groupe = select(Dossier.id).where(Dossier.groupe_instructeur_id == groupe.id)
    tx.session.execute(
        update(Suivi)
        .where(
            Suivi.instructeur_id.in_(partis),
            Suivi.fin_le.is_(None),
            Suivi.dossier_id.in_(du_groupe),
        )
        .values(fin_le=at)
        .execution_options(synchronize_session=False)
    )


def _dire_modifie(
    tx: Transaction, demarche: Demarche, groupe: GroupeInstructeur,
    groupes: list[GroupeInstructeur],
) -> None:  # fmt: skip
    if demarche.options.get("routage_api", False):
        routage_api.recrire(tx, demarche_id=demarche.id, groupes=groupes)
    tx.publish(GroupeModifie(groupe_id=groupe.id, demarche_id=demarche.id))


def _dire_ajoutes(
    tx: Transaction, groupe: GroupeInstructeur, ajoutes: list[Instructeur],
    nouveaux: frozenset[int], *, auteur: Auteur, at: datetime,
) -> None:  # fmt: skip
    badger_les_arrivees(tx, groupe, [instructeur.id for instructeur in ajoutes], at=at)
    emails = [instructeur.compte.email for instructeur in ajoutes]
    annoncer_les_ajouts(tx, groupe, emails=emails, auteur=auteur.email, at=at)
    for instructeur in ajoutes:
        tx.publish(
            InstructeurAjoute(
                groupe_id=groupe.id, demarche_id=groupe.demarche_id,
                instructeur_id=instructeur.id, profil_cree=instructeur.id in nouveaux,
            )
        )  # fmt: skip
