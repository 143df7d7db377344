"""rdflib-endpoint over one file, run by the Python of an environment that has it.

python peer.py FILE PORT memory|oxigraph
"""

import sys

import rdflib
import uvicorn
from rdflib_endpoint import SparqlEndpoint

file, port, kind = sys.argv[1:]
graph = rdflib.Dataset(store="Oxigraph" if kind == "oxigraph" else "default", default_union=True)
graph.parse(file, format="ox-nt" if kind == "oxigraph" else "nt")
uvicorn.run(
    SparqlEndpoint(graph=graph, path="/"), host="127.0.0.1", port=int(port), log_level="error"
)
