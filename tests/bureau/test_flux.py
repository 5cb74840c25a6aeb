"""GET /flux, over real HTTP: what each hears, in which order, and when it ends."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from domain.actes import messages
from domain.actes.suites import badger
from domain.badges.regles import Fait
from domain.identifiants import identifiant
from domain.signaux import NOMMES_MAX, Quoi, Signal
from domain.transactions import Transaction
from resolvers.sessions import ConnecteRow
from server.flux.abonne import EN_ATTENTE_MAX, Abonne
from server.flux.anneau import Anneau, Entendu
from tests.bureau.bureau import Bureau
from tests.bureau.conftest import ouvert
from tests.bureau.gestes_de_badges import (
    ALI,
    DEMARCHE,
    IGOR,
    INES,
    SAM,
    executer,
    le_dossier,
    maintenant,
    par_l_usager,
    suivre,
)
from tests.server.comptes import refus
from tests.serving import serving

MONDE = "badges"
Evenement = tuple[str, Any]


class Ecoute:
    """The events of a stream, one after the other."""

    def __init__(self, reponse: httpx.Response) -> None:
        self.reponse = reponse
        self.dernier: str | None = None
        self._lignes = reponse.iter_lines()

    def prochain(self) -> Evenement | None:
        """The next one; None when the stream is over. Signs of life are passed over."""
        nom, donnees = "", ""
        for ligne in self._lignes:
            cle, _, valeur = ligne.partition(": ")
            if cle == "id":
                self.dernier = valeur
            elif cle == "event":
                nom = valeur
            elif cle == "data":
                donnees = valeur
            elif not ligne and nom:
                return nom, json.loads(donnees)
        return None

    def prochains(self, nombre: int) -> list[Evenement | None]:
        return [self.prochain() for _ in range(nombre)]


@contextmanager
def ecouter(client: httpx.Client, depuis: str | None = None) -> Iterator[Ecoute]:
    entetes = {} if depuis is None else {"Last-Event-ID": depuis}
    with client.stream("GET", "/flux", headers=entetes, timeout=20) as reponse:
        assert reponse.status_code == 200, reponse.read()
        assert reponse.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert reponse.headers["cache-control"] == "no-store"
        ecoute = Ecoute(reponse)
        if depuis is None:
            assert ecoute.prochain() == ("pret", {})
        yield ecoute


@pytest.fixture(autouse=True)
def sans_badge(bureau: Bureau) -> None:
    """What is there already is not made again, nor told."""
    bureau.lignes("DELETE FROM badges")


def un_message(bureau: Bureau, numero: int) -> None:
    par_l_usager(bureau, messages.ecrire, numero, corps="Bonjour")


def dit(nom: str, dossier: int | None, demarche: int = 900) -> Evenement:
    return nom, {"demarche": demarche, "dossier": dossier}


def des_deux(bureau_ou_ecoute: Ecoute) -> set[str]:
    """The two events of one transaction, whose order is nobody's business."""
    return {str(bureau_ou_ecoute.prochain()), str(bureau_ou_ecoute.prochain())}


def un_message_de(numero: int, demarche: int = 900) -> set[str]:
    return {str(dit("badges", numero, demarche)), str(dit("dossiers", numero, demarche))}


def test_each_hears_what_is_his(bureau: Bureau) -> None:
    """A dossier that changes is told to its groupe, a badge to whose it is, and nothing to the others: what
    comes first to Sam is what concerns him."""
    with (
        ecouter(bureau.de(INES)) as ines, ecouter(bureau.de(IGOR)) as igor,
        ecouter(bureau.de(SAM)) as sam,
    ):  # fmt: skip
        un_message(bureau, 9003)
        un_message(bureau, 9101)
        assert des_deux(ines) == un_message_de(9003)
        assert igor.prochain() == dit("dossiers", 9003)
        assert des_deux(sam) == un_message_de(9101, 901)
        entree = {"dossierId": identifiant("Dossier", 9003), "onglet": "messagerie"}
        assert bureau.muter(INES, "dossierMarquerVu", **entree) == {"errors": None}
        un_message(bureau, 9004)
        assert ines.prochain() == dit("badges", 9003), (
            "read: the badge is gone, the dossier as it was"
        )
        assert des_deux(ines) == un_message_de(9004)
        assert igor.prochain() == dit("dossiers", 9004)


def test_what_is_taken_back_says_nothing(bureau: Bureau) -> None:
    def echouer(tx: Transaction) -> None:
        badger(tx, le_dossier(tx, 9005), Fait.redepose, at=maintenant(tx))
        tx.sceller()
        raise ZeroDivisionError

    with ecouter(bureau.de(INES)) as ines:
        with pytest.raises(ZeroDivisionError):
            executer(bureau, echouer)
        un_message(bureau, 9006)
        assert des_deux(ines) == un_message_de(9006)


def test_many_at_once_are_not_named(bureau: Bureau) -> None:
    """A preference that changes hundreds of badges is one event, for whom it concerns."""

    def beaucoup(tx: Transaction) -> None:
        for rang in range(NOMMES_MAX + 5):
            tx.signaler(
                Signal(quoi=Quoi.dossiers, demarche_id=900, groupe_id=nord, dossier_id=None)
            )
            del rang

    [(nord,)] = bureau.lignes("SELECT id FROM groupes_instructeurs WHERE label = 'Nord'")
    with ecouter(bureau.de(IGOR)) as igor:
        for numero in (9007, 9008):
            un_message(bureau, numero)
            assert igor.prochain() == dit("dossiers", numero)
        executer(bureau, beaucoup)
        entree = {"demarcheId": DEMARCHE, "message": "tous"}
        assert bureau.muter(IGOR, "demarcheReglerBadges", **entree) == {"errors": None}
        assert igor.prochain() == dit("dossiers", None)
        assert (igor.prochain() or ("",))[0] == "badges"


def test_who_comes_back_goes_on_where_he_was(bureau: Bureau) -> None:
    with ecouter(bureau.de(INES)) as ines:
        un_message(bureau, 9009)
        assert des_deux(ines) == un_message_de(9009)
        dernier = ines.dernier
    un_message(bureau, 9010)
    un_message(bureau, 9101)
    with ecouter(bureau.de(INES), depuis=dernier) as ines:
        assert des_deux(ines) == un_message_de(9010)
    with ecouter(bureau.de(INES), depuis="inconnu") as ines:
        assert ines.prochain() == ("rattrapage", {})
        un_message(bureau, 9011)
        assert des_deux(ines) == un_message_de(9011)
        repris = ines.dernier
    un_message(bureau, 9003)
    with ecouter(bureau.de(INES), depuis=repris) as ines:
        assert des_deux(ines) == un_message_de(9003)


def test_two_processes_say_the_same(bureau: Bureau) -> None:
    """What is written through one is told by the other, under the same names: who comes back to either goes
    on where he was."""
    with serving(bureau.serveur.settings) as autre:
        cookies = bureau.de(INES).cookies
        with httpx.Client(base_url=autre.url, cookies=cookies, timeout=20) as client:
            with ecouter(bureau.de(INES)) as ici, ecouter(client) as la:
                un_message(bureau, 9003)
                suivre(bureau, IGOR, 9008)
                assert des_deux(ici) == des_deux(la) == un_message_de(9003)
                milieu = ici.dernier
                assert milieu == la.dernier
                assert ici.prochain() == la.prochain() == dit("dossiers", 9008)
            with ecouter(client, depuis=milieu) as la:
                assert la.prochain() == dit("dossiers", 9008)


def test_it_ends_with_the_session(bureau: Bureau) -> None:
    """Revoked from elsewhere, it says so and ends; what happens after is not heard."""
    autre = bureau.connecte(INES)
    with ecouter(autre) as ecoute, ecouter(bureau.de(INES)) as restee:
        [(numero,)] = bureau.lignes("SELECT max(id) FROM sessions")
        reponse = bureau.de(INES).post("/deconnexion", json={"session": str(numero)})
        assert reponse.status_code == 200
        un_message(bureau, 9003)
        assert ecoute.prochain() == ("fin", {"raison": "session"})
        assert ecoute.prochain() is None
        assert des_deux(restee) == un_message_de(9003)
    assert refus(autre.get("/flux")) == (401, "non_connecte", "Connectez-vous pour continuer")


def test_it_ends_with_a_session_that_nobody_uses(stack: Any, modele: Any) -> None:
    """An hour without asking anything: to look is not to use. Found at the next beat."""
    vif = stack.model_copy(update={"stream_beat": 0.2})
    for bureau in ouvert(vif, modele):
        with ecouter(bureau.de(INES)) as ecoute:
            bureau.vieillir("sessions", "vue_le", "61 minutes")
            assert ecoute.prochain() == ("fin", {"raison": "session"})


def test_who_leaves_a_groupe_hears_no_more_of_it(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    [(nord,)] = bureau.lignes("SELECT id FROM groupes_instructeurs WHERE label = 'Nord'")

    def composer(champ: str) -> None:
        type_ = f"{champ[0].upper()}{champ[1:]}"
        lu = bureau.jeton().lire(
            f"mutation ($i: {type_}Input!) {{ {champ}(input: $i) {{ errors {{ message }} }} }}",
            i={
                "groupeInstructeurId": identifiant("GroupeInstructeur", nord),
                "instructeurs": [{"email": SAM}],
            },
        )
        assert lu[champ] == {"errors": None}

    with ecouter(bureau.de(SAM)) as sam:
        composer("groupeInstructeurAjouterInstructeurs")
        un_message(bureau, 9003)
        vus = [sam.prochain()]
        while vus[-1] != dit("dossiers", 9003):
            vus.append(sam.prochain())
        composer("groupeInstructeurSupprimerInstructeurs")
        un_message(bureau, 9004)
        un_message(bureau, 9101)
        while vus[-1] != dit("dossiers", 9101, 901):
            vus.append(sam.prochain())
        assert dit("dossiers", 9004) not in vus


def test_it_ends_when_the_process_is_told_to_stop(bureau: Bureau) -> None:
    with serving(bureau.serveur.settings) as autre:
        client = httpx.Client(base_url=autre.url, cookies=bureau.de(INES).cookies, timeout=20)
        contexte = ecouter(client)
        ecoute = contexte.__enter__()
    assert ecoute.prochain() == ("fin", {"raison": "arret"})
    assert ecoute.prochain() is None
    client.close()


def test_a_connection_that_is_lost(bureau: Bureau) -> None:
    """What was said meanwhile is not known: everybody loads again, then hears as before."""
    with ecouter(bureau.de(INES)) as ines:
        bureau.lignes(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'guichet flux' AND datname = current_database()"
        )
        assert ines.prochain() == ("rattrapage", {})
        bureau.lignes('NOTIFY flux, \'x-1 {"quoi":"inconnu"}\'')
        un_message(bureau, 9003)
        assert des_deux(ines) == un_message_de(9003)


def test_who_may_not_listen(bureau: Bureau) -> None:
    anonyme = bureau.navigateur()
    assert refus(anonyme.get("/flux")) == (401, "non_connecte", "Connectez-vous pour continuer")
    assert refus(bureau.de(ALI).get("/flux")) == (
        403, "pas_instructeur", "Le flux est celui des instructeurs",
    )  # fmt: skip
    ailleurs = bureau.de(INES).get("/flux", headers={"Sec-Fetch-Site": "cross-site"})
    assert refus(ailleurs)[:2] == (403, "origine_refusee")
    assert bureau.de(INES).head("/flux").status_code == 405


def test_so_many_and_no_more(stack: Any, modele: Any) -> None:
    peu = stack.model_copy(update={"streams_per_account": 2})
    for bureau in ouvert(peu, modele):
        with ecouter(bureau.de(INES)), ecouter(bureau.de(INES)), ecouter(bureau.de(SAM)):
            assert refus(bureau.de(INES).get("/flux")) == (
                429, "trop_de_flux", "Trop de flux ouverts pour ce compte : fermez d’autres fenêtres",
            )  # fmt: skip


MOI = ConnecteRow(1, 2, 3, None, False, [4], [5])


def entendu(rang: int, *, groupe: int = 4) -> Entendu:
    return Entendu(f"x-{rang}", Signal(quoi=Quoi.dossiers, demarche_id=5, groupe_id=groupe, dossier_id=rang))  # fmt: skip


def test_who_does_not_read_is_told_to_load_again() -> None:
    abonne = Abonne((None, {}), MOI)  # type: ignore[arg-type]
    for rang in range(EN_ATTENTE_MAX + 3):
        abonne.entendre(entendu(rang))
    assert [(dit.nom, dit.id) for dit in abonne._file] == [
        ("rattrapage", "x-100"), ("dossiers", "x-101"), ("dossiers", "x-102"),
    ]  # fmt: skip


def test_what_is_forgotten_is_not_guessed() -> None:
    anneau = Anneau(taille=3)
    assert anneau.depuis(anneau.depart) == []
    for rang in range(3):
        anneau.retenir(entendu(rang))
    assert anneau.depuis(anneau.depart) == [entendu(0), entendu(1), entendu(2)]
    assert anneau.depuis("x-0") == [entendu(1), entendu(2)]
    assert anneau.depuis("x-2") == []
    anneau.retenir(entendu(3))
    assert anneau.depuis("x-0") is None
    assert anneau.depuis(anneau.depart) is None
    assert anneau.depuis("x-1") == [entendu(2), entendu(3)]
