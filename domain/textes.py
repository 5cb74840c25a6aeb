"""What people write, as it is kept: nothing that PostgreSQL, UTF-8 or a reader's screen chokes on."""

import re

# ASCII control characters but TAB, LF and CR (rules 2.1.7), and halves of surrogate pairs.
INECRIVABLES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def propre(texte: str) -> str:
    return INECRIVABLES.sub("", texte)
