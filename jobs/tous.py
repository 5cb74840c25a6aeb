"""Every piece of work, declared: a process that executes them, or says them, imports this."""

from jobs import (
    attestations,
    automatismes,
    comptes,
    copies,
    envois_groupes,
    etablissements,
    expirations,
    fichiers,
    liens,
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
    "etablissements",
    "expirations",
    "exports",
    "fichiers",
    "liens",
    "masse",
    "menage",
    "programmes",
    "recherche",
    "rendez_vous",
    "resumes",
    "webhooks",
]
