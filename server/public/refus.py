"""Refusals of the public routes: a status and one sentence under `error` (api 12)."""

from starlette.responses import JSONResponse


class PubliqueRefusee(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def reponse(self) -> JSONResponse:
        return JSONResponse({"error": self.message}, self.status)


def inconnue(nommee: str) -> PubliqueRefusee:
    """No démarche of this number or path, or none that this route may show: not told apart."""
    return PubliqueRefusee(404, f"procedure {nommee} is not found")
