from typing import TypeVar

V = TypeVar("V")


class ParType(dict[type, V]):
    """Something for each type of value. A type that is not there, an enumeration for instance, takes
    what the nearest type above it has. Raises TypeError for what no cell may hold."""

    def __missing__(self, type_: type) -> V:
        for connu in type_.__mro__[1:]:
            if connu in self:
                self[type_] = self[connu]
                return self[type_]
        raise TypeError(type_)
