"""Which messages come back, and when."""

import json

from laurel.delivery.messages import POISON_WAIT, Message, Messages, RedeliveryPolicy

RETURNS = RedeliveryPolicy(base=30, longest=3600, most=8, draw=0.0)


def message(n: int, body: object, receives: int = 1) -> Message:
    return Message(f"m{n}", f"h{n}", body if isinstance(body, str) else json.dumps(body), receives)


def test_messages_for_one_credit_are_one_and_the_youngest_stays() -> None:
    wake_ups = Messages(
        [message(1, {"credit_id": "c1"}, 3), message(2, {"credit_id": "c1"}), message(3, {"credit_id": "c2"})], RETURNS
    )
    assert wake_ups.credit_ids == ("c1", "c2")
    wake_ups.come_back("c1", 60)
    assert (set(wake_ups.failed), wake_ups.waits) == ({"m2"}, {"h2": 60})


def test_poison_comes_back_soon_and_touches_no_neighbour() -> None:
    wake_ups = Messages(
        [
            message(1, "no JSON"),
            message(2, {"id": 1}),
            message(3, {"credit_id": "gone"}),
            message(4, {"credit_id": "c"}),
        ],
        RETURNS,
    )
    wake_ups.keep({"c"})
    assert wake_ups.credit_ids == ("c",)
    assert wake_ups.waits == dict.fromkeys(("h1", "h2", "h3"), POISON_WAIT)
    assert (set(wake_ups.failed), wake_ups.poison) == ({"m1", "m2", "m3"}, 3)


def test_poison_fails_on_its_last_return_too_so_that_the_dead_letter_queue_gets_it() -> None:
    assert set(Messages([message(1, "no JSON", receives=8)], RETURNS).failed) == {"m1"}


def test_a_message_is_let_go_on_its_last_return() -> None:
    wake_ups = Messages([message(1, {"credit_id": "c1"}, 7), message(2, {"credit_id": "c2"}, 8)], RETURNS)
    assert [wake_ups.is_last(one) for one in ("c1", "c2")] == [False, True]
    wake_ups.come_back("c1", 60)
    wake_ups.come_back("c2", 60)
    assert (set(wake_ups.failed), wake_ups.left_for_later) == ({"m1"}, 1)


def test_the_wait_grows_with_the_times_a_message_came() -> None:
    wake_ups = Messages([message(n, {"credit_id": f"c{n}"}, n) for n in range(1, 9)], RETURNS)
    assert [wake_ups.backoff(f"c{n}") for n in range(1, 9)] == [15, 30, 60, 120, 240, 480, 960, 1800]
