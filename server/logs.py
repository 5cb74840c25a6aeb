"""Logs: one JSON object a line on standard error, ids only. What people wrote never enters them."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
import structlog

PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# Libraries that log what they send, or chatter.
QUIET = ("botocore", "boto3", "urllib3", "httpx", "uvicorn", "asyncio", "psycopg.pool", "alembic")


def configure_logs(form: Literal["json", "console"], *, process: str) -> None:
    """Send every log of this process, ours and the libraries', to standard error."""
    structlog.configure(
        processors=[*PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(processus=process)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=PROCESSORS,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_endings(form),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    _settled.clear()
    if form == "json":
        _settled.add(form)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


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
        sys.stderr.write(f"{msgspec.json.encode(line).decode()}\n")


_settled: set[str] = set()
"""« json » once the logs of this process are."""


def _endings(form: Literal["json", "console"]) -> list[structlog.typing.Processor]:
    if form == "console":
        # Without the values of local variables: they hold what people wrote.
        plain = structlog.dev.plain_traceback
        return [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
        ]
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def logger(name: str) -> structlog.stdlib.BoundLogger:
    named: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return named
