"""Depositing: what goes with it, what a new deposit changes, and what refuses it."""

import pytest

from domain.actes import affectation, depot, messages, suivi
from domain.dossiers.depot import PasLeTitulaire
from domain.dossiers.states import TransitionInterdite
from domain.messagerie.models import RaisonCorrection
from domain.reponses.depot import CorrectionAConfirmer
from tests.domain.actes import (
    agir,
    agir_dans,
    agir_en_usager,
    etat,
    evenements,
    instructeur,
    journal,
    verrouille,
)
from tests.domain.conftest import Atelier
from tests.domain.test_actes_effets import courriels, suiveurs

MONDE = "actes"


def modifier(atelier: Atelier, number: int, stable_id: int, valeur: str, type_champ: str) -> None:
    """What the usager has begun to change, and not sent."""
    with atelier.engine.begin() as connexion:
        connexion.exec_driver_sql(
            "INSERT INTO champs (dossier_id, flux, stable_id, type_champ, value)"
            " VALUES (%s, 'user:buffer', %s, %s, %s)",
            (number, stable_id, type_champ, valeur),
        )


def test_a_deposit_is_routed_told_and_kept(atelier: Atelier) -> None:
    agir_en_usager(atelier, depot.deposer, 800)
    [(state, label)] = atelier.lignes(
        "SELECT state, g.label FROM dossiers d JOIN groupes_instructeurs g"
        " ON g.id = d.groupe_instructeur_id WHERE d.id = 800"
    )
    assert (state, label) == ("en_construction", "Sud")
    assert courriels(atelier) == [("initiated_mail", "ali@exemple.fr")]
    assert journal(atelier, 800) == [("deposer", False, "ali@exemple.fr")]
    assert evenements(atelier) == ["DossierChangeEtat"]


def test_what_refuses_a_deposit_changes_nothing(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    with pytest.raises(PasLeTitulaire):
        agir_en_usager(atelier, depot.deposer, 800, par="zoe@exemple.fr")
    with pytest.raises(TransitionInterdite, match="Le dossier est déjà"):
        agir_en_usager(atelier, depot.deposer, 802)
    with pytest.raises(TransitionInterdite):
        agir_en_usager(atelier, depot.redeposer, 803)
    assert atelier.empreinte() == avant


def test_a_new_deposit_may_change_groupe_and_leave_its_followers(atelier: Atelier) -> None:
    agir(atelier, suivi.basculer, 807, suivre=True)
    modifier(atelier, 807, 2, "Sud", "drop_down_list")
    agir_en_usager(atelier, depot.redeposer, 807, at=atelier.le(5))
    assert suiveurs(atelier, 807) == []
    assert courriels(atelier) == [("dossier_parti", "ines@exemple.fr")]
    assert atelier.lignes("SELECT resolue_le FROM corrections WHERE dossier_id = 807") == [
        (atelier.le(5),)
    ]
    assert set(evenements(atelier)) == {
        "CorrectionResolue", "DossierReaffecte", "SuiviPerdu", "DossierChangeEtat",
    }  # fmt: skip


def test_under_silence_a_new_deposit_starts_the_count_again(atelier: Atelier) -> None:
    agir(
        atelier, messages.envoyer_message, 833, corps="Incomplet",
        correction=RaisonCorrection.incomplete,
    )  # fmt: skip
    modifier(atelier, 833, 31, "Autre chose", "text")
    avant = atelier.empreinte()
    with pytest.raises(CorrectionAConfirmer):
        agir_en_usager(atelier, depot.redeposer, 833)
    assert atelier.empreinte() == avant
    agir_en_usager(atelier, depot.redeposer, 833, correction_faite=True, at=atelier.le(60))
    # Taken in hand at once; a month from the day after it was completed (rules 1.10.3).
    assert etat(atelier, 833) == "en_instruction"
    assert atelier.lignes("SELECT decision_sva_svr_le::text FROM dossiers WHERE id = 833") == [
        ("2026-04-02",)
    ]
    assert [ligne[0] for ligne in journal(atelier, 833)] == [
        "demander_a_completer", "deposer", "passer_en_instruction",
    ]  # fmt: skip


def test_a_groupe_that_a_person_chose_is_kept(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        [nord, sud] = sorted(atelier.groupes(tx, 80), key=lambda g: g.label)
        assert (nord.label, sud.label) == ("Nord", "Sud")
        agir_dans(tx, affectation.changer_groupe, 801, groupe=sud)
        assert instructeur(tx).compte.email == "ines@exemple.fr"
    modifier(atelier, 801, 2, "Nord", "drop_down_list")
    agir_en_usager(atelier, depot.redeposer, 801)
    with atelier.transaction() as tx:
        assert verrouille(tx, 801).groupe_instructeur_id == sud.id
