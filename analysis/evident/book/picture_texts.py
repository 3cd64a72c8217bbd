"""What travels inside a picture file: its title, what it shows, who made it, under which licence, from when.

Belongs here: text chunks of PNG files, by which viewers, catalogues and search engines know a picture that has lost
its page. Does not: what is drawn (`pictures.py`).

Source of the form: W3C, Portable Network Graphics, third edition, sections on iTXt and on keywords.
"""

import zlib
from collections.abc import Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = len(SIGNATURE) + 25  # the first chunk: length, name, thirteen bytes, checksum


def with_texts(png: bytes, texts: Mapping[str, str]) -> bytes:
    """A PNG file with texts in UTF-8 behind its first chunk; empty ones are left out.

    Args:
        texts: by keyword: Title, Description, Author, Copyright, Source, Creation Time and others of up to 79 letters.

    Raises:
        ValueError: it is no PNG file.
    """
    if not png.startswith(SIGNATURE) or png[12:16] != b"IHDR":
        raise ValueError("this is no PNG file")
    chunks = b"".join(_chunk(keyword, text) for keyword, text in texts.items() if text)
    return png[:_HEAD] + chunks + png[_HEAD:]


def _chunk(keyword: str, text: str) -> bytes:
    """A text as a chunk: not packed, of no said language."""
    body = b"iTXt" + keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
    return (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
