"""Thirty months of a Guichet's dossiers: every mail, badge, move and purge on the day and at the hour that the
rules give (rules 9), through the changes of hour and a 29 February.

`make vies` lives every day of them, with every work of the schedule; here, one dossier of each life, on the
days on which the rules say that something happens, and before those that take something away.
"""

import os
import sys
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from jobs.horaires import HORAIRES
from server.settings import Settings
from tests.jobs.cas_des_vies import CAS, DEBUT, DEMARCHES, FIN
from tests.jobs.modele_des_vies import REFUSE, Cas, Moment, calendrier
from tests.jobs.vies import DES_FINS, vies

TOUS_LES_JOURS = os.environ.get("GUICHET_VIES") == "tous"

# What the short form lives: one dossier of each life, those that share their days.
DATES = (
    "2025-06-15 10:00", "2025-03-14 12:00", "2025-10-10 09:00", "2024-02-29 10:00", "2026-02-04 10:00",
)  # fmt: skip
COURTS = tuple(
    {
        # Of what people do, one state is enough.
        (un.demarche, un.depuis, un.usager, un.gestes, un.etat if not un.gestes else ""): un
        for un in reversed(CAS)
        if un.usager != REFUSE
        and (un.depuis in DATES or (un.etat == "brouillon" and un.depuis == "2025-12-20 10:00"))
    }.values()
)
VECUS = CAS if TOUS_LES_JOURS else COURTS

# The days on which the short form too runs the whole schedule.
ENTIERS = {date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29)}


def attendus() -> list[Moment]:
    return [m for un in VECUS for m in calendrier(un, DEMARCHES[un.demarche], du=DEBUT, au=FIN)]


# What the rules give, written by hand: it says whether the model above is right (rules 9.1-9.4, 15.8, 15.9).
A_LA_MAIN = [
    ("en_construction", 12, "2026-01-01 10:00", "averti 2026-12-18 15:00, corbeille 2027-01-01 15:00, purge 2027-01-16 02:00"),
    ("en_construction", 12, "2025-03-14 12:00", "averti 2026-02-28 15:00, corbeille 2026-03-14 15:00, purge 2026-03-29 03:00"),
    ("en_construction", 12, "2025-10-10 09:00", "averti 2026-09-26 15:00, corbeille 2026-10-10 15:00, purge 2026-10-25 02:00"),
    ("accepte", 12, "2025-03-15 00:30", "averti 2026-03-01 01:00, corbeille 2026-03-15 01:00, purge 2026-03-29 03:00"),
    ("accepte", 48, "2024-02-29 10:00", "averti 2028-02-16 01:00, corbeille 2028-03-01 01:00, purge 2028-03-15 02:00"),
    ("refuse", 60, "2023-02-28 16:00", "averti 2028-02-15 01:00, corbeille 2028-02-29 01:00, purge 2028-03-14 02:00"),
    ("brouillon", 12, "2025-11-30 18:00", "averti 2026-02-14 22:00, purge 2026-02-28 22:00"),
    ("brouillon", 2, "2026-01-31 23:00", "averti 2026-03-18 22:00, purge 2026-04-01 22:00"),
    ("brouillon", 2, "2027-12-31 21:00", "averti 2028-02-15 22:00, purge 2028-02-29 22:00"),
    ("en_instruction", 12, "2025-01-10 10:00", ""),
]  # fmt: skip


@pytest.mark.parametrize(("etat", "mois", "depuis", "attendu"), A_LA_MAIN)
def test_the_model_says_what_the_rules_say(etat: str, mois: int, depuis: str, attendu: str) -> None:
    vecu = calendrier(Cas(1, 10, etat, depuis), DEMARCHES[10]._replace(mois=mois), du=DEBUT, au=FIN)
    dits = [f"{m.quoi} {m.le:%Y-%m-%d %H:%M}" for m in vecu if not m.precision]
    assert ", ".join(dits) == attendu


def test_thirty_months_of_dossiers_end_on_their_days(stack: Settings) -> None:
    du_modele = attendus()
    faits = gestes()
    jours = [DEBUT + timedelta(days=rang) for rang in range((FIN - DEBUT).days + 1)]
    if not TOUS_LES_JOURS:
        notables = {moment.le.date() for moment in du_modele} | {
            quand.date() for quand, _, _ in faits
        }
        # Nothing goes too early: the days before those that take something away.
        fins = {moment.le.date() for moment in du_modele if moment.quoi in ("corbeille", "purge")}
        veilles = {jour - timedelta(days=1) for jour in fins}
        jours = [jour for jour in jours if jour in notables | veilles]
    with vies(stack, VECUS) as monde:
        for jour in jours:
            du_jour = [geste for geste in faits if geste[0].date() == jour]
            monde.vivre(jour, du_jour, HORAIRES if TOUS_LES_JOURS or jour in ENTIERS else DES_FINS)
        assert sorted(monde.moments) == sorted(du_modele)
        restent = {numero for (numero,) in monde.lire("SELECT id FROM dossiers")}
        partis = {moment.numero for moment in du_modele if moment.quoi == "purge"}
        assert restent == {un.numero for un in VECUS} - partis
        traces = {n for (n,) in monde.lire("SELECT dossier_number FROM dossiers_supprimes")}
        assert traces == {un.numero for un in VECUS if un.etat != "brouillon"} & partis
        # One mail a person for all that ends together (rules 9.2).
        plis = {(m.le, m.precision) for m in du_modele if m.quoi == "dit"}
        assert monde.courriels == len(plis)
        dire(f"{len(jours)} jours, {monde.travaux} travaux, {len(VECUS)} dossiers, {dict(Counter(m.quoi for m in du_modele))}, {monde.courriels} courriels, {len(partis)} partis")  # fmt: skip


def gestes() -> list[tuple[datetime, str, Cas | int]]:
    """What people do, and to what: a dossier, or all those of a démarche."""
    d_un = [
        (datetime.fromisoformat(quand), geste, un) for un in VECUS for quand, geste in un.gestes
    ]
    de_tous = [
        (datetime.fromisoformat(demarche.allongee[0]), "allonger", numero)
        for numero, demarche in DEMARCHES.items()
        if demarche.allongee
    ]
    return [*d_un, *de_tous]


def dire(texte: str) -> None:
    if TOUS_LES_JOURS:
        sys.stdout.write(f"\n{texte}\n")
