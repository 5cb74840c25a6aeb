"""Routing again what is not decided."""

from domain.actes import affectation
from domain.actes.routage import dossiers_a_rerouter, eteindre_l_alerte, rerouter
from domain.auteurs import Auteur, Genre
from tests.domain.actes import agir_dans, verrouille
from tests.domain.conftest import Atelier

MONDE = "actes"
ADMIN = Auteur(Genre.administrateur, 1, "admin@exemple.fr")


def test_rules_win_over_what_a_person_had_chosen(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        [_, sud] = sorted(atelier.groupes(tx, 80), key=lambda g: g.label)
        agir_dans(tx, affectation.changer_groupe, 801, groupe=sud)
    with atelier.transaction() as tx:
        numeros = dossiers_a_rerouter(tx, 80)
        assert numeros == [801, 802, 806, 807]
        assert [rerouter(tx, verrouille(tx, n), auteur=ADMIN, at=atelier.le(5)) for n in numeros] == [
            True, False, False, False,
        ]  # fmt: skip
        assert not rerouter(tx, verrouille(tx, 803), auteur=ADMIN, at=atelier.le(5))
    assert atelier.lignes(
        "SELECT mode, par, groupe_label FROM reaffectations WHERE dossier_id = 801 ORDER BY id DESC"
    )[0] == ("bulk_routing", "admin@exemple.fr", "Nord")
    assert atelier.lignes("SELECT groupe_force FROM dossiers WHERE id = 801") == [(False,)]


def test_the_alert_goes_and_the_other_settings_stay(atelier: Atelier) -> None:
    with atelier.transaction() as tx:
        demarche = atelier.demarche(tx, 80)
        demarche.options = {**demarche.options, "routing_alert": True}
    with atelier.transaction() as tx:
        eteindre_l_alerte(atelier.demarche(tx, 80))
    assert atelier.lignes("SELECT options FROM demarches WHERE id = 80") == [
        ({"routage_api": True},)
    ]
