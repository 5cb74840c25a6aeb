"""The process of exports is killed at twenty moments drawn at random: each export ends whole, once, and
nothing of its former tries stays in the store."""

import io
import os
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from hashlib import md5
from pathlib import Path
from random import Random
from threading import Event
from typing import Any, NamedTuple
from zipfile import ZipFile

from sqlalchemy import select

import scenarios
from adapters.base_de_donnees import base_synchrone
from adapters.storage import ObjectMissing
from benchmarks.figures import Figure, Ligne, Remarque
from domain.comptes.models import Compte, Instructeur
from domain.demarches.models import Demarche
from domain.exports import archives
from domain.exports.demande import Demande, demander
from domain.exports.models import PREFIXE, Format
from domain.exports.selection import Demandeur, Portee
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.transactions import Transaction
from server.resources import WORKING, open_storage
from tests.chaos.pile import Pile
from tests.exports.lecture import lire_csv, lire_ods, lire_xlsx

MONDE = Path(__file__).parents[1] / "bureau" / "mondes" / "exports.yaml"
DOSSIERS = 500  # more than those of the scenario: what is killed lasts for a while
LOURD = 20 * 1024**2  # bytes of one file: a zip then goes by several parts
ARCHIVE = "archive"
SORTES = ("ods", "zip", "csv", ARCHIVE, "xlsx", "json")
MORTS_D_UN_EXPORT = 3  # after five tries it would be put aside


class Fini(NamedTuple):
    """What there is of an export that ended."""

    etat: str
    tentatives: int
    faits: int
    manquants: int
    cle: str
    objet: str
    duree: float


class Chantier:
    def __init__(self, montee: Pile) -> None:
        self.montee = montee
        self.storage = open_storage(montee.settings)
        self.base = base_synchrone(montee.settings.require("database_url"), WORKING)

    def peupler(self) -> None:
        place = "    pour_individu: true\n"
        plus = f"{place}    generer: {{dossiers: {DOSSIERS}, graine: 1}}\n"
        ecrit = MONDE.read_text().replace(place, plus, 1)
        url = self.montee.settings.require("database_url")
        scenarios.charger(ecrit, database_url=url, storage=self.storage)
        lourd = os.urandom(LOURD)
        [(cle,)] = self.montee.lire("SELECT cle FROM fichiers WHERE nom = 'plan.pdf'")
        self.storage.put(cle, lourd, content_type="application/pdf")
        empreinte = b64encode(md5(lourd, usedforsecurity=False).digest()).decode()
        self.montee.lire(
            "UPDATE fichiers SET taille = %s, md5 = %s WHERE cle = %s", LOURD, empreinte, cle
        )
        self.montee.lire("DELETE FROM courriels")

    def demander(self, sorte: str) -> int:
        """As if nothing had been asked before: the same demand would be given the same export."""
        self.montee.lire("DELETE FROM exports")
        return self.base.transaction(lambda tx: self._demander(tx, sorte))

    def _demander(self, tx: Transaction, sorte: str) -> int:
        demarche = tx.session.get_one(Demarche, 900)
        groupes = select(GroupeInstructeur.id).where(GroupeInstructeur.demarche_id == 900)
        irma = select(Instructeur.id).join(Compte).where(Compte.email == "irma@exemple.fr")
        qui = Demandeur(tuple(tx.session.scalars(groupes)), instructeur_id=tx.session.scalar(irma))
        at = datetime.now(UTC)
        if sorte == ARCHIVE:
            return archives.demander(tx, demarche, qui, None, at=at).export.id
        # Printing thousands of dossiers would take an hour.
        portee = Portee(numeros=(9001, 9002, 9003, 9004)) if sorte == "zip" else Portee()
        return demander(tx, demarche, qui, Demande(Format(sorte), portee), at=at).export.id

    def finir(self) -> Fini:
        self.montee.attendre(lambda: self.etat() in ("pret", "echoue"))
        [lu] = self.montee.lire(
            "SELECT etat, tentatives, faits, manquants, cle, objet,"
            " extract(epoch FROM termine_le - commence_le)::float8 FROM exports"
        )
        return Fini(*lu)

    def etat(self) -> str:
        return str(self.montee.lire("SELECT etat FROM exports")[0][0])

    def contenu(self, fini: Fini, sorte: str) -> Any:
        octets = b"".join(self.storage.read(fini.objet))
        match sorte:
            case "csv":
                return lire_csv(octets)
            case "ods":
                return lire_ods(octets)
            case "xlsx":
                return lire_xlsx(octets)
            case "json":
                return octets
        with ZipFile(io.BytesIO(octets)) as lu:
            assert lu.testzip() is None
            # A PDF says when it was printed, and a list when it was made.
            return [
                (i.filename, None if i.filename.endswith((".pdf", ".csv")) and i.file_size < LOURD else i.CRC)
                for i in lu.infolist()
            ]  # fmt: skip

    def restes(self, fini: Fini) -> list[str]:
        """What is in the store and should not be."""
        orphelins = [commence.key for commence in self.storage.begun(PREFIXE)]
        anciens = [f"{PREFIXE}{fini.cle}/{rang}" for rang in range(1, fini.tentatives)]
        return orphelins + [ancien for ancien in anciens if self._est_la(ancien)]

    def _est_la(self, cle: str) -> bool:
        try:
            self.storage.head(cle)
        except ObjectMissing:
            return False
        return True

    @cached_property
    def temoins(self) -> dict[str, tuple[Fini, Any]]:
        """Each sort, made by nobody who dies."""
        faits = {}
        for sorte in SORTES:
            self.demander(sorte)
            fini = self.finir()
            faits[sorte] = fini, self.contenu(fini, sorte)
        return faits


def figures(montee: Pile, morts: int, graine: int) -> Iterator[Ligne]:
    chantier, hasard, pause = Chantier(montee), Random(graine), Event()
    chantier.peupler()
    montee.composer(exports=1)
    montee.demarrer()
    durees = {sorte: fini.duree for sorte, (fini, _) in chantier.temoins.items()}
    dites = " · ".join(f"{sorte} {duree:.1f}" for sorte, duree in durees.items())
    yield Remarque(f"sans mort, en secondes : {dites}")
    montee.lire("DELETE FROM courriels")
    interrompus, faits, fautes, morts_par_sorte = 0, 0, [], dict.fromkeys(SORTES, 0)
    while interrompus < morts:
        sorte = SORTES[faits % len(SORTES)]
        temoin, attendu = chantier.temoins[sorte]
        chantier.demander(sorte)
        for rang in range(1, MORTS_D_UN_EXPORT + 1):
            montee.attendre(lambda rang=rang: montee.un(COMMENCES) >= rang)  # type: ignore[misc]
            pause.wait(hasard.uniform(0, durees[sorte]))
            montee.tuer("exports", hasard.choice)
            if chantier.etat() != "en_cours":
                break
            interrompus += 1
            morts_par_sorte[sorte] += 1
        fini = chantier.finir()
        faits += 1
        durees[sorte] = fini.duree  # of its last try, on a machine that others use
        lu = fini.etat, fini.faits, fini.manquants
        if lu != ("pret", temoin.faits, temoin.manquants):
            fautes.append(f"{sorte} : {fini}")
        if chantier.contenu(fini, sorte) != attendu:
            fautes.append(f"{sorte} : le contenu n’est pas celui du témoin")
        fautes += [f"{sorte} : il reste {reste}" for reste in chantier.restes(fini)]
        annonces = montee.un("WITH partis AS (DELETE FROM courriels RETURNING 1) SELECT count(*) FROM partis")  # fmt: skip
        if annonces != (sorte == ARCHIVE):
            fautes.append(f"{sorte} : {annonces} courriels")
    yield Remarque(f"{faits} exports, tués en cours : {morts_par_sorte}")
    for faute in fautes:
        yield Remarque(faute)
    yield Figure("exports_tues_en_cours", interrompus, f">= {morts}")
    yield Figure("exports_fautes", len(fautes), "<= 0")
    chantier.base.fermer()


COMMENCES = "SELECT max(tentatives) FROM exports"
