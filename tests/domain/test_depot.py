"""First deposits on a real database: what refuses them, what they erase, what they keep."""

from sqlalchemy import select

from domain.dossiers.champs import MAIN
from domain.dossiers.depot import ApercuNonDeposable, DemarcheFermee, PasLeTitulaire
from domain.dossiers.historique import API, Traitement
from domain.dossiers.states import State, TransitionInterdite
from domain.reponses.depot import (
    DepotRefuse,
    SansDemandeur,
    erreurs_du_dossier,
)
from domain.reponses.lignes import (
    retirer_ligne,
)
from domain.reponses.validation import Ineligible
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
    redeposer,
    refuse,
)

MONDE = "reponses"


def test_a_deposit_moves_dates_and_routes_the_dossier(atelier: Atelier) -> None:
    ecrire_dans(atelier, BROUILLON, 5, "53", flux=MAIN)
    deposer(atelier, navigateur=API)
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, BROUILLON)
        assert dossier.state is State.en_construction
        assert dossier.depose_le == dossier.en_construction_le == atelier.le(10)
        assert dossier.revision_deposee_id == dossier.revision_id
        groupe = {g.id: g.label for g in atelier.groupes(tx)}[dossier.groupe_instructeur_id or 0]
        assert groupe == "Bretagne"
        traitement = tx.session.scalars(
            select(Traitement).where(Traitement.dossier_id == BROUILLON)
        ).one()
        assert (traitement.state, traitement.navigateur, traitement.navigateur_version) == (
            State.en_construction, "api", 2,
        )  # fmt: skip


def test_every_error_is_told_champ_by_champ_and_row_by_row(atelier: Atelier) -> None:
    lou, max_ = rangees(atelier, BROUILLON, 4)
    ecrire_dans(atelier, BROUILLON, 1, " ", flux=MAIN)
    ecrire_dans(atelier, BROUILLON, 41, None, row_id=lou, flux=MAIN)
    ecrire_dans(atelier, BROUILLON, 42, 26, row_id=max_, flux=MAIN)
    ecrire_dans(atelier, BROUILLON, 6, "ali", flux=MAIN)
    ecrire_dans(atelier, BROUILLON, 9, False, flux=MAIN)
    ecrire_dans(atelier, BROUILLON, 10, "99999", flux=MAIN)
    refus = refuse(atelier, DepotRefuse, lambda: deposer(atelier))
    assert isinstance(refus, DepotRefuse)
    assert [tuple(erreur) for erreur in refus.erreurs] == [
        (1, None, "Nom", "doit être rempli"),
        (41, lou, "Prénom", "doit être rempli"),
        (42, max_, "Âge", "doit être compris entre 0 et 25"),
        (6, None, "Courriel", "est invalide. Saisissez une adresse électronique valide. Exemple : adresse@mail.com"),
        (9, None, "Je certifie", "doit être rempli"),
        (10, None, "Dossier lié", "doit être le numéro d’un dossier existant"),
    ]  # fmt: skip
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, BROUILLON)
        assert erreurs_du_dossier(tx, dossier, at=atelier.le(10)) == refus.erreurs


def test_hidden_answers_are_neither_asked_nor_kept(atelier: Atelier) -> None:
    """Nuance and Biens show when the colour is red only."""
    ecrire_dans(atelier, BROUILLON, 2, "Vert", flux=MAIN)
    ecrire_dans(atelier, BROUILLON, 6, "", flux=MAIN)
    deposer(atelier)
    lou, max_ = rangees(atelier, BROUILLON, 4)
    assert lues(atelier, BROUILLON) == {
        (1, None): "Benali", (2, None): "Vert", (3, None): None, (4, lou): None, (4, max_): None,
        (41, lou): "Lou", (42, lou): "7", (41, max_): "Max", (6, None): None, (7, None): None,
        (8, None): None, (9, None): "true",
    }  # fmt: skip
    assert atelier.lignes("SELECT nom FROM fichiers WHERE dossier_id = 701") == [("plan.pdf",)]


def test_files_and_shapes_of_hidden_or_removed_champs_are_erased(atelier: Atelier) -> None:
    premiere, _ = rangees(atelier, BROUILLON, 4)
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, BROUILLON)
        retirer_ligne(
            tx, dossier, formulaire=atelier.formulaire(tx, dossier), stable_id=4, row_id=premiere,
            auteur_email=None, at=atelier.le(1),
        )  # fmt: skip
        tx.session.connection().exec_driver_sql(
            'UPDATE types_de_champ SET condition = \'{"champ": 2, "op": "eq", "valeur": "Vert"}\' '
            "WHERE stable_id IN (7, 8)"
        )
    deposer(atelier)
    assert premiere not in rangees(atelier, BROUILLON, 4)
    assert atelier.lignes("SELECT 1 FROM champs WHERE row_id = :row", row=premiere) == []
    assert atelier.lignes("SELECT nom FROM fichiers WHERE dossier_id = 701") == []
    assert len(atelier.lignes("SELECT cle FROM objets_a_effacer")) == 1
    assert atelier.lignes("SELECT 1 FROM zones_geo") == []


def test_only_its_owner_deposits_and_only_once(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        ali, zoe = (atelier.compte(tx, f"{nom}@exemple.fr").id for nom in ("ali", "zoe"))
    refuse(atelier, PasLeTitulaire, lambda: deposer(atelier, deposant_id=zoe))
    deposer(atelier, deposant_id=ali)
    refuse(atelier, TransitionInterdite, lambda: deposer(atelier, deposant_id=ali))
    refuse(atelier, TransitionInterdite, lambda: deposer(atelier, INSTRUIT))


def test_a_dossier_of_nobody_in_particular_is_not_deposited(atelier: Atelier) -> None:
    refuse(atelier, SansDemandeur, lambda: deposer(atelier, ANONYME))


def test_a_closed_demarche_takes_no_new_dossier_but_goes_on_with_its_own(atelier: Atelier) -> None:
    changer(atelier, "UPDATE demarches SET etat = 'close', fermee_le = now()")
    refuse(atelier, DemarcheFermee, lambda: deposer(atelier))
    ecrire_dans(atelier, DEPOSE, 1, "Corrigé")
    redeposer(atelier)
    assert atelier.valeurs(DEPOSE, 1)["main"] == "Corrigé"


def test_a_preview_is_not_deposited(atelier: Atelier) -> None:
    changer(atelier, "UPDATE dossiers SET apercu = true WHERE id = 701")
    refuse(atelier, ApercuNonDeposable, lambda: deposer(atelier))


def test_the_rule_of_ineligibility_refuses_with_its_message(atelier: Atelier) -> None:
    changer(
        atelier,
        'UPDATE demarches SET options = options || \'{"ineligibilite_enabled": true, '
        '"ineligibilite_message": "Pas de rouge", '
        '"ineligibilite_rules": {"champ": 2, "op": "eq", "valeur": "Rouge"}}\'',
    )
    assert str(refuse(atelier, Ineligible, lambda: deposer(atelier))) == "Pas de rouge"
    ecrire_dans(atelier, BROUILLON, 2, "Vert", flux=MAIN)
    deposer(atelier)
    ecrire_dans(atelier, DEPOSE, 1, "x")
    refuse(atelier, Ineligible, lambda: redeposer(atelier))
