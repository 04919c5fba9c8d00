"""The frame of the pages that the API itself shows: plain HTML, for phones and screen readers (pure).

They have no script and load nothing. The only style is in the page, and the content security policy names its digest.
"""

import base64
import hashlib
from dataclasses import dataclass

HTML = "text/html"
_STYLE = """
:root { color-scheme: light dark }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.375rem; line-height: 1.3 }
""".strip()


@dataclass(frozen=True, slots=True)
class PlainPages:
    """Pages with this additional `style` (CSS). `forms` says where a form may go, as the security policy has it."""

    style: str
    forms: str = "'none'"

    @property
    def headers(self) -> dict[str, str]:
        """The response headers of these pages."""
        digest = base64.b64encode(hashlib.sha256(self._styles.encode()).digest()).decode()
        return {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action {self.forms};"
                " frame-ancestors 'none'"
            ),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        }

    def page(self, title: str, heading: str, body: str) -> str:
        """The page; all three are HTML, so texts from people must be escaped."""
        return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{self._styles}</style>
</head>
<body>
<main>
<h1>{heading}</h1>
{body}
</main>
</body>
</html>
"""

    @property
    def _styles(self) -> str:
        return f"{_STYLE}\n{self.style.strip()}"
