"""Every piece of work, declared: a process that executes them, or says them, imports this."""

from jobs import (
    attestations,
    automatismes,
    comptes,
    copies,
    envois_groupes,
    expirations,
    fichiers,
    masse,
    menage,
    recherche,
    rendez_vous,
    resumes,
    webhooks,
)
from jobs.exports import balayage as exports
from jobs.exports import programmes
from jobs.travaux import TRAVAUX

__all__ = [
    "TRAVAUX",
    "attestations",
    "automatismes",
    "comptes",
    "copies",
    "envois_groupes",
    "expirations",
    "exports",
    "fichiers",
    "masse",
    "menage",
    "programmes",
    "recherche",
    "rendez_vous",
    "resumes",
    "webhooks",
]
