"""Somebody’s program that makes codes, and what is asked of Guichet with them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pyotp

from tests.server.comptes import INES, SECRET, Porte, connecter

PAS = 30


@dataclass(frozen=True)
class Application:
    secret: str

    def code(self, decalage: int = 0) -> str:
        """Of now, or of so many half minutes later; both clocks are this machine’s."""
        maintenant = int(datetime.now(UTC).timestamp()) // PAS
        return str(pyotp.TOTP(self.secret).generate_otp(maintenant + decalage))


def activer(
    p: Porte, client: httpx.Client, mot_de_passe: str = SECRET
) -> tuple[Application, list[str]]:
    """The program, and the codes on paper."""
    prepare = client.post("/second-facteur", json={"motDePasse": mot_de_passe})
    assert prepare.status_code == 200, prepare.text
    application = Application(prepare.json()["secret"])
    confirme = client.post("/second-facteur/confirmation", json={"code": application.code()})
    assert confirme.status_code == 200, confirme.text
    avec_le_temps(p)
    return application, confirme.json()["codesDeSecours"]


def avec_le_temps(p: Porte) -> None:
    """As half a minute later: the code of now may be shown."""
    p.lignes("UPDATE seconds_facteurs SET dernier_pas = dernier_pas - 2")


def defi(client: httpx.Client, email: str = INES, code: str = "second_facteur_attendu") -> str:
    """What the browser holds once the password has been given."""
    reponse = connecter(client, email)
    [erreur] = reponse.json()["errors"]
    assert (reponse.status_code, erreur["extensions"]["code"]) == (401, code)
    return str(erreur["extensions"]["defi"])


def relever(client: httpx.Client, tenu: str, code: str, **plus: Any) -> httpx.Response:
    return client.post("/connexion/second-facteur", json={"defi": tenu, "code": code, **plus})
