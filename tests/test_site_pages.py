"""Pages of things, records and sources: what a reader finds on them, in words that can be read."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import offline_chromium
from site_server import file_server

from kg import ask, load, site
from kg.load import Graph
from kg.query import Cell
from kg.site import amounts, charts, periods
from kg.site.holdings import Facts
from kg.site.model import Site
from kg.vocabulary import PREFIXES, TERMS, THINGS

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = Path(__file__).parent / "pages.ttl"
DATE_TIME = PREFIXES["xsd"] + "dateTime"


@pytest.fixture(scope="module")
def known() -> Site:
    return Site(load.closed(PAGES))


@pytest.fixture(scope="module")
def folder(known: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages") / "site"
    site.write(known.graph, made)
    return made


def text_of(folder: Path, path: str) -> str:
    """Return what a page says, without its elements and with single spaces."""
    return plain((folder / "id" / f"{path}.html").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    body = text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def heading(folder: Path, path: str) -> str:
    text = (folder / "id" / f"{path}.html").read_text(encoding="utf-8")
    return html.unescape(text.partition("<h1>")[2].partition("</h1>")[0])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("4180000000.0", "4.18 billion"),
        ("1000000", "1 million"),
        ("1234567", "1,234,567"),
        ("-2500000", "-2.5 million"),
        ("2000000000000", "2 trillion"),
        ("136313.5001", "136,313.5001"),
        ("900.0", "900"),
        ("many", "many"),
    ],
)
def test_a_number_is_said_in_millions_or_with_grouped_digits(number: str, words: str) -> None:
    assert amounts.in_millions(number) == words


def test_what_is_no_number_is_shown_as_it_is() -> None:
    assert amounts.grouped("<b>") == "<b>"
    assert amounts.grouped("1000.50") == "1,000.5"


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("activity", "activities"),
        ("survey", "surveys"),
        ("focus", "focuses"),
        ("branch", "branches"),
        ("figure", "figures"),
    ],
)
def test_several_of_a_kind_are_named_in_the_plural(one: str, several: str) -> None:
    assert amounts.plural(one) == several


def test_units_stand_behind_their_number(known: Site) -> None:
    labels = known.holdings.labels
    unit = PREFIXES["unit"]

    assert amounts.with_unit(labels, "3", unit + "TONNE") == "3 tonnes"
    assert amounts.with_unit(labels, "1", unit + "TONNE") == "1 tonne"
    assert amounts.with_unit(labels, "3", unit + "CCY_CNY") == "3 Chinese yuan"
    assert amounts.with_unit(labels, "3", unit + "PERCENT") == "3%"
    assert amounts.with_unit(labels, "3", unit + "NUM") == "3"
    assert amounts.with_unit(labels, "3", "") == "3"


def test_a_range_and_a_place_are_said_as_such(known: Site) -> None:
    def facts(**values: str) -> Facts:
        return Facts({TERMS + name: [Cell(text, "literal")] for name, text in values.items()})

    labels = known.holdings.labels
    assert amounts.amount(labels, facts(value="2", upperValue="3000000")) == "2 to 3 million"
    assert amounts.amount(labels, facts(value="3", basis=TERMS + "Rank")) == "place 3"
    assert amounts.amount(labels, facts(bound=TERMS + "MoreThan")) == ""


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2025-01-01T00:00:00Z", "the end of 2024"),
        ("2024-03-01T00:00:00Z", "the end of February 2024"),
        ("2024-03-09T00:00:00Z", "8 March 2024"),
        ("0001-01-01T00:00:00Z", ""),
        ("never", ""),
    ],
)
def test_an_end_is_said_as_the_last_day(instant: str, words: str) -> None:
    assert periods.end_in_words(instant) == words


def test_a_day_is_said_in_words_and_an_instant_as_it_is_written() -> None:
    for text, predicate, words in (
        ("2024-03-09T00:00:00Z", "statedOn", "9 March 2024"),
        ("2024-03-09T10:30:00Z", "statedOn", "2024-03-09T10:30:00Z"),
        ("2025-01-01T00:00:00Z", "dueBy", "the end of 2024"),
        ("never", "dueBy", "never"),
    ):
        cell = Cell(text, "literal", DATE_TIME)
        assert periods.day_in_words(cell, TERMS + predicate) == words


def test_a_time_that_only_the_day_of_reading_limits_is_called_undated(folder: Path) -> None:
    assert "figure · undated" in text_of(folder, "figure/trees-undated")


def test_the_head_of_a_record_says_until_the_end_of_what(folder: Path) -> None:
    assert "figure · until the end of 2023" in text_of(folder, "figure/trees-2023")
    assert "figure · until the end of August 2024" in text_of(folder, "figure/trees-2024")


def test_the_chart_holds_years_alone_and_each_at_its_last_day(known: Site) -> None:
    thing = THINGS + "organization/baum"
    records = known.holdings.to_here(thing, "concerns")

    (chart,) = charts.charts(known, thing, records)

    assert chart.title == "spending, flow, Chinese yuan, by year"
    assert [point.when for point in chart.points] == ["2021", "2022", "2023"]
    assert chart.points[-1].words == "6 billion yuan, 2023"
    assert chart.points[0].words == "more than 4.72 billion Chinese yuan, 2021 (47.20 亿)"
    places = dict(chart.years)
    for point, year in zip(chart.points, ("2022", "2023", "2024"), strict=True):
        assert 0 < places[year] - point.x < 1


def test_no_chart_joins_stakes_and_none_holds_what_is_undated(known: Site) -> None:
    held = [THINGS + f"ownership/{name}" for name in ("one", "two", "three")]
    trees = [THINGS + f"figure/trees-{name}" for name in ("2023", "2024", "undated")]

    assert charts.charts(known, THINGS + "organization/baum", held) == ()
    assert charts.charts(known, THINGS + "program/hain", trees) == ()


def test_the_chart_on_the_page_of_another_says_whose_figures_they_are(known: Site) -> None:
    figures = [THINGS + f"figure/spending-{year}" for year in (2021, 2022, 2023)]

    (chart,) = charts.charts(known, THINGS + "organization/ast", figures)

    assert chart.title.startswith("Baum, spending")


def test_no_chart_of_our_data_joins_figures_of_two_subjects_or_two_bases(graph: Graph) -> None:
    ours = Site(graph)
    drawn = 0
    for thing in ours.holdings.of_class("Thing"):
        for chart in charts.charts(ours, thing, ours.holdings.to_here(thing, "concerns")):
            facts = [ours.holdings[point.record] for point in chart.points]
            assert (
                len({(f.one("subject"), f.one("ofIndicator"), f.one("basis")) for f in facts}) == 1
            )
            assert all(f.one("ofIndicator") for f in facts)
            drawn += 1
    assert drawn > 10


def test_the_chart_stands_below_as_a_table(folder: Path) -> None:
    text = text_of(folder, "organization/baum")

    assert "When How much Whose word 2021 more than 4.72 billion Chinese yuan restated" in text


def test_a_promise_says_on_its_page_how_it_stands_and_what_it_is_held_against(
    folder: Path,
) -> None:
    text = text_of(folder, "commitment/trees")

    assert "met : a figure of the day or before reaches the target" in text
    stands = text.partition("How it stands")[2].partition("As curated")[0]
    assert "Due by the end of 2024." in stands
    assert "Hain, trees planted: 900 until the end of 2023 falls short of the target" in stands
    assert "Hain, trees planted: more than 1,200 until the end of August 2024 reaches" in stands
    assert "the words themselves Baum Report" in stands
    derived = text.partition("What follows by rule")[2]
    assert "held against" not in derived and "reached in" not in derived


def test_a_promise_says_on_the_page_of_its_thing_how_it_stands(folder: Path) -> None:
    for path in ("program/hain", "organization/baum"):
        text = text_of(folder, path)
        assert "met : a figure of the day or before reaches the target" in text


def test_every_promise_of_our_data_says_what_the_question_answers(
    site_folder: Path, graph: Graph
) -> None:
    rows = ask.answer(graph, "promises-kept").to_dicts()
    assert rows

    for row in rows:
        path = (row["record"] or "").removeprefix(THINGS)
        page = (site_folder / "id" / f"{path}.html").read_text(encoding="utf-8")
        head = page.partition("<h1>")[2].partition("</header>")[0]
        assert f"<strong>{row['outcome']}</strong>: {row['because']}" in html.unescape(head)


def test_a_contradiction_shows_both_sides_and_no_empty_line(folder: Path) -> None:
    text = text_of(folder, "contradiction/trees")

    sides = text.partition("What disagrees")[2].partition("What it rests on")[0]
    assert "Hain, trees planted: 900 until the end of 2023 the words themselves Baum" in sides
    assert "Hain, trees planted: more than 1,200 until the end of August 2024" in sides
    assert "self-reported" in sides
    assert "About What" not in text
    assert "As curated Cite" not in text


def test_no_page_of_a_contradiction_of_our_data_ends_its_head_on_about(site_folder: Path) -> None:
    found = sorted((site_folder / "id" / "contradiction").glob("*.html"))
    assert found

    for path in found:
        text = path.read_text(encoding="utf-8")
        assert '<p class="also">About </p>' not in text
        assert text.count('<p class="said">') >= 1


def test_numbers_have_grouped_digits_and_units_and_those_for_rules_are_folded(
    folder: Path,
) -> None:
    page = (folder / "id/figure/spending-2021.html").read_text(encoding="utf-8")
    folded = page.partition("<summary>Numbers that rules compare</summary>")[2]

    assert "4,720,000,000 Chinese yuan" in page.partition("What follows by rule")[0]
    assert "least value" in folded.partition("</details>")[0]
    assert "least value" not in page.partition("<summary>Numbers that rules")[0]


def test_a_number_printed_in_other_letters_is_said_in_english_with_the_print_beside_it(
    folder: Path,
) -> None:
    path = "figure/spending-2021"

    assert heading(folder, path) == "Baum, spending: more than 4.72 billion Chinese yuan"
    assert "Printed as 47.20 亿 About" in text_of(folder, path)


def test_a_number_printed_in_english_is_left_as_it_is(folder: Path) -> None:
    path = "figure/spending-2023"

    assert heading(folder, path) == "Baum, spending: 6 billion yuan"
    assert "Printed as" not in text_of(folder, path)


def test_a_stake_is_said_with_its_percent(folder: Path) -> None:
    assert heading(folder, "ownership/one") == "Ast, owner in Baum: 49%"


def test_no_title_of_a_figure_of_our_data_has_chinese_numbers(site_folder: Path) -> None:
    found = sorted((site_folder / "id" / "figure").glob("*.html"))
    assert len(found) > 300

    said = [heading(site_folder, f"figure/{path.stem}") for path in found]
    assert not [text for text in said if re.search(r"\d\s*[多余餘]?[万萬亿億]", text)]


def test_the_reason_of_a_curator_is_no_quotation(folder: Path) -> None:
    for path in ("program/hain", "contradiction/trees", "commitment/trees"):
        page = (folder / "id" / f"{path}.html").read_text(encoding="utf-8")
        assert "<q>the words themselves</q>" in page
        assert "neither text names the day" in page
        assert "<q>neither text names the day</q>" not in page


def test_the_title_of_a_page_and_its_citation_are_whole_and_lists_cut_them(folder: Path) -> None:
    path, end = "commitment/trees", "who are to be paid for it from the beginning"
    page = text_of(folder, path)
    text = (folder / "id" / f"{path}.html").read_text(encoding="utf-8")

    assert f"{end} · AntKG</title>" in text
    assert f"{end}. AntKG," in page.partition("Cite this")[2]
    assert "…" in text_of(folder, "program/hain").partition("commitment 1")[2]


def test_a_gist_stands_below_the_head_and_not_in_it(folder: Path) -> None:
    page = text_of(folder, "commitment/trees")

    assert heading(folder, "commitment/trees") == "Hain, trees planted: 1,000"
    assert "who are to be paid for it from the beginning" in page.partition("About ")[0]


def test_an_absence_says_what_was_not_found(folder: Path) -> None:
    assert heading(folder, "absence/survival") == "Not found: how many trees are alive"


def test_no_page_of_our_data_shows_the_id_of_a_record_as_its_name(site_folder: Path) -> None:
    ids = re.compile(r"<a [^>]*>((?:figure|evidence|commitment|contradiction):[a-z0-9-]+)</a>")
    for kind in ("contradiction", "figure", "commitment", "assessment"):
        for path in (site_folder / "id" / kind).glob("*.html"):
            assert not ids.findall(path.read_text(encoding="utf-8")), path


def test_a_source_says_when_it_was_issued_and_its_address_once(folder: Path) -> None:
    page = (folder / "id/source/paper.html").read_text(encoding="utf-8")

    assert "Source · issued 2025 Paper" in text_of(folder, "source/paper")
    assert plain(page).count("https://paper.example/") == 1


def test_a_long_topic_is_folded_after_a_dozen_and_loses_nothing(site_folder: Path) -> None:
    page = (site_folder / "id/organization/ant-group.html").read_text(encoding="utf-8")
    folded = 0
    for section in page.split("<section ")[1:]:
        shown, _, rest = section.partition('<details class="more">')
        count = int(re.search(r'class="count">(\d+)<', section)[1])  # type: ignore[index]
        first, other = (part.count('<p class="said">') for part in (shown, rest))
        assert first + other == count
        assert first <= 15
        if rest:
            assert f"<summary>{other} more</summary>" in rest
            folded += 1
    assert folded > 3


def test_opinions_of_outsiders_come_first(site_folder: Path) -> None:
    page = (site_folder / "id/program/ant-forest.html").read_text(encoding="utf-8")
    section = page.partition('<section id="assessment">')[2].partition("</section>")[0]
    entries = section.split('<p class="said">')[1:]
    outside = [bool(re.search(r'class="voice">(independent|official)<', one)) for one in entries]

    assert outside[0]
    assert outside == sorted(outside, reverse=True)


def shows(page: Page, selector: str) -> bool:
    return page.locator(selector).first.is_visible()


def test_a_phone_shows_neighbours_as_a_list_and_a_wide_window_as_a_picture(folder: Path) -> None:
    with file_server(folder) as root, offline_chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.goto(f"{root}/id/organization/baum.html")
        assert shows(page, ".fan .beside a") and not shows(page, ".fan svg")

        page.set_viewport_size({"width": 1200, "height": 800})
        assert shows(page, ".fan svg") and not shows(page, ".fan .beside a")
