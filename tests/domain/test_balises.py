"""Tags: reading them in anything, valuing them in the right place, refusing the templates that err."""

from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.balises import html
from domain.balises.champs import balises_du_formulaire
from domain.balises.document import DocumentInvalide, Liste, Paragraphe, Texte, Valeur
from domain.balises.document import lire as lire_document
from domain.balises.document import mentions as mentions_du_document
from domain.balises.faits import Faits, Liens
from domain.balises.rendu import Rendu
from domain.balises.syntaxe import Mention, ecrire, lire, mentions, normaliser
from domain.balises.table import BALISES, Usage
from domain.balises.verification import Defaut, Genre, ModeleInvalide, Raison, Version, defauts
from domain.demarches.models import Demarche
from domain.dossiers.demandeurs import Civilite, Etablissement, Individu
from domain.dossiers.models import Dossier
from domain.dossiers.states import State
from domain.formulaires.conversion import ReponseConvertie
from domain.formulaires.formulaire import Descripteur, Formulaire
from domain.formulaires.types_de_champ import TypeChamp

PARIS = ZoneInfo("Europe/Paris")
T = TypeChamp


def champ(
    stable_id: int, libelle: str, type_champ: TypeChamp = T.text, *, prive: bool = False,
    condition: dict[str, object] | None = None, parent_id: int | None = None,
) -> Descripteur:  # fmt: skip
    return Descripteur(
        1, stable_id, parent_id, stable_id, prive, type_champ, libelle, None, False, condition, {}
    )


def demarche(**colonnes: object) -> Demarche:
    return Demarche(**{"id": 7, "libelle": "Une aide", "pour_individu": True, **colonnes})


def faits(*champs: Descripteur, **autres: object) -> Faits:
    dossier = Dossier(
        id=42, state=State.accepte, motivation="Complet <b>et</b> clair\nBravo",
        depose_le=datetime(2026, 1, 31, 23, 30, tzinfo=ZoneInfo("UTC")),
        en_instruction_le=datetime(2026, 2, 3, 9, 0, tzinfo=PARIS),
        traite_le=datetime(2026, 2, 5, 9, 0, tzinfo=PARIS),
    )  # fmt: skip
    tout = {"dossier": dossier, "demarche": demarche(), "service": "Bureau des aides", **autres}
    return Faits(**tout, formulaire=Formulaire(1, champs))  # type: ignore[arg-type]


def rendu(faits: Faits, usage: Usage = Usage.courriel, etat: State = State.accepte) -> Rendu:
    return Rendu(faits, usage=usage, etat=etat)


# --- reading -------------------------------------------------------------------------------------

libelles = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(normaliser).filter(
    lambda t: bool(t) and t.strip("- \t") == t and not set("<>\u2028\u2029") & set(t) and len(t) < 900
)  # fmt: skip
textes = st.text(st.characters(exclude_characters="-", exclude_categories={"Cs"}), min_size=1)


@given(st.lists(st.tuples(textes, libelles), max_size=8))
def test_what_was_written_is_what_is_read(paires: list[tuple[str, str]]) -> None:
    morceaux = [m for texte, libelle in paires for m in (texte, Mention(libelle))]

    assert lire(ecrire(morceaux)) == morceaux


@given(st.text(st.sampled_from("- \nab<\u00a0é"), max_size=60))
def test_any_text_is_read_and_none_of_it_is_lost(texte: str) -> None:
    assert ecrire(lire(texte)) == texte.replace("\u00a0", " ") or "\u00a0" in texte


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("--nom--", ["nom"]),
        ("un -- tiret puis --nom--", ["nom"]),
        ("---nom---", ["nom"]),
        ("--a--b--c--", ["a", "c"]),
        ("--num\u00e9ro\u00a0du\u202fdossier--", ["num\u00e9ro du dossier"]),
        ("----", []),
        ("--nom", []),
        ("--deux\nlignes--", []),
        ("-- nom --", []),
    ],
)
def test_dashes_make_a_tag_only_around_a_label(texte: str, attendu: list[str]) -> None:
    assert [mention.cle for mention in mentions(texte)] == attendu


def test_a_megabyte_of_dashes_is_read_at_once() -> None:
    assert mentions("--" * 500_000 + "nom--")[-1] == Mention("nom")


def test_a_label_of_a_champ_cannot_end_its_own_tag() -> None:
    (balise,) = balises_du_formulaire(Formulaire(1, [champ(5, "Nom --\u00a0usuel")]))
    assert (balise.id, balise.libelle) == ("tdc5", "Nom __ usuel")


# --- valuing -------------------------------------------------------------------------------------


def test_every_tag_has_its_own_name() -> None:
    noms = [nom for balise in BALISES for nom in (balise.id, balise.libelle)]
    assert len(set(noms)) == len(noms)


@pytest.mark.parametrize(
    ("libelle", "valeur"),
    [
        ("numéro du dossier", "42"),
        ("date de dépôt", "01/02/2026"),
        ("date de passage en instruction", "03/02/2026"),
        ("date de décision", "05/02/2026"),
        ("libellé démarche", "Une aide"),
        ("nom du service", "Bureau des aides"),
        ("civilité", "Mme"),
        ("prénom", "Odette"),
        ("nom", "Guillemin"),
        ("groupe instructeur", ""),
        ("lien dossier", "https://guichet.exemple/dossiers/42"),
        ("lien document justificatif", "Aucun document n’est joint à cette décision."),
        ("SIREN", "--SIREN--"),
        ("inconnue", "--inconnue--"),
    ],
)
def test_a_tag_says_what_the_dossier_says(libelle: str, valeur: str) -> None:
    connus = faits(
        individu=Individu(civilite=Civilite.Mme, nom="Guillemin", prenom="Odette"),
        liens=Liens(dossier="https://guichet.exemple/dossiers/42"),
    )
    assert rendu(connus).texte(f"[--{libelle}--]") == f"[{valeur}]"


def test_a_company_has_tags_of_its_own() -> None:
    connus = faits(
        demarche=demarche(pour_individu=False),
        etablissement=Etablissement(siren="418166096", raison_sociale="OCTO", adresse="Paris"),
    )
    assert (
        rendu(connus).texte("--raison sociale--, --SIREN--, --nom--") == "OCTO, 418166096, --nom--"
    )


@pytest.mark.parametrize(
    ("type_champ", "reponse", "balise", "valeur"),
    [
        (T.text, ReponseConvertie("a"), "c", "a"),
        (T.date, ReponseConvertie("2026-03-09"), "c", "09/03/2026"),
        (T.datetime, ReponseConvertie("2026-03-09T23:30:00+00:00"), "c", "10/03/2026 00:30"),
        (T.yes_no, ReponseConvertie("false"), "c", "Non"),
        (T.checkbox, None, "c", "Non"),
        (T.multiple_drop_down_list, ReponseConvertie('["a","b"]'), "c", "a, b"),
        (T.linked_drop_down_list, ReponseConvertie('["a","b"]'), "c (Secondaire)", "b"),
        (T.communes, ReponseConvertie("Thouars", {"code_postal": "79100", "code_departement": "79"}, "79329"), "c", "Thouars (79100)"),
        (T.communes, ReponseConvertie("Thouars", {"code_departement": "79"}, "79329"), "c (Département)", "79 – Deux-Sèvres"),
        (T.communes, ReponseConvertie("Thouars", {}, "79329"), "tdc9/code", "79329"),
        (T.pays, ReponseConvertie("Belgique", None, "BE"), "c (Code)", "BE"),
        (T.address, ReponseConvertie("1 rue X", {"city_name": "Thouars"}), "c (Commune)", "Thouars"),
        (T.rnf, ReponseConvertie(None, None, "075-FDD-00003-01", {"titre": "Fondation"}), "c (Nom)", "Fondation"),
        (T.integer_number, None, "c", ""),
        (T.phone, ReponseConvertie("0612345678"), "c", "06 12 34 56 78"),
        (T.piece_justificative, ReponseConvertie("x"), "c", "--c--"),
        (T.carte, ReponseConvertie("x"), "c", "--c--"),
    ],
)  # fmt: skip
def test_an_answer_is_told_by_its_type(
    type_champ: TypeChamp, reponse: ReponseConvertie | None, balise: str, valeur: str
) -> None:
    connus = faits(champ(9, "c", type_champ), reponses={(9, None): reponse} if reponse else {})
    assert rendu(connus).texte(f"--{balise}--") == valeur


def test_a_repetition_is_a_line_a_row_and_shows_what_the_dossier_shows() -> None:
    lignes = [f"0{n}ARZ3NDEKTSV4RRFFQ69G5FAV" for n in range(2)]
    connus = faits(
        champ(1, "Enfants", T.repetition),
        champ(2, "Prénom", parent_id=1),
        champ(3, "École", parent_id=1, condition={"champ": 4, "op": "eq", "valeur": True}),
        champ(4, "Scolarisé", T.yes_no, parent_id=1),
        champ(5, "Photo", T.titre_identite, parent_id=1),
        reponses={
            **{(1, ligne): ReponseConvertie(None) for ligne in lignes},
            (2, lignes[0]): ReponseConvertie("Ali"), (3, lignes[0]): ReponseConvertie("cachée"),
            (4, lignes[0]): ReponseConvertie("false"),
            (2, lignes[1]): ReponseConvertie("Zoé"), (3, lignes[1]): ReponseConvertie("Pagnol"),
            (4, lignes[1]): ReponseConvertie("true"),
        },
    )  # fmt: skip
    assert rendu(connus).texte("--Enfants--") == (
        "Prénom : Ali, Scolarisé : Non\nPrénom : Zoé, École : Pagnol, Scolarisé : Oui"
    )


def test_annotations_are_told_only_once_the_instruction_began_and_conditional_champs_never() -> (
    None
):
    connus = faits(
        champ(1, "Avis interne", prive=True),
        champ(2, "Selon", condition={"champ": 1, "op": "eq", "valeur": "x"}),
        reponses={(1, None): ReponseConvertie("secret"), (2, None): ReponseConvertie("peut-être")},
    )
    modele = "--Avis interne--|--Selon--"

    assert rendu(connus, etat=State.en_construction).texte(modele) == modele
    assert rendu(connus, etat=State.accepte).texte(modele) == "secret|--Selon--"


def test_links_are_for_mails_only() -> None:
    connus = faits(liens=Liens(dossier="https://a.fr", attestation="https://b.fr"))
    assert rendu(connus, Usage.attestation).texte("--lien dossier--") == "--lien dossier--"
    assert (
        rendu(connus, etat=State.sans_suite).texte("--lien attestation--") == "--lien attestation--"
    )


# --- HTML ----------------------------------------------------------------------------------------


def test_a_value_is_text_inside_html() -> None:
    assert html.rendre("<p>--motivation--</p>", rendu(faits())) == (
        "<p>Complet &lt;b&gt;et&lt;/b&gt; clair<br>Bravo</p>"
    )


def test_a_link_is_one_in_a_text_and_an_address_in_an_attribute() -> None:
    connus = faits(liens=Liens(dossier="https://a.fr/?x=1&y=2"))
    modele = '<a href="--lien dossier--">ici</a> ou --lien dossier--'
    assert html.rendre(modele, rendu(connus)) == (
        '<a href="https://a.fr/?x=1&amp;y=2" rel="noopener noreferrer">ici</a> ou '
        '<a href="https://a.fr/?x=1&amp;y=2" rel="noopener noreferrer">https://a.fr/?x=1&amp;y=2</a>'
    )


def test_no_value_becomes_a_script_by_way_of_a_link() -> None:
    connus = faits(champ(1, "c"), reponses={(1, None): ReponseConvertie("javascript:alert(1)")})
    assert html.rendre('<a href="--c--">x</a>', rendu(connus)) == (
        '<a rel="noopener noreferrer">x</a>'
    )


def test_a_tag_with_an_ampersand_is_found_in_html() -> None:
    connus = faits(champ(1, "Arts & lettres"), reponses={(1, None): ReponseConvertie("oui")})
    assert html.rendre("<p>--Arts &amp; lettres--</p>", rendu(connus)) == "<p>oui</p>"


class _Balises(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.vues: set[str] = set()
        self.attributs: set[tuple[str, str | None]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.vues.add(tag)
        self.attributs.update(attrs)


hostile = st.lists(
    st.sampled_from(
        ["<script>", "</script>", "<p>", "</p>", "<img src=x onerror=alert(1)>", "--c--", '"', "'", ">",
         "<a href='", "<a href=\"--c--\"", "javascript:", "\ue000", "\ue0000\ue001", "<svg/onload=1>", "&lt;",
         "<style>", "<!--", "-->", "--", "é", "<iframe>", "<a title='--c--'>"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@example(modele="<a title='--c--'>", valeur='"\ue0000\ue001')
@given(modele=st.one_of(hostile, st.text()), valeur=st.one_of(hostile, st.text(min_size=1)))
def test_neither_template_nor_value_brings_anything_alive(modele: str, valeur: str) -> None:
    connus = faits(champ(1, "c"), reponses={(1, None): ReponseConvertie(valeur)})

    lecteur = _Balises()
    lecteur.feed(html.rendre(modele, rendu(connus)))

    assert lecteur.vues <= html.PERMISES
    assert {nom for nom, _ in lecteur.attributs} <= {"href", "title", "rel"}
    adresses = [v or "" for nom, v in lecteur.attributs if nom == "href"]
    assert all(v.split(":")[0].strip().lower() in html.PROTOCOLES for v in adresses)


def test_html_is_told_without_html_too() -> None:
    assert html.en_texte(
        '<p>Bonjour,</p><ul><li>un</li><li>deux</li></ul><p>Voir <a href="https://a.fr">ici</a>'
        " &amp; <a href='https://b.fr'>https://b.fr</a></p>"
    ) == ("Bonjour,\n\n- un\n- deux\n\nVoir ici : https://a.fr & https://b.fr")


# --- rich documents ------------------------------------------------------------------------------


def test_a_document_is_read_with_its_mentions() -> None:
    lu = lire_document(
        {
            "type": "doc",
            "content": [
                {"type": "title", "attrs": {"textAlign": "center"}, "content": [{"type": "text", "text": "Arrêté"}]},
                {"type": "bulletList", "content": [{"type": "listItem", "content": [{"type": "paragraph", "content": [
                    {"type": "text", "text": "n° ", "marks": [{"type": "bold"}, {"type": "inconnue"}]},
                    {"type": "mention", "attrs": {"id": "dossier_number", "label": "numéro du dossier"}},
                    {"type": "hardBreak"},
                ]}]}]},
                {"type": "paragraph"},
            ],
        }
    )  # fmt: skip
    assert lu == (
        Paragraphe((Texte("Arrêté"),), "center", 1),
        Liste(
            ((Paragraphe((Texte("n° ", frozenset({"bold"})), Valeur(Mention("dossier_number")), Texte("\n"))),),)
        ),
        Paragraphe(()),
    )  # fmt: skip
    assert list(mentions_du_document(lu)) == [Mention("dossier_number")]


def _profond(niveaux: int) -> dict[str, object]:
    noeud: dict[str, object] = {"type": "paragraph"}
    for _ in range(niveaux):
        noeud = {"type": "bulletList", "content": [{"type": "listItem", "content": [noeud]}]}
    return {"type": "doc", "content": [noeud]}


@pytest.mark.parametrize(
    "document",
    [
        None, [], {}, {"type": "paragraph"}, {"type": "doc", "content": "x"}, {"type": "doc", "content": [1]},
        {"type": "doc", "content": [{"type": "image"}]},
        {"type": "doc", "content": [{"type": "bulletList", "content": [{"type": "paragraph"}]}]},
        {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text"}]}]},
        {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "mention", "attrs": {"id": 3}}]}]},
        {"type": "doc", "content": [{"type": "paragraph"}] * 5_001},
        _profond(30),
    ],
)  # fmt: skip
def test_any_other_shape_is_refused(document: object) -> None:
    with pytest.raises(DocumentInvalide, match="Le document n’est pas lisible : "):
        lire_document(document)


# --- verifying -----------------------------------------------------------------------------------


def test_a_template_must_suit_every_form_that_dossiers_have() -> None:
    commun, ancien, nouveau = champ(1, "Commun"), champ(2, "Ancien"), champ(3, "Nouveau")
    annotation = champ(4, "Note", prive=True)
    conditionnel = champ(5, "Selon", condition={"champ": 1, "op": "eq", "valeur": "x"})
    piece = champ(6, "Pièce", T.piece_justificative)
    versions = [
        Version(Genre.brouillon, Formulaire(3, [commun, nouveau, annotation, conditionnel, piece])),
        Version(Genre.publiee, Formulaire(2, [commun, annotation, conditionnel, piece])),
        Version(Genre.en_cours, Formulaire(1, [ancien, annotation, conditionnel, piece])),
    ]
    ecrites = ("Ancien", "Nouveau", "Commun", "Note", "Selon", "Pièce", "x", "motivation", "SIREN",
               "lien attestation", "numéro du dossier", "x")  # fmt: skip

    trouves = defauts(
        map(Mention, ecrites), demarche=demarche(), usage=Usage.courriel,
        etat=State.en_construction, versions=versions,
    )  # fmt: skip

    assert trouves == [
        Defaut("Ancien", Raison.absente_du_brouillon),
        Defaut("Nouveau", Raison.absente_de_la_version_publiee),
        Defaut("Commun", Raison.absente_d_une_version_en_cours),
        Defaut("Note", Raison.trop_tot),
        Defaut("Selon", Raison.conditionnelle),
        Defaut("Pièce", Raison.sans_texte),
        Defaut("x", Raison.inconnue),
        Defaut("motivation", Raison.trop_tot),
        Defaut("SIREN", Raison.sans_objet),
        Defaut("lien attestation", Raison.trop_tot),
    ]
    assert str(ModeleInvalide(trouves[6:7])) == "La balise « x » n’existe pas."
    assert defauts(
        [Mention("lien dossier")], demarche=demarche(), usage=Usage.attestation, etat=State.accepte,
        versions=versions,
    ) == [Defaut("lien dossier", Raison.hors_usage)]  # fmt: skip
