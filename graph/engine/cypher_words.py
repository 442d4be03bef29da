"""Which words of Cypher may a foreign query use? Lists for the gate: openings, refused clauses, known functions."""

from __future__ import annotations

__all__ = ["BEFORE_BRACKET", "FUNCTIONS", "OPENINGS", "PROCEDURES", "REFUSED"]


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPENINGS = frozenset({"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL"})

_WRITES = "it would change the graph"
_FILES = "it reads files or addresses"
_RULES = "it would change the database's structure"
_RIGHTS = "it would change users and rights"
_ADMIN = "it administers the server"

REFUSED = {
    **dict.fromkeys(("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "INSERT"), _WRITES),
    **dict.fromkeys(("FOREACH", "TRANSACTIONS", "TRANSACTION", "PERIODIC"), _WRITES),
    **dict.fromkeys(("LOAD", "CSV"), _FILES),
    **dict.fromkeys(("DROP", "ALTER", "RENAME"), _RULES),
    **dict.fromkeys(("GRANT", "DENY", "REVOKE"), _RIGHTS),
    **dict.fromkeys(("SHOW", "TERMINATE", "USE", "DEALLOCATE", "REALLOCATE", "DRYRUN"), _ADMIN),
}

PROCEDURES = frozenset(
    {
        "db.labels",
        "db.relationshiptypes",
        "db.propertykeys",
        "db.index.fulltext.querynodes",
        "db.index.fulltext.queryrelationships",
    }
)

# Words after which a bracket opens something else than a function's arguments.
BEFORE_BRACKET = _listed(
    """
    MATCH OPTIONAL WHERE RETURN WITH UNWIND AND OR XOR NOT IN CONTAINS AS CASE WHEN THEN ELSE BY DISTINCT SKIP OFFSET
    LIMIT CALL EXISTS ALL ANY SHORTEST PATHS PATH GROUPS GROUP ACYCLIC TRAIL WALK
    """
)

# Every function of Neo4j 5 without plug-ins that neither writes, reads files, nor reaches out. ArcadeDB would run the
# functions of its SQL as well (eval among them): they are not on the list.
FUNCTIONS = _listed(
    """
    avg collect count max min percentilecont percentiledisc stdev stdevp sum
    all any exists isempty none single
    char_length character_length coalesce elementid endnode head id last length nullif properties size startnode
    timestamp toboolean tobooleanornull tofloat tofloatornull tointeger tointegerornull type valuetype randomuuid
    keys labels nodes range reduce relationships reverse tail tobooleanlist tofloatlist tointegerlist tostringlist
    abs ceil floor isnan rand round sign e exp log log10 sqrt
    acos asin atan atan2 cos cosh cot coth degrees haversin pi radians sin sinh tan tanh
    btrim left lower ltrim normalize replace right rtrim split substring tolower tostring tostringornull toupper trim
    upper
    date date.realtime date.statement date.transaction date.truncate
    datetime datetime.fromepoch datetime.fromepochmillis datetime.realtime datetime.statement datetime.transaction
    datetime.truncate
    localdatetime localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate
    localtime localtime.realtime localtime.statement localtime.transaction localtime.truncate
    time time.realtime time.statement time.transaction time.truncate
    duration duration.between duration.indays duration.inmonths duration.inseconds
    point point.distance point.withinbbox vector.similarity.cosine vector.similarity.euclidean
    shortestpath allshortestpaths
    """
)
