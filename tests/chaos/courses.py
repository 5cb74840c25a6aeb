"""Sixteen people press a button at the same instant, on the same dossier, each for himself."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, BrokenBarrierError
from typing import Any

import httpx
import psycopg

from benchmarks.figures import Figure, Ligne, Remarque
from domain.identifiants import identifiant
from tests.api.client import CHEMIN
from tests.chaos.decideurs import DECISIONS
from tests.chaos.monde import NOTE, ADecider, peupler
from tests.chaos.pile import Pile

COUREURS = 16
DEPART = 120.0  # seconds that a runner waits for the others: never reached
LIBELLES = {
    "accepte": "accepté",
    "refuse": "refusé",
    "sans_suite": "classé\u00a0sans\u00a0suite",
}
DECISION = """
mutation ($input: {type}Input!) {{
  {champ}(input: $input) {{ dossier {{ state }} errors {{ message code auteur }} }}
}}
"""
NOTER = """
mutation ($input: DossierModifierAnnotationsInput!) {
  dossierModifierAnnotations(input: $input) { annotations { stringValue } errors { message } }
}
"""


@dataclass(frozen=True)
class Coureur:
    """One instructeur, and the program that presses for him."""

    rang: int
    email: str
    monde: ADecider
    client: httpx.Client
    url: str

    def decider(self, dossier: int, mutation: str) -> Any:
        texte = DECISION.format(type=f"{mutation[0].upper()}{mutation[1:]}", champ=mutation)
        return self._ecrire(texte, mutation, dossier, motivation=f"Décidé par {self.email}")

    def noter(self, dossier: int) -> Any:
        annotations = [{"id": NOTE, "value": {"textarea": f"Noté par {self.email}"}}]
        return self._ecrire(NOTER, "dossierModifierAnnotations", dossier, annotations=annotations)

    def _ecrire(self, texte: str, champ: str, dossier: int, **entree: Any) -> Any:
        entree |= {
            "dossierId": identifiant("Dossier", dossier),
            "instructeurId": self.monde.instructeurs[self.email],
        }
        reponse = self.client.post(
            f"{self.url}{CHEMIN}",
            json={"query": texte, "variables": {"input": entree}},
            headers={"Authorization": f"Bearer {self.monde.jetons['ecriture']}"},
        )
        if reponse.status_code != 200 or "errors" in reponse.json():
            return {"errors": [{"message": f"{reponse.status_code} {reponse.text}"}]}
        return reponse.json()["data"][champ]


Presser = Callable[[Coureur, int], Any]
Arrivee = dict[str, Any]  # what each was answered, by his e-mail address


def courir(url: str, monde: ADecider, presser: Presser) -> dict[int, Arrivee]:
    """All the dossiers, one after the other: all of the runners start together at each."""
    depart = Barrier(COUREURS)
    arrivees: dict[int, Arrivee] = {dossier: {} for dossier in monde.dossiers}

    def suivre(coureur: Coureur) -> None:
        for dossier in monde.dossiers:
            try:
                depart.wait(DEPART)
                arrivees[dossier][coureur.email] = presser(coureur, dossier)
            except BrokenBarrierError:
                raise
            except BaseException:
                depart.abort()
                raise

    with httpx.Client(timeout=60, limits=httpx.Limits(max_connections=COUREURS)) as client:
        coureurs = [
            Coureur(rang, email, monde, client, url)
            for rang, email in enumerate(sorted(monde.instructeurs)[:COUREURS])
        ]
        with ThreadPoolExecutor(COUREURS) as ensemble:
            list(ensemble.map(suivre, coureurs))
    return arrivees


def presser_au_choix(coureur: Coureur, dossier: int) -> Any:
    """A third of them accept, a third refuse, a third classify."""
    return coureur.decider(dossier, sorted(DECISIONS)[(coureur.rang + dossier) % len(DECISIONS)])


def decider_ou_noter(coureur: Coureur, dossier: int) -> Any:
    """One decides, the others write in the same annotation."""
    if coureur.rang == dossier % COUREURS:
        return coureur.decider(dossier, "dossierAccepter")
    return coureur.noter(dossier)


def mal_courus(monde: ADecider, arrivees: dict[int, Arrivee]) -> list[str]:
    """What is wrong with each race of decisions: nothing is expected."""
    with psycopg.connect(monde.database_url) as connexion:
        etats = dict(_paires(connexion, "SELECT id, state FROM dossiers"))
        motifs = dict(_paires(connexion, "SELECT id, motivation FROM dossiers"))
        effets = {nom: _compter(connexion, requete) for nom, requete in EFFETS.items()}
    constats = []
    for dossier, arrivee in arrivees.items():
        gagnants = [email for email, recu in arrivee.items() if recu["errors"] is None]
        if len(gagnants) != 1 or len(arrivee) != COUREURS:
            constats.append(f"{dossier} : {len(gagnants)} gagnants sur {len(arrivee)} : {arrivee}")
            continue
        [gagnant] = gagnants
        perdu = {
            "message": f"Le dossier est déjà {LIBELLES[etats[dossier]]}",
            "code": "transition_interdite",
            "auteur": gagnant,
        }
        perdants = [recu for email, recu in arrivee.items() if email != gagnant]
        if any(recu != {"dossier": None, "errors": [perdu]} for recu in perdants):
            constats.append(f"{dossier} : {gagnant} a gagné, on a dit {perdants}")
        if arrivee[gagnant]["dossier"]["state"] != etats[dossier]:
            constats.append(f"{dossier} : la décision stockée n’est pas celle du gagnant")
        if motifs[dossier] != f"Décidé par {gagnant}":
            constats.append(f"{dossier} : la motivation stockée n’est pas celle du gagnant")
        comptes = {nom: compte[dossier] for nom, compte in effets.items()}
        if set(comptes.values()) != {1}:
            constats.append(f"{dossier} : {comptes}")
    return constats


EFFETS = {
    "traitements": "SELECT dossier_id FROM traitements WHERE state IN ('accepte', 'refuse', 'sans_suite')",
    "courriels": "SELECT dossier_id FROM courriels",
    "journal": "SELECT dossier_id FROM journal",
    "événements": "SELECT (donnees->>'dossier_id')::bigint FROM outbox WHERE nom = 'DossierDecide'",
}


def _compter(connexion: psycopg.Connection, requete: str) -> Counter[int]:
    return Counter(dossier for (dossier,) in connexion.execute(requete).fetchall())


def _paires(connexion: psycopg.Connection, requete: str) -> Sequence[tuple[int, Any]]:
    return connexion.execute(requete).fetchall()


def figures(montee: Pile, dossiers: int) -> Iterator[Ligne]:
    monde = peupler(montee.settings, montee.folder, dossiers=dossiers, instructeurs=COUREURS)
    montee.demarrer(seulement="web")
    arrivees = courir(montee.url, monde, presser_au_choix)
    constats = mal_courus(monde, arrivees)
    yield Remarque(f"{COUREURS} décideurs simultanés sur {len(arrivees)} dossiers")
    for constat in constats[:10]:
        yield Remarque(constat)
    yield Figure("courses_mal_courues", len(constats), "<= 0")
