"""A few thousand dossiers at a time: drawn, told, and copied table by table."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from random import Random
from typing import Any

from psycopg import Cursor

from domain.dossiers.models import Dossier
from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from domain.ulid import generateur
from scenarios.construction.numeros import Numeros
from scenarios.generation.gabarits import COLONNES_D_ETABLISSEMENT, NUL, Gabarit, gabarits
from scenarios.generation.recolte import COLONNES, Recolte

COLONNES_DE_CHAMP = (
    "id", "dossier_id", "stable_id", "row_id", "etablissement_id", "cree_le", "modifie_le",
    "type_champ", "prive", "value", "value_json", "external_id", "data", "etat_externe",
)  # fmt: skip
PART_LAISSEE_BLANCHE = 0.1  # of the fields that need not be filled

Tire = tuple[Descripteur, str | None, Gabarit | None]
"""A field, the row it is in, and what was answered; nothing for the row itself."""


class Modele:
    """A form and the answers that its dossiers draw from."""

    def __init__(self, formulaire: Formulaire, hasard: Random) -> None:
        self.formulaire = formulaire
        self.racines = (*formulaire.champs, *formulaire.annotations)
        self.tirages = {d.stable_id: gabarits(d, hasard) for d in formulaire.par_stable_id.values()}
        self.entetes = {
            d.stable_id: f"{d.type_champ.value}\t{'t' if d.prive else 'f'}"
            for d in formulaire.par_stable_id.values()
        }

    def tirer(self, hasard: Random) -> list[Tire]:
        """An answer to each root; repetitions wait until their rows have ids."""
        return [
            (descripteur, None, gabarit)
            for descripteur in self.racines
            if (gabarit := self._gabarit(descripteur, hasard)) is not None
        ]

    def rangees(
        self, montrees: frozenset[int] | None, hasard: Random, at: datetime
    ) -> Iterator[Tire]:
        """One to three rows in each repetition shown, and what they hold."""
        suivant = None
        for repetition in self.racines:
            if repetition.type_champ is not TypeChamp.repetition:
                continue
            if montrees is not None and repetition.stable_id not in montrees:
                continue
            suivant = suivant or generateur(at=at, hasard=hasard)
            for _ in range(hasard.randint(1, 3)):
                row_id = suivant()
                yield repetition, row_id, None
                for enfant in self.formulaire.enfants.get(repetition.stable_id, ()):
                    gabarit = self._gabarit(enfant, hasard)
                    if gabarit is not None and not enfant.condition:
                        yield enfant, row_id, gabarit

    def _gabarit(self, descripteur: Descripteur, hasard: Random) -> Gabarit | None:
        tirages = self.tirages[descripteur.stable_id]
        if not tirages or (not descripteur.obligatoire and hasard.random() < PART_LAISSEE_BLANCHE):
            return None
        return tirages[int(hasard.random() * len(tirages))]


class Lot:
    """Dossiers told and not yet written."""

    def __init__(self, tx: Recolte, champs: Numeros, etablissements: Numeros) -> None:
        self.tx = tx
        self._champs, self._etablissements = champs, etablissements
        self._dossiers: list[tuple[Dossier, Modele, list[Tire], str | None]] = []

    def ajouter(
        self, dossier: Dossier, modele: Modele, tires: list[Tire], *, demandeur: str | None
    ) -> None:
        """`demandeur` is the text of an establishment, when the démarche is for those."""
        self._dossiers.append((dossier, modele, tires, demandeur))

    def copier(self, curseur: Cursor[Any]) -> None:
        for table in ("dossiers", "individus"):
            self._copier_recolte(curseur, table)
        numeros = self._copier_etablissements(curseur)
        self._copier_champs(curseur, numeros)
        for table in list(COLONNES)[2:]:
            self._copier_recolte(curseur, table)

    def _copier_recolte(self, curseur: Cursor[Any], table: str) -> None:
        with curseur.copy(_copie(table, COLONNES[table])) as copie:
            self.tx.lignes(table, copie.write)

    def _copier_etablissements(self, curseur: Cursor[Any]) -> Mapping[tuple[int, int], str]:
        """Those of dossiers, and those of champs, which are told by ranks (dossier, answer)."""
        lieux = [
            (rang, numero)
            for rang, (_, _, tires, _) in enumerate(self._dossiers)
            for numero, (_, _, gabarit) in enumerate(tires)
            if gabarit is not None and gabarit.etablissement is not None
        ]
        demandeurs = [(d.id, texte) for d, _, _, texte in self._dossiers if texte is not None]
        numeros = self._etablissements.prendre(len(lieux) + len(demandeurs))
        par_lieu = {lieu: str(next(numeros)) for lieu in lieux}
        colonnes = ("id", "dossier_id", *COLONNES_D_ETABLISSEMENT)
        with curseur.copy(_copie("etablissements", colonnes)) as copie:
            for (rang, numero), etablissement_id in par_lieu.items():
                gabarit = self._dossiers[rang][2][numero][2]
                assert gabarit is not None
                copie.write(f"{etablissement_id}\t{NUL}\t{gabarit.etablissement}\n")
            for dossier_id, texte in demandeurs:
                copie.write(f"{next(numeros)}\t{dossier_id}\t{texte}\n")
        return par_lieu

    def _copier_champs(
        self, curseur: Cursor[Any], etablissements: Mapping[tuple[int, int], str]
    ) -> None:
        numeros = self._champs.prendre(sum(len(tires) for _, _, tires, _ in self._dossiers))
        zones: list[str] = []
        with curseur.copy(_copie("champs", COLONNES_DE_CHAMP)) as copie:
            for rang, (dossier, modele, tires, _) in enumerate(self._dossiers):
                instant = dossier.cree_le.isoformat()
                dates = f"{instant}\t{instant}"
                lignes = []
                for numero, (descripteur, row_id, gabarit) in enumerate(tires):
                    champ_id = next(numeros)
                    stable_id = descripteur.stable_id
                    texte = gabarit.texte if gabarit else RANGEE
                    lignes.append(
                        f"{champ_id}\t{dossier.id}\t{stable_id}\t{row_id or NUL}"
                        f"\t{etablissements.get((rang, numero), NUL)}\t{dates}"
                        f"\t{modele.entetes[stable_id]}\t{texte}\n"
                    )
                    if gabarit is not None and gabarit.zone is not None:
                        zones.append(
                            f"{champ_id}\tselection_utilisateur\t{gabarit.zone}\t{instant}\n"
                        )
                copie.write("".join(lignes))
        colonnes = ("champ_id", "source", "geometry", "description", "cree_le")
        with curseur.copy(_copie("zones_geo", colonnes)) as copie:
            copie.write("".join(zones))


RANGEE = "\t".join([NUL] * 5)


def _copie(table: str, colonnes: tuple[str, ...]) -> str:
    return f"COPY {table} ({', '.join(colonnes)}) FROM STDIN"
