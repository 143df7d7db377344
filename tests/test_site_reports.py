"""Checks, the gate's report, the measures and the audit as pages of the site."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from conftest import TINY
from small_graph import attacking_graph, empty_graph

from kg import audit, load
from kg.load import STDIN, Graph
from kg.network import summary
from kg.network.measures import MEASURES
from kg.network.reading import Network, read
from kg.network.view import View
from kg.site import audited, checks, measures, reports
from kg.site.model import Page, Site
from kg.site.rendering import Renderer
from kg.validate import catalogue
from kg.vocabulary import expand

WRONG = """@prefix akg: <https://w3id.org/antkg/schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/antkg/id/program/x> a akg:Program ; skos:prefLabel "<b>x</b>" .
<https://w3id.org/antkg/id/figure/f> a akg:Figure .
"""


@pytest.fixture(scope="module")
def net(graph: Graph) -> Network:
    return read(graph)


def page(site_folder: Path, name: str) -> str:
    return (site_folder / name).read_text(encoding="utf-8")


def words(text: str) -> str:
    """Return what a page says, without its elements."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def shown(site: Site, one: Page) -> str:
    return Renderer(site)(one)


def test_every_check_has_a_place_with_its_sentence_and_what_to_do(site_folder: Path) -> None:
    text = page(site_folder, "checks.html")
    said = words(text)
    entries = catalogue()
    assert len(entries) > 200

    for entry in entries:
        assert text.count(f' id="{entry.name}"') == 1
        for sentence in (entry.sentence, entry.problem, entry.solution):
            assert sentence in said
    assert said.count("error") >= sum(entry.severity == "error" for entry in entries)


def test_the_list_of_checks_counts_each_group(site_folder: Path) -> None:
    text = page(site_folder, "checks.html")
    heads = re.findall(r'<section id="group-([a-z]+)">\n<h2>\1 <span class="count">(\d+)<', text)

    assert len(heads) == 12
    for name, number in heads:
        assert int(number) == sum(entry.group == name for entry in catalogue()) > 0


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> str:
    data = tmp_path_factory.mktemp("wrong") / "wrong.ttl"
    data.write_text(WRONG, encoding="utf-8")
    site = Site(load.closed(data), data=data)
    _, report = checks.pages(site)
    return shown(site, report)


def test_the_report_says_what_is_wrong_where_and_what_to_do(judged: str) -> None:
    assert "<h1>Not valid</h1>" in judged
    assert 'href="checks.html#record-evidence"' in judged
    assert 'href="id/figure/f.html"' in judged
    assert "wrong.ttl:4" in judged
    assert "Add akg:hasEvidence and the evidence." in words(judged)
    assert re.search(r"<p class=\"also\">[1-9]\d* errors", judged)


def test_the_report_names_no_folder_of_the_machine_on_which_it_was_made(judged: str) -> None:
    assert "/wrong.ttl" not in judged


def test_the_report_says_which_checks_it_left_out(judged: str) -> None:
    for sentence in checks.LEFT_OUT:
        assert sentence in judged
    assert "Not every check was made: without questions." in judged


def test_a_label_in_the_report_does_nothing(judged: str) -> None:
    assert "<b>x</b>" not in judged and "&lt;b&gt;x&lt;/b&gt;" in judged


def test_what_is_accepted_is_shown_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "wrong.ttl").write_text(WRONG, encoding="utf-8")
    (tmp_path / "gate.toml").write_text(
        '[[accepted]]\ncheck = "record-evidence"\nabout = "figure:f"\nreason = "It is a test."\n'
        "until = 2999-01-01\n",
        encoding="utf-8",
    )
    site = Site(load.closed(tmp_path), data=tmp_path)
    _, report = checks.pages(site)

    text = words(shown(site, report))

    assert "Accepted until 2999-01-01: It is a test." in text


def test_data_without_a_fault_are_valid(tmp_path: Path) -> None:
    data = tmp_path / "empty.ttl"
    data.write_text("", encoding="utf-8")
    _, report = checks.pages(Site(empty_graph(), data=data))

    assert not report.content["report"].has_errors


@pytest.mark.parametrize("data", [None, STDIN])
def test_files_that_the_gate_cannot_read_are_not_called_valid(
    tiny: Graph, data: Path | None
) -> None:
    site = Site(tiny, data=data)
    _, report = checks.pages(site)

    text = words(shown(site, report))

    assert "Not validated" in text and "Valid\n" not in text


def test_every_measure_says_what_it_means_and_what_it_does_not(site_folder: Path) -> None:
    text = words(page(site_folder, "network.html"))

    for measure in MEASURES:
        assert measure.means in text
        assert f"What it does not mean: {measure.does_not_mean}" in text


def test_the_figures_of_the_network_are_those_of_the_command(
    site_folder: Path, net: Network
) -> None:
    table = page(site_folder, "network.html").partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(
        r'<th scope="row">([^<]+)</th>' + r'<td class="number">([^<]+)</td>' * 2, table
    )

    expected = summary.as_table(net).to_dicts()

    told = {("partners", name): one for name, one, _ in found}
    told |= {("everything", name): other for name, _, other in found}
    assert told == {(row["lens"], row["figure"]): row["value"] for row in expected}


def test_a_table_of_a_measure_links_names_and_says_how_many_rows_it_leaves_out(
    tiny: Graph, net: Network, site_folder: Path
) -> None:
    text = page(site_folder, "network.html")
    rows = MEASURES[0].table(View(net)).to_dicts()
    first = (rows[0]["thing"] or "").partition("/id/")[2]

    assert f'<a href="id/{first}.html">' in text
    assert f"The first {measures.MOST_ROWS} rows of {len(rows):,}" in text
    assert "kg network centrality -f csv" in text
    (small,) = measures.pages(Site(tiny))
    assert all(one["more"] == 0 for one in small.content["measures"])


def test_a_network_without_ties_has_measures_all_the_same() -> None:
    site = Site(empty_graph())
    (one,) = measures.pages(site)

    assert "Nothing in this graph." in shown(site, one)


def test_the_audit_says_what_the_command_says_and_links_every_record(
    site_folder: Path, graph: Graph
) -> None:
    text = page(site_folder, "audit.html")
    said = words(text)
    report = audit.report(graph)
    entries = [e for s in report.sections for _, group in s.groups for e in group]
    records = {one.record for entry in entries for one in entry.receipts if one.record}

    assert len(entries) > 50 and len(records) > 50
    assert not [entry.title for entry in entries if entry.title not in said]
    for record in records:
        assert f'<a href="id/{expand(record).partition("/id/")[2]}.html"><code>{record}<' in text
    assert page(site_folder, "audit.md") == audit.as_markdown(report)


def test_rows_of_tables_link_the_records_and_sources_that_they_name(
    site_folder: Path,
) -> None:
    tables = page(site_folder, "audit.html").partition('id="withdrawal"')[2]

    assert len(re.findall(r'<td><a href="id/source/[^"]+"><code>source:', tables)) > 10


def test_names_that_try_to_run_do_nothing_in_any_report() -> None:
    site = Site(attacking_graph())

    for one in reports.pages(site):
        text = shown(site, one)
        assert "<img src=x" not in text and "<script>alert" not in text
        assert 'href="javascript:' not in text.lower()


def test_the_same_graph_gives_the_same_reports() -> None:
    first, second = (Site(attacking_graph()) for _ in range(2))

    made = [[shown(site, one) for one in reports.pages(site)] for site in (first, second)]

    assert made[0] == made[1]
    assert audited.files(first) == audited.files(second)


def test_a_graph_with_hardly_anything_in_it_has_reports(tiny: Graph) -> None:
    site = Site(tiny, data=TINY)

    titles = [one.title for one in reports.pages(site)]

    assert titles == ["Checks", "Validation report", "The network, measured", "Audit"]
