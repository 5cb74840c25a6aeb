"""The two providers, as a table: what is asked of each, and what of its word is taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.oidc.client import Client, Reconnu
from domain.identites.personnes import Personne, jour, texte
from domain.sessions.models import Moyen
from server.connexion.refus import ConnexionRefusee
from server.resources import Resources

Lire = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Fournisseur:
    """`reglages` is the beginning of its settings’ names. `adresse_sure`: an address is its owner’s unless
    it says otherwise; else only when it says so. `second_facteur`: whether its `mfa` is worth ours."""

    moyen: Moyen
    nom: str
    chemin: str
    reglages: str
    portee: str
    plus: Mapping[str, str]
    adresse_sure: bool
    second_facteur: bool
    lire: Lire

    def personne(self, reconnu: Reconnu) -> Personne:
        dit = reconnu.personne
        return Personne(
            fournisseur=self.moyen,
            sujet=reconnu.sujet,
            email=texte(dit.get("email")),
            adresse_sure=dit.get("email_verified", self.adresse_sure) is True,
            **self.lire(dit),
        )

    def est_fort(self, reconnu: Reconnu) -> bool:
        return self.second_facteur and "mfa" in reconnu.methodes

    def retour(self, resources: Resources) -> str:
        return f"{resources.settings.url}/connexion/{self.chemin}/retour"


def _usager(dit: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "genre": {"male": "M.", "female": "Mme"}.get(str(dit.get("gender"))),
        "nom": texte(dit.get("preferred_username")) or texte(dit.get("family_name")),
        "prenoms": texte(dit.get("given_name")),
        "date_naissance": jour(dit.get("birthdate")),
    }


FOURNISSEURS = {
    Moyen.pro_connect: Fournisseur(
        Moyen.pro_connect, "ProConnect", "proconnect", "pro_connect",
        portee="openid email given_name usual_name",
        plus={"claims": '{"id_token":{"amr":{"essential":true}}}'},
        adresse_sure=True,
        second_facteur=True,
        lire=lambda dit: {},
    ),
    Moyen.france_connect: Fournisseur(
        Moyen.france_connect, "FranceConnect", "franceconnect", "france_connect",
        portee="openid given_name family_name preferred_username gender birthdate email",
        plus={"acr_values": "eidas1"},
        adresse_sure=False,
        second_facteur=False,
        lire=_usager,
    ),
}  # fmt: skip


class Clients:
    """One of each in a web process: what it announces is kept."""

    def __init__(self) -> None:
        self._clients: dict[Moyen, Client] = {}

    def de(self, fournisseur: Fournisseur, resources: Resources) -> Client:
        """Raises ConnexionRefusee when the operator has not set it up."""
        connu = self._clients.get(fournisseur.moyen)
        if connu is None:
            connu = self._clients[fournisseur.moyen] = _client(fournisseur, resources)
        return connu


def _client(fournisseur: Fournisseur, resources: Resources) -> Client:
    reglages = resources.settings
    emetteur = getattr(reglages, f"{fournisseur.reglages}_url")
    if emetteur is None:
        raise ConnexionRefusee(
            404, f"On ne se connecte pas par {fournisseur.nom} à ce Guichet", "introuvable"
        )
    return Client(
        emetteur=emetteur,
        client_id=reglages.require(f"{fournisseur.reglages}_id"),
        secret=reglages.require(f"{fournisseur.reglages}_secret"),
        portee=fournisseur.portee,
    )
