"""How the graph is served: over HTTP, as pages, and on the command line."""
