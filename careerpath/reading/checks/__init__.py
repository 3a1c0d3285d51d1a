"""Questions asked of a graph, one function each: (graph, tree) -> diagnostics."""

from __future__ import annotations

from careerpath.diagnostics import Diagnostic
from careerpath.model.graph import Graph
from careerpath.reading.checks import quality, reach, references
from careerpath.reading.yaml_source import Node

REFERENCES = (references.unknown_ids, references.part_of_cycles, references.requirement_shapes, references.credential_shapes)
WHOLE = (
    reach.never_entered,
    reach.never_started,
    reach.never_satisfied,
    reach.executives_out_of_reach,
    quality.missing_translations,
    quality.figures_without_source,
    quality.unused_entries,
    quality.shared_titles,
)


def reference_problems(graph: Graph, tree: Node) -> list[Diagnostic]:
    """What makes the graph unusable although each entry is well formed."""
    return [problem for check in REFERENCES for problem in check(graph, tree)]


def whole_graph_problems(graph: Graph, tree: Node) -> list[Diagnostic]:
    """What is wrong or doubtful in the graph as a whole. Call it only on a graph without reference problems."""
    return [problem for check in WHOLE for problem in check(graph, tree)]
