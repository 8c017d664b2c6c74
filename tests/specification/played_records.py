"""Records by chance: searches, imports and their undoing, duplicates marked, merged, parted."""

from django.core.files.uploadedfile import SimpleUploadedFile

from screening.models import DuplicatePair, ImportFile, Merge, Record, Search
from tests.specification.playing import KINDS, Playing


class PlayedRecords(Playing):
    """What brings records, and what joins them."""

    def new_search(self, kind: str = "") -> bool:
        if Search.objects.filter(review=self.review).count() > 8:
            return False
        kind = kind or self.dice.choice(KINDS)
        name = f"Source {Search.objects.filter(review=self.review).count() + 1}"
        self.post(self.cast.lead, "search-new", {"kind": kind, "name": name})
        search = Search.objects.get(review=self.review, name=name)
        self.tell("source", source=str(search.pk), kind=kind, name=name)
        return True

    def import_file(self) -> bool:
        """Some new records, and some that were found before."""
        if self.published_at is not None or Record.objects.filter(review=self.review).count() > 130:
            return False
        search = self.some(list(Search.objects.filter(review=self.review).order_by("pk")))
        entries = [self.entry() for _ in range(self.dice.randint(2, 9))]
        for old in self.dice.sample(self.known(), min(len(self.known()), self.dice.randint(0, 2))):
            entries.append((old.title, old.doi))
        text = "".join(
            f"TY  - JOUR\nTI  - {title}\nAU  - {title.split()[0]}, A\nPY  - 2020\nDO  - {doi}\nER  - \n\n"
            for title, doi in entries
        )
        self.upload(search, text)
        made = Record.objects.filter(
            review=self.review, file=ImportFile.objects.latest("pk")
        ).order_by("pk")
        self.tell(
            "import",
            source=str(search.pk),
            version=1,
            records=[str(pk) for pk in made.values_list("pk", flat=True)],
        )
        self.tell_merges()
        return bool(made)

    def known(self) -> list[Record]:
        return list(Record.objects.filter(review=self.review).exclude(doi="").order_by("pk"))

    def entry(self) -> tuple[str, str]:
        words = " ".join(self._word() for _ in range(7))
        return words, f"10.5555/{self.dice.getrandbits(48):x}"

    def _word(self) -> str:
        dice = self.dice
        return "".join(dice.choice("bcdfghklmnprstvwz") + dice.choice("aeiou") for _ in range(4))

    def upload(self, search: Search, text: str) -> None:

        file = SimpleUploadedFile("found.ris", text.encode())
        answer = self.client(self.cast.lead).post(
            self.path("files-upload", search_id=search.pk), {"files": [file]}
        )
        assert answer.status_code == 302, answer.status_code
        self.post(
            self.cast.lead,
            "file-import",
            {"again": "1"},
            file_id=ImportFile.objects.latest("pk").pk,
        )
        self.work()

    def add_by_hand(self) -> bool:
        if self.published_at is not None:
            return False
        search = self.some(list(Search.objects.filter(review=self.review).order_by("pk")))
        title, _doi = self.entry()
        self.post(
            self.cast.lead, "record-new", {"title": title, "type": "article"}, search_id=search.pk
        )
        self.work()
        made = Record.objects.get(review=self.review, title=title)
        self.tell("import", source=str(search.pk), version=1, records=[str(made.pk)])
        return True

    def undo_import(self) -> bool:
        file = self.some(
            list(ImportFile.objects.filter(review=self.review, state="imported").order_by("pk"))
        )
        if file is None:
            return False
        names = {str(pk) for pk in Record.objects.filter(file=file).values_list("pk", flat=True)}
        undone = self.standing_merges()
        self.post(self.cast.lead, "file-undo", file_id=file.pk)
        self.work()
        if not self.happened("undo_import"):
            return False
        self.tell_undone(undone)
        its = next(
            one for one in self.events if one["type"] == "import" and set(one["records"]) & names
        )
        self.tell("undo", of=its["id"])
        self.tell_merges()
        return True

    def tell_merges(self) -> None:
        """Merges that the program has made."""
        for event in self.happened("merge"):
            name = self.tell("merge", records=[str(pk) for pk in event.data["records"]])
            self.merges[event.data["merge"]] = name

    def standing_merges(self) -> set[int]:
        rows = Merge.objects.filter(review=self.review, undone_at=None)
        return set(rows.values_list("pk", flat=True))

    def tell_undone(self, before: set[int]) -> int:
        gone = sorted(before - self.standing_merges(), reverse=True)
        for pk in gone:
            self.tell("undo", of=self.merges[pk])
        return len(gone)

    def mark_duplicate(self) -> bool:
        reports = self.reports()
        if len(reports) < 2:
            return False
        one, other = self.dice.sample(reports, 2)
        self.post(self.cast.first, "record-duplicate", {"of": other.pk}, record_id=one.pk)
        made = self.happened("merge")
        if not made:
            return False
        self.merges[made[0].data["merge"]] = self.tell(
            "merge", records=[str(other.pk), str(one.pk)]
        )
        return True

    def answer_pair(self) -> bool:
        pair = self.some(
            list(DuplicatePair.objects.filter(review=self.review, answer="open").order_by("pk"))
        )
        if pair is None:
            return False
        first, second = self.dice.sample([pair.first_id, pair.second_id], 2)
        answer = self.dice.choice(["same", "same", "different", "later"])
        self.post(
            self.cast.first, "pair-answer", {"answer": answer, "primary": first}, pair_id=pair.pk
        )
        new = self.happened("merge", "answer_pair")
        for event in (one for one in new if one.verb == "merge"):
            names = [str(Record.objects.get(pk=pk).pk) for pk in (first, second)]
            self.merges[event.data["merge"]] = self.tell("merge", records=names)
        return bool(new)

    def undo_merge(self) -> bool:
        merge = self.some(sorted(self.standing_merges()))
        if merge is None:
            return False
        before = self.standing_merges()
        sent = {"later": "1"} if self.dice.random() < 0.5 else {}
        self.post(self.cast.first, "merge-undo", sent, merge_id=merge)
        self.happened()
        return bool(self.tell_undone(before))

    def take_out(self) -> bool:
        merge = self.some(sorted(self.standing_merges()))
        if merge is None:
            return False
        record = self.some(list(Merge.objects.get(pk=merge).records.order_by("pk")))
        before = self.standing_merges()
        self.post(self.cast.first, "merge-take-out", {"record": record.pk}, merge_id=merge)
        made = self.happened("merge")
        gone = self.tell_undone(before)
        for event in made:
            name = self.tell("merge", records=[str(pk) for pk in event.data["records"]])
            self.merges[event.data["merge"]] = name
        return bool(gone)
