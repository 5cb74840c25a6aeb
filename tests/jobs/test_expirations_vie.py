"""Thirty months of a Guichet's dossiers: every mail, every move and every purge on the day that the rules
give (rules 9.1-9.4), through both changes of hour and a 29 February."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from domain.actes.corbeille import restaurer_et_prolonger
from domain.actes.prolongation import prolonger
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Compte, Instructeur
from domain.transactions import Transaction
from server.settings import Settings
from tests.jobs.expirations import Monde, le, monde_ouvert, qui

ALI, INES, ADA = "ali@exemple.fr", "ines@exemple.fr", "ada@exemple.fr"
DEPOSE = {"etat": "en_construction", "suivi_par": [INES]}


def accepte(traite_le: str) -> dict[str, object]:
    veille = "2023-01-10T10:00:00+01:00"
    return {
        "etat": "accepte", "depose_le": veille, "en_instruction_le": veille, "traite_le": traite_le,
        "traite_par": INES, "suivi_par": [INES],
    }  # fmt: skip


def demarche(cle: str, number: int, mois: int, dossiers: list[dict[str, object]]) -> dict[str, object]:  # fmt: skip
    return {
        "cle": cle, "number": number, "libelle": f"Aide {cle}", "etat": "publiee",
        "administrateurs": [ADA], "instructeurs": [INES, ADA], "duree_conservation": mois,
        "champs": [{"id": number * 10, "type": "text", "libelle": "Objet", "obligatoire": False}],
        "dossiers": dossiers,
    }  # fmt: skip


SCENARIO = json.dumps(
    {
        "version": 1,
        "maintenant": "2024-01-05T09:00:00+01:00",
        "comptes": [
            {"email": ADA, "roles": ["administrateur"]},
            {"email": INES, "roles": ["instructeur"]},
            {"email": ALI},
        ],
        "demarches": [
            demarche("A", 10, 12, [
                qui(number=101, depose_le="2024-01-01T10:00:00+01:00", **DEPOSE),
                qui(number=107, depose_le="2024-01-01T10:00:00+01:00", **DEPOSE),
                qui(number=108, depose_le="2024-01-01T10:00:00+01:00", **DEPOSE),
                qui(number=102, depose_le="2023-03-01T10:00:00+01:00", **DEPOSE),
                qui(number=103, **accepte("2023-02-28T12:00:00+01:00")),
                qui(number=104, etat="en_instruction", depose_le="2023-01-10T10:00:00+01:00",
                    en_instruction_le="2023-01-11T10:00:00+01:00"),
                qui(number=105, etat="brouillon"),
            ]),
            demarche("B", 20, 24, [
                qui(number=201, **accepte("2024-01-02T10:00:00+01:00")),
                qui(number=202, depose_le="2023-11-01T10:00:00+01:00", **DEPOSE),
            ]),
        ],
    }
)  # fmt: skip

# Day by day: what is told and to whom, what goes to the bin, what is gone.
ATTENDU: dict[str, list[tuple[object, ...]]] = {
    "2024-02-15": [("dit", "dossiers_a_expirer", ALI, "103"), ("dit", "dossiers_a_expirer_administration", ADA, "103"), ("dit", "dossiers_a_expirer_administration", INES, "103")],
    "2024-02-16": [("dit", "dossiers_a_expirer", ALI, "102"), ("dit", "dossiers_a_expirer_administration", ADA, "102"), ("dit", "dossiers_a_expirer_administration", INES, "102")],
    "2024-02-29": [("corbeille", 103), ("dit", "dossiers_expires", ALI, "103"), ("dit", "dossiers_expires_administration", ADA, "103"), ("dit", "dossiers_expires_administration", INES, "103")],
    "2024-03-01": [("corbeille", 102), ("dit", "dossiers_expires", ALI, "102"), ("dit", "dossiers_expires_administration", ADA, "102"), ("dit", "dossiers_expires_administration", INES, "102")],
    "2024-03-14": [("purge", 103)],
    "2024-03-16": [("purge", 102)],
    "2024-03-19": [("dit", "brouillons_a_supprimer", ALI, "105")],
    "2024-04-02": [("dit", "brouillons_supprimes", ALI, "105"), ("parti", 105)],
    "2024-12-18": [("dit", "dossiers_a_expirer", ALI, "101, 107, 108"), ("dit", "dossiers_a_expirer_administration", ADA, "101, 107, 108"), ("dit", "dossiers_a_expirer_administration", INES, "101, 107, 108")],
    "2025-01-01": [("corbeille", 101), ("corbeille", 108), ("dit", "dossiers_expires", ALI, "101, 108"), ("dit", "dossiers_expires_administration", ADA, "101, 108"), ("dit", "dossiers_expires_administration", INES, "101, 108")],
    "2025-01-16": [("purge", 101)],
    "2025-01-18": [("dit", "dossiers_a_expirer", ALI, "107, 108"), ("dit", "dossiers_a_expirer_administration", ADA, "107, 108"), ("dit", "dossiers_a_expirer_administration", INES, "107, 108")],
    "2025-02-01": [("corbeille", 107), ("corbeille", 108), ("dit", "dossiers_expires", ALI, "107, 108"), ("dit", "dossiers_expires_administration", ADA, "107, 108"), ("dit", "dossiers_expires_administration", INES, "107, 108")],
    "2025-02-16": [("purge", 107), ("purge", 108)],
    "2025-10-18": [("dit", "dossiers_a_expirer", ALI, "202"), ("dit", "dossiers_a_expirer_administration", ADA, "202"), ("dit", "dossiers_a_expirer_administration", INES, "202")],
    "2025-11-01": [("corbeille", 202), ("dit", "dossiers_expires", ALI, "202"), ("dit", "dossiers_expires_administration", ADA, "202"), ("dit", "dossiers_expires_administration", INES, "202")],
    "2025-11-16": [("purge", 202)],
    "2025-12-20": [("dit", "dossiers_a_expirer", ALI, "201"), ("dit", "dossiers_a_expirer_administration", ADA, "201"), ("dit", "dossiers_a_expirer_administration", INES, "201")],
    "2026-01-03": [("corbeille", 201), ("dit", "dossiers_expires", ALI, "201"), ("dit", "dossiers_expires_administration", ADA, "201"), ("dit", "dossiers_expires_administration", INES, "201")],
    "2026-01-17": [("purge", 201)],
}  # fmt: skip

# True: every day of the thirty months, some minutes. False: the days around those that matter, and one
# quiet day in three months; something that came on a day left out would be seen on the next.
TOUS_LES_JOURS = False
DEBUT, FIN = date(2024, 1, 6), date(2026, 7, 6)


def jours() -> list[date]:
    tous = [DEBUT + timedelta(days=n) for n in range((FIN - DEBUT).days + 1)]
    if TOUS_LES_JOURS:
        return tous
    proches = {
        date.fromisoformat(jour) + timedelta(days=ecart) for jour in ATTENDU for ecart in (-1, 0)
    }
    gestes = {date(2024, 12, 20), date(2025, 1, 5)}
    calmes = {jour for jour in tous if jour.day == 8 and jour.month % 3 == 0}
    return sorted(proches | gestes | calmes)


@pytest.fixture(scope="module")
def monde(stack: Settings) -> Iterator[Monde]:
    with monde_ouvert(stack, SCENARIO) as ouvert:
        ouvert.lire(
            "UPDATE dossiers SET champs_modifies_le = '2024-01-02 12:00+01',"
            " expire_le = '2024-04-02 12:00 Europe/Paris' WHERE id = 105"
        )
        yield ouvert


def evenements(monde: Monde, jour: date) -> list[tuple[object, ...]]:
    dits = monde.lire(
        "SELECT 'dit', genre, destinataire, substring(corps_texte FROM 'n° ([0-9, ]+)')"
        " FROM courriels WHERE envoyer_apres::date = %s ORDER BY 2, 3",
        jour,
    )
    jetes = monde.lire(
        "SELECT 'corbeille', id FROM dossiers WHERE cache_par_expiration_le::date = %s ORDER BY 2",
        jour,
    )
    purges = monde.lire(
        "SELECT 'purge', dossier_number FROM dossiers_supprimes WHERE supprime_le::date = %s ORDER BY 2",
        jour,
    )
    return sorted([*jetes, *dits, *purges], key=str)


def instructeur(tx: Transaction) -> Instructeur:
    return tx.session.scalars(
        select(Instructeur)
        .join(Instructeur.compte)
        .where(Compte.email == INES)
        .options(joinedload(Instructeur.compte))
    ).one()


def test_thirty_months_of_dossiers_end_on_their_days(monde: Monde) -> None:
    vu: dict[str, list[tuple[object, ...]]] = {}
    for jour in jours():
        monde.journee(jour)
        arrives = evenements(monde, jour)
        if jour == date(2024, 4, 2):
            assert monde.lire("SELECT id FROM dossiers WHERE id = 105") == []
            arrives = sorted([*arrives, ("parti", 105)], key=str)
        if arrives:
            vu[jour.isoformat()] = arrives
        if jour == date(2024, 12, 20):
            geste(monde, prolonger, 107, "2024-12-20 16:00")
        if jour == date(2025, 1, 5):
            geste(monde, restaurer_et_prolonger, 108, "2025-01-05 16:00")
    assert vu == {jour: sorted(faits, key=str) for jour, faits in ATTENDU.items()}
    assert monde.lire("SELECT id, expire_le FROM dossiers") == [(104, None)]
    traces = monde.lire("SELECT dossier_number, raison, state FROM dossiers_supprimes ORDER BY 1")
    assert traces == [
        (101, "expired", "en_construction"), (102, "expired", "en_construction"),
        (103, "expired", "accepte"), (107, "expired", "en_construction"),
        (108, "expired", "en_construction"), (201, "expired", "accepte"),
        (202, "expired", "en_construction"),
    ]  # fmt: skip
    journal = monde.lire("SELECT operation, contenu IS NULL FROM journal WHERE dossier_id = 108 ORDER BY rang")  # fmt: skip
    assert journal == [
        ("supprimer", True), ("prolonger", True), ("supprimer", True), ("purger", False),
    ]  # fmt: skip


def geste(monde: Monde, acte: object, numero: int, quand: str) -> None:
    def faire(tx: Transaction, dossier: object) -> None:
        qui_agit = instructeur(tx)
        acte(tx, dossier, instructeur=qui_agit, auteur=comme_profil(qui_agit), at=le(quand))  # type: ignore[operator]

    monde.agir(faire, numero)
