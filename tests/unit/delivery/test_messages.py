"""Which messages come back, and when."""

import json

from laurel.delivery.messages import POISON_WAIT, Message, Messages, RedeliveryPolicy

RETURNS = RedeliveryPolicy(base=30, longest=3600, most=8, draw=0.0)


def message(n: int, body: object, receives: int = 1) -> Message:
    return Message(f"m{n}", f"h{n}", body if isinstance(body, str) else json.dumps(body), receives)


def test_messages_for_one_credit_are_one_and_the_youngest_stays() -> None:
    messages = Messages(
        [message(1, {"credit_id": "c1"}, 3), message(2, {"credit_id": "c1"}), message(3, {"credit_id": "c2"})], RETURNS
    )
    assert messages.credit_ids == ("c1", "c2")
    messages.redeliver("c1", 60)
    assert (set(messages.failed), messages.waits) == ({"m2"}, {"h2": 60})


def test_poison_comes_back_soon_and_touches_no_neighbour() -> None:
    messages = Messages(
        [
            message(1, "no JSON"),
            message(2, {"id": 1}),
            message(3, {"credit_id": "gone"}),
            message(4, {"credit_id": "c"}),
        ],
        RETURNS,
    )
    messages.keep_known({"c"})
    assert messages.credit_ids == ("c",)
    assert messages.waits == dict.fromkeys(("h1", "h2", "h3"), POISON_WAIT)
    assert (set(messages.failed), messages.poison) == ({"m1", "m2", "m3"}, 3)


def test_poison_fails_on_its_last_return_too_so_that_the_dead_letter_queue_gets_it() -> None:
    assert set(Messages([message(1, "no JSON", receives=8)], RETURNS).failed) == {"m1"}


def test_a_message_is_let_go_on_its_last_return() -> None:
    messages = Messages([message(1, {"credit_id": "c1"}, 7), message(2, {"credit_id": "c2"}, 8)], RETURNS)
    assert [messages.is_last(one) for one in ("c1", "c2")] == [False, True]
    messages.redeliver("c1", 60)
    messages.redeliver("c2", 60)
    assert (set(messages.failed), messages.left_for_later) == ({"m1"}, 1)


def test_the_wait_grows_with_the_times_a_message_came() -> None:
    messages = Messages([message(n, {"credit_id": f"c{n}"}, n) for n in range(1, 9)], RETURNS)
    assert [messages.backoff(f"c{n}") for n in range(1, 9)] == [15, 30, 60, 120, 240, 480, 960, 1800]
