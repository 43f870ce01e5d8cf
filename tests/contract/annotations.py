"""Holds JSON values against the TypedDicts of a package, which are read as text and never imported.

Such modules are written for type checkers: they import each other in circles, and a `NotRequired` in them is a
string at run time. Read as text they are what they say: which fields there are, which of them have to be there,
what each may hold (PEP 589, PEP 655, PEP 586). Of a union, the member is asked whose `type` the value has.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

Value: TypeAlias = Any
Field: TypeAlias = tuple[ast.expr, bool]
"""What a field may hold, and whether it has to be there."""
KINDS: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}
PRESENCE = {"NotRequired": False, "Required": True}


class Annotations:
    """The classes and aliases of some sources, later ones replacing earlier ones of the same name.

    `corrections` replaces or adds single fields: ``Class.field`` → annotation. Raises KeyError for a name that no
    source has, ValueError for an annotation of a kind that nothing here understands.
    """

    def __init__(self, sources: Iterable[str], *, corrections: Mapping[str, str]) -> None:
        self._corrections = corrections
        self._names: dict[str, ast.ClassDef | ast.expr] = {}
        for source in sources:
            self._names.update(_names(ast.parse(source)))
        self.fields = functools.cache(self._fields)

    def problems(self, annotation: str, value: Value, where: str = "$") -> Iterator[str]:
        """Give a sentence for everything in `value` that `annotation` does not allow."""
        yield from self._judge(_parsed(annotation), value, where)

    def _judge(self, node: ast.expr, value: Value, where: str) -> Iterator[str]:
        match node:
            case ast.Constant(value=str(text)):
                yield from self._judge(_parsed(text), value, where)
            case ast.Constant(value=None):
                yield from [] if value is None else [f"{where}: {value!r:.80} is not null"]
            case ast.Name(id=name):
                yield from self._named(name, value, where)
            case ast.Subscript(value=ast.Name(id=name), slice=inside):
                yield from self._of(name, inside, value, where)
            case ast.BinOp(op=ast.BitOr()):
                yield from self._union(list(self._members(node)), value, where)
            case _:
                raise ValueError(ast.unparse(node))

    def _named(self, name: str, value: Value, where: str) -> Iterator[str]:
        if name in KINDS:
            fits = isinstance(value, KINDS[name]) and (name == "bool" or not isinstance(value, bool))
            yield from [] if fits else [f"{where}: {value!r:.80} is not {name}"]
            return
        found = self._names[name]
        if isinstance(found, ast.ClassDef):
            yield from self._object(name, value, where)
        else:
            yield from self._judge(found, value, where)

    def _of(self, name: str, inside: ast.expr, value: Value, where: str) -> Iterator[str]:
        match name:
            case "list" | "List":
                if not isinstance(value, list):
                    yield f"{where}: {value!r:.80} is not a list"
                    return
                for index, one in enumerate(value):
                    yield from self._judge(inside, one, f"{where}[{index}]")
            case "dict":
                assert isinstance(inside, ast.Tuple)
                for key, one in value.items() if isinstance(value, dict) else [("", value)]:
                    yield from self._judge(inside.elts[1], one, f"{where}.{key}")
            case "Literal":
                if not any(type(one) is type(value) and one == value for one in _literals(inside)):
                    yield f"{where}: {value!r:.80} is not one of {_literals(inside)}"
            case "Union" | "Optional":
                members = list(self._members(ast.Subscript(value=ast.Name(id=name), slice=inside)))
                yield from self._union(members, value, where)
            case _:
                raise ValueError(name)

    def _object(self, name: str, value: Value, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where}: {value!r:.80} is not an object"
            return
        fields = self.fields(name)
        for key, (node, is_required) in fields.items():
            if key in value:
                yield from self._judge(node, value[key], f"{where}.{key}")
            elif is_required:
                yield f"{where}: {key} is missing"
        for key in value.keys() - fields.keys():
            yield f"{where}.{key}: {name} has no such field"

    def _union(self, members: list[ast.expr], value: Value, where: str) -> Iterator[str]:
        meant = {kind: member for member in members for kind in self._kinds(member)}
        if meant and isinstance(value, dict):
            kind = value.get("type")
            if type(kind) in (int, str) and kind in meant:
                yield from self._judge(meant[kind], value, where)
            else:
                yield f"{where}: type {kind!r} is not one of {sorted(meant)}"
            return
        verdicts = [list(self._judge(member, value, where)) for member in members]
        if all(verdicts):
            yield min(verdicts, key=len)[0]

    def _members(self, node: ast.expr) -> Iterator[ast.expr]:
        """The members of a union, those of the unions in it among them."""
        match node:
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from self._members(left)
                yield from self._members(right)
            case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=members)):
                for member in members:
                    yield from self._members(member)
            case ast.Subscript(value=ast.Name(id="Optional"), slice=member):
                yield from self._members(member)
                yield ast.Constant(value=None)
            case ast.Constant(value=str(text)):
                yield from self._members(_parsed(text))
            case ast.Name(id=name) if isinstance(alias := self._names.get(name), ast.expr):
                yield from self._members(alias)
            case _:
                yield node

    def _kinds(self, node: ast.expr) -> list[Value]:
        """The values that a class fixes for its `type`; none for anything else."""
        if not isinstance(node, ast.Name) or node.id in KINDS:
            return []
        match self.fields(node.id).get("type"):
            case (ast.Subscript(value=ast.Name(id="Literal"), slice=inside), True):
                return _literals(inside)
            case _:
                return []

    def _fields(self, name: str) -> dict[str, Field]:
        found = self._names[name]
        assert isinstance(found, ast.ClassDef), name
        fields: dict[str, Field] = {}
        for base in found.bases:
            if isinstance(base, ast.Name) and base.id != "TypedDict":
                fields |= self.fields(base.id)
        total = not any(word.arg == "total" and ast.unparse(word.value) == "False" for word in found.keywords)
        for line in found.body:
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                fields[line.target.id] = _presence(line.annotation, is_required=total)
        for path, annotation in self._corrections.items():
            owner, field = path.split(".")
            if owner == name:
                fields[field] = _presence(_parsed(annotation), is_required=total)
        return fields


@functools.cache
def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _names(module: ast.Module) -> Iterator[tuple[str, ast.ClassDef | ast.expr]]:
    for line in module.body:
        match line:
            case ast.ClassDef(name=name):
                yield name, line
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value
            case _:  # an import, a docstring: nothing that an annotation could name
                pass


def _presence(node: ast.expr, *, is_required: bool) -> Field:
    match node:
        case ast.Subscript(value=ast.Name(id="ReadOnly"), slice=inside):
            return _presence(inside, is_required=is_required)
        case ast.Subscript(value=ast.Name(id=word), slice=inside) if word in PRESENCE:
            return _presence(inside, is_required=PRESENCE[word])
    return node, is_required


def _literals(node: ast.expr) -> list[Value]:
    return [ast.literal_eval(one) for one in (node.elts if isinstance(node, ast.Tuple) else [node])]
