"""What an expert reads: his two lists, by démarche, and of each dossier what his avis lets him (rules 6.5, 6.7)."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from pypdf import PdfReader

from domain.identifiants import identifiant
from tests.bureau.accueil import cout
from tests.bureau.bureau import Bureau
from tests.empreintes import empreintes

MONDE = "avis"
INES, IGOR = "ines@exemple.fr", "igor@exemple.fr"
EVE, EMIL, ZOE, ALI = "eve@exemple.fr", "emil@exemple.fr", "zoe@exemple.fr", "ali@exemple.fr"
INSTRUCTRICE = "canari.instructrice@exemple.fr"

FICHIER = "{ filename url }"
DOSSIER = f"""dossier {{
  number state dateDepot dateTraitement motivation motivationAttachment {FICHIER} usager {{ email }}
  demandeur {{ ... on PersonnePhysique {{ nom prenom }} }}
  champs {{ id label stringValue columns {{ stringValue }} ... on PieceJustificativeChamp {{ files {FICHIER} }}
    ... on DossierLinkChamp {{ dossier {{ number }} }} }}
  messages {{ id email body attachments {FICHIER} }}
  avis {{ expert demandeur question questionLabel questionAnswer reponse confidentiel dateRevocation leMien parMoi
    piecesDeLaDemande {FICHIER} piecesDeLaReponse {FICHIER} }}
  pdf {FICHIER} zip {FICHIER}
}}"""
AVIS = f"""id dossierNumber dossierState demarcheNumber demarcheTitle question questionLabel questionAnswer reponse
  confidentiel demandeur peutRepondre peutTransmettre dateReponse
  piecesDeLaDemande {FICHIER} piecesDeLaReponse {FICHIER}"""
UN_AVIS = f"query ($id: ID!) {{ moi {{ expert {{ unAvis(id: $id) {{ {AVIS} {DOSSIER} }} }} }} }}"
TOUT = f"""{{ moi {{ expert {{
  demarches {{ number title }}
  aDonner: avis(onglet: a_donner) {{ nodes {{ {AVIS} {DOSSIER} }} }}
  donnes: avis(onglet: donnes) {{ nodes {{ {AVIS} {DOSSIER} }} }} }} }} }}"""
LISTE = """query ($onglet: OngletDAvis!, $demarche: Int, $first: Int, $after: String) { moi { expert {
  avis(onglet: $onglet, demarche: $demarche, first: $first, after: $after) {
    nodes { dossierNumber } pageInfo { hasNextPage endCursor } totalCount } } } }"""


def numero(bureau: Bureau, dossier: int, email: str) -> str:
    [(trouve,)] = bureau.lignes(
        "SELECT a.id FROM avis a JOIN experts e ON e.id = expert_id JOIN comptes c ON c.id = compte_id"
        " WHERE dossier_id = %s AND email = %s",
        dossier, email,
    )  # fmt: skip
    return identifiant("Avis", trouve)


def un(bureau: Bureau, dossier: int, email: str = EVE) -> Any:
    id = numero(bureau, dossier, email)
    return bureau.lire(email, UN_AVIS, id=id)["moi"]["expert"]["unAvis"]


def liste(bureau: Bureau, email: str, onglet: str, **voulu: Any) -> Any:
    return bureau.lire(email, LISTE, onglet=onglet, **voulu)["moi"]["expert"]["avis"]


def dossiers(page: Any) -> list[int]:
    return [avis["dossierNumber"] for avis in page["nodes"]]


# --- lists ----------------------------------------------------------------------------------------


def test_an_expert_has_two_lists_by_demarche_with_their_counts(bureau: Bureau) -> None:
    demarches = bureau.lire(
        EVE, "{ moi { expert { demarches { number title aDonner donnes messagerie decisionConnue "
        "avertirDesAvis avertirDesMessages } } } }",
    )["moi"]["expert"]["demarches"]  # fmt: skip
    assert demarches == [
        {
            "number": 900, "title": "Permis de construire", "aDonner": 2, "donnes": 1,
            "messagerie": True, "decisionConnue": False,
            "avertirDesAvis": True, "avertirDesMessages": False,
        },
        {
            "number": 950, "title": "Démarche discrète", "aDonner": 1, "donnes": 0,
            "messagerie": False, "decisionConnue": False,
            "avertirDesAvis": True, "avertirDesMessages": False,
        },
    ]  # fmt: skip
    assert dossiers(liste(bureau, EVE, "a_donner")) == [9005, 9001, 9501]
    assert dossiers(liste(bureau, EVE, "donnes")) == [9004]


def test_an_avis_of_a_decided_dossier_that_was_not_given_is_in_neither_list(bureau: Bureau) -> None:
    assert liste(bureau, ZOE, "a_donner")["nodes"] == []
    assert liste(bureau, ZOE, "donnes")["nodes"] == []
    assert un(bureau, 9004, ZOE)["peutRepondre"] is False


def test_a_list_is_of_one_demarche_and_goes_by_pages(bureau: Bureau) -> None:
    assert dossiers(liste(bureau, EVE, "a_donner", demarche=900)) == [9005, 9001]
    assert dossiers(liste(bureau, EVE, "a_donner", demarche=970)) == []
    premiere = liste(bureau, EVE, "a_donner", first=2)
    assert dossiers(premiere) == [9005, 9001]
    assert premiere["pageInfo"]["hasNextPage"] is True
    assert premiere["totalCount"] == 3
    suite = liste(bureau, EVE, "a_donner", first=2, after=premiere["pageInfo"]["endCursor"])
    assert dossiers(suite) == [9501]
    assert suite["pageInfo"]["hasNextPage"] is False


def test_a_cursor_that_is_none_is_refused(bureau: Bureau) -> None:
    assert bureau.refus(EVE, LISTE, onglet="donnes", after="pas un curseur") == (
        'Invalid input: "pas un curseur"'
    )


def test_a_page_of_three_costs_the_statements_of_a_page_of_one(bureau: Bureau) -> None:
    """Their dossiers read whole: champs, files, messagerie, other avis."""
    texte = f"""query ($n: Int!) {{ moi {{ expert {{ avis(onglet: a_donner, first: $n) {{
      nodes {{ {AVIS} {DOSSIER} }} totalCount }} }} }} }}"""

    for n in (1, 1, 3):
        lus, instructions = cout(bureau, EVE, texte, n=n)
        assert len(lus["moi"]["expert"]["avis"]["nodes"]) == n
    assert instructions == cout(bureau, EVE, texte, n=1)[1]


# --- one dossier ----------------------------------------------------------------------------------


def test_an_expert_reads_the_whole_form_with_its_files_and_no_link_to_another_dossier(
    bureau: Bureau,
) -> None:
    dossier = un(bureau, 9001)["dossier"]
    assert dossier["usager"] == {"email": ALI}
    assert dossier["demandeur"] == {"nom": "Benali", "prenom": "Ali"}
    assert [(c["label"], c["stringValue"]) for c in dossier["champs"]] == [
        ("Lieu", "Rue du Chêne"), ("Couleur", "Rouge"), ("Plan", None),
        ("Dossier voisin", "9002"), ("Dossier du sud", "9003"),
    ]  # fmt: skip
    assert [f["filename"] for f in dossier["champs"][2]["files"]] == ["plan.txt"]
    assert [c["dossier"] for c in dossier["champs"][3:]] == [None, None]


def test_the_messagerie_is_read_where_it_is_allowed(bureau: Bureau) -> None:
    messages = un(bureau, 9001)["dossier"]["messages"]
    assert [(m["email"], m["body"]) for m in messages] == [
        (ALI, "Voici mon dossier"), (INES, "Bien reçu"),
    ]  # fmt: skip
    assert [f["filename"] for f in messages[0]["attachments"]] == ["lettre.txt"]
    assert un(bureau, 9501)["dossier"]["messages"] is None


def test_an_expert_reads_shared_avis_his_own_and_those_he_asked(bureau: Bureau) -> None:
    def vus(email: str) -> list[tuple[Any, ...]]:
        avis = un(bureau, 9001, email)["dossier"]["avis"]
        return [(a["expert"], a["reponse"], a["confidentiel"], a["leMien"]) for a in avis]

    rendu_par_zoe = (ZOE, "Rien à redire", False, False)
    assert vus(EVE) == [(EVE, None, False, True), rendu_par_zoe]
    assert vus(EMIL) == [
        (EVE, None, False, False), (EMIL, "CANARI-CONFIDENTIEL", True, True), rendu_par_zoe,
    ]  # fmt: skip


@pytest.mark.parametrize("confidentiel", [False, True])
@pytest.mark.parametrize("revoque", [False, True])
@pytest.mark.parametrize("rendu", [False, True])
def test_who_reads_an_avis_depends_on_its_being_shared_and_on_its_expert_not_revoked(
    bureau: Bureau, confidentiel: bool, revoque: bool, rendu: bool
) -> None:
    """rules 6.5, as a truth table: Eve, of the same dossier, and Zoé, whose avis it is."""
    changer = (
        "UPDATE avis SET confidentiel = %s, revoque_le = CASE WHEN %s THEN timestamptz"
        " '2026-02-08 10:00+01' END, reponse = CASE WHEN %s THEN 'Rien à redire' END"
        " WHERE dossier_id = 9001 AND expert_id = (SELECT e.id FROM experts e JOIN comptes c"
        " ON c.id = compte_id WHERE email = %s)"
    )
    bureau.lignes(changer, confidentiel, revoque, rendu, ZOE)
    try:
        vus = {a["expert"]: a["reponse"] for a in un(bureau, 9001)["dossier"]["avis"]}
        assert vus.get(ZOE, "non lu") == (
            "non lu" if confidentiel else ("Rien à redire" if rendu else None)
        )
        assert (un(bureau, 9001, ZOE) is None) is revoque
    finally:
        bureau.lignes(changer, False, True, True, ZOE)


def test_a_revoked_avis_stays_for_the_others_with_its_date_and_is_closed_to_its_expert(
    bureau: Bureau,
) -> None:
    [_, rendu] = un(bureau, 9001)["dossier"]["avis"]
    assert rendu["dateRevocation"] == "2026-02-08T10:00:00+01:00"
    assert un(bureau, 9001, ZOE) is None


def test_the_motives_of_a_decision_are_for_those_who_may_know_it(bureau: Bureau) -> None:
    assert un(bureau, 9004)["dossier"]["motivation"] is None
    ouvrir = "UPDATE experts_demarches SET acces_decision = %s WHERE demarche_id = 900"
    bureau.lignes(ouvrir, True)
    try:
        assert un(bureau, 9004)["dossier"]["motivation"] == "CANARI-MOTIVATION"
    finally:
        bureau.lignes(ouvrir, False)


def test_the_address_of_an_instructeur_is_kept_where_the_demarche_says_so(bureau: Bureau) -> None:
    [(instructrice,)] = bureau.lignes(
        "SELECT i.id FROM instructeurs i JOIN comptes c ON c.id = compte_id WHERE email = %s",
        INSTRUCTRICE,
    )
    avis = un(bureau, 9501)
    assert avis["demandeur"] == f"Instructeur n° {instructrice}"
    assert avis["dossier"]["avis"][0]["demandeur"] == f"Instructeur n° {instructrice}"
    assert un(bureau, 9001)["demandeur"] == INES


# --- who sees nothing -------------------------------------------------------------------------------


@pytest.mark.parametrize("email", [INES, IGOR, ALI, EMIL, INSTRUCTRICE])
def test_an_avis_that_is_anothers_does_not_exist(bureau: Bureau, email: str) -> None:
    """The same bytes as one that never was, for experts; nothing at all for the others."""
    sien, nul = numero(bureau, 9005, EVE), identifiant("Avis", 999_999)
    avant = empreintes(bureau.serveur.database_url)

    def octets(id: str) -> bytes:
        return (
            bureau.de(email)
            .post("/graphql", json={"query": UN_AVIS, "variables": {"id": id}})
            .content
        )

    assert octets(sien) == octets(nul)
    apres = empreintes(bureau.serveur.database_url)
    assert {t for t in avant if avant[t] != apres[t]} <= {
        "sessions",
        "connexions",
        "tentatives_de_connexion",
        "passages",
    }


def test_an_expert_does_not_open_a_dossier_by_the_doors_of_instructeurs(bureau: Bureau) -> None:
    assert bureau.refus(EVE, "{ dossier(number: 9001) { id } }") == (
        "An object of type Dossier was hidden due to permissions"
    )
    assert bureau.refus(EVE, "{ demarche(number: 900) { id } }") == (
        "An object of type Demarche was hidden due to permissions"
    )
    assert bureau.lire(EVE, "{ moi { instructeur { id } } }")["moi"]["instructeur"] is None


def test_what_the_administration_threw_away_is_closed_to_experts(bureau: Bureau) -> None:
    cacher = "UPDATE dossiers SET cache_par_administration_le = {} WHERE id = 9004"
    bureau.lignes(cacher.format("now()"))
    try:
        assert liste(bureau, EVE, "donnes")["nodes"] == []
        assert un(bureau, 9004) is None
    finally:
        bureau.lignes(cacher.format("NULL"))


# --- canaries ---------------------------------------------------------------------------------------


def test_no_canary_is_in_anything_that_eve_is_answered_nor_in_her_pdfs(bureau: Bureau) -> None:
    reponse = bureau.de(EVE).post("/graphql", json={"query": TOUT})
    assert "errors" not in reponse.json(), reponse.text
    assert re.findall('canari[^ "]*', reponse.text, re.IGNORECASE) == []
    liste_entiere = reponse.json()["data"]["moi"]["expert"]
    for avis in (*liste_entiere["aDonner"]["nodes"], *liste_entiere["donnes"]["nodes"]):
        texte = pdf_en_texte(httpx.get(avis["dossier"]["pdf"]["url"]))
        assert "Rue du" in texte or "Impasse" in texte
        assert re.findall("canari", texte, re.IGNORECASE) == []


def test_the_pdf_of_an_expert_has_what_he_may_read(bureau: Bureau) -> None:
    texte = pdf_en_texte(httpx.get(un(bureau, 9001, EMIL)["dossier"]["pdf"]["url"]))
    for attendu in ("Rue du Chêne", "CANARI-CONFIDENTIEL", "Rien à redire", "Voici mon dossier"):
        assert attendu in texte, attendu
    assert "CANARI-ANNOTATION" not in texte
    assert "Note" not in texte


def pdf_en_texte(reponse: httpx.Response) -> str:
    assert reponse.status_code == 200, reponse.text
    assert reponse.headers["content-type"] == "application/pdf"
    assert reponse.headers["cache-control"] == "no-store"
    pages = PdfReader(BytesIO(reponse.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def archive(bureau: Bureau, dossier: int, email: str) -> dict[str, bytes]:
    """What is in the zip, by its place, without the instants of the names."""
    reponse = httpx.get(un(bureau, dossier, email)["dossier"]["zip"]["url"])
    assert reponse.status_code == 200, reponse.text
    assert reponse.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(reponse.content)) as lu:
        return {re.sub(r"(-\d+){6}", "", nom): lu.read(nom) for nom in lu.namelist()}


def test_the_zip_of_an_expert_has_the_files_that_he_may_read(bureau: Bureau) -> None:
    d_eve = archive(bureau, 9001, EVE)
    pdf = d_eve.pop("export/dossier-9001/export-9001.pdf")
    assert pdf.startswith(b"%PDF-")
    assert d_eve == {
        "export/dossier-9001/pieces_justificatives/plan.txt": b"le plan",
        "export/dossier-9001/messagerie/lettre.txt": b"une lettre",
    }
    d_emil = archive(bureau, 9001, EMIL)
    assert d_emil["export/dossier-9001/avis/CANARI-avis.txt"] == b"secret"
    assert not any("interne" in nom for nom in d_emil)
    assert list(archive(bureau, 9501, EVE)) == ["export/dossier-9501/export-9501.pdf"]


# --- from the next request ----------------------------------------------------------------------------


def test_a_revoked_expert_sees_nothing_more_from_the_next_request(bureau_neuf: Bureau) -> None:
    bureau = bureau_neuf
    id = numero(bureau, 9001, EMIL)
    avis = un(bureau, 9001, EMIL)
    adresses = [
        avis["piecesDeLaReponse"][0]["url"],
        avis["dossier"]["champs"][2]["files"][0]["url"],
        avis["dossier"]["messages"][0]["attachments"][0]["url"],
        avis["dossier"]["pdf"]["url"],
        avis["dossier"]["zip"]["url"],
    ]
    assert [httpx.get(adresse).status_code for adresse in adresses] == [200] * 5
    bureau.lignes("UPDATE avis SET revoque_le = now() WHERE dossier_id = 9001")
    assert bureau.lire(EMIL, UN_AVIS, id=id) == {"moi": {"expert": {"unAvis": None}}}
    assert bureau.lire(EMIL, "{ moi { expert { demarches { number } } } }") == {
        "moi": {"expert": {"demarches": []}}
    }
    assert liste(bureau, EMIL, "donnes")["totalCount"] == 0
    assert [httpx.get(adresse).status_code for adresse in adresses] == [403, 403, 403, 401, 401]
