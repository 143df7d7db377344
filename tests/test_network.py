from __future__ import annotations

import json
from math import dist

import pytest

from kg import network
from kg.errors import UnknownName
from kg.network import Edge, Node

PARTNERS = "partnersWith"


def edge(iri: str, start: str, end: str, relation: str = PARTNERS) -> Edge:
    return Edge(iri, start, end, relation, "partners with", True, f"record-{iri}", False)


def things(*names: str) -> list[Node]:
    return [Node(name, "organization", "company") for name in names]


def test_rows_become_nodes_in_order_and_the_first_class_by_name_counts() -> None:
    rows = [
        {"thing": "b", "kind": "organization", "class": "organization"},
        {"thing": "b", "kind": "organization", "class": "company"},
        {"thing": "a", "kind": "place", "class": "place"},
    ]
    assert network.nodes(rows) == [
        Node("a", "place", "place"),
        Node("b", "organization", "company"),
    ]


def test_rows_become_edges_and_the_same_row_twice_is_one_edge() -> None:
    row = {
        "link": "l",
        "from": "a",
        "to": "b",
        "relation": "r",
        "words": "w",
        "bothWays": "true",
        "record": "c",
        "disputed": "false",
    }
    assert network.edges([row, dict(row)]) == [Edge("l", "a", "b", "r", "w", True, "c", False)]


def test_parallel_statements_between_a_pair_survive_and_are_plain_json() -> None:
    graph = network.build(things("a", "b"), [edge("1", "a", "b"), edge("2", "a", "b")])
    assert set(graph["a"]["b"]) == {"1", "2"}
    json.dumps([list(graph.nodes(data=True)), list(graph.edges(data=True))])


def test_a_statement_about_something_unknown_is_left_out() -> None:
    assert network.build(things("a"), [edge("1", "a", "b")]).number_of_edges() == 0


def test_the_partners_projection_counts_statements_and_ignores_other_relations() -> None:
    statements = [edge("1", "a", "b"), edge("2", "b", "a"), edge("3", "a", "c", "operates")]
    projection = network.partners(network.build(things("a", "b", "c"), statements), PARTNERS)
    assert list(projection.edges(data="records")) == [("a", "b", 2)]


def test_degrees_put_the_best_connected_first() -> None:
    graph = network.build(things("a", "b", "c"), [edge("1", "a", "c"), edge("2", "b", "c")])
    assert list(network.degrees(graph).items()) == [("c", 2), ("a", 1), ("b", 1)]


def test_a_shortest_path_ignores_direction_and_is_empty_where_there_is_none() -> None:
    graph = network.build(things("a", "b", "c", "d"), [edge("1", "b", "a"), edge("2", "b", "c")])
    assert network.shortest_path(graph, "a", "c") == ["a", "b", "c"]
    assert network.shortest_path(graph, "a", "d") == []


def test_a_path_from_an_unknown_thing_is_refused_by_name() -> None:
    with pytest.raises(UnknownName, match="there is no thing named 'z'"):
        network.shortest_path(network.build(things("a"), []), "z", "a")


def chain(*pairs: str, relation: str = PARTNERS, both_ways: bool = False) -> list[Edge]:
    """Return one statement for each pair of one-letter things, such as "ab"."""
    return [
        Edge(p, p[0], p[1], relation, "leads to", both_ways, f"record-{p}", False) for p in pairs
    ]


def test_ways_come_shortest_first_and_equally_short_ones_by_name() -> None:
    graph = network.build(things(*"abcde"), chain("ac", "cd", "ab", "bd", "ae", "ec"))

    assert network.ways(graph, "a", "d", 4) == [
        ("a", "b", "d"),
        ("a", "c", "d"),
        ("a", "e", "c", "d"),
    ]
    assert network.ways(graph, "a", "d", 1) == [("a", "b", "d")]
    assert network.ways(graph, "a", "a") == [("a",)]


def test_a_directed_way_goes_along_statements_and_both_ways_where_they_hold_so() -> None:
    one_way = network.build(things(*"abc"), chain("ab", "cb"))
    both_ways = network.build(things(*"abc"), [*chain("ab"), *chain("cb", both_ways=True)])

    assert network.ways(one_way, "a", "c") == [("a", "b", "c")]
    assert network.ways(one_way, "a", "c", by="directed") == []
    assert network.ways(both_ways, "a", "c", by="directed") == [("a", "b", "c")]


def test_a_way_around_hubs_passes_none_but_may_end_at_one() -> None:
    spokes = [f"s{i}" for i in range(40)]
    statements = [edge(f"h{s}", "hub", s) for s in spokes]
    statements += [edge("1", "s0", "x"), edge("2", "x", "s1")]
    graph = network.build(things("hub", "x", *spokes), statements)

    assert network.ways(graph, "s0", "s1", 2, "nohubs") == [("s0", "x", "s1")]
    assert network.ways(graph, "s0", "s1", 2) == [("s0", "hub", "s1"), ("s0", "x", "s1")]
    assert network.ways(graph, "s0", "hub", 1, "nohubs") == [("s0", "hub")]
    assert network.ways(graph, "s2", "s3", 1, "nohubs") == []


def test_positions_do_not_depend_on_the_order_of_the_rows() -> None:
    names = [f"n{i}" for i in range(12)]
    statements = [edge(str(i), names[i], names[(i * 5 + 1) % 12]) for i in range(12)]
    one = network.positions(network.build(things(*names), statements))
    other = network.positions(network.build(things(*reversed(names)), statements[::-1]))
    assert list(one.items()) == list(other.items())
    assert all(isinstance(x, int) and isinstance(y, int) for x, y in one.values())


def test_no_two_things_share_a_place_and_parts_stand_apart() -> None:
    names = [f"n{i}" for i in range(20)]
    statements = [edge(str(i), "n0", f"n{i}") for i in range(1, 8)]
    statements += [edge("x", "n8", "n9"), edge("loop", "n10", "n10")]
    places = network.positions(network.build(things(*names), statements))
    pairs = [(a, b) for a in names for b in names if a < b]
    distance = {
        (a, b): abs(places[a][0] - places[b][0]) + abs(places[a][1] - places[b][1])
        for a, b in pairs
    }
    assert min(distance.values()) > 20
    star = set(names[:8])
    apart = [d for (a, b), d in distance.items() if (a in star) != (b in star)]
    assert min(apart) >= network.STEP


def clusters(count: int, size: int) -> tuple[list[str], list[Edge]]:
    """Return groups of things that are closely joined within, and to the next group by one tie."""
    names = [f"g{g}n{n}" for g in range(count) for n in range(size)]
    pairs = [
        (f"g{g}n{a}", f"g{g}n{b}") for g in range(count) for a in range(size) for b in range(a)
    ]
    pairs += [(f"g{g}n0", f"g{g + 1}n0") for g in range(count - 1)]
    return names, [edge(f"{a}-{b}", a, b) for a, b in pairs]


@pytest.mark.parametrize("known", [None, 0, 3])
def test_in_a_large_network_each_group_stands_by_itself(known: int | None) -> None:
    names, statements = clusters(12, 9)
    groups = {name: int(name[1 : name.index("n")]) for name in names}
    given = None if known is None else {n: g for n, g in groups.items() if int(n[-1]) >= known}
    net = network.build(things(*names), statements)
    places = network.positions(net, given)
    centres = {
        g: [sum(places[n][axis] for n in names if groups[n] == g) / 9 for axis in (0, 1)]
        for g in set(groups.values())
    }
    nearest = [min(centres, key=lambda g: dist(places[n], centres[g])) for n in names]
    assert nearest == list(groups.values())
    assert places == network.positions(net, given)


def test_a_large_network_without_a_known_group_is_one_group() -> None:
    names, statements = clusters(11, 9)
    places = network.positions(network.build(things(*names), statements), {})
    assert len({*places.values()}) == len(names)


def test_an_empty_network_has_no_positions() -> None:
    assert network.positions(network.build([], [])) == {}
