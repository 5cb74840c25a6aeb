"""Whether bytes may be of the type announced for them, by what begins them.

Only what is certain is said: a type whose files all begin alike must begin so, and a text is none of
them. Of any other type nothing is said: nobody is refused a file because we do not know it.
"""

from collections.abc import Callable

from domain.fichiers.types_mime import essence

DEBUT = 4096  # bytes looked at

Signe = Callable[[bytes], bool]


def _commence(*signatures: bytes, a: int = 0) -> Signe:
    return lambda debut: debut.startswith(signatures, a)


def _riff(forme: bytes) -> Signe:
    return lambda debut: debut.startswith(b"RIFF") and debut[8:12] == forme


def _mpeg(debut: bytes) -> bool:
    """MP3 or AAC: tags, or the eleven bits that begin a frame."""
    return debut.startswith((b"ID3", b"ADIF")) or (debut[:1] == b"\xff" and debut[1:2] >= b"\xe0")


SIGNES: dict[str, Signe] = {
    "pdf": lambda debut: b"%PDF-" in debut[:1024],
    "png": _commence(b"\x89PNG\r\n\x1a\n"),
    "jpeg": _commence(b"\xff\xd8\xff"),
    "gif": _commence(b"GIF87a", b"GIF89a"),
    "webp": _riff(b"WEBP"),
    "tiff": _commence(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    "bmp": _commence(b"BM"),
    "zip": _commence(b"PK\3\4", b"PK\5\6", b"PK\7\x08"),
    "ole": _commence(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "rtf": _commence(b"{\\rtf"),
    "gzip": _commence(b"\x1f\x8b"),
    "7z": _commence(b"7z\xbc\xaf\x27\x1c"),
    "rar": _commence(b"Rar!\x1a\x07"),
    "iso_media": _commence(b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", a=4),
    "wave": _riff(b"WAVE"),
    "asf": _commence(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    "mpeg": _mpeg,
}


# Signs that no text begins with; the others are short enough to be met by chance.
BINAIRES = [signe for nom, signe in SIGNES.items() if nom not in ("bmp", "rtf", "mpeg")]


def _texte(debut: bytes) -> bool:
    """Nothing that only binary files hold. UTF-16 and 32 are full of zeros, and begin with a mark."""
    if debut.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return True
    return b"\0" not in debut and not any(signe(debut) for signe in BINAIRES)


SIGNES["texte"] = _texte

BUREAUTIQUE = "zip ole"  # a protected document is an OLE file, whatever its name says

# Types, then the signs of which one must be there. A type that is not here may begin anyhow.
TABLE = (
    ("application/pdf application/x-pdf application/acrobat application/vnd.pdf text/pdf", "pdf"),
    ("image/png", "png"),
    ("image/jpeg image/jpg image/pjpeg", "jpeg"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("image/tiff", "tiff"),
    ("image/bmp image/x-ms-bmp", "bmp"),
    ("application/zip application/x-zip-compressed application/x-zip", "zip"),
    ("application/gzip application/x-gzip", "gzip"),
    ("application/x-7z-compressed", "7z"),
    ("application/vnd.rar application/x-rar application/x-rar-compressed", "rar"),
    ("application/rtf text/rtf", "rtf"),
    # Old names are given to whatever the office suite opens, exports in HTML or CSV included.
    ("application/msword application/vnd.ms-excel application/vnd.ms-powerpoint", f"{BUREAUTIQUE} rtf texte"),
    ("video/mp4 video/quicktime video/3gpp video/3gpp2", "iso_media"),
    ("audio/mp4 audio/m4a audio/x-m4a", "iso_media"),
    ("audio/wav audio/x-wav audio/vnd.wave", "wave"),
    ("audio/mpeg audio/mp3", "mpeg"),
    ("video/x-ms-wmv video/x-ms-asf", "asf"),
    ("application/json application/geo+json application/xml", "texte"),
)  # fmt: skip
ATTENDUS = {nom: signes.split() for noms, signes in TABLE for nom in noms.split()}
PREFIXES = {
    "application/vnd.openxmlformats-officedocument.": BUREAUTIQUE.split(),
    "application/vnd.oasis.opendocument.": BUREAUTIQUE.split(),
    "text/": ["texte"],
}


def _attendus(type_mime: str) -> list[str] | None:
    """The signs of which one must be there; None when nothing is certain of this type."""
    nom = essence(type_mime)
    if nom in ATTENDUS:
        return ATTENDUS[nom]
    return next((signes for debut, signes in PREFIXES.items() if nom.startswith(debut)), None)


def vraisemblable(type_mime: str, debut: bytes) -> bool:
    """`debut`: the first DEBUT bytes, fewer if the file is shorter. An empty file belies nothing."""
    attendus = _attendus(type_mime)
    return not debut or attendus is None or any(SIGNES[nom](debut) for nom in attendus)
