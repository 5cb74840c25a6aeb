"""Groupes: their names, their members, whether they are open; and the routing of old clients."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from domain.actes import groupes
from domain.actes.groupes import GroupeCompose
from domain.errors import DomainError
from domain.groupes_instructeurs.composition import GroupeSansInstructeur, LibelleRefuse
from domain.groupes_instructeurs.creation import GroupeParDefautFerme
from domain.groupes_instructeurs.designation import Designation
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.transactions import Transaction
from tests.domain.actes import administrateur, evenements, instructeur
from tests.domain.conftest import Atelier

MONDE = "actes"

MEMBRES = (
    "SELECT g.label, c.email::text FROM affectations a"
    " JOIN groupes_instructeurs g ON g.id = a.groupe_instructeur_id"
    " JOIN instructeurs i ON i.id = a.instructeur_id JOIN comptes c ON c.id = i.compte_id"
    " WHERE g.demarche_id = 80 ORDER BY 1, 2"
)


def groupe(tx: Transaction, label: str, demarche_id: int = 80) -> GroupeInstructeur:
    return tx.session.scalars(
        select(GroupeInstructeur).where(
            GroupeInstructeur.demarche_id == demarche_id, GroupeInstructeur.label == label
        )
    ).one()


def creer(atelier: Atelier, label: str, **arguments: Any) -> GroupeCompose:
    with atelier.transaction() as tx:
        return groupes.creer(
            tx, atelier.demarche(tx, 80), auteur=administrateur(), label=label,
            instructeur=instructeur(tx, "admin@exemple.fr"), at=atelier.le(0), **arguments,
        )  # fmt: skip


def sur(atelier: Atelier, acte: Callable[..., Any], nom: str, **arguments: Any) -> Any:
    """An administrateur does something of the groupe that bears this name."""
    with atelier.transaction() as tx:
        cible = groupe(tx, nom)
        return acte(tx, cible, auteur=administrateur(), at=atelier.le(0), **arguments)


def emails(*adresses: str) -> Sequence[Designation]:
    return [Designation(email=adresse) for adresse in adresses]


def test_a_new_groupe_has_its_author_and_those_who_are_named(atelier: Atelier) -> None:
    fait = creer(
        atelier, " Est ", membres=[*emails(" Neuf@Exemple.fr", "igor@exemple.fr", "x@"), Designation(id=9999)]
    )  # fmt: skip
    assert fait.groupe.label == "Est"
    assert fait.avertissement == "x@ n’est pas une adresse électronique valide"
    assert [m for m in atelier.lignes(MEMBRES) if m[0] == "Est"] == [
        ("Est", "admin@exemple.fr"), ("Est", "igor@exemple.fr"), ("Est", "neuf@exemple.fr"),
    ]  # fmt: skip
    assert evenements(atelier) == ["GroupeModifie", "InstructeurAjoute", "InstructeurAjoute"]
    assert atelier.lignes("SELECT genre, destinataire FROM courriels ORDER BY 2") == [
        ("membre_ajoute", "igor@exemple.fr"), ("membre_ajoute", "neuf@exemple.fr"),
    ]  # fmt: skip


def test_old_clients_route_by_the_labels(atelier: Atelier) -> None:
    creer(atelier, "Est")
    sur(atelier, groupes.modifier, "Sud", ferme=True)
    sur(atelier, groupes.modifier, "Nord", label="Centre")
    assert atelier.lignes(
        "SELECT DISTINCT options->'options' FROM types_de_champ WHERE stable_id = 2"
    ) == [(["Centre", "Est"],)]
    assert atelier.lignes(
        "SELECT label, ferme, regle->>'valeur' FROM groupes_instructeurs WHERE demarche_id = 80"
        " ORDER BY label"
    ) == [("Centre", False, "Centre"), ("Est", False, "Est"), ("Sud", True, "Sud")]


def test_members_are_added_once(atelier: Atelier) -> None:
    fait = sur(
        atelier, groupes.ajouter_instructeurs, "Nord",
        instructeurs=emails("INES@exemple.fr", "zoe@exemple.fr", "zoe@exemple.fr ", "a", "b@c"),
    )  # fmt: skip
    assert [i.compte.email for i in fait.ajoutes] == ["zoe@exemple.fr"]
    assert fait.avertissement == "a, b@c ne sont pas des adresses électroniques valides"
    assert [m[1] for m in atelier.lignes(MEMBRES) if m[0] == "Nord"] == [
        "admin@exemple.fr", "ines@exemple.fr", "zoe@exemple.fr",
    ]  # fmt: skip


def test_who_is_removed_lets_the_dossiers_go(atelier: Atelier) -> None:
    sur(atelier, groupes.supprimer_instructeurs, "Nord", instructeurs=emails("ines@exemple.fr", "igor@exemple.fr"))  # fmt: skip
    assert [m[1] for m in atelier.lignes(MEMBRES) if m[0] == "Nord"] == ["admin@exemple.fr"]
    assert atelier.lignes("SELECT fin_le FROM suivis WHERE dossier_id = 802") == [(atelier.le(0),)]
    assert atelier.lignes("SELECT genre, destinataire FROM courriels") == [
        ("membre_retire", "ines@exemple.fr")
    ]
    assert evenements(atelier) == ["InstructeurRetire"]


def test_removing_nobody_changes_nothing(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    partis = sur(
        atelier, groupes.supprimer_instructeurs, "Sud", instructeurs=emails("ines@exemple.fr")
    )
    assert partis == []
    assert atelier.empreinte() == avant


Refus = tuple[Callable[..., Any], str, dict[str, Any], type[DomainError], str]
REFUS: list[Refus] = [
    (groupes.modifier, "Sud", {"label": " "}, LibelleRefuse, "Le libellé doit être rempli"),
    (groupes.modifier, "Sud", {"label": "Nord "}, LibelleRefuse, "Le libellé est déjà utilisé"),
    (groupes.modifier, "Nord", {"label": "Centre", "ferme": True}, GroupeParDefautFerme, "Il est impossible de désactiver le groupe d’instructeurs par défaut."),
    (groupes.supprimer_instructeurs, "Sud", {"instructeurs": emails("igor@exemple.fr", "ines@exemple.fr")}, GroupeSansInstructeur, "Suppression impossible : le groupe doit garder au moins un instructeur"),
]  # fmt: skip


def test_what_is_refused_to_groupes_changes_nothing(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    for acte, label, arguments, refus, mots in REFUS:
        with pytest.raises(refus) as leve:
            sur(atelier, acte, label, **arguments)
        assert str(leve.value) == mots
    for label in ("", "Sud"):
        with pytest.raises(LibelleRefuse):
            creer(atelier, label)
    assert atelier.empreinte() == avant
