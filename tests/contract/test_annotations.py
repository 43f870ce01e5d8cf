"""The reader of other people's annotations: every form of annotation that it knows, and the ones that it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.annotations import Annotations

SOURCE = """
from .nowhere import Nothing

Number: TypeAlias = int
Child = Union["Leaf", "Pair"]
Old = Optional[Number]

class Base(TypedDict):
    type: ReadOnly[int]
    id: NotRequired[int]

class Leaf(Base):
    type: Literal[1]
    text: str

class Pair(Base, total=False):
    type: Required[Literal[2, 3]]
    children: list[Child]
    names: dict[str, Number] | None
    old: Old
    flag: bool
    size: float

class Corrected(TypedDict):
    wrong: str
"""
KNOWN = Annotations([SOURCE], corrections={"Corrected.wrong": "NotRequired[int]", "Corrected.more": "str"})
LEAF = {"type": 1, "text": "x"}


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        ("Child", LEAF),
        ("Child", {"type": 3, "id": 7}),
        ("Child", {"type": 2, "children": [LEAF], "names": {"a": 1}, "old": None, "flag": True, "size": 1}),
        ("Child", {"type": 2, "names": None, "old": 1, "size": 0.5}),
        ("Corrected", {"wrong": 1, "more": "x"}),
        ("Corrected", {"more": "x"}),
        ("list[int] | str", [1, 2]),
        ("Optional[Child]", None),
    ],
)
def test_what_the_annotations_allow(annotation: str, value: Any) -> None:
    assert list(KNOWN.problems(annotation, value)) == []


@pytest.mark.parametrize(
    ("annotation", "value", "said"),
    [
        ("Child", {"type": 4}, "$: type 4 is not one of [1, 2, 3]"),
        ("Child", {"type": True}, "$: type True is not one of [1, 2, 3]"),
        ("Child", {"text": "x"}, "$: type None is not one of [1, 2, 3]"),
        ("Child", 5, "$: 5 is not an object"),
        ("Child", {"type": 1}, "$: text is missing"),
        ("Child", {**LEAF, "text": None}, "$.text: None is not str"),
        ("Child", {**LEAF, "colour": 1}, "$.colour: Leaf has no such field"),
        (
            "Child",
            {"type": 2, "children": [LEAF, {"type": 9}]},
            "$.children[1]: type 9 is not one of [1, 2, 3]",
        ),
        ("Child", {"type": 2, "children": "x"}, "$.children: 'x' is not a list"),
        ("Child", {"type": 2, "names": {"a": "x"}}, "$.names.a: 'x' is not int"),
        ("Child", {"type": 2, "names": []}, "$.names.: [] is not int"),
        ("Child", {"type": 2, "old": "x"}, "$.old: 'x' is not int"),
        ("Child", {"type": 2, "flag": 1}, "$.flag: 1 is not bool"),
        ("int", True, "$: True is not int"),
        ("Leaf", {"type": 2, "text": "x"}, "$.type: 2 is not one of [1]"),
        ("Corrected", {"wrong": "x", "more": "x"}, "$.wrong: 'x' is not int"),
        ("Corrected", {}, "$: more is missing"),
        ("None", 1, "$: 1 is not null"),
    ],
)
def test_what_they_do_not(annotation: str, value: Any, said: str) -> None:
    assert list(KNOWN.problems(annotation, value)) == [said]


@pytest.mark.parametrize(
    ("annotation", "error"), [("Nothing", KeyError), ("set[int]", ValueError), ("int & str", ValueError)]
)
def test_what_it_does_not_understand_is_no_silence(annotation: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        list(KNOWN.problems(annotation, 1.5))
