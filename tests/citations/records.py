"""Made-up records of every kind, in both languages (DOIs under 10.5555,
addresses under example.org).
"""

from screening.records.record import Record

RECORDS = {
    "zh_article": Record(
        title="骨骼肌源性外泌体调控骨形成的研究进展", authors=("高亚", "欧阳, 修文", "李四", "王五"), language="zh",
        journal="示例组织工程研究", year=2026, volume="30", issue="13", pages="3379-3391", doi="10.5555/zh.340",
        url="https://example.org/zh",
    ),
    "en_article": Record(
        title="Muscle exosomes in bone: an example.", authors=("Page, Matthew J", "McKenzie JE", "van der Berg, Jean-Luc"),
        journal="Example J Bone", year=2021, volume="372", issue="5/6", pages="1106–1111", doi="10.5555/en.71",
        url="https://example.org/en",
    ),
    "en_many": Record(
        title="A trial of many hands", journal="Example Med", year=2020, volume="8", pages="e12",
        authors=("Peebles, P. Z., Jr.", "Page MJ", "World Health Organization", "O’Neil, Ann", "Li, Xiao-Ming",
                 "Smith, A", "Jones, B", "Brown, C"),
    ),
    "zh_no_volume": Record(title="四库馆私家抄校书考略", authors=("杨洪升",), journal="文献示例", year=2013, issue="1",
                           pages="56-75", language="zh"),
    "zh_thesis": Record(title="运动对骨代谢的影响", type="thesis", authors=("王琦",), publisher="示例大学", place="武汉",
                        year=2022, language="zh"),
    "en_thesis": Record(title="Infrared studies on solid oxygen", type="thesis", authors=("Cairns, B. R.",),
                        publisher="Example University", place="Berkeley", year=1965),
    "zh_book": Record(title="银行业的未来", type="book", authors=("博伯尔",), publisher="示例出版社", place="北京", year=2023,
                      pages="35", language="zh"),
    "en_chapter": Record(title="Exosomes in bone", type="chapter", authors=("Weinstein, L", "Swartz, M N"),
                         journal="Pathologic physiology", publisher="Saunders", place="Philadelphia", year=1974,
                         pages="457-472"),
    "zh_conference": Record(title="手卫生干预效果研究", type="conference", authors=("李妍", "王莹"), year=2022, pages="2",
                            journal="第31次示例学术年会", language="zh"),
    "en_conference": Record(title="Photoelasticity", type="conference", authors=("Fourney, M E",), year=1971,
                            journal="Symposium on Holography", publisher="ASME", place="New York", pages="17-38"),
    "zh_web": Record(title="示例博物馆志愿服务章程", type="web", authors=("示例博物馆",), date="2021-04-21", year=2021,
                     url="https://example.org/museum", language="zh"),
    "en_web": Record(title="Example Library", type="web", url="https://example.org/library"),
    "en_preprint": Record(title="Cooperative response of atoms", type="preprint", authors=("Jenkins, Stewart D",),
                          journal="arXiv", year=2012, doi="10.5555/arxiv.1", url="https://example.org/preprint"),
    "zh_newspaper": Record(title="数字革命与竞争", type="newspaper", authors=("丁文详",), journal="示例日报", language="zh",
                           date="2000-11-20", year=2000, pages="15"),
    "zh_patent": Record(title="全智能节电器", type="patent", authors=("邓一刚",), date="2008-01-16", year=2008,
                        identifiers=(("patent", "CN000000001A"),), language="zh"),
    "en_dataset": Record(title="Bone data", type="dataset", authors=("Doe, Jane",), publisher="Example Data", year=2024,
                         doi="10.5555/data", url="https://example.org/data"),
    "en_of_chinese": Record(title="Effect of exercise on bone", authors=("高亚",), authors_translated=("Gao, Ya",),
                            journal="Example J", year=2024, language="zh"),
}  # fmt: skip
