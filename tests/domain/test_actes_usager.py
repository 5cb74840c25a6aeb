"""Throwing away and taking back, keeping longer, inviting, giving to somebody else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.actes import (
    decisions,
    instruction,
    invitations,
    prolongation,
    suppression,
    transfert,
)
from domain.actes.droits import PasLUsager
from domain.calendrier import PARIS
from domain.comptes.adresses import AdresseInvalide
from domain.comptes.auteurs import comme_usager
from domain.dossiers.invitations import DejaInvite, Invitation, InviteSoiMeme
from domain.dossiers.prolongation import SansEcheance
from domain.dossiers.suppression import (
    DejaSupprime,
    DossierExpire,
    NonSupprime,
    SuppressionInterdite,
)
from domain.dossiers.transfert import TransfertCirculaire, TransfertEnCours
from domain.errors import DomainError, Introuvable
from tests.domain.actes import Acte, agir, agir_en_usager, evenements, journal, verrouille
from tests.domain.conftest import Atelier

MONDE = "actes"

CACHE = (
    "SELECT cache_par_usager_le, cache_par_administration_le, cache_raison FROM dossiers"
    " WHERE id = :n"
)


def test_each_side_throws_away_and_takes_back(atelier: Atelier) -> None:
    agir_en_usager(atelier, suppression.supprimer_par_l_usager, 803)
    agir(atelier, suppression.supprimer, 803, at=atelier.le(1))
    assert atelier.lignes(CACHE, n=803) == [(atelier.le(0), atelier.le(1), "instructeur_request")]
    agir(atelier, suppression.restaurer, 803, at=atelier.le(2))
    assert atelier.lignes(CACHE, n=803) == [(atelier.le(0), None, "user_request")]
    agir_en_usager(atelier, suppression.restaurer_par_l_usager, 803, at=atelier.le(3))
    assert atelier.lignes(CACHE, n=803) == [(None, None, None)]
    assert [ligne[0] for ligne in journal(atelier, 803)] == [
        "supprimer", "supprimer", "restaurer", "restaurer",
    ]  # fmt: skip
    assert atelier.lignes("SELECT donnees->>'des_deux_cotes' FROM outbox WHERE nom = 'DossierMasque' ORDER BY id") == [("false",), ("true",)]  # fmt: skip


def test_the_journal_of_a_deletion_holds_three_dates(atelier: Atelier) -> None:
    agir(atelier, suppression.supprimer, 803)
    [(contenu,)] = atelier.lignes("SELECT contenu->'sujet' FROM journal")
    assert sorted(contenu) == ["depose_le", "en_instruction_le", "traite_le"]


def test_a_purge_leaves_a_trace_and_empties_the_journal(atelier: Atelier) -> None:
    agir(atelier, decisions.accepter, 802)
    agir(atelier, suppression.supprimer, 802)
    with atelier.transaction() as tx:
        suppression.purger(tx, verrouille(tx, 802), at=atelier.le(9))
    assert atelier.lignes("SELECT count(*) FROM dossiers WHERE id = 802") == [(0,)]
    assert atelier.lignes("SELECT raison, supprime_le FROM dossiers_supprimes") == [
        ("instructeur_request", atelier.le(9))
    ]
    assert atelier.lignes("SELECT operation, contenu IS NULL FROM journal ORDER BY rang") == [
        ("accepter", True), ("supprimer", True), ("purger", False),
    ]  # fmt: skip


def test_a_re_instruction_shows_to_its_usager_what_he_had_thrown_away(atelier: Atelier) -> None:
    agir_en_usager(atelier, suppression.supprimer_par_l_usager, 803)
    agir(atelier, instruction.repasser_en_instruction, 803)
    assert atelier.lignes(CACHE, n=803) == [(None, None, None)]


def test_expired_dossiers_come_back_by_being_kept_longer(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        suppression.supprimer_par_expiration(tx, verrouille(tx, 803), at=atelier.le(0))
    avant = atelier.empreinte()
    with pytest.raises(DossierExpire):
        agir(atelier, suppression.restaurer, 803)
    assert atelier.empreinte() == avant
    agir(atelier, prolongation.prolonger, 803)
    assert atelier.lignes(
        "SELECT cache_par_expiration_le, cache_raison, expire_le, conservation_extension"
        " FROM dossiers WHERE id = 803"
    ) == [(None, None, datetime(2027, 3, 3, 10, tzinfo=PARIS), timedelta(days=28))]
    assert journal(atelier, 803)[-1][0] == "prolonger"


def test_the_usager_keeps_as_long_as_the_demarche(atelier: Atelier) -> None:
    agir_en_usager(atelier, prolongation.prolonger_par_l_usager, 801)
    [(expire_le,)] = atelier.lignes("SELECT expire_le FROM dossiers WHERE id = 801")
    assert expire_le == datetime(2028, 2, 1, 10, tzinfo=PARIS)


U = suppression.supprimer_par_l_usager
REFUS: list[tuple[Acte, int, str, dict[str, Any], type[DomainError], str]] = [
    (U, 802, "zoe", {}, SuppressionInterdite, "Un dossier en\u00a0instruction ne peut pas être supprimé par l’usager"),
    (U, 803, "zoe", {}, PasLUsager, "Seul l’usager qui a déposé le dossier peut faire cela"),
    (suppression.restaurer_par_l_usager, 803, "zoe", {}, NonSupprime, "Le dossier n’est pas dans la corbeille"),
    (prolongation.prolonger_par_l_usager, 802, "zoe", {}, SansEcheance, "Ce dossier n’a pas de date d’expiration"),
    (prolongation.prolonger_par_l_usager, 803, "zoe", {}, PasLUsager, "Seul l’usager qui a déposé le dossier peut faire cela"),
    (invitations.inviter, 801, "zoe", {"email": "eve@exemple.fr"}, PasLUsager, "Seul l’usager qui a déposé le dossier peut faire cela"),
    (invitations.inviter, 801, "ali", {"email": "zoe"}, AdresseInvalide, "zoe n’est pas une adresse électronique valide"),
    (invitations.inviter, 801, "ali", {"email": " Ali@Exemple.fr"}, InviteSoiMeme, "Vous ne pouvez pas vous inviter sur votre propre dossier"),
    (transfert.proposer, 801, "zoe", {"email": "eve@exemple.fr"}, PasLUsager, "Seul l’usager qui a déposé le dossier peut faire cela"),
    (transfert.proposer, 801, "ali", {"email": "ALI@exemple.fr "}, TransfertCirculaire, "Ce dossier est déjà à la personne à qui vous voulez le transférer"),
    (transfert.proposer, 801, "ali", {"email": "a@b"}, AdresseInvalide, "a@b n’est pas une adresse électronique valide"),
    (transfert.accepter, 801, "zoe", {}, Introuvable, "Ce transfert n’existe pas ou n’est plus valable"),
    (transfert.annuler, 801, "ali", {}, Introuvable, "Ce transfert n’existe pas ou n’est plus valable"),
]  # fmt: skip


def test_what_is_refused_to_people_changes_nothing(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    for acte, number, par, arguments, refus, mots in REFUS:
        with pytest.raises(refus) as leve:
            agir_en_usager(atelier, acte, number, par=f"{par}@exemple.fr", **arguments)
        assert str(leve.value) == mots
    assert atelier.empreinte() == avant


def test_throwing_away_twice_is_refused(atelier: Atelier) -> None:
    agir(atelier, suppression.supprimer, 803)
    avant = atelier.empreinte()
    with pytest.raises(DejaSupprime):
        agir(atelier, suppression.supprimer, 803)
    assert atelier.empreinte() == avant


def test_an_invitation_is_sent_once_and_may_be_withdrawn(atelier: Atelier) -> None:
    agir_en_usager(atelier, invitations.inviter, 801, email=" Zoe@exemple.fr", message="Aide-moi")
    assert atelier.lignes(
        "SELECT i.email::text, c.email::text, message FROM invitations i"
        " LEFT JOIN comptes c ON c.id = i.compte_id"
    ) == [("zoe@exemple.fr", "zoe@exemple.fr", "Aide-moi")]
    assert evenements(atelier) == ["InvitationEnvoyee"]
    avant = atelier.empreinte()
    with pytest.raises(DejaInvite, match="est déjà invité sur ce dossier"):
        agir_en_usager(atelier, invitations.inviter, 801, email="zoe@exemple.fr")
    assert atelier.empreinte() == avant
    with atelier.transaction() as tx:
        zoe = atelier.compte(tx, "zoe@exemple.fr")
        invitation = tx.session.scalars(select(Invitation)).one()
        _retirer(tx, zoe, invitation)
    assert atelier.lignes("SELECT count(*) FROM invitations") == [(0,)]


def _retirer(tx: Any, usager: Any, invitation: Invitation) -> None:
    invitations.retirer_l_invitation(
        tx, verrouille(tx, 801), usager=usager, auteur=comme_usager(usager),
        invitation=invitation, at=Atelier.le(1),
    )  # fmt: skip


def test_a_transfer_changes_the_owner_and_its_invitation_goes(atelier: Atelier) -> None:
    agir_en_usager(atelier, invitations.inviter, 801, email="zoe@exemple.fr")
    agir_en_usager(atelier, transfert.proposer, 801, email="zoe@exemple.fr")
    avant = atelier.empreinte()
    with pytest.raises(TransfertEnCours):
        agir_en_usager(atelier, transfert.proposer, 801, email="eve@exemple.fr")
    with pytest.raises(Introuvable):
        agir_en_usager(atelier, transfert.accepter, 801, par="eve@exemple.fr")
    with pytest.raises(Introuvable):
        agir_en_usager(
            atelier, transfert.accepter, 801, par="zoe@exemple.fr",
            at=atelier.le(0) + timedelta(weeks=2),
        )  # fmt: skip
    assert atelier.empreinte() == avant
    agir_en_usager(atelier, transfert.accepter, 801, par="zoe@exemple.fr", at=atelier.le(1))
    assert atelier.lignes(
        "SELECT c.email::text FROM dossiers d JOIN comptes c ON c.id = d.usager_id WHERE d.id = 801"
    ) == [("zoe@exemple.fr",)]
    assert atelier.lignes("SELECT (SELECT count(*) FROM transferts), (SELECT count(*) FROM invitations)") == [(0, 0)]  # fmt: skip
    [(sujet,)] = atelier.lignes("SELECT contenu->'sujet' FROM journal")
    assert (sujet["de"], sujet["vers"]) == ("ali@exemple.fr", "zoe@exemple.fr")
    with pytest.raises(PasLUsager):
        agir_en_usager(atelier, transfert.proposer, 801, email="eve@exemple.fr")


def test_an_offer_out_of_date_gives_way_and_is_swept(atelier: Atelier) -> None:
    plus_tard = atelier.le(0) + timedelta(weeks=2)
    agir_en_usager(atelier, transfert.proposer, 801, email="zoe@exemple.fr")
    agir_en_usager(atelier, transfert.proposer, 801, email="eve@exemple.fr", at=plus_tard)
    with atelier.transaction() as tx:
        assert transfert.oublier_les_perimes(tx, at=plus_tard) == 0
        assert transfert.oublier_les_perimes(tx, at=plus_tard + timedelta(weeks=2)) == 1


def test_throwing_a_dossier_away_withdraws_its_offer(atelier: Atelier) -> None:
    agir_en_usager(atelier, transfert.proposer, 801, email="zoe@exemple.fr")
    agir_en_usager(atelier, suppression.supprimer_par_l_usager, 801)
    assert atelier.lignes("SELECT count(*) FROM transferts") == [(0,)]
