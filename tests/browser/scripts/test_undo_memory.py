"""What can be undone in this tab: the newest votes, of one person at one stage."""


def test_the_newest_fifty_are_kept(run):
    told = run("""
      const memory = undoMemory("1-2"); memory.keep(Array.from({ length: 60 }, (_, n) => ({ record: n })));
      return memory.read().map((entry) => entry.record);
    """)
    assert told == list(range(10, 60))


def test_people_and_stages_have_memories_of_their_own(run):
    assert run("""undoMemory("a").keep([{ record: 1 }]); return undoMemory("b").read();""") == []


def test_a_damaged_memory_is_an_empty_one(run):
    assert run("""sessionStorage.setItem("undo-c", "{"); return undoMemory("c").read();""") == []
