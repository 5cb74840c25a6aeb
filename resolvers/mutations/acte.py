"""One mutation field while it runs: its transaction, who acts, and the objects that it names.

What the caller may not see is not loaded, here as elsewhere: ids are read through statements scoped to
the token, as it is at the moment of writing (rules 11.6.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import joinedload

from domain import identifiants
from domain.auteurs import Auteur
from domain.avis.models import Avis
from domain.base import parmi
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Administrateur, Compte, Expert, Instructeur
from domain.demarches.models import Demarche, DemarcheAdministrateur
from domain.dossiers.models import Dossier
from domain.errors import DomainError
from domain.fichiers.attachement import FichierVerifie
from domain.groupes_instructeurs.models import GroupeInstructeur
from domain.labels.models import Label
from domain.masse.verrou import exiger_hors_operation
from domain.messagerie.models import Message
from domain.rendez_vous.models import RendezVous
from domain.transactions import Transaction
from resolvers.bureau.dossier import jete
from resolvers.mutations.porteur import Porteur, relire
from resolvers.refus import Refus, interdit, introuvable
from resolvers.televersements import Televersements
from resolvers.viewer import Viewer

M = TypeVar("M")

Entree = Mapping[str, Any]


class EnSonNom(DomainError):
    """Somebody signed in acts for nobody else."""

    code = "acces_refuse"

    def __init__(self) -> None:
        super().__init__("On n’agit qu’en son propre nom : cet instructeur n’est pas vous")


_TENU = (
    select(Dossier)
    .where(Dossier.id == bindparam("dossier"), Dossier.visible_par_administration)
    .with_for_update(of=Dossier)
)
_D_UN_JETON = _TENU.where(parmi(Dossier.demarche_id, "miens"))
_D_UN_MEMBRE = _TENU.where(parmi(Dossier.groupe_instructeur_id, "miens"))


@dataclass(frozen=True, slots=True)
class Acte:
    """`fichiers` are the uploads that the input names, their objects already looked at (api 9.3)."""

    tx: Transaction
    porteur: Porteur
    at: datetime
    televersements: Televersements
    fichiers: Mapping[str, FichierVerifie]

    @property
    def auteur(self) -> Auteur:
        """Who acts where the contract names no instructeur: the token's owner, or who is signed in."""
        return comme_profil(
            self.porteur.instructeur or self.administrateur, jeton=self.porteur.jeton
        )

    @property
    def administrateur(self) -> Administrateur:
        """Raises Refus: who is signed in administers nothing."""
        if self.porteur.administrateur is None:
            raise interdit("Demarche")
        return self.porteur.administrateur

    def au_nom_de(self, instructeur: Instructeur) -> Auteur:
        return comme_profil(instructeur, jeton=self.porteur.jeton)

    def instructeur_du_porteur(self) -> Instructeur | None:
        """The token's owner as an instructeur, when he is one; or who is signed in."""
        if self.porteur.jeton_id is None:
            return self.porteur.instructeur
        return self._lire(
            select(Instructeur)
            .where(Instructeur.compte_id == self.administrateur.compte_id)
            .options(joinedload(Instructeur.compte))
        )

    def fichier(self, entree: Entree, nom: str) -> FichierVerifie | None:
        signe = entree.get(nom)
        return self.fichiers[signe] if signe else None

    # --- the objects that an input names, in the order in which it is read (api 5.6, 14.21) ---------

    def dossier(self, entree: Entree) -> Dossier:
        """Locked: two may press the button together. Raises DossierEnOperation."""
        numero = self._numero(entree, "dossier_id", "Dossier")
        par_jeton = self.porteur.jeton_id is not None
        miens = self.porteur.demarches if par_jeton else self.porteur.groupes
        dossier = self.tx.session.scalars(
            _D_UN_JETON if par_jeton else _D_UN_MEMBRE, {"dossier": numero, "miens": list(miens)}
        ).one_or_none()
        if dossier is not None:
            exiger_hors_operation(self.tx, dossier)
            return dossier
        vu = select(Dossier).where(Dossier.id == numero, Dossier.visible_par_administration)
        vivante = select(Demarche.id).where(
            Demarche.id == Dossier.demarche_id, Demarche.supprimee_le.is_(None)
        )
        raise self._absent(vu.where(vivante.exists()), "Dossier")

    def dossier_jete(self, entree: Entree) -> Dossier:
        """One that the administration has thrown away. What is not there and what is another's are not
        told apart (ARCHITECTURE 6)."""
        numero = self._numero(entree, "dossier_id", "Dossier")
        return self._a_moi(
            select(Dossier).where(
                Dossier.id == numero, Dossier.cache_par_administration_le.is_not(None)
            )
        )

    def mon_dossier(self, entree: Entree) -> Dossier:
        """One of the groupes of who is signed in, locked. What is not there and what is another's are not
        told apart (ARCHITECTURE 6)."""
        numero = self._numero(entree, "dossier_id", "Dossier")
        return self._a_moi(
            select(Dossier).where(Dossier.id == numero, Dossier.visible_par_administration)
        )

    def dossier_expire(self, entree: Entree) -> Dossier:
        """The same of one that is in the corbeille, by its expiry or by the administration."""
        numero = self._numero(entree, "dossier_id", "Dossier")
        return self._a_moi(select(Dossier).where(Dossier.id == numero, jete()))

    def dossier_lu(self, entree: Entree) -> Dossier:
        """One that who is signed in reads, in the corbeille too, to keep something of his own about it:
        it is not locked, and an operation on many does not keep it from him."""
        numero = self._numero(entree, "dossier_id", "Dossier")
        vu = Dossier.visible_par_administration | jete()
        dossier = self._lire(select(Dossier).where(Dossier.id == numero, vu, self._mon_dossier()))
        if dossier is None:
            raise introuvable("Dossier")
        return dossier

    def dossier_prepare(self, entree: Entree) -> Dossier:
        """One that a program of the same owner made."""
        numero = self._numero(entree, "dossier_id", "Dossier")
        return self._a_moi(
            select(Dossier).where(
                Dossier.id == numero,
                Dossier.cree_par_administrateur_id == self.administrateur.id,
                Dossier.cache_par_usager_le.is_(None),
                Dossier.cache_par_expiration_le.is_(None),
            ),
            self._mien(Dossier.demarche_id),
        )

    def _a_moi(self, lu: Select[Dossier], mien: Any = None) -> Dossier:
        mien = self._mon_dossier() if mien is None else mien
        dossier = self._lire(lu.where(mien).with_for_update(of=Dossier))
        if dossier is None:
            raise introuvable("Dossier")
        exiger_hors_operation(self.tx, dossier)
        return dossier

    def instructeur(self, entree: Entree, nom: str = "instructeur_id") -> Instructeur:
        """Any profile is read; one that is no instructeur has a right on nothing. Who is signed in may
        only name himself. Raises Refus, EnSonNom."""
        classe, numero = self._cle(entree, nom, *_PROFILS)
        profil = self.tx.session.scalars(_PROFILS[classe], {"numero": numero}).one_or_none()
        if profil is None:
            raise introuvable("Profile")
        moi = self.porteur.instructeur
        if self.porteur.jeton_id is None and (moi is None or profil is not moi):
            raise EnSonNom
        if isinstance(profil, Instructeur):
            return profil
        return Instructeur(id=0, compte=profil if isinstance(profil, Compte) else profil.compte)

    def groupe(self, entree: Entree) -> GroupeInstructeur:
        """One of a démarche that the caller administers."""
        return self._groupe(entree, self._mien(GroupeInstructeur.demarche_id))

    def groupe_d_arrivee(self, entree: Entree) -> GroupeInstructeur:
        """Any of a démarche whose dossiers the caller handles."""
        return self._groupe(entree, self._instruit(GroupeInstructeur.demarche_id))

    def _groupe(self, entree: Entree, mien: Any) -> GroupeInstructeur:
        numero = self._numero(entree, "groupe_instructeur_id", "GroupeInstructeur")
        lu = select(GroupeInstructeur).where(GroupeInstructeur.id == numero)
        return self._mien_ou_absent(lu, mien, "GroupeInstructeur")

    def demarche(self, entree: Entree, type_graphql: str) -> Demarche:
        """One of the owner's own, and of those that the token is for; `type_graphql` names what is not
        found (api 10.15, 14.20)."""
        voulue = entree["demarche"]
        numero = voulue.get("number")
        if numero is None:
            numero = identifiants.numero_de(voulue.get("id") or "")
        sienne = select(DemarcheAdministrateur).where(
            DemarcheAdministrateur.demarche_id == Demarche.id,
            DemarcheAdministrateur.administrateur_id == self.administrateur.id,
        )
        lue = select(Demarche).where(
            Demarche.id == numero, Demarche.supprimee_le.is_(None), sienne.exists()
        )
        demarche = self._lire(lue)
        if demarche is None:
            raise introuvable(type_graphql)
        if demarche.id not in self.porteur.demarches:
            raise interdit("Demarche")
        return demarche

    def label(self, entree: Entree) -> Label:
        lu = select(Label).where(Label.id == self._numero(entree, "label_id", "Label"))
        return self._mien_ou_absent(lu, self._instruit(Label.demarche_id), "Label")

    def labels(self, entree: Entree) -> list[Label]:
        """All of them the caller's to use, or none: not there and another's are one refusal."""
        numeros = set(self.numeros(entree, "label_ids", "Label"))
        lus = select(Label).where(Label.id.in_(numeros), self._instruit(Label.demarche_id))
        trouves = list(self.tx.session.scalars(lus.order_by(Label.id)))
        if len(trouves) < len(numeros):
            raise introuvable("Label")
        return trouves

    def rendez_vous(self, entree: Entree) -> tuple[RendezVous, Dossier]:
        """A meeting, and its dossier, both locked."""
        numero = self._numero(entree, "rendez_vous_id", "RendezVous")
        de_lui = select(RendezVous.dossier_id).where(RendezVous.id == numero).scalar_subquery()
        trouve = self._lire(
            select(Dossier)
            .where(Dossier.id == de_lui, Dossier.visible_par_administration, self._mon_dossier())
            .with_for_update(of=Dossier)
        )
        if trouve is None:
            raise introuvable("RendezVous")
        exiger_hors_operation(self.tx, trouve)
        return self.tx.session.get_one(RendezVous, numero, with_for_update=True), trouve

    def message(self, entree: Entree) -> tuple[Message, Dossier]:
        """A message, and its dossier, locked."""
        numero = self._numero(entree, "message_id", "Commentaire")
        lu = (
            select(Message, Dossier)
            .join(Dossier, Dossier.id == Message.dossier_id)
            .where(Message.id == numero, Dossier.visible_par_administration)
        )
        mien = lu.where(self._mon_dossier()).with_for_update(of=Dossier)
        trouve = self.tx.session.execute(mien).one_or_none()
        if trouve is None:
            raise self._absent(lu, "Message")
        message, dossier = trouve
        exiger_hors_operation(self.tx, dossier)
        return message, dossier

    def avis(self, entree: Entree) -> tuple[Avis, Dossier]:
        """One asked on a dossier that the caller handles, and the dossier, locked. What is not there
        and what is another's are not told apart (ARCHITECTURE 6)."""
        numero = self._numero(entree, "avis_id", "Avis")
        sien = select(Avis.dossier_id).where(Avis.id == numero).scalar_subquery()
        vu = select(Dossier).where(Dossier.id == sien, Dossier.visible_par_administration)
        dossier = self._lire(vu.where(self._mon_dossier()).with_for_update(of=Dossier))
        avis = self._lire(select(Avis).where(Avis.id == numero)) if dossier else None
        if dossier is None or avis is None:
            raise introuvable("Avis")
        exiger_hors_operation(self.tx, dossier)
        return avis, dossier

    # --- how ---------------------------------------------------------------------------------------

    def _mien_ou_absent(self, lu: Select[M], mien: Any, type_graphql: str) -> M:
        trouve = self._lire(lu.where(mien))
        if trouve is None:
            raise self._absent(lu, type_graphql)
        return trouve

    def _lire(self, lu: Select[M]) -> M | None:
        return self.tx.session.scalars(lu).one_or_none()

    def _mien(self, demarche: Any) -> Any:
        return demarche.in_(self.porteur.demarches)

    def _instruit(self, demarche: Any) -> Any:
        siennes = (
            self.porteur.instruites if self.porteur.jeton_id is None else self.porteur.demarches
        )
        return demarche.in_(siennes)

    def mes_dossiers(self) -> ColumnElement[bool]:
        """The right of the caller on rows of dossiers, for statements about several."""
        mien: ColumnElement[bool] = self._mon_dossier()
        return mien

    def _mon_dossier(self) -> Any:
        if self.porteur.jeton_id is None:
            return Dossier.groupe_instructeur_id.in_(self.porteur.groupes)
        return self._mien(Dossier.demarche_id)

    def _absent(self, lu: Any, type_graphql: str) -> Refus:
        existe = self.tx.session.scalar(select(lu.exists()))
        return interdit(type_graphql) if existe else introuvable(type_graphql)

    def _numero(self, entree: Entree, nom: str, classe: str) -> int:
        return self._cle(entree, nom, classe)[1]

    def numeros(self, entree: Entree, nom: str, classe: str) -> list[int]:
        """Of a list of ids. Raises Refus."""
        return [self._cle({nom: texte}, nom, classe)[1] for texte in entree[nom]]

    def _cle(self, entree: Entree, nom: str, *classes: str) -> tuple[str, int]:
        texte: str = entree[nom]
        lu = identifiants.lire(texte)
        numero = identifiants.numero(lu[1]) if lu else None
        if lu is None or numero is None or lu[0] not in classes:
            tete, *suite = nom.split("_")
            argument = tete + "".join(map(str.title, suite))
            raise Refus(f'No object found for `{argument}: "{texte}"`')
        return lu[0], numero


def _profil(modele: Any) -> Any:
    lu = select(modele).where(modele.id == bindparam("numero"))
    return lu if modele is Compte else lu.options(joinedload(modele.compte))


_PROFILS: dict[str, Any] = {
    "Instructeur": _profil(Instructeur),
    "Administrateur": _profil(Administrateur),
    "Expert": _profil(Expert),
    "User": _profil(Compte),
}


def ouvrir(
    tx: Transaction,
    viewer: Viewer,
    televersements: Televersements,
    fichiers: Mapping[str, FichierVerifie],
) -> Acte:
    """Raises Refus: who asks has no right to write any more."""
    at, porteur = relire(tx, viewer)
    return Acte(tx, porteur, at, televersements, fichiers)
