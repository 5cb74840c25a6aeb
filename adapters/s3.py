"""The real store: anything that speaks S3, reached with boto3."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache, cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from adapters.storage import Begun, ObjectMissing, StorageUnavailable, StoredObject

if TYPE_CHECKING:
    from boto3.session import Session
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

CHUNK = 256 * 1024  # bytes read at once from the store
DELETE_BATCH = 1000  # the most keys S3 takes in one deletion


_session_turn = Lock()


@cache
def _session() -> "Session":
    """One for all clients: what it reads of S3's description takes it 300 ms. Making clients is not
    for two threads at once; using them is."""
    import boto3  # slow to import, and most commands store nothing

    return boto3.session.Session()


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
        from botocore.config import Config

        with _session_turn:
            return _session().client(
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
        with _faults():
            self._client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=body,
                ContentType=content_type,
                ContentMD5=_md5(body),
            )

    def begin(self, key: str, *, content_type: str) -> "S3Parts":
        with _faults():
            begun = self._client.create_multipart_upload(
                Bucket=self.bucket, Key=key, ContentType=content_type
            )
        return S3Parts(self._client, self.bucket, key, begun["UploadId"])

    def copy(self, source: str, target: str, *, content_type: str) -> None:
        with _faults():
            self._client.copy_object(
                Bucket=self.bucket,
                Key=target,
                CopySource={"Bucket": self.bucket, "Key": source},
                ContentType=content_type,
                MetadataDirective="REPLACE",
            )

    def abort_older(self, than: datetime) -> int:
        with _faults():
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.bucket
            )
            old = [
                upload
                for page in pages
                for upload in page.get("Uploads", ())
                if upload["Initiated"] < than
            ]
        for upload in old:
            S3Parts(self._client, self.bucket, upload["Key"], upload["UploadId"]).abort()
        return len(old)

    def begun(self, prefix: str) -> list[Begun]:
        with _faults():
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.bucket, Prefix=prefix
            )
            return [
                Begun(upload["Key"], upload["UploadId"])
                for page in pages
                for upload in page.get("Uploads", ())
                if upload["Key"].startswith(prefix)
            ]

    def give_up(self, begun: Begun) -> None:
        S3Parts(self._client, self.bucket, begun.key, begun.upload).abort()

    def head(self, key: str) -> StoredObject:
        with _faults():
            found = self._client.head_object(Bucket=self.bucket, Key=key)
        return StoredObject(key, found["ContentLength"], found["ContentType"])

    def open(self, key: str) -> tuple[int, Iterator[bytes]]:
        with _faults():
            found = self._client.get_object(Bucket=self.bucket, Key=key)
        return found["ContentLength"], _chunks(found["Body"])

    def read(self, key: str) -> Iterator[bytes]:
        yield from self.open(key)[1]

    def delete(self, keys: Iterable[str]) -> None:
        names: list[Any] = [{"Key": key} for key in keys]
        for start in range(0, len(names), DELETE_BATCH):
            batch = names[start : start + DELETE_BATCH]
            with _faults():
                self._client.delete_objects(Bucket=self.bucket, Delete={"Objects": batch})

    def signed_download(
        self, key: str, *, filename: str, lasts: timedelta, content_type: str | None = None
    ) -> str:
        """Always as an attachment: a file is never shown as a page of the store's origin.

        The name goes by RFC 5987, the only form that carries accents through every store.
        """
        params = {
            "Bucket": self.bucket,
            "Key": key,
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(filename, '')}",
        }
        if content_type is not None:
            params["ResponseContentType"] = content_type
        return self._signer.generate_presigned_url(
            "get_object",
            Params=params,
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


class S3Parts:
    """Each part goes with its MD5, which the store checks."""

    def __init__(self, client: "S3Client", bucket: str, key: str, upload: str) -> None:
        self._client = client
        self._upload: dict[str, Any] = {"Bucket": bucket, "Key": key, "UploadId": upload}
        self._etags: list[str] = []

    def add(self, part: bytes) -> None:
        with _faults():
            added = self._client.upload_part(
                **self._upload, PartNumber=len(self._etags) + 1, Body=part, ContentMD5=_md5(part)
            )
        self._etags.append(added["ETag"])

    def complete(self) -> None:
        parts: Any = [{"PartNumber": n, "ETag": etag} for n, etag in enumerate(self._etags, 1)]
        with _faults():
            self._client.complete_multipart_upload(**self._upload, MultipartUpload={"Parts": parts})

    def abort(self) -> None:
        """One that is not there counts as given up."""
        with suppress(ObjectMissing), _faults():
            self._client.abort_multipart_upload(**self._upload)


def _chunks(body: "StreamingBody") -> Iterator[bytes]:
    """The connection goes back to its pool at the end, or when whoever reads gives up."""
    with _faults(), closing(body):
        yield from body.iter_chunks(CHUNK)


def _md5(body: bytes) -> str:
    return b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()


@contextmanager
def _faults() -> Iterator[None]:
    """Say boto's errors in our two words; anything else is a bug and goes through."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in ("404", "NoSuchKey", "NoSuchBucket", "NoSuchUpload"):
            raise ObjectMissing(code) from error
        raise StorageUnavailable(code) from error
    except BotoCoreError as error:
        raise StorageUnavailable(type(error).__name__) from error
