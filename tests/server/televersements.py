"""Somebody who has files to send: announces them, sends them, and looks at what is left."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString, TypeVar

import boto3
import httpx
import psycopg
from psycopg.rows import dict_row

import scenarios
from adapters.base_de_donnees import BaseSynchrone, base, base_synchrone
from adapters.s3 import S3Storage
from adapters.signatures import Signataire
from domain.auteurs import SYSTEME
from domain.fichiers.annonce import annoncer
from domain.fichiers.attachement import FichierVerifie, attacher
from domain.fichiers.limites import Place
from domain.fichiers.models import Fichier, Televersement
from domain.transactions import Transaction
from resolvers.televersements import Televersements
from server.resources import open_storage
from server.settings import Settings
from tests.serving import Serveur

R = TypeVar("R")

MONDE = Path(__file__).parents[1] / "api" / "mondes" / "identite.yaml"
DEMARCHE = 950
DOSSIER = 9501


def md5(contenu: bytes) -> str:
    return b64encode(hashlib.md5(contenu).digest()).decode()


@dataclass(frozen=True)
class Annonce:
    id: int
    cle: str
    url: str
    headers: dict[str, str]
    signed_blob_id: str

    def envoyer(self, contenu: Any, **entetes: str) -> httpx.Response:
        """PUT, with the headers that the API asked for, or others."""
        envoyes = httpx.Headers(self.headers)
        envoyes.update({nom.replace("_", "-"): valeur for nom, valeur in entetes.items()})
        return httpx.put(self.url, content=contenu, headers=envoyes, timeout=60)


class Poste:
    def __init__(self, settings: Settings, *, url: str | None = None) -> None:
        self.settings = settings
        self.url = url or settings.url
        self.base: BaseSynchrone = base_synchrone(settings.require("database_url"), {})
        self.storage: S3Storage = open_storage(settings)
        self._s3 = boto3.client(
            "s3",
            endpoint_url=settings.require("s3_endpoint_url"),
            aws_access_key_id=settings.require("s3_access_key_id"),
            aws_secret_access_key=settings.require("s3_secret_access_key"),
            region_name=settings.s3_region,
        )

    def annoncer(
        self,
        contenu: bytes,
        *,
        nom: str = "note.txt",
        type_mime: str = "text/plain",
        taille: int | None = None,
        somme: str | None = None,
        at: datetime | None = None,
    ) -> Annonce:
        def agir(tx: Transaction) -> Annonce:
            annonce = annoncer(
                tx,
                demarche_id=DEMARCHE,
                nom=nom,
                taille=len(contenu) if taille is None else taille,
                md5=somme or md5(contenu),
                type_mime=type_mime,
                auteur=SYSTEME,
                at=at or datetime.now(UTC),
            )
            adresse = self.televersements().adresse(annonce)
            return Annonce(
                annonce.id,
                annonce.cle,
                adresse.url,
                json.loads(adresse.headers),
                adresse.signed_blob_id,
            )

        return self.base.transaction(agir)

    def televersements(self, base: Any = None) -> Televersements:
        return Televersements(
            base,
            self.storage,
            Signataire(self.settings.require("secret")),
            self.url,
            direct=self.settings.televersement == "direct",
        )

    async def verifier(self, signed_blob_id: str) -> FichierVerifie:
        asynchrone = base(self.settings.require("database_url"), {})
        try:
            return await self.televersements(asynchrone).verifier(signed_blob_id)
        finally:
            await asynchrone.fermer()

    def attacher(self, verifie: FichierVerifie, *, place: Place = Place.champ) -> int:
        """To the dossier itself; the number of the file."""
        return self.base.transaction(
            lambda tx: (
                attacher(
                    tx,
                    verifie,
                    demarche_id=DEMARCHE,
                    place=place,
                    at=datetime.now(UTC),
                    dossier_id=DOSSIER,
                ).id
            )
        )

    def recevoir(self, contenu: bytes, **annonce: Any) -> Annonce:
        """Announced and sent."""
        annoncee = self.annoncer(contenu, **annonce)
        assert annoncee.envoyer(contenu).status_code == 201
        return annoncee

    def vieillir(self, annonce: Annonce, *, heures: int) -> None:
        self.executer(
            "UPDATE televersements SET annonce_le = annonce_le - %s * interval '1 hour' WHERE id = %s",
            heures,
            annonce.id,
        )

    def executer(self, instruction: LiteralString, *parametres: object) -> None:
        with psycopg.connect(self.settings.require("database_url")) as lien:
            lien.execute(instruction, parametres)

    def faire(self, agir: Callable[[Transaction], R]) -> R:
        return self.base.transaction(agir)

    def ligne(self, annonce: Annonce) -> dict[str, Any] | None:
        return self.une(f"SELECT * FROM {Televersement.__tablename__} WHERE id = %s", annonce.id)

    def fichiers(self) -> int:
        compte = self.une(f"SELECT count(*) AS n FROM {Fichier.__tablename__}")
        assert compte is not None
        return int(compte["n"])

    def une(self, requete: Any, *parametres: object) -> dict[str, Any] | None:
        with psycopg.connect(self.settings.require("database_url"), row_factory=dict_row) as lien:
            return lien.execute(requete, parametres).fetchone()

    def objets(self, annonce: Annonce) -> dict[str, bytes]:
        """What the store holds for this announcement, by try."""
        liste = self._s3.list_objects_v2(Bucket=self.settings.s3_bucket, Prefix=annonce.cle)
        cles = [objet["Key"] for objet in liste.get("Contents", ())]
        return {cle.removeprefix(annonce.cle): b"".join(self.storage.read(cle)) for cle in cles}

    def en_cours(self, annonce: Annonce) -> list[str]:
        """Objects by parts that nobody ended."""
        liste = self._s3.list_multipart_uploads(Bucket=self.settings.s3_bucket, Prefix=annonce.cle)
        return [str(envoi["Key"]) for envoi in liste.get("Uploads", ())]

    def rien(self, annonce: Annonce) -> bool:
        """Nothing came of it: no object, no part, and it is still waited for."""
        ligne = self.ligne(annonce)
        assert ligne is not None
        return (
            self.objets(annonce) == {}
            and self.en_cours(annonce) == []
            and (ligne["recu_le"], ligne["essai_retenu"]) == (None, None)
        )

    def fermer(self) -> None:
        self.base.fermer()


@contextmanager
def poste_du_monde(
    nouveau_serveur: Callable[[], AbstractContextManager[Serveur]],
) -> Iterator[Poste]:
    """A Guichet with the démarche and the dossier for which files are sent."""
    with nouveau_serveur() as serveur, poste(serveur.settings) as ouvert:
        scenarios.charger(MONDE, database_url=serveur.database_url, storage=ouvert.storage)
        yield ouvert


@contextmanager
def poste(settings: Settings, *, url: str | None = None) -> Iterator[Poste]:
    ouvert = Poste(settings, url=url)
    try:
        yield ouvert
    finally:
        ouvert.fermer()
