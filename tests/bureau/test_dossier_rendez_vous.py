"""Meetings with the usager of a dossier (rules 4.15): proposed, booked by the agenda, changed, cancelled; and
the history of each."""

from typing import Any

import pytest

from adapters.rendez_vous import Agenda, AgendaLocal, Demande, Plan
from domain.identifiants import identifiant
from domain.rendez_vous.models import Lieu, Statut
from tests.bureau.bureau import Bureau
from tests.bureau.sur_un_dossier import ERREURS, INES, IVAN, du_dossier, introuvable, refus, voir
from tests.empreintes import empreintes

MONDE = "dossier"

# Long after any day on which these tests run.
LE, PLUS_TARD = "2126-03-02T10:00:00+01:00", "2126-03-03T11:00:00+01:00"
TOUT = """rendezVous { id statut debut lieu precisions lien proposePar
  historique { par statut debut lieu precisions } }"""


def proposer(bureau: Bureau, **entree: Any) -> list[dict[str, Any]]:
    return changer(bureau, "dossierProposerRendezVous", dossierId=du_dossier(7003), **entree)


def changer(bureau: Bureau, champ: str, **entree: Any) -> list[dict[str, Any]]:
    fait = bureau.muter(INES, champ, f"{ERREURS} dossier {{ {TOUT} }}", **entree)
    assert fait["errors"] is None
    rendez_vous: list[dict[str, Any]] = fait["dossier"]["rendezVous"]
    return rendez_vous


def test_a_meeting_is_booked_changed_and_cancelled_and_remembers_it(bureau_neuf: Bureau) -> None:
    [propose] = proposer(bureau_neuf, debut=LE, lieu="sur_place", precisions="Guichet 4")
    assert (propose["statut"], propose["debut"], propose["proposePar"]) == ("en_attente", LE, INES)

    bureau_neuf.suivre()  # the agenda of this Guichet books what is given
    [reserve] = voir(bureau_neuf, 7003, TOUT)["rendezVous"]
    assert (reserve["id"], reserve["statut"]) == (propose["id"], "reserve")

    lui = {"rendezVousId": propose["id"]}
    [change] = changer(
        bureau_neuf, "rendezVousModifier", **lui, debut=PLUS_TARD, lieu="telephone",
        precisions="01 02 03 04 05",
    )  # fmt: skip
    assert (change["statut"], change["debut"]) == ("reserve", PLUS_TARD)
    bureau_neuf.suivre()
    changer(bureau_neuf, "rendezVousAnnuler", **lui)
    bureau_neuf.suivre()
    [annule] = voir(bureau_neuf, 7003, TOUT)["rendezVous"]
    assert (annule["statut"], annule["lien"]) == ("annule", None)

    def etape(
        par: str | None, statut: str, debut: str, lieu: str, precisions: str
    ) -> dict[str, Any]:
        return {
            "par": par,
            "statut": statut,
            "debut": debut,
            "lieu": lieu,
            "precisions": precisions,
        }

    assert annule["historique"] == [
        etape(INES, "en_attente", LE, "sur_place", "Guichet 4"),
        etape(None, "reserve", LE, "sur_place", "Guichet 4"),
        etape(INES, "reserve", PLUS_TARD, "telephone", "01 02 03 04 05"),
        etape(INES, "annule", PLUS_TARD, "telephone", "01 02 03 04 05"),
    ]
    assert bureau_neuf.lignes("SELECT reference FROM rendez_vous") == [
        (f"guichet-{bureau_neuf.lignes('SELECT id FROM rendez_vous')[0][0]}",)
    ]


def test_one_meeting_at_a_time_awaits_its_date(bureau_neuf: Bureau) -> None:
    [attend] = proposer(bureau_neuf, lieu="visioconference")
    assert (attend["statut"], attend["debut"], attend["precisions"]) == ("en_attente", None, "")
    bureau_neuf.suivre()  # without a date, nothing is booked, and nothing is noted
    [encore] = voir(bureau_neuf, 7003, TOUT)["rendezVous"]
    assert (encore["statut"], len(encore["historique"])) == ("en_attente", 1)
    bureau_neuf.de(IVAN)
    avant = empreintes(bureau_neuf.serveur.database_url)

    autre = {"dossierId": du_dossier(7003), "lieu": "telephone"}
    assert refus(bureau_neuf, "dossierProposerRendezVous", **autre) == (
        "Un rendez-vous attend déjà sa date sur ce dossier",
        "rendez_vous_deja_propose",
    )
    lui = {"rendezVousId": attend["id"]}
    assert refus(
        bureau_neuf, "rendezVousModifier", **lui, debut="2020-01-01T10:00:00Z", lieu="telephone"
    ) == ("La date d’un rendez-vous est à venir", "date_passee")  # fmt: skip
    inconnu = {"rendezVousId": identifiant("RendezVous", 987_654)}
    for qui, vise in ((IVAN, lui), (INES, inconnu)):
        assert (
            introuvable(bureau_neuf, "rendezVousAnnuler", qui=qui, **vise) == "RendezVous not found"
        )
    assert empreintes(bureau_neuf.serveur.database_url) == avant

    assert changer(bureau_neuf, "rendezVousActualiser", **lui) == [encore]
    changer(bureau_neuf, "rendezVousModifier", **lui, debut=LE, lieu="visioconference")
    bureau_neuf.suivre()
    assert refus(bureau_neuf, "rendezVousModifier", **lui, lieu="visioconference") == (
        "Un rendez-vous réservé garde une date",
        "date_requise",
    )
    changer(bureau_neuf, "rendezVousAnnuler", **lui)
    assert refus(bureau_neuf, "rendezVousAnnuler", **lui) == (
        "Ce rendez-vous est annulé",
        "rendez_vous_annule",
    )
    assert len(proposer(bureau_neuf, lieu="telephone")) == 2


def test_a_demarche_that_has_no_meetings_proposes_none(bureau_neuf: Bureau) -> None:
    bureau_neuf.de(IVAN)
    avant = empreintes(bureau_neuf.serveur.database_url)
    assert refus(
        bureau_neuf, "dossierProposerRendezVous", qui=IVAN, dossierId=du_dossier(8001),
        lieu="sur_place",
    ) == ("Cette démarche ne propose pas de rendez-vous", "rendez_vous_fermes")  # fmt: skip
    assert empreintes(bureau_neuf.serveur.database_url) == avant


@pytest.mark.parametrize("statut", Statut)
def test_the_agenda_told_twice_of_a_meeting_has_one(statut: Statut) -> None:
    agenda: Agenda = AgendaLocal()
    demande = Demande(
        cle="12", prenom="Ali", nom="Benali", email="ali@exemple.fr", dossier="https://ici/12",
        lieu=Lieu.telephone, statut=statut, debut_le=None,
    )  # fmt: skip
    plan = agenda.tenir(demande)
    assert plan == Plan("guichet-12", None, Lieu.telephone, statut, None)
    assert agenda.tenir(demande._replace(reference=plan.reference)) == plan
