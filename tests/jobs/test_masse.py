"""An act on many dossiers: who lends himself to it, what becomes of each, and of the operation (rules 5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from domain.dossiers.decisions import MotivationRequise
from domain.errors import DomainError
from domain.masse import creation, fin
from domain.masse.execution import avancer
from domain.masse.fin import conclure
from domain.masse.models import ActeDeMasse, OperationDeMasse
from domain.messagerie.envoi import MessagerieFermee, MessageVide
from domain.transactions import Transaction
from server.settings import Settings
from tests.jobs.masse import (
    IGOR,
    Chantier,
    chantier_ouvert,
    demander_dans,
    modele_de_masse,
)

A = ActeDeMasse
TOUS = [*range(7001, 7016), *range(7021, 7024), *range(7031, 7034), 8001]
DEMANDES: dict[ActeDeMasse, dict[str, Any]] = {
    A.refuser: {"motivation": "Incomplet"},
    A.classer_sans_suite: {"motivation": "Abandon"},
    A.demander_avis: {"emails": ["eve@exemple.fr"]},
    A.envoyer_message: {"corps": "Bonjour"},
}


@pytest.fixture(scope="module")
def modele(stack: Settings) -> Iterator[str]:
    with modele_de_masse(stack) as nom:
        yield nom


@pytest.fixture
def chantier(stack: Settings, modele: str) -> Iterator[Chantier]:
    with chantier_ouvert(stack, modele) as ouvert:
        yield ouvert


@pytest.fixture(scope="module")
def partage(stack: Settings, modele: str) -> Iterator[Chantier]:
    """For tests that leave it as it was."""
    with chantier_ouvert(stack, modele) as ouvert:
        yield ouvert


class Defait(Exception):
    """Takes back all that was done."""


CONSTRUITS = [7001, 7002, 7003, 7021, 7022, 7023]
INSTRUITS = [7004, 7005, 7006, 7007, 7031, 7032, 7033]
ELIGIBLES: dict[ActeDeMasse, list[int]] = {
    A.suivre: [7001, 7003, 7004, 7021, 7022, 7023, 7031, 7032, 7033],
    A.ne_plus_suivre: [7002, 7005, 7006, 7007],
    A.passer_en_instruction: CONSTRUITS,
    A.repasser_en_construction: INSTRUITS,
    A.accepter: INSTRUITS,
    A.refuser: INSTRUITS,
    A.classer_sans_suite: INSTRUITS,
    A.archiver: [7008, 7009],
    A.desarchiver: [7010],
    A.supprimer: [7008, 7009, 7010],
    A.restaurer: [7011, 7012],
    A.prolonger: [7003, 7009],
    A.demander_avis: sorted(CONSTRUITS + INSTRUITS),
    A.envoyer_message: sorted([*CONSTRUITS, *INSTRUITS, 7008, 7009, 7010]),
}


@pytest.mark.parametrize("acte", A)
def test_only_the_dossiers_that_lend_themselves_to_the_act_are_kept(
    partage: Chantier, acte: ActeDeMasse
) -> None:
    avant = partage.empreinte()
    retenus: list[int] = []

    def demander(tx: Any) -> None:
        dossiers = [numero for numero in TOUS if numero != 8001]
        fait = demander_dans(tx, acte, dossiers, **DEMANDES.get(acte, {}))
        assert fait.ecartes == len(dossiers) - len(ELIGIBLES[acte])
        lus = tx.session.connection().exec_driver_sql(
            "SELECT dossier_id FROM elements_de_masse ORDER BY 1"
        )
        retenus.extend(numero for (numero,) in lus)
        raise Defait

    with pytest.raises(Defait):
        partage.base.transaction(demander)
    assert retenus == ELIGIBLES[acte]
    assert partage.empreinte() == avant


APRES: dict[ActeDeMasse, tuple[str, object]] = {
    A.suivre: ("SELECT count(*) FROM suivis WHERE fin_le IS NULL AND dossier_id = %s", 1),
    A.ne_plus_suivre: (
        "SELECT count(*) FROM suivis JOIN instructeurs i ON i.id = instructeur_id JOIN comptes c"
        " ON c.id = compte_id WHERE fin_le IS NULL AND email = 'ines@exemple.fr' AND dossier_id = %s",
        0,
    ),
    A.passer_en_instruction: ("SELECT state FROM dossiers WHERE id = %s", "en_instruction"),
    A.repasser_en_construction: ("SELECT state FROM dossiers WHERE id = %s", "en_construction"),
    A.accepter: ("SELECT state FROM dossiers WHERE id = %s", "accepte"),
    A.refuser: ("SELECT state || motivation FROM dossiers WHERE id = %s", "refuseIncomplet"),
    A.classer_sans_suite: (
        "SELECT state || motivation FROM dossiers WHERE id = %s",
        "sans_suiteAbandon",
    ),
    A.archiver: ("SELECT archive FROM dossiers WHERE id = %s", True),
    A.desarchiver: ("SELECT archive FROM dossiers WHERE id = %s", False),
    A.supprimer: ("SELECT cache_raison FROM dossiers WHERE id = %s", "instructeur_request"),
    A.restaurer: (
        "SELECT cache_par_administration_le IS NULL FROM dossiers WHERE id = %s",
        True,
    ),
    A.prolonger: (
        "SELECT expire_le > now() + interval '1 month' FROM dossiers WHERE id = %s",
        True,
    ),
    A.demander_avis: (
        "SELECT count(*) FROM avis WHERE repondu_le IS NULL AND dossier_id = %s",
        1,
    ),
    A.envoyer_message: (
        "SELECT count(*) FROM messages WHERE corps = 'Bonjour' AND dossier_id = %s",
        1,
    ),
}
ECHECS: dict[ActeDeMasse, dict[int, str]] = {
    A.restaurer: {7012: "Ce dossier a expiré : prolongez sa conservation pour le restaurer"},
    A.envoyer_message: {7010: str(MessagerieFermee())},
}


@pytest.mark.parametrize("acte", A)
def test_each_dossier_gets_what_the_act_of_one_would_do(
    partage: Chantier, acte: ActeDeMasse
) -> None:
    """As far as the commit, which nothing reaches: the world stays as it was for the next act."""
    dossiers, manques = ELIGIBLES[acte], ECHECS.get(acte, {})
    requete, attendu = APRES[acte]

    def faire(tx: Transaction) -> None:
        lire = tx.session.connection().exec_driver_sql
        operation = demander_dans(tx, acte, dossiers, **DEMANDES.get(acte, {})).operation
        assert avancer(tx, operation.id, at=operation.cree_le).faits == len(dossiers)
        assert conclure(tx, operation.id, at=operation.cree_le)
        for numero in dossiers:
            lu = lire(requete, (numero,)).scalar_one()
            assert (lu == attendu) is (numero not in manques), (numero, lu)
        elements = lire("SELECT dossier_id, issue, raison FROM elements_de_masse ORDER BY 1")
        assert {n: (issue, raison) for n, issue, raison in elements} == {
            n: ("echoue", manques[n]) if n in manques else ("reussi", None) for n in dossiers
        }
        [fini] = lire("SELECT fini_le = commence_le FROM operations_de_masse").scalars()
        assert fini is True
        tx.sceller()
        raise Defait

    with pytest.raises(Defait):
        partage.base.transaction(faire)


def test_a_dossier_waits_in_one_operation_at_most(chantier: Chantier) -> None:
    """rules 15.10: of three, one not eligible and one locked by another operation, one is left."""
    premiere = chantier.demander(A.accepter, [7031])
    seconde = chantier.demander(A.refuser, [7031, 7032, 7001], motivation="Non")
    assert chantier.issues(premiere) == {7031: "en_attente"}
    assert chantier.issues(seconde) == {7032: "en_attente"}
    avant = chantier.empreinte()
    with pytest.raises(creation.AucunDossier):
        chantier.demander(A.accepter, [7031, 7032, 7014, 99])
    assert chantier.empreinte() == avant
    with (
        psycopg.connect(chantier.url) as connexion,
        pytest.raises(psycopg.errors.UniqueViolation),
    ):
        connexion.execute(
            "INSERT INTO elements_de_masse (operation_id, dossier_id) VALUES (%s, 7031)", (seconde,)
        )


@pytest.mark.parametrize(
    ("acte", "dossiers", "demande", "refus"),
    [
        (A.refuser, [7031], {}, MotivationRequise),
        (A.classer_sans_suite, [7031], {"motivation": "  "}, MotivationRequise),
        (A.envoyer_message, [7031], {"corps": " "}, MessageVide),
        (A.demander_avis, [7031], {}, creation.SansDestinataire),
        (A.accepter, [7014], {}, creation.AucunDossier),
        (A.accepter, [], {}, creation.AucunDossier),
        (A.accepter, [7031, 8001], {}, creation.DemarchesMelees),
        (A.accepter, range(1, 502), {}, creation.TropDeDossiers),
    ],
)
def test_what_is_wrong_for_all_is_refused_at_once(
    partage: Chantier, acte: ActeDeMasse, dossiers: Any, demande: dict[str, Any],
    refus: type[DomainError],
) -> None:  # fmt: skip
    avant = partage.empreinte()
    with pytest.raises(refus):
        partage.demander(acte, dossiers, **demande)
    assert partage.empreinte() == avant


def test_what_changed_in_between_is_said_of_each_dossier(chantier: Chantier) -> None:
    operation = chantier.demander(A.accepter, [7004, 7005, 7031, 7032, 7033])
    chantier.lire("UPDATE dossiers SET state = 'en_construction' WHERE id = 7004 RETURNING 1")
    chantier.lire("DELETE FROM dossiers WHERE id = 7005 RETURNING 1")
    chantier.lire(
        "UPDATE dossiers SET groupe_instructeur_id = (SELECT id FROM groupes_instructeurs"
        " WHERE label = 'Sud') WHERE id = 7031 RETURNING 1"
    )
    chantier.lire("UPDATE dossiers SET cache_par_administration_le = now() WHERE id = 7032 RETURNING 1")  # fmt: skip
    chantier.traiter(operation)

    assert chantier.issues(operation) == {
        7004: "ecarte", 7005: "ecarte", 7031: "echoue", 7032: "ecarte", 7033: "reussi",
    }  # fmt: skip
    assert chantier.raisons(operation) == {
        7004: "Le dossier ne se prête plus à cette action : il est en\u00a0construction",
        7005: "Le dossier n’existe plus",
        7031: "L’instructeur n’a pas les droits d’accès à ce dossier",
        7032: "Le dossier est dans la corbeille",
    }
    assert chantier.etat(7033) == "accepte"


def test_an_instructeur_removed_in_the_middle_decides_nothing_more(chantier: Chantier) -> None:
    """Whose rights are read when the turn of each dossier comes."""
    operation = chantier.demander(A.accepter, [7031, 7032])
    chantier.base.transaction(lambda tx: avancer(tx, operation, lot=1, at=datetime.now(UTC)))
    chantier.lire(
        "DELETE FROM affectations USING instructeurs i JOIN comptes c ON c.id = i.compte_id"
        " WHERE instructeur_id = i.id AND email = 'ines@exemple.fr' RETURNING 1"
    )
    chantier.traiter(operation)
    assert chantier.issues(operation) == {7031: "reussi", 7032: "echoue"}
    assert chantier.raisons(operation) == {
        7032: "L’instructeur n’a pas les droits d’accès à ce dossier"
    }
    assert (chantier.etat(7031), chantier.etat(7032)) == ("accepte", "en_instruction")


def test_one_failure_is_nothing_to_the_others_and_can_be_tried_again(chantier: Chantier) -> None:
    sud = "(SELECT id FROM groupes_instructeurs WHERE label = 'Sud')"
    nord = "(SELECT id FROM groupes_instructeurs WHERE label = 'Nord')"
    operation = chantier.demander(A.accepter, [7031, 7032, 7033])
    chantier.lire(f"UPDATE dossiers SET groupe_instructeur_id = {sud} WHERE id IN (7031, 7032) RETURNING 1")  # fmt: skip
    chantier.traiter(operation)
    assert chantier.issues(operation) == {7031: "echoue", 7032: "echoue", 7033: "reussi"}
    journal = chantier.lire("SELECT dossier_id, operation FROM journal ORDER BY rang")
    assert journal == [(7033, "accepter")]

    chantier.lire(f"UPDATE dossiers SET groupe_instructeur_id = {nord} WHERE id IN (7031, 7032) RETURNING 1")  # fmt: skip
    ailleurs = chantier.demander(A.refuser, [7032], motivation="Non")
    assert reprendre(chantier, operation) == 1
    assert chantier.raisons(operation) == {7032: "Le dossier fait l’objet d’une autre action de masse"}  # fmt: skip
    chantier.traiter(operation)
    chantier.traiter(ailleurs)
    assert chantier.issues(operation) == {7031: "reussi", 7032: "echoue", 7033: "reussi"}
    assert [chantier.etat(n) for n in (7031, 7032, 7033)] == ["accepte", "refuse", "accepte"]
    with pytest.raises(fin.OperationEnCours):
        reprendre(chantier, chantier.demander(A.suivre, [7001]))


def reprendre(chantier: Chantier, operation: int) -> int:
    return chantier.base.transaction(
        lambda tx: fin.reprendre(
            tx, tx.session.get_one(OperationDeMasse, operation), at=datetime.now(UTC)
        )
    )


def annuler(chantier: Chantier, operation: int) -> int:
    return chantier.base.transaction(
        lambda tx: fin.annuler(
            tx, tx.session.get_one(OperationDeMasse, operation), at=datetime.now(UTC)
        )
    )


def test_what_has_not_begun_is_cancelled_and_free_again(chantier: Chantier) -> None:
    operation = chantier.demander(A.accepter, [7031, 7032])
    assert annuler(chantier, operation) == 2
    chantier.traiter(operation)
    assert chantier.issues(operation) == {7031: "annule", 7032: "annule"}
    assert chantier.etat(7031) == "en_instruction"
    assert chantier.lire("SELECT count(*) FROM operations_de_masse WHERE fini_le IS NOT NULL") == [(1,)]  # fmt: skip
    with pytest.raises(fin.OperationFinie):
        annuler(chantier, operation)
    with pytest.raises(fin.RienAReprendre):
        reprendre(chantier, operation)
    chantier.faire(A.accepter, [7031, 7032])
    assert chantier.etat(7032) == "accepte"


def test_doing_it_again_does_nothing_more(chantier: Chantier) -> None:
    operation = chantier.faire(A.accepter, [7006, 7007, 7031])
    avant = chantier.empreinte()
    chantier.traiter(operation)
    assert chantier.empreinte() == avant


def test_an_expert_gets_one_mail_for_all_the_decisions(chantier: Chantier) -> None:
    chantier.faire(A.accepter, [7006, 7007, 7031])
    aux_experts = "SELECT genre, destinataire, corps_texte FROM courriels WHERE destinataire = 'eve@exemple.fr'"  # fmt: skip
    [(genre, destinataire, texte)] = chantier.lire(aux_experts)
    assert (genre, destinataire) == ("decisions_pour_expert", "eve@exemple.fr")
    assert "n° 7006 et 7007. La décision rendue est : accepté." in texte
    usagers = "SELECT count(*) FROM courriels WHERE genre = 'closed_mail'"
    assert chantier.lire(usagers) == [(3,)]


def test_an_expert_gets_one_mail_for_all_the_avis_asked(chantier: Chantier) -> None:
    chantier.faire(
        A.demander_avis, [7004, 7006, 7031], emails=["Eve@exemple.fr", "neuf@exemple.fr"]
    )
    lus = chantier.lire(
        "SELECT genre, destinataire, corps_texte FROM courriels ORDER BY destinataire"
    )
    assert [ligne[:2] for ligne in lus] == [
        ("avis_demandes_en_masse", "eve@exemple.fr"),
        ("avis_demandes_en_masse", "neuf@exemple.fr"),
    ]
    assert all("n° 7004, 7006 et 7031" in texte for _, _, texte in lus)
    assert chantier.lire("SELECT count(*) FROM avis WHERE repondu_le IS NULL") == [(6,)]


def test_messages_to_many_make_nobody_follow_and_write_to_each_usager(chantier: Chantier) -> None:
    chantier.faire(A.envoyer_message, [7031, 7032], corps="Bonjour")
    assert chantier.lire("SELECT count(*) FROM suivis WHERE dossier_id IN (7031, 7032)") == [(0,)]
    assert chantier.lire(
        "SELECT dossier_id, genre, envoyer_apres - cree_le FROM courriels ORDER BY 1"
    ) == [(n, "nouveau_message", timedelta(minutes=5)) for n in (7031, 7032)]


def test_finished_ones_are_forgotten_and_stuck_ones_free_their_dossiers(chantier: Chantier) -> None:
    finie = chantier.faire(A.accepter, [7031])
    bloquee = chantier.demander(A.accepter, [7032])
    maintenant = datetime.now(UTC)

    def oublier(heures: float) -> int:
        at = maintenant + timedelta(hours=heures)
        return chantier.base.transaction(lambda tx: fin.oublier_les_vieilles(tx, at=at))

    assert oublier(3.9) == 0
    assert oublier(4.1) == 1
    assert chantier.issues(finie) == {}
    assert oublier(23.9) == 0
    assert oublier(24.1) == 1
    assert chantier.issues(bloquee) == {}
    chantier.faire(A.accepter, [7032])
    assert chantier.etat(7032) == "accepte"


def test_another_instructeur_asks_for_the_dossiers_of_his_groupe(chantier: Chantier) -> None:
    operation = chantier.faire(A.accepter, [7014], par=IGOR)
    assert chantier.issues(operation) == {7014: "reussi"}
    [(email,)] = chantier.lire("SELECT instructeur_email FROM traitements WHERE dossier_id = 7014 ORDER BY id DESC LIMIT 1")  # fmt: skip
    assert email == IGOR
