"""SinoMed 中国生物医学文献服务系统. Source: SinoMed 高级检索说明 ("词"[常用字段:智能],
"词"[主题词]).
"""

from screening.strategies._syntax import Fields, Syntax

SYNTAX = Syntax(
    key="sinomed",
    label="SinoMed",
    form=Fields.NAMED,
    free=("常用字段:智能",),
    fields=frozenset(
        (
            "常用字段:智能",
            "常用字段",
            "全部字段",
            "全部字段:智能",
            "中文标题",
            "中文标题:智能",
            "英文标题",
            "摘要",
            "摘要:智能",
            "关键词",
            "关键词:智能",
            "主题词",
            "特征词",
            "作者",
            "刊名",
            "出版日期",
            "不加权:扩展",
            "不加权:不扩展",
            "加权:扩展",
        )
    ),
    heading='"%s"[不加权:扩展]',
    truncation="",
    chinese=True,
    always_quoted=True,
    line="#%s",
)
