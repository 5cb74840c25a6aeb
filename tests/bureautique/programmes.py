"""The programs that this machine must have, and what to type when it does not."""

import shutil
from collections.abc import Iterator

# Any one of each line will do; the Debian package that brings it.
NECESSAIRES = (
    (("soffice",), "libreoffice-calc"),
    (("unzip",), "unzip"),
    (("7z", "bsdtar"), "p7zip-full"),
)


def manques() -> Iterator[str]:
    for noms, paquet in NECESSAIRES:
        if not any(map(shutil.which, noms)):
            dits = " ou ".join(f"« {nom} »" for nom in noms)
            yield f"Il manque {dits} : sous Debian, « sudo apt-get install {paquet} »."
