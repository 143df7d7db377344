"""The measures by name: what each says, and what it does not say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.network import tables
from kg.network.view import View
from kg.query import Table


@dataclass(frozen=True)
class Measure:
    """One measure of the network.

    Attributes:
        name: as people type it.
        title: a line for a list.
        means: what the figures say.
        does_not_mean: what they do not say.
        table: makes the table.
        has_lens: whether it can look at partners or at everything.
    """

    name: str
    title: str
    means: str
    does_not_mean: str
    table: Callable[[View], Table]
    has_lens: bool = True


MEASURES = (
    Measure(
        "centrality",
        "How many neighbours each one has, and how many ways lead through it",
        "Neighbours counts those joined directly, records the statements that join them. "
        "Betweenness is the share of all shortest ways between two others that pass through one: "
        "0 for none, 1 for all. Closeness is the share of all others that one reaches, divided by "
        "the mean number of steps to them.",
        "It is the place in what is recorded here, not power, money or merit. Whoever is written "
        "about more has more neighbours.",
        tables.of_centrality,
    ),
    Measure(
        "brokers",
        "Who stands between others, and who still does without claims on own word alone",
        "Pieces says into how many parts its part of the network falls without this one, and "
        "cutOff how many things then lie outside the largest. The columns Checked say the same "
        "where records that rest only on the word of their own parties are left out.",
        "A broker here need not pass anything on, for a tie says only that a record names both. A "
        "figure that falls in the columns Checked is not refuted; nobody else has confirmed it.",
        tables.of_brokers,
    ),
    Measure(
        "bridges",
        "Ties without which the network would come apart",
        "Without this one tie, beyond things would be cut from the larger side. OwnWordAlone says "
        "whether every record behind the tie rests on the word of its parties alone.",
        "A bridge in the records can have other ties beside it that no source here tells of.",
        tables.of_bridges,
    ),
    Measure(
        "communities",
        "Groups more closely joined within than with the rest, named by what joins them",
        "Members of one community have more ties among themselves than chance would give them "
        "(the best of several seeded Louvain runs). The name is made of the programmes that most "
        "records between its members speak of, else of their themes, else of the member with the "
        "most neighbours.",
        "The members need not know of each other, and another method would draw some borders "
        "elsewhere.",
        tables.of_communities,
    ),
    Measure(
        "shared",
        "Participants that share programmes, and programmes that share participants",
        "Weight is the number of programmes in which both take part, or of participants that "
        "both have.",
        "Two that take part in one programme need not work together; `kg network centrality` "
        "counts only those that one record names together.",
        tables.of_shared,
        has_lens=False,
    ),
    Measure(
        "growth",
        "New partners and partnerships by year",
        "A pair counts in the first year in which a record says that it works together, and a "
        "partner in the first year of its pairs. What no record dates is counted in the last row.",
        "It is the year on record, not always the year of the beginning: a report that speaks of "
        "one month dates what may be older. Few sources of a year make a year look quiet.",
        tables.of_growth,
        has_lens=False,
    ),
    Measure(
        "withdrawal",
        "What each partner would leave behind",
        "PartnersLeftAlone counts partners with no other partner, cutOff those that would lie "
        "outside the largest part that is left, cutOffOfEverything the same for all things, and "
        "programmesLeftAlone the programmes in which nobody else takes part.",
        "It says what the records would no longer join, and predicts nothing of the world.",
        tables.of_withdrawal,
        has_lens=False,
    ),
)


def find(name: str) -> Measure | None:
    """Return the measure of this name."""
    return next((measure for measure in MEASURES if measure.name == name), None)
