"""The bytes of a file, at an address that opens by itself for an hour (api 7.5, ADR 0019)."""

from starlette.routing import Route

from server.fichiers.telechargement import telecharger

CHEMIN = "/fichiers"


def routes() -> list[Route]:
    """The name at the end is for who saves it. Whatever follows is refused in one way when it is wrong,
    nothing included."""
    suites = ("", "/", "/{passe}", "/{passe}/{nom:path}")
    return [Route(f"{CHEMIN}{suite}", telecharger, methods=["GET"]) for suite in suites]
