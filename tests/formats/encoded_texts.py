"""Made-up references in many languages and encodings,
to measure how well the encoding of a file is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

#: Language to encodings, names, and sentences.
LANGUAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "pl": (
        ("cp1250", "iso8859-2"),
        ("Wójcik, Łukasz", "Świątek, Żaneta", "Gąsior, Paweł", "Dąbrowska, Małgorzata"),
        (
            "Wpływ żelaza na jakość życia osób starszych", "Badanie przekrojowe niedokrwistości w podeszłym wieku",
            "Wyniki były istotne, a częstość powikłań mała", "Ocena skuteczności leczenia u chorych z niewydolnością serca",
            "Wprowadzenie: niedobór żelaza jest częsty w populacji dorosłych",
        ),
    ),
    "cs": (
        ("cp1250", "iso8859-2"),
        ("Dvořák, Jiří", "Nováková, Zdeňka", "Šťastný, Luboš", "Říha, Ondřej"),
        (
            "Vliv železa na kvalitu života starších osob", "Průřezová studie anémie ve vyšším věku",
            "Výsledky byly statisticky významné u všech pacientů", "Účinnost léčby při srdečním selhání",
            "Úvod: nedostatek železa je častý, příznaky však bývají nenápadné",
        ),
    ),
    "hu": (
        ("cp1250", "iso8859-2"),
        ("Kovács, Jenő", "Szűcs, Erzsébet", "Tóth, Győző", "Kőszegi, Ödön"),
        (
            "A vashiány hatása az idősek életminőségére", "Keresztmetszeti vizsgálat idős betegek körében",
            "Az eredmények jelentős különbséget mutattak a két csoport között", "A kezelés hatékonysága szívelégtelenségben",
            "Bevezetés: a vérszegénység gyakori, de ritkán ismerik fel időben",
        ),
    ),
    "ru": (
        ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic"),
        ("Иванов И. И.", "Петрова А. А.", "Щербаков Ю. Ф.", "Кузнецова Е. В."),
        (
            "Анемия и качество жизни у пожилых людей", "Рандомизированное испытание препаратов железа",
            "Цель: изучить связь анемии и качества жизни", "Методы: анкетирование больных с сердечной недостаточностью",
            "Результаты показали значимые различия между группами",
        ),
    ),
    "uk": (
        ("cp1251", "koi8-u"),
        ("Шевченко Т. Г.", "Ковальчук І. Є.", "Їжакевич О. П.", "Бойко Н. В."),
        (
            "Анемія та якість життя людей похилого віку", "Рандомізоване дослідження препаратів заліза",
            "Мета: вивчити зв'язок анемії з якістю життя", "Методи: опитування хворих із серцевою недостатністю",
            "Результати засвідчили значущі відмінності між групами",
        ),
    ),
    "bg": (
        ("cp1251",),
        ("Иванов, Стоян", "Георгиева, Цветелина", "Димитров, Любомир", "Петкова, Ваня"),
        (
            "Анемия и качество на живот при възрастни хора", "Рандомизирано изпитване на препарати с желязо",
            "Цел: да се проучи връзката между анемията и качеството на живот", "Методи: анкетно проучване сред болни",
            "Резултатите показаха значими разлики между двете групи",
        ),
    ),
    "el": (
        ("cp1253", "iso8859-7"),
        ("Παπαδόπουλος, Γ.", "Νικολάου, Ε.", "Αντωνίου, Χ.", "Δημητρίου, Σ."),
        (
            "Αναιμία και ποιότητα ζωής στους ηλικιωμένους", "Τυχαιοποιημένη δοκιμή σκευασμάτων σιδήρου",
            "Σκοπός: η μελέτη της σχέσης αναιμίας και ποιότητας ζωής", "Μέθοδος: έρευνα με ερωτηματολόγιο σε ασθενείς",
            "Τα αποτελέσματα έδειξαν σημαντικές διαφορές μεταξύ των ομάδων",
        ),
    ),
    "tr": (
        ("cp1254", "iso8859-9"),
        ("Öztürk, Şule", "Çağlar, İdris", "Yıldız, Ayşe", "Güneş, Oğuz"),
        (
            "Yaşlılarda anemi ve yaşam kalitesi üzerine çalışma", "Demir preparatlarının rastgele kontrollü denemesi",
            "Amaç: anemi ile yaşam kalitesi arasındaki ilişkiyi araştırmak", "Yöntem: hastalara anket uygulandı, sonuçlar değerlendirildi",
            "Gruplar arasında anlamlı farklılıklar olduğu görüldü",
        ),
    ),
    "ja": (
        ("euc-jp", "shift_jis", "cp932", "iso2022-jp"),
        ("山田 太郎", "鈴木 花子", "佐藤 一郎", "高橋 美咲"),
        (
            "高齢者における貧血と生活の質に関する検討", "鉄剤投与のランダム化比較試験",
            "目的:高齢者の貧血と生活の質の関係を調べた。", "方法:質問紙調査を行い、結果を解析した。",
            "背景として鉄欠乏は多い。心不全の患者を対象とした。",
        ),
    ),
    "ko": (
        ("euc-kr", "cp949", "iso2022-kr"),
        ("김민수", "이영희", "박지훈", "최수진"),
        (
            "노인의 빈혈과 삶의 질에 관한 연구", "철분 투여의 무작위 대조 시험",
            "목적: 노인의 빈혈과 삶의 질의 관계를 조사하였다.", "방법: 설문 조사를 실시하고 자료를 분석하였다.",
            "결과: 두 군 사이에 유의한 차이가 있었다.",
        ),
    ),
    "zh": (
        ("gb18030", "gb2312"),
        ("张三", "李四", "欧阳修文", "王小明"),
        (
            "老年人贫血与生活质量关系的研究", "铁剂治疗的随机对照试验",
            "目的：探讨老年人贫血与生活质量的关系。", "方法：采用问卷调查，并进行统计分析。",
            "结果显示两组之间差异有统计学意义，结论可靠。",
        ),
    ),
    "zh-Hant": (
        ("big5",),
        ("張三", "李四", "歐陽修文", "王小明"),
        (
            "老年人貧血與生活品質關係的研究", "鐵劑治療的隨機對照試驗",
            "目的：探討老年人貧血與生活品質的關係。", "方法：採用問卷調查，並進行統計分析。",
            "結果顯示兩組之間差異有統計學意義，結論可靠。",
        ),
    ),
    "fr": (
        ("cp1252", "latin-1"),
        ("Lefèvre, Hélène", "Bénard, François", "Chrétien, Noël", "Gérard, Aimée"),
        (
            "Effet du fer sur la qualité de vie des personnes âgées", "Étude transversale de l'anémie chez le sujet âgé",
            "Les résultats étaient significatifs, la fréquence élevée", "Méthodes : enquête menée auprès des malades hospitalisés",
            "L'efficacité du traitement a été évaluée à l'hôpital",
        ),
    ),
    "de": (
        ("cp1252", "latin-1"),
        ("Müller, Jörg", "Schäfer, Käthe", "Groß, Günther", "Löffler, Ömer"),
        (
            "Einfluss von Eisen auf die Lebensqualität älterer Menschen", "Querschnittsstudie zur Blutarmut im höheren Alter",
            "Die Ergebnisse fielen deutlich größer aus als erwartet", "Methoden: Befragung der Kranken über mehrere Jahre",
            "Für die Prüfung der Wirksamkeit wurden zwölf Häuser gewählt",
        ),
    ),
    "es": (
        ("cp1252", "latin-1"),
        ("Muñoz, José María", "García Peña, Begoña", "Núñez, Ángel", "Ibáñez, Sofía"),
        (
            "Efecto del hierro en la calidad de vida de las personas mayores", "Estudio transversal sobre la anemia en el niño",
            "Los resultados fueron significativos según la evaluación clínica", "Métodos: encuesta a enfermos durante tres años",
            "¿Es eficaz la administración de hierro? Conclusión: sí, además es económica",
        ),
    ),
}  # fmt: skip

ENGLISH = (
    "Iron supplementation in older people: a randomised trial",
    "Quality of life in heart failure and anaemia",
    "Results were similar in both groups after twelve months.",
    "Methods: we searched four databases and screened twice.",
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """One file: its bytes, the encodings in which it may rightly be read, the text it must give,
    its language.
    """

    name: str
    language: str
    encoding: str
    text: str
    data: bytes


def files() -> Iterator[Encoded]:
    """One to four files for each language and encoding: a single record, several, mostly English,
    and as a table.
    """
    for language, (encodings, people, sentences) in LANGUAGES.items():
        for encoding in encodings:
            shapes = {
                "one": _ris(people[:2], sentences[0], sentences[2]),
                "several": "".join(
                    _ris(people[n : n + 1], sentences[n], sentences[-n]) for n in range(1, 4)
                ),
                "english": "".join(
                    _ris(("Smith, Ann",), ENGLISH[n % 2], ENGLISH[2 + n % 2]) for n in range(6)
                )
                + _ris(people[:3], ENGLISH[0], sentences[3]),
                "names": _ris(("Smith, Ann",), ENGLISH[1], ENGLISH[2])
                + _ris(people, ENGLISH[0], ENGLISH[3]),
                "table": _table(people, sentences),
                "medline": _medline(people, sentences),
            }
            for shape, text in shapes.items():
                yield Encoded(
                    f"{language}-{encoding}-{shape}",
                    language,
                    encoding,
                    text,
                    text.encode(encoding),
                )


def _ris(people: tuple[str, ...], title: str, abstract: str) -> str:
    authors = "".join(f"AU  - {name}\n" for name in people)
    return f"TY  - JOUR\nTI  - {title}\n{authors}PY  - 2019\nAB  - {abstract}\nER  - \n\n"


def _table(people: tuple[str, ...], sentences: tuple[str, ...]) -> str:
    rows = (
        f'"{text}","{"; ".join(people[:2])}",20{20 + n},"{sentences[-1 - n]}"\n'
        for n, text in enumerate(sentences)
    )
    return "Title,Authors,Year,Abstract\n" + "".join(rows)


def _medline(people: tuple[str, ...], sentences: tuple[str, ...]) -> str:
    authors = "".join(f"FAU - {name}\n" for name in people)
    return f"PMID- 30000001\nTI  - {sentences[1]}\n{authors}AB  - {sentences[3]}\nDP  - 2020 May\nLA  - eng\n\n"
