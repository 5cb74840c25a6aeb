"""Logs: one JSON object a line on standard error, ids only. What people wrote never enters them."""

import logging
import sys
from typing import Literal

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
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


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
