"""The names that databases and tools give their columns."""

from collections.abc import Mapping

#: The same in Japanese, Korean, Russian, Ukrainian, Polish, Turkish, Czech, Dutch, Nordic, Greek,
#: Arabic, …
_OTHERS: Mapping[str, str] = {
    "title":
        "タイトル|和文タイトル|論文タイトル|論題|題名|標題|表題|論文名|제목|논문명|논문제목|표제|название|"
        "название статьи|заглавие|заголовок|назва|назва статті|tytuł|başlık|název|název článku|tittel|"
        "otsikko|cím|τίτλος|العنوان|عنوان|כותרת",
    "authors":
        "著者名|筆者|著者|저자|저자명|авторы|автор|автори|autorzy|yazarlar|yazar|autoři|auteurs|"
        "författare|forfattere|tekijät|szerzők|συγγραφείς|المؤلفون|المؤلف|نویسندگان|מחברים",
    "year":
        "発行年|刊行年|発表年|발행연도|발행년도|발행년|출판연도|연도|год|год публикации|год издания|"
        "рік|рік публікації|rok|rok wydania|yıl|jaar|år|vuosi|év|έτος|السنة|سال|שנה",
    "date":
        "発行日|発行年月|出版年月|발행일|дата|дата публикации|дата публікації|data publikacji",
    "journal":
        "雑誌名|雑誌|掲載誌|掲載雑誌|誌名|収録刊行物|収載誌名|학술지명|학술지|저널명|저널|수록지|журнал|"
        "название журнала|источник|издание|назва журналу|джерело|czasopismo|dergi|časopis|tijdschrift|"
        "tidskrift|tidsskrift|lehti|folyóirat|περιοδικό|المجلة|مجله|כתב עת",
    "volume":
        "巻|巻数|권|том|tom|cilt|ročník|jaargang|évfolyam|τόμος|المجلد",
    "issue":
        "号|호|номер|выпуск|випуск|№|numer|zeszyt|sayı|číslo|τεύχος|العدد",
    "pages":
        "ページ|頁|頁次|頁數|掲載ページ|収録ページ|페이지|쪽|수록면|страницы|стр|сторінки|strony|"
        "sayfalar|sayfa|strany|pagina's|sidor|sider|sivut|oldalak|σελίδες|الصفحات",
    "abstract":
        "抄録|要旨|概要|초록|аннотация|реферат|анотація|streszczenie|özet|abstrakt|samenvatting|"
        "sammanfattning|sammendrag|tiivistelmä|összefoglaló|περίληψη|الملخص|چکیده|תקציר",
    "keywords":
        "キーワード|シソーラス用語|키워드|주제어|색인어|ключевые слова|ключові слова|słowa kluczowe|"
        "anahtar kelimeler|klíčová slova|trefwoorden|nyckelord|nøkkelord|avainsanat|kulcsszavak|"
        "λέξεις κλειδιά|الكلمات المفتاحية|کلیدواژه|מילות מפתח",
    "language":
        "言語|本文言語|언어|язык|мова|język|dil|jazyk|taal|språk|kieli|γλώσσα|اللغة",
    "publisher":
        "発行者|発行元|발행기관|발행처|출판사|издательство|видавництво|wydawca|yayıncı|vydavatel|"
        "uitgever|verlag|éditeur",
    "number":
        "文献番号|医中誌id",
}  # fmt: skip

#: Our field names and, best first, the column names that mean them (lower case, blanks evened out).
FIELDS: Mapping[str, tuple[str, ...]] = {
    name: tuple(f"{aliases}|{_OTHERS.get(name, '')}".strip("|").split("|"))
    for name, aliases in {
        "title":
            "article title|document title|item title|study title|title|primary title|primary_title|"
            "title primary|ti|t1|"
            "article name|paper name|brief title|display name|public title|publication title/name|"
            "scientific title|official title|name|题名|标题|篇名|论文题目|文献标题|文题|题目|文献题名|"
            "文章标题|中文标题|来源篇名|题 名|论文名称|文献名称|文章名称|标题名称|titel|titre|título|titulo|titolo",
        "title_translated":
            "title translated|translated title|original title|original (non-english) title|english title|"
            "vernacular title|original foreign title|英文标题|英文题名|英文篇名",
        "authors":
            "author full names|authors|authors, primary|primary authors|author(s)|author/s|author|author names|"
            "author s|au|af|first authors|creator|"
            "creators|contributors|authorships.author.display name|authorships.raw author name|investigators|"
            "author string|"
            "作者|作者姓名|来源作者|全部作者|著者|first author|第一作者|verfasser|autor|autoren|autori|"
            "autores|auteur|auteurs",
        "editors":
            "editors|editor|editor(s)|book editors|be|book editor|authors, secondary|secondary authors|编者|主编|编辑",
        "translators": "translators|translator|译者",
        "authors_translated": "authors translated|translated authors|英文作者",
        "year":
            "publication year|year|pubyear|publication year(s)|published year|year published|py|pub year|yr|"
            "publication_year|年|"
            "年份|年代|出版年|发表年|发表年份|出版年份|发表年度|出版年度|年度|jahr|année|annee|año|ano|anno|"
            "erscheinungsjahr",
        "date":
            "publication date|date published|published date|date|cover date|pubtime|start date|online date|"
            "date of publication|first posted|date registration3|date registration|issue date|"
            "pub month & day|pub date free form|first publication date|发表时间|出版时间|出版日期|日期|"
            "发表日期|pubdate|"
            "publication date (print)",
        "journal":
            "source title|publication title|journal/book|periodical full|full journal|journal|journal title|"
            "journal name|publication|so|jf|"
            "primary location.source.display name|source|host venue|venue|book title|secondary title|"
            "container title|parent title|booktitle|periodical|published in|刊名|来源|期刊|文献来源|来源期刊|"
            "期刊名称|刊物名称|出处|来源出版物|pubtitle|title secondary|periodical abbrev|periodical|"
            "zeitschrift|revue|revista|rivista|titre de la revue",
        "journal_translated": "journal translated|translated journal|英文刊名",
        "volume": "volume|journal volume|volume number|vol|vl|biblio.volume|roll|卷|卷号|band|tome",
        "issue": "issue|issue number|journal issue|number|is|period|no|biblio.issue|期|期号|heft|numéro|número",
        "pages":
            "pages|page|page range|pg|pagination|article pages|page info|page count-页码|pagecount-页码|页码|页|"
            "起止页码|起止页|页码范围|seiten|páginas|paginas",
        "start_page":
            "start page|page start|first page|beginning page|starting page|sp|bp|biblio.first page|起始页|"
            "startpage",
        "end_page": "end page|page end|last page|other pages|ending page|ep|biblio.last page|结束页",
        "article_number": "article number|art. no.|art no|elocation id|ar",
        "doi": "doi|item doi|digital object identifier|di|do|doi link|doi号|digitalobjectidentifier",
        "pmid": "pmid|pubmed id|pubmed|pubmed number|pubmed_id|pubmedid|pm|medline pmid|ids.pmid",
        "pmcid": "pmcid|pmc id|pmc|pmc_id",
        "issn":
            "issn|issns|eissn|e-issn|print issn|electronic issn|journal issn|sn|ei|issn l|issn/isbn|isbn/issn|"
            "issn(s)|"
            "primary location.source.issn|primary location.source.issn l|issn print|issn online|online issn|"
            "issn (print)|"
            "issn (electronic)|linking issn|issn-l|issn号|国际标准刊号|国际标准连续出版物号",
        "isbn": "isbn|isbns|bn|e-isbn|eisbn|isbn(s)|print isbn|electronic isbn|isbn (print)|国际标准书号|isbn号",
        "url":
            "url|link|urls|study url|open url link|external url|source urls|source url|web address|"
            "primary location.landing page url|ul|ur|landing page|article url|full text url|"
            "full text link|网址|链接|原文链接|url-网址|"
            "documenturl|plink|dimensions url|articleurl|fulltext url|full-text url|fulltexturl|links|"
            "embase link|doclink|full text link|cochrane url",
        "language":
            "language|language of original document|languages|la|article language|language of article|语言|"
            "语种|文种|"
            "sprache|langue|idioma",
        "abstract":
            "abstract|abstract note|summary|brief summary|description|ab|n2|abstract text|摘要|文摘|中文摘要|"
            "内容摘要|abs|zusammenfassung|résumé|resume|resumen|resumo|riassunto",
        "abstract_translated":
            "abstract translated|translated abstract|original abstract|original non-english abstract|"
            "original (non-english) abstract|英文摘要",
        "keywords":
            "keywords|author keywords|keyword|key words|keywords.display name|manual tags|subject terms|de|kw|"
            "conditions|condition|tags|"
            "mesh terms|index keywords|automatic tags|keywords plus|emtree medical index terms|ieee terms|id|"
            "descriptor(s)|descriptors|subject headings|subject heading(s)|mesh|mesh headings|ky|"
            "emtree drug index terms (major focus)|emtree drug index terms|"
            "emtree medical index terms (major focus)|"
            "关键词|主题词|中文关键词|关键字|identifierkeywords|subjects|schlagwörter|schlüsselwörter|"
            "mots-clés|mots clés|palabras clave|palavras-chave",
        "keywords_translated": "keywords translated|translated keywords|英文关键词",
        "type":
            "document type|item type|publication type|type of reference|content type|type|pt|dt|article type|"
            "record type|reference type|pub type|srcdatabase|文献类型|资料类型|类型|来源库|documenttype|"
            "articletype|"
            "doctype",
        "edition": "edition|book edition|版次|版本",
        "accessed": "accessed|access date|date accessed|urldate|访问日期|引用日期",
        "publisher":
            "publisher|publisher name|pu|book publisher|primary location.source.host organization name|"
            "lead sponsor|sponsor|primary sponsor|institution|出版社|出版者",
        "place":
            "place published|place of publication|publisher city|place|publisher location|city|location|"
            "place_published|出版地|"
            "placeofpublication",
        "source_database":
            "source database|database|database name|cite source|cite sources|sub file/database|db|longdbname|"
            "source db|database provider|data source|source_database|资料来源|"
            "数据库|检索数据库",
        "trial":
            "nct number|ctgov id|ictrp id|clinicaltrials.gov id|trial registration|trial registration number|"
            "trialid|trial id|clinical trial numbers|nct id|registration number|main id|注册号",
        "wos": "ut (unique wos id)|ut|unique wos id|wos id",
        "eid": "eid|scopus id",
        "identifiers": "identifiers|other ids|secondary ids|secondary id|secondary id(s)|trial numbers",
        "central": "central id|cochrane id|cochrane library id|central number",
        "embase": "embase id|embase accession id|embase accession number|pui",
        "number":
            "accession number|an|itemid|item id|storeid|store id|lens id|publication id|ids.openalex|openalex id|"
            "cinahl id|psycinfo id|"
            "eric number|lilacs id|记录号|流水号",
        "notices": "notices|retraction|update type|is retracted",
        "notes": "notes|note|comments|extra|user notes|n1|备注",
    }.items()
}  # fmt: skip
