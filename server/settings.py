"""Every setting of Guichet, by its environment variable. The names are a public interface."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from server.component_settings import ComponentSettings
from server.refus import Refus
from server.setting_kinds import (
    HttpUrl,
    absolute,
    cadence,
    default_data_folder,
    default_web_processes,
    networks,
    setting,
)


class Settings(ComponentSettings):
    """What the environment says."""

    model_config = SettingsConfigDict(
        frozen=True, env_ignore_empty=True, populate_by_name=True, extra="ignore"
    )

    port: Annotated[int, Field(ge=1, le=65535)] = setting(
        "GUICHET_PORT",
        8000,
        "Port d’écoute du serveur web.",
        expected="un nombre entier de 1 à 65535",
    )
    host: Annotated[str, Field(pattern=r"^[^\s/]+$")] = setting(
        "GUICHET_HOTE",
        "127.0.0.1",
        "Adresse d’écoute du serveur web.",
        expected="un nom ou une adresse, sans espace ni /",
    )
    data_folder: Annotated[Path, AfterValidator(absolute)] = setting(
        "GUICHET_DONNEES",
        None,
        "Dossier de données des parties embarquées, des secrets et des journaux.",
        expected="un chemin absolu",
    )
    public_url: HttpUrl | None = setting(
        "GUICHET_URL_PUBLIQUE",
        None,
        "Adresse de Guichet vue des clients. Absente : http://GUICHET_HOTE:GUICHET_PORT.",
        expected="une adresse http:// ou https://",
    )
    web_processes: Annotated[int, Field(ge=1, le=64)] = setting(
        "GUICHET_PROCESSUS_WEB",
        None,
        "Nombre de processus web de « serve », sur la même prise d’écoute.",
        expected="un nombre entier de 1 à 64",
    )
    televersement: Literal["relais", "direct"] = setting(
        "GUICHET_TELEVERSEMENT",
        "relais",
        "Chemin des fichiers, envoyés ou lus : « relais » passe par Guichet, qui vérifie ce qu’il reçoit "
        "au passage ; « direct » passe par le stockage, à des adresses signées.",
        expected="« relais » ou « direct »",
    )
    query_timeout: Annotated[float, Field(gt=0)] = setting(
        "GUICHET_DELAI_REQUETE",
        30,
        "Secondes au-delà desquelles une requête GraphQL ne lit plus rien.",
        expected="un nombre de secondes",
    )
    api_limit_set: Annotated[int, Field(ge=0)] | None = setting(
        "GUICHET_LIMITE_API",
        None,
        "Requêtes par minute et par jeton sur l’API ; 0 : sans limite. Absente : 400 en production, "
        "sans limite ailleurs.",
        expected="un nombre entier, 0 ou plus",
    )
    prefill_limit_set: Annotated[int, Field(ge=0)] | None = setting(
        "GUICHET_LIMITE_PREREMPLISSAGE",
        None,
        "Dossiers préremplis par minute et par adresse ; 0 : sans limite. Absente : 400 en production, "
        "sans limite ailleurs.",
        expected="un nombre entier, 0 ou plus",
    )
    daily_summary: Annotated[str, AfterValidator(cadence)] = setting(
        "GUICHET_RESUME_QUOTIDIEN",
        "1-6 10:00",
        "Jours (1 : lundi) et heure de Paris du résumé quotidien des instructeurs qui l’ont demandé.",
        expected="des jours et une heure, comme « 1-6 10:00 »",
    )
    streams_per_account: Annotated[int, Field(ge=1)] = setting(
        "GUICHET_FLUX_PAR_COMPTE",
        10,
        "Flux d’évènements (/flux) ouverts à la fois par un compte, par processus web.",
        expected="un nombre entier, 1 ou plus",
    )
    stream_beat: Annotated[float, Field(gt=0)] = setting(
        "GUICHET_FLUX_BATTEMENT",
        15,
        "Secondes entre deux signes de vie d’un flux, et entre deux lectures des droits de ceux qui le lisent.",
        expected="un nombre de secondes",
    )
    establishments: Path | None = setting(
        "GUICHET_ETABLISSEMENTS",
        None,
        "Fichier JSON de ce que l’on sait d’établissements, par SIRET, pour compléter ceux dont seul le SIRET est "
        "connu.",
        expected="un chemin de fichier",
    )
    inactive_accounts: Annotated[int, Field(ge=0)] = setting(
        "GUICHET_COMPTES_INACTIFS",
        0,
        "Comptes d’usagers, jamais ouverts depuis deux ans, que l’on prévient et que l’on supprime au plus par "
        "jour ; 0 : aucun.",
        expected="un nombre entier, 0 ou plus",
    )
    login_limit: Annotated[int, Field(ge=0)] = setting(
        "GUICHET_LIMITE_CONNEXION",
        25,
        "Essais de connexion par 15 secondes et par adresse, et 10 par minute et par compte ; 0 : sans limite.",
        expected="un nombre entier, 0 ou plus",
    )
    trusted_devices_set: bool | None = setting(
        "GUICHET_APPAREILS_A_CONFIRMER",
        None,
        "Demande aux instructeurs de confirmer par courriel chaque appareil, une fois par mois. Absente : "
        "vrai en production, faux ailleurs.",
        expected="true ou false",
    )
    second_factor_set: Literal["libre", "administrateurs"] | None = setting(
        "GUICHET_SECOND_FACTEUR",
        None,
        "Qui doit avoir un second facteur : « administrateurs », ou personne (« libre ») ; chacun peut en "
        "avoir un. Absente : « administrateurs » en production, « libre » ailleurs.",
        expected="« libre » ou « administrateurs »",
    )
    pro_connect_url: HttpUrl | None = setting(
        "GUICHET_PROCONNECT_URL",
        None,
        "Adresse de ProConnect, pour les agents : son « issuer ». Absente : on ne se connecte pas par lui.",
        expected="une adresse https:// (http:// sur cette machine seulement)",
    )
    pro_connect_id: str | None = setting(
        "GUICHET_PROCONNECT_ID",
        None,
        "Identifiant client, avec GUICHET_PROCONNECT_URL.",
        expected="un texte",
    )
    pro_connect_secret: SecretStr | None = setting(
        "GUICHET_PROCONNECT_SECRET",
        None,
        "Secret client, avec GUICHET_PROCONNECT_URL.",
        expected="un texte",
    )
    france_connect_url: HttpUrl | None = setting(
        "GUICHET_FRANCECONNECT_URL",
        None,
        "Adresse de FranceConnect, pour les usagers : son « issuer ». Absente : on ne se connecte pas par lui.",
        expected="une adresse https:// (http:// sur cette machine seulement)",
    )
    france_connect_id: str | None = setting(
        "GUICHET_FRANCECONNECT_ID",
        None,
        "Identifiant client, avec GUICHET_FRANCECONNECT_URL.",
        expected="un texte",
    )
    france_connect_secret: SecretStr | None = setting(
        "GUICHET_FRANCECONNECT_SECRET",
        None,
        "Secret client, avec GUICHET_FRANCECONNECT_URL.",
        expected="un texte",
    )
    outgoing_networks_text: Annotated[str, AfterValidator(networks)] | None = setting(
        "GUICHET_RESEAUX_SORTANTS_AUTORISES",
        None,
        "Réseaux privés que les appels sortants (webhooks) peuvent joindre, séparés par des virgules. "
        "Absente : aucun.",
        expected="des réseaux comme 192.0.2.0/24, séparés par des virgules",
    )
    outgoing_http: bool = setting(
        "GUICHET_HTTP_SORTANT",
        False,
        "Permet aux appels sortants d’aller en http://. Faux : https:// seulement.",
        expected="true ou false",
    )
    environment: Literal["developpement", "production"] = setting(
        "GUICHET_ENVIRONNEMENT",
        "developpement",
        "En production, la démonstration n’est jamais chargée.",
        expected="« developpement » ou « production »",
    )
    log_format: Literal["json", "console"] = setting(
        "GUICHET_JOURNAL",
        "json",
        "Forme des journaux, écrits sur la sortie d’erreur.",
        expected="« json » ou « console »",
    )
    secret: Annotated[SecretStr, Field(min_length=32)] | None = setting(
        "GUICHET_SECRET",
        None,
        "Signe les adresses que Guichet donne. Absent : « serve » en engendre un et le garde.",
        expected="au moins 32 caractères",
    )

    @model_validator(mode="before")
    @classmethod
    def _suit_the_machine(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("GUICHET_DONNEES") and not values.get("data_folder"):
            values = {**values, "GUICHET_DONNEES": default_data_folder()}
        if not values.get("GUICHET_PROCESSUS_WEB") and not values.get("web_processes"):
            values = {**values, "GUICHET_PROCESSUS_WEB": default_web_processes()}
        return values

    @model_validator(mode="after")
    def _keys_come_with_the_endpoint(self) -> Self:
        if self.s3_endpoint_url and not (self.s3_access_key_id and self.s3_secret_access_key):
            raise PydanticCustomError(
                "cles",
                "S3_ENDPOINT_URL demande aussi S3_ACCESS_KEY_ID et S3_SECRET_ACCESS_KEY",
            )
        return self

    @model_validator(mode="after")
    def _providers_come_with_their_keys(self) -> Self:
        for name in ("pro_connect", "france_connect"):
            if getattr(self, f"{name}_url") and not (
                getattr(self, f"{name}_id") and getattr(self, f"{name}_secret")
            ):
                wanted = " et ".join(variable(f"{name}_{part}") for part in ("id", "secret"))
                raise PydanticCustomError(
                    "cles", f"{variable(f'{name}_url')} demande aussi {wanted}"
                )
        return self

    @property
    def url(self) -> str:
        """Guichet's address as its clients write it, without a final slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def api_limit(self) -> int:
        """Requests a minute for each token; 0 when nothing limits them (api 14.23)."""
        if self.api_limit_set is None:
            return 400 if self.environment == "production" else 0
        return self.api_limit_set

    @property
    def prefill_limit(self) -> int:
        """Dossiers begun a minute from each address; 0 when nothing limits them (api 14.23)."""
        if self.prefill_limit_set is None:
            return 400 if self.environment == "production" else 0
        return self.prefill_limit_set

    @property
    def trusted_devices(self) -> bool:
        """Whether an instructeur's password is worth nothing on a device that he has not confirmed."""
        if self.trusted_devices_set is None:
            return self.environment == "production"
        return self.trusted_devices_set

    @property
    def second_factor(self) -> str:
        """Whom this installation obliges to have one (rules 11.4)."""
        if self.second_factor_set is None:
            return "administrateurs" if self.environment == "production" else "libre"
        return self.second_factor_set

    @property
    def outgoing_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The private networks that an outgoing call may reach."""
        names = filter(None, map(str.strip, (self.outgoing_networks_text or "").split(",")))
        return tuple(map(ip_network, names))

    def require(self, field: str) -> str:
        """The value of a setting that this process cannot do without. Raises Refus if absent."""
        value = self._text(field)
        if value is None:
            raise Refus(f"Réglage absent : {variable(field)}.", code=2)
        return value

    def as_environment(self) -> dict[str, str]:
        """These settings as another process would read them, secrets included."""
        texts = {variable(name): self._text(name) for name in type(self).model_fields}
        return {name: text for name, text in texts.items() if text is not None}

    def _text(self, field: str) -> str | None:
        value = getattr(self, field)
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        return None if value is None else str(value)


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    return str(Settings.model_fields[field].validation_alias)


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process.

    Raises Refus with every wrong value in one line: a wrong setting is put right in one go.
    Values are not shown back: half of them hold secrets.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        wrong = dict.fromkeys(_wrong(detail) for detail in error.errors(include_input=False))
        raise Refus(f"Réglage refusé : {' ; '.join(wrong)}.", code=2) from None


def _wrong(detail: Any) -> str:
    if not detail["loc"]:
        return str(detail["msg"])
    place = str(detail["loc"][0])
    for name, field in Settings.model_fields.items():
        if place in (name, field.validation_alias) and isinstance(field.json_schema_extra, dict):
            return f"{field.validation_alias} attend {field.json_schema_extra['attendu']}"
    return f"{place} n’est pas un réglage"
