"""Content types: how one is written, which are common, and which a browser would run."""

import re
from enum import StrEnum

FORME = re.compile(
    r"(?P<essence>[a-z0-9][\w!#$&^.+-]{0,126}/[a-z0-9][\w!#$&^.+-]{0,126})(\s*;[\x20-\x7e]{1,200})?",
    re.ASCII | re.IGNORECASE,
)


def est_bien_forme(type_mime: str) -> bool:
    return FORME.fullmatch(type_mime) is not None


def essence(type_mime: str) -> str:
    """The type without its parameters (`; charset=utf-8`), in lower case."""
    return type_mime.partition(";")[0].strip().lower()


class Famille(StrEnum):
    """Families by which a champ limits its files (rules 2.4.29)."""

    document_texte = "document_texte"
    tableur = "tableur"
    presentation = "presentation"
    donnees = "donnees"
    image_scan = "image_scan"
    audio = "audio"
    video = "video"
    archive = "archive"


def _types(texte: str) -> frozenset[str]:
    return frozenset(texte.split())


FAMILLES: dict[Famille, frozenset[str]] = {
    Famille.document_texte: _types("""
        application/pdf application/x-pdf application/acrobat application/vnd.pdf text/pdf
        application/msword application/vnd.ms-word.document.macroenabled.12
        application/vnd.openxmlformats-officedocument.wordprocessingml.document
        application/vnd.oasis.opendocument.text application/vnd.oasis.opendocument.text-template
        application/rtf text/rtf text/plain application/vnd.apple.pages
        application/x-iwork-pages-sffpages application/vnd.ms-publisher application/x-mspublisher
        application/oxps application/vnd.ms-xpsdocument application/postscript
        message/rfc822 application/vnd.ms-outlook
    """),
    Famille.tableur: _types("""
        application/vnd.ms-excel application/vnd.ms-excel.sheet.macroenabled.12
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
        application/vnd.oasis.opendocument.spreadsheet application/vnd.apple.numbers
        application/x-iwork-numbers-sffnumbers text/csv application/csv text/tab-separated-values
    """),
    Famille.presentation: _types("""
        application/vnd.ms-powerpoint application/vnd.ms-powerpoint.presentation.macroenabled.12
        application/vnd.openxmlformats-officedocument.presentationml.presentation
        application/vnd.openxmlformats-officedocument.presentationml.slideshow
        application/vnd.oasis.opendocument.presentation application/vnd.apple.keynote
        application/x-iwork-keynote-sffkey
    """),
    Famille.donnees: _types("""
        application/json application/geo+json application/xml text/xml application/gpx+xml
        application/vnd.google-earth.kml+xml application/vnd.google-earth.kmz application/dbf
        application/x-dbf application/vnd.dbf application/x-x509-ca-cert application/pkix-cert
        application/x-pkcs12 application/pkcs7-mime application/x-pkcs7-certificates
    """),
    Famille.image_scan: _types("""
        image/jpeg image/jpg image/pjpeg image/png image/tiff image/bmp image/x-ms-bmp image/webp
        image/gif image/vnd.dwg image/x-dwg application/acad application/dxf image/vnd.dxf
        application/vnd.oasis.opendocument.graphics
    """),
    Famille.audio: _types("""
        audio/mpeg audio/mp3 audio/mp4 audio/m4a audio/x-m4a audio/aac audio/x-aac audio/wav
        audio/x-wav audio/vnd.wave
    """),
    Famille.video: _types("""
        video/mp4 video/quicktime video/3gpp video/3gpp2 video/x-ms-wmv video/x-ms-asf
    """),
    Famille.archive: _types("""
        application/zip application/x-zip-compressed application/x-zip application/gzip
        application/x-gzip application/x-7z-compressed application/vnd.rar application/x-rar
        application/x-rar-compressed application/x-tar
    """),
}

# What a program says of bytes whose type it does not know.
INDISTINCTS = _types("""
    application/octet-stream binary/octet-stream application/x-octet-stream
    application/force-download application/download
""")

TYPES_COURANTS = frozenset[str]().union(*FAMILLES.values(), INDISTINCTS)

# Types that a browser runs as a page, or as a script: never told to it as such.
ACTIFS = _types("""
    text/html application/xhtml+xml image/svg+xml text/xml application/xml text/xsl
    application/xslt+xml text/javascript application/javascript application/ecmascript
    application/x-javascript text/css application/x-shockwave-flash
""")


def type_servi(type_mime: str) -> str:
    """How a file's bytes are labelled in the store and to browsers: the API alone says its own type."""
    nom = essence(type_mime)
    return "application/octet-stream" if nom in ACTIFS or nom.endswith("+xml") else type_mime
