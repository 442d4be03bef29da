"""Pictures made by hand: an invented ecosystem of any size, with long Romanian names, and one of hostile text."""

from __future__ import annotations

import json
import random
from dataclasses import replace

from graph.statement import Mode, Source
from graph.view.layout import layout
from graph.view.picture import (
    Fact,
    LeftOut,
    Look,
    Node,
    Picture,
    Proof,
    Receipt,
    RelationWords,
    Tie,
)
from graph.view.spec import ViewSpec

TYPES = {
    "Cluster": Look({"en": "Cluster", "ro": "Cluster"}, "#D55E00", "hexagon"),
    "University": Look({"en": "University", "ro": "Universitate"}, "#332288", "dot"),
    "Company": Look({"en": "Company", "ro": "Companie"}, "#0072B2", "square"),
    "Hospital": Look({"en": "Hospital", "ro": "Spital"}, "#CC3311", "dot"),
    "ResearchCentre": Look({"en": "Research centre", "ro": "Centru de cercetare"}, "#332288", "diamond"),
    "Project": Look({"en": "Project", "ro": "Proiect"}, "#009E73", "square"),
    "Event": Look({"en": "Event", "ro": "Eveniment"}, "#882255", "dot"),
    "Vertical": Look({"en": "Vertical", "ro": "Verticală"}, "#999933", "diamond"),
}
RELATIONS = {
    "memberOf": RelationWords(
        {"en": "member of", "ro": "membru în"}, {"en": "has member", "ro": "are ca membru"}
    ),
    "participatedIn": RelationWords(
        {"en": "participated in", "ro": "a participat la"},
        {"en": "had participant", "ro": "a avut participant"},
    ),
    "organisedBy": RelationWords(
        {"en": "organised by", "ro": "organizat de"}, {"en": "organised", "ro": "a organizat"}
    ),
    "focusesOn": RelationWords(
        {"en": "focuses on", "ro": "se concentrează pe"},
        {"en": "is the focus of", "ro": "este domeniul pentru"},
    ),
    "collaboratesWith": RelationWords(
        {"en": "collaborates with", "ro": "colaborează cu"},
        {"en": "collaborates with", "ro": "colaborează cu"},
        symmetric=True,
    ),
}
SOURCES = {
    "cordis": Source(
        "cordis", "CORDIS, projects of Horizon 2020", "Publications Office of the EU", "CC-BY-4.0"
    ),
    "cronos": Source(
        "cronos", "Pagina proiectului Cronos", "Cluj IT Cluster", "publisher's own", language="ro"
    ),
}
VERTICALS = [
    ("vertical-ai", "Artificial intelligence", "Inteligență artificială"),
    ("vertical-blockchain", "Blockchain", "Blockchain"),
    ("vertical-cyber", "Cyber security", "Securitate cibernetică"),
    ("vertical-health", "Health", "Sănătate"),
    ("vertical-bioeconomy", "Bioeconomy", "Bioeconomie"),
    ("vertical-energy", "Energy and environment", "Energie și mediu"),
]
NAMED = [
    ("University", "Babeș-Bolyai University", "Universitatea Babeș-Bolyai"),
    (
        "University",
        "Iuliu Hațieganu University of Medicine and Pharmacy of Cluj-Napoca",
        "Universitatea de Medicină și Farmacie „Iuliu Hațieganu” din Cluj-Napoca",
    ),
    ("University", "Technical University of Cluj-Napoca", "Universitatea Tehnică din Cluj-Napoca"),
    ("Cluster", "Cluj IT Cluster", "Clusterul Cluj IT"),
    ("Cluster", "Transylvanian Furniture Cluster", "Clusterul Mobilier Transilvan"),
    ("Cluster", "AgroTransilvania Cluster", "Clusterul AgroTransilvania"),
    ("Hospital", "Emergency County Hospital", "Spitalul Clinic Județean de Urgență"),
]
STEMS = [
    "Nord",
    "Vest",
    "Apus",
    "Someș",
    "Feleac",
    "Arieș",
    "Transilvan",
    "Carpat",
    "Digital",
    "Bio",
    "Nano",
    "Agro",
    "Medi",
    "Info",
    "Opti",
    "Inova",
]
ENDS = (
    "Soft",
    "Systems",
    "Research",
    "Labs",
    "Energo",
    "Tech",
    "Consult",
    "Data",
    "Design",
    "Sensors",
    "Robotics",
    "Pharma",
    "Media",
    "Grid",
)
TOPICS = (
    "Secure health records across hospitals",
    "Smart irrigation for small farms",
    "Early diagnosis from images",
    "Low-cost sensors for city air",
    "Digital skills for furniture makers",
    "Energy storage in old buildings",
    "Open data for regional planning",
    "Biomass from forest residues",
    "Trusted supply chains",
    "Robots that help nurses",
)


def _node(number: int, rng: random.Random) -> tuple[str, dict[str, str]]:
    if number < len(NAMED):
        kind, english, romanian = NAMED[number]
        return kind, {"en": english, "ro": romanian}
    kind = rng.choices(
        ["Company", "ResearchCentre", "University", "Project", "Event", "Cluster"], [40, 10, 8, 34, 6, 2]
    )[0]
    stem, end = rng.choice(STEMS), rng.choice(ENDS)
    if kind == "Project":
        name = f"{rng.choice(TOPICS)} ({stem.upper()[:5]}{number})"
        return kind, {"en": name, "ro": name}
    if kind == "Event":
        return kind, {
            "en": f"{stem} {end} matchmaking {number}",
            "ro": f"Întâlnire de afaceri {stem} {end} {number}",
        }
    if kind == "Cluster":
        return kind, {"en": f"{stem} {end} Cluster {number}", "ro": f"Clusterul {stem} {end} {number}"}
    if kind == "ResearchCentre":
        return kind, {
            "en": f"National Institute for {stem}{end} {number}",
            "ro": f"Institutul Național de Cercetare-Dezvoltare pentru {stem}{end} {number}",
        }
    if kind == "University":
        return kind, {
            "en": f"University of {stem}{end} {number}",
            "ro": f"Universitatea „{stem}{end}” {number}",
        }
    return kind, {"en": f"{stem}{end.lower()} {number} SRL", "ro": f"{stem}{end.lower()} {number} SRL"}


def _proof(rng: random.Random, number: int, quoted: bool, year: int) -> Proof:
    when = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}" if number % 3 else str(year)
    if quoted:
        receipt = Receipt(
            "cronos",
            f"https://example.org/cronos#{number}",
            "2026-11-02",
            quote=f"La data de {when} a avut loc o întâlnire la care au participat {number} firme și „clusterul”.",
            lang="ro",
            title="Proiectul Cronos: etapa 1",
            url="https://example.org/cronos",
            document="ab" * 32,
        )
    else:
        receipt = Receipt(
            "cordis",
            f"{730000 + number}/9998{number}",
            "2026-11-01",
            url="https://cordis.europa.eu/",
            row=f'{{"projectID": "{730000 + number}", "role": "participant", "ecContribution": "{number * 997}"}}',
        )
    return Proof(
        f"{number:032x}",
        receipt,
        f"{when}/{when}",
        rng.choice([1.0, 1.0, 0.9, 0.75, 0.6]),
        "rules 1" if quoted else "cordis 1",
        () if quoted else (("role", "participant"),),
    )


def _ties(nodes: list[Node], rng: random.Random) -> list[Tie]:
    organisations = [n for n in nodes if n.type in ("University", "Company", "Hospital", "ResearchCentre")]
    pull = {n.id: max(2, 24 - 3 * at) if n.type != "Company" else 3 for at, n in enumerate(organisations)}
    said: dict[tuple[str, str, str, Mode], list[Proof]] = {}

    def partners(node: Node, most: int) -> set[str]:
        """Mostly of the same vertical, some from anywhere; the large universities are everywhere."""
        alike = [
            o for o in organisations if not node.verticals or not o.verticals or o.verticals == node.verticals
        ]
        some = alike if rng.random() < 0.85 else organisations
        return {p.id for p in rng.choices(some, [pull[o.id] for o in some], k=rng.randint(1, most))}

    def says(subject: str, relation: str, object_: str, mode: Mode, quoted: bool, times: int = 1) -> None:
        for _ in range(times):
            number = sum(map(len, said.values())) + 1
            proof = _proof(rng, number, quoted, rng.randint(2014, 2018))
            said.setdefault((subject, relation, object_, mode), []).append(proof)

    modes = [Mode.HAPPENED, Mode.PLANNED, Mode.CLAIMED, Mode.REFUTED]
    clusters = [n for n in nodes if n.type == "Cluster"]
    for node in nodes:
        if node.type == "Project":
            for partner in sorted(partners(node, 5)):
                says(partner, "participatedIn", node.id, rng.choices(modes, [94, 4, 1, 1])[0], False)
        elif node.type == "Event":
            says(node.id, "organisedBy", rng.choice(clusters).id, Mode.HAPPENED, True)
            for guest in sorted(partners(node, 4)):
                says(guest, "participatedIn", node.id, rng.choice(modes[:2]), True)
        elif node.type in ("Company", "University") and rng.random() < 0.5:
            says(node.id, "memberOf", rng.choice(clusters).id, Mode.HAPPENED, True, rng.choice([1, 1, 1, 3]))
        if node.verticals and rng.random() < 0.5:
            says(node.id, "focusesOn", node.verticals[0], Mode.HAPPENED, True)
    says(nodes[0].id, "collaboratesWith", nodes[2].id, Mode.CLAIMED, True, 2)
    says(nodes[0].id, "memberOf", nodes[3].id, Mode.HAPPENED, True, 2)
    says(nodes[0].id, "participatedIn", nodes[3].id, Mode.PLANNED, True)
    return [
        Tie(
            *key,
            tuple(proofs),
            len(proofs),
            max(p.confidence for p in proofs),
            min(p.when.partition("/")[0] for p in proofs),
            max(p.when.partition("/")[2] for p in proofs),
            dated=True,
        )
        for key, proofs in said.items()
    ]


def ecosystem(count: int, spec: ViewSpec | None = None, seed: int = 3) -> Picture:
    """A picture of an invented ecosystem of `count` nodes; the same count gives the same picture."""
    spec = spec or ViewSpec(limit=max(count, 1))
    rng = random.Random(seed)
    concepts = {entity: {"en": english, "ro": romanian} for entity, english, romanian in VERTICALS}
    nodes = [Node(entity, names, "Vertical") for entity, names in concepts.items()]
    for number in range(max(0, count - len(nodes))):
        kind, names = _node(number, rng)
        topics = (rng.choice(VERTICALS)[0],) if rng.random() < 0.6 else ()
        nodes.append(Node(f"x-{number:05}", names, kind, verticals=topics))
    nodes = nodes[len(VERTICALS) :] + nodes[: len(VERTICALS)] if count > len(VERTICALS) else nodes[:count]
    ties = _ties(nodes, rng) if count > 20 else []
    places = layout([n.id for n in nodes], [(t.subject, t.object) for t in ties])
    near: dict[str, set[str]] = {n.id: set() for n in nodes}
    weight: dict[str, int] = {n.id: 0 for n in nodes}
    for tie in ties:
        if tie.mode.is_plain:
            near[tie.subject].add(tie.object)
            near[tie.object].add(tie.subject)
            weight[tie.subject] += tie.weight
            weight[tie.object] += tie.weight
    nodes = [
        replace(n, degree=len(near[n.id]), weight=weight[n.id], x=x, y=y, seed=n.id in spec.seeds)
        for n, (x, y) in zip(nodes, places, strict=True)
    ]
    if ties:
        fact = Fact("description", "A cluster of firms in information technology.", "en", ties[0].proofs[0])
        nodes[3] = replace(nodes[3], facts=(fact,))
    return Picture(
        spec,
        {"en": "The innovation ecosystem of Cluj", "ro": "Ecosistemul de inovare din Cluj"},
        tuple(nodes),
        tuple(ties),
        TYPES,
        RELATIONS,
        {"description": {"en": "description", "ro": "descriere"}, "role": {"en": "role", "ro": "rol"}},
        concepts,
        SOURCES,
        (LeftOut("limit", 2340 - len(nodes), 5120),) if count > 20 else (),
        held_nodes=2340 if count > 20 else len(nodes),
        held_ties=7100 if count > 20 else len(ties),
        revision=12,
        day="2026-11-20",
    )


HOSTILE = (
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "javascript:window.ran=1",
    "{{7*7}}${7*7}<%=7*7%>",
    '=HYPERLINK("http://x.invalid")',
    "\u2028\u2029]]>--><!--<script>",
    "\"'><svg onload=window.ran=1>",
    "__proto__",
)


def hostile(number: int = 0) -> Picture:
    """A picture with hostile text in every field that a source, a user or an id can fill."""

    def text(at: int) -> str:
        return f"{HOSTILE[(number + at) % len(HOSTILE)]} {at}"

    receipt = Receipt(
        "s",
        text(1),
        text(2),
        quote=text(3),
        lang='ro" onload="x',
        title=text(4),
        url="javascript:window.ran=1//" + text(5),
        document=text(6),
        row=json.dumps({text(7): text(8), "nested": {text(9): [text(10)]}}),
    )
    proof = Proof(text(11), receipt, "2018/2018", 0.5, text(12), ((text(13), text(14)),))
    torn = replace(proof, receipt=replace(receipt, quote="", row="{ " + text(15)))
    fact = Fact(text(16), 'https://x.invalid/"onmouseover=window.ran=1', "en", proof)
    ids = [f"{HOSTILE[at % len(HOSTILE)]}#{at}" for at in range(4)]
    nodes = tuple(
        Node(
            entity,
            {"en": f"{text(at)} name", "ro": text(at + 1)} if at else {"": text(at)},
            "Cluster" if at % 2 else "__proto__",
            degree=2,
            weight=at + 1,
            verticals=(ids[3],),
            places=(text(17),),
            seed=at == 0,
            x=100.0 * at,
            y=80.0 * (at % 2),
            facts=(fact,) if at == 1 else (),
        )
        for at, entity in enumerate(ids)
    )
    ties = (
        Tie(ids[0], "memberOf", ids[1], Mode.HAPPENED, (proof, torn), 2, 0.5, "2018", "2018", dated=True),
        Tie(ids[1], text(18), ids[2], Mode.PLANNED, (proof,), 1, 0.5),
        Tie(ids[2], "__proto__", ids[3], Mode.REFUTED, (torn,), 5, 1.0),
    )
    words = RelationWords({"en": text(19), "ro": text(20)}, {"en": text(21), "ro": text(22)})
    return Picture(
        ViewSpec(seeds=(ids[0],), verticals=(text(23),), select=ids[1]),
        {"en": text(24), "ro": text(25)},
        nodes,
        ties,
        {"Cluster": TYPES["Cluster"], "__proto__": Look({"en": text(26), "ro": text(27)}, "#0072B2", "dot")},
        {"memberOf": words, text(18): words, "__proto__": words},
        {text(13): {"en": text(28), "ro": text(29)}},
        {ids[3]: {"en": text(30), "ro": text(31)}},
        {"s": Source("s", text(32), text(33), text(34), url="javascript:window.ran=1")},
        (LeftOut("common", 2, detail={"": text(35)}),),
        day="2026-11-20",
    )
