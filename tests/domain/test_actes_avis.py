"""Avis: asked of several, answered, asked again, withdrawn."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from domain.actes import avis as acte
from domain.actes import avis_demandes, avis_rendus, messages
from domain.avis.demande import QuestionSansReponse
from domain.avis.designation import AvisFermes, ExpertHorsListe
from domain.avis.models import Avis, ExpertDemarche
from domain.avis.refus import AvisDejaRendu, AvisDUnAutre
from domain.comptes.adresses import AdresseInvalide
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Compte, Expert
from domain.transactions import Transaction
from tests.domain.actes import agir, agir_dans, agir_en_usager, evenements, journal, verrouille
from tests.domain.conftest import Atelier
from tests.domain.test_actes_effets import courriels, suiveurs

MONDE = "actes"


def demander(atelier: Atelier, *emails: str, **arguments: Any) -> list[Avis]:
    avis: list[Avis] = agir(atelier, acte.demander, 801, emails=emails, **arguments)
    return avis


def rendre(atelier: Atelier, avis_id: int, par: str, **arguments: Any) -> None:
    with atelier.transaction() as tx:
        lu = select(Expert).join(Expert.compte).where(Compte.email == par)
        expert = tx.session.scalars(lu.options(joinedload(Expert.compte))).one()
        avis_rendus.rendre(
            tx, verrouille(tx, 801), expert=expert, auteur=comme_profil(expert),
            avis=tx.session.get_one(Avis, avis_id), at=atelier.le(5), **arguments,
        )  # fmt: skip


def sur(atelier: Atelier, faire: Any, avis_id: int) -> None:
    with atelier.transaction() as tx:
        agir_dans(tx, faire, 801, avis=tx.session.get_one(Avis, avis_id), at=atelier.le(9))


def test_asking_several_experts(atelier: Atelier) -> None:
    demander(atelier, "eve@exemple.fr", " Neuf@exemple.fr", "eve@exemple.fr", question="Oui ?")
    assert courriels(atelier) == [
        ("premier_avis_demande", "eve@exemple.fr"), ("premier_avis_demande", "neuf@exemple.fr"),
    ]  # fmt: skip
    assert suiveurs(atelier, 801) == ["ines@exemple.fr"]
    assert [ligne[0] for ligne in journal(atelier, 801)] == ["demander_un_avis"] * 2
    assert evenements(atelier) == ["AvisDemande", "AvisDemande"]
    assert atelier.lignes("SELECT count(*) FROM experts_demarches WHERE demarche_id = 80") == [(2,)]


def test_answering_reminding_and_withdrawing(atelier: Atelier) -> None:
    eve, neuf = demander(atelier, "eve@exemple.fr", "neuf@exemple.fr", question="Oui ?")
    avant = atelier.empreinte()
    with pytest.raises(AvisDUnAutre):
        rendre(atelier, neuf.id, "eve@exemple.fr", reponse="Oui")
    with pytest.raises(QuestionSansReponse):
        rendre(atelier, eve.id, "eve@exemple.fr", reponse="Oui")
    assert atelier.empreinte() == avant
    rendre(atelier, eve.id, "eve@exemple.fr", reponse="Oui", question_reponse=True)
    with pytest.raises(AvisDejaRendu):
        sur(atelier, avis_demandes.relancer, eve.id)
    sur(atelier, avis_demandes.relancer, neuf.id)
    assert courriels(atelier)[2:] == [("avis_demande", "neuf@exemple.fr")]
    sur(atelier, avis_demandes.revoquer, neuf.id)
    sur(atelier, avis_demandes.revoquer, eve.id)
    assert atelier.lignes("SELECT reponse, repondu_le, revoque_le FROM avis") == [
        ("Oui", atelier.le(5), atelier.le(9))
    ]
    with pytest.raises(AvisDUnAutre):
        rendre(atelier, eve.id, "eve@exemple.fr", reponse="Non", question_reponse=False)


@pytest.mark.parametrize(
    ("ouverte", "voulu", "revoque", "attendus"),
    [
        (True, True, False, ["eve@exemple.fr"]),
        (True, False, False, []),
        (False, True, False, []),
        (True, True, True, []),
    ],
)
def test_the_usager_s_message_is_told_to_experts_who_want_it_once_each(
    atelier: Atelier, ouverte: bool, voulu: bool, revoque: bool, attendus: list[str]
) -> None:
    """rules 7.4: where the messagerie is theirs to read, and an avis of theirs is open."""
    for _ in range(2):
        demander(atelier, "eve@exemple.fr")
    with atelier.transaction() as tx:
        _regler(tx, allow_expert_messaging=ouverte)
        tx.session.execute(update(ExpertDemarche).values(avertir_des_messages=voulu))
        if revoque:
            tx.session.execute(update(Avis).values(revoque_le=atelier.le(3)))
    agir_en_usager(atelier, messages.ecrire, 801, corps="Voici", at=atelier.le(7))
    recus = [a for genre, a in courriels(atelier) if genre == "message_pour_expert"]
    assert recus == attendus


def _regler(tx: Transaction, **options: bool) -> None:
    Atelier.demarche(tx, 80).options = dict(options)


@pytest.mark.parametrize(
    ("options", "email", "refus"),
    [
        ({"allow_expert_review": False}, "eve@exemple.fr", AvisFermes),
        ({"experts_require_administrateur_invitation": True}, "eve@exemple.fr", ExpertHorsListe),
        ({}, "eve", AdresseInvalide),
    ],
)
def test_who_cannot_be_asked(
    atelier: Atelier, options: dict[str, bool], email: str, refus: type[Exception]
) -> None:
    with atelier.transaction() as tx:
        _regler(tx, **options)
    avant = atelier.empreinte()
    with pytest.raises(refus):
        demander(atelier, email)
    assert atelier.empreinte() == avant
