"""Messages, groupes, experts: who is told of what, and what must not leave any more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.avis.models import Avis, ExpertDemarche
from domain.comptes.models import Expert, Instructeur
from domain.courriels import annonces, distribution
from domain.courriels.models import Motif
from domain.demarches.models import Demarche
from domain.dossiers.decisions import accepter
from domain.dossiers.historique import Suivi
from domain.dossiers.models import Dossier
from domain.groupes_instructeurs.models import Affectation, GroupeInstructeur
from domain.messagerie.models import Message
from domain.transactions import Transaction
from tests.domain.courriels.monde import LE, PLATEFORME, Monde


def ecrire_un_message(monde: Monde, *, correction: bool = False) -> None:
    def acte(tx: Transaction, dossier: Dossier, demarche: Demarche) -> None:
        ines = tx.session.scalars(select(Instructeur).order_by(Instructeur.id)).first()
        assert ines is not None
        message = Message(dossier_id=dossier.id, instructeur_id=ines.id, email="ines@exemple.fr",
                          corps="secret", cree_le=LE)  # fmt: skip
        tx.add(message)
        annonces.nouveau_message(tx, dossier, message=message, correction=correction,
                                 plateforme=PLATEFORME, at=LE)  # fmt: skip

    monde.agir(acte)


@pytest.mark.parametrize("correction", [False, True])
def test_a_message_is_told_five_minutes_later_without_what_it_says(
    monde: Monde, correction: bool
) -> None:
    ecrire_un_message(monde, correction=correction)
    (courriel,) = monde.courriels
    assert courriel["genre"] == ("correction_demandee" if correction else "nouveau_message")
    assert courriel["envoyer_apres"] == LE + timedelta(minutes=5)
    assert "https://guichet.exemple.fr/dossiers/701/messagerie" in courriel["corps_texte"]
    assert "secret" not in courriel["corps_html"]


@pytest.mark.parametrize(
    ("avant", "motif"),
    [
        ("UPDATE messages SET supprime_le = now(), corps = ''", Motif.message_supprime),
        ("UPDATE dossiers SET usager_id = NULL", Motif.compte_supprime),
        ("UPDATE dossiers SET apercu = true", Motif.dossier_disparu),
        ("DELETE FROM dossiers", Motif.dossier_disparu),
        ("SELECT 1", None),
    ],
)
def test_what_a_message_became_is_read_when_its_mail_leaves(
    monde: Monde, avant: str, motif: Motif | None
) -> None:
    ecrire_un_message(monde)
    monde.ecrire(avant)
    pli = monde.base.transaction(lambda tx: distribution.prendre(tx, facteur="f"))
    assert (pli is None) == (motif is not None)
    assert monde.courriels[0]["motif"] == motif


def test_a_draft_is_told_in_an_hour_if_it_is_still_one(monde: Monde) -> None:
    monde.agir(lambda tx, d, m: annonces.nouveau_brouillon(tx, d, plateforme=PLATEFORME, at=LE))
    (courriel,) = monde.courriels
    assert courriel["envoyer_apres"] == LE + timedelta(hours=1)
    assert monde.base.transaction(lambda tx: distribution.prendre(tx, facteur="f")) is None
    assert monde.courriels[0]["motif"] == Motif.dossier_depose


def test_those_who_come_and_go_in_a_groupe_are_told(monde: Monde) -> None:
    def acte(tx: Transaction, dossier: Dossier, demarche: Demarche) -> None:
        nord = tx.session.scalars(select(GroupeInstructeur).where(GroupeInstructeur.label == "Nord")).one()  # fmt: skip
        annonces.membres_ajoutes(tx, nord, emails=["ines@exemple.fr"], auteur="admin@exemple.fr",
                                 plateforme=PLATEFORME, at=LE)  # fmt: skip
        hugo = tx.session.scalars(select(Affectation).where(Affectation.groupe_instructeur_id == nord.id)).one()  # fmt: skip
        tx.delete(hugo)
        annonces.membres_retires(tx, nord, emails=["hugo@exemple.fr", "zoe@exemple.fr"],
                                 auteur="admin@exemple.fr", plateforme=PLATEFORME, at=LE)  # fmt: skip

    monde.agir(acte)
    assert [(c["genre"], c["destinataire"]) for c in monde.courriels] == [
        ("membre_ajoute", "ines@exemple.fr"),
        ("membre_retire", "hugo@exemple.fr"),
        ("membre_retire", "zoe@exemple.fr"),
    ]
    assert annonces.RESTE_AILLEURS in monde.courriels[1]["corps_texte"]
    assert annonces.PLUS_RIEN in monde.courriels[2]["corps_texte"]


def test_those_who_followed_a_dossier_that_left_are_told(monde: Monde) -> None:
    def acte(tx: Transaction, dossier: Dossier, demarche: Demarche) -> list[str]:
        for instructeur in tx.session.scalars(select(Instructeur)):
            tx.add(Suivi(dossier_id=dossier.id, instructeur_id=instructeur.id, debut_le=LE))
        nord = tx.session.scalars(select(GroupeInstructeur).where(GroupeInstructeur.label == "Nord")).one()  # fmt: skip
        return annonces.dossier_parti(tx, dossier, groupe=nord, plateforme=PLATEFORME, at=LE)

    # The administrateur is an instructeur too, of no groupe.
    partis = ["admin@exemple.fr", "ines@exemple.fr"]
    assert monde.agir(acte) == partis
    assert [(c["genre"], c["destinataire"]) for c in monde.courriels] == [("dossier_parti", e) for e in partis]  # fmt: skip


@pytest.mark.parametrize(
    ("repondu", "acces", "revoque", "dits"),
    [
        (True, True, False, 1),
        (False, True, False, 0),
        (True, False, False, 0),
        (True, True, True, 0),
    ],
)
def test_an_expert_who_answered_and_may_know_learns_the_decision(
    monde: Monde, repondu: bool, acces: bool, revoque: bool, dits: int
) -> None:
    def acte(tx: Transaction, dossier: Dossier, demarche: Demarche) -> None:
        expert = tx.session.scalars(select(Expert)).one()
        place = tx.session.get_one(ExpertDemarche, (expert.id, demarche.id))
        place.acces_decision = acces
        ines = tx.session.scalars(select(Instructeur)).first()
        assert ines is not None
        for _ in range(2):  # asked twice, told once
            tx.add(Avis(dossier_id=dossier.id, expert_id=expert.id, instructeur_id=ines.id,
                        introduction="", reponse="Favorable" if repondu else None,
                        repondu_le=LE if repondu else None, revoque_le=LE if revoque else None))  # fmt: skip
        accepter(tx, dossier, demarche=demarche, instructeur=None, at=LE)
        annonces.experts_de_la_decision(tx, dossier, plateforme=PLATEFORME, at=LE)

    monde.agir(acte)
    assert [c["destinataire"] for c in monde.courriels] == ["eve@exemple.fr"] * dits
