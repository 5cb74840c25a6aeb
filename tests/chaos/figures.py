"""What is left after the ordeal, counted: one figure for each thing that must not happen."""

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg

from benchmarks.figures import Figure
from server.children import ROOT
from tests.chaos.decideurs import Acquise
from tests.chaos.epreuve import Epreuve

OPERATIONS = {"accepte": "accepter", "refuse": "refuser", "sans_suite": "classer_sans_suite"}
SUITES = ("generer_attestation", "prevoir_webhooks")

DECIDES = "SELECT id, state, motivation FROM dossiers WHERE traite_le IS NOT NULL"
TRAITEMENTS = (
    "SELECT dossier_id FROM traitements WHERE state IN ('accepte', 'refuse', 'sans_suite')"
)
JOURNAL = "SELECT dossier_id, operation FROM journal"
TRAVAUX = "SELECT (arguments->>'dossier_id')::bigint, nom FROM travaux WHERE nom = ANY(%s)"
# Ours are signed by the platform, and say the subject of the mail first.
ANNONCES = "SELECT dossier_id FROM messages WHERE corps LIKE '[Dossier n°%%'"
CLES = "SELECT cle FROM demandes_idempotentes WHERE corps IS NOT NULL"
INACHEVES = """
SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM travaux WHERE fait_le IS NULL)
"""
COURRIELS = "SELECT dossier_id, identifiant, etat, renvois_ambigus FROM courriels"

Lignes = list[tuple[Any, ...]]


def figures(epreuve: Epreuve) -> Iterator[Figure]:
    """In the order of the issue: the decisions, the journal, what follows, the mails."""
    acquises = {acquise.dossier: acquise for acquise in epreuve.decideurs.acquises}
    with psycopg.connect(epreuve.monde.database_url) as connexion:

        def lire(requete: str, *valeurs: Any) -> Lignes:
            return connexion.execute(requete, valeurs).fetchall()

        yield from _decisions(epreuve, acquises, lire)
        yield from _journal(acquises, lire)
        yield from _suites(acquises, lire)
        yield from _courriels(epreuve, acquises, lire(COURRIELS))
    yield Figure("journal_verifier_code", _verifier_le_journal(epreuve), "<= 0")


def _decisions(epreuve: Epreuve, acquises: dict[int, Acquise], lire: Any) -> Iterator[Figure]:
    stockees = {Acquise(*ligne) for ligne in lire(DECIDES)}
    fois = Counter(dossier for (dossier,) in lire(TRAITEMENTS))
    annonces = Counter(dossier for (dossier,) in lire(ANNONCES))
    yield Figure("dossiers_sans_decision", len(epreuve.monde.dossiers) - len(acquises), "<= 0")
    yield Figure("reponses_fausses", len(epreuve.decideurs.fausses), "<= 0")
    yield Figure("decisions_perdues", len(set(acquises.values()) - stockees), "<= 0")
    yield Figure("decisions_que_personne_n_a_sues", len(stockees - set(acquises.values())), "<= 0")
    yield Figure("decisions_appliquees_deux_fois", _trop(fois.values()), "<= 0")
    yield Figure("decisions_sans_traitement", len(acquises.keys() - fois.keys()), "<= 0")
    yield Figure("messages_en_trop", _trop(annonces.values()), "<= 0")
    yield Figure("messages_manquants", len(acquises.keys() - annonces.keys()), "<= 0")
    yield Figure("cles_sans_reponse_gardee", len(acquises) - len(lire(CLES)), "<= 0")


def _journal(acquises: dict[int, Acquise], lire: Any) -> Iterator[Figure]:
    voulues = Counter((a.dossier, OPERATIONS[a.etat]) for a in acquises.values())
    lues = Counter(lire(JOURNAL))
    yield Figure("lignes_de_journal_manquantes", (voulues - lues).total(), "<= 0")
    yield Figure("lignes_de_journal_en_trop", (lues - voulues).total(), "<= 0")


def _suites(acquises: dict[int, Acquise], lire: Any) -> Iterator[Figure]:
    voulues = Counter((dossier, nom) for dossier in acquises for nom in SUITES)
    lues = Counter(lire(TRAVAUX, list(SUITES)))
    yield Figure("suites_manquantes", (voulues - lues).total(), "<= 0")
    yield Figure("suites_en_trop", (lues - voulues).total(), "<= 0")
    yield Figure("travaux_inacheves", lire(INACHEVES)[0][0], "<= 0")


def _courriels(epreuve: Epreuve, acquises: dict[int, Acquise], lignes: Lignes) -> Iterator[Figure]:
    morts = epreuve.morts["mailer"]
    lettres = epreuve.pile.puits.lettres()
    remis = Counter(lettre.identifiant for lettre in lettres)
    # The subject names the dossier and what was decided: it is the event, for its recipient.
    noms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for lettre in lettres:
        noms[lettre.destinataire, lettre.objet].add(lettre.identifiant)
    par_dossier = Counter(dossier for dossier, *_ in lignes)
    jamais = [i for _, i, etat, _ in lignes if etat != "envoye" or not remis[i]]
    comptes = {identifiant: ambigus for _, identifiant, _, ambigus in lignes}
    caches = sum(max(0, fois - 1 - comptes.get(i, 0)) for i, fois in remis.items())
    sous_deux_noms = sum(len(identifiants) > 1 for identifiants in noms.values())
    ambigus = sum(comptes.values())
    yield Figure("courriels_manquants", len(acquises.keys() - par_dossier.keys()), "<= 0")
    yield Figure("courriels_en_trop", _trop(par_dossier.values()), "<= 0")
    yield Figure("courriels_jamais_partis", len(jamais), "<= 0")
    yield Figure("evenements_sous_deux_message_id", sous_deux_noms, "<= 0")
    yield Figure("courriels_inconnus_de_la_base", len(remis.keys() - comptes.keys()), "<= 0")
    yield Figure("renvois_non_comptes", caches, "<= 0")
    # A server that vanishes with a mail in its hands leaves the same doubt as a mailer that dies.
    yield Figure("renvois_ambigus", ambigus, f"<= {morts + epreuve.pannes['smtp_absent']}")


def _trop(fois: Iterable[int]) -> int:
    return sum(combien - 1 for combien in fois)


def _verifier_le_journal(epreuve: Epreuve) -> int:
    return subprocess.run(
        [sys.executable, "-m", "server", "journal", "verifier"],
        cwd=ROOT,
        env=epreuve.environnement,
        stdout=subprocess.DEVNULL,
        check=False,
    ).returncode
