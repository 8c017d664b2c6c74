"""The outbox: every vote is sent until the server has it, in order,
and one that fails does not hold up the others.
"""

import pytest

BOX = """
  const sent = [], states = [];
  const box = (answers, name = `box-${newKey()}`) => new Outbox({
    name, changed: (state) => { if (states.at(-1) !== state) states.push(state); },
    deliver: async (item) => { sent.push(item.body.record); return (answers[item.body.record] || []).shift() || "done"; },
  });
  const vote = (record) => ({ body: { record } });
  const until = async (told) => { while (!told()) await new Promise((r) => setTimeout(r, 5)); };
"""


@pytest.fixture
def sending(run):
    return lambda body: run(BOX + body)


def test_votes_go_out_in_their_order(sending):
    told = sending("""
      const b = box({}); await b.open();
      [1, 2, 3].forEach((n) => b.add(vote(n)));
      await until(() => b.state === "saved");
      return [sent, states];
    """)
    assert told == [[1, 2, 3], ["saved", "saving", "saved"]]


def test_a_vote_is_tried_again_before_the_next_is_sent(sending):
    told = sending("""
      const b = box({ 1: ["retry"] }); await b.open();
      b.add(vote(1)); b.add(vote(2));
      await until(() => b.state === "offline" && b.wake); b.resume();
      await until(() => b.state === "saved");
      return [sent, states];
    """)
    assert told == [[1, 1, 2], ["saved", "saving", "offline", "saving", "saved"]]


def test_what_the_server_fails_on_lets_the_others_pass_with_all_of_its_record(sending):
    told = sending("""
      const b = box({ 1: ["later"] }); await b.open();
      b.add(vote(1)); b.add(vote(1)); b.add(vote(2));
      await until(() => b.state === "saved");
      return sent;
    """)
    assert told == [1, 2, 1, 1]


def test_held_votes_wait_until_somebody_says_go_on(sending):
    told = sending("""
      const b = box({ 1: ["hold"] }); await b.open();
      b.add(vote(1)); await until(() => b.held);
      b.add(vote(2)); await new Promise((r) => setTimeout(r, 30));
      const before = [...sent];
      b.resume(); await until(() => b.state === "saved");
      return [before, sent];
    """)
    assert told == [[1], [1, 1, 2]]


def test_votes_outlive_the_tab_that_cast_them(sending):
    told = sending("""
      const name = `box-${newKey()}`;
      const first = box({ 1: ["hold"] }, name); await first.open();
      const kept = [first.add(vote(1)), first.add(vote(2))];
      await Promise.all(kept.map((item) => item.kept));
      const second = box({}, name); await second.open();
      await until(() => second.state === "saved" && sent.length >= 3);
      const third = box({}, name); await third.open();
      return [sent, third.waiting.length];
    """)
    assert told == [[1, 1, 2], 0]


def test_an_outbox_is_full_at_its_limit(sending):
    told = sending("""
      const b = box({ 0: ["hold"] }); await b.open();
      for (let n = 0; n < 199; n += 1) b.add(vote(n));
      const before = b.full; b.add(vote(199));
      return [before, b.full];
    """)
    assert told == [False, True]


def test_keys_are_random_uuids_with_and_without_https(sending):
    told = sending("""
      const own = newKey();
      Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
      const made = newKey(); delete crypto.randomUUID;
      const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
      return [form.test(own), form.test(made), own !== made];
    """)
    assert told == [True, True, True]
