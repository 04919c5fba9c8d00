"""Which browser it is: each family and each system by what browsers call themselves."""

import pytest

from laurel.learners.browsers import UNKNOWN, browser_of

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("end", "family"),
    [
        ("Chrome/142.0 Safari/537.36 Edg/142.0", "Edge"),
        ("Chrome/142.0 Safari/537.36 EdgA/142.0", "Edge"),
        ("Chrome/142.0 Safari/537.36 EdgiOS/142.0", "Edge"),
        ("Chrome/64.0 Safari/537.36 Edge/17.17134", "Edge"),
        ("Chrome/142.0 Safari/537.36 OPR/110.0", "Opera"),
        ("Opera 12.0", "Opera"),
        ("SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "Samsung Internet"),
        ("Firefox/140.0", "Firefox"),
        ("FxiOS/140.0 Mobile Safari/605.1.15", "Firefox"),
        ("Chrome/142.0 Safari/537.36", "Chrome"),
        ("Chromium/142.0 Safari/537.36", "Chrome"),
        ("CriOS/142.0 Mobile Safari/604.1", "Chrome"),
        ("HeadlessChrome/142.0 Safari/537.36", "Chrome"),
        ("Version/18.0 Safari/605.1.15", "Safari"),
        ("Lynx/2.9", UNKNOWN),
    ],
)
def test_each_family_has_its_name(end: str, family: str) -> None:
    assert browser_of(WINDOWS + end) == f"{family}, Windows"


@pytest.mark.parametrize(
    ("agent", "system"),
    [
        ("(iPhone; CPU iPhone OS 18_0 like Mac OS X)", "iPhone"),
        ("(iPad; CPU OS 18_0 like Mac OS X)", "iPad"),
        ("(Linux; Android 15; Pixel 9)", "Android"),
        ("(Windows NT 10.0; Win64; x64)", "Windows"),
        ("(Macintosh; Intel Mac OS X 10_15_7)", "Mac"),
        ("(X11; CrOS x86_64 14541.0.0)", "ChromeOS"),
        ("(X11; Linux x86_64)", "Linux"),
    ],
)
def test_each_system_has_its_name(agent: str, system: str) -> None:
    assert browser_of(f"Mozilla/5.0 {agent} Firefox/140.0") == f"Firefox, {system}"


def test_what_nobody_knows_is_unknown_and_only_the_beginning_is_read() -> None:
    assert browser_of("") == browser_of("curl/8.5.0") == "Unknown browser"
    assert browser_of("x" * 491 + " Safari/") == "Safari"
    assert browser_of("x" * 492 + " Safari/") == "Safari"
    assert browser_of("x" * 493 + " Safari/") == "Unknown browser"
