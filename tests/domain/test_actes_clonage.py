"""Making a démarche out of another: one's own with its people, anybody's that is open data."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from domain.actes.clonage import cloner
from domain.comptes.auteurs import comme_profil
from domain.comptes.models import Administrateur, Compte
from domain.demarches.clonage import ClonageImpossible
from domain.demarches.models import Demarche
from tests.domain.actes import JETON, evenements, instructeur
from tests.domain.conftest import Atelier

MONDE = "actes"


def copier(
    atelier: Atelier, number: int, *, par: str = "admin@exemple.fr", portee: bool = True,
    titre: str | None = None,
) -> Demarche:  # fmt: skip
    with atelier.transaction() as tx:
        lu = select(Administrateur).join(Administrateur.compte).where(Compte.email == par)
        admin = tx.session.scalars(lu.options(joinedload(Administrateur.compte))).one()
        return cloner(
            tx, atelier.demarche(tx, number), auteur=comme_profil(admin, jeton=JETON),
            administrateur=admin, instructeur=instructeur(tx, par), dans_la_portee=portee,
            titre=titre, at=atelier.le(0),
        )  # fmt: skip


def test_one_s_own_demarche_is_copied_with_its_people(atelier: Atelier) -> None:
    clone = copier(atelier, 80, titre=" Bis ")
    assert (clone.libelle, clone.etat, clone.opendata, clone.service_id) == (
        "Bis", "brouillon", False, None,
    )  # fmt: skip
    copie = "SELECT {} WHERE demarche_id = :n ORDER BY 1, 2"
    for colonnes in (
        "label, regle->>'valeur', defaut FROM groupes_instructeurs",
        "nom, couleur, position FROM labels",
    ):
        requete = copie.format(colonnes)
        assert atelier.lignes(requete, n=clone.id) == atelier.lignes(requete, n=80)
    assert atelier.lignes(
        "SELECT stable_id, parent_id, libelle FROM types_de_champ t JOIN revisions r"
        " ON r.id = t.revision_id WHERE r.demarche_id = :n ORDER BY 1",
        n=clone.id,
    ) == [(1, None, "Lieu"), (2, None, "Quartier"), (3, None, "Plants"), (4, None, "Identité"), (9, None, "Note"), (31, 3, "Espèce")]  # fmt: skip
    assert atelier.lignes(
        "SELECT count(*) FROM affectations a JOIN groupes_instructeurs g"
        " ON g.id = a.groupe_instructeur_id WHERE g.demarche_id = :n",
        n=clone.id,
    ) == [(3,)]
    assert evenements(atelier) == ["DemarcheClonee"]


def test_somebody_else_s_is_copied_without_its_people(atelier: Atelier) -> None:
    clone = copier(atelier, 83, par="autre@exemple.fr", portee=False)
    assert (clone.libelle, clone.opendata, clone.sva_svr) == ("Silence vaut accord", True, None)
    assert atelier.lignes(
        "SELECT g.label, g.defaut, c.email::text FROM groupes_instructeurs g"
        " JOIN affectations a ON a.groupe_instructeur_id = g.id"
        " JOIN instructeurs i ON i.id = a.instructeur_id JOIN comptes c ON c.id = i.compte_id"
        " WHERE g.demarche_id = :n",
        n=clone.id,
    ) == [("défaut", True, "autre@exemple.fr")]


def test_a_copy_forgets_what_was_about_the_original(atelier: Atelier) -> None:
    assert copier(atelier, 87).options == {}


def test_a_demarche_kept_to_oneself_is_not_copied(atelier: Atelier) -> None:
    avant = atelier.empreinte()
    with pytest.raises(ClonageImpossible) as leve:
        copier(atelier, 80, par="autre@exemple.fr", portee=False)
    assert str(leve.value) == 'La démarche "80" ne peut pas être clonée.'
    assert atelier.empreinte() == avant
