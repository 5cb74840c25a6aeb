"""Two people, one dossier, at the same time: one does it, the other learns who did."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from domain.actes import decisions, groupes
from domain.comptes.auteurs import comme_profil
from domain.dossiers.states import TransitionInterdite
from domain.groupes_instructeurs.composition import GroupeSansInstructeur
from domain.groupes_instructeurs.designation import Designation
from tests.domain.actes import JETON, administrateur, etat, instructeur, journal, verrouille
from tests.domain.conftest import Atelier
from tests.domain.test_actes_groupes import MEMBRES, groupe

MONDE = "actes"


def test_of_two_who_decide_at_once_one_is_told_who_won(atelier: Atelier) -> None:
    depart = Barrier(2)

    def decider(email: str) -> TransitionInterdite | None:
        depart.wait()
        try:
            with atelier.transaction() as tx:
                dossier, profil = verrouille(tx, 802), instructeur(tx, email)
                auteur = comme_profil(profil, jeton=JETON)
                acte = decisions.accepter if email.startswith("ines") else decisions.refuser
                acte(
                    tx,
                    dossier,
                    instructeur=profil,
                    auteur=auteur,
                    motivation="Vu",
                    at=atelier.le(0),
                )
        except TransitionInterdite as refus:
            return refus
        return None

    emails = ["ines@exemple.fr", "admin@exemple.fr"]
    with ThreadPoolExecutor(2) as ensemble:
        refus = dict(zip(emails, ensemble.map(decider, emails), strict=True))
    [gagnant] = [email for email, leve in refus.items() if leve is None]
    [perdu] = [leve for leve in refus.values() if leve is not None]
    attendu = "accepte" if gagnant.startswith("ines") else "refuse"
    assert etat(atelier, 802) == attendu
    assert str(perdu) == f"Le dossier est déjà {perdu.state.label}"
    assert (perdu.state, perdu.auteur, perdu.date) == (attendu, gagnant, atelier.le(0))
    assert [ligne[2] for ligne in journal(atelier, 802)] == [gagnant]
    assert atelier.lignes("SELECT count(*) FROM courriels") == [(1,)]


def test_two_who_remove_each_other_leave_one(atelier: Atelier) -> None:
    depart = Barrier(2)

    def retirer(email: str) -> bool:
        depart.wait()
        try:
            with atelier.transaction() as tx:
                groupes.supprimer_instructeurs(
                    tx, groupe(tx, "Nord"), auteur=administrateur(email),
                    instructeurs=[Designation(email=email)], at=atelier.le(0),
                )  # fmt: skip
        except GroupeSansInstructeur:
            return False
        return True

    with ThreadPoolExecutor(2) as ensemble:
        faits = list(ensemble.map(retirer, ["ines@exemple.fr", "admin@exemple.fr"]))
    assert sorted(faits) == [False, True]
    assert len([m for m in atelier.lignes(MEMBRES) if m[0] == "Nord"]) == 1


def test_two_who_invite_the_same_person_make_one_account(atelier: Atelier) -> None:
    depart = Barrier(2)

    def ajouter(label: str) -> None:
        depart.wait()
        with atelier.transaction() as tx:
            groupes.ajouter_instructeurs(
                tx, groupe(tx, label), auteur=administrateur(),
                instructeurs=[Designation(email="neuf@exemple.fr")], at=atelier.le(0),
            )  # fmt: skip

    with ThreadPoolExecutor(2) as ensemble:
        list(ensemble.map(ajouter, ["Nord", "Sud"]))
    assert [m for m in atelier.lignes(MEMBRES) if m[1] == "neuf@exemple.fr"] == [
        ("Nord", "neuf@exemple.fr"), ("Sud", "neuf@exemple.fr"),
    ]  # fmt: skip
