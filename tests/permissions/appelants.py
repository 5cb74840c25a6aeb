"""Everybody who may come, by each door, and what the rules let them read (rules 0.2)."""

from dataclasses import dataclass

from tests.permissions.maisons import Maison

# What somebody of the house may read, by who he is: rights are the ends of the words of `maisons`.
DEMARCHE = frozenset({"libelle", "formulaire", "groupe", "label"})
AGENTS = frozenset({"adresse"})  # who knows the addresses of instructeurs
GROUPE_UN = frozenset({
    "champ", "annotation", "message", "motivation", "avis", "demande", "confidentiel",
})  # fmt: skip
GROUPE_DEUX = frozenset({"deuxchamp", "deuxannotation", "deuxmessage"})


@dataclass(frozen=True)
class Appelant:
    """`jeton` or `email` is how he comes; neither: as nobody. `lit` are the rights of his own house."""

    nom: str
    jeton: str | None = None
    personne: str | None = None
    lit: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.nom

    def permis(self, maison: Maison) -> set[str]:
        return {maison.dit(droit) for droit in self.lit}


APPELANTS = (
    Appelant("personne"),
    Appelant("usager", personne="ali"),
    Appelant("autre usager", personne="alba"),
    Appelant("invité", personne="invite"),
    Appelant("expert", personne="eve", lit=DEMARCHE - {"groupe", "label"} | {"champ", "message", "avis", "demande"}),
    Appelant("expert révoqué", personne="rene"),
    Appelant("instructeur du groupe", personne="ines", lit=DEMARCHE | AGENTS | GROUPE_UN | {"modele"}),
    Appelant("instructeur d’un autre groupe", personne="igor", lit=DEMARCHE | AGENTS | GROUPE_DEUX | {"modele"}),
    Appelant("instructeur d’une autre démarche", personne="iris"),
    Appelant("instructeur retiré", personne="retire"),
    Appelant("administrateur", personne="admin", lit=DEMARCHE | AGENTS),
    Appelant("administrateur d’une autre démarche", personne="autreadmin"),
    Appelant("jeton", jeton="ecriture", lit=DEMARCHE | AGENTS | GROUPE_UN | GROUPE_DEUX),
    Appelant("jeton en lecture", jeton="lecture", lit=DEMARCHE | AGENTS | GROUPE_UN | GROUPE_DEUX),
    Appelant("jeton d’une autre démarche", jeton="ailleurs"),
    Appelant("jeton expiré", jeton="expire"),
    Appelant("jeton d’un autre réseau", jeton="reseau"),
    Appelant("jeton révoqué", jeton="revoque"),
)  # fmt: skip

[INSTRUCTEUR] = [appelant for appelant in APPELANTS if appelant.personne == "ines"]
