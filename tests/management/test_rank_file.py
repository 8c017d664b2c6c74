"""`manage.py rank_file` from a file to a file, without a database."""

import csv
import gzip

import pytest
from django.core.management import CommandError, call_command

from tests.ranking.bilingual import protocol, review


@pytest.fixture
def records(tmp_path):
    rows = review(1)[:60]
    path = tmp_path / "records.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "abstract", "keywords", "included"])
        for number, row in enumerate(rows):
            document = row.document
            texts = (document.titles[0], document.abstracts[0], ";".join(document.keywords))
            writer.writerow([f"r{number}", *texts, int(row.relevant)])
    return path


def rank(path, out, *more):
    call_command("rank_file", str(path), "--labels", "included", "--out", str(out), *more)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_order_names_each_record_once_and_its_two_priors(records, tmp_path):
    rows = rank(records, tmp_path / "order.csv", "--seed", "2")
    assert list(rows[0]) == ["id", "position", "ranker", "prior"]
    assert sorted(row["id"] for row in rows) == sorted(f"r{n}" for n in range(60))
    assert [row["position"] for row in rows] == [str(n) for n in range(1, 61)]
    assert [row["prior"] for row in rows] == ["1", "1", *["0"] * 58]
    assert rows == rank(records, tmp_path / "again.csv", "--seed", "2")
    assert rows != rank(records, tmp_path / "other.csv", "--seed", "3")


def test_order_from_a_protocol_has_no_priors(records, tmp_path):
    text = tmp_path / "protocol.txt"
    text.write_text("\n".join(protocol()), encoding="utf-8")
    rows = rank(records, tmp_path / "order.csv", "--protocol", str(text))
    assert {row["prior"] for row in rows} == {"0"}
    assert rows[0]["ranker"] == "protocol"


def test_random_records_are_mixed_in_when_asked(records, tmp_path):
    rows = rank(records, tmp_path / "order.csv", "--random", "0.5")
    assert "random" in {row["ranker"] for row in rows}


def test_missing_column_or_one_kind_of_label_is_told(records, tmp_path):
    with pytest.raises(CommandError, match="no column relevant"):
        call_command(
            "rank_file", str(records), "--labels", "relevant", "--out", str(tmp_path / "o.csv")
        )
    with pytest.raises(CommandError, match="both kinds"):
        call_command(
            "rank_file", str(records), "--labels", "title", "--out", str(tmp_path / "o.csv")
        )


def test_order_of_the_rest_follows_what_was_seen(records, tmp_path):
    with gzip.open(records, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    relevant = [row for row in rows if row["included"] == "1"][:2]
    other = [row for row in rows if row["included"] == "0"][:3]
    for number, row in enumerate([relevant[1], *other, relevant[0]], 1):
        row["seen"] = str(number)
    path = tmp_path / "seen.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, [*rows[0], *(["seen"] if "seen" not in rows[0] else [])], restval=""
        )
        writer.writeheader()
        writer.writerows(rows)
    order = rank(path, tmp_path / "order.csv", "--seen", "seen")
    assert [row["id"] for row in order[:5]] == [
        row["id"] for row in (relevant[1], *other, relevant[0])
    ]
    assert [row["prior"] for row in order] == ["1"] * 5 + ["0"] * 55
    with pytest.raises(CommandError, match="no whole number"):
        rank(path, tmp_path / "order.csv", "--seen", "title")
    with pytest.raises(CommandError, match="no column gone"):
        rank(path, tmp_path / "order.csv", "--seen", "gone")
