"""Two addresses are the same exactly if their keys are equal."""

import subprocess
import sys
import unicodedata

import email_validator
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from laurel.learners.addresses import _PLAIN, InvalidAddress, _key_of_unusual, address_key

PLAIN = st.from_regex(_PLAIN, fullmatch=True)
LABEL = st.one_of(
    st.text(st.sampled_from("abcxyzABC019-ßäéñΣσς日本ａＢ"), min_size=1, max_size=12),
    st.sampled_from(["xn--strae-oqa", "xn--fa-hia", "straße", "STRAẞE", "xn--a", "ab--c"]),
)
LOCAL = st.one_of(st.text(min_size=1, max_size=20), st.text(st.sampled_from("abZ.+-_ßẞſﬁＡéÉ\u0301\u0345İI\u0323ẛ")))
UNUSUAL = st.builds(
    "{}{}{}.{}".format,
    LOCAL,
    st.sampled_from("@＠﹫"),
    st.lists(LABEL, min_size=1, max_size=3).map(".".join),
    st.sampled_from(["org", "de", "COM", "test", "museum", "рф", "example"]),
)
ANYTHING = st.one_of(PLAIN, UNUSUAL, st.text(max_size=40), st.emails())


@pytest.mark.parametrize(
    ("given_as", "key"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  Ada.Lovelace@Example.ORG\t", "ada.lovelace@example.org"),
        ("\u00a0ada@example.org\u00a0\u3000", "ada@example.org"),
        ("ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "ada@example.org"),
        ("ada@example。org", "ada@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("O＇Hara@example.org", "o'hara@example.org"),
        ("a.d.a+ce@example.org", "a.d.a+ce@example.org"),
        ("JOSE\u0301@example.org", "josé@example.org"),
        ("Straße@example.org", "straße@example.org"),
        ("STRAẞE@example.org", "straße@example.org"),
        ("ΟΔΥΣΣΕΥΣ@example.org", "οδυσσευσ@example.org"),
        ("οδυσσευς@example.org", "οδυσσευσ@example.org"),
        ("Анна.Петрова@example.org", "анна.петрова@example.org"),
        ("ﾀﾅｶ@example.org", "タナカ@example.org"),
        ("田中さくら-tanaka@example.org", "田中さくら-tanaka@example.org"),
        ("김하늘@example.org", "김하늘@example.org"),
        ("अनीता@example.org", "अनीता@example.org"),
        ("سارة@example.org", "سارة@example.org"),
        ("Λένα.2@example.org", "λένα.2@example.org"),
        ("J\u030c@example.org", "\u01f0@example.org"),
        ("ada@STRASSE.de", "ada@strasse.de"),
        ("ada@straße.de", "ada@xn--strae-oqa.de"),
        ("ada@STRAẞE.de", "ada@xn--strae-oqa.de"),
        ("ada@XN--strae-oqa.DE", "ada@xn--strae-oqa.de"),
        ("INFO@example.museum", "info@example.museum"),
        ("ada@lab.test", "ada@lab.test"),
        ("a" * 242 + "@example.org", "a" * 242 + "@example.org"),
        ("o'" + "a" * 240 + "@example.org", "o'" + "a" * 240 + "@example.org"),
    ],
)
def test_key(given_as: str, key: str) -> None:
    assert address_key(given_as) == key


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There is no e-mail address"),
        (" \u00a0 ", "There is no e-mail address"),
        ("ada.example.org", "must have an @-sign"),
        ("@example.org", "something before the @-sign"),
        ("ada@", "something after the @-sign"),
        ("ada@example", "should have a period"),
        ("ada@localdomain", r"^The part after the @-sign is not valid\. It should have a period\.$"),
        ("ada@test", r"^The part after the @-sign is not valid\. It should have a period\.$"),
        ("ada@@example.org", "invalid characters"),
        ("ada@b@example.org", "invalid characters"),
        ("ada lovelace@example.org", "SPACE"),
        ("ada\u00a0l@example.org", "SPACE"),
        ("ada..l@example.org", "two periods"),
        ("ada@example.org.", "cannot end with a period"),
        ("ada@-example.org", "hyphen"),
        ("ada@exam_ple.org", "'_'"),
        ("ada@☃.org", "not allowed|invalid"),
        ("ada@⒈example.org", "⒈"),
        ("ada@xn--a.org", "IDNA"),
        ("ada@ab--c.org", "two dashes"),
        ("ada@clinic.local", "special-use"),
        ("ada@10.0.0.1", "top-level domain"),
        ("ada@[10.0.0.1]", "bracketed IP address"),
        ('"ada l"@example.org', "Quoting"),
        ("Ada <ada@example.org>", "display name"),
        ("ada@example.org, bob@example.org", "invalid characters"),
        ("ad\u200ba@example.org", "ZERO WIDTH SPACE"),
        ("ad\u00ada@example.org", "SOFT HYPHEN"),
        ("\u202dada@example.org", "LEFT-TO-RIGHT OVERRIDE"),
        ("pat.o\u2019hara@example.org", r"\(RIGHT SINGLE QUOTATION MARK\).*straight apostrophe"),
        ("\u2018ada@example.org", "LEFT SINGLE QUOTATION MARK"),
        ("o\u02bchara@example.org", r"MODIFIER LETTER APOSTROPHE\).*straight apostrophe"),
        ("1\u02bc2@example.org", "MODIFIER LETTER APOSTROPHE"),
        ("o\u2032hara@example.org", "PRIME"),
        ("o\ua78chara@example.org", "SALTILLO"),
        ("\u201cada@example.org", "LEFT DOUBLE QUOTATION MARK"),
        ("ada\u2013l@example.org", "EN DASH"),
        ("'ada@example.org", "starts or ends with ' \\(APOSTROPHE\\)"),
        ("ada'@example.org", "starts or ends with '"),
        ("\uff07ada@example.org", "starts or ends with '"),
        ("`ada@example.org", "GRAVE ACCENT"),
        ("аda@example.org", r"mixes Cyrillic and Latin letters.*CYRILLIC SMALL LETTER A"),
        ("рaul@example.org", "CYRILLIC SMALL LETTER ER"),
        ("αda@example.org", "GREEK SMALL LETTER ALPHA"),
        ("ad\u0561@example.org", "ARMENIAN"),
        ("анна.petrova@example.org", "one script"),
        ("ada٣@example.org", "Arabic"),
        ("ada@exаmple.org", "CYRILLIC SMALL LETTER A"),
        ("\ufb01ona@example.org", r"LATIN SMALL LIGATURE FI.*Type fi instead"),
        ("\u017fam@example.org", "LATIN SMALL LETTER LONG S"),
        ("ada@\ufb01rma.org", r"LATIN SMALL LIGATURE FI.*Type fi instead"),
        ("ada@\u210cospital.org", r"BLACK-LETTER CAPITAL H.*Type H instead"),
        ("ada@lab\u2163.org", "ROMAN NUMERAL FOUR"),
        ("ada@lab.\u24deorg", r"CIRCLED LATIN SMALL LETTER O.*Type o"),
        ("ada@\u212aelly.org", r"KELVIN SIGN.*Type K instead"),
        ("ada@lab\u00b2.org", "SUPERSCRIPT TWO"),
        ("\u212aelly@example.org", r"KELVIN SIGN.*Type K instead"),
        ("\U0001d41aaron@example.org", "MATHEMATICAL BOLD SMALL A"),
        ("\u2170da@example.org", "SMALL ROMAN NUMERAL ONE"),
        ("a\u2024da@example.org", "ONE DOT LEADER"),
        ("ada\ufe6bexample.org", "must have an @-sign"),
        ("ℌilde@example.org", "BLACK-LETTER CAPITAL H"),
        ("ada\U0001f600@example.org", "GRINNING FACE"),
        ("ad\ud800a@example.org", r"invisible character, U\+D800"),
        ("ada\x00@example.org", "invalid characters|unsafe"),
        ("a" * 243 + "@example.org", "too long: 255 characters, at most 254"),
        ("é" * 200 + "@example.org", "too long"),
        ("a@" + "b" * 64 + ".org", "so many characters"),
    ],
)
def test_no_address(text: str, reason: str) -> None:
    with pytest.raises(InvalidAddress, match=reason):
        address_key(text)


@given(ANYTHING)
@example("ẛ\u0323@example.org")
@example("ᾳ\u0323@example.org")
@example("İ@example.org")
def test_the_key_of_a_key_is_itself(text: str) -> None:
    try:
        key = address_key(text)
    except InvalidAddress:
        return
    assert address_key(key) == key
    assert len(key.encode()) <= 254
    local_part, _, domain = key.rpartition("@")
    assert domain.isascii()
    assert domain == domain.lower()
    assert unicodedata.is_normalized("NFC", local_part)


@given(UNUSUAL)
def test_spelling_does_not_matter(text: str) -> None:
    try:
        key = address_key(text)
    except InvalidAddress:
        return
    assert address_key(f"\u00a0 {text}\r\n") == key
    assert address_key(unicodedata.normalize("NFC", text)) == key


@given(PLAIN)
def test_email_validator_takes_every_plain_address_as_it_is(text: str) -> None:
    if len(text) <= 254 and "--" not in text:
        assert address_key(text) == text == email_validator.validate_email(text, check_deliverability=False).normalized
        assert address_key(text.upper()) == text


@given(st.one_of(PLAIN, st.emails(), st.text(st.sampled_from("ab.-+_@A0 org"), max_size=25)))
@example("a@b-.org")
@example("a@xn--.org")
@example("a@ab--c.org")
@example(".a@b.org")
@example("a@b.c")
def test_the_quick_way_and_the_thorough_way_agree(text: str) -> None:
    def outcome(key):
        try:
            return key(text.strip())
        except InvalidAddress:
            return InvalidAddress

    assert outcome(address_key) == outcome(_key_of_unusual)


@pytest.mark.parametrize("domain", email_validator.SPECIAL_USE_DOMAIN_NAMES)
def test_reserved_domains_never_go_the_quick_way(domain: str) -> None:
    assert not _PLAIN.fullmatch(f"ada@clinic.{domain}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@straße.de", "ada@strasse.de"),
        ("ada@faß.de", "ada@fass.de"),
        ("ada@σας.gr", "ada@σασ.gr"),
        ("a.da@example.org", "ada@example.org"),
        ("ada+ce@example.org", "ada@example.org"),
        ("ada@mail.example.org", "ada@example.org"),
        ("ada@exämple.org", "ada@example.org"),
        ("josé@example.org", "jose@example.org"),
        ("straße@example.org", "strasse@example.org"),
        ("ılker@example.org", "ilker@example.org"),
    ],
)
def test_different_mailboxes_stay_apart(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_imports_stay_small() -> None:
    """A plain address costs no import; an unusual one does not bring in the DNS library."""
    code = (
        "import sys; from laurel.learners.addresses import address_key\n"
        "address_key('ada@example.org'); assert 'email_validator' not in sys.modules\n"
        "address_key('ada@straße.de'); assert 'email_validator' in sys.modules\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'dns']"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
