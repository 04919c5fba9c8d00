"""Appends objects to a PDF that typst wrote, and a place for a signature over the whole document (pure).

Nothing of the document changes: what is added follows its last byte, as ISO 32000-1, 7.5.6 describes it. typst writes
each object on one line and lists all of them in one table, so the few that change are found by text. pyHanko can sign
any PDF, but its import alone takes longer than a certificate; see docs/decisions/2026-11-29-signed-certificates.md.
"""

import hashlib
import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from laurel.platform.pdf_streams import line_end
from laurel.signing.readable_text import Glyph, Letters, bare, has_marks, readable

if TYPE_CHECKING:
    from laurel.signing.revocation import ValidationInfo

_TRAILER = re.compile(
    rb"trailer\n<</Size (?P<size>\d+)/Root (?P<root>\d+) 0 R/Info (?P<info>\d+) 0 R"
    rb"/ID\[\((?P<id>[A-Za-z0-9+/=]+)\)\([A-Za-z0-9+/=]+\)\]>>\nstartxref\n(?P<start>\d+)\n%%EOF\Z"
)
_LETTERS = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n")
# The record keeps the end of a document; pages after so many bytes stay as typst wrote them.
_MOST_READABLE = 65_536
_RANGE = b"[0000000000 0000000000 0000000000 0000000000]"


class UnknownLayout(Exception):
    """A bug: the PDF is not as typst writes it."""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A document with an empty place for its signature: the hexadecimal digits between `start` and `end`."""

    document: bytes
    start: int
    end: int

    @property
    def signed_part(self) -> bytes:
        """All bytes but the place of the signature, which the signature covers."""
        return self.document[: self.start - 1] + self.document[self.end + 1 :]

    def with_signature(self, signature: bytes) -> bytes:
        """The document with the signature (CMS, in DER) in its place. Raises ValueError if it is too long."""
        digits = signature.hex().encode().ljust(self.end - self.start, b"0")
        if len(digits) > self.end - self.start:
            raise ValueError(f"a signature of {len(signature)} bytes is longer than the place for it")
        return self.document[: self.start] + digits + self.document[self.end :]


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What a reader of PDFs shows about a signature: who signed, why, and when (UTC)."""

    name: str
    reason: str
    at: datetime


def with_place_for_signature(
    pdf: bytes, facts: SignatureFacts, room: int, info: "ValidationInfo | None" = None, texts: Collection[str] = ()
) -> Unsigned:
    """`pdf` with a signature field and room for a signature of so many bytes; no later change is allowed (DocMDP 1).

    The field has no appearance. It is an element of the structure tree, which PDF/UA-1 asks of every field. `info` is
    put next to it, so that the signature covers the whole file. Pages say their `texts` as they are here, where readers
    would copy letters twice. Raises UnknownLayout.
    """
    base = _Base.of(pdf)
    signature, widget, element = base.size, base.size + 1, base.size + 2
    store = _store(info, element + 1) if info else {}
    parents = base.number_in(base.tree, rb"/ParentTreeNextKey (\d+)")
    body = base.number_in(base.tree, rb"/K\[(\d+) 0 R\]")
    changed = {
        signature: _signature(facts, room),
        widget: _widget(base, signature=signature, parents=parents),
        element: b"<</Type/StructElem/S/Form/P %d 0 R/Pg %d 0 R/K<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>>>"
        % (body, base.page, widget, base.page),
        base.root: base.extended(
            base.root,
            b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>/Perms<</DocMDP %d 0 R>>" % (widget, signature)
            + (b"/DSS %d 0 R" % (element + 1) if store else b""),
        ),
        base.page: base.listed(base.page, b"/Annots", widget),
        base.tree: base.replaced(
            base.replaced(base.objects[base.tree], rb"/Nums\[([^\]]*)\]", rb"/Nums[\1 %d %d 0 R]" % (parents, element)),
            rb"/ParentTreeNextKey \d+",
            b"/ParentTreeNextKey %d" % (parents + 1),
        ),
        body: base.listed(body, b"/K", element),
        **store,
        **_readable(base, [text for text in texts if has_marks(text)]),
    }
    return _ready(base.appended(changed), room)


def _signature(facts: SignatureFacts, room: int) -> bytes:
    return (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name%s/Reason%s/M(%s)/ByteRange%s"
        b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/V/1.2/P 1>>>>]"
        b"/Contents<%s>>>"
        % (
            _text(facts.name),
            _text(facts.reason),
            facts.at.strftime("D:%Y%m%d%H%M%SZ").encode(),
            _RANGE,
            b"0" * (2 * room),
        )
    )


def _widget(base: "_Base", *, signature: int, parents: int) -> bytes:
    # 132: printed and locked. An annotation without an area needs no appearance (ISO 19005-3, 6.3.3).
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU(Digital signature)/F 132/Rect[0 0 0 0]"
        b"/P %d 0 R/V %d 0 R/StructParent %d>>" % (base.page, signature, parents)
    )


def _readable(base: "_Base", texts: Collection[str]) -> dict[int, bytes]:
    """The contents of pages, and the letters of fonts, that are changed so that the document says these texts."""
    if not texts:
        return {}
    given = "\n".join(map(bare, texts))
    letters: Letters = {}
    maps, changed, better = dict[int, bytes](), dict[int, bytes](), dict[Glyph, str]()
    for page in base.pages():
        fonts = base.fonts(page)
        for number in set(fonts.values()) - letters.keys():
            maps[number] = base.stream(number)
            found = _LETTERS.findall(maps[number])
            letters[number] = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in found}
        content = _number(base.object(page), rb"/Contents (\d+) 0 R")
        before = base.stream(content)
        after = readable(before, fonts, letters, given, better)
        if after != before:
            changed[content] = _stream(after)
        if sum(map(len, changed.values())) > _MOST_READABLE:
            break
    for (number, code), text in better.items():
        by = b"<%04X> <%s>\n" % (code, text.encode("utf-16-be").hex().upper().encode())
        maps[number] = re.sub(b"<%04X> <[0-9A-F]+>\n" % code, by, maps[number])
    changed |= {number: _stream(maps[number], b"/Type/CMap/WMode 0") for number in {number for number, _ in better}}
    return changed


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    length, end = len(packed), line_end(packed)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s%sendstream" % (length, entries, packed, end)


def _store(info: "ValidationInfo", number: int) -> dict[int, bytes]:
    """The document security store (ISO 32000-2, 12.8.4.3), the object `number`, and after it what it lists."""
    objects, lists = dict[int, bytes](), b""
    for name, listed in ((b"/Certs", info.certificates), (b"/OCSPs", info.ocsps), (b"/CRLs", info.crls)):
        new = {
            one: b"<</Length %d>>stream\n%s%sendstream" % (len(der), der, line_end(der))
            for one, der in enumerate(listed, number + 1 + len(objects))
        }
        if new:
            lists += b"%s[%s]" % (name, b" ".join(b"%d 0 R" % one for one in new))
        objects |= new
    return {number: b"<</Type/DSS%s>>" % lists, **objects}


def _text(text: str) -> bytes:
    """A text of a PDF, in UTF-16 as hexadecimal digits."""
    return b"<%s>" % ("\ufeff" + text).encode("utf-16-be").hex().encode()


def _ready(document: bytes, room: int) -> Unsigned:
    start = document.index(b"/Contents<", document.rindex(_RANGE)) + len(b"/Contents<")
    end = start + 2 * room
    found = b"[0000000000 %010d %010d %010d]" % (start - 1, end + 1, len(document) - end - 1)
    place = document.rindex(_RANGE)
    return Unsigned(document[:place] + found + document[place + len(_RANGE) :], start, end)


@dataclass(frozen=True, slots=True)
class _Base:
    """A document of typst's: where its table of objects starts, and the objects that a signature changes.

    `root`, `tree` and `page` are the numbers of the catalog, the structure tree and the first page.
    """

    pdf: bytes
    size: int
    start: int
    root: int
    tree: int
    page: int
    trailer: bytes
    objects: dict[int, bytes]
    offsets: list[bytes]

    @classmethod
    def of(cls, pdf: bytes) -> "_Base":
        """Raises UnknownLayout."""
        trailer = _TRAILER.search(pdf)
        if trailer is None:
            raise UnknownLayout("no trailer")
        start, size, root = int(trailer["start"]), int(trailer["size"]), int(trailer["root"])
        offsets = pdf[start:].splitlines()[2 : size + 2]
        if not pdf.startswith(b"xref\n0 %d\n" % size, start) or len(offsets) != size:
            raise UnknownLayout("no table of objects")

        def content(number: int) -> bytes:
            return _object(pdf, offsets, number)

        catalog = content(root)
        tree = _number(catalog, rb"/StructTreeRoot (\d+) 0 R")
        page = _number(content(_number(catalog, rb"/Pages (\d+) 0 R")), rb"/Kids\[(\d+) 0 R")
        body = _number(content(tree), rb"/K\[(\d+) 0 R\]")
        objects = {number: content(number) for number in (root, tree, page, body)}
        about = b"/Root %d 0 R/Info %s 0 R/ID[(%s)" % (root, trailer["info"], trailer["id"])
        return cls(pdf, size, start, root, tree, page, about, objects, offsets)

    def object(self, number: int) -> bytes:
        """What this object is. Raises UnknownLayout."""
        return _object(self.pdf, self.offsets, number)

    def stream(self, number: int) -> bytes:
        """The bytes that this object holds. Raises UnknownLayout."""
        found = re.search(rb"/Filter/FlateDecode[^>]*>>\nstream\n(.*)\nendstream\Z", self.object(number), re.DOTALL)
        if found is None:
            raise UnknownLayout(f"object {number} is no stream")
        return zlib.decompress(found[1])  # which ends by itself, also before the CR of a line end

    def pages(self) -> Iterator[int]:
        """The numbers of all pages, which typst has in one list. Raises UnknownLayout."""
        listed = self.object(_number(self.object(self.root), rb"/Pages (\d+) 0 R"))
        kids = listed.partition(b"/Kids[")[2].partition(b"]")[0]
        return map(int, re.findall(rb"(\d+) 0 R", kids))

    def fonts(self, page: int) -> dict[bytes, int]:
        """For each font of a page its name, and the number of the object with its letters. Raises UnknownLayout."""
        resources = self.object(_number(self.object(page), rb"/Resources (\d+) 0 R"))
        fonts = re.search(rb"/Font<<([^>]*)>>", resources)
        listed = re.findall(rb"/(\w+) (\d+) 0 R", fonts[1]) if fonts else []
        return {name: _number(self.object(int(number)), rb"/ToUnicode (\d+) 0 R") for name, number in listed}

    def number_in(self, number: int, pattern: bytes) -> int:
        """The number that `pattern` finds in this object. Raises UnknownLayout."""
        return _number(self.objects[number], pattern)

    def extended(self, number: int, more: bytes) -> bytes:
        """The object, a dictionary, with more entries."""
        return self.replaced(self.objects[number], rb">>\Z", more + b">>")

    def listed(self, number: int, name: bytes, added: int) -> bytes:
        """The object with one more reference at the end of its list `name`, which may be missing."""
        before = self.objects[number]
        if name + b"[" not in before:
            return self.extended(number, b"%s[%d 0 R]" % (name, added))
        return self.replaced(before, rb"%s\[([^\]]*)\]" % name, rb"%s[\1 %d 0 R]" % (name, added))

    @staticmethod
    def replaced(text: bytes, pattern: bytes, by: bytes) -> bytes:
        """`text` with the one place of `pattern` changed. Raises UnknownLayout if there is not just one."""
        found, count = re.subn(pattern, by, text)
        if count != 1:
            raise UnknownLayout(f"{count} places of {pattern.decode()}")
        return found

    def appended(self, objects: dict[int, bytes]) -> bytes:
        """The document with these objects, new or changed, after its last byte."""
        added, offsets = bytearray(b"\n"), dict[int, int]()
        for number, content in sorted(objects.items()):
            offsets[number] = len(self.pdf) + len(added)
            added += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        table = len(self.pdf) + len(added)
        added += b"xref\n"
        for number, offset in offsets.items():
            added += b"%d 1\n%010d 00000 n \n" % (number, offset)
        size = max(self.size, max(offsets) + 1)
        made = hashlib.sha256(self.pdf + added).hexdigest()[:32].encode()
        added += b"trailer\n<</Size %d%s<%s>]/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            size,
            self.trailer,
            made,
            self.start,
            table,
        )
        return self.pdf + bytes(added)


def _object(pdf: bytes, offsets: list[bytes], number: int) -> bytes:
    offset = int(offsets[number].partition(b" ")[0])
    begun = b"%d 0 obj\n" % number
    end = pdf.find(b"\nendobj", offset)
    if not pdf.startswith(begun, offset) or end == -1:
        raise UnknownLayout(f"object {number}")
    return pdf[offset + len(begun) : end]


def _number(text: bytes, pattern: bytes) -> int:
    found = re.search(pattern, text)
    if found is None:
        raise UnknownLayout(f"no {pattern.decode()}")
    return int(found[1])
