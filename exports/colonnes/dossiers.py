"""The sheet Dossiers in the default layout: these columns, in this order (rules 8.4)."""

from collections.abc import Callable, Iterator, Sequence

from domain.dossiers.states import TERMINE, State
from exports.colonnes.contenu import Dossier, Individu, Reglages
from exports.colonnes.etablissements import RAISON_SOCIALE, SIRET, SUITE
from exports.colonnes.etablissements import Lecture as LectureDEtablissement
from exports.colonnes.formulaires import Fusion, Rangee, colonnes
from exports.colonnes.tableau import Colonne, Tableau, a_paris
from exports.tableur.cellules import Cellule

NOM = "Dossiers"

# As people read them in a table: the API's own words are in lower case, with no-break spaces.
ETATS = {
    State.brouillon: "Brouillon",
    State.en_construction: "En construction",
    State.en_instruction: "En instruction",
    State.accepte: "Accepté",
    State.refuse: "Refusé",
    State.sans_suite: "Classé sans suite",
}

De = Colonne[Dossier]

IDENTIFICATION: Sequence[De] = (
    Colonne("ID", lambda d: str(d.id)),
    Colonne("Email", lambda d: d.email),
    Colonne("FranceConnect ?", lambda d: d.france_connect),
)


def _de_l_individu(lire: Callable[[Individu], Cellule]) -> Callable[[Dossier], Cellule]:
    return lambda d: lire(d.individu) if d.individu else None


INDIVIDU: Sequence[De] = (
    Colonne("Civilité", _de_l_individu(lambda i: i.civilite)),
    Colonne("Nom", _de_l_individu(lambda i: i.nom)),
    Colonne("Prénom", _de_l_individu(lambda i: i.prenom)),
    Colonne("Dépôt pour un tiers", lambda d: d.pour_un_tiers),
    Colonne("Nom du mandataire", lambda d: d.mandataire_nom),
    Colonne("Prénom du mandataire", lambda d: d.mandataire_prenom),
)

DATE_DE_NAISSANCE: De = Colonne("Date de naissance", _de_l_individu(lambda i: i.date_de_naissance))

HISTOIRE: Sequence[De] = (
    Colonne("À archiver", lambda d: d.archive),
    Colonne("État du dossier", lambda d: ETATS[d.state]),
    Colonne("Dernière mise à jour le", lambda d: a_paris(d.modifie_le)),
    Colonne("Dernière mise à jour du dossier le", lambda d: a_paris(d.champs_modifies_le)),
    Colonne("Déposé le", lambda d: a_paris(d.depose_le)),
    Colonne("Passé en instruction le", lambda d: a_paris(d.en_instruction_le)),
)

DECISION: Sequence[De] = (
    # It survives a return to instruction, where it says nothing any more (rules 14.3-7).
    Colonne("Traité le", lambda d: a_paris(d.traite_le) if d.state in TERMINE else None),
    Colonne("Motivation de la décision", lambda d: d.motivation),
    Colonne("Instructeurs", lambda d: " ".join(d.instructeurs) or None),
)

GROUPE: De = Colonne("Groupe instructeur", lambda d: d.groupe)


def tableau(reglages: Reglages, formulaire: Fusion, *, csv: bool = False) -> Tableau[Dossier]:
    """The columns of one démarche. The csv, which has no other sheet, tells of establishments whole."""
    return Tableau(_colonnes(reglages, formulaire, csv=csv))


def _colonnes(reglages: Reglages, formulaire: Fusion, *, csv: bool) -> Iterator[De]:
    yield from IDENTIFICATION
    if reglages.pour_individu:
        yield from INDIVIDU
        if reglages.date_de_naissance:
            yield DATE_DE_NAISSANCE
    else:
        for titre, lire in (SIRET, *SUITE) if csv else (RAISON_SOCIALE,):
            yield Colonne(titre, _de_l_etablissement(lire))
    yield from _chorus(reglages)
    yield from HISTOIRE
    if reglages.sva_svr:
        yield Colonne(f"Date décision {reglages.sva_svr}", lambda d: d.decision_sva_svr_le)
    yield from DECISION
    if reglages.routage:
        yield GROUPE
    for titre, lire_champ in colonnes(formulaire.champs):
        yield Colonne(titre, _du_dossier(lire_champ))


def _de_l_etablissement(lire: LectureDEtablissement) -> Callable[[Dossier], Cellule]:
    return lambda d: lire(d.etablissement) if d.etablissement else None


def _du_dossier(lire: Callable[[Rangee], Cellule]) -> Callable[[Dossier], Cellule]:
    return lambda d: lire(Rangee(d))


def _chorus(reglages: Reglages) -> Iterator[De]:
    """The same codes on every line: they are the démarche's."""
    if reglages.chorus is None:
        return
    domaine, referentiel, centre = reglages.chorus
    yield Colonne("Domaine Fonctionnel", lambda _: domaine)
    yield Colonne("Référentiel De Programmation", lambda _: referentiel)
    yield Colonne("Centre De Coût", lambda _: centre)
