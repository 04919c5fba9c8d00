"""The languages of names are stored and printed as these tags."""

from laurel.learners.name_languages import NameLanguage


def test_each_language_keeps_its_tag() -> None:
    assert " ".join(one.value for one in NameLanguage) == (
        "en ja zh-Hans zh-Hant ko vi ar fa ur ps ckb ug sd he yi ru uk be bg sr mk kk ky mn tg hi ne mr sa bn as pa am"
        " ti bo dz es fr de it pt pl tr fil yo ig"
    )
