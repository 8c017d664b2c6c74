"""What the protocols of the labelled reviews ask, in our own words: question and what is included,
by name of the set.

Written once, from the titles of the published reviews, before any order was learned with them.
"""

PROTOCOLS: dict[str, tuple[str, ...]] = {
    "Bannach-Brown_2019": (
        "Animal models of depression",
        "Experiments in animals that model depressive-like behaviour, with or without antidepressant treatment",
        "forced swim test, tail suspension, sucrose preference, chronic mild stress, learned helplessness",
    ),
    "Cohen_2006_ACEInhibitors": (
        "Angiotensin converting enzyme inhibitors: effectiveness and safety compared",
        "Randomised trials of benazepril, captopril, enalapril, fosinopril, lisinopril, moexipril, perindopril, quinapril, "
        "ramipril or trandolapril",
        "adults with hypertension, heart failure, coronary disease, recent myocardial infarction or diabetic nephropathy",
    ),
    "Cohen_2006_ADHD": (
        "Drugs for attention deficit hyperactivity disorder: effectiveness and safety compared",
        "Randomised trials of methylphenidate, dexmethylphenidate, amphetamine, dextroamphetamine, atomoxetine or modafinil",
        "children, adolescents or adults with attention deficit hyperactivity disorder",
    ),
    "Cohen_2006_Antihistamines": (
        "Newer antihistamines: effectiveness and safety compared",
        "Randomised trials of cetirizine, loratadine, desloratadine or fexofenadine",
        "adults or children with seasonal or perennial allergic rhinitis or urticaria",
    ),
    "Cohen_2006_BetaBlockers": (
        "Beta-adrenergic blockers: effectiveness and safety compared",
        "Randomised trials of atenolol, bisoprolol, carvedilol, metoprolol, nadolol, propranolol or timolol",
        "adults with hypertension, angina, heart failure, atrial arrhythmia, migraine or recent myocardial infarction",
    ),
    "Cohen_2006_Estrogens": (
        "Hormone therapy after menopause: preparations of estrogen compared",
        "Randomised trials of conjugated estrogens, estradiol, esterified estrogens or estropipate, oral or transdermal",
        "postmenopausal women; hot flashes, quality of life, bone density, fractures",
    ),
    "Cohen_2006_OralHypoglycemics": (
        "Oral hypoglycemic drugs: effectiveness and safety compared",
        "Randomised trials of sulfonylureas, glipizide, glyburide, glimepiride, chlorpropamide, repaglinide or nateglinide",
        "adults with type 2 diabetes; glycated haemoglobin, hypoglycemia, weight",
    ),
    "Cohen_2006_Triptans": (
        "Triptans: effectiveness and safety compared",
        "Randomised trials of almotriptan, eletriptan, frovatriptan, naratriptan, rizatriptan, sumatriptan, zolmitriptan",
        "adults with acute migraine; headache relief, pain free at two hours",
    ),
    "Hannousse_2022_Goulao_2016": (
        "Quality in model-driven engineering: a tertiary study",
        "Systematic reviews and mapping studies of model-driven engineering that deal with quality",
    ),
    "Hannousse_2022_Santos_2018": (
        "What code smells do: a systematic review",
        "Empirical studies of the effect of code smells on software development: maintenance, effort, changes, defects",
    ),
    "Kitchenham_2010": (
        "Systematic literature reviews in software engineering: a tertiary study",
        "Systematic literature reviews and mapping studies of software engineering, evidence-based software engineering",
    ),
    "Kwok_2020": (
        "Virus metagenomics in farm animals",
        "Studies that use metagenomic sequencing to find viruses in pigs, cattle, poultry or other livestock",
    ),
    "Nagtegaal_2019": (
        "Nudging healthcare professionals towards evidence-based medicine",
        "Studies of nudges that change the behaviour of physicians, nurses or other healthcare professionals",
        "choice architecture, reminders, defaults, feedback, prompts, adherence to guidelines",
    ),
    "van_de_Schoot_2017": (
        "Trajectories of posttraumatic stress disorder",
        "Longitudinal studies of posttraumatic stress symptoms after trauma that use latent growth mixture modelling or "
        "latent class growth analysis",
    ),
}
