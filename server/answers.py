"""Answers that are not a result, in the shape that GraphQL clients already read."""

from starlette.responses import JSONResponse


def error_answer(
    status: int, message: str, code: str, *, headers: dict[str, str] | None = None, **more: str
) -> JSONResponse:
    error = {"message": message, "extensions": {"code": code, **more}}
    return JSONResponse({"errors": [error], "data": None}, status_code=status, headers=headers)
