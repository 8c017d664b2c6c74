"""Search terms out of strategies as the databases write them, without field names,
operators and limits.
"""

import pytest

from screening.methods._terms import language_of, terms

CASES = [
    ("CNKI, expert", "SU=('外泌体'+'细胞外囊泡')*'骨形成' AND TI='骨骼肌'-'心肌'",
     ["外泌体", "细胞外囊泡", "骨形成", "骨骼肌", "心肌"]),
    ("CNKI, names of fields", "篇名=外泌体 AND 摘要=骨形成 OR 关键词=成骨细胞", ["外泌体", "骨形成", "成骨细胞"]),
    ("CNKI, near", "SU='外泌体 /NEAR 5 骨' AND FT='肌肉 $ 3'", ["外泌体", "骨", "肌肉"]),
    ("CNKI, fuzzy", "SU%='骨质疏松'*'运动'", ["骨质疏松", "运动"]),
    ("Wanfang", "主题:(\"外泌体\" OR \"胞外囊泡\") AND 题名或关键词:(骨形成 OR 成骨)",
     ["外泌体", "胞外囊泡", "骨形成", "成骨"]),
    ("Wanfang, full width", "主题：（外泌体） and 题名：（骨骼肌）", ["外泌体", "骨骼肌"]),
    ("VIP", "M=(外泌体+细胞外囊泡)*K=骨形成", ["外泌体", "细胞外囊泡", "骨形成"]),
    ("VIP, one word", "U=非酒精性脂肪肝", ["非酒精性脂肪肝"]),
    ("SinoMed", "\"外泌体\"[常用字段:智能] AND \"骨骼肌\"[标题:智能] AND 2000-2024[日期]", ["外泌体", "骨骼肌"]),
    ("SinoMed, heading", "#1 \"骨质疏松\"[不加权:扩展]\n#2 #1 AND (\"运动\"[中文标题])", ["骨质疏松", "运动"]),
    ("CNKI, both languages", "主题=外泌体 exosome", ["外泌体", "exosome"]),
    ("CNKI, mixed words", "SU=PD-1抑制剂 OR SU=IL-6", ["PD-1抑制剂", "IL-6"]),
    ("PubMed", '#1 exosome*[tiab] OR "bone formation"[Title/Abstract]\n#2 "Muscle, Skeletal"[MeSH Terms]\n#3 #1 AND #2',
     ["exosome*", "bone formation", "Muscle, Skeletal"]),
    ("PubMed, limits", '(exosome[tw] AND "2000/01/01"[Date - Publication]) AND english[lang] NOT review[pt]', ["exosome"]),
    ("PubMed, proximity", '"bone loss"[tiab:~3] AND elderly', ["bone loss", "elderly"]),
    ("Ovid", "1. exp Exercise/\n2. *Bone Density/\n3. (exercise or physical activit$).ti,ab,kw.\n4. 1 or 2 or 3\n"
     "5. (bone adj3 loss).mp. [mp=title, abstract]\n6. or/1-5\n7. limit 6 to (english language and yr=\"2000 -Current\")",
     ["Exercise", "Bone Density", "exercise", "physical activit$", "bone", "loss"]),
    ("Ovid, subheading", "exp Diabetes Mellitus, Type 2/dt, th", ["Diabetes Mellitus, Type 2"]),
    ("Ovid, wildcards", "wom?n.tw. and colo#r.ab.", ["wom?n", "colo#r"]),
    ("Embase.com", "'exercise'/exp OR 'bone density'/exp/mj OR exosom*:ti,ab,kw AND [english]/lim AND [2000-2024]/py",
     ["exercise", "bone density", "exosom*"]),
    ("Embase.com, near", "(bone NEAR/3 loss):ti,ab OR (muscle NEXT/1 mass):ti", ["bone", "loss", "muscle", "mass"]),
    ("Scopus", 'TITLE-ABS-KEY(exosome* AND "bone formation") AND PUBYEAR > 1999 AND (LIMIT-TO(LANGUAGE, "English"))',
     ["exosome*", "bone formation"]),
    ("Scopus, near", "TITLE(bone W/3 loss) OR ABS(muscle PRE/2 mass)", ["bone", "loss", "muscle", "mass"]),
    ("Web of Science",
     'TS=(exosome* OR "extracellular vesicle*") AND TI=(bone NEAR/5 formation) AND PY=(2000-2024) AND LA=(English)',
     ["exosome*", "extracellular vesicle*", "bone", "formation"]),
    ("EBSCO", '(MH "Exercise+") OR TI exercise OR AB ( "bone density" N3 loss )',
     ["Exercise", "exercise", "bone density", "loss"]),
    ("Cochrane",
     '#1 MeSH descriptor: [Exercise] explode all trees\n#2 (bone NEAR/3 loss):ti,ab,kw\n#3 [mh "Bone Density"]\n#4 #1 OR #2',
     ["Exercise", "bone", "loss", "Bone Density"]),
    ("IEEE", '("Document Title":"deep learning" OR "Abstract":screening)', ["deep learning", "screening"]),
    ("a phrase with a small word", '"bone and cartilage" AND "tai chi"', ["bone and cartilage", "tai chi"]),
    ("curved quotation marks", "TS=(“肌少症” NOT 儿童)AND外泌体", ["肌少症", "儿童", "外泌体"]),
    ("small operators", "exosome and bone or muscle", ["exosome", "bone", "muscle"]),
    ("plain words", "外泌体 骨形成", ["外泌体 骨形成"]),
    ("words with hyphens", "half-life AND N-acetyl-cysteine", ["half-life", "N-acetyl-cysteine"]),
    ("nothing but lines", "#1 AND #2\n1 or 2\nS1 AND S2", []),
    ("nothing", "", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("strategy", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_terms_without_fields_and_operators(strategy, found):
    assert terms(strategy) == found


@pytest.mark.parametrize(
    ("term", "language"),
    [
        ("外泌体", "zh"),
        ("PD-1抑制剂", "zh"),
        ("exosome*", "en"),
        ("TGF-β", "en"),
        ("экзосомы", ""),
        ("エクソソーム", ""),
        ("엑소좀", ""),
    ],
)
def test_language_of_a_term(term, language):
    assert language_of(term) == language
