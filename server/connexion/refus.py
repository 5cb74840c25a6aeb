"""Refusals of the door of people: a status, one sentence in French, a code."""

from collections.abc import Mapping

from starlette.responses import Response

from domain.errors import DomainError
from server.answers import error_answer

JAMAIS_GARDE = {"Cache-Control": "no-store"}


class ConnexionRefusee(Exception):
    """`plus` is what its receiver needs to go on."""

    def __init__(
        self,
        status: int,
        message: str,
        code: str,
        headers: Mapping[str, str] | None = None,
        **plus: str,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.plus = status, message, code, plus
        self.headers = {**JAMAIS_GARDE, **(headers or {})}

    def reponse(self) -> Response:
        return error_answer(self.status, self.message, self.code, headers=self.headers, **self.plus)


def du_domaine(refus: DomainError, status: int = 422) -> ConnexionRefusee:
    return ConnexionRefusee(status, str(refus), getattr(refus, "code", "refuse"))


def non_connecte() -> ConnexionRefusee:
    return ConnexionRefusee(401, "Connectez-vous pour continuer", "non_connecte")
