"""Dossiers as the columns read them, lot after lot: each lot is one snapshot, and only one is held."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from adapters.base_de_donnees import BaseSynchrone
from domain.dossiers.states import TERMINE
from domain.exports.models import Export
from domain.exports.vie import verifier_droits
from domain.formulaires.formulaire import Cle, Formulaire
from domain.formulaires.types_de_champ import TypeChamp
from domain.transactions import Transaction
from exports.colonnes.contenu import (
    Avis,
    ChampEcrit,
    Dossier,
    Etablissement,
    EtablissementDit,
    Individu,
)
from exports.zones_en_mots import zone_en_mots
from jobs.exports import instructions
from jobs.exports.demarche import DemarcheLue, lire
from jobs.exports.etablissements import des_champs, du_dossier

LOT = 200
INSTANTANE = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
TYPES = {type_champ.value: type_champ for type_champ in TypeChamp}
CIVILITES = {"M": "M.", "Mme": "Mme"}
SANS_FORMULAIRE = Formulaire(0, ())


class Lu(NamedTuple):
    """A dossier, and what of it goes to other sheets than its own."""

    dossier: Dossier
    etablissements_des_champs: Sequence[EtablissementDit]
    etablissement_du_dossier: EtablissementDit | None
    avis: Sequence[Avis]
    supplement: Sequence[Any]
    """What a format asks for beside: files for a zip, shapes for a GeoJSON."""


Supplement = Callable[[Session, Sequence[int]], Iterable[Any]]
"""Rows of these dossiers, each of which names its own by `dossier_id`."""


def rien_de_plus(_: Session, __: Sequence[int]) -> Iterable[Any]:
    return ()


class Lot(NamedTuple):
    """`demandes` counts the dossiers that were asked for: some may be gone since."""

    demandes: int
    lus: Sequence[Lu]


class Lecture:
    """The dossiers of one export. Raises Abandon, when it is opened and at each lot, if whoever asked has
    no right any more."""

    def __init__(self, base: BaseSynchrone, export: Export) -> None:
        self._base = base
        self.export = export
        self.lus = 0
        """Dossiers that were there to be told of, so far."""
        self.demarche: DemarcheLue = self.instantane(self._demarche)

    def _demarche(self, session: Session) -> DemarcheLue:
        verifier_droits(session, self.export)
        assert self.export.demarche_id is not None
        return lire(session, self.export.demarche_id)

    def instantane(self, faire: Callable[[Session], Any]) -> Any:
        """All that is read inside is of one moment."""

        def ouvrir(tx: Transaction) -> Any:
            tx.session.execute(INSTANTANE)
            return faire(tx.session)

        return self._base.transaction(ouvrir)

    def par_lots(self, taille: int) -> Iterator[Sequence[int]]:
        numeros = iter(self.export.dossiers)
        while lot := list(islice(numeros, taille)):
            yield lot

    def lots(self, supplement: Supplement = rien_de_plus, *, taille: int = LOT) -> Iterator[Lot]:
        for numeros in self.par_lots(taille):

            def du_lot(session: Session, numeros: Sequence[int] = numeros) -> list[Lu]:
                return list(self._lire(session, numeros, supplement))

            lus = self.instantane(du_lot)
            self.lus += len(lus)
            yield Lot(len(numeros), lus)

    def _lire(
        self, session: Session, numeros: Sequence[int], supplement: Supplement
    ) -> Iterator[Lu]:
        verifier_droits(session, self.export)
        lignes = {
            ligne.id: ligne
            for ligne in session.execute(instructions.dossiers(self.export, numeros))
        }
        presents = [numero for numero in numeros if numero in lignes]
        if not presents:
            return
        champs, societes_des_champs = self._champs(session, presents)
        societes = self._societes(session, lignes.values(), societes_des_champs)
        suivis = _par_dossier(session, instructions.suivis(presents))
        labels = _par_dossier(session, instructions.labels(presents))
        avis: dict[int, list[Avis]] = defaultdict(list)
        for ligne in session.execute(instructions.avis(presents)):
            avis[ligne.dossier_id].append(Avis(*ligne))
        plus: dict[int, list[Any]] = defaultdict(list)
        for ligne in supplement(session, presents):
            plus[ligne.dossier_id].append(ligne)
        for numero in presents:
            ligne = lignes[numero]
            societe = societes.get(ligne.etablissement_id)
            dossier = _dossier(
                ligne,
                formulaire=self.demarche.formulaires.get(ligne.revision_id, SANS_FORMULAIRE),
                etablissement=None if self.demarche.reglages.pour_individu else societe,
                instructeurs=suivis[numero],
                labels=labels[numero],
                champs=champs.get(numero, {}),
            )
            yield Lu(
                dossier,
                list(
                    des_champs(
                        dossier,
                        self.demarche.fusion,
                        societes_des_champs.get(numero, {}),
                        societes,
                    )
                ),
                du_dossier(dossier),
                avis[numero],
                plus[numero],
            )

    def _champs(
        self, session: Session, numeros: Sequence[int]
    ) -> tuple[dict[int, dict[Cle, ChampEcrit]], dict[int, dict[Cle, int]]]:
        """The answers of each dossier, and the establishments that some of them name."""
        contenus = _contenus(session, numeros)
        champs: dict[int, dict[Cle, ChampEcrit]] = {}
        societes: dict[int, dict[Cle, int]] = {}
        for (
            dossier_id,
            id_,
            stable_id,
            row_id,
            type_,
            value,
            json,
            externe,
            data,
            societe,
        ) in session.execute(instructions.champs(numeros)):
            cle = stable_id, row_id
            champs.setdefault(dossier_id, {})[cle] = ChampEcrit(
                TYPES[type_], value, json, externe, data, contenus.get(id_, ())
            )
            if societe is not None:
                societes.setdefault(dossier_id, {})[cle] = societe
        return champs, societes

    def _societes(
        self, session: Session, lignes: Iterable[Any], des_champs: dict[int, dict[Cle, int]]
    ) -> dict[int, Etablissement]:
        voulues = {ligne.etablissement_id for ligne in lignes}
        voulues.update(numero for siennes in des_champs.values() for numero in siennes.values())
        lues = session.execute(instructions.etablissements(voulues - {None}))
        return {ligne[0]: Etablissement(*ligne[1:]) for ligne in lues}


def _par_dossier(session: Session, instruction: instructions.Lecture) -> dict[int, list[str]]:
    textes: dict[int, list[str]] = defaultdict(list)
    for dossier_id, texte in session.execute(instruction):
        textes[dossier_id].append(texte)
    return textes


def _contenus(session: Session, numeros: Sequence[int]) -> dict[int, list[str]]:
    """What a champ holds beside its answer: names of files, shapes in words."""
    contenus: dict[int, list[str]] = defaultdict(list)
    for champ_id, nom in session.execute(instructions.noms_des_pieces(numeros)):
        contenus[champ_id].append(nom)
    for zone in session.execute(instructions.zones(numeros)):
        contenus[zone.champ_id].append(zone_en_mots(zone))
    return contenus


def _dossier(ligne: Any, **autres: Any) -> Dossier:
    return Dossier(
        id=ligne.id,
        email=ligne.email,
        state=ligne.state,
        cree_le=ligne.cree_le,
        modifie_le=ligne.modifie_le,
        depose_le=ligne.depose_le,
        en_construction_le=ligne.en_construction_le,
        champs_modifies_le=ligne.champs_modifies_le,
        en_instruction_le=ligne.en_instruction_le,
        traite_le=ligne.traite_le,
        expire_le=ligne.expire_le,
        decision_sva_svr_le=ligne.decision_sva_svr_le,
        france_connect=ligne.france_connect,
        pour_un_tiers=ligne.pour_un_tiers,
        mandataire_nom=ligne.mandataire_nom,
        mandataire_prenom=ligne.mandataire_prenom,
        archive=ligne.archive,
        motivation=ligne.motivation if ligne.state in TERMINE else None,
        individu=_individu(ligne),
        groupe=ligne.groupe,
        **autres,
    )


def _individu(ligne: Any) -> Individu | None:
    if ligne.individu_id is None:
        return None
    civilite = CIVILITES.get(ligne.civilite, ligne.civilite)
    return Individu(civilite, ligne.nom, ligne.prenom, ligne.date_de_naissance)
