"""Answers are compressed when the client reads it: at level 1, because it waits.

A page of 1.5 MB takes a millisecond so, and 22 at the usual level, as long as the page itself.
"""

from collections.abc import Callable

import zstandard
from isal import isal_zlib
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.negotiation import qualities

LEAST = 1_000  # bytes; under it a network packet leaves anyway
TEXTS = ("application/json", "application/graphql-response+json", "application/geo+json", "text/")
GZIP = 16 + isal_zlib.MAX_WBITS


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(body)


def _gzip(body: bytes) -> bytes:
    return isal_zlib.compress(body, 1, GZIP)


# In our order of preference, which decides between those that the client likes as much.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "gzip": _gzip}


class Compression:
    """Compresses answers sent in one piece. Those sent in several are files, compressed already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        accepted = Headers(scope=scope).get("accept-encoding", "")
        start: Message | None = None

        async def compress(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                begun, start = start, None
                message = _compressed(begun, message, accepted)
                await send(begun)
            await send(message)

        return await self.app(scope, receive, compress)


def _compressed(start: Message, body: Message, accepted: str) -> Message:
    headers = MutableHeaders(scope=start)
    content = body.get("body", b"")
    if (
        body.get("more_body", False)
        or len(content) < LEAST
        or "content-encoding" in headers
        or not headers.get("content-type", "").startswith(TEXTS)
    ):
        return body
    headers.add_vary_header("Accept-Encoding")
    encoding = _chosen(accepted)
    if encoding is None:
        return body
    smaller = ENCODINGS[encoding](content)
    headers["content-encoding"] = encoding
    headers["content-length"] = str(len(smaller))
    return {**body, "body": smaller}


def _chosen(accepted: str) -> str | None:
    wanted = qualities(accepted)
    others = wanted.get("*", 0.0)
    best = max(ENCODINGS, key=lambda encoding: wanted.get(encoding, others))
    return best if wanted.get(best, others) > 0 else None
