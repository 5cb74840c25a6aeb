"""`generer`: a démarche filled at random, the same for the same `graine`."""

from bisect import bisect_right
from random import Random
from typing import Any

from psycopg import Cursor
from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.comptes.models import Instructeur
from domain.dossiers.champs import Champ
from domain.dossiers.demandeurs import Etablissement
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.formulaires.formulaire import Cle, Descripteur, Visibilite
from domain.formulaires.types_de_champ import TypeChamp
from domain.groupes_instructeurs.creation import DEFAUT
from domain.messagerie.models import Message
from scenarios.construction.monde import DemarcheBatie, Monde
from scenarios.construction.numeros import Numeros
from scenarios.format.demarches import Demarche, Generer
from scenarios.generation.gabarits import gabarits
from scenarios.generation.lot import Lot, Modele, Tire
from scenarios.generation.population import Habitant, habitants
from scenarios.generation.recolte import COLONNES, Recolte
from scenarios.generation.tirage import Tirage, repartir, tirer
from scenarios.generation.vie import Vie, montrees
from scenarios.reponses.ecrite import Ecrite

PAR_LOT = 5_000
TABLES = (*COLONNES, "champs", "etablissements", "zones_geo", "comptes")


def generer(monde: Monde, batie: DemarcheBatie, forme: Generer) -> None:
    """Make the dossiers that the file asks for, by lots, with COPY."""
    hasard = Random(forme.graine)
    monde.tx.flush()
    generation = Generation(monde, batie, forme, hasard)
    etats = repartir(forme.etats, forme.dossiers, hasard)
    connexion = monde.tx.session.connection().connection.driver_connection
    assert connexion is not None  # the transaction under way is on it
    with connexion.cursor() as curseur:
        for debut in range(0, len(etats), PAR_LOT):
            generation.produire(etats[debut : debut + PAR_LOT], curseur)


class Generation:
    def __init__(self, monde: Monde, batie: DemarcheBatie, forme: Generer, hasard: Random) -> None:
        self.monde, self.batie, self.hasard = monde, batie, hasard
        self.modeles = [Modele(formulaire, hasard) for formulaire in batie.formulaires]
        self.publications = [r.publiee_le for r in batie.plan.revisions if r.publiee_le]
        self.habitants = habitants(monde, combien=forme.dossiers)
        self.vie = Vie(
            batie, membres=_membres(monde, batie), hasard=hasard,
            experts=[monde.expert(email) for email in batie.plan.forme.experts],
        )  # fmt: skip
        # Conditions and rules are only worth the trouble where there are some.
        self.regles = any(groupe.regle for groupe in batie.groupes.values())
        self.demandeurs = _demandeurs(batie, hasard)
        tx = monde.tx
        self.dossiers = Numeros(tx, Dossier, set())
        self.champs, self.etablissements = (
            Numeros(tx, Champ, set()),
            Numeros(tx, Etablissement, set()),
        )
        self.messages = Numeros(tx, Message, set()).sans_fin()

    def produire(self, etats: list[State], curseur: Cursor[Any]) -> None:
        recolte = Recolte(self.monde.tx.session, self.messages)
        lot = Lot(recolte, self.champs, self.etablissements)
        for etat, number in zip(etats, self.dossiers.prendre(len(etats)), strict=True):
            tirage = tirer(etat, maintenant=self.monde.maintenant, hasard=self.hasard)
            habitant = self.hasard.choice(self.habitants)
            self._vivre(recolte, lot, number, habitant, tirage)
        lot.copier(curseur)

    def _vivre(
        self, recolte: Recolte, lot: Lot, number: int, habitant: Habitant, tirage: Tirage
    ) -> None:
        rang = max(bisect_right(self.publications, tirage.depose_le) - 1, 0)
        modele = self.modeles[rang]
        tires = modele.tirer(self.hasard)
        visibilite = Visibilite(modele.formulaire, self._reponses(tires, modele))
        montres = None
        if modele.formulaire.conditionnel:
            montres = montrees(modele.formulaire, visibilite)
            tires = [tire for tire in tires if tire[0].stable_id in montres]
        tires += modele.rangees(montres, self.hasard, tirage.depose_le)
        dossier = self.vie.commencer(
            recolte, number=number, revision=rang, habitant=habitant, tirage=tirage
        )
        self.vie.continuer(
            recolte, dossier, habitant=habitant, tirage=tirage, visibilite=visibilite, rang=rang
        )
        demandeur = self.hasard.choice(self.demandeurs) if self.demandeurs else None
        lot.ajouter(dossier, modele, tires, demandeur=demandeur)

    def _reponses(self, tires: list[Tire], modele: Modele) -> dict[Cle, Ecrite]:
        if not (self.regles or modele.formulaire.conditionnel):
            return {}
        return {(d.stable_id, row_id): g.ecrite for d, row_id, g in tires if g is not None}


def _membres(monde: Monde, batie: DemarcheBatie) -> dict[int, list[Instructeur]]:
    """By the number of their groupe."""
    forme: Demarche = batie.plan.forme
    listes = {g.label: g.instructeurs for g in forme.groupes or ()} or {
        DEFAUT: forme.instructeurs or []
    }
    return {
        batie.groupes[label].id: [monde.instructeur(email) for email in emails]
        for label, emails in listes.items()
    }


def _demandeurs(batie: DemarcheBatie, hasard: Random) -> list[str]:
    """Texts of establishments, when it is they who ask."""
    if batie.demarche.pour_individu:
        return []
    champ = Descripteur(0, 0, None, 0, False, TypeChamp.siret, "", None, True, None, {})
    return [g.etablissement for g in gabarits(champ, hasard) if g.etablissement is not None]


def analyser(session: Session) -> None:
    """Tell the planner what the tables have become; it would take a minute to notice by itself."""
    for table in TABLES:
        session.execute(text(f"ANALYZE {table}"))
