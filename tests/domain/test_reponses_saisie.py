"""Answers written several at once, what keeps from deciding, copies, rows."""

from typing import Any

import pytest
from sqlalchemy import event

from domain.dossiers.champs import MAIN
from domain.dossiers.depot import PasLeTitulaire
from domain.dossiers.states import State
from domain.formulaires.models import Revision
from domain.identifiants import identifiant
from domain.reponses.decision import GenreObstacle, charger_obstacles
from domain.reponses.depot import (
    erreurs_du_dossier,
)
from domain.reponses.duplication import dupliquer
from domain.reponses.flux import ModificationInterdite
from domain.reponses.lignes import (
    ajouter_lignes,
    ouvrir_les_repetitions,
    retirer_ligne,
)
from domain.reponses.modification import Entree
from domain.reponses.nettoyage import detruire_les_lignes_retirees
from domain.reponses.saisie import ErreurDeSaisie, Saisie, modifier_champs
from tests.domain.conftest import Atelier
from tests.domain.gestes import (
    ANONYME,
    BROUILLON,
    DEPOSE,
    INSTRUIT,
    changer,
    deposer,
    ecrire_dans,
    lues,
    rangees,
    refuse,
)

MONDE = "reponses"


def champ(stable_id: int, row_id: str | None = None) -> str:
    return identifiant("Champ", f"{stable_id}|{row_id}" if row_id else stable_id)


def saisir(atelier: Atelier, number: int, *entrees: tuple[str, str, Any]) -> Saisie:
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, number)
        return modifier_champs(
            tx, dossier, demarche=atelier.demarche(tx), formulaire=atelier.formulaire(tx, dossier),
            entrees=[Entree(*entree) for entree in entrees], auteur_email="ali@exemple.fr",
            groupes=atelier.groupes(tx), at=atelier.le(1),
        )  # fmt: skip


def test_a_draft_is_routed_while_it_is_written(atelier: Atelier) -> None:
    for region, label in (("53", "Bretagne"), ("11", "défaut")):
        saisir(atelier, ANONYME, (champ(5), "region", {"code": region}))
        assert atelier.lignes(
            "SELECT label FROM groupes_instructeurs g JOIN dossiers d ON groupe_instructeur_id = g.id WHERE d.id = 702"
        ) == [(label,)]


def test_the_answers_of_a_draft_are_written_several_at_once(atelier: Atelier) -> None:
    fait = saisir(
        atelier, ANONYME,
        (champ(2), "dropDownList", "Vert"),
        (champ(6), "email", "zoe"),
        (champ(4), "repetition", 2),
        (champ(50), "text", "note"),
        (champ(1), "email", "z@exemple.fr"),
        (champ(11), "siret", "21750001600019"),
        (champ(8), "carte", [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]),
        ("Q", "text", "x"),
    )  # fmt: skip
    assert fait.champs == [(2, None), (4, None), (11, None), (8, None)]
    assert fait.erreurs == [
        ErreurDeSaisie(champ(50), None, f'Le champ "{champ(50)}" n’existe pas'),
        ErreurDeSaisie(champ(1), "Nom", f'Le champ "{champ(1)}" n’est pas de type attendu'),
        ErreurDeSaisie("Q", None, 'Le champ "Q" n’existe pas'),
        ErreurDeSaisie(champ(6), "Courriel", "est invalide. Saisissez une adresse électronique valide. Exemple : adresse@mail.com"),
    ]  # fmt: skip
    assert lues(atelier, ANONYME)[2, None] == "Vert"
    assert len(rangees(atelier, ANONYME, 4)) == 2
    assert atelier.lignes(
        "SELECT external_id, etat_externe FROM champs WHERE dossier_id = 702 AND stable_id = 11"
    ) == [("21750001600019", "waiting_for_job")]
    ((champs_modifies_le,),) = atelier.lignes(
        "SELECT champs_modifies_le FROM dossiers WHERE id = 702"
    )
    assert champs_modifies_le == atelier.le(1)


def test_the_answers_of_a_dossier_filed_go_to_the_buffer(atelier: Atelier) -> None:
    avant = lues(atelier, DEPOSE)
    assert saisir(atelier, DEPOSE, (champ(1), "text", "Corrigé")).champs == [(1, None)]
    assert lues(atelier, DEPOSE) == avant
    refuse(
        atelier, ModificationInterdite,
        lambda: saisir(atelier, INSTRUIT, (champ(1), "text", "x")) and None,
    )  # fmt: skip


def test_what_keeps_a_dossier_from_being_decided(atelier: Atelier) -> None:
    changer(
        atelier,
        "UPDATE types_de_champ SET obligatoire = true WHERE stable_id IN (50, 66)",
    )
    with atelier.transaction() as tx:
        obstacles = charger_obstacles(tx.session, atelier.dossier(tx, INSTRUIT), at=atelier.le(0))
    assert [(o.genre, o.stable_id, o.message) for o in obstacles] == [
        (GenreObstacle.siret, 11, "Les informations du SIRET du dossier ne sont pas complètes. Veuillez réessayer plus tard."),
        (GenreObstacle.annotation, 50, "doit être rempli"),
    ]  # fmt: skip
    changer(atelier, "UPDATE etablissements SET adresse = '1 rue Haute'")
    changer(atelier, "UPDATE types_de_champ SET obligatoire = false WHERE stable_id = 50")
    with atelier.transaction() as tx:
        assert charger_obstacles(tx.session, atelier.dossier(tx, INSTRUIT), at=atelier.le(0)) == []


def test_a_dossier_is_copied_into_a_new_draft(atelier: Atelier) -> None:
    ecrire_dans(atelier, DEPOSE, 1, "en cours")
    with atelier.transaction() as tx:
        dossier, ali = atelier.dossier(tx, DEPOSE), atelier.compte(tx, "ali@exemple.fr")
        zoe = atelier.compte(tx, "zoe@exemple.fr")
        revision = tx.session.get_one(Revision, dossier.revision_id)
        demarche = atelier.demarche(tx)
        with pytest.raises(PasLeTitulaire):
            dupliquer(
                tx, dossier, demarche=demarche, revision=revision, usager=zoe, at=atelier.le(5)
            )
        copie = dupliquer(tx, dossier, demarche=demarche, revision=revision, usager=ali, at=atelier.le(5))  # fmt: skip
        number = copie.id
        assert (copie.state, copie.dossier_parent_id) == (State.brouillon, DEPOSE)
    avant, apres = lues(atelier, DEPOSE), lues(atelier, number)
    assert apres == avant
    assert atelier.lignes("SELECT nom FROM individus WHERE dossier_id = :n", n=number) == [
        ("Benali",)
    ]
    assert atelier.lignes("SELECT nom FROM fichiers WHERE dossier_id = :n ORDER BY nom", n=number) == [
        ("coupe.pdf",), ("plan.pdf",),
    ]  # fmt: skip
    assert atelier.lignes("SELECT stable_id, value FROM champs WHERE prive AND dossier_id = :n", n=number) == [(55, None)]  # fmt: skip
    assert [nom for (nom,) in atelier.lignes("SELECT nom FROM outbox")] == ["FichierDuplique"] * 2
    deposer(atelier, number)


def test_a_new_dossier_has_one_row_where_the_form_wants_some(atelier: Atelier) -> None:
    changer(atelier, "DELETE FROM champs WHERE dossier_id = 702")
    changer(atelier, "UPDATE types_de_champ SET obligatoire = true WHERE stable_id = 4")
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, ANONYME)
        formulaire = atelier.formulaire(tx, dossier)
        ouvrir_les_repetitions(tx, dossier, formulaire=formulaire, at=atelier.le(0))
    assert [id_ for id_, in atelier.lignes("SELECT stable_id FROM champs WHERE dossier_id = 702 ORDER BY 1")] == [4, 55]  # fmt: skip


def test_rows_taken_away_go_with_the_decision(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, DEPOSE)
        formulaire = atelier.formulaire(tx, dossier)
        (visite,) = ajouter_lignes(
            tx, dossier, formulaire=formulaire, stable_id=55, auteur_email=None, at=atelier.le(1)
        )
    ecrire_dans(atelier, DEPOSE, 551, "2026-05-01", row_id=visite, flux=MAIN)
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, DEPOSE)
        retirer_ligne(
            tx, dossier, formulaire=formulaire, stable_id=55, row_id=visite, auteur_email=None,
            at=atelier.le(2),
        )  # fmt: skip
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, DEPOSE)
        assert detruire_les_lignes_retirees(tx, dossier, at=atelier.le(3)) == 2
        assert detruire_les_lignes_retirees(tx, dossier, at=atelier.le(3)) == 0
    assert atelier.lignes("SELECT 1 FROM champs WHERE row_id = :row", row=visite) == []


def test_checking_a_deposit_costs_the_same_however_many_answers(atelier: Atelier) -> None:
    instructions: list[str] = []

    @event.listens_for(atelier.engine, "before_cursor_execute")
    def compter(_: Any, __: Any, instruction: str, *___: Any) -> None:
        instructions.append(instruction)

    def cout() -> int:
        with atelier.transaction() as tx:
            dossier = atelier.dossier(tx, BROUILLON)
            instructions.clear()
            erreurs_du_dossier(tx, dossier, at=atelier.le(1))
            return len(instructions)

    assert cout() == 4  # the form, the answers, files, shapes
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, BROUILLON)
        ajouter_lignes(
            tx, dossier, formulaire=atelier.formulaire(tx, dossier), stable_id=4, nombre=200,
            auteur_email=None, at=atelier.le(1),
        )  # fmt: skip
    assert cout() == 4
