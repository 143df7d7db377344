"""What the pages themselves say, in English and Chinese."""

from __future__ import annotations

_WORDS = {
    "language": ("English", "中文"),
    "front": ("index.html", "zh/index.html"),
    "skip": ("Skip to the content", "跳到正文"),
    "pages": ("Pages", "页面"),
    "search": ("Search names, in any language", "搜索名称（任何语言）"),
    "explore": ("Explore", "探索"),
    "things": ("Things", "事物"),
    "questions": ("Questions", "问题"),
    "sparql": ("SPARQL", "SPARQL"),
    "audit": ("Audit", "核查"),
    "data": ("Data", "数据"),
    "about": ("About", "关于"),
    "release": ("Data of", "数据版本："),
    "licence": ("Licence:", "许可："),
    "downloads": ("Downloads", "下载"),
    "report": ("Report an error", "报告错误"),
}


def say(language: str, word: str) -> str:
    """Return what the pages say for a word."""
    english, chinese = _WORDS[word]
    return chinese if language == "zh" else english
