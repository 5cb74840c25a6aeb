"""What an act leaves: the dossier, its history, the journal, the messagerie, mails and events."""

from typing import Any

from sqlalchemy import event, select

from domain.actes import (
    affectation,
    archivage,
    attente,
    corrections,
    decisions,
    instruction,
    labels,
    messages,
    suivi,
)
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.labels.models import Label
from domain.messagerie.models import Message, RaisonCorrection
from domain.transactions import Transaction
from tests.domain.actes import (
    administrateur,
    agir,
    agir_dans,
    agir_en_usager,
    essai,
    etat,
    evenements,
    journal,
    televerse,
    verrouille,
)
from tests.domain.conftest import Atelier

MONDE = "actes"


def dernier_traitement(atelier: Atelier, number: int) -> tuple[Any, ...]:
    return atelier.lignes(
        "SELECT state, instructeur_email, motivation, navigateur, navigateur_version"
        " FROM traitements WHERE dossier_id = :n ORDER BY id DESC LIMIT 1",
        n=number,
    )[0]


def courriels(atelier: Atelier) -> list[tuple[Any, ...]]:
    return atelier.lignes("SELECT genre, destinataire FROM courriels ORDER BY id")


def suiveurs(atelier: Atelier, number: int) -> list[str]:
    lignes = atelier.lignes(
        "SELECT c.email FROM suivis s JOIN instructeurs i ON i.id = s.instructeur_id"
        " JOIN comptes c ON c.id = i.compte_id WHERE s.dossier_id = :n AND s.fin_le IS NULL"
        " ORDER BY 1",
        n=number,
    )
    return [email for (email,) in lignes]


def test_passing_en_instruction(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        verrouille(tx, 801)
    agir(atelier, instruction.passer_en_instruction, 801, at=atelier.le(5))
    [(en_instruction_le, expire_le)] = atelier.lignes(
        "SELECT en_instruction_le, expire_le FROM dossiers WHERE id = 801"
    )
    assert (en_instruction_le, expire_le) == (atelier.le(5), None)
    assert dernier_traitement(atelier, 801) == ("en_instruction", "ines@exemple.fr", None, "api", 2)
    assert journal(atelier, 801) == [("passer_en_instruction", False, "ines@exemple.fr")]
    assert suiveurs(atelier, 801) == ["ines@exemple.fr"]
    assert courriels(atelier) == [("received_mail", "ali@exemple.fr")]
    assert evenements(atelier) == ["DossierChangeEtat"]
    assert atelier.lignes("SELECT donnees->>'precedent', donnees->>'state' FROM outbox") == [
        ("en_construction", "en_instruction")
    ]
    assert atelier.lignes("SELECT count(*) FROM messages WHERE dossier_id = 801") == [(1,)]


def test_a_silent_move_is_still_told_in_the_messagerie(atelier: Atelier) -> None:
    agir(atelier, instruction.passer_en_instruction, 801, notifier=False)
    assert courriels(atelier) == []
    assert atelier.lignes("SELECT count(*) FROM messages WHERE dossier_id = 801") == [(1,)]


def test_without_a_token_nothing_says_api(atelier: Atelier) -> None:
    agir(atelier, instruction.passer_en_instruction, 801, jeton=False)
    assert dernier_traitement(atelier, 801)[3:] == (None, None)


def test_passing_en_instruction_ends_the_correction(atelier: Atelier) -> None:
    agir(atelier, instruction.passer_en_instruction, 807, at=atelier.le(5))
    assert atelier.lignes("SELECT resolue_le FROM corrections WHERE dossier_id = 807") == [
        (atelier.le(5),)
    ]
    assert evenements(atelier) == ["CorrectionResolue", "DossierChangeEtat"]


def test_passing_en_instruction_loses_what_was_not_sent(atelier: Atelier) -> None:
    with atelier.engine.begin() as connexion:
        connexion.exec_driver_sql(
            "INSERT INTO champs (dossier_id, flux, stable_id, type_champ, value)"
            " VALUES (801, 'user:buffer', 1, 'text', 'Rue basse')"
        )
    agir(atelier, instruction.passer_en_instruction, 801)
    assert atelier.valeurs(801, 1) == {"main": "Rue haute"}


def test_going_back_en_construction_writes_to_nobody(atelier: Atelier) -> None:
    agir(atelier, instruction.repasser_en_construction, 802, at=atelier.le(5))
    assert etat(atelier, 802) == "en_construction"
    assert courriels(atelier) == []
    assert atelier.lignes("SELECT count(*) FROM messages WHERE dossier_id = 802") == [(2,)]
    assert journal(atelier, 802) == [("repasser_en_construction", False, "ines@exemple.fr")]
    assert evenements(atelier) == ["DossierChangeEtat"]


def test_accepting(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        fichier = televerse(tx, "accord.pdf")
        agir_dans(
            tx, decisions.accepter, 802, motivation=" Complet ", justificatif=fichier,
            at=atelier.le(5),
        )  # fmt: skip
    [(traite_le, motivation)] = atelier.lignes(
        "SELECT traite_le, motivation FROM dossiers WHERE id = 802"
    )
    assert (traite_le, motivation) == (atelier.le(5), "Complet")
    assert dernier_traitement(atelier, 802) == ("accepte", "ines@exemple.fr", "Complet", "api", 2)
    assert journal(atelier, 802) == [("accepter", False, "ines@exemple.fr")]
    assert courriels(atelier) == [("closed_mail", "ali@exemple.fr")]
    assert evenements(atelier) == [
        "FichierAttache", "FichiersRetires", "DossierChangeEtat", "DossierDecide",
    ]  # fmt: skip
    # The identity document is gone with the decision, the justificatif came with it.
    assert atelier.lignes("SELECT nom, role FROM fichiers WHERE dossier_id = 802") == [
        ("accord.pdf", "justificatif")
    ]
    assert atelier.lignes("SELECT count(*) FROM objets_a_effacer") == [(1,)]


def test_the_journal_keeps_what_was_decided_on(atelier: Atelier) -> None:
    agir(atelier, decisions.refuser, 802, motivation="Non")
    [(sujet,)] = atelier.lignes("SELECT contenu->'sujet' FROM journal WHERE dossier_id = 802")
    assert (sujet["state"], sujet["motivation"]) == ("refuse", "Non")
    assert [(r["stable_id"], r["value"]) for r in sujet["reponses"]] == [
        (1, "Rue haute"), (2, "Nord"), (4, None),
    ]  # fmt: skip


def test_a_demarche_in_test_keeps_no_journal(atelier: Atelier) -> None:
    agir(atelier, decisions.accepter, 881)
    assert etat(atelier, 881) == "accepte"
    assert journal(atelier, 881) == []


def test_undoing_a_decision(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        fichier = televerse(tx, "accord.pdf")
        agir_dans(tx, decisions.accepter, 802, justificatif=fichier)
    agir(atelier, archivage.archiver, 802)
    agir(atelier, instruction.repasser_en_instruction, 802, at=atelier.le(5))
    [ligne] = atelier.lignes(
        "SELECT state, archive, motivation, en_instruction_le, traite_le FROM dossiers WHERE id = 802"
    )
    assert ligne == ("en_instruction", False, None, atelier.le(5), atelier.le(0))
    assert atelier.lignes("SELECT count(*) FROM fichiers WHERE dossier_id = 802") == [(0,)]
    assert [genre for genre, _ in courriels(atelier)] == ["closed_mail", "re_instructed_mail"]
    assert evenements(atelier)[-2:] == ["DossierChangeEtat", "DossierReinstruit"]
    assert [ligne[0] for ligne in journal(atelier, 802)] == [
        "accepter", "archiver", "repasser_en_instruction",
    ]  # fmt: skip


def test_archiving_twice_then_not(atelier: Atelier) -> None:
    agir(atelier, archivage.archiver, 803)
    agir(atelier, archivage.archiver, 803, at=atelier.le(1))
    lue = "SELECT archive, archive_par FROM dossiers WHERE id = 803"
    assert atelier.lignes(lue) == [(True, "ines@exemple.fr")]
    agir(atelier, archivage.desarchiver, 803)
    assert atelier.lignes(lue) == [(False, None)]
    assert [ligne[0] for ligne in journal(atelier, 803)] == ["archiver", "archiver", "desarchiver"]


def test_following_is_the_same_twice(atelier: Atelier) -> None:
    agir(atelier, suivi.basculer, 801, suivre=True)
    avant = atelier.empreinte()
    agir(atelier, suivi.basculer, 801, suivre=True, at=atelier.le(5))
    assert atelier.empreinte() == avant
    agir(atelier, suivi.basculer, 801, suivre=False, at=atelier.le(6))
    assert suiveurs(atelier, 801) == []
    assert atelier.lignes("SELECT fin_le FROM suivis WHERE dossier_id = 801") == [(atelier.le(6),)]


def _groupe(tx: Transaction, label: str) -> GroupeInstructeur:
    return tx.session.scalars(
        select(GroupeInstructeur).where(GroupeInstructeur.label == label)
    ).one()


def test_another_groupe_leaves_the_followers_behind(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        affectation.changer_groupe(
            tx, verrouille(tx, 802), auteur=administrateur(), groupe=_groupe(tx, "Sud"),
            at=atelier.le(5),
        )  # fmt: skip
    assert suiveurs(atelier, 802) == []
    assert courriels(atelier) == [("dossier_parti", "ines@exemple.fr")]
    assert evenements(atelier) == ["DossierReaffecte", "SuiviPerdu"]
    assert journal(atelier, 802) == [("changer_groupe_instructeur", False, "admin@exemple.fr")]
    assert atelier.lignes(
        "SELECT mode, par, groupe_label, groupe_precedent_label FROM reaffectations"
        " WHERE dossier_id = 802 ORDER BY id DESC LIMIT 1"
    ) == [("manual", "admin@exemple.fr", "Sud", "Nord")]
    assert atelier.lignes("SELECT groupe_force FROM dossiers WHERE id = 802") == [(True,)]


def test_a_label_comes_and_goes(atelier: Atelier) -> None:
    for acte, attendu in ((labels.ajouter_label, 1), (labels.supprimer_label, 0)):
        with atelier.transaction() as tx:
            urgent = select(Label).where(Label.demarche_id == 80, Label.nom == "Urgent")
            agir_dans(tx, acte, 801, label=tx.session.scalars(urgent).one())
        assert atelier.lignes("SELECT count(*) FROM dossiers_labels") == [(attendu,)]


def test_a_message_by_api_does_not_follow(atelier: Atelier) -> None:
    agir(atelier, messages.envoyer_message, 801, corps="Bonjour")
    assert suiveurs(atelier, 801) == []
    agir(atelier, messages.envoyer_message, 801, corps="Bonjour", jeton=False)
    assert suiveurs(atelier, 801) == ["ines@exemple.fr"]
    assert courriels(atelier) == [("nouveau_message", "ali@exemple.fr")] * 2
    assert evenements(atelier) == ["MessageEnvoye", "MessageEnvoye"]


CORRECTIONS = "SELECT raison, resolue_le FROM corrections WHERE dossier_id = :n ORDER BY id"
ASK: dict[str, Any] = {"corps": "À revoir", "correction": RaisonCorrection.outdated}


def test_a_correction_asked_en_instruction_sends_the_dossier_back(atelier: Atelier) -> None:
    agir(atelier, messages.envoyer_message, 802, **ASK)
    assert etat(atelier, 802) == "en_construction"
    assert atelier.lignes(CORRECTIONS, n=802) == [("outdated", None)]
    assert evenements(atelier) == ["DossierChangeEtat", "MessageEnvoye"]
    assert courriels(atelier) == [("correction_demandee", "ali@exemple.fr")]
    assert journal(atelier, 802) == []  # only SVA/SVR keeps it


def test_a_correction_that_cannot_be_asked_is_ignored_and_the_message_sent(
    atelier: Atelier,
) -> None:
    agir(atelier, messages.envoyer_message, 803, **ASK)
    agir(atelier, messages.envoyer_message, 807, **ASK)
    assert atelier.lignes(CORRECTIONS, n=803) == []
    assert atelier.lignes(CORRECTIONS, n=807) == [("incomplete", None)]
    assert atelier.lignes("SELECT dossier_id FROM messages WHERE corps = 'À revoir' ORDER BY 1") == [
        (803,), (807,), (811,), (872,),
    ]  # fmt: skip
    assert courriels(atelier) == [("nouveau_message", "ali@exemple.fr")] * 2


def test_under_silence_a_correction_is_in_the_journal_and_goes_back_too(atelier: Atelier) -> None:
    agir(atelier, corrections.demander_correction, 832, corps="À revoir", raison=RaisonCorrection.incomplete)  # fmt: skip
    assert etat(atelier, 832) == "en_construction"
    assert journal(atelier, 832) == [("demander_a_completer", False, "ines@exemple.fr")]


def test_taking_a_message_back_ends_what_it_asked(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        message = agir_dans(tx, corrections.demander_correction, 801, corps="Faux")
        fichier = televerse(tx, "note.pdf")
        joint = agir_dans(tx, messages.envoyer_message, 801, corps="Joint", piece=fichier)
        agir_dans(tx, attente.attendre_une_reponse, 801, message=message)
    for efface in (message, joint):
        with atelier.transaction() as tx:
            agir_dans(
                tx, messages.supprimer_message, 801, at=atelier.le(5),
                message=tx.session.get_one(Message, efface.id),
            )  # fmt: skip
    assert atelier.lignes("SELECT corps, supprime_le FROM messages WHERE dossier_id = 801") == [
        ("", atelier.le(5)), ("", atelier.le(5)),
    ]  # fmt: skip
    assert atelier.lignes(CORRECTIONS, n=801) == [("incorrect", atelier.le(5))]
    assert atelier.lignes("SELECT resolue_le FROM attentes_reponse") == [(atelier.le(5),)]
    assert atelier.lignes("SELECT count(*) FROM fichiers WHERE dossier_id = 801") == [(0,)]


def test_the_usager_s_answer_ends_the_wait(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        message = agir_dans(tx, messages.envoyer_message, 801, corps="Et alors ?")
        agir_dans(tx, attente.attendre_une_reponse, 801, message=message)
    agir_en_usager(atelier, messages.ecrire, 801, corps="Voici", at=atelier.le(7))
    assert atelier.lignes("SELECT resolue_le FROM attentes_reponse") == [(atelier.le(7),)]


def test_who_waited_for_the_dossier_acts_after_what_happened_meanwhile(atelier: Atelier) -> None:
    agir(atelier, instruction.passer_en_instruction, 801, at=atelier.le(5))
    agir(atelier, decisions.accepter, 801, at=atelier.le(4))
    assert atelier.lignes(
        "SELECT state, traite_le FROM traitements WHERE dossier_id = 801 ORDER BY traite_le, id"
    )[1:] == [("en_instruction", atelier.le(5)), ("accepte", atelier.le(5))]


def test_what_cannot_be_written_is_left_out(atelier: Atelier) -> None:
    agir(atelier, messages.envoyer_message, 802, corps="a\x00b\ud800")
    agir(atelier, decisions.refuser, 802, motivation="\x00Non\x1b")
    assert dernier_traitement(atelier, 802)[2] == "Non"
    assert atelier.lignes("SELECT count(*) FROM messages WHERE corps = 'ab'") == [(1,)]


def test_a_change_that_comes_late_is_seen_by_who_asks_what_changed(atelier: Atelier) -> None:
    """The second transaction began before the first one committed, and waited for it."""
    lue = "SELECT modifie_le FROM dossiers WHERE id = 801"
    agir(atelier, messages.envoyer_message, 801, corps="Un", at=atelier.le(0))
    [(premier,)] = atelier.lignes(lue)
    agir(atelier, messages.envoyer_message, 801, corps="Deux", at=atelier.le(-1))
    [(second,)] = atelier.lignes(lue)
    assert second > premier


def instructions(atelier: Atelier, number: int, par: str) -> int:
    """How many statements it takes to accept this dossier."""
    with essai(atelier) as tx:
        envoyees: list[str] = []
        event.listen(
            tx.session.connection(), "before_cursor_execute",
            lambda _c, _cur, instruction, *_: envoyees.append(instruction),
        )  # fmt: skip
        agir_dans(tx, decisions.accepter, number, par=par)
        tx.sceller()
        return len(envoyees)


def test_an_act_costs_the_same_whatever_hangs_on_the_dossier(atelier: Atelier) -> None:
    seul = instructions(atelier, 806, "igor@exemple.fr")
    with atelier.transaction() as tx:
        for numero in range(5):
            agir_dans(tx, messages.envoyer_message, 806, par="igor@exemple.fr", corps=str(numero))
    assert instructions(atelier, 806, "igor@exemple.fr") == seul
