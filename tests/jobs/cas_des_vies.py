"""Who lives the thirty months: a dossier of each kind, and the démarches that they are of."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import count
from typing import Any

from domain.calendrier import PARIS
from tests.jobs.modele_des_vies import ADA, ALI, BOB, INES, LEA, REFUSE, REPARE, Cas, Demarche

MAINTENANT = "2026-01-05 09:00"
DEBUT, FIN = date(2026, 1, 6), date(2028, 7, 6)

DEMARCHES = {
    10: Demarche(12),
    20: Demarche(60),
    30: Demarche(48),
    40: Demarche(12, etat="close"),
    50: Demarche(12, etat="brouillon"),
    60: Demarche(12, garde=True),
    70: Demarche(6, allongee=("2026-08-10 12:00", 18)),
    80: Demarche(12, muets=(INES,)),
    90: Demarche(1),
}

_numeros = count(1001)


def cas(demarche: int, etat: str, depuis: str, **plus: Any) -> Cas:
    return Cas(next(_numeros), demarche, etat, depuis, **plus)


def chacun(demarche: int, etats: Iterable[str], *depuis: str, **plus: Any) -> Iterator[Cas]:
    yield from (cas(demarche, etat, jour, **plus) for etat in etats for jour in depuis)


DEUX = ("en_construction", "accepte")
TROIS = (*DEUX, "brouillon")
TOUS = (*TROIS, "refuse", "sans_suite")

# References whose warning, bin and purge fall on, before and after: the last Sundays of March and of
# October 2026, the end of a short month, 29 February 2028.
CAS = (
    *chacun(10, DEUX, "2025-03-14 12:00", "2025-03-15 12:00", "2025-04-12 10:00", "2025-03-29 02:30"),
    *chacun(10, DEUX, "2025-10-10 09:00", "2025-10-11 00:30", "2025-11-08 10:00", "2025-10-25 02:30"),
    *chacun(10, ("en_construction", "refuse", "sans_suite"), "2025-03-31 23:59", suivi=True),
    *chacun(20, DEUX, "2023-02-14 15:00", "2023-02-14 15:01", "2023-02-15 01:00", "2023-02-28 16:00"),
    *chacun(20, DEUX, "2023-03-13 15:00", "2023-03-14 15:00", "2023-03-01 00:00", suivi=True),
    *chacun(30, DEUX, "2024-02-29 10:00", "2024-02-29 23:30"),
    *chacun(10, ("brouillon",), "2025-11-30 18:00", "2025-12-29 02:30", "2026-01-05 08:00"),
    *chacun(90, TOUS, "2026-01-05 08:00", usager=BOB),
    *chacun(10, ("en_instruction",), "2025-01-10 10:00"),
    *chacun(40, TROIS, "2025-06-15 10:00", "2025-12-20 10:00", suivi=True),
    *chacun(50, TROIS, "2025-06-15 10:00", "2025-12-20 10:00"),
    *chacun(60, DEUX, "2025-06-15 10:00"),
    *chacun(80, DEUX, "2025-06-15 10:00", suivi=True),
    # In the bin, warned, neither, on the day when its démarche decides to keep dossiers longer.
    *chacun(70, DEUX, "2026-01-05 08:00", "2026-02-04 10:00", "2026-02-20 10:00", "2026-05-05 08:00"),
    # Of an account that is gone, and of one that refuses mails, always or for some months.
    *chacun(10, DEUX, "2025-06-15 10:00", usager=None),
    *chacun(10, ("en_construction",), "2025-06-15 10:00", usager=REFUSE),
    *chacun(10, TROIS, "2025-06-15 10:00", usager=REPARE, gestes=(("2026-08-20 12:00", "reparer"),)),
    # 12 months end on 2026-06-15: warned on the 1st, in the bin on the 15th, purged on the 29th or 30th.
    *chacun(10, DEUX, "2025-06-15 10:00", gestes=(("2026-06-05 12:00", "prolonger"),)),
    *chacun(10, DEUX, "2025-06-15 10:00", gestes=(("2026-05-20 12:00", "prolonger"),)),
    *chacun(10, DEUX, "2025-06-15 10:00", gestes=(("2026-06-05 12:00", "prolonger_par_l_usager"),)),
    *chacun(10, DEUX, "2025-06-15 10:00", gestes=(("2026-06-20 12:00", "restaurer_et_prolonger"),)),
    *chacun(10, DEUX, "2025-06-15 10:00", gestes=(("2026-06-20 12:00", "prolonger_par_l_usager"),)),
    *chacun(10, DEUX, "2025-06-15 10:00", gestes=(("2026-06-28 23:59", "restaurer_et_prolonger"), ("2026-07-20 12:00", "restaurer_et_prolonger"))),
    *chacun(10, TROIS, "2025-12-20 10:00", gestes=(("2026-03-15 02:30", "jeter_par_l_usager"),)),
    *chacun(10, TROIS, "2025-12-20 10:00", gestes=(("2026-03-05 12:00", "jeter_par_l_usager"), ("2026-03-15 12:00", "reprendre_par_l_usager"))),
    *chacun(10, ("accepte",), "2025-06-15 10:00", gestes=(("2026-04-01 12:00", "jeter_par_l_administration"),)),
    *chacun(10, ("accepte",), "2025-06-15 10:00", gestes=(("2026-03-01 12:00", "jeter_par_l_administration"), ("2026-03-21 12:00", "jeter_par_l_usager"))),
    *chacun(10, ("accepte",), "2025-06-15 10:00", gestes=(("2026-03-01 12:00", "jeter_par_l_administration"), ("2026-03-21 12:00", "jeter_par_l_usager"), ("2026-03-28 12:00", "reprendre_par_l_administration"))),
    *chacun(10, ("accepte",), "2025-06-15 10:00", gestes=(("2026-04-01 12:00", "jeter_par_l_administration"), ("2026-06-20 12:00", "restaurer_et_prolonger"))),
    *chacun(10, ("en_construction",), "2025-06-15 10:00", gestes=(("2026-06-05 12:00", "instruire"),)),
    *chacun(10, ("en_construction",), "2025-06-15 10:00", gestes=(("2026-06-05 12:00", "instruire"), ("2026-08-31 12:00", "rendre_au_demandeur"))),
    *chacun(10, ("en_construction",), "2025-06-15 10:00", gestes=(("2026-06-05 12:00", "instruire"), ("2027-02-28 12:00", "accepter"))),
    *chacun(10, ("brouillon",), "2025-12-20 10:00", gestes=(("2026-03-10 12:00", "modifier"),)),
    *chacun(10, ("brouillon",), "2025-12-20 10:00", gestes=(("2026-03-10 12:00", "prolonger_par_l_usager"),)),
    *chacun(10, ("brouillon",), "2025-12-20 10:00", gestes=(("2026-03-10 12:00", "modifier"), ("2026-05-30 12:00", "modifier"), ("2026-08-20 12:00", "modifier"))),
)  # fmt: skip


def a_paris(texte: str) -> datetime:
    return datetime.fromisoformat(texte).replace(tzinfo=PARIS)


def _dossier(un: Cas) -> dict[str, Any]:
    depuis = a_paris(un.depuis).isoformat()
    avant = "2022-01-10T10:00:00+01:00"
    dates: dict[str, str] = {
        "brouillon": {"cree_le": depuis, "modifie_le": depuis},
        "en_construction": {"depose_le": depuis},
        "en_instruction": {"depose_le": avant, "en_instruction_le": depuis},
    }.get(un.etat, {"depose_le": avant, "en_instruction_le": avant, "traite_le": depuis})
    suivi = {"suivi_par": [INES]} if un.suivi else {}
    return {
        "number": un.numero, "etat": un.etat, "usager": un.usager or ALI, **dates, **suivi,
        "demandeur": {"nom": "Benali", "prenom": "Ali"},
    }  # fmt: skip


def scenario(les_cas: Iterable[Cas]) -> str:
    les_cas = list(les_cas)
    return json.dumps(
        {
            "version": 1,
            "maintenant": a_paris(MAINTENANT).isoformat(),
            "comptes": [
                {"email": ADA, "roles": ["administrateur", "instructeur"]},
                *({"email": qui, "roles": ["instructeur"]} for qui in (INES, LEA)),
                *({"email": qui} for qui in (ALI, BOB, REFUSE, REPARE)),
            ],
            "demarches": [
                {
                    "cle": str(numero), "number": numero, "libelle": f"Aide {numero}",
                    "etat": demarche.etat, "duree_conservation": demarche.mois,
                    "administrateurs": [ADA], "instructeurs": [ADA, INES, LEA],
                    "creee_le": "2022-01-01T09:00:00+01:00",
                    "options": {"procedure_expires_when_termine_enabled": not demarche.garde},
                    "champs": [{"id": numero * 10, "type": "text", "libelle": "Objet", "obligatoire": False}],
                    "dossiers": [_dossier(un) for un in les_cas if un.demarche == numero],
                }
                for numero, demarche in DEMARCHES.items()
            ],
        }
    )  # fmt: skip
