"""Where the bytes of files live: an S3-compatible store, reached with boto3.

Calls block: a coroutine goes through `asyncio.to_thread`. Signing an address does no call.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CHUNK = 256 * 1024  # bytes read at once from the store
DELETE_BATCH = 1000  # the most keys S3 takes in one deletion


class StorageUnavailable(Exception):
    """The store does not answer, or refuses our keys."""


class ObjectMissing(Exception):
    """No object under this key."""


@dataclass(frozen=True)
class StoredObject:
    """What the store says of an object; `size` in bytes."""

    key: str
    size: int
    content_type: str


class Storage(Protocol):
    """What Guichet asks of a store of files. Every call raises StorageUnavailable."""

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Store these bytes whole, checked on arrival by the store."""

    def head(self, key: str) -> StoredObject:
        """Describe an object. Raises ObjectMissing."""

    def read(self, key: str) -> Iterator[bytes]:
        """The object's bytes, by chunks. Raises ObjectMissing."""

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these objects; those that are not there count as forgotten."""

    def signed_download(self, key: str, *, filename: str, lasts: timedelta) -> str:
        """An address that gives the object as a file of this name, to whoever holds it."""

    def signed_upload(
        self, key: str, *, content_type: str, size: int, content_md5: str, lasts: timedelta
    ) -> tuple[str, dict[str, str]]:
        """An address that takes one PUT of exactly these bytes, and the headers to send with it."""

    def ping(self) -> None:
        """Return if the bucket is there and ours."""


class S3Storage:
    """The real store. Two clients: links are signed for the host that the browser will call."""

    def __init__(
        self,
        *,
        endpoint_url: str,
        access_key_id: str,
        secret_access_key: str,
        bucket: str,
        region: str,
        public_endpoint_url: str | None = None,
    ) -> None:
        self.bucket = bucket
        self._endpoint_url = endpoint_url
        self._public_endpoint_url = public_endpoint_url or endpoint_url
        self._access_key_id = access_key_id
        self._secret_access_key = secret_access_key
        self._region = region

    def _make_client(self, endpoint_url: str, *, patience: float, retries: int) -> "S3Client":
        import boto3  # slow to import, and most commands store nothing
        from botocore.config import Config

        return boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint_url,
            aws_access_key_id=self._access_key_id,
            aws_secret_access_key=self._secret_access_key,
            region_name=self._region,
            config=Config(
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                connect_timeout=patience,
                read_timeout=patience,
                retries={"max_attempts": retries},
                max_pool_connections=20,
            ),
        )

    def warm_up(self) -> None:
        """Make the clients now: the first takes half a second that no request should wait for."""
        self._client, self._impatient, self._signer  # noqa: B018

    @cached_property
    def _client(self) -> "S3Client":
        return self._make_client(self._endpoint_url, patience=10, retries=2)

    @cached_property
    def _impatient(self) -> "S3Client":
        return self._make_client(self._endpoint_url, patience=2, retries=0)

    @cached_property
    def _signer(self) -> "S3Client":
        return self._make_client(self._public_endpoint_url, patience=2, retries=0)

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        md5 = b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        with _faults():
            self._client.put_object(
                Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, ContentMD5=md5
            )

    def head(self, key: str) -> StoredObject:
        with _faults():
            found = self._client.head_object(Bucket=self.bucket, Key=key)
        return StoredObject(key, found["ContentLength"], found["ContentType"])

    def read(self, key: str) -> Iterator[bytes]:
        with _faults():
            body = self._client.get_object(Bucket=self.bucket, Key=key)["Body"]
            yield from body.iter_chunks(CHUNK)

    def delete(self, keys: Iterable[str]) -> None:
        names: list[Any] = [{"Key": key} for key in keys]
        for start in range(0, len(names), DELETE_BATCH):
            batch = names[start : start + DELETE_BATCH]
            with _faults():
                self._client.delete_objects(Bucket=self.bucket, Delete={"Objects": batch})

    def signed_download(self, key: str, *, filename: str, lasts: timedelta) -> str:
        """Always as an attachment: a file is never shown as a page of the store's origin.

        The name goes by RFC 5987, the only form that carries accents through every store.
        """
        return self._signer.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket,
                "Key": key,
                "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(filename, '')}",
            },
            ExpiresIn=int(lasts.total_seconds()),
        )

    def signed_upload(
        self, key: str, *, content_type: str, size: int, content_md5: str, lasts: timedelta
    ) -> tuple[str, dict[str, str]]:
        address = self._signer.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self.bucket,
                "Key": key,
                "ContentType": content_type,
                "ContentLength": size,
                "ContentMD5": content_md5,
            },
            ExpiresIn=int(lasts.total_seconds()),
        )
        headers = {
            "Content-Type": content_type,
            "Content-MD5": content_md5,
            "Content-Length": str(size),
        }
        return address, headers

    def ping(self) -> None:
        with _faults():
            self._impatient.head_bucket(Bucket=self.bucket)

    def ensure_bucket(self) -> None:
        """Make the bucket if it is not there."""
        try:
            self.ping()
        except ObjectMissing:
            with _faults():
                self._client.create_bucket(Bucket=self.bucket)


@contextmanager
def _faults() -> Iterator[None]:
    """Say boto's errors in our two words; anything else is a bug and goes through."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in ("404", "NoSuchKey", "NoSuchBucket"):
            raise ObjectMissing(code) from error
        raise StorageUnavailable(code) from error
    except BotoCoreError as error:
        raise StorageUnavailable(type(error).__name__) from error
