"""Two mailers on one queue, and mailers that are killed or told to stop."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import psycopg

from adapters.base_de_donnees import BaseSynchrone
from domain.courriels import distribution
from domain.courriels.distribution import Pli
from domain.courriels.models import Etat
from server.settings import Settings
from tests.server.commands import GUICHET, PATIENCE, ROOT
from tests.server.courriels import executer, ligne, lignes, promettre
from tests.smtp import SILENCE, ServeurSmtp


def test_a_mail_in_the_hands_of_one_is_not_taken_by_another(
    database_url: str, base: BaseSynchrone
) -> None:
    promettre(base)

    def prendre(nom: str) -> Pli | None:
        return base.transaction(lambda tx: distribution.prendre(tx, facteur=nom))

    pli = prendre("un")
    assert pli is not None
    assert prendre("deux") is None

    executer(database_url, "UPDATE courriels SET pris_le = now() - interval '11 seconds'")
    repris = prendre("deux")
    assert repris is not None
    assert (repris.identifiant, repris.renvoi) == (pli.identifiant, True)
    # The first one was only slow: what it says of a mail that is no longer its own is not written.
    refuser = partial(distribution.noter_refuse, facteur="un", erreur="550", adresse=False)
    base.transaction(lambda tx: refuser(tx, pli))
    assert ligne(database_url)["etat"] == Etat.renvoi_ambigu
    # But a mail delivered is delivered, and stays so.
    base.transaction(lambda tx: distribution.noter_envoye(tx, pli))
    base.transaction(lambda tx: distribution.noter_ambigu(tx, repris, facteur="deux", erreur="x"))
    fini = ligne(database_url)
    assert (fini["etat"], fini["renvois_ambigus"]) == (Etat.envoye, 1)


def test_while_a_server_takes_its_time_the_mail_stays_its_mailers(
    database_url: str, base: BaseSynchrone
) -> None:
    promettre(base)
    pli = base.transaction(lambda tx: distribution.prendre(tx, facteur="un"))
    assert pli is not None
    executer(database_url, "UPDATE courriels SET pris_le = now() - interval '9 seconds'")
    base.transaction(lambda tx: distribution.prolonger(tx, pli, facteur="un"))
    with psycopg.connect(database_url) as connexion:
        frais = connexion.execute("SELECT now() - pris_le < interval '2 seconds' FROM courriels")
        assert frais.fetchone() == (True,)


@contextmanager
def processus_mailer(settings: Settings, database_url: str, smtp_url: str) -> Iterator["subprocess.Popen[bytes]"]:  # fmt: skip
    environnement = {**os.environ, **settings.as_environment(),
                     "DATABASE_URL": database_url, "SMTP_URL": smtp_url}  # fmt: skip
    with subprocess.Popen(
        [*GUICHET, "mailer"], cwd=ROOT, env=environnement, stderr=subprocess.DEVNULL
    ) as processus:
        try:
            yield processus
        finally:
            processus.kill()


def test_killed_in_the_middle_the_mail_is_sent_again_under_the_same_name(
    stack: Settings, database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    smtp.aux_courriels.append(SILENCE)
    promettre(base)
    with processus_mailer(stack, database_url, smtp.url) as premier:
        recu = smtp.arrivees.get(timeout=PATIENCE)
        assert ligne(database_url)["etat"] == Etat.envoi
        premier.send_signal(signal.SIGKILL)
        premier.wait(PATIENCE)
    executer(database_url, "UPDATE courriels SET pris_le = now() - interval '11 seconds'")

    with processus_mailer(stack, database_url, smtp.url) as second:
        renvoye = smtp.arrivees.get(timeout=PATIENCE)
        second.send_signal(signal.SIGTERM)
        assert second.wait(PATIENCE) == 0

    assert recu.message["Message-ID"] == renvoye.message["Message-ID"]
    assert recu.octets == renvoye.octets
    fini = ligne(database_url)
    assert (fini["etat"], fini["tentatives"], fini["renvois_ambigus"]) == (Etat.envoye, 2, 1)


def test_told_to_stop_it_finishes_the_mail_under_way_and_leaves_the_rest(
    stack: Settings, database_url: str, base: BaseSynchrone, smtp: ServeurSmtp
) -> None:
    promettre(base, *(f"u{n}@exemple.fr" for n in range(500)))
    with processus_mailer(stack, database_url, smtp.url) as processus:
        smtp.arrivees.get(timeout=PATIENCE)
        processus.send_signal(signal.SIGTERM)
        assert processus.wait(PATIENCE) == 0
    etats = [each["etat"] for each in lignes(database_url)]
    assert set(etats) == {Etat.envoye, Etat.en_attente}
    assert etats.count(Etat.envoye) == len(smtp.recus)
    comptes = base.transaction(lambda tx: distribution.compter(tx.session))
    assert (comptes["envoye"], comptes["renvois_ambigus"]) == (len(smtp.recus), 0)
