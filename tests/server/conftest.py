"""A database and a real SMTP server, for the mailer."""

from collections.abc import Iterator

import pytest

from adapters.base_de_donnees import BaseSynchrone, base_synchrone
from server.resources import CONNECTION
from tests.smtp import ServeurSmtp, serveur_smtp


@pytest.fixture
def base(database_url: str) -> Iterator[BaseSynchrone]:
    base = base_synchrone(database_url, CONNECTION)
    yield base
    base.fermer()


@pytest.fixture
def smtp() -> Iterator[ServeurSmtp]:
    with serveur_smtp() as serveur:
        yield serveur
