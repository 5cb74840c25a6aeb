"""Dossiers that follow their form from revision to revision (rules 3.9)."""

from typing import Any

import pytest
from sqlalchemy import event, select

from domain.dossiers.champs import MAIN, TAMPON_USAGER
from domain.dossiers.rebase import RevisionImpossible, rebaser, rebaser_la_demarche
from domain.formulaires.formulaire import Cle
from domain.formulaires.models import Revision, TypeDeChamp
from domain.formulaires.reponses import Reponse
from domain.formulaires.types_de_champ import TypeChamp
from domain.reponses import depot
from domain.reponses.chargement import charger_reponses
from domain.reponses.ecriture import ChampInconnu, ecrire
from domain.reponses.feuille import Feuille
from tests.domain.conftest import Atelier

MONDE = "reponses"
BROUILLON, DEPOSE, INSTRUIT = 701, 703, 704


def publier(atelier: Atelier, **modifies: dict[str, Any] | None) -> int:
    """A new revision: `c6={"type_champ": …}` changes the field 6, `c6=None` removes it, `n20={…}`
    adds the field 20."""
    with atelier.transaction() as tx:
        demarche = atelier.demarche(tx)
        ancienne = atelier.dossier(tx, DEPOSE).revision_id
        revision = Revision(
            demarche_id=demarche.id, cree_le=atelier.le(0), publiee_le=atelier.le(0)
        )
        tx.add(revision)
        tx.flush()
        champs = tx.session.scalars(
            select(TypeDeChamp)
            .where(TypeDeChamp.revision_id == ancienne)
            .order_by(TypeDeChamp.parent_id.desc(), TypeDeChamp.position)
        ).all()
        copies = []
        for champ in champs:
            change = modifies.get(f"c{champ.stable_id}", {})
            if change is None:
                continue
            colonnes = {
                nom: getattr(champ, nom)
                for nom in ("stable_id", "parent_id", "position", "prive", "type_champ", "libelle",
                            "description", "obligatoire", "condition", "options")
            }  # fmt: skip
            copies.append(TypeDeChamp(revision_id=revision.id, **colonnes | change))
        for nom, nouveau in modifies.items():
            if nom.startswith("n") and nouveau is not None:
                copies.append(
                    TypeDeChamp(
                        revision_id=revision.id, stable_id=int(nom[1:]), position=90, **nouveau
                    )
                )
        for copie in sorted(copies, key=lambda c: c.parent_id is not None):
            tx.add(copie)
            tx.flush()
        return revision.id


def deplacer(atelier: Atelier, number: int, revision_id: int) -> bool:
    with atelier.transaction() as tx:
        revision = tx.session.get_one(Revision, revision_id)
        return rebaser(tx, atelier.dossier(tx, number), revision=revision, at=atelier.le(30))


def lues(atelier: Atelier, number: int, flux: str = MAIN) -> dict[Cle, Reponse]:
    """The answers as the dossier's present form reads them."""
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, number)
        champs = charger_reponses(tx.session, number, flux)
        return Feuille(atelier.formulaire(tx, dossier), champs).reponses


def test_an_answer_is_read_as_its_field_s_new_type(atelier: Atelier) -> None:
    revision = publier(
        atelier, c1={"type_champ": TypeChamp.textarea}, c3={"type_champ": TypeChamp.civilite},
        c9={"libelle": "Je certifie tout"},
    )  # fmt: skip
    assert deplacer(atelier, DEPOSE, revision)
    assert not deplacer(atelier, DEPOSE, revision)
    reponses = lues(atelier, DEPOSE)
    assert reponses[1, None].value == "Benali"
    assert (3, None) not in reponses
    assert atelier.lignes(
        "SELECT stable_id FROM champs WHERE dossier_id = 703 AND rebase_le = :le ORDER BY 1",
        le=atelier.le(30),
    ) == [(1,), (3,), (9,)]
    assert atelier.lignes("SELECT revision_id, revision_deposee_id <> revision_id FROM dossiers WHERE id = 703") == [(revision, True)]  # fmt: skip


def test_a_removed_field_is_kept_until_the_next_deposit(atelier: Atelier) -> None:
    revision = publier(atelier, c3=None, c7=None)
    deplacer(atelier, DEPOSE, revision)
    assert atelier.valeurs(DEPOSE, 3) == {"main": "carmin"}
    assert (3, None) not in lues(atelier, DEPOSE)
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, DEPOSE)
        ecrire(
            tx, dossier, formulaire=atelier.formulaire(tx, dossier), stable_id=1, valeur="Corrigé",
            flux=TAMPON_USAGER, auteur_email=None, at=atelier.le(31),
        )  # fmt: skip
        depot.redeposer(
            tx, dossier, demarche=atelier.demarche(tx), groupes=atelier.groupes(tx),
            at=atelier.le(32),
        )  # fmt: skip
    assert atelier.valeurs(DEPOSE, 3) == {}
    assert atelier.lignes("SELECT 1 FROM fichiers WHERE dossier_id = 703") == []


def test_new_repetitions_that_must_be_filled_begin_with_a_row(atelier: Atelier) -> None:
    revision = publier(
        atelier,
        n20={"type_champ": TypeChamp.repetition, "libelle": "Parents", "obligatoire": True, "options": {}},
        n21={"type_champ": TypeChamp.repetition, "libelle": "Bis", "obligatoire": False, "options": {}},
        n22={"type_champ": TypeChamp.repetition, "libelle": "Suites", "obligatoire": False, "prive": True, "options": {}},
    )  # fmt: skip
    deplacer(atelier, DEPOSE, revision)
    assert atelier.lignes(
        "SELECT stable_id, prive, row_id IS NOT NULL FROM champs "
        "WHERE dossier_id = 703 AND stable_id IN (20, 21, 22) ORDER BY 1"
    ) == [(20, False, True), (22, True, True)]


def test_a_writer_who_read_the_old_form_writes_on_the_new_one(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, DEPOSE)
        ancien = atelier.formulaire(tx, dossier)
    deplacer(atelier, DEPOSE, publier(atelier, c3=None))
    with atelier.transaction() as tx, pytest.raises(ChampInconnu):
        ecrire(
            tx, atelier.dossier(tx, DEPOSE), formulaire=ancien, stable_id=3, valeur="x",
            flux=TAMPON_USAGER, auteur_email=None, at=atelier.le(31),
        )  # fmt: skip


def test_decided_dossiers_and_other_demarches_do_not_move(atelier: Atelier) -> None:
    revision = publier(atelier)
    with atelier.transaction() as tx:
        tx.session.connection().exec_driver_sql(
            "UPDATE dossiers SET state = 'accepte', traite_le = now() WHERE id = 704"
        )
    avant = atelier.empreinte()
    assert not deplacer(atelier, INSTRUIT, revision)
    with atelier.transaction() as tx:
        brouillon = tx.session.scalars(
            select(Revision).where(Revision.publiee_le.is_(None))
        ).first()
        assert brouillon is not None
        with pytest.raises(RevisionImpossible):
            rebaser(tx, atelier.dossier(tx, DEPOSE), revision=brouillon, at=atelier.le(30))
        with pytest.raises(RevisionImpossible):
            rebaser_la_demarche(tx, revision=brouillon, at=atelier.le(30))
    assert atelier.empreinte() == avant


def test_a_whole_demarche_moves_in_a_few_statements(atelier: Atelier) -> None:
    revision_id = publier(atelier, c1={"libelle": "Nom de famille"})
    instructions: list[str] = []

    @event.listens_for(atelier.engine, "before_cursor_execute")
    def compter(_: Any, __: Any, instruction: str, *___: Any) -> None:
        instructions.append(instruction)

    with atelier.transaction() as tx:
        revision = tx.session.get_one(Revision, revision_id)
        instructions.clear()
        assert rebaser_la_demarche(tx, revision=revision, lot=3, at=atelier.le(30)) == 3
        assert len(instructions) == 4
        assert rebaser_la_demarche(tx, revision=revision, lot=3, at=atelier.le(30)) == 1
        assert rebaser_la_demarche(tx, revision=revision, lot=3, at=atelier.le(30)) == 0
    assert atelier.lignes("SELECT DISTINCT revision_id FROM dossiers") == [(revision_id,)]
    assert len(atelier.lignes("SELECT DISTINCT dossier_id FROM champs WHERE rebase_le IS NOT NULL")) == 4  # fmt: skip
