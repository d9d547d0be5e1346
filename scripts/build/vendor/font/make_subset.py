"""The part of DejaVu Sans that pictures need, and the widths of its characters.

    python -m pip install fonttools && python scripts/build/vendor/font/make_subset.py DejaVuSans.ttf

Writes `dejavu-sans.ttf` beside this script and `ts/plot/figure/advances.ts`. The licence of the font is in
THIRD_PARTY.md.
"""

import subprocess
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SUBSET = HERE / "dejavu-sans.ttf"
TABLE = HERE.parents[3] / "ts" / "plot" / "figure" / "advances.ts"

RANGES = [
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A
    (0x384, 0x3CE),  # Greek
    (0x2010, 0x2027),  # dashes, quotes, bullets, ellipsis
    (0x2030, 0x203A),  # per mille, primes, single guillemets
    (0x2070, 0x209C),  # superscripts, subscripts
    (0x2190, 0x2199),  # arrows
]
SINGLE = "∂∆∇∈∏∑−∘√∞∫≈≠≡≤≥⊗⋅×✓✗ℝ"


def characters() -> list[int]:
    codes = {code for low, high in RANGES for code in range(low, high + 1)} | {ord(one) for one in SINGLE}
    return sorted(codes)


def make(source: str) -> None:
    unicodes = ",".join(f"{code:X}" for code in characters())
    options = ["--no-hinting", "--desubroutinize", "--layout-features=kern", "--drop-tables+=FFTM,DSIG"]
    command = [sys.executable, "-m", "fontTools.subset", source, f"--unicodes={unicodes}"]
    subprocess.run([*command, *options, f"--output-file={SUBSET}"], check=True)


def write_table() -> None:
    font = TTFont(SUBSET)
    em = font["head"].unitsPerEm
    widths: dict[int, list[str]] = {}
    for code, glyph in sorted(font.getBestCmap().items()):
        width = round(1000 * font["hmtx"][glyph][0] / em)
        widths.setdefault(width, []).append(chr(code))
    lines = [f"  [{width}, {quoted(''.join(chars))}]," for width, chars in sorted(widths.items())]
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(
        "/**\n"
        " * Widths of the characters of the font that pictures are written in, in thousandths of its size;\n"
        " * made by `scripts/build/vendor/font/make_subset.py`.\n"
        " */\n"
        "export const ADVANCES: readonly (readonly [width: number, characters: string])[] = [\n"
        + "\n".join(lines)
        + "\n];\n",
        encoding="utf-8",
    )


def quoted(text: str) -> str:
    escapes = {"\\": "\\\\", "'": "\\'", "\u00a0": "\\u00a0", "\u00ad": "\\u00ad", "\u2011": "\\u2011"}
    return "'" + "".join(escapes.get(one, one) for one in text) + "'"


if __name__ == "__main__":
    make(sys.argv[1])
    write_table()
