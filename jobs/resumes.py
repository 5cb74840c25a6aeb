"""The summaries that instructeurs asked for: one transaction each, so that one that fails fails alone."""

from functools import partial

from domain.courriels import resumes
from domain.courriels.plateforme import plateforme_de
from domain.courriels.resumes import HEBDOMADAIRE, QUOTIDIEN, Periode
from domain.transactions import Transaction
from jobs.automatismes import maintenant
from jobs.contexte import Contexte
from jobs.travaux import travail

PAGE = 500


@travail("envoyer_les_resumes_quotidiens")
def quotidiens(contexte: Contexte) -> None:
    _envoyer(contexte, QUOTIDIEN)


@travail("envoyer_les_resumes_hebdomadaires")
def hebdomadaires(contexte: Contexte) -> None:
    _envoyer(contexte, HEBDOMADAIRE)


def _envoyer(contexte: Contexte, periode: Periode) -> None:
    """Done twice in a day, it sends nothing more: a mail has one key a day."""
    apres, manques = 0, []
    while numeros := contexte.base.transaction(
        partial(resumes.abonnes, periode=periode, apres=apres, limite=PAGE)
    ):
        apres = numeros[-1]
        for numero in numeros:
            try:
                contexte.base.transaction(partial(_un, periode=periode, numero=numero))
            except Exception as error:
                manques.append(f"instructeur {numero} : {error!r}")
    if manques:
        raise RuntimeError(" ; ".join(manques))


def _un(tx: Transaction, *, periode: Periode, numero: int) -> None:
    resumes.envoyer(tx, periode, numero, plateforme=plateforme_de(tx), at=maintenant(tx))
