"""One function for each way in which a curator can go wrong; each yields a mutant per place.

A function gets the corpus and a seeded source of chance, and yields mutants that a careful curator
would call wrong, whatever the gate thinks of them: none of them looks at shapes or checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random

from .corpus import Block, Corpus, Mutant, Statement, without

Operator = Callable[[Corpus, Random], Iterator[Mutant]]

_THINGS = {
    *("organization", "group", "person", "program", "product", "place", "population", "activity"),
    *("species", "framework", "indicator", "document", "event", "award", "office"),
}
_AGENTS = ("organization", "person", "group")
_ENDS = (
    ("Operation", "operator", "operated"),
    ("Inspiration", "inspiredProgram", "inspiringProgram"),
    ("Ownership", "owner", "owned"),
    ("Composition", "part", "whole"),
    ("GroupMembership", "member", "memberGroup"),
    ("Focus", "focusOf", "focusOn"),
    ("Appearance", "appears", "atEvent"),
    ("Assessment", "assessor", "assesses"),
    ("Awarding", "recipient", "ofAward"),
    ("Awarding", "conferredBy", "recipient"),
    ("RoleTenure", "holder", "heldIn"),
    ("RoleTenure", "heldIn", "inOffice"),
    ("Classification", "classifies", "classifiedAs"),
    ("ChangeEvent", "originalOrganization", "resultingOrganization"),
    ("ChangeEvent", "formerName", "laterName"),
    ("Launch", "launches", "launchedBy"),
    ("Launch", "launches", "launchedWithin"),
    ("Evidence", "saidBy", "foundIn"),
    ("Figure", "subject", "ofIndicator"),
    ("Commitment", "committedBy", "subject"),
)
_YEAR = re.compile(r'^"(\d{4})')


def wrong_class(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Give a subject a class whose members are of another kind."""
    for block in corpus.blocks:
        own = corpus.kinds[block.kind]
        other = chance.choice(sorted(k for k, kind in corpus.kinds.items() if kind != own))
        yield _retyped(block, other)


def dropped_required_property(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Take out the one statement of a property that every member of the class has."""
    for block in corpus.blocks:
        for s in block.statements:
            if (
                s.predicate in corpus.required.get(block.sort(), ())
                and len(block.all(s.predicate)) == 1
            ):
                yield _dropped(block, s)


def dangling_iri(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Name a thing, record, source or evidence that is not there."""
    for block, s in _statements(corpus):
        if s.object in corpus.by_subject:
            prefix, _, slug = s.object.partition(":")
            slug = chance.choice([slug[:-1], slug + "s", slug + "-2", "the-" + slug, slug[1:]])
            slug = slug.strip("-") or "x"
            if f"{prefix}:{slug}" not in corpus.by_subject:
                yield _changed(block, s, f"{prefix}:{slug}")


def swapped_ends(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Exchange the two ends of a record, or of a statement between two things."""
    for block in corpus.blocks:
        for kind, first, second in _ENDS:
            one, two = block.all(f"akg:{first}"), block.all(f"akg:{second}")
            if block.kind == kind and one and two and one[0].object != two[0].object:
                yield _exchanged(block, one[0], two[0])
        for s in block.all("akg:partOfEvent") + block.all("akg:syndicates"):
            yield Mutant(
                f"{block.kind} {s.predicate}",
                block.file,
                without(block, s),
                f"{s.object} {s.predicate} {block.subject} .",
                (f"{s.object} {s.predicate} {block.subject} .",),
            )
    yield from _exchanged_participants(corpus)


def value_out_of_range(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Write a share over 100, a count or offset below zero, or a day that does not exist."""
    for block, s in _statements(corpus):
        if s.predicate == "akg:value":
            share = "akg:Share" in block.value("akg:basis") or "PERCENT" in block.value("akg:unit")
            if share and block.value("akg:basis") == "akg:Share":
                yield _changed(block, s, f"{chance.randint(101, 999)}.0", "share")
            elif not share:
                yield _changed(block, s, f"-{s.object}", "count")
        elif s.predicate == "akg:startOffset":
            yield _changed(block, s, f"-{s.object}", "offset")
        elif s.predicate == "akg:endOffset":
            yield _changed(block, s, str(10**7 + int(s.object)), "offset")
        elif s.object.endswith("^^xsd:dateTime"):
            month = chance.choice(["13", "00", "02-30", "04-31"])
            month = month if "-" in month else month + s.object[8:11]
            yield _changed(block, s, f"{s.object[:6]}{month}{s.object[11:]}", "day")


def reversed_dates(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Exchange start and end of a period, or the days of issue and of reading."""
    for block in corpus.blocks:
        for first, second in (
            ("periodStart", "periodEnd"),
            ("basePeriodStart", "basePeriodEnd"),
            ("issuedOn", "readOn"),
        ):
            one, two = block.all(f"akg:{first}"), block.all(f"akg:{second}")
            if one and two:
                yield _exchanged(block, one[0], two[0])


def two_values(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Give a property that has one value a second one."""
    for block, s in _statements(corpus):
        single = s.predicate in corpus.functional or s.predicate == "skos:prefLabel"
        language = s.object.rpartition("@")[2] if s.object.endswith(("@en", "@zh")) else ""
        others = [o for o in corpus.objects[s.predicate] if o != s.object and o.endswith(language)]
        if single and others:
            other = chance.choice(others)
            added = replace(s, object=other, end=s.end).text()
            first = replace(s, end=";").text()
            yield Mutant(
                f"{block.kind} {s.predicate}",
                block.file,
                ((s.line, f"{first}\n{added}"),),
                f"{block.subject}: {s.predicate} {s.object} and {other}",
            )


def dropped_evidence(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Take out the only evidence of a record: the statement that names it, its block, or both."""
    for block in corpus.blocks:
        named = block.all("akg:hasEvidence")
        if len(named) != 1:
            continue
        evidence = corpus.by_subject[named[0].object]
        gone = tuple((n, None) for n in range(evidence.line, evidence.statements[-1].line + 1))
        way = chance.choice(["name", "block", "both"])
        edits = (without(block, named[0]) if way != "block" else ()) + (
            gone if way != "name" else ()
        )
        yield Mutant(
            f"{block.kind} {way}", block.file, edits, f"{block.subject}: without evidence ({way})"
        )


def dropped_unit(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Take out the unit of a number."""
    for block, s in _statements(corpus):
        if s.predicate == "akg:unit":
            yield _dropped(block, s)


def label_without_language(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Take the language tag from a name or from a text for readers."""
    for block, s in _statements(corpus):
        if re.search(r'"@[a-z]+$', s.object):
            yield _changed(block, s, s.object.rpartition("@")[0])


def misspelt_predicate(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Misspell a property."""
    for block, s in _statements(corpus):
        prefix, _, name = s.predicate.partition(":")
        wrong = _misspelt(name, chance)
        mutated = replace(s, predicate=f"{prefix}:{wrong}")
        yield Mutant(
            f"{block.kind} {s.predicate}",
            block.file,
            ((s.line, mutated.text()),),
            f"{block.subject}: {s.predicate} as {prefix}:{wrong}",
        )


def misspelt_class(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Misspell a class."""
    for block in corpus.blocks:
        yield _retyped(block, _misspelt(block.kind, chance))


def altered_number(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Alter a digit or the size of a number, or a digit of its printed form, in one place."""
    for block, s in _statements(corpus):
        if s.predicate == "akg:value":
            number = s.object.removesuffix(".0")
            wrong = chance.choice(
                [number + "000", number + "0", _other_digit(number, chance), "1" + number]
            )
            yield _changed(block, s, f"{wrong}.0" if "." not in wrong else wrong)
        elif s.predicate == "akg:asPrinted" and re.search(r"\d", s.object):
            yield _changed(block, s, _other_digit(s.object, chance))


def altered_number_everywhere(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Alter the first digit of a number in its record and its evidence, printed form and value.

    Only where the text was read whole: of an excerpt nothing is kept that could tell.
    """
    for block in corpus.blocks:
        number, printed = block.value("akg:value"), block.value("akg:asPrinted")
        if not block.all("akg:hasEvidence") or not number or not printed:
            continue
        digits = number.removesuffix(".0").rstrip("0")
        if not digits or digits not in re.sub(r"[,.]", "", printed):
            continue
        first = digits[0]
        other = chance.choice([d for d in "123456789" if d != first])
        evidence = [corpus.by_subject[s.object] for s in block.all("akg:hasEvidence")]
        if any(held.value("akg:readingLevel") == "akg:Excerpt" for held in evidence):
            continue
        edits: list[tuple[int, str | None]] = []
        for held in (block, *evidence):
            for s in held.all("akg:value") + held.all("akg:asPrinted"):
                edits.append((s.line, replace(s, object=s.object.replace(first, other, 1)).text()))
        yield Mutant(block.kind, block.file, tuple(edits), f"{block.subject}: {first} as {other}")


def altered_fragment(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Alter a letter, a capital or a word of a fragment of a text that was read whole."""
    for block, s in _statements(corpus):
        if s.predicate == "akg:fragment" and block.value("akg:readingLevel") != "akg:Excerpt":
            text = s.object.strip('"')
            for way in (_other_letter, _without_letter, _other_case, _words_exchanged, _word_gone):
                if (wrong := way(text, chance)) != text:
                    stratum = f"{block.value('akg:readingLevel')} {way.__name__}"
                    yield _changed(block, s, f'"{wrong}"', stratum)


def altered_offset(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Move one offset of a fragment, or both by the same distance."""
    for block in corpus.blocks:
        start, end = block.all("akg:startOffset"), block.all("akg:endOffset")
        if not start or not end:
            continue
        for which in ("start", "end", "both"):
            by = chance.choice([1, -1, 2, -2, 7, 10, 100])
            moved = [*(start if which != "end" else ()), *(end if which != "start" else ())]
            edits = tuple(
                (s.line, replace(s, object=str(max(0, int(s.object) + by))).text()) for s in moved
            )
            stratum = f"{block.value('akg:readingLevel')} {which}"
            yield Mutant(stratum, block.file, edits, f"{block.subject}: {which} by {by}")


def shortcut_edge(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Type a statement by hand that a rule makes from records."""
    for predicate, subjects, objects in (
        ("takesPartIn", _AGENTS, ("program",)),
        ("partnersWith", _AGENTS, _AGENTS),
        ("inspiredBy", ("program",), ("program",)),
        ("operates", _AGENTS, ("product", "program")),
        ("partOf", ("program", "product", "place"), ("program", "product", "place")),
        ("cameOutOf", ("organization",), ("organization",)),
        ("holdsOfficeIn", ("person",), ("organization",)),
        ("appearsAt", _AGENTS, ("event",)),
        ("honouredWith", ("program", "person"), ("award",)),
        ("affiliatedWith", _AGENTS, _AGENTS),
        ("concerns", ("figure", "focus", "launch"), ("program",)),
        ("party", ("figure", "focus", "launch"), ("organization",)),
        ("backedBy", ("figure", "focus", "launch"), ("source",)),
        ("holdsParticipation", ("organization",), ("participation",)),
        ("participationIn", ("participation",), ("collaboration",)),
    ):
        held = [b for b in corpus.blocks if b.prefix in subjects]
        named = [b.subject for b in corpus.blocks if b.prefix in objects]
        for block in chance.sample(held, min(5, len(held))):
            other = chance.choice([name for name in named if name != block.subject])
            yield _with_line(block, f"akg:{predicate}", other)
    for block in chance.sample(corpus.blocks, 5):
        if block.kind == "Evidence":
            yield _with_line(block, "akg:voice", "akg:OwnWord")
    agents = [b.subject for b in corpus.blocks if b.prefix == "organization"]
    for block in chance.sample([b for b in corpus.blocks if b.prefix == "program"], 5):
        lines = (
            f"<https://w3id.org/antkg/id/edge/by-hand-{block.slug}> a akg:Edge ;",
            f"    akg:edgeFrom {chance.choice(agents)} ;",
            f"    akg:edgeTo {block.subject} .",
        )
        yield Mutant("akg:Edge", "programs.ttl", (), lines[0], lines)


def record_copied(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Copy a record under another name: with the same evidence, or with all that belongs to it."""
    for block in corpus.blocks:
        if not block.all("akg:hasEvidence"):
            continue
        way = chance.choice(["alone", "with all"])
        copied = [block] if way == "alone" else [block, *_owned(corpus, block)]
        lines: list[str] = []
        for held in copied:
            text = "\n".join(held.text())
            for other in copied:
                text = re.sub(rf"{other.subject}(?= [a;.])", other.subject + "-again", text)
            lines += ["", *text.split("\n")]
        yield Mutant(
            f"{block.kind} {way}",
            block.file,
            (),
            f"{block.subject}-again, {way}",
            tuple(lines),
        )


def unknown_code(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Write a code that no list has, or a code of another list."""
    for block, s in _statements(corpus):
        if s.object in corpus.codes:
            own = corpus.codes[s.object]
            foreign = sorted(code for code, kind in corpus.codes.items() if kind != own)
            misspelt = "akg:" + _misspelt(s.object[4:], chance)
            for way, wrong in (("foreign", chance.choice(foreign)), ("misspelt", misspelt)):
                yield _changed(block, s, wrong, f"{block.kind} {s.predicate} {way}")


def organization_also_person(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Say of an organization or a group that it is a person as well, or of a person the reverse."""
    for block in corpus.blocks:
        for prefix, others in (
            ("organization", ("Person",)),
            ("group", ("Person",)),
            ("person", ("Company", "NonProfit", "PublicBody")),
        ):
            if block.prefix != prefix:
                continue
            other = chance.choice(others)
            here = f"{block.subject} a akg:{block.kind} , akg:{other} ;"
            note = f"{block.subject} a akg:{other}"
            stratum = f"{block.kind} as {other}"
            yield Mutant(stratum, block.file, ((block.line, here),), note)
            yield Mutant(
                f"{stratum}, elsewhere",
                "programs.ttl",
                (),
                note + " (in programs.ttl)",
                (f"{block.subject} a akg:{other} .",),
            )
    for block, s in _statements(corpus):
        if s.predicate in {"akg:holder", "akg:heldIn", "akg:member", "akg:originalOrganization"}:
            kind = "Company" if s.predicate == "akg:holder" else "Person"
            yield _changed(block, s, chance.choice(corpus.of_kind[kind]))


def period_after_source(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Move a period to years after every source that tells of it."""
    for block in corpus.blocks:
        evidence = [corpus.by_subject[s.object] for s in block.all("akg:hasEvidence")]
        sources = {e.value("akg:foundIn") for e in (*evidence, block)} - {""}
        if not sources or not (block.all("akg:periodStart") or block.all("akg:statedOn")):
            continue
        if block.value("akg:basis") == "akg:Forecast":
            continue
        names = (
            ["akg:statedOn"] if block.kind == "Commitment" else ["akg:periodStart", "akg:periodEnd"]
        )
        moved = [s for name in names for s in block.all(name)]
        latest = max(_last_year(corpus.by_subject[name]) for name in sources)
        by = latest + chance.randint(1, 5) - _year(moved[0].object)
        edits = tuple((s.line, replace(s, object=_later(s.object, by)).text()) for s in moved)
        dated = all(corpus.by_subject[name].value("akg:issuedOn") for name in sources)
        stratum = f"{block.kind} {'dated' if dated else 'undated'} source"
        yield Mutant(stratum, block.file, edits, f"{block.subject}: {by} years later")


def falling_figure(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Add a second figure of a stock or running total, so that the series falls with time.

    The new figure is well-formed and has evidence in an excerpt: only the fall is wrong.
    """
    for block in corpus.blocks:
        basis = block.value("akg:basis")
        if block.kind != "Figure" or basis not in {"akg:Stock", "akg:Cumulative"}:
            continue
        value = int(float(block.value("akg:value")))
        last = _year(block.value("akg:periodEnd"))
        higher = value * chance.randint(2, 4) + chance.randint(0, 3)
        yield _second_figure(block, last - 2, higher)
        if last < 2024 and value > 1:
            yield _second_figure(block, 2024, max(1, value // chance.randint(2, 4)))


# -- Wrong, but well-formed: only someone who reads the source again can tell -----


def other_organization_class(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Call a company a public body, or the like."""
    for block in corpus.blocks:
        if block.prefix == "organization":
            others = {"Company", "NonProfit", "PublicBody", "MediaOutlet"} - {block.kind}
            yield _retyped(block, chance.choice(sorted(others)))


def other_thing(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Name another thing of the same class."""
    for block, s in _statements(corpus):
        target = corpus.by_subject.get(s.object)
        if target and target.prefix in _THINGS and len(corpus.of_kind[target.kind]) > 1:
            others = [name for name in corpus.of_kind[target.kind] if name != s.object]
            yield _changed(block, s, chance.choice(others))


def other_code(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Write another code of the same list."""
    for block, s in _statements(corpus):
        if own := corpus.codes.get(s.object):
            others = sorted(c for c, kind in corpus.codes.items() if kind == own and c != s.object)
            yield _changed(block, s, chance.choice(others))


def other_year(corpus: Corpus, chance: Random) -> Iterator[Mutant]:
    """Move a period a year or two back."""
    for block in corpus.blocks:
        moved = block.all("akg:periodStart") + block.all("akg:periodEnd")
        if moved and block.kind != "Evidence":
            by = -chance.randint(1, 2)
            edits = tuple((s.line, replace(s, object=_later(s.object, by)).text()) for s in moved)
            yield Mutant(block.kind, block.file, edits, f"{block.subject}: {by} years")


LISTED: tuple[Operator, ...] = (
    wrong_class,
    dropped_required_property,
    dangling_iri,
    swapped_ends,
    value_out_of_range,
    reversed_dates,
    two_values,
    dropped_evidence,
    dropped_unit,
    label_without_language,
    misspelt_predicate,
    misspelt_class,
    altered_number,
    altered_number_everywhere,
    altered_fragment,
    altered_offset,
    shortcut_edge,
    record_copied,
    unknown_code,
    organization_also_person,
    period_after_source,
    falling_figure,
)
PLAUSIBLE: tuple[Operator, ...] = (other_organization_class, other_thing, other_code, other_year)


def sample(operator: Operator, corpus: Corpus, seed: int, count: int) -> list[Mutant]:
    """Return so many mutants of an operator, from all sorts of places in turn."""
    chance = Random(f"{operator.__name__} {seed}")
    strata: dict[str, list[Mutant]] = {}
    for mutant in operator(corpus, chance):
        strata.setdefault(mutant.stratum, []).append(mutant.named(operator.__name__))
    queues = [strata[name] for name in sorted(strata)]
    chance.shuffle(queues)
    for queue in queues:
        chance.shuffle(queue)
    taken: list[Mutant] = []
    while len(taken) < count and any(queues):
        taken += [queue.pop() for queue in queues if queue]
    return taken[:count]


def _statements(corpus: Corpus) -> Iterator[tuple[Block, Statement]]:
    return ((block, s) for block in corpus.blocks for s in block.statements)


def _retyped(block: Block, kind: str) -> Mutant:
    line = f"{block.subject} a akg:{kind} ;"
    return Mutant(block.kind, block.file, ((block.line, line),), f"{line} (was akg:{block.kind})")


def _dropped(block: Block, s: Statement) -> Mutant:
    note = f"{block.subject}: without {s.predicate} {s.object}"
    return Mutant(f"{block.sort()} {s.predicate}", block.file, without(block, s), note)


def _changed(block: Block, s: Statement, value: str, stratum: str = "") -> Mutant:
    return Mutant(
        stratum or f"{block.kind} {s.predicate}",
        block.file,
        ((s.line, replace(s, object=value).text()),),
        f"{block.subject}: {s.predicate} {value} (was {s.object})",
    )


def _exchanged(block: Block, one: Statement, two: Statement) -> Mutant:
    edits = (
        (one.line, replace(one, object=two.object).text()),
        (two.line, replace(two, object=one.object).text()),
    )
    note = f"{block.subject}: {one.predicate} and {two.predicate} exchanged"
    return Mutant(f"{block.kind} {one.predicate} {two.predicate}", block.file, edits, note)


def _exchanged_participants(corpus: Corpus) -> Iterator[Mutant]:
    for block in corpus.blocks:
        parts = [corpus.by_subject[s.object] for s in block.all("akg:hasParticipation")]
        for one, two in pairwise(parts):
            if one.value("akg:inRole") != two.value("akg:inRole"):
                first, second = one.all("akg:participant")[0], two.all("akg:participant")[0]
                yield _exchanged(replace(one, statements=(first,)), first, second)


def _with_line(block: Block, predicate: str, value: str) -> Mutant:
    last = block.statements[-1]
    text = f"{replace(last, end=';').text()}\n    {predicate} {value} ."
    return Mutant(
        predicate, block.file, ((last.line, text),), f"{block.subject} {predicate} {value}"
    )


def _owned(corpus: Corpus, block: Block) -> list[Block]:
    names = block.all("akg:hasEvidence") + block.all("akg:hasParticipation")
    return [corpus.by_subject[s.object] for s in names]


def _second_figure(block: Block, year: int, value: int) -> Mutant:
    kept = ("ofIndicator", "subject", "unit", "basis", "population")
    name, evidence = (
        f"{block.subject}-{year}-added",
        f"evidence:{block.prefix}-{block.slug}-{year}-added",
    )
    lines = (
        f"{name} a akg:Figure ;",
        *(f"    {s.predicate} {s.object} ;" for k in kept for s in block.all(f"akg:{k}")),
        f"    akg:value {value}.0 ;",
        "    akg:bound akg:Exactly ;",
        f'    akg:asPrinted "{value}" ;',
        f'    akg:periodStart "{year}-01-01T00:00:00Z"^^xsd:dateTime ;',
        f'    akg:periodEnd "{year + 1}-01-01T00:00:00Z"^^xsd:dateTime ;',
        "    akg:grain akg:Year ;",
        f"    akg:hasEvidence {evidence} .",
        f"{evidence} a akg:Evidence ;",
        "    akg:foundIn source:ant-forest-story-business-wire ;",
        "    akg:readingLevel akg:Excerpt ;",
        '    akg:locator "paragraph 3" ;',
        f'    akg:fragment "there were {value} of them" ;',
        "    akg:saidBy organization:ant-group ;",
        "    akg:method akg:StatedByParty ;",
        "    akg:stance akg:Supports .",
    )
    note = f"{name}: {value} in {year}, where {block.subject} has {block.value('akg:value')}"
    way = "lower later" if year == 2024 else "higher before"
    return Mutant(f"{block.value('akg:basis')} {way}", block.file, (), note, lines)


def _year(date: str) -> int:
    found = _YEAR.match(date)
    return int(found[1]) if found else 0


def _last_year(source: Block) -> int:
    return _year(source.value("akg:issuedOn") or source.value("akg:readOn"))


def _later(date: str, years: int) -> str:
    return f'"{_year(date) + years:04d}{date[5:]}'


def _misspelt(name: str, chance: Random) -> str:
    place = chance.randrange(1, len(name) - 1)
    ways = [
        name[:place] + name[place + 1 :],
        name[:place] + name[place] + name[place:],
        name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        name + "s",
        name[0].swapcase() + name[1:],
    ]
    return chance.choice([wrong for wrong in ways if wrong != name])


def _other_digit(text: str, chance: Random) -> str:
    place = chance.choice([m.start() for m in re.finditer(r"\d", text)])
    digit = chance.choice([d for d in "123456789" if d != text[place]])
    return text[:place] + digit + text[place + 1 :]


def _letter(text: str, chance: Random) -> int:
    return chance.choice([i for i, character in enumerate(text) if character.isalnum()])


def _other_letter(text: str, chance: Random) -> str:
    place = _letter(text, chance)
    return text[:place] + ("e" if text[place] != "e" else "a") + text[place + 1 :]


def _without_letter(text: str, chance: Random) -> str:
    place = _letter(text, chance)
    return text[:place] + text[place + 1 :]


def _other_case(text: str, chance: Random) -> str:
    place = _letter(text, chance)
    return text[:place] + text[place].swapcase() + text[place + 1 :]


def _words_exchanged(text: str, chance: Random) -> str:
    words = text.split(" ")
    if len(words) < 2:
        return text
    place = chance.randrange(len(words) - 1)
    words[place], words[place + 1] = words[place + 1], words[place]
    return " ".join(words)


def _word_gone(text: str, chance: Random) -> str:
    words = text.split(" ")
    if len(words) < 2:
        return text
    words.pop(chance.randrange(len(words)))
    return " ".join(words)
