"""What schemathesis is told of Guichet: which numbers lead somewhere, and what a fault of ours is."""

import random
import re
from typing import Any

import schemathesis

NUMERO = re.compile(r"\bnumber: -?\d+")
EXISTENT = (700, 7001, 7002, 1)


@schemathesis.check
def jamais_notre_faute(context: Any, response: Any, case: Any) -> None:
    """Its own check takes any GraphQL error for a fault of the server: ours are refusals."""
    assert response.status_code < 500
    assert "internal_server_error" not in response.text


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Numbers drawn at random lead nowhere: half of them are changed for those of things there are."""
    tirage = random.Random(str(case.body))  # the same document always becomes the same
    if isinstance(case.body, str) and tirage.random() < 0.5:
        case.body = NUMERO.sub(lambda _: f"number: {tirage.choice(EXISTENT)}", case.body)
