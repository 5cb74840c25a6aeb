"""Every piece of work, declared: a process that executes them, or says them, imports this."""

from jobs import attestations, automatismes, comptes, copies, fichiers, menage, webhooks
from jobs.travaux import TRAVAUX

__all__ = [
    "TRAVAUX",
    "attestations",
    "automatismes",
    "comptes",
    "copies",
    "fichiers",
    "menage",
    "webhooks",
]
