"""What nobody will come back for, what people are reminded of, and at what pace they are told (rules 9.5-9.8)."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from adapters.annuaire import AnnuaireIndisponible, AnnuaireLocal
from adapters.destinations import Regles
from adapters.http_sortant import ClientSortant
from domain.expirations import comptes, echeances, nettoyage, rappels
from domain.expirations.cadence import FENETRE, PAR_FENETRE
from domain.expirations.familles import Famille
from domain.transactions import Transaction
from jobs.contexte import Contexte
from jobs.etablissements import completer_les_etablissements
from jobs.expirations import balayer, finir, finir_les_comptes_inactifs
from jobs.liens import verifier_les_liens
from server.resources import open_storage
from server.settings import Settings
from tests.jobs.expirations import (
    ADA,
    ALI,
    AVERTI,
    BOB,
    EXPIRE,
    INES,
    SCENARIO,
    Monde,
    copie,
    le,
    monde_ouvert,
    seuls,
)  # fmt: skip
from tests.receveur import recevoir, repondre
from tests.server.commands import guichet


@pytest.fixture(scope="module")
def modele(stack: Settings) -> Iterator[str]:
    with monde_ouvert(stack, SCENARIO) as ouvert:
        yield ouvert.url


@pytest.fixture
def monde(stack: Settings, modele: str) -> Iterator[Monde]:
    with copie(stack, modele) as ouvert:
        yield ouvert


def test_mails_of_sweeps_leave_by_windows(monde: Monde) -> None:
    monde.lire("INSERT INTO comptes (email) SELECT 'u' || n || '@exemple.fr' FROM generate_series(1, 450) n")  # fmt: skip
    monde.lire("INSERT INTO dossiers (demarche_id, revision_id, usager_id, expire_le) SELECT 10, (SELECT max(revision_id) FROM dossiers), id, %s FROM comptes WHERE email LIKE 'u%%'", EXPIRE)  # fmt: skip
    finir(monde.base, Famille.brouillon, at=AVERTI)
    fenetres = monde.lire("SELECT envoyer_apres, count(*) FROM courriels WHERE destinataire LIKE %s GROUP BY 1 ORDER BY 1", "u%")  # fmt: skip
    assert [nombre for _, nombre in fenetres] == [PAR_FENETRE, PAR_FENETRE, 50]
    assert [instant for instant, _ in fenetres] == [AVERTI + n * FENETRE for n in range(3)]


def test_drafts_of_nobody_and_drafts_never_touched_go(monde: Monde) -> None:
    maintenant = le("2026-03-15 05:00")
    seuls(monde)
    monde.lire("UPDATE dossiers SET identite_modifiee_le = NULL, champs_modifies_le = NULL, cree_le = %s WHERE id BETWEEN 300 AND 303", maintenant - timedelta(days=15))  # fmt: skip
    monde.lire("UPDATE dossiers SET usager_id = NULL, prefilled = true WHERE id = 300")
    monde.lire("UPDATE dossiers SET champs_modifies_le = cree_le WHERE id = 301")
    monde.lire("UPDATE dossiers SET dossier_parent_id = 100 WHERE id = 302")

    def purger(condition: Any) -> int:
        def pas(tx: Transaction, *, apres: int, limite: int, at: datetime) -> echeances.Fait:
            voulus = condition(at=at)
            return echeances.purger_ceux(tx, voulus, apres=apres, limite=limite, at=at)

        return balayer(monde.base, "essai", pas, at=maintenant)

    assert purger(nettoyage.sans_usager) == 1
    assert purger(nettoyage.jamais_touches) == 1
    assert monde.lire("SELECT id FROM dossiers WHERE id BETWEEN 300 AND 303 ORDER BY 1") == [(301,), (302,)]  # fmt: skip


def test_an_account_nobody_opens_goes_two_weeks_after_its_notice(monde: Monde) -> None:
    jour = le("2028-01-10 23:00")
    monde.lire("UPDATE comptes SET cree_le = '2025-01-01'")
    monde.lire("DELETE FROM dossiers WHERE id BETWEEN 101 AND 139")

    def passer(jours: int, *, limite: int = 100) -> int:
        return finir_les_comptes_inactifs(
            monde.base, limite=limite, at=jour + timedelta(days=jours)
        )

    avant = monde.empreinte()
    assert passer(0, limite=0) == 0
    assert monde.empreinte() == avant
    assert passer(0) == 0
    dits = "SELECT genre, destinataire FROM courriels WHERE genre = 'compte_a_supprimer'"
    assert monde.lire(dits) == [("compte_a_supprimer", ALI)]  # Bob has a dossier en instruction
    assert passer(14) == 0  # nobody has had the notice
    monde.distribuer(jour)
    assert passer(13) == 0
    assert passer(14) == 1
    assert monde.lire("SELECT email FROM comptes ORDER BY 1") == [(ADA,), (BOB,), (INES,)]
    assert monde.lire("SELECT DISTINCT usager_id, usager_supprime_email, cache_raison FROM dossiers WHERE id BETWEEN 200 AND 205") == [(None, ALI, "user_removed")]  # fmt: skip
    assert monde.lire("SELECT count(*) FROM dossiers WHERE id IN (100, 300)") == [(0,)]
    assert monde.lire("SELECT raison FROM dossiers_supprimes WHERE dossier_number = 100") == [("user_removed",)]  # fmt: skip


def test_who_signs_in_after_the_notice_keeps_his_account(monde: Monde) -> None:
    jour = le("2028-01-10 23:00")
    monde.lire("UPDATE comptes SET cree_le = '2025-01-01'")
    finir_les_comptes_inactifs(monde.base, limite=100, at=jour)
    monde.distribuer(jour)
    monde.lire("INSERT INTO connexions (compte_id, moyen, second_facteur, adresse, le) SELECT id, 'mot_de_passe', false, '127.0.0.1', %s FROM comptes WHERE email = %s", jour + timedelta(days=3), ALI)  # fmt: skip
    assert finir_les_comptes_inactifs(monde.base, limite=100, at=jour + timedelta(days=15)) == 0
    assert monde.lire("SELECT count(*) FROM comptes WHERE email = %s", ALI) == [(1,)]


def test_an_administrateur_of_nothing_is_one_no_more(monde: Monde) -> None:
    monde.lire("INSERT INTO comptes (email) VALUES ('parti@exemple.fr')")
    monde.lire("INSERT INTO administrateurs (compte_id, cree_le) SELECT id, '2025-01-01' FROM comptes WHERE email = 'parti@exemple.fr'")  # fmt: skip
    monde.lire("UPDATE administrateurs SET cree_le = '2025-01-01'")

    def balayer_a(quand: str) -> int:
        return monde.base.transaction(
            lambda tx: comptes.supprimer_les_administrateurs(tx, at=le(quand))
        )

    assert balayer_a("2025-06-30 05:15") == 0
    assert balayer_a("2025-07-07 05:15") == 1
    assert monde.lire("SELECT count(*) FROM administrateurs") == [(1,)]


def test_people_are_reminded_on_the_day_and_once(monde: Monde) -> None:
    monde.lire("UPDATE jetons SET expire_le = '2026-03-31'")
    monde.lire("""UPDATE demarches SET options = options || '{"auto_archive_on": "2026-03-20"}'""")
    monde.lire("UPDATE dossiers SET usager_id = (SELECT id FROM comptes WHERE email = %s) WHERE id = 300", BOB)  # fmt: skip
    monde.lire("DELETE FROM dossiers WHERE id = 310")

    def rappeler(rappel: Any, *jours: str) -> list[int]:
        heures = [le(f"{jour} 07:00") for jour in jours]
        return [monde.base.transaction(partial(rappel, at=heure)) for heure in heures]

    assert rappeler(
        rappels.annoncer_les_fins_de_jeton, "2026-02-27", "2026-02-28", "2026-03-24", "2026-03-24",
        "2026-03-30", "2026-03-31",
    ) == [0, 1, 1, 1, 1, 0]  # fmt: skip
    assert rappeler(
        rappels.rappeler_les_brouillons, "2026-03-17", "2026-03-18", "2026-03-18", "2026-03-19"
    ) == [0, 1, 1, 0]
    assert monde.lire("SELECT genre, destinataire FROM courriels ORDER BY id") == [
        ("jeton_a_renouveler", ADA), ("jeton_a_renouveler", ADA), ("jeton_a_renouveler", ADA),
        ("brouillon_a_deposer", BOB),
    ]  # fmt: skip
    [(texte,)] = monde.lire("SELECT corps_texte FROM courriels WHERE genre = 'brouillon_a_deposer'")
    assert "Après le 19/03/2026, il ne pourra plus être déposé." in texte.replace("\n", " ")


def test_old_mails_go_but_notices_of_what_is_still_there(monde: Monde) -> None:
    seuls(monde, 100)
    finir(monde.base, Famille.en_construction, at=AVERTI)
    monde.lire("INSERT INTO courriels (cle, identifiant, genre, destinataire, expediteur, objet, corps_html, corps_texte, envoyer_apres, essai_le) VALUES ('x', 'x', 'x', 'x@exemple.fr', 'x', 'x', 'x', 'x', now(), now())")  # fmt: skip
    monde.distribuer(AVERTI)
    monde.lire("UPDATE courriels SET cree_le = '2025-12-18'")
    oublier = nettoyage.oublier_les_courriels
    assert monde.base.transaction(lambda tx: oublier(tx, at=le("2026-01-17 03:00"))) == 0
    assert monde.base.transaction(lambda tx: oublier(tx, at=le("2026-01-19 03:00"))) == 1
    assert monde.lire("SELECT genre FROM courriels") == [("dossiers_a_expirer",)]


def test_an_establishment_known_by_its_siret_is_asked_for_again(
    stack: Settings, monde: Monde, tmp_path: Path
) -> None:
    """rules 2.5.3"""
    fichier = tmp_path / "etablissements.json"
    annuaire = AnnuaireLocal(fichier)
    contexte = Contexte(
        monde.base, open_storage(stack), "https://guichet.exemple.fr", annuaire=annuaire
    )
    monde.lire("INSERT INTO etablissements (dossier_id, siret) VALUES (100, '35600082800018'), (101, '44011762001530')")  # fmt: skip
    lus = "SELECT dossier_id, adresse, raison_sociale, date_creation::text FROM etablissements ORDER BY 1"
    with pytest.raises(AnnuaireIndisponible):
        completer_les_etablissements(contexte)
    fiche = {
        "adresse": "1 rue Haute 75002 Paris",
        "raison_sociale": "Bancs",
        "date_creation": "2001-02-03",
    }
    fichier.write_text(json.dumps({"44011762001530": fiche}))
    avant = monde.lire("SELECT modifie_le FROM dossiers WHERE id IN (100, 101) ORDER BY id")
    completer_les_etablissements(contexte)
    assert monde.lire(lus) == [
        (100, None, None, None), (101, "1 rue Haute 75002 Paris", "Bancs", "2001-02-03"),
    ]  # fmt: skip
    apres = monde.lire("SELECT modifie_le FROM dossiers WHERE id IN (100, 101) ORDER BY id")
    assert (apres[0] == avant[0], apres[1] > avant[1]) == (True, True)
    fichier.write_text(json.dumps({"35600082800018": {"adresse": "x", "dossier_id": 1}}))
    with pytest.raises(ValueError, match="fiche d’établissement illisible"):
        completer_les_etablissements(contexte)
    assert monde.lire("SELECT adresse FROM etablissements WHERE dossier_id = 100") == [(None,)]


def test_the_command_says_what_will_go_and_who_knows(monde: Monde, tmp_path: Path) -> None:
    seuls(monde, 100)
    monde.lire("UPDATE dossiers SET expire_le = '2098-07-15 15:00+02', expiration_annoncee_le = '2098-07-01 15:00+02' WHERE id = 100")  # fmt: skip
    monde.lire("INSERT INTO annonces_d_expiration VALUES (100, 'x', %s, 'usager', '2098-07-01 15:00+02')", ALI)  # fmt: skip
    avant = monde.empreinte()
    dit = guichet("expirations", "prevoir", "--jusqu-a", "2098-07-15", folder=tmp_path, DATABASE_URL=monde.url)  # fmt: skip
    assert (dit.code, dit.errors) == (0, "")
    assert dit.output == (
        "2098-07-15  dossier 100 (démarche 10, en\u00a0construction) : corbeille, raison expired, retenu : "
        "personne n’a encore reçu l’avis\n"
        "    prévenu : ali@exemple.fr, le 2098-07-01, pas encore remis\n"
        "Étapes prévues : 1.\n"
    )
    assert monde.empreinte() == avant


def test_addresses_that_lead_nowhere_are_known_on_monday(stack: Settings, monde: Monde) -> None:
    """rules 1.2.5"""
    client = ClientSortant(Regles((ip_network("127.0.0.1/32"),)), delai=5)
    contexte = Contexte(
        monde.base, open_storage(stack), "https://guichet.exemple.fr", sortant=client
    )

    def verifier() -> list[tuple[Any, ...]]:
        verifier_les_liens(contexte)
        return monde.lire("SELECT lien, url, erreur FROM liens_morts ORDER BY 1")

    with recevoir(repondre(404), repondre(302, "Location: http://127.0.0.1/")) as receveur:
        notice = f"{receveur.url}/notice"
        monde.lire("UPDATE demarches SET lien_notice = %s, lien_dpo = 'dpo@exemple.fr'", notice)
        assert verifier() == [("lien_notice", notice, "Réponse 404.")]
        assert verifier() == []
        assert [appel.ligne for appel in receveur.recus(2)] == ["GET /notice HTTP/1.1"] * 2
    monde.lire("UPDATE demarches SET lien_dpo = 'http://10.0.0.1/'")
    [du_dpo, de_la_notice] = verifier()
    assert du_dpo[:2] == ("lien_dpo", "http://10.0.0.1/")
    assert de_la_notice[1:] == (notice, "Connexion impossible : ConnectError.")
    suivants = monde.lire("SELECT nom, arguments FROM travaux WHERE nom = 'verifier_les_liens'")
    assert suivants == [("verifier_les_liens", {"apres": 10})] * 3
    verifier_les_liens(contexte, apres=10)
    assert len(monde.lire("SELECT 1 FROM travaux WHERE nom = 'verifier_les_liens'")) == 3
