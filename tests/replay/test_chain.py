"""The chain of hashes finds every tampering and names the first entry that is wrong."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.replay.chain import START, Link, canonical, seal_all, verify


def chain(number: int = 12) -> list[Link]:
    entries = [
        {"verb": "vote", "record": i, "data": {"verdict": "include", "reason": "研究对象不符"}}
        for i in range(number)
    ]
    return [
        Link(i + 1, e, h) for i, (e, h) in enumerate(zip(entries, seal_all(entries), strict=True))
    ]


def test_canonical_form_does_not_depend_on_the_order_of_keys():
    assert (
        canonical({"b": 1, "a": "中"})
        == canonical({"a": "中", "b": 1})
        == '{"a":"中","b":1}'.encode()
    )


def test_whole_chain_has_no_break():
    links = chain()
    assert verify(links, last=(12, links[-1].hash)) is None
    assert verify([], last=None) is None
    assert verify(links[4:], start=links[3].hash, first=5) is None


def test_chain_that_begins_elsewhere_is_broken_at_its_first_entry():
    found = verify(chain()[1:])
    assert found is not None
    assert found.sequence == 1


@settings(max_examples=1000, deadline=None)
@given(
    st.sampled_from(["edit", "delete", "swap", "truncate", "repeat", "forge"]), st.integers(0, 10)
)
def test_every_tampering_is_found_where_it_begins(how, at):
    links = chain()
    end = (12, links[-1].hash)
    if how == "edit":
        links[at] = replace(links[at], entry={**links[at].entry, "record": -1})
    elif how == "delete":
        del links[at]
    elif how == "swap":
        links[at], links[at + 1] = links[at + 1], links[at]
    elif how == "truncate":
        del links[at:]
    elif how == "repeat":
        links.insert(at + 1, links[at])
    else:
        entries = [link.entry if i != at else {"verb": "forged"} for i, link in enumerate(links)]
        links = [
            Link(i + 1, e, h)
            for i, (e, h) in enumerate(zip(entries, seal_all(entries), strict=True))
        ]
    found = verify(links, START, last=end)
    assert found is not None
    expected = {"repeat": at + 2, "forge": 12}.get(how, at + 1)
    assert found.sequence == expected
