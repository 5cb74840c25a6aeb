"""The mailer and a real SMTP server: what becomes of a mail, whatever happens to either of them."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from adapters.base_de_donnees import BaseSynchrone
from domain.comptes.roles import creer_compte
from domain.courriels.catalogue import Nom
from domain.courriels.depot import identifiant
from domain.courriels.models import Etat, Motif
from server.embedded.ports import free_ports
from tests.server.courriels import (
    HIER,
    PLATEFORME,
    ZOE,
    executer,
    facteur,
    ligne,
    lignes,
    promettre,
)
from tests.smtp import COUPURE, SILENCE, ServeurSmtp, serveur_smtp

# --- what arrives --------------------------------------------------------------------------------


def test_a_mail_that_is_due_is_delivered_once(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    promettre(base)
    promettre(base)  # the same event, told again
    with facteur(base, smtp.url) as tour:
        assert (tour(), tour()) == (0.0, 0.5)

    (recu,) = smtp.recus
    message = recu.message
    assert (recu.de, recu.a) == ("ne-pas-repondre@exemple.fr", [ZOE])
    assert (
        message["Subject"] == "Vous instruisez désormais les dossiers du groupe « Été » (Une aide)"
    )
    assert message["From"] == "Guichet <ne-pas-repondre@exemple.fr>"
    assert message["To"] == ZOE
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{identifiant(f'essai/membre_ajoute/{ZOE}', PLATEFORME)}>"
    assert message["Message-ID"].endswith("@guichet.exemple.fr>")
    assert [partie.get_content_type() for partie in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
    texte = message.get_body(("plain",))
    assert texte is not None
    assert (
        texte.get_content()
        .replace("\r\n", "\n")
        .startswith(
            "Bonjour,\n\nchef@exemple.fr vous a ajouté au groupe « Été » de la démarche « Une aide ».\n\n"
            "Vous pouvez dès maintenant consulter et instruire ses dossiers.\n\n"
            "Voir la démarche : https://guichet.exemple.fr/x\n"
        )
    )
    envoye = ligne(database_url)
    assert (envoye["etat"], envoye["tentatives"], envoye["renvois_ambigus"]) == (Etat.envoye, 1, 0)
    assert envoye["envoye_le"] is not None
    assert envoye["pris_le"] is None


def test_a_mail_waits_for_its_time(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    promettre(base, le=datetime.now(UTC) + timedelta(minutes=5))
    with facteur(base, smtp.url) as tour:
        assert tour() == 0.5
    assert smtp.recus == []
    assert ligne(database_url)["etat"] == Etat.en_attente


def test_a_hundred_mails_go_by_one_connection_in_their_order(
    base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    adresses = [f"u{n}@exemple.fr" for n in range(100)]
    promettre(base, *adresses)
    with facteur(base, smtp.url) as tour:
        while tour() == 0.0:
            pass
    assert [recu.a for recu in smtp.recus] == [[adresse] for adresse in adresses]


def test_nobody_writes_a_header_of_ours(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    promettre(base, demarche="A\r\nBcc: moi@exemple.fr\r\n\r\nCorps\x00", groupe="=?utf-8?q?x?=\n")
    with facteur(base, smtp.url) as tour:
        tour()
    (recu,) = smtp.recus
    assert recu.a == [ZOE]
    assert recu.message["Bcc"] is None
    assert recu.message["Subject"] == (
        "Vous instruisez désormais les dossiers du groupe « = ?utf-8?q?x?= » (A Bcc: moi@exemple.fr Corps)"
    )


@pytest.mark.parametrize(
    "adresse", ["pas une adresse", "a@b@c", "@exemple.fr", "x@.fr", "a b@exemple.fr"]
)
def test_an_address_that_is_none_is_refused_without_a_server(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp, adresse: str
) -> None:
    promettre(base, adresse)
    with facteur(base, smtp.url) as tour:
        tour()
    assert smtp.recus == []
    assert ligne(database_url)["etat"] == Etat.refuse


def test_addresses_with_accents_are_written_as_the_protocol_has_them(
    base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    promettre(base, "zoé@exemple.fr", "zoe@mairie-été.fr")
    with facteur(base, smtp.url) as tour:
        tour()
        tour()
    assert [recu.a for recu in smtp.recus] == [["zoé@exemple.fr"], ["zoe@xn--mairie-t-h1ab.fr"]]


# --- what does not -------------------------------------------------------------------------------


def test_a_refused_recipient_is_not_tried_again_and_his_address_says_so(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    smtp.aux_destinataires.append("550 5.1.1 inconnu")
    promettre(base, ZOE, "ali@exemple.fr")
    with facteur(base, smtp.url) as tour:
        assert [tour(), tour(), tour()] == [0.0, 0.0, 0.5]

    refuse, envoye = lignes(database_url)
    assert (refuse["etat"], refuse["derniere_erreur"]) == (Etat.refuse, "550 5.1.1 inconnu")
    assert envoye["etat"] == Etat.envoye
    assert [recu.a for recu in smtp.recus] == [["ali@exemple.fr"]]
    with psycopg.connect(database_url) as connexion:
        assert connexion.execute("SELECT email, refus FROM adresses_courriel").fetchall() == [
            (ZOE, "550 5.1.1 inconnu")
        ]


def test_a_refused_mail_says_nothing_of_its_address(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    smtp.aux_courriels.append("554 5.7.1 indésirable")
    promettre(base)
    with facteur(base, smtp.url) as tour:
        tour()
    assert ligne(database_url)["etat"] == Etat.refuse
    with psycopg.connect(database_url) as connexion:
        assert connexion.execute("SELECT count(*) FROM adresses_courriel").fetchone() == (0,)


@pytest.mark.parametrize("quand", ["aux_destinataires", "aux_courriels"])
def test_a_server_that_asks_to_come_back_is_come_back_to_under_the_same_name(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp, quand: str
) -> None:
    getattr(smtp, quand).append("451 4.7.1 plus tard")
    promettre(base)
    with facteur(base, smtp.url) as tour:
        assert (tour(), tour()) == (0.0, 0.5)
        reporte = ligne(database_url)
        assert (reporte["etat"], reporte["tentatives"]) == (Etat.en_attente, 1)
        assert reporte["derniere_erreur"] == "451 4.7.1 plus tard"
        assert timedelta(seconds=50) < reporte["essai_le"] - reporte["premier_essai_le"] <= timedelta(seconds=70)  # fmt: skip
        executer(database_url, "UPDATE courriels SET essai_le = now()")
        tour()
    envoye = ligne(database_url)
    assert (envoye["etat"], envoye["tentatives"], envoye["renvois_ambigus"]) == (Etat.envoye, 2, 0)
    assert [recu.message["Message-ID"] for recu in smtp.recus] == [f"<{envoye['identifiant']}>"]


def test_after_three_days_it_is_given_up_and_says_why(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    smtp.aux_courriels.append("451 plus tard")
    promettre(base)
    executer(database_url, "UPDATE courriels SET premier_essai_le = now() - interval '73 hours'")
    with facteur(base, smtp.url) as tour:
        tour()
    abandonne = ligne(database_url)
    assert (abandonne["etat"], abandonne["motif"]) == (Etat.abandonne, Motif.delai_depasse)
    assert abandonne["derniere_erreur"] == "451 plus tard"


def test_without_a_server_mails_wait_and_none_is_blamed(
    database_url: str, base: BaseSynchrone
) -> None:
    port = free_ports(1)[0]
    promettre(base)
    with facteur(base, f"smtp://127.0.0.1:{port}") as tour:
        assert [tour(), tour(), tour()] == [1.0, 2.0, 4.0]
        attente = ligne(database_url)
        assert (attente["etat"], attente["tentatives"]) == (Etat.en_attente, 0)
        assert attente["premier_essai_le"] is None
        assert attente["derniere_erreur"].startswith("SMTPConnectError")
        with serveur_smtp(port=port) as smtp:
            assert tour() == 0.0
            assert len(smtp.recus) == 1
    assert ligne(database_url)["etat"] == Etat.envoye


@pytest.mark.parametrize("reponse", ["550 vous n’êtes pas d’ici", "451 trop de courriels"])
def test_a_server_that_refuses_us_refuses_no_mail(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp, reponse: str
) -> None:
    smtp.aux_expediteurs.append(reponse.encode("ascii", "replace").decode())
    promettre(base)
    with facteur(base, smtp.url) as tour:
        assert (tour(), tour()) == (1.0, 0.0)
    assert ligne(database_url)["etat"] == Etat.envoye


@pytest.mark.parametrize("panne", [COUPURE, SILENCE])
def test_a_server_that_goes_away_with_the_mail_gets_it_again_marked_and_under_the_same_name(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp, panne: str
) -> None:
    smtp.aux_courriels.append(panne)
    promettre(base)
    with facteur(base, smtp.url, patience=0.5) as tour:
        assert (tour(), tour()) == (0.0, 0.5)
        doute = ligne(database_url)
        assert (doute["etat"], doute["renvois_ambigus"]) == (Etat.renvoi_ambigu, 1)
        executer(database_url, "UPDATE courriels SET essai_le = now()")
        tour()
    envoye = ligne(database_url)
    assert (envoye["etat"], envoye["tentatives"], envoye["renvois_ambigus"]) == (Etat.envoye, 2, 1)
    assert [recu.message["Message-ID"] for recu in smtp.recus] == [f"<{envoye['identifiant']}>"] * 2
    assert smtp.recus[0].octets == smtp.recus[1].octets


def test_a_connection_closed_while_nothing_was_sent_costs_nothing(
    database_url: str, base: BaseSynchrone
) -> None:
    port = free_ports(1)[0]
    with facteur(base, f"smtp://127.0.0.1:{port}") as tour:
        for adresse in ("a@exemple.fr", "b@exemple.fr"):
            promettre(base, adresse)
            with serveur_smtp(port=port) as smtp:
                assert tour() == 0.0
                assert [recu.a for recu in smtp.recus] == [[adresse]]
    assert [each["renvois_ambigus"] for each in lignes(database_url)] == [0, 0]


# --- what must not leave any more ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("avant", "motif"),
    [
        ("", None),
        ("DELETE FROM comptes", Motif.destinataire_inconnu),
        ("INSERT INTO adresses_courriel (email) VALUES ('zoe@exemple.fr')", Motif.adresse_non_verifiee),
        ("INSERT INTO adresses_courriel (email, verifiee_le) VALUES ('Zoe@exemple.fr', now())", None),
        ("INSERT INTO adresses_courriel (email, verifiee_le, desabonnee_le) VALUES ('zoe@exemple.fr', now(), now())", Motif.desabonne),
    ],
)  # fmt: skip
def test_whom_we_may_write_to_is_read_when_the_mail_leaves(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp, avant: str, motif: Motif | None
) -> None:
    base.transaction(lambda tx: creer_compte(tx, email=ZOE, at=HIER) and None)
    promettre(base, nom=Nom.membre_retire, reste="")
    if avant:
        executer(database_url, avant)
    with facteur(base, smtp.url) as tour:
        tour()
    lu = ligne(database_url)
    assert (lu["etat"], lu["motif"]) == (Etat.abandonne if motif else Etat.envoye, motif)
    assert len(smtp.recus) == (motif is None)


def test_a_mail_of_a_dossier_that_is_gone_does_not_leave(
    database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    promettre(base, nom=Nom.avis_demande)
    with facteur(base, smtp.url) as tour:
        assert tour() == 0.5
    abandonne = ligne(database_url)
    assert (abandonne["etat"], abandonne["motif"]) == (Etat.abandonne, Motif.dossier_disparu)
    assert smtp.recus == []
