"""Run the stand-in: `python -m local.ascp --port 0 --state DIR [--participants FILE.csv]`."""

import argparse
import signal
import sys
from pathlib import Path
from threading import Event

from pydantic import ValidationError

from local.ascp.participants import Participant, ParticipantsRefusedError, read_csv
from local.ascp.server import LOCAL_CLIENT, start
from local.ascp.settings import Settings
from local.ascp.tokens import Client


def main() -> int:
    """Serve until SIGTERM or SIGINT; the exit code is 0 after those, 1 when it cannot listen, 2 for wrong arguments."""
    asked_to_end = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_end.set())
    parser = _parser()
    options = parser.parse_args()
    try:
        settings = Settings(deduplicate=not options.no_deduplication, token_lifetime=options.token_lifetime)
        participants = _participants(options.participants)
    except ValidationError:
        parser.error("--token-lifetime must be 0 or more seconds")
    except (ParticipantsRefusedError, OSError, UnicodeDecodeError) as refusal:
        parser.error(f"--participants: {refusal}")
    try:
        running = start(
            port=options.port,
            state=options.state,
            participants=participants,
            client=Client(options.client_id, options.client_secret),
            settings=settings,
        )
    except OSError as refusal:
        print(f"The stand-in cannot start: {refusal}", file=sys.stderr)
        return 1
    with running:
        print(f"listening on {running.url}", flush=True)
        asked_to_end.wait()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local.ascp", description="The ASCP stand-in.")
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free port")
    parser.add_argument("--state", type=Path, required=True, help="folder of the state file; made when missing")
    parser.add_argument(
        "--participants", type=Path, help="CSV: email,name[,cycle_from,cycle_to,ascp_customer_id]; replaces those known"
    )
    parser.add_argument("--client-id", default=LOCAL_CLIENT.client_id)
    parser.add_argument("--client-secret", default=LOCAL_CLIENT.client_secret)
    parser.add_argument("--token-lifetime", type=int, default=3600, help="seconds (default 3600)")
    parser.add_argument("--no-deduplication", action="store_true", help="book each posted credit again, also repeats")
    return parser


def _participants(path: Path | None) -> list[Participant] | None:
    return None if path is None else read_csv(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
