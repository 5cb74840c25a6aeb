"""The settings that are printed are the settings there are."""

from pathlib import Path

import pytest

from server.settings import Settings, load_settings
from server.settings_table import settings_table

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "exploitation.md"


def test_the_manual_shows_the_settings_of_the_code() -> None:
    assert settings_table() in MANUAL.read_text()


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_no_setting_shows_in_a_log() -> None:
    settings = load_settings(DATABASE_URL="postgresql://guichet:motdepasse@base/guichet")

    assert "motdepasse" not in repr(settings)
    assert "motdepasse" not in str(settings)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"GUICHET_HOTE": "::1", "GUICHET_PORT": 80}, "http://[::1]:80"),
        ({"GUICHET_URL_PUBLIQUE": "https://guichet.example/"}, "https://guichet.example"),
    ],
)
def test_its_own_address(given: dict[str, object], url: str) -> None:
    assert load_settings(**given).url == url
