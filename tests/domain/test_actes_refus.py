"""Refusals of acts: their words, their order, and that nothing has changed (api 9, 10)."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

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
    suppression,
)
from domain.actes.decisions import SiretIncomplet
from domain.actes.droits import AccesRefuse
from domain.actes.instruction import EnAttenteDeCorrection
from domain.dossiers.affectation import DejaAvecLeGroupe, GroupeDUneAutreDemarche
from domain.dossiers.decisions import MotivationRequise, RetourImpossible
from domain.dossiers.states import TransitionInterdite
from domain.errors import DomainError
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.labels.models import Label
from domain.labels.pose import LabelDejaPose, LabelDUneAutreDemarche, LabelNonPose
from domain.messagerie.attente import RienAAttendre
from domain.messagerie.corrections import CorrectionDejaDemandee
from domain.messagerie.envoi import MessagerieFermee, MessageVide
from domain.messagerie.models import Message
from domain.messagerie.suppression import MessageNonSupprimable
from domain.transactions import Transaction
from server.settings import Settings
from tests.domain.actes import Acte, administrateur, agir, agir_dans, ouvrir, verrouille
from tests.domain.conftest import Atelier

MONDE = "actes"

EN_INSTRUCTION = "Le dossier est déjà en\u00a0instruction"
EN_CONSTRUCTION = "Le dossier est déjà en\u00a0construction"
SANS_DROIT = "L’instructeur n’a pas les droits d’accès à ce dossier"
FERMEE = "Il n’est pas possible d’envoyer un message sur un dossier supprimé, à archiver ou en brouillon"  # fmt: skip

PASSER, ACCEPTER = instruction.passer_en_instruction, decisions.accepter
RETOUR, REPRISE = instruction.repasser_en_construction, instruction.repasser_en_instruction
ECRIRE, CORRIGER = messages.envoyer_message, corrections.demander_correction
NON: dict[str, Any] = {"motivation": "Non"}

# The act, the dossier, by whom, with what; then what is refused, and in which words. What is wrong with
# the dossier is said before who may act, and the state before the rest: « igor » is of another groupe.
REFUS: list[tuple[Acte, int, str, dict[str, Any], type[DomainError], str]] = [
    (PASSER, 811, "igor", {}, EnAttenteDeCorrection, "Le dossier est en attente de correction"),
    (PASSER, 801, "igor", {}, AccesRefuse, SANS_DROIT),
    (PASSER, 802, "igor", {}, TransitionInterdite, EN_INSTRUCTION),
    (RETOUR, 801, "igor", {}, TransitionInterdite, EN_CONSTRUCTION),
    (RETOUR, 832, "igor", {}, RetourImpossible, "Sur une démarche SVA/SVR, seule une demande de correction renvoie un dossier en construction"),
    (RETOUR, 802, "igor", {}, AccesRefuse, SANS_DROIT),
    (REPRISE, 802, "igor", {}, TransitionInterdite, EN_INSTRUCTION),
    (REPRISE, 803, "igor", {}, AccesRefuse, SANS_DROIT),
    (ACCEPTER, 801, "igor", {}, TransitionInterdite, EN_CONSTRUCTION),
    (ACCEPTER, 812, "igor", {}, SiretIncomplet, "Les informations du SIRET du dossier ne sont pas complètes. Veuillez réessayer plus tard."),
    (ACCEPTER, 821, "igor", {}, TransitionInterdite, EN_INSTRUCTION),
    (ACCEPTER, 802, "igor", {}, AccesRefuse, SANS_DROIT),
    (ACCEPTER, 806, "ines", {}, AccesRefuse, SANS_DROIT),
    (decisions.refuser, 801, "igor", {"motivation": " "}, TransitionInterdite, EN_CONSTRUCTION),
    (decisions.refuser, 802, "igor", {"motivation": " \n"}, MotivationRequise, "Une motivation est nécessaire pour refuser un dossier ou le classer sans suite"),
    (decisions.refuser, 802, "igor", NON, AccesRefuse, SANS_DROIT),
    (decisions.classer_sans_suite, 802, "ines", {"motivation": "\x00"}, MotivationRequise, "Une motivation est nécessaire pour refuser un dossier ou le classer sans suite"),
    (decisions.classer_sans_suite, 802, "igor", NON, AccesRefuse, SANS_DROIT),
    (archivage.archiver, 803, "igor", {}, AccesRefuse, SANS_DROIT),
    (suivi.basculer, 802, "igor", {"suivre": True}, AccesRefuse, SANS_DROIT),
    (suivi.basculer, 800, "ines", {"suivre": True}, AccesRefuse, SANS_DROIT),
    (suppression.supprimer, 803, "igor", {}, AccesRefuse, SANS_DROIT),
    (ECRIRE, 802, "igor", {"corps": ""}, AccesRefuse, SANS_DROIT),
    (ECRIRE, 802, "ines", {"corps": " \n"}, MessageVide, "Le champ « Votre message » ne peut être vide"),
    (CORRIGER, 807, "igor", {"corps": ""}, CorrectionDejaDemandee, "Une correction est déjà demandée sur ce dossier"),
    (CORRIGER, 802, "igor", {"corps": ""}, AccesRefuse, SANS_DROIT),
    (CORRIGER, 802, "ines", {"corps": ""}, MessageVide, "Le champ « Votre message » ne peut être vide"),
]  # fmt: skip


@pytest.fixture(scope="module")
def commun(stack: Settings, modele: str) -> Iterator[Atelier]:
    """One database for all that changes nothing."""
    with ouvrir(stack, modele) as atelier:
        yield atelier


@pytest.mark.parametrize(("acte", "number", "par", "arguments", "refus", "mots"), REFUS)
def test_what_is_refused_changes_nothing(
    commun: Atelier, acte: Acte, number: int, par: str, arguments: dict[str, Any],
    refus: type[DomainError], mots: str,
) -> None:  # fmt: skip
    avant = commun.empreinte()
    with pytest.raises(refus) as leve:
        agir(commun, acte, number, par=f"{par}@exemple.fr", **arguments)
    assert str(leve.value) == mots
    assert commun.empreinte() == avant


def test_nobody_acts_without_a_profile(commun: Atelier) -> None:
    avant = commun.empreinte()
    with pytest.raises(AccesRefuse), commun.transaction() as tx:
        decisions.accepter(
            tx, verrouille(tx, 802), instructeur=None, auteur=administrateur(), at=commun.le(0)
        )
    assert commun.empreinte() == avant


def test_the_refusal_names_who_decided_before(commun: Atelier) -> None:
    with pytest.raises(TransitionInterdite) as leve:
        agir(commun, decisions.refuser, 803, **NON)
    refus = leve.value
    assert str(refus) == "Le dossier est déjà accepté"
    assert (refus.code, refus.auteur) == ("transition_interdite", "ines@exemple.fr")
    assert refus.date is not None
    assert refus.date.isoformat() == "2026-02-03T10:00:00+01:00"


def test_a_decision_whose_usager_is_gone_is_not_undone(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        dossier = verrouille(tx, 803)
        dossier.usager_id, dossier.usager_supprime_email = None, "ali@exemple.fr"
    avant = atelier.empreinte()
    with pytest.raises(TransitionInterdite, match="Le dossier est déjà accepté"):
        agir(atelier, REPRISE, 803)
    assert atelier.empreinte() == avant


def _fermer(tx: Transaction, number: int, comment: str) -> None:
    dossier = verrouille(tx, number)
    at = Atelier.le(0)
    if comment == "archive":
        dossier.archive, dossier.archive_le = True, at
    elif comment == "compte":
        dossier.usager_id, dossier.usager_supprime_email = None, "ali@exemple.fr"
    else:
        setattr(dossier, f"cache_par_{comment}_le", at)


@pytest.mark.parametrize("comment", ["archive", "compte", "usager", "administration", "expiration"])
def test_nobody_writes_where_nobody_would_read(atelier: Atelier, comment: str) -> None:
    with atelier.transaction() as tx:
        _fermer(tx, 803, comment)
    avant = atelier.empreinte()
    with pytest.raises(MessagerieFermee) as leve:
        agir(atelier, ECRIRE, 803, corps="Bonjour")
    assert str(leve.value) == FERMEE
    assert atelier.empreinte() == avant


def _message(tx: Transaction, corps: str) -> Message:
    return tx.session.scalars(select(Message).where(Message.corps == corps)).one()


@pytest.mark.parametrize(
    ("corps", "par", "refus"),
    [
        ("Bonjour", "ines@exemple.fr", MessageNonSupprimable),  # the usager's
        ("Reçu", "admin@exemple.fr", MessageNonSupprimable),  # a colleague's
        ("Reçu", "igor@exemple.fr", MessageNonSupprimable),
    ],
)
def test_only_its_author_takes_a_message_back(
    commun: Atelier, corps: str, par: str, refus: type[DomainError]
) -> None:
    avant = commun.empreinte()
    with pytest.raises(refus) as leve, commun.transaction() as tx:
        agir_dans(tx, messages.supprimer_message, 802, par=par, message=_message(tx, corps))
    assert str(leve.value) == "Le message ne peut pas être supprimé"
    assert commun.empreinte() == avant


def test_a_message_is_not_taken_back_by_who_lost_the_dossier(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        sud = _groupe(tx, 80, "Sud")
        dossier = verrouille(tx, 802)
        affectation.changer_groupe(
            tx, dossier, auteur=administrateur(), groupe=sud, at=atelier.le(0)
        )
    avant = atelier.empreinte()
    with pytest.raises(AccesRefuse), atelier.transaction() as tx:
        agir_dans(tx, messages.supprimer_message, 802, message=_message(tx, "Reçu"))
    assert atelier.empreinte() == avant


def test_only_what_an_instructeur_wrote_awaits_an_answer(commun: Atelier) -> None:
    avant = commun.empreinte()
    with pytest.raises(RienAAttendre), commun.transaction() as tx:
        agir_dans(tx, attente.attendre_une_reponse, 802, message=_message(tx, "Bonjour"))
    assert commun.empreinte() == avant


def _envoyer_a(tx: Transaction, groupe: GroupeInstructeur) -> None:
    affectation.changer_groupe(
        tx, verrouille(tx, 802), auteur=administrateur(), groupe=groupe, at=Atelier.le(0)
    )


def _groupe(tx: Transaction, demarche_id: int, label: str) -> GroupeInstructeur:
    return tx.session.scalars(
        select(GroupeInstructeur).where(
            GroupeInstructeur.demarche_id == demarche_id, GroupeInstructeur.label == label
        )
    ).one()


@pytest.mark.parametrize(
    ("demarche", "label", "refus", "mots"),
    [
        (80, "Nord", DejaAvecLeGroupe, "Le dossier est déjà avec le groupe instructeur: 'Nord'"),
        (81, "défaut", GroupeDUneAutreDemarche, "Le groupe instructeur 'défaut' n’appartient pas à la même démarche que le dossier"),
    ],
)  # fmt: skip
def test_a_groupe_that_a_dossier_cannot_go_to(
    commun: Atelier, demarche: int, label: str, refus: type[DomainError], mots: str
) -> None:
    avant = commun.empreinte()
    with pytest.raises(refus) as leve, commun.transaction() as tx:
        _envoyer_a(tx, _groupe(tx, demarche, label))
    assert str(leve.value) == mots
    assert commun.empreinte() == avant


def _label(tx: Transaction, demarche_id: int, nom: str = "Urgent") -> Label:
    return tx.session.scalars(
        select(Label).where(Label.demarche_id == demarche_id, Label.nom == nom)
    ).one()


@pytest.mark.parametrize(
    ("acte", "demarche", "deja", "refus", "mots"),
    [
        (labels.ajouter_label, 80, True, LabelDejaPose, "Ce label est déjà associé au dossier"),
        (labels.ajouter_label, 81, False, LabelDUneAutreDemarche, "Ce label n’appartient pas à la même démarche que le dossier"),
        (labels.supprimer_label, 80, False, LabelNonPose, "Ce label n’est pas associé au dossier"),
    ],
)  # fmt: skip
def test_labels_that_are_refused(
    atelier: Atelier, acte: Acte, demarche: int, deja: bool, refus: type[DomainError], mots: str
) -> None:
    if deja:
        with atelier.transaction() as tx:
            agir_dans(tx, labels.ajouter_label, 802, label=_label(tx, demarche))
    avant = atelier.empreinte()
    with pytest.raises(refus) as leve, atelier.transaction() as tx:
        agir_dans(tx, acte, 802, label=_label(tx, demarche))
    assert str(leve.value) == mots
    assert atelier.empreinte() == avant
