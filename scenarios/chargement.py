"""Reading a scenario, checking all of it, and building it in one transaction, or not at all."""

from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import create_engine, func, make_url, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from adapters.storage import Storage
from domain.errors import DomainError
from domain.transactions import Transaction
from scenarios.construction.monde import Monde
from scenarios.construction.monde_entier import Resultat, batir
from scenarios.construction.rangement import Rangement
from scenarios.construction.remplacement import faire_place
from scenarios.format.messages import noter
from scenarios.format.scenario import Scenario
from scenarios.generation.generer import analyser
from scenarios.lecture import lire
from scenarios.refus import Anomalies, Chemin, ScenarioRefuse
from scenarios.verification.existants import lire_existants
from scenarios.verification.scenario import verifier

# One scenario at a time: two that take the same free number would otherwise meet at the commit.
VERROU = 0x5CE4A110


def charger(
    source: Path | str, *, database_url: str, storage: Storage, remplacer: bool = False
) -> Resultat:
    """Load a scenario from a file (a Path) or from its text.

    Raises ScenarioRefuse, and then nothing has changed: neither the database nor the store.
    """
    scenario, lignes = _comprendre(_texte(source))
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    rangement = Rangement(storage)
    try:
        with Session(engine) as session, session.begin():
            resultat = _construire(session, scenario, lignes, rangement, remplacer=remplacer)
            if any(demarche.generer for demarche in scenario.demarches):
                analyser(session)
            rangement.envoyer()
    except BaseException:
        rangement.reprendre()
        raise
    finally:
        engine.dispose()
    rangement.faire_place()
    return resultat


def _texte(source: Path | str) -> str:
    if isinstance(source, str):
        return source
    octets = source.read_bytes()
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        ligne = octets.count(b"\n", 0, error.start) + 1
        raise ScenarioRefuse(ligne, "le fichier n’est pas écrit en UTF-8") from None


def _comprendre(texte: str) -> tuple[Scenario, dict[Chemin, int]]:
    valeurs, lignes = lire(texte)
    try:
        return Scenario.model_validate(valeurs), lignes
    except ValidationError as error:
        anomalies = Anomalies(lignes)
        noter(anomalies, error)
        anomalies.refuser_s_il_y_en_a()
        raise


def _construire(
    session: Session,
    scenario: Scenario,
    lignes: dict[Chemin, int],
    rangement: Rangement,
    *,
    remplacer: bool,
) -> Resultat:
    session.execute(select(func.pg_advisory_xact_lock(VERROU)))
    maintenant = scenario.maintenant or session.scalars(select(func.now())).one()
    plan = verifier(
        scenario,
        existants=lire_existants(session, scenario),
        maintenant=maintenant,
        anomalies=Anomalies(lignes),
        remplacer=remplacer,
    )
    monde = Monde(Transaction(session), rangement, maintenant)
    try:
        if remplacer:
            faire_place(monde, scenario)
        return batir(monde, plan)
    except DomainError as error:
        raise ScenarioRefuse(Anomalies(lignes).ligne(monde.ici), str(error)) from error
    except (DataError, IntegrityError) as error:
        raison = "la base refuse ce qui est écrit ici"
        raise ScenarioRefuse(Anomalies(lignes).ligne(monde.ici), raison) from error
