"""Refusals of a request, before GraphQL: a status, a message, a code (api 3.6)."""


class RequeteRefusee(Exception):
    def __init__(self, status: int, message: str, code: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code


def mauvaise(message: str) -> RequeteRefusee:
    return RequeteRefusee(400, message, "bad_request")
