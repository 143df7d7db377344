"""What the pages themselves say, in English and Chinese."""

from __future__ import annotations

_WORDS = {
    "language": ("English", "中文"),
    "front": ("index.html", "zh/index.html"),
    "skip": ("Skip to the content", "跳到正文"),
    "pages": ("Pages", "页面"),
    "search": ("Search names, in any language", "搜索名称（任何语言）"),
    "explore": ("Explore", "探索"),
    "things": ("Browse", "浏览"),
    "questions": ("Questions", "问题"),
    "sparql": ("SPARQL", "SPARQL"),
    "audit": ("Audit", "核查"),
    "data": ("Data", "数据"),
    "about": ("About", "关于"),
    "release": ("Data of", "数据版本："),
    "licence": ("Licence:", "许可："),
    "downloads": ("Downloads", "下载"),
    "report": ("Report an error", "报告错误"),
    "questions_lead": (
        "Each with its answer, picture, SPARQL and files, and the number of rows behind it.",
        "每个问题附有答案、图示、SPARQL 查询和下载文件；其后为答案行数。",
    ),
    "family_lookup": ("Look-up", "查找"),
    "family_time": ("Time", "时间"),
    "family_provenance": ("Who says so", "出处"),
    "family_contradiction": ("Contradictions", "矛盾"),
    "family_promises": ("Promises", "承诺"),
    "family_figures": ("Figures", "数字"),
    "family_counts": ("Counts", "计数"),
    "family_network": ("Network", "网络"),
    "family_language": ("Names and languages", "名称与语言"),
    "family_coverage": ("What is covered", "覆盖范围"),
    "family_other": ("Others", "其他"),
    "filter_questions": ("Filter questions", "筛选问题"),
    "asked_for": ("Asked here for", "此处所问："),
    "ask_here": ("Ask it otherwise, in this browser", "在浏览器中另行查询"),
    "and_more": ("And more:", "另有："),
    "undated": ("Without a day:", "无日期："),
    "links": ("links", "条连线"),
    "answer": ("Answer", "答案"),
    "needs_value": (
        "It needs a value that only you can give: ask it in this browser.",
        "需要您给出一个值：请在浏览器中查询。",
    ),
    "no_rows": ("No rows.", "没有结果。"),
    "cut_at": ("Cut here; the files hold all. Shown:", "此处截断，下载文件包含全部。显示："),
    "rows_in_files": (
        "Rows that claim the same stand together; rows in the files:",
        "内容相同的行已合并；文件中的行数：",
    ),
    "receipts": ("rests on", "依据"),
    "record": ("record", "记录"),
    "tagline": (
        "Who works with whom, what was promised, what was reported, and who says so",
        "谁与谁合作，承诺了什么，报告了什么，又是谁说的",
    ),
    "front_lead": (
        "A sourced knowledge graph of Ant Group’s sustainability ecosystem. "
        "Every statement leads to its words, its document, its date and its speaker.",
        "蚂蚁集团可持续发展生态的知识图谱。每一条陈述都可追溯到原文、文件、日期和发言者。",
    ),
    "explore_hint": (
        "The network of partnerships as a picture, with years, paths and receipts.",
        "以图示展现合作网络，可按年份、路径查看，并附出处。",
    ),
    "ask": ("Ask", "提问"),
    "ask_hint": (
        "questions with answers, or your own SPARQL.",
        "个带答案的问题，也可自写 SPARQL。",
    ),
    "read": ("Read", "阅读"),
    "read_hint": (
        "What became of the promises, what contradicts what, and on whose word it rests.",
        "承诺如何兑现，哪些说法相互矛盾，依据谁的说法。",
    ),
    "count_things": ("things", "个事物"),
    "count_records": ("records", "条记录"),
    "count_evidence": ("passages", "段原文"),
    "count_sources": ("sources", "份来源"),
    "begin_with": ("Begin with", "从这里开始"),
    "stories": ("Stories:", "故事："),
    "kind_program": ("Programmes", "项目"),
    "kind_organization": ("Organizations", "机构"),
    "kind_person": ("People", "人物"),
    "kind_place": ("Places", "地点"),
    "kind_product": ("Products", "产品"),
    "kind_event": ("Events", "活动"),
    "fan_label": ("and its nearest neighbours", "及其近邻"),
    "fan_most": (
        "Those with most records between them; joined by shortcuts as well:",
        "仅列记录最多者；另有直接关联：",
    ),
    "open_explorer": ("Open in the explorer", "在探索页中打开"),
}


def say(language: str, word: str) -> str:
    """Return what the pages say for a word."""
    english, chinese = _WORDS[word]
    return chinese if language == "zh" else english
