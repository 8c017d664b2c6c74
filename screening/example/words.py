"""Words of the field in both languages, from which the made-up records are composed."""

from typing import NamedTuple


class Term(NamedTuple):
    """One thing, named in English and in Chinese."""

    en: str
    zh: str


VESICLES = (
    Term("skeletal muscle-derived exosomes", "骨骼肌源性外泌体"),
    Term("exosomes from C2C12 myotubes", "C2C12肌管来源外泌体"),
    Term("myoblast-derived extracellular vesicles", "成肌细胞来源细胞外囊泡"),
    Term("muscle-secreted small extracellular vesicles", "骨骼肌分泌的小细胞外囊泡"),
    Term("exosomes released by contracting muscle", "收缩骨骼肌释放的外泌体"),
    Term("exercise-induced circulating exosomes", "运动诱导的循环外泌体"),
)
CARGO = (
    Term("miR-1", "miR-1"),
    Term("miR-133a", "miR-133a"),
    Term("miR-133b", "miR-133b"),
    Term("miR-206", "miR-206"),
    Term("miR-27a-3p", "miR-27a-3p"),
    Term("heat-shock protein 70", "热休克蛋白70"),
    Term("IGFBP5", "IGFBP5"),
    Term("myotilin", "肌收缩蛋白"),
    Term("Prrx2", "中胚层配对同源框蛋白2"),
)
PATHWAYS = (
    Term("Wnt/β-catenin", "Wnt/β-catenin"),
    Term("BMP-2/Smad", "BMP-2/Smad"),
    Term("PI3K/Akt", "PI3K/Akt"),
    Term("OPG/RANKL/RANK", "OPG/RANKL/RANK"),
    Term("AMPK/Sirt1", "AMPK/Sirt1"),
    Term("Notch", "Notch"),
)
BONE = (
    Term("osteoblast differentiation", "成骨细胞分化"),
    Term("bone formation", "骨形成"),
    Term("matrix mineralisation", "骨基质矿化"),
    Term("osteogenic differentiation of marrow stromal cells", "骨髓间充质干细胞成骨分化"),
    Term("trabecular bone mass", "骨小梁骨量"),
    Term("fracture callus formation", "骨折骨痂形成"),
)
BODIES = (
    Term("ovariectomised mice", "去卵巢小鼠"),
    Term("aged rats", "老年大鼠"),
    Term("hindlimb-unloaded rats", "后肢去负荷大鼠"),
    Term("sarcopenic mice", "肌少症小鼠"),
    Term("postmenopausal women", "绝经后女性"),
    Term("older men with low bone mass", "低骨量老年男性"),
    Term("MC3T3-E1 cells", "MC3T3-E1细胞"),
    Term("mice with disuse osteoporosis", "废用性骨质疏松小鼠"),
)
TRAINING = (
    Term("treadmill running", "跑台运动"),
    Term("resistance training", "抗阻训练"),
    Term("high-intensity interval training", "高强度间歇训练"),
    Term("whole-body vibration", "全身振动训练"),
    Term("swimming", "游泳训练"),
    Term("downhill running", "下坡跑运动"),
    Term("moderate endurance exercise", "中等强度耐力运动"),
)
TUMOURS = (
    Term("hepatocellular carcinoma", "肝细胞癌"),
    Term("gastric cancer", "胃癌"),
    Term("breast cancer", "乳腺癌"),
    Term("non-small-cell lung cancer", "非小细胞肺癌"),
    Term("glioma", "胶质瘤"),
    Term("osteosarcoma", "骨肉瘤"),
)
STEM_CELLS = (
    Term("bone marrow mesenchymal stem cells", "骨髓间充质干细胞"),
    Term("adipose-derived stem cells", "脂肪间充质干细胞"),
    Term("umbilical cord stem cells", "脐带间充质干细胞"),
    Term("dental pulp stem cells", "牙髓干细胞"),
)
OTHER_ENDS = (
    Term("knee osteoarthritis", "膝骨关节炎"),
    Term("cartilage repair", "软骨修复"),
    Term("intervertebral disc degeneration", "椎间盘退变"),
    Term("myocardial infarction", "心肌梗死"),
    Term("diabetic wound healing", "糖尿病创面愈合"),
    Term("spinal cord injury", "脊髓损伤"),
    Term("acute kidney injury", "急性肾损伤"),
    Term("peripheral nerve repair", "周围神经修复"),
)
MUSCLE_ENDS = (
    Term("muscle atrophy", "骨骼肌萎缩"),
    Term("myofibre regeneration", "肌纤维再生"),
    Term("insulin sensitivity", "胰岛素敏感性"),
    Term("mitochondrial biogenesis", "线粒体生物合成"),
    Term("grip strength", "握力"),
)
CARRIERS = (
    Term("hydrogel", "水凝胶"),
    Term("liposome", "脂质体"),
    Term("polymer nanoparticle", "聚合物纳米颗粒"),
    Term("engineered exosome", "工程化外泌体"),
)
JOURNALS = (
    Term("Illustrative Journal of Bone Biology", "示例骨生物学杂志"),
    Term("Example Archives of Exercise Physiology", "示例运动生理学报"),
    Term("Sample Journal of Tissue Engineering", "示例组织工程研究"),
    Term("Specimen Reviews in Extracellular Vesicles", "示例细胞外囊泡评论"),
    Term("Model Journal of Geriatric Medicine", "示例老年医学杂志"),
    Term("Pattern Bulletin of Sports Science", "示例体育科学"),
    Term("Template Annals of Endocrinology", "示例内分泌学刊"),
    Term("Mock Journal of Orthopaedics", "示例骨科杂志"),
)
UNIVERSITIES = (
    Term("Example Sport University", "示例体育大学"),
    Term("Sample Medical University", "示例医科大学"),
    Term("Model Normal University", "示例师范大学"),
)
SURNAMES = "林陈周吴郑王冯蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗凤花方俞任袁柳"
COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛")
GIVEN = (
    "若溪",
    "思远",
    "明",
    "子涵",
    "雨桐",
    "浩然",
    "静怡",
    "建国",
    "丽",
    "晓东",
    "梓萱",
    "文博",
    "海燕",
    "志强",
    "欣怡",
    "宇航",
    "佳",
    "俊杰",
    "雪",
    "鹏",
    "慧敏",
    "天佑",
    "婉清",
    "一鸣",
    "春梅",
    "立新",
    "诗涵",
    "伟",
    "嘉懿",
    "国栋",
    "芳",
    "景行",
)
WESTERN = (
    "Keller, Maria",
    "Okafor, Daniel",
    "Lindqvist, Eva",
    "Moreau, Julien",
    "Tanaka, Yuki",
    "Silva, Rafael",
    "Novak, Petra",
    "O'Brien, Sean",
    "Haddad, Leila",
    "Jansen, Pieter",
    "Rossi, Giulia",
    "Kowalski, Adam",
    "Müller, Jürgen",
    "Park, Jiwoo",
    "Singh, Arjun",
    "Dubois, Claire",
    "Hansen, Lars",
    "Costa, Inês",
    "Brown, Emily",
    "García, Lucía",
)
MADE_UP = Term(
    "Made-up record of the worked example, not a real publication.", "示例数据，非真实文献。"
)
