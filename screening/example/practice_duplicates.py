"""Pairs that the program cannot settle by itself, for the practice review, and one that it can:
somebody learns how to look.
"""

from typing import NamedTuple

from screening.example.files import SampleFile
from screening.example.words import MADE_UP


class Entry(NamedTuple):
    """One record of the portal. `place` is volume, issue, first and last page;
    `doi` the end of an example DOI.
    """

    kind: str
    title: str
    journal: str
    year: int
    people: tuple[str, ...] = ()
    place: tuple[str, str, str, str] = ("", "", "", "")
    doi: str = ""
    abstract: str = ""


BONE, BONE_ZH = "Illustrative Journal of Bone Biology", "示例骨生物学杂志"
SPORT, SPORT_ZH = "Example Archives of Exercise Physiology", "示例运动生理学报"
VESICLES, TISSUE = (
    "Specimen Reviews in Extracellular Vesicles",
    "Sample Journal of Tissue Engineering",
)
TEAM = ("Keller, Maria", "Okafor, Daniel", "Lindqvist, Eva")
LAB = ("Tanaka, Yuki", "Park, Jiwoo", "Costa, Inês")

LADDER = (
    "OBJECTIVE: To examine plasma exosomes after ladder climbing. METHODS: Forty rats climbed a ladder with loads for eight "
    "weeks or rested. RESULTS: Exosomal miR-133a and the density of the femur rose together. CONCLUSION: The load, not the "
    "number of climbs, went with the change."
)
DOWNHILL = (
    "OBJECTIVE: To ask whether downhill running changes vesicles and bone. METHODS: Rats ran at -16 degrees for six weeks. "
    "RESULTS: IGFBP5 in vesicles and trabecular number rose. CONCLUSION: Eccentric work acts on bone through muscle."
)
VIBRATION = (
    "OBJECTIVE: To follow vesicles through ten weeks of vibration. METHODS: Thirty older women stood on a plate at 30 Hz. "
    "RESULTS: Vesicle counts doubled, markers of formation rose by a fifth. CONCLUSION: A larger trial is worth the effort."
)

#: The Chinese record has no authors: place and year agree, and nothing else can be compared.
CHINESE_AND_ENGLISH = (
    Entry(
        "JOUR",
        "爬梯抗阻训练大鼠血浆外泌体miR-133a与股骨骨密度的关系",
        SPORT_ZH,
        2024,
        (),
        ("44", "10", "812", "819"),
        "",
        "目的：观察爬梯训练后血浆外泌体的变化。方法：40只大鼠负重爬梯8周或安静对照。结果：外泌体miR-133a与股骨骨密度同步升高。"
        "结论：变化与负重有关，与次数无关。",
    ),
    Entry(
        "JOUR",
        "Plasma exosomal miR-133a and bone density of the femur in rats after ladder climbing",
        SPORT,
        2024,
        ("Shen, Siyuan", "Gu, Lixin"),
        ("44", "10", "812", "819"),
        "",
        LADDER,
    ),
)

#: The same with authors on both sides: certain, merged by the program, and a merge to look at and
#: undo.
ONE_ARTICLE = (
    Entry(
        "JOUR",
        "跑台运动强度对骨骼肌外泌体热休克蛋白70及成骨细胞分化的影响",
        SPORT_ZH,
        2024,
        ("欧阳静怡", "吕海燕", "单立新"),
        ("44", "06", "455", "463"),
        "",
        "",
    ),
    Entry(
        "JOUR",
        "Treadmill intensity, heat-shock protein 70 in muscle exosomes and the differentiation of osteoblasts",
        SPORT,
        2024,
        ("Ouyang, Jingyi", "Lyu, Haiyan", "Shan, Lixin"),
        ("44", "6", "455", "463"),
        "puzzle.9",
        "",
    ),
)

#: One word of the title is another: two experiments of one group.
SIBLINGS = (
    Entry(
        "JOUR",
        "Downhill running raises IGFBP5 in muscle vesicles and trabecular number in young rats",
        BONE,
        2024,
        LAB,
        ("31", "4", "377", "385"),
        "",
        DOWNHILL,
    ),
    Entry(
        "JOUR",
        "Downhill running raises IGFBP5 in muscle vesicles and trabecular number in aged rats",
        BONE,
        2024,
        LAB,
        ("31", "4", "", ""),
        "",
        "",
    ),
)

CORRECTION = (
    Entry(
        "JOUR",
        "Whole-body vibration and circulating muscle vesicles in older women: a pilot trial",
        VESICLES,
        2023,
        TEAM,
        ("12", "3", "201", "210"),
        "puzzle.1",
        VIBRATION,
    ),
    Entry(
        "JOUR",
        "Erratum: Whole-body vibration and circulating muscle vesicles in older women: a pilot trial",
        VESICLES,
        2023,
        TEAM,
        ("12", "6", "498", "498"),
        "puzzle.2",
        "",
    ),
)

#: A part number that only one of the two records carries.
PARTS = (
    Entry(
        "JOUR",
        "Muscle vesicles in fracture healing under load: part 1",
        TISSUE,
        2022,
        TEAM[:2],
        ("18", "", "", ""),
        "",
        "",
    ),
    Entry(
        "JOUR",
        "Muscle vesicles in fracture healing under load",
        TISSUE,
        2022,
        TEAM[:2],
        ("18", "", "", ""),
        "",
        "",
    ),
)

#: One title on different pages: a slip in one catalogue, or printed twice.
TWO_PAGES = (
    Entry(
        "JOUR",
        "游泳训练对去卵巢小鼠骨形成的影响",
        BONE_ZH,
        2024,
        ("沈思远", "顾立新", "欧阳静怡"),
        ("29", "11", "1033", "1040"),
        "puzzle.5",
        "目的：探讨游泳训练对去卵巢小鼠外泌体的影响。方法：小鼠每日游泳60 min，共8周。结果：外泌体miR-206升高，骨形成率增加。"
        "结论：游泳训练可改善骨形成。",
    ),
    Entry(
        "JOUR",
        "游泳训练对去卵巢小鼠骨形成的影响",
        BONE_ZH,
        2024,
        ("沈思远", "顾立新", "欧阳静怡"),
        ("29", "12", "1120", "1127"),
        "",
        "",
    ),
)

#: A preprint and its article, a conference abstract and its paper: linked, never merged unless the
#: review says so.
REPORTS_OF_ONE_WORK = (
    Entry(
        "UNPB",
        "Exosomal miR-27a-3p from contracting muscle and the mineralisation of osteoblasts",
        "bioRxiv",
        2023,
        LAB,
        ("", "", "", ""),
        "puzzle.6",
        "",
    ),
    Entry(
        "JOUR",
        "Exosomal miR-27a-3p from contracting muscle and the mineralisation of osteoblasts",
        BONE,
        2024,
        LAB,
        ("31", "2", "140", "151"),
        "puzzle.7",
        "",
    ),
    Entry(
        "CONF",
        "Interval training, vesicle myotilin and bone formation in sarcopenic mice",
        "Example Congress of Ageing",
        2022,
        TEAM,
        ("", "", "54", ""),
        "",
        "",
    ),
    Entry(
        "JOUR",
        "Interval training, vesicle myotilin and bone formation in sarcopenic mice",
        SPORT,
        2023,
        (*TEAM, "Rossi, Giulia"),
        ("43", "7", "590", "601"),
        "puzzle.8",
        "",
    ),
)

PUZZLES = (
    *CHINESE_AND_ENGLISH,
    *ONE_ARTICLE,
    *SIBLINGS,
    *CORRECTION,
    *PARTS,
    *TWO_PAGES,
    *REPORTS_OF_ONE_WORK,
)


def write_puzzles() -> SampleFile:
    """The records as the RIS file of a library's portal."""
    return SampleFile("portal", "portal-2024-12-02.ris", "".join(map(_ris, PUZZLES)).encode())


def _ris(entry: Entry) -> str:
    volume, issue, first, last = entry.place
    chinese = not entry.title.isascii()
    note = MADE_UP.zh if chinese else MADE_UP.en
    lines = [("TY", entry.kind), ("TI", entry.title), *(("AU", name) for name in entry.people)]
    lines += [
        ("T2", entry.journal),
        ("PY", str(entry.year)),
        ("VL", volume),
        ("IS", issue),
        ("SP", first),
        ("EP", last),
    ]
    lines += [("DO", f"10.5555/example.{entry.doi}" if entry.doi else ""), ("AB", entry.abstract)]
    lines += [("LA", "中文" if chinese else "English"), ("N1", note)]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n\r\n"
