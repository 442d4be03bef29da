"""Is a view the same in every form: JSON, address, flags?"""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UsageError
from graph.view.spec import COLOURS, LAYOUTS, SIZES, ViewSpec

words = st.text("aZ09 .-_~:,*#%&?=/<>'\"șȚ漢😀", min_size=1, max_size=8)
names = st.lists(words, max_size=2).map(tuple)
specs = st.builds(
    ViewSpec,
    seeds=names,
    types=names,
    verticals=names,
    relations=names,
    places=names,
    modes=st.lists(st.sampled_from(["planned", "claimed", "happened", "refuted"]), unique=True).map(tuple),
    sources=names,
    during=st.sampled_from(["", "2018..2019", "..2018-06", "2018-06-28.."]),
    undated=st.booleans(),
    as_of=st.sampled_from(["", "2018-12-31"]),
    weight=st.integers(1, 50),
    confidence=st.integers(0, 20).map(lambda part: part / 20),
    depth=st.integers(0, 6),
    limit=st.integers(1, 2000),
    layout=st.sampled_from(LAYOUTS),
    colour=st.sampled_from(COLOURS),
    size=st.sampled_from(SIZES),
    lang=st.sampled_from(["en", "ro"]),
    select=words,
)


@settings(max_examples=60, deadline=None)
@given(specs)
def test_the_address_form_gives_the_same_view_and_needs_no_escaping(spec: ViewSpec) -> None:
    compact = spec.to_compact()
    assert ViewSpec.from_compact(compact) == spec
    assert ViewSpec.from_compact("#" + compact) == spec
    assert set(compact) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-~:,*")


@settings(max_examples=60, deadline=None)
@given(specs)
def test_the_json_form_gives_the_same_view(spec: ViewSpec) -> None:
    assert ViewSpec.from_json(spec.to_json()) == spec
    assert ViewSpec.from_dict(spec.to_dict(full=True)) == spec


def test_the_default_view_is_short() -> None:
    assert ViewSpec().to_compact() == "1"
    assert ViewSpec().to_dict() == {"version": 1}
    assert ViewSpec().to_flags() == []


def test_a_view_reads_like_one() -> None:
    spec = ViewSpec(
        seeds=("ror-051h0cw83", "Cluj IT"), types=("Cluster",), weight=2, undated=True, confidence=0.5
    )
    assert spec.to_compact() == (
        "1~seeds:ror-051h0cw83,Cluj*20IT~types:Cluster~undated:1~weight:2~confidence:0.5"
    )


def test_the_command_asks_for_the_same_view() -> None:
    spec = ViewSpec(seeds=("Cluj IT", "o'neil; rm -rf /"), undated=True, during="2018..2019", confidence=0.75)
    words = shlex.split(spec.to_command())
    assert words[:2] == ["innograph", "view"]
    assert words[2:-2] == spec.to_flags()
    assert spec.to_flags() == [
        *("--seed", "Cluj IT", "--seed", "o'neil; rm -rf /", "--during", "2018..2019"),
        *("--undated", "--confidence", "0.75"),
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"colours": "type"}, "no “colours”. Did you mean “colour”?"),
        ({"version": 2}, "version 2; this program reads version 1"),
        ({"colour": "rainbow"}, "cannot be “rainbow”: choose from type, vertical, community"),
        ({"modes": ["plannned"]}, "Did you mean “planned”?"),
        ({"types": "Cluster"}, "“types” of a view must be a list of names"),
        ({"weight": "2"}, "“weight” of a view must be a whole number"),
        ({"weight": True}, "must be a whole number"),
        ({"weight": 0}, "must lie between 1 and"),
        ({"confidence": 1.2}, "must lie between 0 and 1"),
        ({"confidence": float("nan")}, "must lie between 0 and 1"),
        ({"depth": 9}, "must lie between 0 and 6"),
        ({"during": "2018"}, "is no period"),
        ({"during": ".."}, "is no period"),
        ({"during": "2019..2018"}, "ends before it begins"),
        ({"during": "June..July"}, "“during” of a view: “June” is no date"),
        ({"as_of": "soon"}, "“as_of” of a view"),
        ({"as_of": "2018"}, "“as_of” of a view must be a whole day"),
        ({"seeds": ["a"], "question": "b"}, "from seeds or from a question, not from both"),
        ({"limit": 5120}, "5,120 nodes do not make a readable picture"),
    ],
)
def test_a_view_that_cannot_be_is_refused_in_words(said: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        ViewSpec.from_dict(said)
    assert told in str(refused.value)


def test_a_refused_size_names_the_ways_out() -> None:
    with pytest.raises(UsageError, match=r"--limit.*--type.*--weight.*export gexf"):
        ViewSpec(limit=3000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2~weight:2",
        "1~weight",
        "1~:2",
        "1~wieght:2",
        "1~weight:two",
        "1~weight:1~weight:2",
        "1~seeds:a*2",
        "1~seeds:*FF",
        "1~seeds:a b",
        "1~seeds:ș",
        "1~undated:yes",
        "1~seeds:",
        "1~<script>:1",
    ],
)
def test_an_address_that_is_no_view_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        ViewSpec.from_compact(text)


@pytest.mark.parametrize("text", ["{", "[]", "3", '"a"', '{"seeds": [1]}'])
def test_json_that_is_no_view_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        ViewSpec.from_json(text)


def test_a_view_is_read_and_written_without_heavy_imports() -> None:
    code = (
        "import sys; from graph.view import ViewSpec; ViewSpec.from_compact('1~weight:2'); "
        "print(*{'numpy', 'rustworkx', 'pyvis', 'IPython', 'networkx', 'jinja2'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
