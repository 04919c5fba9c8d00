"""Attributes are those that boto3 would write, and come back as what boto3 would read."""

from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from laurel.platform.attributes import UnknownKind, read_value, write_value

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(plain)
def test_a_value_is_written_as_boto3_writes_it_and_comes_back(value):
    written = write_value(value)
    assert written == TypeSerializer().serialize(value)
    assert read_value(written) == value == TypeDeserializer().deserialize(written)


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "attribute"),
    [
        (Colour.RED, {"S": "red"}),
        (("a", 1), {"L": [{"S": "a"}, {"N": "1"}]}),
        (MappingProxyType({"a": True}), {"M": {"a": {"BOOL": True}}}),
        (Decimal("1.50"), {"N": "1.50"}),
    ],
)
def test_rarer_kinds(value, attribute):
    assert write_value(value) == attribute


@pytest.mark.parametrize("value", [1.5, {1, 2}, object(), Decimal("NaN"), Decimal("Infinity")])
def test_what_no_item_has_is_refused_without_telling_its_value(value):
    with pytest.raises(UnknownKind, match="cannot be stored"):
        write_value(value)


def test_an_attribute_of_another_kind_is_refused():
    with pytest.raises(UnknownKind):
        read_value({"SS": ["a"]})
