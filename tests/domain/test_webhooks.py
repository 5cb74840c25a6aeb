"""Receivers are told of each change of state: signed, once, in order (reliability 2.4)."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest

from domain.webhooks import essais
from domain.webhooks.journal import page
from domain.webhooks.models import Webhook
from domain.webhooks.reglage import (
    TropDeWebhooks,
    changer_de_secret,
    supprimer,
)
from domain.webhooks.signature import secret_de
from server.settings import Settings
from tests.domain.atelier import (
    PARIS,
    Atelier,
    corps,
    ouvrir,
    signature_juste,
)
from tests.receveur import (
    recevoir,
)


@pytest.fixture
def atelier(stack: Settings, tmp_path: Path) -> Iterator[Atelier]:
    with ouvrir(stack, tmp_path) as atelier:
        yield atelier


def test_a_change_of_state_is_told_with_a_signature_that_is_checked(atelier: Atelier) -> None:
    with recevoir() as receveur:
        webhook = atelier.creer(receveur)
        le = atelier.changer(8401, "en_instruction")
        assert atelier.livrer() == 1
        [appel] = receveur.recus(1)

    secret = atelier.secret(webhook)
    assert secret.startswith("whsec_")
    assert signature_juste(appel, secret)
    for octet in range(0, len(appel.corps), 7):
        autre = bytearray(appel.corps)
        autre[octet] ^= 1
        assert not signature_juste(appel, secret, bytes(autre))
    assert not signature_juste(appel, secret_de("un autre secret", "sel"))

    assert appel.ligne == "POST /recu HTTP/1.1"
    assert appel.entetes["content-type"] == "application/json"
    assert appel.entetes["guichet-type"] == "dossier.etat"
    assert appel.entetes["guichet-evenement"] == corps(appel)["id"]
    assert corps(appel) == {
        "id": corps(appel)["id"],
        "type": "dossier.etat",
        "rang": 1,
        "date": le.astimezone(PARIS).isoformat(timespec="milliseconds"),
        "demarche": {"id": "UHJvY2VkdXJlLTg0MA==", "number": 840},
        "dossier": {"id": "RG9zc2llci04NDAx", "number": 8401, "state": "en_instruction"},
    }
    assert "anari" not in appel.corps.decode()
    # Nothing of the secret is in the database.
    tout = atelier.lignes("SELECT webhooks::text FROM webhooks")
    assert secret.removeprefix("whsec_") not in str(tout)


def test_the_form_of_ds_follows_the_option_of_the_demarche(atelier: Atelier) -> None:
    with recevoir() as receveur:
        atelier.option(f" {receveur.url}/ds ")
        le = atelier.changer(8401, "en_instruction")
        atelier.changer(8411, "en_instruction")  # of another démarche, which tells nobody
        assert atelier.livrer() == 1
        [appel] = receveur.recus(1)
        assert appel.ligne == "POST /ds HTTP/1.1"
        assert appel.entetes["content-type"] == "application/x-www-form-urlencoded"
        assert "guichet-signature" not in appel.entetes
        assert parse_qs(appel.corps.decode(), strict_parsing=True) == {
            "procedure_id": ["840"],
            "dossier_id": ["8401"],
            "state": ["en_instruction"],
            "updated_at": [f"{le.astimezone(PARIS):%Y-%m-%d %H:%M:%S %z}"],
        }

        atelier.ecrire("UPDATE demarches SET options = '{}' WHERE id = 840")
        atelier.changer(8402, "en_instruction")
        assert atelier.livrer() == 0
        assert atelier.lignes("SELECT count(*) FROM webhooks") == [(0,)]


def test_events_followed_twice_or_out_of_order_are_told_once_and_in_order(
    atelier: Atelier,
) -> None:
    with recevoir() as receveur:
        atelier.creer(receveur)
        premier = atelier.changer(8401, "en_instruction", suivre=False)
        second = atelier.changer(8401, "accepte", suivre=False)
        assert atelier.suivre(8401, second) == 2
        assert atelier.suivre(8401, premier) == 0
        assert atelier.suivre(8401, second) == 0
        assert atelier.livrer() == 2
        appels = receveur.recus(2)
    assert [corps(appel)["dossier"]["state"] for appel in appels] == ["en_instruction", "accepte"]


def test_twenty_followers_at_once_write_each_event_once(atelier: Atelier) -> None:
    with recevoir() as receveur:
        atelier.creer(receveur)
        atelier.creer(receveur)
        faits = [
            (dossier_id, atelier.changer(dossier_id, "en_instruction", suivre=False))
            for dossier_id in (8401, 8402, 8403)
        ]
        fils = [Thread(target=atelier.suivre, args=fait) for fait in faits * 7]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
    assert atelier.lignes(
        "SELECT webhook_id, array_agg(rang ORDER BY rang), count(DISTINCT dossier_id) "
        "FROM livraisons GROUP BY 1 ORDER BY 1"
    ) == [(1, [1, 2, 3], 3), (2, [1, 2, 3], 3)]


def test_what_happened_before_a_webhook_was_made_is_not_told(atelier: Atelier) -> None:
    with recevoir() as receveur:
        le = atelier.changer(8401, "en_instruction", suivre=False)
        atelier.creer(receveur)
        assert atelier.suivre(8401, le) == 0
        atelier.changer(8401, "accepte")
        assert atelier.livrer() == 1
        assert corps(receveur.recus(1)[0])["dossier"]["state"] == "accepte"


def test_the_journal_is_read_by_its_cursor_and_keeps_seven_days(atelier: Atelier) -> None:
    with recevoir() as receveur:
        webhook = atelier.creer(receveur)
        for dossier_id in (8401, 8402, 8403):
            atelier.changer(dossier_id, "en_instruction")
        assert atelier.livrer() == 3

    def rangs(apres: int, nombre: int) -> list[int]:
        return atelier.base.transaction(
            lambda tx: [each.rang for each in page(tx.session, webhook, apres=apres, nombre=nombre)]
        )

    assert (rangs(0, 2), rangs(2, 2), rangs(3, 2)) == ([1, 2], [3], [])
    atelier.ecrire("UPDATE livraisons SET cree_le = now() - interval '7 days 1 min' WHERE rang = 1")
    atelier.ecrire("UPDATE livraisons SET cree_le = now() - interval '6 days 23 h' WHERE rang = 2")
    atelier.base.transaction(essais.purger)
    assert rangs(0, 9) == [2, 3]


def test_a_new_secret_signs_what_waits(atelier: Atelier) -> None:
    with recevoir() as receveur:
        webhook = atelier.creer(receveur)
        ancien = atelier.secret(webhook)
        atelier.changer(8401, "en_instruction")
        atelier.base.transaction(lambda tx: changer_de_secret(tx.session.get_one(Webhook, webhook)))
        atelier.livrer()
        [appel] = receveur.recus(1)
    assert signature_juste(appel, atelier.secret(webhook))
    assert not signature_juste(appel, ancien)


def test_a_demarche_has_ten_webhooks_at_most_and_one_taken_away_makes_room(
    atelier: Atelier,
) -> None:
    with recevoir() as receveur:
        premier, *_ = [atelier.creer(receveur) for _ in range(10)]
        with pytest.raises(TropDeWebhooks, match="10 webhooks au plus"):
            atelier.creer(receveur)
        assert atelier.lignes("SELECT count(*) FROM webhooks") == [(10,)]
        atelier.changer(8401, "en_instruction")
        atelier.base.transaction(lambda tx: supprimer(tx, tx.session.get_one(Webhook, premier)))
        atelier.creer(receveur)
        assert atelier.lignes("SELECT count(*) FROM livraisons") == [(9,)]
