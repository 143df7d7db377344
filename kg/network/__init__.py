"""The network of things and statements: built, measured, walked and drawn."""

from __future__ import annotations

from kg.network.centrality import Centrality, betweenness, centrality, degrees
from kg.network.model import Edge, Node, Row, build, edges, nodes, partners, plain
from kg.network.places import GAP, SEED, STEP, positions
from kg.network.ways import around, shortest_path, ways

__all__ = [
    "GAP",
    "SEED",
    "STEP",
    "Centrality",
    "Edge",
    "Node",
    "Row",
    "around",
    "betweenness",
    "build",
    "centrality",
    "degrees",
    "edges",
    "nodes",
    "partners",
    "plain",
    "positions",
    "shortest_path",
    "ways",
]
