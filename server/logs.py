"""Logs: one JSON object a line on standard error, ids only. What people wrote never enters them."""

import logging
import sys
import threading
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

import msgspec
import structlog

from server.traces import sans_adresse, trace

PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# Libraries that log what they send, or chatter.
QUIET = ("botocore", "boto3", "urllib3", "httpx", "uvicorn", "asyncio", "psycopg.pool", "alembic")


def configure_logs(
    form: Literal["json", "console"], *, process: str, to: TextIO | None = None
) -> None:
    """Send every log of this process, ours and the libraries', to standard error, or to this file.
    What ends a thread is told there too."""
    stream = to or sys.stderr
    structlog.configure(
        processors=[*PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(processus=process)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=PROCESSORS,
            processors=[
                _without_words,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_endings(form, stream),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    _settled.clear()
    if form == "json":
        _settled.append(stream)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    threading.excepthook = lambda ended: logger("fils").critical(
        "exception imprévue", exc_info=ended.exc_value
    )


def _without_words(
    _: object, __: str, line: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """What libraries say of what went wrong goes on, after its first line, with what it was about."""
    if not line.get("_from_structlog", True):
        line["event"] = str(line["event"]).partition("\n")[0]
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = sans_adresse(value)
    return line


class Facts:
    """Lines of plain facts, one a request: written as all others are, but without going through their
    stages, which cost a small request a fifth of its time."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._log = logger(name)

    def tell(self, event: str, **facts: Any) -> None:
        if not _settled:  # for a person, or before anything was configured
            self._log.info(event, **facts)
            return
        line = {
            **structlog.contextvars.get_contextvars(),
            **facts,
            "event": event,
            "level": "info",
            "logger": self._name,
            "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        }
        _settled[0].write(f"{msgspec.json.encode(line).decode()}\n")


_settled: list[TextIO] = []
"""Where the lines of this process go, once they are JSON."""


def _endings(form: Literal["json", "console"], stream: TextIO) -> list[structlog.typing.Processor]:
    """Neither form has the values of local variables, nor the messages of exceptions."""
    traced = structlog.processors.ExceptionRenderer(lambda raised: trace(raised[1]))
    if form == "console":
        plain = structlog.dev.plain_traceback
        drawn = structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=plain)
        return [traced, drawn]
    return [traced, structlog.processors.JSONRenderer(ensure_ascii=False)]


def logger(name: str) -> structlog.stdlib.BoundLogger:
    named: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return named
