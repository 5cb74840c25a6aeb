"""The embedded parts together: those that no environment variable replaces."""

from pathlib import Path

from server.embedded.boite import EmbeddedBoite
from server.embedded.data_folder import unusable
from server.embedded.kept_secrets import kept_secrets
from server.embedded.part import Part
from server.embedded.postgres import EmbeddedPostgres
from server.embedded.s3 import EmbeddedS3
from server.embedded.valkey import EmbeddedValkey
from server.settings import Settings


class EmbeddedStack:
    """Starts them side by side; `addresses` then says where they are."""

    def __init__(self, settings: Settings, *, durable: bool = True) -> None:
        folder = settings.data_folder
        try:
            self.secrets = kept_secrets(folder)
        except OSError as error:
            raise unusable(folder, error) from None
        self.folder = folder
        self.parts = _parts(settings, folder, self.secrets, durable=durable)

    def start(self) -> None:
        """Return once each part answers. Raises Refus, with nothing left running."""
        try:
            # PostgreSQL last: it may make its cluster first, while the others start.
            for part in self.parts:
                part.begin()
            for part in reversed(self.parts):
                part.wait_until_ready()
        except OSError as error:
            self.stop()
            raise unusable(self.folder, error) from None
        except BaseException:
            self.stop()
            raise

    @property
    def addresses(self) -> dict[str, str]:
        """The environment of everything that uses the stack."""
        found = {"GUICHET_SECRET": self.secrets["guichet"]}
        for part in self.parts:
            found |= part.addresses()
        return found

    def stop(self) -> None:
        """All at once: those who used them are gone."""
        for part in self.parts:
            part.ask_to_stop()
        for part in self.parts:
            part.finish()


def _parts(
    settings: Settings, folder: Path, secrets: dict[str, str], *, durable: bool
) -> list[Part]:
    parts: list[Part] = []
    if settings.smtp_url is None and settings.environment == "developpement":
        # In production, mails that nobody can read would seem sent: they wait instead.
        parts.append(EmbeddedBoite(folder / "courriels", durable=durable))
    if settings.s3_endpoint_url is None:
        parts.append(
            EmbeddedS3(
                folder / "s3",
                secrets,
                bucket=settings.s3_bucket,
                region=settings.s3_region,
                durable=durable,
            )
        )
    if settings.redis_url is None:
        parts.append(EmbeddedValkey(folder / "valkey", secrets, durable=durable))
    if settings.database_url is None:
        parts.append(EmbeddedPostgres(folder / "postgres", secrets, durable=durable))
    return parts
