"""What proofs stand on: which theorems, in which modules; the data of the dependency picture."""

from __future__ import annotations

from collections import Counter

from proofgrad.bridge.catalogue.model import ModuleInfo, Support
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.uses import Uses

__all__ = ["Supports"]


class Supports:
    """The dependencies of an environment, read when first asked for.

    Args:
        env: the environment.
    """

    def __init__(self, env: Environment) -> None:
        self.env = env
        self._uses: Uses | None = None

    @property
    def uses(self) -> Uses:
        """The direct uses of every constant. Raises OleanError."""
        if self._uses is None:
            self._uses = Uses(list(self.env.modules.values()))
        return self._uses

    def of(self, theorem: str) -> Support:
        """What a theorem stands on. Raises KeyError, OleanError."""
        reach = self.uses.reach([theorem])
        known = [name for name in reach.names if name in self.env]
        theorems = [name for name in known if self.env.kind(name) == "theorem"]
        modules = Counter(map(self.env.module_of, known))
        direct = (name for name in self.uses[theorem] if name in self.env)
        return Support(
            theorems=len(theorems),
            constants=len(known),
            modules=tuple((name, modules[name]) for name in self.env.modules if modules[name]),
            direct=tuple(name for name in direct if self.env.kind(name) == "theorem"),
            complete=reach.complete,
        )

    def modules(self) -> tuple[ModuleInfo, ...]:
        """The modules, imported ones first."""
        return tuple(
            ModuleInfo(
                name,
                tuple(module.imports),
                sum(kind == "theorem" for kind in module.kinds.values()),
                len(module.kinds),
            )
            for name, module in self.env.modules.items()
        )
