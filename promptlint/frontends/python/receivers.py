"""Receivers: for which classes of an object a method does the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.binders import bound_names, own_object
from promptlint.frontends.python.frame import World
from promptlint.frontends.python.nodes import walk
from promptlint.frontends.python.scope import annotated_names, is_of_class, methods

_OWN_CLASS = "type()"
"""Stands among the names that a function uses for the class of its own object, however it asks for it."""


@dataclass(frozen=True, slots=True)
class Receivers:
    """Tells classes of a program apart by what a method would find in them."""

    world: World
    _same: dict[tuple[Definition, Definition], Definition] = field(default_factory=dict)
    _used: dict[Definition, frozenset[str]] = field(default_factory=dict)
    _methods: dict[Definition, dict[str, frozenset[str]]] = field(default_factory=dict)
    _bound: dict[Definition, frozenset[str]] = field(default_factory=dict)

    def representative(self, method: Definition, cls: Definition) -> Definition:
        """Return the class nearest to the one that defines a method for whose instances it does the same as for `cls`.

        The classes between the two bind no name that the method, or any method that it may call on its object, uses.
        """
        if method.parent is None or method.parent is cls or not method.parent.is_class:
            return cls
        key = method, cls
        if key not in self._same:
            self._same[key] = self._representative(method, method.parent, cls)
        return self._same[key]

    def _representative(self, method: Definition, owner: Definition, cls: Definition) -> Definition:
        lineage = self.world.classes.lineage(cls)
        used = self._reached(method, cls)
        if owner not in lineage or _OWN_CLASS in used:
            return cls
        first = next(each for each in lineage if each is owner or not used.isdisjoint(self._binds(each)))
        inherited = self.world.classes.lineage(first)
        others = (each for each in lineage[lineage.index(first) :] if each not in inherited)
        return cls if any(not used.isdisjoint(self._binds(each)) for each in others) else first

    def _reached(self, method: Definition, cls: Definition) -> frozenset[str]:
        """Return the names that a method uses, and those of all methods of a class that it may call through them."""
        found = set(self._names(method))
        waiting = list(found)
        table = self._table(cls)
        while waiting:
            fresh = table.get(waiting.pop(), frozenset()) - found
            found |= fresh
            waiting.extend(fresh)
        return frozenset(found)

    def _table(self, cls: Definition) -> dict[str, frozenset[str]]:
        """Return the names that the methods of a class use, those of its bases included, by their own names."""
        if cls not in self._methods:
            table: dict[str, frozenset[str]] = {}
            for each in self.world.classes.lineage(cls):
                module = self.world.module(each.module)
                for node in methods(each):
                    used = self._names(module.definition(node, each))
                    table[node.name] = table[node.name] | used if node.name in table else used
            self._methods[cls] = table
        return self._methods[cls]

    def _names(self, function: Definition) -> frozenset[str]:
        if function not in self._used:
            self._used[function] = frozenset(_used(function.node))
        return self._used[function]

    def _binds(self, cls: Definition) -> frozenset[str]:
        """Return the names that instances find in a class and not in its bases, and the attributes whose class it decides.

        A field is a value of the instance, whatever its default; one that a class gives a narrower class finds there what
        that adds.
        """
        if cls not in self._bound:
            classes, names = self.world.classes, bound_names(cls.node)
            self._bound[cls] = names
            attributes = self.world.module(cls.module).attributes(cls)
            made = {name for name, value in attributes.values.items() if not isinstance(value, ast.Name | ast.Constant)}
            inherited = frozenset[str]().union(*map(classes.written, classes.lineage(cls)[1:]))
            own = attributes.written - inherited
            narrowed = {added for name in attributes.annotations for added in self._narrowed(cls, name)}
            plain = names.difference(annotated_names(cls)) | (made - attributes.annotations.keys())
            self._bound[cls] = frozenset(plain | own | narrowed)
        return self._bound[cls]

    def _narrowed(self, cls: Definition, name: str) -> frozenset[str]:
        """Return what an attribute that a class annotates finds in its class, other than in that which the bases gave it."""
        classes = self.world.classes
        found = classes.declared_class(cls, name)
        inherited = (classes.declared_class(base, name) for base in classes.lineage(cls)[1:])
        known = next((each for each in inherited if each), None)
        if found is known:
            return frozenset()
        if found is None or known is None or known not in classes.lineage(found):
            return frozenset((name,))
        added = [each for each in classes.lineage(found) if each not in classes.lineage(known)]
        return frozenset(used for each in added for used in self._binds(each))


def _used(function: ast.AST) -> Iterator[str]:
    """Yield the names that a function uses, and whether it asks for the class of its own object, other than for a member."""
    own = own_object(function)
    of_class = is_of_class(function)
    attributes = (inner for inner in walk(function) if isinstance(inner, ast.Attribute))
    bases = {id(inner.value) for inner in attributes if not inner.attr.startswith("__")}
    for inner in walk(function):
        match inner:
            case ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=name)]) if name == own and id(inner) not in bases:
                yield _OWN_CLASS
            case ast.Attribute(value=ast.Name(id=name), attr="__class__") if name == own and id(inner) not in bases:
                yield _OWN_CLASS
            case ast.Name(id=name) if of_class and name == own and id(inner) not in bases:
                yield _OWN_CLASS
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
