"""What the page is given: everything that it can tell for itself is left out, to keep it small.

`unpack.js` puts back what is left out here; each rule has its counterpart there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.vocabulary import expand

Content = dict[str, Any]

_OF_PYVIS = ("color", "shape", "arrows")  # what pyvis adds and our picture does not ask for


def packed(content: Content) -> Content:
    """Return the content of the page without what follows from the rest of it."""
    labels = {node["id"]: node["label"] for node in content["nodes"]}
    receipts = [r for record in content["records"].values() for r in record.get("receipts", [])]
    return {
        **content,
        "nodes": [_node(node) for node in content["nodes"]],
        "edges": [_edge(edge, labels) for edge in content["edges"]],
        "records": {iri: _record(iri, of, labels) for iri, of in content["records"].items()},
        "voiceNames": {r["voice"]: r["voiceName"] for r in receipts if "voiceName" in r},
        "relations": {
            edge["relation"]: edge["words"]
            for edge in content["edges"]
            if edge["relation"] not in labels
        },
        "communities": {
            str(node["community"]): node["communityName"]
            for node in content["nodes"]
            if "community" in node
        },
    }


def _node(node: Content) -> Content:
    """Return a thing without its records, which name it, and without what its identity says."""
    only_name = [{"text": node["label"], "language": "en"}]
    return _without(
        node,
        *_OF_PYVIS,
        "records",
        "communityName",
        iri=expand(node["id"]),
        kind=node["id"].partition(":")[0],
        names=only_name,
        themes=[],
        degree=0,
        betweenness=0,
    )


def _edge(edge: Content, labels: Mapping[str, str]) -> Content:
    partners = edge["lens"] == "partners"
    words = labels.get(edge["relation"], edge["words"])
    kept = _without(
        edge, *_OF_PYVIS, words=words, bothWays=partners, style="stated", lens="everything"
    )
    return kept | {"records": edge["records"][0] if len(edge["records"]) == 1 else edge["records"]}


def _record(iri: str, record: Content, labels: Mapping[str, str]) -> Content:
    kept = dict(record)
    if "parts" in record:
        kept["parts"] = [_without(p, name=labels.get(p["thing"])) for p in record["parts"]]
    if "receipts" in record:
        kept["receipts"] = [
            _receipt(receipt, f"evidence:{iri.replace(':', '-')}-{at}", labels)
            for at, receipt in enumerate(record["receipts"], start=1)
        ]
    return kept


def _receipt(receipt: Content, iri: str, labels: Mapping[str, str]) -> Content:
    speaker = labels.get(receipt.get("by", ""))
    return _without(receipt, "voiceName", iri=iri, stance="supports", speaker=speaker)


def _without(values: Content, *names: str, **usual: object) -> Content:
    """Return all but the named values, and but those that are as usual."""
    return {
        key: value
        for key, value in values.items()
        if key not in names and not (key in usual and usual[key] == value)
    }
