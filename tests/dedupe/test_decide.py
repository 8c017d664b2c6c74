from itertools import pairwise

import pytest

from screening.dedupe.compare import compare
from screening.dedupe.decide import judge
from screening.dedupe.policy import DEFAULT, RELATIONS
from screening.dedupe.prepare import prepare
from screening.dedupe.rules import RELATION, RULES, Surroundings
from screening.dedupe.title_differences import compare_wording
from screening.dedupe.weights import CARD
from tests.dedupe.cases import read_cases

PAIRS = [(prepare(a, 1), prepare(b, 2)) for case in read_cases() for a, b in pairwise(case.records)]


@pytest.mark.parametrize("pair", PAIRS)
def test_judge_is_symmetric(pair):
    a, b = pair
    assert compare(a, b).levels() == compare(b, a).levels()
    one, two = (
        judge(a, b, DEFAULT, Surroundings(), True),
        judge(b, a, DEFAULT, Surroundings(), True),
    )
    assert (one.outcome, one.score, one.rules) == (two.outcome, two.score, two.rules)


def test_every_level_of_the_card_is_reachable_by_name():
    for a, b in PAIRS:
        for feature, level in compare(a, b).levels():
            assert level in CARD[feature]


def test_relations_of_rules_are_those_of_the_policy():
    assert {rule.relation for rule in RULES.values() if rule.effect == RELATION} == set(RELATIONS)


@pytest.mark.parametrize(
    ("a", "b", "swapped"),
    [
        ("hydrogen sulfide in rats", "hydrogen sulfide in mice", True),
        ("ischaemia of the heart", "ischemia of the heart", False),
        ("a trial of sleep in adults", "trial of sleep", False),
        ("糖尿病大鼠肾组织的保护", "糖尿病小鼠肾组织的保护", True),
        ("代谢综合征患者血尿酸", "代谢综合症患者血尿酸", False),
        ("老年人的跌倒", "老年人跌倒", False),
        ("costs of dapagliflozin in adults", "costs of canagliflozin in adults", True),
        ("valsartan and proteinuria", "losartan and proteinuria", True),
        ("pharmacokinetics of a tablet", "pharmacodynamics of a tablet", True),
        ("neuropathy in adults", "nephropathy in adults", True),
        ("unilateral knee replacement", "bilateral knee replacement", True),
        ("care of outpatients", "care of inpatients", True),
        ("sleep in diabetes", "sleep in prediabetes", True),
        ("a recieved dose of sulphate", "a received dose of sulfate", False),
        ("leucaemia in paediatric care", "leukaemia in pediatric care", False),
        ("evaluating diabetic care", "evaluation of diabetes care", False),
        ("糖尿病患者的睡眠", "糖尿病前期患者的睡眠", True),
        ("临床甲状腺功能减退", "亚临床甲状腺功能减退", True),
        ("缬沙坦与蛋白尿", "氯沙坦与蛋白尿", True),
    ],
)
def test_compare_wording_tells_another_word_from_a_slip(a: str, b: str, swapped: bool):
    assert compare_wording(a, b).swapped == swapped
