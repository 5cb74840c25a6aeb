"""The store of files, against a real one."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from adapters.s3 import S3Storage
from adapters.storage import PART, ObjectMissing, StorageUnavailable, StoredObject
from server.resources import open_storage
from server.settings import Settings

HOUR = timedelta(hours=1)
BODY = "Arrêté n° 12".encode()


@pytest.fixture
def storage(stack: Settings) -> Iterator[S3Storage]:
    storage = open_storage(stack)
    storage.put("essai/arrete", BODY, content_type="application/pdf")
    yield storage
    storage.delete(["essai/arrete", "essai/depot"])


def test_what_is_put_is_described_and_read_back(storage: S3Storage) -> None:
    assert storage.head("essai/arrete") == StoredObject(
        "essai/arrete", len(BODY), "application/pdf"
    )
    assert b"".join(storage.read("essai/arrete")) == BODY


def test_what_is_deleted_is_missing_and_may_be_deleted_again(storage: S3Storage) -> None:
    storage.delete(["essai/arrete", "essai/jamais-venu"])

    with pytest.raises(ObjectMissing):
        storage.head("essai/arrete")
    storage.delete(["essai/arrete"])


def test_a_signed_link_gives_a_file_of_that_name(storage: S3Storage) -> None:
    link = storage.signed_download("essai/arrete", filename="Arrêté été.pdf", lasts=HOUR)

    answer = httpx.get(link)
    assert answer.content == BODY
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Arr%C3%AAt%C3%A9%20%C3%A9t%C3%A9.pdf"
    )


def test_a_link_changed_or_past_its_time_gives_nothing(storage: S3Storage) -> None:
    link = storage.signed_download("essai/arrete", filename="a.pdf", lasts=HOUR)
    past = storage.signed_download("essai/arrete", filename="a.pdf", lasts=-HOUR)

    assert httpx.get(link.replace("essai/arrete", "essai/autre")).status_code == 403
    assert httpx.get(link.partition("?")[0]).status_code == 403
    assert httpx.get(past).status_code in (400, 403)


def test_links_name_the_public_address(stack: Settings) -> None:
    public = open_storage(
        stack.model_copy(update={"s3_public_endpoint_url": "https://fichiers.example"})
    )

    link = urlsplit(public.signed_download("essai/arrete", filename="a.pdf", lasts=HOUR))
    assert (link.scheme, link.netloc, link.path) == (
        "https",
        "fichiers.example",
        "/guichet/essai/arrete",
    )


def test_a_signed_upload_takes_exactly_what_was_announced(storage: S3Storage) -> None:
    address, headers = storage.signed_upload(
        "essai/depot",
        content_type="text/plain",
        size=len(BODY),
        content_md5=b64encode(hashlib.md5(BODY).digest()).decode(),
        lasts=HOUR,
    )

    assert httpx.put(address, content=b"autre chose ici", headers=headers).status_code == 400
    with pytest.raises(ObjectMissing):
        storage.head("essai/depot")
    assert httpx.put(address, content=BODY, headers=headers).status_code == 200
    assert b"".join(storage.read("essai/depot")) == BODY


def test_an_object_by_parts_is_seen_when_it_is_whole(storage: S3Storage) -> None:
    parts = storage.begin("essai/depot", content_type="text/plain")
    parts.add(b"a" * PART)
    parts.add(BODY)
    with pytest.raises(ObjectMissing):
        storage.head("essai/depot")

    parts.complete()
    assert storage.head("essai/depot") == StoredObject(
        "essai/depot", PART + len(BODY), "text/plain"
    )
    size, chunks = storage.open("essai/depot")
    assert (size, b"".join(chunks)) == (PART + len(BODY), b"a" * PART + BODY)


def test_an_object_given_up_leaves_nothing_and_may_be_given_up_again(storage: S3Storage) -> None:
    parts = storage.begin("essai/depot", content_type="text/plain")
    parts.add(BODY)
    parts.abort()
    parts.abort()

    with pytest.raises(ObjectMissing):
        storage.head("essai/depot")


def test_only_old_parts_are_given_up(storage: S3Storage) -> None:
    parts = storage.begin("essai/depot", content_type="text/plain")
    parts.add(BODY)
    now = datetime.now(UTC)

    assert storage.abort_older(now - HOUR) == 0
    assert storage.abort_older(now + HOUR) == 1
    with pytest.raises(ObjectMissing):
        parts.complete()


def test_a_copy_is_another_object_of_the_type_that_is_said(storage: S3Storage) -> None:
    storage.copy("essai/arrete", "essai/depot", content_type="application/octet-stream")
    storage.delete(["essai/arrete"])

    assert storage.head("essai/depot").content_type == "application/octet-stream"
    assert b"".join(storage.read("essai/depot")) == BODY
    with pytest.raises(ObjectMissing):
        storage.copy("essai/arrete", "essai/autre", content_type="text/plain")


def test_what_is_missing_is_found_before_its_first_byte(storage: S3Storage) -> None:
    with pytest.raises(ObjectMissing):
        storage.open("essai/jamais-venu")


def test_a_signed_link_may_say_another_type(storage: S3Storage) -> None:
    link = storage.signed_download(
        "essai/arrete", filename="a.pdf", content_type="application/octet-stream", lasts=HOUR
    )
    assert httpx.get(link).headers["content-type"] == "application/octet-stream"


def test_a_store_away_is_said_so(stack: Settings) -> None:
    away = open_storage(stack.model_copy(update={"s3_endpoint_url": "http://127.0.0.1:1"}))

    with pytest.raises(StorageUnavailable):
        away.ping()
