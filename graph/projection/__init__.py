"""How do RDF, property graph and network follow the ledger?"""
