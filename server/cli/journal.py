"""`guichet journal`: has anybody rewritten what was done?"""

import typer

group = typer.Typer(help="Vérifier le journal des actes.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="journal", rich_help_panel="Administrer")


@group.callback()
def _groupe() -> None:
    """A single command stays a command of its group."""


@group.command()
def verifier() -> None:
    """Relire tout le journal, et nommer chaque ligne modifiée, effacée, déplacée ou manquante.

    Code de sortie 1 s’il y en a.
    """
    from domain.journal.lecture import anomalies, demarches_du_journal
    from server.sessions import transaction

    trouvees = 0
    with transaction() as session:
        demarches = demarches_du_journal(session)
        for demarche in demarches:
            for anomalie in anomalies(session, demarche):
                trouvees += 1
                typer.echo(f"Démarche {demarche}, rang {anomalie.rang} : {anomalie.constat}.")
    if trouvees:
        raise typer.Exit(1)
    typer.echo(f"Le journal est intact : {len(demarches)} démarche(s).")
