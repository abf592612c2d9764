"""The dependency picture of the proofs: a row for each folder of the library, a dot for each module.

A module stands to the right of all that it imports, so the foundation is on the left and the certificates of
nodes are on the right. For one theorem the modules that its proof reaches are filled.
"""

from __future__ import annotations

from collections.abc import Mapping

from proofgrad.oracle.report.markup import Child, Html, tag
from proofgrad.oracle.report.model import ModuleInfoJson, NodesJson, SupportJson

__all__ = ["Picture"]

_GROUND = "modules"
"""The id of what all pictures of a page share."""
_LEFT, _RIGHT, _TOP, _ROW = 208.0, 708.0, 8.0, 19.0


class Picture:
    """The picture of a library's modules.

    Args:
        nodes: the `nodes` JSON; one that lists no modules (of an older version) gives no picture.
    """

    def __init__(self, nodes: NodesJson | None) -> None:
        self.modules: list[ModuleInfoJson] = list(nodes.get("modules", ())) if nodes else []
        depth: dict[str, int] = {}
        for module in self.modules:
            depth[module["name"]] = 1 + max((depth.get(i, -1) for i in module["imports"]), default=-1)
        rows: dict[str, list[int]] = {}
        for module in self.modules:
            rows.setdefault(_folder(module["name"]), []).append(depth[module["name"]])
        folders = sorted(rows, key=lambda name: sum(rows[name]) / len(rows[name]))
        self._rows = {name: _TOP + _ROW * (i + 0.5) for i, name in enumerate(folders)}
        step = (_RIGHT - _LEFT) / max(1, max(depth.values(), default=0))
        crowd: dict[tuple[str, int], int] = {}
        self.places: dict[str, tuple[float, float]] = {}
        for module in self.modules:
            name = module["name"]
            key = (_folder(name), depth[name])
            beside = crowd[key] = crowd.get(key, -1) + 1  # several of a folder at one depth fan out
            offset = (beside + 1) // 2 * (3.2 if beside % 2 else -3.2)
            self.places[name] = (_LEFT + step * depth[name], self._rows[_folder(name)] + offset)

    @property
    def height(self) -> float:
        """In SVG units, of which the width has 720."""
        return 2 * _TOP + _ROW * len(self._rows)

    def whole(self) -> Child:
        """All modules with what they import; nothing if none are known."""
        if not self.modules:
            return None
        lines = []
        for module in self.modules:
            x, y = self.places[module["name"]]
            for imported in self._nearest(module):
                from_x, from_y = self.places[imported]
                lines.append(f"M{from_x:.1f} {from_y:.1f}L{x:.1f} {y:.1f}")
        dots = []
        for module in self.modules:
            x, y = self.places[module["name"]]
            size = 2.0 + min(4.0, module["theorems"] ** 0.5 / 3)
            title = tag("title", f"{module['name']}: {module['theorems']} theorems")
            dots.append(tag("circle", title, cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{size:.1f}"))
        ground = tag("g", self._labels(), self._faint(), id=_GROUND)
        return self._svg("what imports what", ground, tag("path", d="".join(lines), class_="edge"), dots)

    def of(self, support: SupportJson) -> Child:
        """The modules that one proof reaches, over the ground that the whole picture brings into the page."""
        if not self.modules:
            return None
        marks: dict[str, str] = {"few": "", "some": "", "many": ""}
        for name, used in support["modules"].items():
            if name in self.places:
                x, y = self.places[name]
                marks["few" if used < 10 else "some" if used < 50 else "many"] += f"M{x:.1f} {y:.1f}h0"
        dots = [tag("path", d=path, class_=f"dots {size}") for size, path in marks.items() if path]
        ground = tag("use", href=f"#{_GROUND}")
        return self._svg("the modules that the proof stands on", ground, dots)

    def _labels(self) -> list[Html]:
        return [
            tag("text", name or "(top)", x=f"{_LEFT - 14:.0f}", y=f"{y + 4:.1f}", class_="place")
            for name, y in self._rows.items()
        ]

    def _faint(self) -> Html:
        """A small dot for every module."""
        path = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in self.places.values())
        return tag("path", d=path, class_="faint")

    def _nearest(self, module: ModuleInfoJson) -> list[str]:
        """Imports that no other import brings along."""
        imports = [i for i in module["imports"] if i in self.places]
        behind: set[str] = set()
        for imported in imports:
            behind |= self._closure[imported]
        return [i for i in imports if i not in behind]

    @property
    def _closure(self) -> Mapping[str, set[str]]:
        """For each module all that it imports, directly or not."""
        if not hasattr(self, "_closed"):
            closed: dict[str, set[str]] = {}
            for module in self.modules:
                direct = [i for i in module["imports"] if i in closed]
                closed[module["name"]] = set(direct).union(*(closed[i] for i in direct))
            self._closed = closed
        return self._closed

    def _svg(self, title: str, *children: Child) -> Html:
        drawing = tag(
            "svg",
            tag("title", title),
            *children,
            class_="picture",
            viewBox=f"0 0 720 {self.height:.0f}",
            role="img",
            aria_label=title,
        )
        return tag("div", drawing, class_="scroll")


def _folder(module: str) -> str:
    """``NN.Analysis.Deriv`` of ``NN.Analysis.Deriv.Mul``."""
    return module.rpartition(".")[0]
