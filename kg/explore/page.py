"""One page out of many parts: pyvis carries things and lines, our template does the rest."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from kg import network, paths
from kg.explore.corners import tucked
from kg.explore.lines import Line, shared_programs, statements
from kg.explore.looks import looks_of
from kg.explore.measures import measures_of
from kg.explore.packing import packed
from kg.explore.records import records_of, sources_of, theme_names, themes_of
from kg.explore.rows import Names, Row, names_of, rows
from kg.vocabulary import compact

if TYPE_CHECKING:
    import networkx as nx
    from jinja2 import Environment
    from pyvis.network import Network as PyvisNetwork

    from kg.explore.starts import Start
    from kg.explore.stories import Story
    from kg.load import Graph

    Net = nx.MultiDiGraph[str]
    Places = dict[str, tuple[int, int]]

SCRIPTS = (
    "shapes.js",
    "strings.js",
    "when.js",
    "state.js",
    "unpack.js",
    "model.js",
    "route.js",
    "layout.js",
    "labels.js",
    "picture.js",
    "chart.js",
    "panel.js",
    "table.js",
    "filters.js",
    "search.js",
    "exports.js",
    "save.js",
    "walk.js",
    "explorer.js",
)
LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
START_KIND = "program"  # the page opens on the best documented of these
PARTNER_KINDS = ("organization", "group")
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath d='M4 4l8 8M12 4l-4 4' stroke='%23009E73'/%3E%3Ccircle cx='4' cy='4' r='3' "
    "fill='%23009E73'/%3E%3Ccircle cx='12' cy='12' r='3' fill='%230072B2'/%3E%3C/svg%3E"
)


def drawn_network(graph: Graph) -> Net:
    """Return the network that the page draws, from a closed graph."""
    return _network_of(graph, rows(graph, "links"))


def _network_of(graph: Graph, links: list[Row]) -> Net:
    return network.build(network.nodes(rows(graph, "things")), network.edges(links))


def page_of(
    graph: Graph,
    starts: Iterable[Start] = (),
    stories: Iterable[Story] = (),
    *,
    site: bool = False,
) -> str:
    """Return the page as text; in the folder of the site it leads to the pages there."""
    picture, content = content_of(graph, starts, stories)
    return rendered(picture, content | {"site": site})


def rendered(picture: PyvisNetwork, content: dict[str, Any]) -> str:
    """Return the page about some content as text."""
    picture.templateEnv = _environment()
    picture.templateEnv.globals.update(
        data=packed(content),
        records=content["records"],
        sources=content["sources"],
        site=content["site"],
        name_of={node["id"]: node["label"] for node in picture.nodes},
        number_of={source: at for at, source in enumerate(sorted(content["sources"]), start=1)},
    )
    picture.path = "explorer.html"
    return str(picture.generate_html()).rstrip() + "\n"


def content_of(
    graph: Graph, starts: Iterable[Start] = (), stories: Iterable[Story] = ()
) -> tuple[PyvisNetwork, dict[str, Any]]:
    """Return things and lines as pyvis carries them, and everything that the page shows."""
    picture, known = _drawn(graph)
    drawn = {node["id"] for node in picture.nodes}
    questions = [start.shown(known["records"], drawn) for start in starts]
    asked = {question["name"] for question in questions}
    return picture, {
        **known,
        "nodes": picture.nodes,
        "edges": picture.edges,
        "start": _start(picture.nodes),
        "questions": questions,
        "stories": [story.shown() for story in stories if story.can_be_told(drawn, asked)],
        "site": False,
    }


def _drawn(graph: Graph) -> tuple[PyvisNetwork, dict[str, Any]]:
    """Return things and lines as pyvis carries them, and what is known of them besides."""
    from pyvis.network import Network

    links = rows(graph, "links")
    net = _network_of(graph, links)
    names = names_of(rows(graph, "names"))
    records = records_of(graph, names)
    stated = [line for line in statements(links, records) if _is_in(line, net)]
    shared = [
        line
        for line in shared_programs(rows(graph, "involved"), stated, names)
        if _is_in(line, net, PARTNER_KINDS)
    ]
    picture = Network(directed=True)
    measures, themes = measures_of(net, records, names), themes_of(graph)
    groups = {iri: of["community"] for iri, of in measures.items() if "community" in of}
    places = (tucked(net, network.positions(net, groups)), _places_of_partners(net, shared))
    about = _records_about(records)
    for iri in net:
        node = _node(net, iri, names) | {"themes": themes.get(compact(iri), [])}
        node |= {"records": about.get(compact(iri), [])} | measures.get(iri, {}) | _at(iri, places)
        picture.add_node(compact(iri), **node)
    for line in (*stated, *shared):
        picture.add_edge(compact(line.edge.start), compact(line.edge.end), **line.shown())
    return picture, {
        "records": records,
        "sources": sources_of(graph),
        "kinds": looks_of(attributes["kind"] for _, attributes in net.nodes(data=True)),
        "themes": theme_names(graph),
    }


def _is_in(line: Line, net: Net, kinds: tuple[str, ...] = ()) -> bool:
    ends = (line.edge.start, line.edge.end)
    return all(end in net and (not kinds or net.nodes[end]["kind"] in kinds) for end in ends)


def _records_about(records: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the records that name each thing."""
    about: dict[str, list[str]] = defaultdict(list)
    for record, content in sorted(records.items()):
        for thing in sorted({part["thing"] for part in content.get("parts", [])}):
            about[thing].append(record)
    return about


def _node(net: Net, iri: str, names: Names) -> dict[str, Any]:
    known = names.get(iri) or [{"text": compact(iri), "language": ""}]
    return {
        "label": known[0]["text"],
        "names": known,
        "kind": net.nodes[iri]["kind"],
        "className": net.nodes[iri]["class_name"],
        "iri": iri,
        "degree": 0,
        "betweenness": 0,
    }


def _at(iri: str, places: tuple[Places, Places]) -> dict[str, int]:
    """Return where a thing stands in the whole network, and among partners if it is one."""
    everywhere, beside = places
    place = {"x": everywhere[iri][0], "y": everywhere[iri][1]}
    return place | (
        {"partnerX": beside[iri][0], "partnerY": beside[iri][1]} if iri in beside else {}
    )


def _places_of_partners(net: Net, shared: list[Line]) -> Places:
    """Return places for the picture that shows who shares programmes, and nothing else."""
    ends = {end for line in shared for end in (line.edge.start, line.edge.end)}
    things = [network.Node(iri, "", "") for iri in sorted(ends) if iri in net]
    if not things:
        return {}
    partners = network.build(things, [line.edge for line in shared])
    return tucked(partners, network.positions(partners))


def _start(nodes: list[dict[str, Any]]) -> str:
    """Return the programme with the most records; without any, the thing with the most."""
    ranked = sorted(nodes, key=lambda n: (n["kind"] != START_KIND, -len(n["records"]), n["id"]))
    return str(ranked[0]["id"]) if ranked else ""


# -- The template and what it is allowed to run ------------------------------------


@cache
def library() -> str:
    """Return vis-network as pyvis carries it, without the pointer to a map that is not there."""
    text = resources.files("pyvis").joinpath(LIBRARY).read_text(encoding="utf-8")
    return _one_line_end(text.split("//# sourceMappingURL=")[0])


def _one_line_end(text: str) -> str:
    """Return text as a browser reads it, for a hash is taken over that."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _file(name: str) -> str:
    return _one_line_end((paths.PAGES / name).read_text(encoding="utf-8"))


def _environment() -> Environment:
    """Return a template engine that escapes everything but our own files."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(paths.PAGES), autoescape=True, undefined=StrictUndefined
    )
    environment.policies["json.dumps_kwargs"] = {
        "sort_keys": True,
        "ensure_ascii": False,
        "separators": (",", ":"),
    }
    style = _file("explorer.css")
    scripts = [library(), *(_file(name) for name in SCRIPTS if (paths.PAGES / name).exists())]
    environment.globals.update(
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        policy=_policy(scripts, style),
        icon=ICON,
    )
    return environment


def _policy(scripts: list[str], style: str) -> str:
    """Return the Content-Security-Policy: nothing may run or load but what is listed by hash."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'sha256-{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
