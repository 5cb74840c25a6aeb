"""What somebody signed in chooses for the lists of one démarche (rules 4.5)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.presentations import choix
from domain.presentations.onglets import Onglet
from domain.presentations.reglages import DEFAUT, Reglages
from domain.presentations.verification import Catalogue
from resolvers.bureau.colonnes import catalogue_en_session, en_session
from resolvers.bureau.demarche import DEMARCHE_DU_BUREAU
from resolvers.bureau.tableau import filtre_de, tri_de
from resolvers.mutations.acte import Acte, Entree
from resolvers.mutations.payload import Payload
from resolvers.mutations.places import ma_demarche, moi

Changer = Callable[[Reglages, Catalogue], Reglages]


def _changer(acte: Acte, entree: Entree, changer: Changer) -> Payload:
    """What was kept, changed; the defaults, where what was kept cannot be shown any more."""
    instructeur, demarche = moi(acte), ma_demarche(acte, entree)
    parametres = {
        "mes_groupes": list(acte.porteur.groupes),
        "mon_instructeur": instructeur.id,
    }
    vue = en_session(acte.tx.session, DEMARCHE_DU_BUREAU, demarche.id, parametres)
    catalogue = catalogue_en_session(acte.tx.session, vue, parametres)
    gardee = choix.verrouiller(
        acte.tx, instructeur_id=instructeur.id, demarche_id=demarche.id, at=acte.at
    )
    presents, _ = choix.en_vigueur(choix.gardes(gardee), catalogue)
    choix.garder(gardee, changer(presents, catalogue), at=acte.at)
    return Payload(demarche_id=demarche.id)


def _onglets(entree: Entree) -> Sequence[Onglet]:
    """The one that is named, or all of them."""
    return (Onglet(entree["onglet"]),) if entree.get("onglet") else tuple(Onglet)


def afficher_colonnes(acte: Acte, entree: Entree) -> Payload:
    return _changer(
        acte, entree, lambda reglages, c: choix.afficher(reglages, c, entree["colonnes"])
    )


def trier(acte: Acte, entree: Entree) -> Payload:
    return _changer(
        acte, entree, lambda reglages, c: choix.trier(reglages, c, tri_de(entree["tri"]))
    )


def filtrer(acte: Acte, entree: Entree) -> Payload:
    filtres = tuple(map(filtre_de, entree["filtres"]))
    return _changer(
        acte, entree, lambda reglages, c: choix.filtrer(reglages, c, _onglets(entree), filtres)
    )


def choisir_filtres(acte: Acte, entree: Entree) -> Payload:
    return _changer(
        acte,
        entree,
        lambda reglages, c: choix.choisir_filtres(
            reglages, c, _onglets(entree), entree["colonnes"]
        ),
    )


def vider_filtres(acte: Acte, entree: Entree) -> Payload:
    return _changer(
        acte, entree, lambda reglages, _: choix.vider_filtres(reglages, _onglets(entree))
    )


def deplier_filtres(acte: Acte, entree: Entree) -> Payload:
    return _changer(
        acte, entree, lambda reglages, _: replace(reglages, filtres_deplies=entree["deplies"])
    )


def reinitialiser(acte: Acte, entree: Entree) -> Payload:
    return _changer(acte, entree, lambda *_: DEFAUT)
