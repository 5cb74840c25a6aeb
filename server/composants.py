"""How the components are reached: what every process needs, and no more."""

from typing import Any

from adapters.s3 import S3Storage
from domain.courriels.plateforme import PLATEFORME
from domain.expirations.comptes import COMPTES_INACTIFS
from domain.expirations.rappels import APPAREILS_CONFIRMES
from server.plateforme import plateforme_de
from server.settings import Settings

SESSION = {
    "TimeZone": "Europe/Paris",  # the calendar of every rule is that of metropolitan France
    "statement_timeout": "7500ms",  # before our own patience, which would close the connection
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
}
# Background work looks at many rows at once, and holds its row while it waits for a store or a scan.
BACKGROUND = {
    **SESSION,
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "0",
}


def options_de(session: dict[str, str]) -> str:
    return " ".join(f"-c {name}={value}" for name, value in session.items())


CONNECTION: dict[str, Any] = {  # passed on as keywords of several types
    "application_name": "guichet",
    "connect_timeout": 3,
    "options": options_de(SESSION),
    # A server that went silent is dropped by the kernel, rather than waited for without end.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
WORKING: dict[str, Any] = {**CONNECTION, "options": options_de(BACKGROUND)}


def known(settings: Settings) -> dict[str, Any]:
    """What acts may know of this installation: its addresses, which mails lead to, and its limits."""
    return {
        PLATEFORME: plateforme_de(settings),
        COMPTES_INACTIFS: settings.inactive_accounts,
        APPAREILS_CONFIRMES: settings.trusted_devices,
    }


def open_storage(settings: Settings) -> S3Storage:
    return S3Storage(
        endpoint_url=settings.require("s3_endpoint_url"),
        access_key_id=settings.require("s3_access_key_id"),
        secret_access_key=settings.require("s3_secret_access_key"),
        bucket=settings.s3_bucket,
        region=settings.s3_region,
        public_endpoint_url=settings.s3_public_endpoint_url,
    )
