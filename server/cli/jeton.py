"""`guichet jeton`: the tokens of the API."""

import sys
from datetime import datetime
from ipaddress import ip_network
from typing import Annotated

import typer

from server.refus import Refus

PLEINE_LARGEUR = 200  # columns, for a program that reads the table: nothing is cut

group = typer.Typer(help="Créer, lister et révoquer les jetons de l’API.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="jeton", rich_help_panel="Administrer")


@group.command()
def creer(
    administrateur: Annotated[str, typer.Option(help="Adresse de son propriétaire.")],
    nom: Annotated[str, typer.Option(help="À quoi il sert.")],
    demarche: Annotated[
        list[int] | None,
        typer.Option(help="Numéro d’une démarche qu’il peut lire ; absent : toutes."),
    ] = None,
    lecture_seule: Annotated[bool, typer.Option("--lecture-seule", help="N’écrit rien.")] = False,
    reseau: Annotated[
        list[str] | None, typer.Option(help="Réseau d’où il peut servir ; absent : tous.")
    ] = None,
    expire_le: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Dernier jour où il sert.")
    ] = None,
) -> None:
    """Créer un jeton et écrire son texte, qui ne sera plus montré."""
    from domain.jetons.creation import creer as creer_jeton
    from domain.transactions import Transaction
    from server.sessions import maintenant, transaction
    from server.tokens import administrateur_de, verifier_demarches

    if not nom.strip():
        raise Refus("Un jeton a un nom.", code=2)
    with transaction() as session:
        proprietaire = administrateur_de(session, administrateur)
        verifier_demarches(session, demarche or [], proprietaire)
        texte = creer_jeton(
            Transaction(session),
            administrateur=proprietaire,
            nom=nom.strip(),
            ecriture=not lecture_seule,
            demarches=demarche or None,
            reseaux=[_reseau(cidr) for cidr in reseau or []],
            expire_le=expire_le.date() if expire_le else None,
            at=maintenant(session),
        )
    typer.echo(texte)


@group.command()
def lister() -> None:
    """Montrer les jetons, sans leur texte."""
    from rich.console import Console
    from rich.table import Table

    from server.sessions import transaction
    from server.tokens import tous

    with transaction() as session:
        tableau = Table("Préfixe", "Nom", "Administrateur", "Démarches", "Droit", "Expire", "État", "Identifiant")  # fmt: skip
        for jeton, email in tous(session):
            tableau.add_row(
                jeton.prefixe,
                jeton.nom,
                email,
                "toutes" if jeton.demarches is None else ", ".join(map(str, jeton.demarches)),
                "lecture et écriture" if jeton.ecriture else "lecture",
                jeton.expire_le.isoformat() if jeton.expire_le else "jamais",
                "révoqué" if jeton.revoque_le else "valide",
                str(jeton.id),
            )
    Console(highlight=False, width=None if sys.stdout.isatty() else PLEINE_LARGEUR).print(tableau)


@group.command()
def revoquer(
    jeton: Annotated[str, typer.Argument(help="Son préfixe ou son identifiant.")],
) -> None:
    """Révoquer un jeton : il ne sert plus, sur-le-champ."""
    from domain.jetons.creation import revoquer as revoquer_jeton
    from server.sessions import maintenant, transaction
    from server.tokens import trouver

    with transaction() as session:
        trouve = trouver(session, jeton)
        revoquer_jeton(trouve, at=maintenant(session))
        typer.echo(f"Révoqué : {trouve.nom} ({trouve.prefixe}).")


def _reseau(cidr: str) -> str:
    try:
        return str(ip_network(cidr, strict=False))
    except ValueError:
        raise Refus(f"« {cidr} » n’est pas un réseau, comme 192.0.2.0/24.", code=2) from None
