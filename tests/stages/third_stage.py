"""A made-up third stage, there before anything else is loaded:
`pytest -p tests.stages.third_stage …`.
"""

import screening.stages
from screening.stages import Stage, in_flow_order

STAGE = Stage(
    key="appraisal",
    label="Quality appraisal",
    after="full-text",
    votes_needed=2,
    verdicts=("include", "exclude"),
    reason_required=True,
    lenient=False,
    retrieval=False,
    code="QA",
    waits="await_qa",
    excluded="qa_exclude",
    waits_label="Awaiting appraisal",
    excluded_label="Excluded for its quality",
    decisions="Appraisal decisions",
    dates="Appraisal dates",
    named={"en": "methods of studies", "zh-hans": "质量评价"},
    named_fully={"en": "Methods of studies", "zh-hans": "质量评价（方法学）"},
)
screening.stages.STAGES = in_flow_order({**screening.stages.STAGES, STAGE.key: STAGE})
