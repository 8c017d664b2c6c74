import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

HEAD = "id,title,author,year,journal,volume,number,pages,doi,pmid,abstract,database\n"
ROWS = (
    "a,外泌体抑制心肌纤维化的研究,高亚;刘明,2018,中华心血管病杂志,46,5,361-366,,,,CNKI\n"
    'b,[Exosomes suppress myocardial fibrosis],"Gao Y, Liu M",2018,Zhonghua Xin Xue Guan Bing Za Zhi,46,5,361-6,,1,,PubMed\n'
    "c,Copper in wards,Roe R,2001,Wards,1,1,5,,,,\n"
    "d,儿童重症肺炎支原体肺炎的危险因素分析,,2017,中华儿科杂志,55,9,689-693,,,,CNKI\n"
    "e,[Risk factors for severe pneumonia in children],Zhao SY,2017,Zhonghua Er Ke Za Zhi,55,9,689-693,,2,,PubMed\n"
)


def run(
    folder: Path, text: str, *more: str
) -> tuple[list[dict[str, str]], list[dict[str, str]], str]:
    (folder / "in.csv").write_text("\ufeff" + text, encoding="utf-8")
    said = StringIO()
    out, ask = folder / "out.csv", folder / "ask.csv"
    call_command(
        "dedupe_file",
        str(folder / "in.csv"),
        "--out",
        str(out),
        "--ask",
        str(ask),
        *more,
        stdout=said,
    )
    tables = [list(csv.DictReader(path.open(encoding="utf-8"))) for path in (out, ask)]
    return tables[0], tables[1], said.getvalue()


def test_dedupe_file_writes_clusters_and_questions(tmp_path: Path):
    clusters, questions, said = run(tmp_path, HEAD + ROWS)
    assert [(row["id"], row["cluster_id"], row["outcome"]) for row in clusters] == [
        ("a", "a", "merged"),
        ("b", "a", "merged"),
        ("c", "c", "apart"),
        ("d", "d", "check"),
        ("e", "e", "check"),
    ]
    assert "one article in two languages: Chinese and English" in clusters[0]["reason"]
    assert [{row["id_1"], row["id_2"]} for row in questions] == [{"d", "e"}]
    assert said.startswith("5 records, 1 groups, 1 duplicates, 1 pairs to check")


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        ("title\nx\n", (), "no column id"),
        (HEAD + "a,x,,,,,,,,,,\na,y,,,,,,,,,,\n", (), "stands twice"),
        (HEAD, ("--policy", "preprint=burn"), "preprint=burn"),
    ],
)
def test_dedupe_file_says_what_is_wrong(
    tmp_path: Path, text: str, more: tuple[str, ...], message: str
):
    with pytest.raises(CommandError, match=message):
        run(tmp_path, text, *more)


def test_dedupe_file_of_a_missing_file_fails(tmp_path: Path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("dedupe_file", str(tmp_path / "none.csv"), "--out", str(tmp_path / "out.csv"))
