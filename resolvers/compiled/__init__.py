"""The compiled executor: a document becomes a plan, a plan runs by columns.

Where the general executor goes from field to field of each object, a plan goes from field to field of
all the objects of a level at once: one load per relation, one pass per column, and the objects made
in C at the end. What it cannot do exactly (an error, a null where none may be, a mutation) it gives
up: the general executor then runs over what was loaded, and words the answer.
"""

from resolvers.compiled.bail import Bail
from resolvers.compiled.compiler import Compiler, Liaisons
from resolvers.compiled.plan import Plan, Run

__all__ = ["Bail", "Compiler", "Liaisons", "Plan", "Run"]
