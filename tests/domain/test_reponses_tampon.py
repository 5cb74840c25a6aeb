"""Edits of a dossier that is filed: apart until they are deposited again, or given up."""

import pytest
from sqlalchemy import select

from domain.dossiers.champs import MAIN, TAMPON_INSTRUCTEUR, TAMPON_USAGER
from domain.dossiers.historique import Reaffectation
from domain.messagerie.models import Correction, Message
from domain.reponses.depot import (
    CorrectionAConfirmer,
    DepotRefuse,
    RienADeposer,
)
from domain.reponses.flux import FluxInterdit, ModificationInterdite
from domain.reponses.lignes import (
    LigneInconnue,
    ajouter_lignes,
    retirer_ligne,
)
from domain.reponses.tampon import abandonner_les_tampons, fusionner_le_tampon
from domain.transactions import Transaction
from tests.domain.conftest import Atelier
from tests.domain.gestes import (
    BROUILLON,
    DEPOSE,
    INSTRUIT,
    changer,
    ecrire_dans,
    lues,
    rangees,
    redeposer,
    refuse,
)

MONDE = "reponses"


def test_edits_are_nobody_s_business_until_they_are_deposited(atelier: Atelier) -> None:
    avant = lues(atelier, DEPOSE)
    dates = "SELECT modifie_le, champs_modifies_le FROM dossiers WHERE id = 703"
    modifie = atelier.lignes(dates)
    ecrire_dans(atelier, DEPOSE, 1, "Corrigé")
    ecrire_dans(atelier, DEPOSE, 1, "Corrigé encore")
    assert lues(atelier, DEPOSE) == avant
    assert atelier.lignes(dates) == modifie
    assert lues(atelier, DEPOSE, TAMPON_USAGER)[1, None] == "Corrigé encore"
    redeposer(atelier)
    assert lues(atelier, DEPOSE)[1, None] == "Corrigé encore"
    assert atelier.valeurs(DEPOSE, 1) == {
        "main": "Corrigé encore", "history:2026-03-01T08:10:00.000000Z": "Benali",
    }  # fmt: skip
    ((champs_modifies_le,),) = atelier.lignes(
        "SELECT champs_modifies_le FROM dossiers WHERE id = 703"
    )
    assert champs_modifies_le == atelier.le(10)
    assert atelier.lignes(
        "SELECT state, traite_le FROM traitements WHERE dossier_id = 703 ORDER BY id DESC LIMIT 1"
    ) == [("en_construction", atelier.le(10))]


def test_two_deposits_at_one_instant_keep_two_histories(atelier: Atelier) -> None:
    for valeur in ("un", "deux", "trois"):
        ecrire_dans(atelier, DEPOSE, 1, valeur)
        redeposer(atelier)
    assert list(atelier.valeurs(DEPOSE, 1).values()) == ["Benali", "un", "deux", "trois"]


def test_without_edits_there_is_nothing_to_deposit(atelier: Atelier) -> None:
    refuse(atelier, RienADeposer, lambda: redeposer(atelier))


def test_edits_that_are_wrong_stay_in_the_buffer(atelier: Atelier) -> None:
    ecrire_dans(atelier, DEPOSE, 1, None)
    refus = refuse(atelier, DepotRefuse, lambda: redeposer(atelier))
    assert isinstance(refus, DepotRefuse)
    assert [e.stable_id for e in refus.erreurs] == [1]


def test_rows_are_added_and_taken_away_in_the_buffer(atelier: Atelier) -> None:
    lou, max_ = rangees(atelier, DEPOSE, 4)
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, DEPOSE)
        formulaire = atelier.formulaire(tx, dossier)
        retirer_ligne(
            tx, dossier, formulaire=formulaire, stable_id=4, row_id=lou, flux=TAMPON_USAGER,
            auteur_email=None, at=atelier.le(1),
        )  # fmt: skip
        (zoe,) = ajouter_lignes(
            tx, dossier, formulaire=formulaire, stable_id=4, flux=TAMPON_USAGER,
            auteur_email=None, at=atelier.le(1),
        )  # fmt: skip
    ecrire_dans(atelier, DEPOSE, 41, "Zoé", row_id=zoe)
    with pytest.raises(LigneInconnue):
        ecrire_dans(atelier, DEPOSE, 41, "Lou", row_id=lou)
    with pytest.raises(LigneInconnue):
        ecrire_dans(atelier, DEPOSE, 41, "Lou")
    assert (41, lou) in lues(atelier, DEPOSE)
    assert rangees(atelier, DEPOSE, 4) == [max_, zoe]
    redeposer(atelier)
    prenoms = {cle: valeur for cle, valeur in lues(atelier, DEPOSE).items() if cle[0] == 41}
    assert prenoms == {(41, max_): "Max", (41, zoe): "Zoé"}


def test_the_files_of_a_buffer_are_those_kept_and_those_added(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        photo = atelier.fichier(tx, "photo.png", type_mime="image/png")
    ecrire_dans(atelier, DEPOSE, 7, [photo])
    assert noms(atelier) == {"main": ["coupe.pdf", "plan.pdf"], "user:buffer": ["photo.png"]}
    redeposer(atelier)
    flux = noms(atelier)
    assert flux == {"main": ["coupe.pdf", "photo.png", "plan.pdf"]}
    ecrire_dans(atelier, DEPOSE, 7, [])
    redeposer(atelier, minutes=20)
    assert list(noms(atelier)) == ["history:2026-03-01T08:20:00.000000Z"]
    assert atelier.lignes("SELECT 1 FROM objets_a_effacer") == []


def noms(atelier: Atelier) -> dict[str, list[str]]:
    """The files of the field « Plan », by stream."""
    trouves: dict[str, list[str]] = {}
    for flux, nom in atelier.lignes(
        "SELECT flux, nom FROM fichiers f JOIN champs c ON c.id = f.champ_id "
        "WHERE c.dossier_id = 703 AND c.stable_id = 7 ORDER BY flux, nom"
    ):
        trouves.setdefault(flux, []).append(nom)
    return trouves


def test_an_instructeur_s_edits_of_the_same_champs_are_dropped(atelier: Atelier) -> None:
    ecrire_dans(atelier, DEPOSE, 1, "vu par l’usager")
    ecrire_dans(atelier, DEPOSE, 1, "vu par Inès", flux=TAMPON_INSTRUCTEUR)
    ecrire_dans(atelier, DEPOSE, 3, "vermillon", flux=TAMPON_INSTRUCTEUR)
    redeposer(atelier)
    assert TAMPON_INSTRUCTEUR not in atelier.valeurs(DEPOSE, 1)
    assert atelier.valeurs(DEPOSE, 3) == {"instructeur:buffer": "vermillon", "main": "carmin"}


def test_unsent_edits_are_given_up_with_their_files(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        photo = atelier.fichier(tx, "photo.png", type_mime="image/png")
    ecrire_dans(atelier, DEPOSE, 7, [photo])
    ecrire_dans(atelier, DEPOSE, 3, "vermillon", flux=TAMPON_INSTRUCTEUR)
    with atelier.transaction() as tx:
        assert abandonner_les_tampons(tx, atelier.dossier(tx, DEPOSE), at=atelier.le(2)) == 2
    assert noms(atelier) == {"main": ["coupe.pdf", "plan.pdf"]}
    assert atelier.lignes("SELECT cle FROM objets_a_effacer") == [("2026/photo.png-1",)]
    with atelier.transaction() as tx:
        assert fusionner_le_tampon(tx, atelier.dossier(tx, DEPOSE), at=atelier.le(3)) == 0


def test_a_new_deposit_routes_again_unless_a_person_chose(atelier: Atelier) -> None:
    ecrire_dans(atelier, DEPOSE, 5, "53")
    redeposer(atelier)
    with atelier.transaction() as tx:
        passage = tx.session.scalars(
            select(Reaffectation)
            .where(Reaffectation.dossier_id == DEPOSE)
            .order_by(Reaffectation.id.desc())
        ).first()
        assert passage is not None
        assert (passage.groupe_precedent_label, passage.groupe_label) == ("défaut", "Bretagne")
    changer(atelier, "UPDATE dossiers SET groupe_force = true WHERE id = 703")
    ecrire_dans(atelier, DEPOSE, 5, "11")
    redeposer(atelier, minutes=20)
    with atelier.transaction() as tx:
        dossier = atelier.dossier(tx, DEPOSE)
        labels = {g.id: g.label for g in atelier.groupes(tx)}
        assert labels[dossier.groupe_instructeur_id or 0] == "Bretagne"


def demander_une_correction(tx: Transaction, atelier: Atelier) -> None:
    message = Message(dossier_id=DEPOSE, email="ines@exemple.fr", corps="À revoir")
    tx.add(message)
    tx.flush()
    tx.add(Correction(message_id=message.id, dossier_id=DEPOSE, cree_le=atelier.le(-60)))


def test_a_new_deposit_resolves_the_correction(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        demander_une_correction(tx, atelier)
    ecrire_dans(atelier, DEPOSE, 1, "Corrigé")
    redeposer(atelier)
    assert atelier.lignes("SELECT resolue_le FROM corrections") == [(atelier.le(10),)]


def test_on_sva_the_correction_is_confirmed_and_moves_the_date(atelier: Atelier) -> None:
    changer(
        atelier,
        'UPDATE demarches SET sva_svr = \'{"decision": "sva", "periode": 2, "unite": "mois", "reprise": "continue"}\'',
    )
    with atelier.transaction() as tx:
        demander_une_correction(tx, atelier)
    ecrire_dans(atelier, DEPOSE, 1, "Corrigé")
    refuse(atelier, CorrectionAConfirmer, lambda: redeposer(atelier))
    redeposer(atelier, correction_faite=True)
    ((le,),) = atelier.lignes("SELECT decision_sva_svr_le FROM dossiers WHERE id = 703")
    assert le.isoformat() == "2026-04-03"  # 1 February + 1 day + 2 months, + 1 day of correction


def test_an_instructed_dossier_is_not_edited_by_its_usager(atelier: Atelier) -> None:
    refuse(atelier, ModificationInterdite, lambda: ecrire_dans(atelier, INSTRUIT, 1, "x"))
    refuse(atelier, FluxInterdit, lambda: ecrire_dans(atelier, DEPOSE, 1, "x", flux=MAIN))
    refuse(atelier, FluxInterdit, lambda: ecrire_dans(atelier, DEPOSE, 50, "x"))
    refuse(atelier, FluxInterdit, lambda: ecrire_dans(atelier, BROUILLON, 50, "x", flux=MAIN))
    refuse(
        atelier, FluxInterdit,
        lambda: ecrire_dans(atelier, INSTRUIT, 1, "x", flux=TAMPON_INSTRUCTEUR),
    )  # fmt: skip
