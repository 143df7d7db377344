"""A sample of the mutation test: wrong facts planted in the real data, and the gate sees them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pyoxigraph as ox
import pytest
from mutation.corpus import Corpus, Mutant, read
from mutation.judge import Judge
from mutation.operators import LISTED, PLAUSIBLE, Operator, sample
from mutation.pools import killed

from kg import paths

# The lines of the gate are measured by its own tests: here it runs dozens of times on all data.
pytestmark = [pytest.mark.no_cover, pytest.mark.usefixtures("places_kept")]

SEED = 20261122
FOLDER = paths.sources_folder()
# What is found by reading the texts of the sources again cannot be found where they are not.
FROM_TEXTS = {"altered_fragment", "altered_offset", "altered_number_everywhere"}
# These make a few faults that nobody could tell from the files: see docs/mutation.md.
NOT_ALL = {"swapped_ends"}

Twenty = Callable[[Operator], list[Mutant]]
every_operator = pytest.mark.parametrize("operator", LISTED + PLAUSIBLE, ids=lambda o: o.__name__)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read(paths.DATA, paths.ONTOLOGY)


@pytest.fixture(scope="module")
def twenty(corpus: Corpus) -> Twenty:
    """Return what gives the mutants of an operator, made once: the first ones are a sample too."""
    return cache(lambda operator: sample(operator, corpus, SEED, 20))


@pytest.fixture(scope="module")
def gate(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(corpus, tmp_path_factory.mktemp("data"), with_reasoner=False)


@pytest.fixture(scope="module")
def survivors(corpus: Corpus, gate: Judge, twenty: Twenty) -> list[Mutant]:
    """Return those of two mutants of every operator that the gate says nothing of."""
    mutants = [mutant for operator in LISTED for mutant in twenty(operator)[:2]]
    found = zip(mutants, killed(corpus, gate, mutants), strict=True)
    return [mutant for mutant, is_killed in found if not is_killed]


def triples(text: str) -> frozenset[str]:
    return frozenset(str(quad) for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))


@every_operator
def test_an_operator_makes_twenty_mutants_that_differ_and_parse(
    operator: Operator, corpus: Corpus, twenty: Twenty
) -> None:
    mutants = twenty(operator)

    least = 15 if operator.__name__ == "other_organization_class" else 20
    assert len(mutants) >= least
    assert len({(m.file, corpus.mutated(m)) for m in mutants}) == len(mutants)
    true_files = {file: triples(corpus.text(file)) for file in {m.file for m in mutants}}
    for mutant in mutants:
        true = true_files[mutant.file]
        assert triples(corpus.mutated(mutant)) != true, mutant.note


@every_operator
def test_the_same_seed_makes_the_same_mutants_and_another_seed_makes_others(
    operator: Operator, corpus: Corpus, twenty: Twenty
) -> None:
    assert sample(operator, corpus, SEED, 20) == twenty(operator)
    assert sample(operator, corpus, SEED + 1, 20) != twenty(operator)


@pytest.mark.parametrize("operator", LISTED, ids=lambda o: o.__name__)
def test_the_gate_kills_a_sample_of_every_operator(
    operator: Operator, survivors: list[Mutant]
) -> None:
    if FOLDER is None and operator.__name__ in FROM_TEXTS:
        pytest.skip("the texts of the sources are not here; name their folder by KG_SOURCES")

    left = [mutant.note for mutant in survivors if mutant.operator == operator.__name__]
    assert len(left) <= (1 if operator.__name__ in NOT_ALL else 0), left
