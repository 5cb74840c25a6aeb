"""A program that keeps a copy of a démarche's dossiers by asking what changed since, while others write.

Two ways are in use: the greatest `dateDerniereModification` seen is the next `updatedSince`; or the last
cursor of a walk without end is where the next one begins. Neither may ever miss a change.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Event
from typing import Any

import psycopg

from benchmarks.figures import Figure, Ligne, Remarque
from domain.identifiants import identifiant
from tests.api.client import Client
from tests.chaos.monde import DEMARCHE, NOTE, ADecider, peupler
from tests.chaos.pile import Pile

ECRIVAINS, GESTES, DOSSIERS = 3, 4, 8
ORIGINE = "1970-01-01T00:00:00Z"

PAGE = """
query ($numero: Int!, $depuis: ISO8601DateTime, $apres: String, $combien: Int) {
  demarche(number: $numero) {
    dossiers(updatedSince: $depuis, after: $apres, first: $combien) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number state motivation dateDerniereModification
        groupeInstructeur { label } annotations { stringValue } messages { id body }
      }
    }
  }
}
"""

Copies = dict[int, dict[str, Any]]


@dataclass
class Consommateur:
    """`par_curseur`: where it is, to the microsecond, rather than a date of whole seconds."""

    client: Client
    par_curseur: bool = False
    taille: int = 100
    demarche: int = DEMARCHE
    copies: Copies = field(default_factory=dict)
    _depuis: str = ORIGINE
    _curseur: str | None = None

    def marcher(self) -> None:
        """Once to the end of what changed since the last time."""
        apres = self._curseur
        while True:
            page = self.client.lire(
                PAGE, numero=self.demarche, depuis=self._depuis, apres=apres, combien=self.taille
            )["demarche"]["dossiers"]
            self.copies |= {lu["number"]: lu for lu in page["nodes"]}
            apres = page["pageInfo"]["endCursor"] or apres
            if not page["pageInfo"]["hasNextPage"]:
                break
        if self.par_curseur:
            self._curseur = apres
        elif self.copies:
            self._depuis = max(lu["dateDerniereModification"] for lu in self.copies.values())


def en_entier(client: Client, demarche: int = DEMARCHE) -> Copies:
    """What is there, read in one go."""
    lu = client.lire(PAGE, numero=demarche, depuis=ORIGINE, apres=None, combien=100)
    return {dossier["number"]: dossier for dossier in lu["demarche"]["dossiers"]["nodes"]}


# --- what others do meanwhile ---------------------------------------------------------------------


@dataclass(frozen=True)
class Ecrivain:
    """Its gestures may be refused: a dossier decided is not decided again. It does not mind."""

    url: str
    monde: ADecider
    hasard: Random

    def s_agiter(self) -> None:
        for _ in range(GESTES):
            geste: Callable[[int], None] = self.hasard.choice(
                [self.decider, self.revenir, self.annoter, self.ecrire, self.confier]
            )
            geste(self.hasard.choice(self.monde.dossiers))

    def decider(self, dossier: int) -> None:
        mutation = self.hasard.choice(
            ["dossierAccepter", "dossierRefuser", "dossierClasserSansSuite"]
        )
        self._demander(mutation, dossier, motivation=self._mot(), **self._ines())

    def revenir(self, dossier: int) -> None:
        self._demander("dossierRepasserEnInstruction", dossier, **self._ines())

    def annoter(self, dossier: int) -> None:
        annotations = [{"id": NOTE, "value": {"textarea": self._mot()}}]
        self._demander(
            "dossierModifierAnnotations", dossier, annotations=annotations, **self._ines()
        )

    def ecrire(self, dossier: int) -> None:
        self._demander("dossierEnvoyerMessage", dossier, body=self._mot(), **self._ines())

    def confier(self, dossier: int) -> None:
        groupe = self.monde.groupes[self.hasard.choice(["Nord", "Sud"])]
        self._demander("dossierChangerGroupeInstructeur", dossier, groupeInstructeurId=groupe)

    def _demander(self, mutation: str, dossier: int, **entree: Any) -> None:
        entree["dossierId"] = identifiant("Dossier", dossier)
        texte = (
            f"mutation ($input: {mutation[0].upper()}{mutation[1:]}Input!) "
            f"{{ {mutation}(input: $input) {{ errors {{ message }} }} }}"
        )
        Client(self.url, self.monde.jetons["ecriture"]).lire(texte, input=entree)

    def _ines(self) -> dict[str, str]:
        return {"instructeurId": self.monde.instructeurs["ines@exemple.fr"]}

    def _mot(self) -> str:
        return f"Mot {self.hasard.randrange(10**9)}"


# --- one schedule, drawn at random ----------------------------------------------------------------

TRAINER = """
CREATE FUNCTION trainer() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_sleep(random() * 0.03); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER trainer AFTER UPDATE ON dossiers
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trainer();
"""


def faire_trainer(database_url: str) -> None:
    """Between its seal and its commit, each transaction takes its time from now on."""
    with psycopg.connect(database_url) as connexion:
        connexion.execute(TRAINER)


def jouer(url: str, monde: ADecider, graine: int) -> list[str]:
    """One schedule. What the consumers lost, or hold stale, once everybody is done: nothing is
    expected."""
    hasard = Random(graine)
    ecrivains = [Ecrivain(url, monde, Random(hasard.random())) for _ in range(ECRIVAINS)]
    client = Client(url, monde.jetons["lecture"])
    consommateurs = [
        Consommateur(client, par_curseur, taille=hasard.randint(2, 5))
        for par_curseur in (False, True)
    ]
    fini = Event()

    def suivre(consommateur: Consommateur) -> None:
        while not fini.is_set():
            consommateur.marcher()
        consommateur.marcher()

    with ThreadPoolExecutor(ECRIVAINS + len(consommateurs)) as ensemble:
        suivis = [ensemble.submit(suivre, consommateur) for consommateur in consommateurs]
        try:
            for ecrivain in [ensemble.submit(ecrivain.s_agiter) for ecrivain in ecrivains]:
                ecrivain.result()
        finally:
            fini.set()
        for suivi in suivis:
            suivi.result()
    vrai = en_entier(client)
    return [constat for chacun in consommateurs for constat in ecarts(chacun, vrai, graine)]


def ecarts(consommateur: Consommateur, vrai: Copies, graine: int) -> list[str]:
    maniere = "par curseur" if consommateur.par_curseur else "par date"
    return [
        f"graine {graine}, {maniere}, dossier {numero} : "
        f"copie {consommateur.copies.get(numero)}, vrai {lu}"
        for numero, lu in vrai.items()
        if consommateur.copies.get(numero) != lu
    ]


def figures(montee: Pile, horaires: int, graine: int) -> Iterator[Ligne]:
    monde = peupler(montee.settings, montee.folder, dossiers=DOSSIERS)
    faire_trainer(monde.database_url)
    montee.demarrer(seulement="web")
    constats: list[str] = []
    for rang in range(horaires):
        constats += jouer(montee.url, monde, graine * 1_000_003 + rang)
    yield Remarque(f"consommateur incrémental : {horaires} horaires de {ECRIVAINS} écrivains")
    for constat in constats[:10]:
        yield Remarque(constat)
    yield Figure("dossiers_perdus_ou_perimes", len(constats), "<= 0")
