"""The sweeps that end dossiers, beside people who keep them: what somebody kept is there and whole, what
went is gone whole, and nobody was told otherwise."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from domain.actes.corbeille import restaurer_et_prolonger
from domain.actes.prolongation import prolonger, prolonger_par_l_usager
from domain.actes.suppression import restaurer
from domain.comptes.auteurs import comme_profil, comme_usager
from domain.comptes.models import Compte
from domain.dossiers.models import Dossier
from domain.expirations.familles import Famille
from domain.transactions import Transaction
from jobs.expirations import finir, vider
from tests.jobs.expirations import ACCEPTE, ADA, ALI, AVERTI, DEPOSE, EXPIRE, INES, PURGE, qui
from tests.jobs.expirations import instructeur as ines
from tests.jobs.rencontres import Lieu, Tour

CONSTRUIT, DECIDE, BROUILLONS, EXPIRES, JETES = 100, 200, 10_000, 20_000, 30_000
JAMAIS = "2099-01-01"
FIN_DITE = ["dossiers_expires", "dossiers_expires_administration", "brouillons_supprimes"]

Geste = Callable[[Transaction, Dossier], None]


def scenario(tours: int) -> str:
    """What a purge or the end of a draft takes is not there for the next one: there are enough."""
    plein = {"champs": {1: "Un banc", 2: [{"nom": "plan.txt", "contenu": "plan"}]}}
    tiers, moitie = range(tours // 3 + 1), range(tours // 2 + 1)
    dossiers = [
        qui(number=CONSTRUIT, **DEPOSE, **plein),
        qui(number=DECIDE, **ACCEPTE, **plein),
        *(qui(number=BROUILLONS + n, etat="brouillon", **plein) for n in tiers),
        *(qui(number=EXPIRES + n, **DEPOSE, **plein) for n in moitie),
        *(qui(number=JETES + n, **ACCEPTE, **plein) for n in moitie),
    ]
    demarche = {
        "cle": "A", "number": 10, "libelle": "Aide", "etat": "publiee",
        "administrateurs": [ADA], "instructeurs": [INES],
        "champs": [
            {"id": 1, "type": "text", "libelle": "Objet", "obligatoire": False},
            {"id": 2, "type": "piece_justificative", "libelle": "Plan", "obligatoire": False},
        ],
        "dossiers": dossiers,
    }  # fmt: skip
    comptes = [
        {"email": ADA, "roles": ["administrateur"]},
        {"email": INES, "roles": ["instructeur"]},
        {"email": ALI},
    ]
    monde = {
        "version": 1, "maintenant": "2025-11-01T09:00:00+01:00",
        "comptes": comptes, "demarches": [demarche],
    }  # fmt: skip
    return yaml.safe_dump(monde)


def agir(la: Lieu, numero: int, geste: Geste) -> bool:
    """What the API does of one dossier: hold it, act. False when it is not there any more."""

    def faire(tx: Transaction) -> None:
        tenu = select(Dossier).where(Dossier.id == numero).with_for_update(of=Dossier)
        geste(tx, tx.session.scalars(tenu).one())

    try:
        la.base.transaction(faire)
    except NoResultFound:
        return False
    return True


def par_ines(acte: Any, at: Any) -> Geste:
    def geste(tx: Transaction, dossier: Dossier) -> None:
        elle = ines(tx)
        acte(tx, dossier, instructeur=elle, auteur=comme_profil(elle), at=at)

    return geste


def par_ali(tx: Transaction, dossier: Dossier) -> None:
    ali = tx.session.scalars(select(Compte).where(Compte.email == ALI)).one()
    prolonger_par_l_usager(tx, dossier, usager=ali, auteur=comme_usager(ali), at=EXPIRE)


# --- expiry ‖ extension ---------------------------------------------------------------------------


def expirations_et_prolongations(la: Lieu, tours: int) -> Iterator[Tour]:
    """In turn a dossier en construction and a decided one, which an instructeur keeps longer, and a
    draft, which its owner does. All were warned, and their last day has come."""
    la.lire("UPDATE dossiers SET expire_le = CASE WHEN id < %s THEN %s ELSE %s::timestamptz END", EXPIRES, EXPIRE, JAMAIS)  # fmt: skip
    for famille in Famille:
        finir(la.base, famille, at=AVERTI)
    la.lire("UPDATE courriels SET etat = 'envoye', envoye_le = %s", AVERTI)
    la.lire("UPDATE dossiers SET expire_le = %s", JAMAIS)
    for tour in range(tours):
        rang, laquelle = divmod(tour, 3)
        numero, famille = (
            (CONSTRUIT, Famille.en_construction),
            (DECIDE, Famille.termine),
            (BROUILLONS + rang, Famille.brouillon),
        )[laquelle]
        la.lire(
            "UPDATE dossiers SET expire_le = %s, expiration_annoncee_le = %s,"
            " conservation_extension = '0', cache_par_expiration_le = NULL, cache_raison = NULL"
            " WHERE id = %s", EXPIRE, AVERTI, numero,
        )  # fmt: skip
        yield _expiration(la, numero, famille)
        la.lire("UPDATE dossiers SET expire_le = %s WHERE id = %s", JAMAIS, numero)


# By what the extension was told, and what the journal says (nothing, of drafts): who came first, and
# whether people were told of an end.
ISSUES: dict[bool, dict[tuple[object, ...], tuple[str, bool]]] = {
    False: {
        (True, "prolonger"): ("prolongé d’abord", False),
        (True, "supprimer", "prolonger"): ("expiré, puis ramené", True),
    },
    True: {
        (True,): ("brouillon prolongé d’abord", False),
        (False,): ("brouillon parti d’abord", True),
    },
}


def _expiration(la: Lieu, numero: int, famille: Famille) -> Tour:
    brouillon = famille is Famille.brouillon
    debut = la.nombre("SELECT coalesce(max(rang), 0) FROM journal")
    geste = par_ali if brouillon else par_ines(prolonger, EXPIRE)

    def constater(rendus: Sequence[Any]) -> tuple[str, list[str]]:
        prolonge = rendus[1]
        lu = la.lire("SELECT expire_le > %s, cache_par_expiration_le IS NULL, expiration_annoncee_le IS NULL FROM dossiers WHERE id = %s", EXPIRE + timedelta(days=27), numero)  # fmt: skip
        actes = [acte for (acte,) in la.lire("SELECT operation FROM journal WHERE rang > %s AND dossier_id = %s ORDER BY rang", debut, numero)]  # fmt: skip
        dits = la.nombre("WITH dits AS (DELETE FROM courriels WHERE genre = ANY(%s) RETURNING 1) SELECT count(*) FROM dits", FIN_DITE)  # fmt: skip
        fautes = []
        if prolonge and lu != [(True, True, True)]:
            fautes.append(f"{numero} a été prolongé, il est {lu}")
        if not prolonge and (lu or la.nombre(DEPENDANTS, *[numero] * 4)):
            fautes.append(f"{numero} est parti, il en reste {lu}")
        issue, annonce = ISSUES[brouillon].get((prolonge, *actes), ("?", False))
        if issue == "?":
            fautes.append(f"{numero} : prolongé {prolonge}, journal {actes}")
        if (dits > 0) != annonce:
            fautes.append(f"{numero} : {issue}, et {dits} courriels de fin")
        return issue, fautes

    return Tour((partial(finir, la.base, famille, at=EXPIRE), partial(agir, la, numero, geste)), constater)  # fmt: skip


# --- purge ‖ restoration --------------------------------------------------------------------------

# What hangs on a dossier, and was in the scenario.
DEPENDANTS = " + ".join(
    f"(SELECT count(*) FROM {table} WHERE dossier_id = %s)"
    for table in ("champs", "fichiers", "individus", "traitements")
).join(("SELECT ", ""))


def purges_et_restaurations(la: Lieu, tours: int) -> Iterator[Tour]:
    """In turn a dossier that expired, which an instructeur takes back and keeps longer, and one that both
    sides threw away, which he takes back. Their two weeks in the bin are over."""
    la.lire("UPDATE dossiers SET expire_le = %s", JAMAIS)
    for tour in range(tours):
        rang, jete = divmod(tour, 2)
        numero = (JETES if jete else EXPIRES) + rang
        if jete:
            la.lire("UPDATE dossiers SET cache_par_usager_le = %s, cache_par_administration_le = %s WHERE id = %s", EXPIRE, EXPIRE, numero)  # fmt: skip
        else:
            la.lire("UPDATE dossiers SET cache_par_expiration_le = %s, cache_raison = 'expired' WHERE id = %s", EXPIRE, numero)  # fmt: skip
        la.lire("DELETE FROM balayages")
        la.lire("DELETE FROM objets_a_effacer")
        yield _purge(la, numero, restaurer if jete else restaurer_et_prolonger)


def _purge(la: Lieu, numero: int, acte: Any) -> Tour:
    avant = la.nombre(DEPENDANTS, *[numero] * 4)
    debut = la.nombre("SELECT coalesce(max(rang), 0) FROM journal")

    def constater(rendus: Sequence[Any]) -> tuple[str, list[str]]:
        purges, restaure = rendus
        vus = {
            "dossier": la.nombre("SELECT count(*) FROM dossiers WHERE id = %s", numero),
            "dépendants": la.nombre(DEPENDANTS, *[numero] * 4),
            "traces": la.nombre("SELECT count(*) FROM dossiers_supprimes WHERE dossier_number = %s", numero),
            "fichiers à effacer": la.nombre("SELECT count(*) FROM objets_a_effacer"),
            "purges": la.nombre("SELECT count(*) FROM journal WHERE dossier_id = %s AND operation = 'purger'", numero),
            "actes": la.nombre("SELECT count(*) FROM journal WHERE dossier_id = %s AND rang > %s AND operation <> 'purger'", numero, debut) > 0,
            "rendu": purges,
        }  # fmt: skip
        attendu = (
            dict(zip(vus, (1, avant, 0, 0, 0, True, 0), strict=True))
            if restaure
            else dict(zip(vus, (0, 0, 1, 1, 1, False, 1), strict=True))
        )
        issue = "ramené d’abord" if restaure else "purgé d’abord"
        return issue, [] if vus == attendu and avant >= 4 else [f"{numero} : {vus}"]

    return Tour((partial(vider, la.base, at=PURGE), partial(agir, la, numero, par_ines(acte, PURGE))), constater)  # fmt: skip
