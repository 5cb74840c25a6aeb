"""Where the components are that Guichet leans on: the base, the store, the queue, the mails, the antivirus."""

from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

from server.setting_kinds import (
    ClamdUrl,
    EmailAddress,
    HttpUrl,
    PostgresUrl,
    RedisUrl,
    SmtpUrl,
    setting,
)


class ComponentSettings(BaseSettings):
    """The first part of the settings; an address left out is the embedded part's, under `serve`."""

    database_url: PostgresUrl | None = setting(
        "DATABASE_URL",
        None,
        "Base PostgreSQL (15 ou plus). Absente : PostgreSQL embarqué.",
        expected="une adresse postgresql://utilisateur:secret@hote:port/base",
    )
    database_replica_url: PostgresUrl | None = setting(
        "DATABASE_REPLICA_URL",
        None,
        "Réplique PostgreSQL pour les lectures. Absente : on lit sur DATABASE_URL.",
        expected="une adresse postgresql://utilisateur:secret@hote:port/base",
    )
    redis_url: RedisUrl | None = setting(
        "REDIS_URL",
        None,
        "Redis ou Valkey, pour la file de tâches. Absente : Valkey embarqué.",
        expected="une adresse redis://, rediss:// ou unix://",
    )
    s3_endpoint_url: HttpUrl | None = setting(
        "S3_ENDPOINT_URL",
        None,
        "Stockage des fichiers, compatible S3. Absente : SeaweedFS embarqué.",
        expected="une adresse http:// ou https://",
    )
    s3_access_key_id: str | None = setting(
        "S3_ACCESS_KEY_ID",
        None,
        "Identifiant de la clé S3, avec S3_ENDPOINT_URL.",
        expected="un texte",
    )
    s3_secret_access_key: SecretStr | None = setting(
        "S3_SECRET_ACCESS_KEY",
        None,
        "Secret de la clé S3, avec S3_ENDPOINT_URL.",
        expected="un texte",
    )
    s3_bucket: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")] = setting(
        "S3_BUCKET",
        "guichet",
        "Seau S3 des fichiers.",
        expected="de 3 à 63 lettres minuscules, chiffres, points ou tirets",
    )
    s3_region: str = setting(
        "S3_REGION", "us-east-1", "Région S3 qui entre dans les signatures.", expected="un texte"
    )
    s3_public_endpoint_url: HttpUrl | None = setting(
        "S3_PUBLIC_ENDPOINT_URL",
        None,
        "Adresse du stockage vue des clients, celle des liens signés. Absente : S3_ENDPOINT_URL.",
        expected="une adresse http:// ou https://",
    )
    smtp_url: SmtpUrl | None = setting(
        "SMTP_URL",
        None,
        "Serveur d’envoi des courriels. Absent : en développement, « serve » les garde dans une boîte "
        "d’essai ; en production, ils attendent en base.",
        expected="une adresse smtp:// ou smtps://",
    )
    sender: EmailAddress | None = setting(
        "GUICHET_EXPEDITEUR",
        None,
        "Adresse d’où partent les courriels, que personne ne lit. Absente : ne-pas-repondre@ et le nom de "
        "GUICHET_URL_PUBLIQUE.",
        expected="une adresse électronique, seule",
    )
    contact: EmailAddress | None = setting(
        "GUICHET_CONTACT",
        None,
        "Adresse qui répond de Guichet, auteur des messages automatiques. Absente : contact@ et le nom de "
        "GUICHET_URL_PUBLIQUE.",
        expected="une adresse électronique, seule",
    )
    clamd_url: ClamdUrl | None = setting(
        "CLAMD_URL",
        None,
        "Antivirus ClamAV. Absent : les fichiers sont dits non analysés.",
        expected="une adresse tcp://hote:port ou unix:///chemin",
    )
