"""How a test or a demo steers the stand-in and looks inside it. No part of the contract, and never recorded.

GET    /control/requests?path=PREFIX&after=ID   every request seen, oldest first: a list of
                                                {id, at, method, path, query, headers, body, status, answer, fault}
GET    /control/books?reference=REF             every acceptance, oldest first: a list of
                                                {reference, receipt, booked_at, submission_id, times_booked}
GET    /control/held?reference=REF              what is counted of the accepted credits, a list of {reference, counts,
                                                name, activity_number, activity_title, contact_hours, completed_on}
GET    /control/faults                          the current rules, each with `seen` and `fired`
PUT    /control/faults                          a list of rules (see `local.ascp.faults.Rule`) replaces them
DELETE /control/faults                          removes all rules
GET    /control/participants                    a list of {email, name, cycle_from, cycle_to,
                                                ascp_customer_id}
PUT    /control/participants                    such a list, or a CSV (Content-Type: text/csv), replaces them
GET    /control/settings                        {deduplicate, token_lifetime, contract}
PUT    /control/settings                        some or all of them
POST   /control/reset                           empties the books and the requests, removes all rules, restores the
                                                first settings; participants and tokens stay

A wrong document is refused with 400 and changes nothing. These answers may contain e-mail addresses and names, so the
stand-in listens on the loopback interface only.
"""

from collections.abc import Callable
from dataclasses import asdict

from pydantic import ValidationError

from local.ascp.books import Books
from local.ascp.faults import RULES, Faults
from local.ascp.participants import ParticipantsRefusedError, read_csv, read_json
from local.ascp.records import Records
from local.ascp.settings import Settings
from local.ascp.wire import Answer, Request, errors_in, json_answer, problem

PREFIX = "/control/"


class Control:
    """The control interface."""

    def __init__(self, books: Books, faults: Faults, records: Records, settings: Settings) -> None:
        self._books = books
        self._faults = faults
        self._records = records
        self._settings = settings
        self._settings_at_start = settings.model_copy()
        self._routes: dict[tuple[str, str], Callable[[Request], Answer]] = {
            ("GET", "requests"): self._seen_requests,
            ("GET", "books"): self._booked_credits,
            ("GET", "held"): self._held_credits,
            ("GET", "faults"): self._rules,
            ("PUT", "faults"): self._put_rules,
            ("DELETE", "faults"): self._heal,
            ("GET", "participants"): self._participants,
            ("PUT", "participants"): self._put_participants,
            ("GET", "settings"): self._show_settings,
            ("PUT", "settings"): self._put_settings,
            ("POST", "reset"): self._reset,
        }

    def answer(self, request: Request) -> Answer:
        """Do what a request under `/control/` asks for."""
        route = self._routes.get((request.method, request.path.removeprefix(PREFIX)))
        if route is None:
            return problem(404, f"The control interface has no {request.method} {request.path}.")
        try:
            return route(request)
        except ValidationError as refusal:
            return problem(400, "The document cannot be used. Nothing was changed.", errors_in(refusal))

    def _seen_requests(self, request: Request) -> Answer:
        after = request.parameter("after") or "0"
        if not after.isdecimal():
            return problem(400, "The parameter after must be the id of a request.")
        return json_answer([asdict(seen) for seen in self._records.seen(request.parameter("path") or "", int(after))])

    def _booked_credits(self, request: Request) -> Answer:
        return json_answer([asdict(credit) for credit in self._books.booked(request.parameter("reference"))])

    def _held_credits(self, request: Request) -> Answer:
        return json_answer([asdict(credit) for credit in self._books.held(request.parameter("reference"))])

    def _rules(self, _request: Request) -> Answer:
        return json_answer(
            [
                {**tally.rule.model_dump(mode="json"), "seen": tally.seen, "fired": tally.fired}
                for tally in self._faults.tallies()
            ]
        )

    def _put_rules(self, request: Request) -> Answer:
        self._faults.put(RULES.validate_json(request.body))
        return self._rules(request)

    def _heal(self, request: Request) -> Answer:
        self._faults.put([])
        return self._rules(request)

    def _participants(self, _request: Request) -> Answer:
        return json_answer([participant.model_dump(mode="json") for participant in self._books.participants])

    def _put_participants(self, request: Request) -> Answer:
        try:
            if request.media_type == "text/csv":
                participants = read_csv(request.body.decode())
            else:
                participants = read_json(request.body)
        except (ParticipantsRefusedError, UnicodeDecodeError) as refusal:
            return problem(400, f"{refusal} Nothing was changed.")
        self._books.know(participants)
        return json_answer({"participants": len(participants)})

    def _show_settings(self, _request: Request) -> Answer:
        return json_answer(self._settings.model_dump())

    def _put_settings(self, request: Request) -> Answer:
        told = Settings.model_validate_json(request.body)
        for name in told.model_fields_set:
            setattr(self._settings, name, getattr(told, name))
        return self._show_settings(request)

    def _reset(self, _request: Request) -> Answer:
        self._faults.put([])
        self._books.reset()
        self._records.reset()
        for name, value in self._settings_at_start.model_dump().items():
            setattr(self._settings, name, value)
        return json_answer({})
