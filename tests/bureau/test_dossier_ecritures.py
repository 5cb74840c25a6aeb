"""What an instructeur does on one dossier: visits, annotations, sendings, labels, corbeille. Each refusal
leaves everything as it was."""

from typing import Any

from domain.identifiants import identifiant
from tests.bureau.bureau import Bureau
from tests.bureau.sur_un_dossier import (
    ALI,
    ERREURS,
    EVE,
    IGOR,
    INES,
    INNA,
    IVAN,
    PLANTS,
    annoter,
    du_dossier,
    instructeur,
    introuvable,
    numero_d_instructeur,
    refus,
    voir,
)
from tests.empreintes import empreintes

MONDE = "dossier"

VISITES = "visites { demande annotations avis messagerie }"
JAMAIS = dict.fromkeys(("demande", "annotations", "avis", "messagerie"))


def test_what_came_since_my_last_visit_is_new_until_i_come_again(bureau_neuf: Bureau) -> None:
    """rules 4.4.4, 3.5.8, 7.2"""
    nouveautes = f"""suivi {VISITES} demande {{ identiteNouvelle champs {{ nouveau modifieLe champ {{ label }} }} }}
      annotations {{ nouvelle }} messagerie {{ messages {{ nouveau message {{ body }} }} }}"""

    def arriver() -> None:
        """The usager corrects his answer and his name, and writes; a colleague annotates."""
        bureau_neuf.lignes(
            "UPDATE champs SET modifie_le = now() WHERE dossier_id = 7002 AND stable_id = 2"
        )
        bureau_neuf.lignes("UPDATE dossiers SET identite_modifiee_le = now() WHERE id = 7002")
        bureau_neuf.lignes(
            "INSERT INTO messages (dossier_id, usager_id, email, corps) "
            "SELECT 7002, usager_id, %s, 'Corrigé' FROM dossiers WHERE id = 7002", ALI,
        )  # fmt: skip
        annoter(bureau_neuf, INNA, "0", numero=7002)

    def nouveau() -> tuple[list[str], bool, bool, list[bool]]:
        vu = voir(bureau_neuf, 7002, nouveautes)
        champs = [c["champ"]["label"] for c in vu["demande"]["champs"] if c["nouveau"]]
        messages = [m["nouveau"] for m in vu["messagerie"]["messages"]]
        return champs, vu["demande"]["identiteNouvelle"], vu["annotations"][0]["nouvelle"], messages

    def badges() -> list[str]:
        return [badge["type"] for badge in voir(bureau_neuf, 7002, "badges { type }")["badges"]]

    # Who neither follows nor ever came is shown the dates of change, and nothing as new.
    assert voir(bureau_neuf, 7002, VISITES)["visites"] == JAMAIS
    arriver()
    assert nouveau() == ([], False, False, [False])
    modifies = voir(bureau_neuf, 7002, "demande { champs { modifieLe champ { label } } }")
    assert [
        c["champ"]["label"] for c in modifies["demande"]["champs"] if c["modifieLe"] is not None
    ] == ["Rue"]

    # To begin to follow is to have seen all there is.
    bureau_neuf.muter(
        INES, "dossierSuivre", ERREURS, dossierId=du_dossier(7002),
        instructeurId=instructeur(bureau_neuf),
    )  # fmt: skip
    assert nouveau() == ([], False, False, [False])
    arriver()
    # One's colleague wrote the same words.
    assert nouveau() == (["Rue"], True, False, [True, False])
    version = voir(bureau_neuf, 7002, "annotations { version }")["annotations"][0]["version"]
    annoter(bureau_neuf, INNA, version, numero=7002, value={"textarea": "Autre chose"})
    assert nouveau() == (["Rue"], True, True, [True, False])
    assert badges() == ["dossier_modifie", "message", "annotation_instructeur"]

    # Each tab is seen apart, and each for oneself.
    avant = voir(bureau_neuf, 7002, VISITES)["visites"]
    fait = bureau_neuf.muter(
        INES, "dossierMarquerVu", f"errors {{ message }} dossier {{ {VISITES} }}",
        dossierId=du_dossier(7002), onglet="demande",
    )  # fmt: skip
    assert fait["errors"] is None
    vues = fait["dossier"]["visites"]
    assert vues["demande"] >= avant["demande"]
    # Answers tell seconds; the visit is later than the beginning of the follow.
    assert bureau_neuf.lignes(
        "SELECT demande_le > debut_le FROM visites v JOIN suivis s "
        "ON (s.dossier_id, s.instructeur_id) = (v.dossier_id, v.instructeur_id) WHERE s.dossier_id = 7002"
    ) == [(True,)]
    assert {**vues, "demande": None} == {**avant, "demande": None}
    assert nouveau() == ([], False, True, [True, False])
    assert badges() == ["message", "annotation_instructeur"]
    for onglet in ("annotations", "messagerie", "avis"):
        bureau_neuf.muter(
            INES, "dossierMarquerVu", ERREURS, dossierId=du_dossier(7002), onglet=onglet
        )
    assert nouveau() == ([], False, False, [False, False])
    assert badges() == []
    assert voir(bureau_neuf, 7002, VISITES, qui=INNA)["visites"] == JAMAIS
    [(visites,)] = bureau_neuf.lignes("SELECT count(*) FROM visites")
    assert visites == 1


def test_a_dossier_is_sent_to_colleagues_of_its_groupe_and_to_them_only(
    bureau_neuf: Bureau,
) -> None:
    """rules 4.11; F285"""
    envoyer = "dossierEnvoyerAuxInstructeurs"
    hors_du_groupe = "Un dossier s’envoie à d’autres instructeurs de son groupe, et à eux seuls"
    bureau_neuf.de(INES)
    avant = empreintes(bureau_neuf.serveur.database_url)
    inconnu = identifiant("Instructeur", 987_654)
    for ids in (
        [instructeur(bureau_neuf, IGOR)],  # of another groupe
        [inconnu],
        [instructeur(bureau_neuf, INES)],
        [instructeur(bureau_neuf, INNA), inconnu],  # all of them, or none
        [],
    ):
        assert refus(bureau_neuf, envoyer, dossierId=du_dossier(7003), instructeurIds=ids) == (
            hors_du_groupe,
            "destinataire_refuse",
        )
    assert empreintes(bureau_neuf.serveur.database_url) == avant

    fait = bureau_neuf.muter(
        INES, envoyer, "errors { message } dossier { personnes { suiveurs { instructeur { email } } } }",
        dossierId=du_dossier(7003), instructeurIds=[instructeur(bureau_neuf, INNA)] * 2,
    )  # fmt: skip
    assert fait["errors"] is None
    assert fait["dossier"]["personnes"]["suiveurs"] == [{"instructeur": {"email": INNA}}]
    [(genre, destinataire, objet, corps)] = bureau_neuf.lignes(
        "SELECT genre, destinataire, objet, corps_html FROM courriels"
    )
    assert (genre, destinataire) == ("dossier_transmis", INNA)
    assert objet == f"{INES} vous envoie le dossier n° 7003 (Permis de végétaliser)"
    assert "/procedures/700/dossiers/7003" in corps


def test_a_dossier_given_to_another_groupe_leaves_my_desk_and_is_remembered(
    bureau_neuf: Bureau,
) -> None:
    """rules 4.13; F288, F371"""
    [(ancien,)] = bureau_neuf.lignes("SELECT id FROM groupes_instructeurs WHERE label = 'Ancien'")
    fait = bureau_neuf.muter(
        INES, "dossierChangerGroupeInstructeur", f"{ERREURS} dossier {{ number }}",
        dossierId=du_dossier(7001), groupeInstructeurId=identifiant("GroupeInstructeur", ancien),
    )  # fmt: skip
    assert fait == {"errors": None, "dossier": None}  # done, and out of her sight
    assert voir(bureau_neuf, 7001, "number") is None
    vu = voir(
        bureau_neuf, 7001,
        """personnes { suiveurs { depuis } anciensSuiveurs { instructeur { email } } }
        reaffectations { groupes { label } historique { par groupe groupePrecedent } }""", qui=IGOR,
    )  # fmt: skip
    assert vu["personnes"] == {
        "suiveurs": [],
        "anciensSuiveurs": [{"instructeur": {"email": INES}}, {"instructeur": {"email": INNA}}],
    }
    assert vu["reaffectations"] == {
        "groupes": [{"label": "Nord"}, {"label": "Sud"}],
        "historique": [{"par": INES, "groupe": "Ancien", "groupePrecedent": "Nord"}],
    }


def test_labels_are_set_together(bureau_neuf: Bureau) -> None:
    """rules D.3, 14.3-18; F394, F396"""
    numeros = dict(bureau_neuf.lignes("SELECT nom, id FROM labels WHERE demarche_id = 700"))
    [(ailleurs,)] = bureau_neuf.lignes("SELECT min(id) FROM labels WHERE demarche_id = 800")

    def ids(*noms: str) -> list[str]:
        return [identifiant("Label", numeros[nom]) for nom in noms]

    def definir(*noms: str) -> list[str]:
        fait = bureau_neuf.muter(
            INES, "dossierDefinirLabels", f"{ERREURS} dossier {{ dossier {{ labels {{ name }} }} }}",
            dossierId=du_dossier(7001), labelIds=ids(*noms),
        )  # fmt: skip
        assert fait["errors"] is None
        return [label["name"] for label in fait["dossier"]["dossier"]["labels"]]

    assert definir("Vu", "Complet", "Vu") == ["Complet", "Vu"]
    assert definir("Vu", "Urgent") == ["Urgent", "Vu"]
    avant = empreintes(bureau_neuf.serveur.database_url)
    for autre in (ailleurs, 987_654):
        demande: dict[str, Any] = {
            "dossierId": du_dossier(7001),
            "labelIds": [identifiant("Label", autre), *ids("Vu")],
        }
        assert introuvable(bureau_neuf, "dossierDefinirLabels", **demande) == "Label not found"
    assert empreintes(bureau_neuf.serveur.database_url) == avant
    assert definir() == []


def test_an_expired_dossier_comes_back_for_a_month_and_in_no_other_way(bureau_neuf: Bureau) -> None:
    """rules 3.16.7, 14.1"""
    bureau_neuf.de(INES)
    avant = empreintes(bureau_neuf.serveur.database_url)
    assert refus(
        bureau_neuf, "dossierRestaurerEtProlonger", dossierId=du_dossier(7005)
    ) == ("Ce dossier n’a pas expiré", "non_expire")  # fmt: skip
    en_corbeille = {"dossierId": du_dossier(7003)}
    assert (
        introuvable(bureau_neuf, "dossierRestaurerEtProlonger", **en_corbeille)
        == "Dossier not found"
    )
    assert empreintes(bureau_neuf.serveur.database_url) == avant

    for numero, gestes in ((7006, "passer_en_instruction"), (7011, "archiver")):
        [(echeance,)] = bureau_neuf.lignes("SELECT expire_le FROM dossiers WHERE id = %s", numero)
        fait = bureau_neuf.muter(
            INES, "dossierRestaurerEtProlonger",
            f"{ERREURS} dossier {{ dansLaCorbeille gestes expiration {{ cause }} }}",
            dossierId=du_dossier(numero),
        )  # fmt: skip
        assert fait["errors"] is None
        assert fait["dossier"]["dansLaCorbeille"] is False
        assert gestes in fait["dossier"]["gestes"]
        assert fait["dossier"]["expiration"] == {"cause": "conservation_prolongee"}
        [(plus_tard,)] = bureau_neuf.lignes(
            "SELECT expire_le = (%s::timestamptz AT TIME ZONE 'Europe/Paris' + interval '1 month')"
            " AT TIME ZONE 'Europe/Paris' FROM dossiers WHERE id = %s", echeance, numero,
        )  # fmt: skip
        assert plus_tard is True


def test_archives_and_corbeille_are_left_the_way_they_were_entered(bureau_neuf: Bureau) -> None:
    """rules 3.15, 3.16; F306, F378"""
    moi = {"instructeurId": instructeur(bureau_neuf)}
    bureau_neuf.lignes("UPDATE dossiers SET expire_le = now() + interval '13 days' WHERE id = 7004")
    fin = "gestes expiration { bientot cause }"
    assert voir(bureau_neuf, 7004, fin) == {
        "gestes": ["repasser_en_instruction", "desarchiver", "prolonger", "supprimer"],
        "expiration": {"bientot": True, "cause": "conservation_apres_decision"},
    }
    bureau_neuf.muter(INES, "dossierProlonger", ERREURS, dossierId=du_dossier(7004), **moi)
    assert voir(bureau_neuf, 7004, fin) == {
        "gestes": ["desarchiver", "supprimer"],
        "expiration": {"bientot": False, "cause": "conservation_prolongee"},
    }
    dossier = f"{ERREURS} dossier {{ archived }}"
    for champ, numero, archive in (
        ("dossierArchiver", 7001, True),
        ("dossierDesarchiver", 7004, False),
        ("dossierRestaurer", 7005, False),
    ):
        fait = bureau_neuf.muter(INES, champ, dossier, dossierId=du_dossier(numero), **moi)
        assert fait == {"errors": None, "dossier": {"archived": archive}}
    jete = bureau_neuf.muter(
        INES, "dossierSupprimer", f"{ERREURS} number", dossierId=du_dossier(7007), **moi
    )
    assert jete == {"errors": None, "number": 7007}
    assert voir(bureau_neuf, 7007, "dansLaCorbeille gestes") == {
        "dansLaCorbeille": True,
        "gestes": ["restaurer"],
    }


def demandes(bureau: Bureau) -> dict[str, dict[str, Any]]:
    """One for each act of this page, right in all but who asks."""
    [(label,)] = bureau.lignes("SELECT min(id) FROM labels WHERE demarche_id = 700")
    dossier = {"dossierId": du_dossier(7003)}
    annotation = {"id": PLANTS, "value": {"integerNumber": 3}}
    return {
        "dossierMarquerVu": {**dossier, "onglet": "messagerie"},
        "dossierModifierAnnotationVersionnee": {**dossier, "annotation": annotation, "version": "0"},
        "dossierEcrireMessage": {**dossier, "body": "Bonjour"},
        "dossierGarderBrouillonDeMessage": {**dossier, "body": "Bonj"},
        "dossierEnvoyerAuxInstructeurs": {
            **dossier, "instructeurIds": [instructeur(bureau, INNA)],
        },
        "dossierRestaurerEtProlonger": {"dossierId": du_dossier(7006)},
        "dossierDefinirLabels": {**dossier, "labelIds": [identifiant("Label", label)]},
        "dossierProposerRendezVous": {**dossier, "lieu": "telephone"},
    }  # fmt: skip


def refusees(bureau: Bureau, qui: str) -> list[str]:
    """What each act answers to this person, whether the dossier is another's or is not there."""
    return [
        introuvable(bureau, champ, qui=qui, **{**demande, "dossierId": dossier})
        for champ, demande in demandes(bureau).items()
        for dossier in (demande["dossierId"], du_dossier(987_654))
    ]


def test_who_is_not_of_the_groupe_writes_nothing(bureau: Bureau) -> None:
    autres = (IGOR, IVAN, EVE, ALI, "admin@exemple.fr")
    for qui in autres:
        bureau.de(qui)
    avant = empreintes(bureau.serveur.database_url)
    for qui in autres:
        assert set(refusees(bureau, qui)) == {"Dossier not found"}, qui
    assert empreintes(bureau.serveur.database_url) == avant


def test_an_instructeur_removed_between_the_page_and_the_button_writes_nothing(
    bureau_neuf: Bureau,
) -> None:
    assert voir(bureau_neuf, 7003, "number") == {"number": 7003}
    bureau_neuf.lignes(
        "DELETE FROM affectations WHERE instructeur_id = %s",
        numero_d_instructeur(bureau_neuf, INES),
    )
    avant = empreintes(bureau_neuf.serveur.database_url)
    assert set(refusees(bureau_neuf, INES)) == {"Dossier not found"}
    assert empreintes(bureau_neuf.serveur.database_url) == avant


def test_a_token_is_told_that_these_are_for_people(bureau: Bureau) -> None:
    avant = empreintes(bureau.serveur.database_url)
    jeton = bureau.jeton()
    for champ, demande in demandes(bureau).items():
        type_entree = f"{champ[0].upper()}{champ[1:]}Input"
        texte = f"mutation ($i: {type_entree}!) {{ {champ}(input: $i) {{ {ERREURS} }} }}"
        assert jeton.lire(texte, i=demande) == {
            champ: {
                "errors": [
                    {
                        "message": "Cette demande se fait connecté, et non par un jeton",
                        "code": "reservee_aux_personnes",
                    }
                ]
            }
        }
    assert empreintes(bureau.serveur.database_url) == avant
