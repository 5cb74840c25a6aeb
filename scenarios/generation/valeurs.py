"""A plausible answer to a field, by type, as a scenario would write it."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from domain.formulaires.types_de_champ import TypeChamp
from domain.geographie import communes
from scenarios.generation import mots
from scenarios.reponses.choix import arbre

T = TypeChamp
Options = Mapping[str, Any]
ORIGINE = date(2026, 1, 1)


def siret(hasard: Random) -> str:
    """14 digits, the last of which makes the sum that SIRETs have."""
    chiffres = [hasard.randrange(10) for _ in range(13)]
    somme = sum(
        c if rang % 2 else (2 * c - 9 if c > 4 else 2 * c) for rang, c in enumerate(chiffres)
    )
    return "".join(map(str, [*chiffres, -somme % 10]))


def etablissement(hasard: Random) -> dict[str, Any]:
    """One in twelve is not known of its register yet."""
    numero = siret(hasard)
    if hasard.random() < 1 / 12:
        return {"siret": numero}
    return {
        "siret": numero,
        "raison_sociale": hasard.choice(mots.SOCIETES),
        "adresse": adresse(hasard, {}),
        "forme_juridique": "Société à responsabilité limitée",
        "forme_juridique_code": "5499",
        "naf": "4120A",
        "libelle_naf": "Construction de maisons individuelles",
        "capital_social": hasard.randrange(1, 500) * 1000,
        "code_effectif_entreprise": "11",
        "date_creation": _jour(hasard, -9000, -400).isoformat(),
        "etat_administratif": "Actif",
    }


def _jour(hasard: Random, debut: int, fin: int) -> date:
    return ORIGINE + timedelta(days=hasard.randrange(debut, fin))


def _date(hasard: Random, options: Options) -> str:
    """Within the bounds of the field, when it has some."""
    debut, fin = ORIGINE - timedelta(days=300), ORIGINE + timedelta(days=300)
    if options.get("passee"):
        fin = ORIGINE - timedelta(days=1)
    debut = date.fromisoformat(options["debut"]) if options.get("debut") else debut
    fin = date.fromisoformat(options["fin"]) if options.get("fin") else max(fin, debut)
    return (debut + timedelta(days=hasard.randrange((fin - debut).days + 1))).isoformat()


def _nombre(hasard: Random, options: Options) -> int:
    bas = int(options.get("min", 0))
    return hasard.randint(bas, max(bas, int(options.get("max", bas + 5000))))


def adresse(hasard: Random, _: Options) -> dict[str, Any]:
    commune = communes.trouver(hasard.choice(mots.COMMUNES))
    assert commune is not None  # the words name communes that exist
    numero, voie = str(hasard.randrange(1, 120)), hasard.choice(mots.VOIES)
    return {
        "street_number": numero,
        "street_name": voie,
        "street_address": f"{numero} {voie}",
        "postal_code": commune.codes_postaux[0],
        "city_name": commune.nom,
        "city_code": commune.code,
    }


def _carte(hasard: Random, _: Options) -> list[Any]:
    point = [round(2.35 + hasard.uniform(-3, 3), 6), round(46.8 + hasard.uniform(-2, 2), 6)]
    return [
        {
            "geometry": {"type": "Point", "coordinates": point},
            "properties": {"description": hasard.choice(mots.OBJETS)},
        }
    ]


def _multiple(hasard: Random, options: Options) -> list[str]:
    choix = options.get("options", [])
    return hasard.sample(choix, hasard.randint(1, len(choix))) if choix else []


def _liee(hasard: Random, options: Options) -> list[str] | None:
    groupes = arbre(options.get("options", []))
    if not groupes:
        return None
    primaire = hasard.choice(list(groupes))
    return [primaire, hasard.choice(groupes[primaire]) if groupes[primaire] else ""]


def _epci(hasard: Random, _: Options) -> dict[str, str]:
    rang = hasard.randrange(len(mots.EPCI))
    return {
        "code": mots.EPCI[rang],
        "nom": f"Métropole {rang + 1}",
        "departement": mots.EPCI_DEPARTEMENTS[rang],
    }


def _iban(hasard: Random, _: Options) -> str:
    compte = "".join(str(hasard.randrange(10)) for _ in range(23))
    cle = 98 - int(f"{compte}152700") % 97  # « FR00 » in digits, put at the end
    return f"FR{cle:02d}{compte}"


def _jours_et_heure(hasard: Random, options: Options) -> str:
    return (
        f"{_date(hasard, options)}T{hasard.randrange(8, 19):02d}:{hasard.choice((0, 15, 30)):02d}"
    )


def _choisi(*mots_: str) -> Callable[[Random, Options], str]:
    return lambda hasard, _: hasard.choice(mots_)


def _code(codes: tuple[str, ...]) -> Callable[[Random, Options], dict[str, str]]:
    return lambda hasard, _: {"code": hasard.choice(codes)}


def _email(hasard: Random, _: Options) -> str:
    return f"contact{hasard.randrange(1000)}@exemple.fr"


def _telephone(hasard: Random, _: Options) -> str:
    return "06" + "".join(str(hasard.randrange(10)) for _ in range(8))


def _textes(hasard: Random, _: Options) -> str:
    return "\n".join(hasard.sample(mots.PHRASES, hasard.randint(1, 3)))


def _simple(hasard: Random, options: Options) -> str | None:
    """Three times in a hundred something else than the options, where that is offered."""
    if options.get("autre") and hasard.random() < 0.03:
        return hasard.choice(mots.OBJETS)
    return hasard.choice(options["options"]) if options.get("options") else None


def _chiffres(combien: int) -> Callable[[Random], str]:
    return lambda hasard: "".join(str(hasard.randrange(10)) for _ in range(combien))


VALEURS: dict[TypeChamp, Callable[[Random, Options], Any]] = {
    T.address: adresse,
    T.annuaire_education: lambda h, _: {"uai": h.choice(mots.UAI), "libelle": "Lycée Jean Moulin"},
    T.carte: _carte,
    T.checkbox: lambda h, _: h.random() < 0.9,
    T.civilite: _choisi("M.", "Mme"),
    T.cnaf: lambda h, _: {"numero_allocataire": _chiffres(7)(h), "code_postal": "75019"},
    T.cojo: lambda h, _: {"accreditation_number": _chiffres(8)(h), "accreditation_birthdate": "1990-05-12"},
    T.communes: _code(mots.COMMUNES),
    T.date: _date,
    T.datetime: _jours_et_heure,
    T.decimal_number: lambda h, o: round(_nombre(h, o) + h.randrange(100) / 100, 2) if "max" not in o else _nombre(h, o),
    T.departements: _code(mots.DEPARTEMENTS),
    T.dgfip: lambda h, _: {"numero_fiscal": _chiffres(13)(h), "reference_avis": _chiffres(13)(h)},
    T.drop_down_list: _simple,
    T.email: _email,
    T.engagement_juridique: lambda h, _: f"EJ-{_chiffres(6)(h)}",
    T.epci: _epci,
    T.formatted: lambda h, _: f"{h.choice('ABCDEFGH')}{_chiffres(5)(h)}",
    T.iban: _iban,
    T.integer_number: _nombre,
    T.linked_drop_down_list: _liee,
    T.mesri: lambda h, _: {"ine": _chiffres(11)(h)},
    T.multiple_drop_down_list: _multiple,
    T.number: _nombre,
    T.pays: _code(mots.PAYS),
    T.phone: _telephone,
    T.pole_emploi: lambda h, _: {"identifiant": f"pe{_chiffres(6)(h)}"},
    T.referentiel: lambda h, _: _chiffres(6)(h),
    T.regions: _code(mots.REGIONS),
    T.rna: lambda h, _: {"rna": f"W{_chiffres(9)(h)}", "titre": h.choice(mots.SOCIETES), "adresse": adresse(h, {})},
    T.rnf: lambda h, _: {"rnf": f"{_chiffres(3)(h)}-FDD-{_chiffres(5)(h)}-01", "titre": h.choice(mots.SOCIETES), "adresse": adresse(h, {})},
    T.siret: lambda h, _: etablissement(h),
    T.text: _choisi(*mots.OBJETS),
    T.textarea: _textes,
    T.yes_no: lambda h, _: h.random() < 0.6,
}  # fmt: skip
"""Files are left out: twenty thousand dossiers would be as many objects to store."""
