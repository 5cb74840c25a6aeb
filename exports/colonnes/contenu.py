"""What is exported, as those who read the database give it. Instants are told in Paris by the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from domain.dossiers.states import State
from domain.formulaires.conversion import lire_comme
from domain.formulaires.formulaire import Cle, Descripteur, Formulaire, Visibilite
from domain.formulaires.reponses import Reponse
from domain.formulaires.types_de_champ import TypeChamp


class Chorus(NamedTuple):
    domaine_fonctionnel: str
    referentiel_de_programmation: str
    centre_de_cout: str


class Reglages(NamedTuple):
    """What of a démarche decides its columns."""

    pour_individu: bool
    date_de_naissance: bool = False
    sans_civilite: bool = False
    sva_svr: str | None = None
    """« SVA » or « SVR », as the column is named."""
    chorus: Chorus | None = None
    """Null unless it is complete."""
    routage: bool = False


class Etablissement(NamedTuple):
    """The columns of the table that bears this name, in the order in which they are exported."""

    siret: str
    enseigne: str | None = None
    siege_social: bool | None = None
    naf: str | None = None
    libelle_naf: str | None = None
    adresse: str | None = None
    numero_voie: str | None = None
    type_voie: str | None = None
    nom_voie: str | None = None
    complement_adresse: str | None = None
    code_postal: str | None = None
    localite: str | None = None
    code_insee_localite: str | None = None
    siren: str | None = None
    capital_social: int | None = None
    numero_tva_intracommunautaire: str | None = None
    forme_juridique: str | None = None
    forme_juridique_code: str | None = None
    nom_commercial: str | None = None
    raison_sociale: str | None = None
    siret_siege_social: str | None = None
    code_effectif_entreprise: str | None = None
    date_creation: date | None = None
    etat_administratif: str | None = None
    nom: str | None = None
    prenom: str | None = None
    association: Mapping[str, Any] | None = None


class Individu(NamedTuple):
    civilite: str | None
    nom: str
    prenom: str
    date_de_naissance: date | None = None


class ChampEcrit(NamedTuple):
    """A stored answer, with the names of its files, or the labels of its shapes, beside it."""

    type_champ: TypeChamp
    value: str | None = None
    value_json: Any = None
    external_id: str | None = None
    data: Any = None
    contenus: Sequence[str] = ()


class ChampLu(NamedTuple):
    """What a column reads: null when nothing that its field can read was answered."""

    reponse: Reponse | None
    contenus: Sequence[str]


RIEN = ChampLu(None, ())


@dataclass(frozen=True)
class Dossier:
    """`champs` are the official answers, removed rows left out."""

    id: int
    email: str
    """The former address, when the account is no more."""
    state: State
    formulaire: Formulaire
    modifie_le: datetime
    depose_le: datetime
    cree_le: datetime | None = None
    en_construction_le: datetime | None = None
    expire_le: datetime | None = None
    champs_modifies_le: datetime | None = None
    en_instruction_le: datetime | None = None
    traite_le: datetime | None = None
    decision_sva_svr_le: date | None = None
    france_connect: bool = False
    pour_un_tiers: bool = False
    mandataire_nom: str | None = None
    mandataire_prenom: str | None = None
    archive: bool = False
    motivation: str | None = None
    individu: Individu | None = None
    etablissement: Etablissement | None = None
    instructeurs: Sequence[str] = ()
    """The addresses of those who follow it."""
    groupe: str | None = None
    labels: Sequence[str] = ()
    champs: Mapping[Cle, ChampEcrit] = field(default_factory=dict)

    @cached_property
    def _visibilite(self) -> Visibilite:
        reponses: dict[Cle, Reponse] = {}
        for cle, champ in self.champs.items():
            connu = self.formulaire.par_stable_id.get(cle[0])
            if connu and (lue := lire_comme(champ, ecrit=champ.type_champ, lu=connu.type_champ)):
                reponses[cle] = lue
        return Visibilite(self.formulaire, reponses)

    def lire(self, descripteur: Descripteur, row_id: str | None = None) -> ChampLu | None:
        """What the dossier answers to a field that another revision may have given. Null when it
        does not show it; what a former form asked is still told (rules 8.3)."""
        champ = self.champs.get((descripteur.stable_id, row_id))
        pose = self.formulaire.par_stable_id.get(descripteur.stable_id)
        if pose is None:
            return _lu(champ, descripteur) if champ else None
        if not self._visibilite.montre(pose, row_id):
            return None
        return _lu(champ, descripteur) if champ else RIEN

    def rangees(self, repetition: Descripteur) -> list[str]:
        """The rows that show, in the order in which they were made: that of their ULIDs."""
        pose = self.formulaire.par_stable_id.get(repetition.stable_id)
        if pose is not None and not self._visibilite.montre(pose):
            return []
        return sorted(row for stable, row in self.champs if stable == repetition.stable_id and row)


def _lu(champ: ChampEcrit, descripteur: Descripteur) -> ChampLu:
    lue = lire_comme(champ, ecrit=champ.type_champ, lu=descripteur.type_champ)
    return ChampLu(lue, champ.contenus)


class EtablissementDit(NamedTuple):
    """An establishment of a dossier: that of a siret champ, by its label, or the demandeur's."""

    dossier_id: int
    champ: str
    etablissement: Etablissement


DU_DOSSIER = "Dossier"
"""What stands for a champ's label on the line of the demandeur's establishment (rules 8.5.1)."""


class Avis(NamedTuple):
    dossier_id: int
    introduction: str
    reponse: str | None
    question: str | None
    question_reponse: bool | None
    cree_le: datetime
    modifie_le: datetime
    """The last update, which stands in « Répondu le » (rules 8.5.2)."""
    demandeur: str
    expert: str
