"""Deliveries are tried until somebody answers, or for a day (reliability 2.4)."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from threading import Event, Thread

import pytest

from adapters.http_sortant import ClientSortant, Regles
from domain.webhooks import essais
from domain.webhooks.models import Webhook
from domain.webhooks.reglage import (
    WebhookActif,
    reactiver,
)
from jobs.webhooks import boucler, livrer
from server.settings import Settings
from tests.domain.atelier import (
    RACINE,
    Atelier,
    corps,
    maintenant,
    ouvrir,
    signature_juste,
)
from tests.receveur import (
    goutter,
    raccrocher,
    recevoir,
    repondre,
    se_taire,
)


@pytest.fixture
def atelier(stack: Settings, tmp_path: Path) -> Iterator[Atelier]:
    with ouvrir(stack, tmp_path) as atelier:
        yield atelier


def test_ds_tries_once_and_goes_on(atelier: Atelier) -> None:
    with recevoir(repondre(500), repondre(200)) as receveur:
        atelier.option(receveur.url)
        atelier.changer(8401, "en_instruction")
        atelier.changer(8402, "en_instruction")
        assert atelier.livrer() == 2

    assert atelier.lignes("SELECT dossier_id, etat, essais, dernier_statut FROM livraisons ORDER BY rang") == [
        (8401, "abandonnee", 1, 500),
        (8402, "livree", 1, 200),
    ]  # fmt: skip
    assert atelier.lignes("SELECT desactive_le FROM webhooks") == [(None,)]


def test_a_receiver_that_fails_in_every_way_is_told_all_in_order(atelier: Atelier) -> None:
    suite = [
        repondre(500), se_taire, goutter, raccrocher, repondre(302, "Location: http://127.0.0.1:1/"),
        repondre(404), repondre(204),
    ]  # fmt: skip
    with recevoir(*suite) as receveur:
        webhook = atelier.creer(receveur)
        atelier.changer(8401, "en_instruction")
        atelier.changer(8402, "en_instruction")
        atelier.changer(8401, "accepte")
        erreurs = []
        for essai in range(1, 7):
            assert atelier.livrer() == 1  # the first waits, and the others behind it
            [ligne] = atelier.lignes(
                "SELECT rang, essais, etat, dernier_statut, derniere_erreur, "
                "prochain_essai_le - dernier_essai_le < interval '1 min' * %s FROM livraisons "
                "WHERE essais > 0",
                essai,
            )
            assert ligne[:3] == (1, essai, "en_attente")
            erreurs.append(ligne[3:5])
            assert atelier.livrer() == 0  # not before its time
            atelier.echeance()
        assert atelier.livrer() == 3
        appels = receveur.recus(9)

    assert erreurs == [
        (500, "Réponse 500."),
        (None, "Pas de réponse en 1 s."),
        (None, "Pas de réponse en 1 s."),
        (None, "Connexion impossible : RemoteProtocolError."),
        (302, "Réponse 302."),
        (404, "Réponse 404."),
    ]
    # Seven times the same event, by its id and to the byte, each signed anew; then the others.
    premiers = appels[:7]
    assert len({appel.corps for appel in premiers}) == 1
    assert len({appel.entetes["guichet-evenement"] for appel in premiers}) == 1
    assert all(signature_juste(appel, atelier.secret(webhook)) for appel in appels)
    assert [(corps(a)["rang"], corps(a)["dossier"]["number"], corps(a)["dossier"]["state"]) for a in appels[6:]] == [
        (1, 8401, "en_instruction"),
        (2, 8402, "en_instruction"),
        (3, 8401, "accepte"),
    ]  # fmt: skip
    assert (
        atelier.lignes("SELECT etat, livree_le IS NOT NULL FROM livraisons")
        == [("livree", True)] * 3
    )


def test_thirteen_tries_take_a_day_then_the_webhook_is_off_and_somebody_is_told(
    atelier: Atelier,
) -> None:
    assert sum(essais.DELAIS, timedelta()) == timedelta(hours=23, minutes=46, seconds=40)
    with recevoir(repondre(503)) as receveur:
        webhook = atelier.creer(receveur)
        atelier.changer(8401, "en_instruction")
        atelier.changer(8402, "en_instruction")
        for delai in essais.DELAIS:
            assert atelier.livrer() == 1
            [(attente,)] = atelier.lignes(
                "SELECT prochain_essai_le - dernier_essai_le FROM livraisons WHERE rang = 1"
            )
            assert delai <= attente < delai + timedelta(seconds=2)
            atelier.echeance()
        assert atelier.lignes("SELECT desactive_le FROM webhooks") == [(None,)]
        assert atelier.livrer() == 1
        assert receveur.connexions == 13

        atelier.echeance()
        atelier.changer(8403, "en_instruction")  # written down all the same
        assert atelier.livrer() == 0
        [(motif, le)] = atelier.lignes("SELECT motif, desactive_le FROM webhooks")
        assert motif == "Aucune livraison n’a abouti en une journée."
        [(donnees,)] = atelier.lignes("SELECT donnees FROM outbox WHERE nom = 'WebhookDesactive'")
        assert donnees == {"webhook_id": webhook, "demarche_id": 840, "le": le.isoformat()}

        # Put on again by a person, it is told what it missed, in order.
        receveur.suite[:] = [repondre(200)]
        atelier.base.transaction(
            lambda tx: reactiver(tx, tx.session.get_one(Webhook, webhook), at=maintenant(tx))
        )
        assert atelier.livrer() == 3
        appels = receveur.recus(16)
    assert [corps(appel)["rang"] for appel in appels] == [*[1] * 13, 1, 2, 3]


def test_a_webhook_that_is_on_is_not_put_on_again(atelier: Atelier) -> None:
    with recevoir() as receveur:
        webhook = atelier.creer(receveur)
    avant = atelier.lignes("SELECT * FROM webhooks")
    with pytest.raises(WebhookActif):
        atelier.base.transaction(
            lambda tx: reactiver(tx, tx.session.get_one(Webhook, webhook), at=maintenant(tx))
        )
    assert atelier.lignes("SELECT * FROM webhooks") == avant


def test_whoever_is_killed_in_the_middle_is_followed_by_the_same_event(atelier: Atelier) -> None:
    programme = (
        "import sys; from ipaddress import ip_network; "
        "from adapters.base_de_donnees import base_synchrone; "
        "from adapters.http_sortant import ClientSortant, Regles; from jobs.webhooks import livrer; "
        "livrer(base_synchrone(sys.argv[1], {}), "
        "ClientSortant(Regles((ip_network('127.0.0.1/32'),))), racine=sys.argv[2])"
    )
    with recevoir(se_taire, repondre(200)) as receveur:
        atelier.creer(receveur)
        atelier.changer(8401, "en_instruction")
        tue = subprocess.Popen(
            [sys.executable, "-c", programme, atelier.url, RACINE],
            cwd=Path(__file__).resolve().parents[2],
        )
        premier = receveur.recus(1)[0]
        tue.send_signal(signal.SIGKILL)
        assert tue.wait(10) == -signal.SIGKILL

        # Nobody else takes it while its bail runs, and the try is counted.
        assert atelier.livrer() == 0
        assert atelier.lignes("SELECT essais, etat FROM livraisons") == [(1, "en_attente")]
        atelier.ecrire("UPDATE webhooks SET pris_jusqu_a = now() - interval '1 s'")
        assert atelier.livrer() == 1
        second = receveur.recus(1)[0]

    assert premier.corps == second.corps
    assert premier.entetes["guichet-evenement"] == second.entetes["guichet-evenement"]
    assert atelier.lignes("SELECT essais, etat FROM livraisons") == [(2, "livree")]


def test_a_last_try_cut_short_is_not_made_once_more(atelier: Atelier) -> None:
    with recevoir() as receveur:
        atelier.option(receveur.url)
        atelier.changer(8401, "en_instruction")
        assert atelier.base.transaction(essais.prendre) is not None
        atelier.ecrire("UPDATE webhooks SET pris_jusqu_a = now() - interval '1 s'")
        assert atelier.livrer() == 0
        assert receveur.connexions == 0
    assert atelier.lignes("SELECT etat, derniere_erreur FROM livraisons") == [
        ("abandonnee", "L’envoi a été interrompu.")
    ]


def test_the_answer_to_an_old_try_changes_nothing(atelier: Atelier) -> None:
    """Its bail ran out, and somebody else took the delivery since."""
    with recevoir() as receveur:
        atelier.creer(receveur)
        atelier.changer(8401, "en_instruction")
        lent = atelier.base.transaction(essais.prendre)
        assert lent is not None
        atelier.ecrire("UPDATE webhooks SET pris_jusqu_a = now() - interval '1 s'")
        present = atelier.base.transaction(essais.prendre)
        assert present is not None
        avant = atelier.lignes("SELECT * FROM livraisons, webhooks")
        atelier.base.transaction(
            lambda tx: essais.noter_echec(tx, lent, statut=None, erreur="trop tard")
        )
        atelier.base.transaction(lambda tx: essais.noter_livree(tx, lent, statut=200))
        assert atelier.lignes("SELECT * FROM livraisons, webhooks") == avant
        assert atelier.base.transaction(essais.prendre) is None


def test_a_receiver_that_is_silent_does_not_hold_the_others(atelier: Atelier) -> None:
    patient = ClientSortant(Regles((ip_network("127.0.0.1/32"),)), delai=8)
    stop = Event()
    boucle = Thread(
        target=boucler, args=(atelier.base, patient), kwargs={"racine": RACINE, "stop": stop}
    )
    with recevoir() as vif:
        with recevoir(se_taire) as muet:
            atelier.creer(muet)
            atelier.creer(vif, 841)
            atelier.creer(vif)
            for dossier_id in (8401, 8402, 8403, 8411):
                atelier.changer(dossier_id, "en_instruction")
            debut = time.monotonic()
            boucle.start()
            vif.recus(4)
            assert time.monotonic() - debut < 8  # what the silent one is given
            assert muet.connexions == 1
            stop.set()
        boucle.join()


def test_an_address_that_became_private_is_not_called(atelier: Atelier) -> None:
    strict = ClientSortant(delai=1)
    with recevoir() as receveur:
        atelier.creer(receveur)
        atelier.changer(8401, "en_instruction")
        assert livrer(atelier.base, strict, racine=RACINE) == 1
        assert receveur.connexions == 0
    assert atelier.lignes("SELECT etat, derniere_erreur FROM livraisons") == [
        ("en_attente", "Cette adresse n’est pas sur l’Internet public.")
    ]


def test_what_becomes_due_is_told_while_somebody_is_silent(atelier: Atelier) -> None:
    patient = ClientSortant(Regles((ip_network("127.0.0.1/32"),)), delai=20)
    stop = Event()
    boucle = Thread(
        target=boucler, args=(atelier.base, patient), kwargs={"racine": RACINE, "stop": stop}
    )
    with recevoir() as vif:
        with recevoir(se_taire) as muet:
            atelier.creer(muet)
            atelier.creer(vif, 841)
            atelier.changer(8401, "en_instruction")
            boucle.start()
            muet.recus(1)
            atelier.changer(8411, "en_instruction")
            [appel] = vif.recus(1)  # waited for ten seconds at most
            assert corps(appel)["dossier"]["number"] == 8411
            stop.set()
        boucle.join()
