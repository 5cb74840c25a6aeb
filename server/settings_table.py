"""The settings as docs/exploitation.md shows them, printed from the code so as not to drift."""

from server.settings import Settings

DEFAULTS_IN_WORDS = {
    "web_processes": "un par cœur, 4 au plus",
    "data_folder": "`/var/lib/guichet` pour root, sinon `~/.local/state/guichet`",
}


def settings_table() -> str:
    """A Markdown table: variable, default, what it does. One line a setting, no final newline."""
    lines = ["| Variable | Par défaut | Rôle |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "—" if field.default is None else f"`{field.default}`"
        default = DEFAULTS_IN_WORDS.get(name, default)
        lines.append(f"| `{field.validation_alias}` | {default} | {field.description} |")
    return "\n".join(lines)
