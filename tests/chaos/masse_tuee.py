"""The worker is killed at twenty moments drawn at random while it acts on hundreds of dossiers: each is done
once, and told once."""

from collections.abc import Iterator, Mapping
from random import Random
from threading import Event
from typing import Any

from adapters.base_de_donnees import base_synchrone
from benchmarks.figures import Figure, Ligne, Remarque
from domain.masse.models import ActeDeMasse
from server.resources import WORKING
from tests.chaos.monde import peupler
from tests.chaos.pile import Pile
from tests.jobs.masse import demander_dans

A = ActeDeMasse
PAR_OPERATION = 300
MORTS_D_UNE_OPERATION = 3  # after five tries it would be put aside
DELAI = 0.5  # seconds at most, between what is seen done and a death
EVE = "eve@exemple.fr"

# In turn, on the same dossiers, which are then taken for the next turn's.
DEMANDES: tuple[tuple[ActeDeMasse, Mapping[str, Any]], ...] = (
    (A.demander_avis, {"emails": (EVE,), "introduction": "Que dire ?"}),
    (A.envoyer_message, {"corps": "Réunion mardi à neuf heures."}),
    (A.accepter, {"motivation": "Conforme"}),
)
ATTENTE = "SELECT count(*) FROM elements_de_masse WHERE issue = 'en_attente'"
RESTE = (
    "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM travaux WHERE fait_le IS NULL)"
)
A_PARTIR = "SELECT count(*) FROM courriels WHERE etat <> 'envoye'"

# What each act leaves, once for each dossier.
EFFETS = {
    A.demander_avis: {
        "avis": "SELECT dossier_id, count(*) FROM avis WHERE dossier_id = ANY(%s) GROUP BY 1",
        "journal": "SELECT dossier_id, count(*) FROM journal WHERE operation = 'demander_un_avis' AND dossier_id = ANY(%s) GROUP BY 1",
    },
    A.envoyer_message: {
        "messages": "SELECT dossier_id, count(*) FROM messages WHERE corps LIKE '%%Réunion mardi à neuf heures.%%' AND dossier_id = ANY(%s) GROUP BY 1",
    },
    A.accepter: {
        "traitements": "SELECT dossier_id, count(*) FROM traitements WHERE state = 'accepte' AND dossier_id = ANY(%s) GROUP BY 1",
        "journal": "SELECT dossier_id, count(*) FROM journal WHERE operation = 'accepter' AND dossier_id = ANY(%s) GROUP BY 1",
        "attestations": "SELECT (arguments->>'dossier_id')::bigint, count(*) FROM travaux WHERE nom = 'generer_attestation' AND (arguments->>'dossier_id')::bigint = ANY(%s) GROUP BY 1",
        "acceptés": "SELECT id, count(*) FROM dossiers WHERE state = 'accepte' AND id = ANY(%s) GROUP BY 1",
    },
}  # fmt: skip
COURRIELS = "SELECT dossier_id, count(*) FROM courriels WHERE dossier_id = ANY(%s) GROUP BY 1"


def figures(montee: Pile, morts: int, graine: int) -> Iterator[Ligne]:
    monde = peupler(montee.settings, montee.folder, dossiers=PAR_OPERATION * 12)
    base = base_synchrone(montee.settings.require("database_url"), WORKING)
    montee.composer(worker=1, relay=1, mailer=1)
    montee.demarrer()
    hasard, pause, fautes = Random(graine), Event(), list[str]()
    interrompus, tours = 0, 0
    par_acte = dict.fromkeys((str(acte) for acte, _ in DEMANDES), 0)
    while interrompus < morts:
        groupe, lequel = divmod(tours, len(DEMANDES))
        acte, demande = DEMANDES[lequel]
        dossiers = monde.dossiers[groupe * PAR_OPERATION :][:PAR_OPERATION]
        montee.lire("DELETE FROM courriels")
        recus = len(montee.puits.recus)
        base.transaction(
            lambda tx, a=acte, d=dossiers, p=demande: demander_dans(tx, a, d, **p).operation.id  # type: ignore[misc]
        )
        for _ in range(MORTS_D_UNE_OPERATION):
            reste = hasard.randrange(PAR_OPERATION)
            montee.attendre(lambda reste=reste: montee.un(ATTENTE) <= reste)  # type: ignore[misc]
            pause.wait(hasard.uniform(0, DELAI))
            montee.tuer("worker", hasard.choice)
            if not montee.un(ATTENTE):
                break
            interrompus += 1
            par_acte[str(acte)] += 1
        montee.attendre(lambda: montee.un(ATTENTE) + montee.un(RESTE) == 0)
        montee.lire("UPDATE courriels SET essai_le = now() WHERE etat <> 'envoye'")  # those put off
        montee.attendre(lambda: montee.un(A_PARTIR) == 0)
        fautes += _constater(montee, acte, dossiers, recus)
        tours += 1
    yield Remarque(f"{tours} opérations sur {PAR_OPERATION} dossiers tuées en cours : {par_acte}")  # fmt: skip
    for faute in fautes[:10]:
        yield Remarque(faute)
    yield Figure("masse_tuee_en_cours", interrompus, f">= {morts}")
    yield Figure("masse_fautes", len(fautes), "<= 0")
    base.fermer()


def _constater(montee: Pile, acte: ActeDeMasse, dossiers: list[int], recus: int) -> list[str]:
    attendu = dict.fromkeys(dossiers, 1)
    comptes = {nom: dict(montee.lire(sql, dossiers)) for nom, sql in EFFETS[acte].items()}
    if acte is not A.demander_avis:
        comptes["courriels"] = dict(montee.lire(COURRIELS, dossiers))
    fautes = [
        f"{acte}, {nom} : {len(attendu.keys() - lu.keys())} manquants, {sum(n > 1 for n in lu.values())} en trop"
        for nom, lu in comptes.items() if lu != attendu
    ]  # fmt: skip
    issues = montee.lire("SELECT issue, count(*) FROM elements_de_masse WHERE dossier_id = ANY(%s) AND operation_id = (SELECT max(id) FROM operations_de_masse) GROUP BY 1", dossiers)  # fmt: skip
    if issues != [("reussi", len(dossiers))]:
        fautes.append(f"{acte} : {issues}")
    aux_experts = montee.un(f"SELECT count(*) FROM courriels WHERE destinataire = '{EVE}'")
    if aux_experts != (acte is A.demander_avis):  # one for all their dossiers
        fautes.append(f"{acte} : {aux_experts} courriels à l’experte")
    distincts = {lettre.identifiant for lettre in montee.puits.lettres()[recus:]}
    partis, promis = len(montee.puits.recus) - recus, montee.un("SELECT count(*) FROM courriels")
    if not partis == len(distincts) == promis:
        fautes.append(f"{acte} : {partis} courriels remis, {promis} promis")
    return fautes
