"""How is the graph asked: for an entity, by a search, a path, a query?"""
