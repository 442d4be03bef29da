import shutil
from pathlib import Path

import pytest

from graph.errors import SettingError
from loaders.prose import lexicon as module
from loaders.prose.lexicon import Words, fits, languages, lexicon, read

FOLDER = Path(module.__file__).parent / "lexicon"


def test_both_languages_know_the_same_lists() -> None:
    assert languages() == ("en", "ro")
    assert set(lexicon("en").words) == set(lexicon("ro").words)


def test_triggers_agree_with_the_signatures_of_the_relations() -> None:
    for lang in languages():
        for verb in lexicon(lang).verbs:
            ends = (verb.subjects, verb.objects) if verb.subject == "H" else (verb.objects, verb.subjects)
            assert any(fits(verb.relation, head, tail) for head in ends[0] for tail in ends[1]), verb.id


def test_stems_and_words() -> None:
    words = Words(["organiz*", "lead"])
    assert "organizează" in words
    assert "lead" in words
    assert "leader" not in words


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("relation: memberOf", "relation: memberOff", "unknown relation “memberOff”"),
        ("subject: T", "subject: Z", "must say H or T"),
        ("passive: false", "pasive: false", "unknown key “pasive”"),
        ("objects: [Event]", "objects: [Evnt]", "unknown type “Evnt”"),
    ],
)
def test_a_wrong_lexicon_is_refused_with_its_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = tmp_path / "en"
    shutil.copytree(FOLDER / "en", folder)
    file = folder / "triggers.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingError, match=message) as error:
        read(folder)
    assert "triggers.yaml" in str(error.value)
