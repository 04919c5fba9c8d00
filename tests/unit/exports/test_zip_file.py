"""The ZIP file of an export: written in one go, readable by everybody, and never in memory whole."""

import csv
import io
import json
import tracemalloc
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from laurel.exports.zip_file import CsvTable, ExportZip

AT = datetime(2026, 11, 28, 12, 30, 8, tzinfo=UTC)
NAMES = CsvTable("names.csv", ("name",), lambda entry: [(entry["name"],)])


class WriteOnly:
    """A sink that keeps what it got; it cannot be asked where it is."""

    def __init__(self):
        self.data = bytearray()

    def write(self, data, /):
        self.data += data
        return len(data)

    def flush(self):
        pass

    def close(self):
        pass


class Counting(WriteOnly):
    """A sink that keeps nothing."""

    size = 0

    def write(self, data, /):
        self.size += len(data)
        return len(data)


def written(fill):
    sink = WriteOnly()
    file = ExportZip(sink, AT)
    fill(file)
    file.close()
    return ZipFile(io.BytesIO(bytes(sink.data)))


def test_it_opens_with_names_and_texts_of_any_script():
    found = written(
        lambda file: (file.text("README.txt", "Ana Sörensen"), file.document("certificates/微生物.pdf", b"%PDF"))
    )
    assert found.testzip() is None
    assert found.namelist() == ["README.txt", "certificates/微生物.pdf"]
    assert found.read("README.txt").decode() == "Ana Sörensen"
    assert found.infolist()[0].date_time == (2026, 11, 28, 12, 30, 8)
    assert found.infolist()[0].external_attr >> 16 == 0o644


def test_a_list_is_json_and_a_table_beside_it():
    entries = [{"name": "Łucja"}, {"name": "=SUM(A1)"}]
    found = written(lambda file: file.list("names.json", entries, dict, [NAMES]))
    assert json.loads(found.read("names.json")) == entries
    rows = list(csv.reader(io.StringIO(found.read("names.csv").decode("utf-8-sig"))))
    assert rows == [["name"], ["Łucja"], ["'=SUM(A1)"]]  # no spreadsheet runs it


def test_an_empty_list_is_one_too():
    found = written(lambda file: file.list("names.json", [], dict, [NAMES]))
    assert json.loads(found.read("names.json")) == []
    assert found.read("names.csv").decode("utf-8-sig") == "name\r\n"


@pytest.mark.long  # every allocation is traced
def test_memory_does_not_grow_with_the_list():
    def peak(count):
        sink = Counting()
        file = ExportZip(sink, AT)
        tracemalloc.start()
        file.list("names.json", ({"name": f"{n:020}" * 20} for n in range(count)), dict, [NAMES])
        file.document("x.pdf", bytes(1000))
        file.close()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    # 8 MB of entries and more than 1 MB of rows: what is above that goes to the disk.
    assert peak(20_000) < peak(4_000) + 1_000_000
