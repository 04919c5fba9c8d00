"""What MiniStack does at each start of a function: it unpacks the code and the layer. Here once for all starts.

MiniStack alone unpacks 3,000 files each time, in most of a second of processor time. What was unpacked is linked to: no
function writes there, since on AWS it cannot.
"""

import hashlib
import io
import threading
import zipfile
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from types import SimpleNamespace

from ministack.core import lambda_runtime  # type: ignore[import-untyped]

_one_at_a_time = threading.Lock()


class Package:
    """The zip file with the code of a function or with a layer, as MiniStack uses it."""

    def __init__(self, file: str) -> None:
        self._package = Path(file).read_bytes()

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def namelist(self) -> list[str]:
        """No names to check: the packages are our own."""
        return []

    def extractall(self, folder: str) -> None:
        """Make `folder`, which is there and empty, a link to what is in the file."""
        place = Path(folder)
        place.rmdir()
        place.symlink_to(_unpacked(self._package), target_is_directory=True)


def _unpacked(package: bytes) -> Path:
    place = Path(gettempdir()) / "packages" / hashlib.sha256(package).hexdigest()
    with _one_at_a_time:
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            fresh = Path(mkdtemp(dir=place.parent))
            with zipfile.ZipFile(io.BytesIO(package)) as held:
                held.extractall(fresh)
            fresh.rename(place)
    return place


def prepare() -> None:
    """Puts it into MiniStack's start of a function."""
    lambda_runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": Package})
