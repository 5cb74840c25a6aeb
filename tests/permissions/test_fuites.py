"""What leaves by the other doors: each person gets what he may read and nothing else, by mail, by search, in
exports; web hooks and logs get no word at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from domain.courriels.catalogue import CATALOGUE, DES_MODELES, Nom
from domain.courriels.comptes import TEXTES as DES_COMPTES
from domain.identifiants import identifiant
from tests.journal import Journal
from tests.permissions.appelants import APPELANTS
from tests.permissions.liens import suivre
from tests.permissions.maisons import ROUGE, mots
from tests.permissions.sorties import LIEN, RACINE, Sorties, lettre, ouvertes
from tests.permissions.vie import NEUVE, PROCHE, TIERS, Vie, vivre
from tests.permissions.ville import Ville
from tests.server.comptes import SECRET

ADRESSES = re.compile(r"https?://127[^\s\"<>]+")

# What each may read in a mail: its usager learns the decision, instructeurs know one another.
A_TOUS = {"libelle"}
ENTRE_AGENTS = A_TOUS | {"groupe", "adresse"}
LUS_PAR_COURRIEL = {
    "ali": A_TOUS | {"motivation"}, "alba": A_TOUS, TIERS: A_TOUS, PROCHE: A_TOUS, "eve": A_TOUS,
    NEUVE: A_TOUS, "ines": ENTRE_AGENTS, "igor": ENTRE_AGENTS, "iris": ENTRE_AGENTS,
}  # fmt: skip

# Of an account or a token alone: their words are those of no dossier.
SANS_DOSSIER = {*DES_COMPTES, "compte_a_supprimer", "compte_a_activer", "jeton_a_renouveler"}
# Nobody posts them yet: they come with the usager’s space.
PLUS_TARD = {"nouveau_brouillon", "verification_du_beneficiaire"}


@dataclass(frozen=True)
class Vecu:
    sorties: Sorties
    vie: Vie
    journal: Journal
    manques: list[str]


@pytest.fixture(scope="module")
def vecu(ville: Ville) -> Iterator[Vecu]:
    journal = Journal()
    with ouvertes(ville) as sorties:
        vie = Vie(sorties, ROUGE)
        sorties.ecouter(ROUGE.demarche)
        vivre(vie)
        manques = list(sorties.manques)
        ville.faire("UPDATE dossiers SET cache_par_expiration_le = NULL, expire_le = NULL")
        sorties.lancer("indexer_la_recherche")
        yield Vecu(sorties, vie, journal, manques)


def test_each_kind_of_mail_tells_its_receiver_what_he_may_read(vecu: Vecu) -> None:
    for recu in vecu.sorties.smtp.recus:
        [a] = recu.a
        qui, _, maison = a.partition("@")
        assert recu.message["To"] == a
        permis = {f"{maison.partition('.')[0].upper()}-{mot}" for mot in LUS_PAR_COURRIEL[qui]}
        assert mots(lettre(recu.message)) <= permis, (a, recu.message["Subject"])
    assert vecu.manques == []


def test_every_kind_of_mail_has_left(vecu: Vecu) -> None:
    envoyes = "SELECT DISTINCT genre FROM courriels WHERE etat = 'envoye'"
    partis = {genre for (genre,) in vecu.sorties.ville.tout(envoyes)}
    assert {*CATALOGUE, *DES_MODELES} - partis == SANS_DOSSIER | PLUS_TARD
    assert set(Nom) == set(CATALOGUE)


CHERCHER = """query ($texte: String!) { moi { instructeur { recherche(texte: $texte) {
  totalCount edges { cursor node { number } } alerte { message } } } } }"""
# What each finds by a word, in his house: `iris` gives avis on 17, and instructs nothing there.
PUBLIC, INTERNE = "champ", "annotation"
DU_UN, DU_DEUX = {10, 12, 13}, {17}
TROUVES: dict[str, dict[str, set[int]]] = {
    "ines": {PUBLIC: DU_UN, INTERNE: DU_UN},
    "igor": {PUBLIC: DU_DEUX, INTERNE: DU_DEUX},
    "iris": {PUBLIC: DU_DEUX, INTERNE: set()},
    "retire": {PUBLIC: set(), INTERNE: set()},
}


def chercher(vecu: Vecu, qui: str, texte: str) -> Any:
    [appelant] = [a for a in APPELANTS if a.personne == qui]
    lu = vecu.sorties.ville.demander(appelant, ROUGE, CHERCHER, texte=texte).json()
    return lu["data"]["moi"]["instructeur"]["recherche"]


def test_words_are_found_by_who_may_read_them(vecu: Vecu) -> None:
    """Words of avis and messages are nobody's to find, instructeurs included (rules 3.18.2, 7.11)."""
    for qui, attendus in TROUVES.items():
        for mot, rangs in attendus.items():
            trouves = {arete["node"]["number"] for arete in chercher(vecu, qui, mot)["edges"]}
            assert trouves == {vecu.vie.n(rang) for rang in rangs}, (qui, mot)
        for mot in ("confidentiel", "demande", "message"):
            assert chercher(vecu, qui, mot)["totalCount"] == 0, (qui, mot)
    for qui in ("ali", "eve", "admin", "autreadmin"):
        [appelant] = [a for a in APPELANTS if a.personne == qui]
        lu = vecu.sorties.ville.demander(appelant, ROUGE, CHERCHER, texte=PUBLIC).json()
        assert not mots(str(lu))
        assert "number" not in str(lu), (qui, lu)


def test_no_rank_and_no_number_tells_of_words_that_are_not_shown(vecu: Vecu) -> None:
    """What an annotation holds changes nothing for who may not read it, to the digit of a cursor."""

    def reponses(*mots_cherches: str) -> list[Any]:
        vecu.sorties.lancer("indexer_la_recherche")
        return [chercher(vecu, "iris", mot) for mot in mots_cherches]

    essais = (PUBLIC, "cha", "secretissime", str(vecu.vie.n(17)))
    avant, siennes = reponses(*essais), chercher(vecu, "igor", PUBLIC)
    note = {"annotationId": identifiant("Champ", vecu.vie.n(5)), "value": "champ champ chaland secretissime"}  # fmt: skip
    vecu.vie.instruire("dossierModifierAnnotationText", 17, "igor", **note)
    assert reponses(*essais) == avant
    assert chercher(vecu, "igor", PUBLIC) != siennes, "its rank is higher for who reads it"
    assert chercher(vecu, "igor", "secretissime")["totalCount"] == 1


# --- exports and web hooks ----------------------------------------------------------------------

EXPORTS = """query ($n: Int!) { moi { instructeur { demarche(number: $n) {
  exports { fichier { url } } archives { fichier { url } } } } } }"""


def test_an_export_holds_what_its_asker_may_read(vecu: Vecu) -> None:
    for qui in ("ines", "igor"):
        [appelant] = [a for a in APPELANTS if a.personne == qui]
        lu = vecu.sorties.ville.demander(appelant, ROUGE, EXPORTS, n=ROUGE.demarche)
        trouves = suivre(lu.text, vecu.sorties.ville.serveur.url)
        attendus = {"ines": {"annotation", "confidentiel"}, "igor": {"deuxannotation"}}
        assert {ROUGE.dit(droit) for droit in attendus[qui]} <= trouves, qui
        depose = {ROUGE.dit("brouillon")} if qui == "ines" else set()
        assert trouves <= appelant.permis(ROUGE) | depose, qui


def test_web_hooks_are_told_numbers_and_states_alone(vecu: Vecu) -> None:
    for appel in vecu.sorties.receveur.recus(vecu.sorties.prevenir()):
        assert not mots(appel.corps.decode())
        assert b"@" not in appel.corps


# --- logs ---------------------------------------------------------------------------------------

# What goes wrong says what it holds: each row that is written here is in the message of an error.
TRAHIR = """
CREATE FUNCTION trahir() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refusé : %', NEW; END $$;
CREATE TRIGGER trahir BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION trahir();
CREATE TRIGGER trahir BEFORE UPDATE ON exports FOR EACH ROW WHEN (NEW.etat = 'pret') EXECUTE FUNCTION trahir()
"""


def echouer(vecu: Vecu) -> None:
    """A mail that its server refuses, another time its sender; a request, a piece of work and an export that
    the database refuses."""
    vie, sorties = vecu.vie, vecu.sorties
    ali = ROUGE.email("ali")
    sorties.smtp.aux_expediteurs.extend([f"550 5.7.1 <{ali}>"] * 2)  # again, by a new connection
    sorties.smtp.aux_destinataires.append(f"550 5.1.1 <{ali}>")
    vie.instruire("dossierRepasserEnInstruction", 13)
    sorties.suivre()
    vie.brouillon()
    sorties.ville.faire(TRAHIR)
    vie.ecrire_aux_brouillons()
    [ines] = [a for a in APPELANTS if a.personne == "ines"]
    ecrire = {"dossierId": vie.dossier(10), "instructeurId": vie.profil("instructeur", "ines"), "body": ROUGE.dit("message")}  # fmt: skip
    texte = "mutation ($i: DossierEnvoyerMessageInput!) { dossierEnvoyerMessage(input: $i) { errors { message } } }"
    refus = sorties.ville.demander(ines, ROUGE, texte, i=ecrire)
    assert "internal_server_error" in refus.text
    assert not mots(refus.text)
    vie.muter("ines", "exportDemander", demarche={"number": ROUGE.demarche}, format="ods")
    sorties.suivre()
    sorties.exporter()


def test_no_log_tells_a_word_an_address_or_a_secret(vecu: Vecu) -> None:
    echouer(vecu)
    ville = vecu.sorties.ville
    lettres = " ".join(lettre(recu.message) for recu in vecu.sorties.smtp.recus)
    liens = set(LIEN.findall(lettres))
    assert liens
    for adresse in sorted(set(ADRESSES.findall(lettres))):
        ville.navigateur("").get(adresse)
    dit = vecu.journal.texte()
    for attendu in ("requête", "erreur imprévue", "travail manqué", "export manqué", "courriel non remis", "serveur de courriels absent"):  # fmt: skip
        assert attendu in dit
    ouvertures = {c.value for client in ville.navigateurs.values() for c in client.cookies.jar}
    secrets = {*ville.jetons.values(), *ouvertures, *liens, SECRET, RACINE}
    assert [secret for secret in secrets if secret and secret in dit] == []
    assert mots(dit) == set()
    assert "@" not in dit
