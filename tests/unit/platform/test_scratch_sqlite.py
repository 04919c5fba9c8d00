"""Scratch files wait for no disk, whichever way they are opened."""

from laurel.platform.scratch_sqlite import attach_scratch, open_scratch


def test_what_is_opened_and_what_is_attached_has_neither_journal_nor_sync(tmp_path):
    open_scratch(tmp_path / "other", "CREATE TABLE things (id)").close()
    db = open_scratch(tmp_path / "own", "")
    attach_scratch(db, tmp_path / "other", "other")
    db.execute("INSERT INTO other.things VALUES (1)")
    for name in ("main", "other"):
        assert db.execute(f"PRAGMA {name}.journal_mode").fetchone() == ("off",)
        assert db.execute(f"PRAGMA {name}.synchronous").fetchone() == (0,)
    db.close()
