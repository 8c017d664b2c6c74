"""The records in hand: in which order they come to the table,
and which the server is told to leave out.
"""

import pytest

CARDS = """
  const card = (id, verdict = "") => ({ id, html: "", own: { verdict } });
  let asked = [], dealt = 0;
  const deck = (ids, later = []) => new Deck({
    cards: ids.map((id) => card(id)), dealt: () => { dealt += 1; },
    fetchCards: async (known) => { asked.push(known); return (later.shift() || []).map((id) => card(id)); },
  });
"""


@pytest.fixture
def dealing(run):
    return lambda body: run(CARDS + body)


def test_records_come_in_their_order_and_are_gone_back_to(dealing):
    order = dealing("""
      const d = deck([1, 2, 3]); const seen = [];
      seen.push(d.started, d.next().id, d.next().id, d.canGoBack, d.back().id, d.canGoBack, d.next().id, d.next().id);
      return seen;
    """)
    assert order == [False, 1, 2, True, 1, False, 2, 3]


def test_new_records_are_fetched_before_the_hand_is_empty(dealing):
    told = dealing("""
      const d = deck([1, 2, 3, 4, 5, 6, 7], [[7, 8, 9]]);
      d.next(); const early = asked.length;
      d.next(); await d.fetching; await null;
      return [early, asked, d.hand.map((c) => c.id)];
    """)
    assert told == [0, [[3, 4, 5, 6, 7, 1, 2]], [3, 4, 5, 6, 7, 8, 9]]


def test_what_was_passed_over_comes_again_once_nothing_new_is_left(dealing):
    told = dealing("""
      const d = deck([1, 2]);
      d.next().own.verdict = "include"; d.next();
      await d.fetching; await null;
      const again = d.next();
      again.own.verdict = "exclude";
      return [d.exhausted, again.id, d.next()];
    """)
    assert told == [True, 2, None]


def test_a_forgotten_record_is_not_offered_again(dealing):
    assert (
        dealing("""
      const d = deck([1, 2, 3]);
      d.next(); d.forget(1); d.forget(3); d.next();
      await d.fetching; await null;
      d.current.own.verdict = "include";
      return d.next();
    """)
        is None
    )


def test_the_table_is_dealt_anew_when_records_come_to_an_empty_one(dealing):
    told = dealing("""
      const d = deck([1], [[2]]);
      d.next().own.verdict = "include"; d.next();
      await d.fetching; await null;
      return [dealt, d.next().id];
    """)
    assert told == [1, 2]


def test_a_failed_request_is_made_again_and_ends_nothing(dealing):
    told = dealing("""
      let tries = 0;
      const d = new Deck({ cards: [card(1)], dealt: () => {}, fetchCards: async () => {
        tries += 1; if (tries === 1) throw new Error("offline"); return [card(2)];
      } });
      await d.fill(); const after = [tries, d.exhausted];
      await d.fill();
      return [...after, tries, d.hand.length];
    """)
    assert told == [1, False, 2, 2]


def test_a_record_shown_comes_to_the_table_and_the_rest_follows(dealing):
    told = dealing("""
      const d = deck([1, 2, 3]);
      d.next(); d.show(d.find(3));
      return [d.current.id, d.next().id, d.next().id];
    """)
    assert told == [3, 1, 2]


def test_the_server_leaves_out_what_is_in_hand_and_votes_on_their_way(dealing):
    told = dealing("""
      const d = deck([1, 2, 3]);
      d.next().own.verdict = "include"; d.next(); await d.fetching;
      return d.known();
    """)
    assert told == [3, 1, 2]
