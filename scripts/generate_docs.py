"""Write the pages of docs/ that say what the program says: the command line, the settings, the catalogue.

``python scripts/generate_docs.py`` writes them; with --check it says which are out of step and ends with 1. The
catalogue is read from the proofs, which are compiled first where need be.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench_frameworks import Row

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOTE = "<!-- Written by scripts/generate_docs.py: do not edit. -->\n\n"


def cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())


def code(text: str) -> str:
    """Text as code in a cell."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}" if text else ""


def table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cell(c) for c in line)} |\n" for line in lines) + "\n"


# The command line


def option_rows(parser: argparse.ArgumentParser) -> Iterator[tuple[str, ...]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:
            continue
        if action.option_strings:
            value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else "")
            if action.nargs == 0:
                value = ""
            shown = ", ".join(f"{flag} {value}".strip() for flag in action.option_strings)
        else:
            shown = f"{action.metavar or action.dest}{'...' if action.nargs in ('*', '+') else ''}"
        yield code(shown), (action.help or "") % {"default": action.default}


def cli_page() -> str:
    """docs/cli.md."""
    from proofgrad.oracle.cli.grammar import COMMANDS, EXIT_CODES, JOBS, common
    from proofgrad.oracle.cli.parser import build

    parser = build()
    out = [NOTE, "# The command line\n\n", f"{parser.description}\n\n"]
    out.append("`proofgrad COMMAND [OPTIONS]`; without a command it is `proofgrad run`.\n\n")
    shared = {option for action in common()._actions for option in action.option_strings}
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    listed = {action.dest: action.help or "" for action in commands._choices_actions}
    for job, names in JOBS.items():
        links = [(f"[`{name}`](#proofgrad-{name})", listed[name]) for name in names]
        out.append(table((job, "what it does"), links))
    out.append("## Options of every command\n\n" + table(("option", "meaning"), option_rows(common())))
    out.append("`--version` prints the version.\n\n## Exit codes\n\n")
    codes = [line.strip().split("  ", 1) for line in EXIT_CODES.splitlines()[1:] if line.strip()]
    out.append(table(("code", "meaning"), [(number, meaning) for number, meaning in codes]))
    for name in COMMANDS:
        command = commands.choices[name]
        out.append(f"## proofgrad {name}\n\n{command.description}\n\n")
        own = argparse.ArgumentParser(add_help=False)
        own._actions = [a for a in command._actions if not shared.intersection(a.option_strings)]
        own._actions = [a for a in own._actions if "--help" not in a.option_strings]
        rows = list(option_rows(own))
        if rows:
            out.append(table(("option", "meaning"), rows))
        if command.epilog:
            examples = command.epilog.removeprefix("examples:\n")
            out.append("```\n" + "\n".join(line.strip() for line in examples.splitlines()) + "\n```\n\n")
    return "".join(out).rstrip() + "\n"


# Settings


def shown(value: object) -> str:
    if isinstance(value, str):
        return code(f'"{value}"')
    if isinstance(value, tuple):
        return code("[" + ", ".join(f'"{item}"' for item in value) + "]")
    if isinstance(value, Mapping) and all(isinstance(v, str) for v in value.values()):
        return code("{ " + ", ".join(f'{k} = "{v}"' for k, v in value.items()) + " }")
    assert isinstance(value, Mapping)
    return f"{len(value)} entries, below"


def meanings() -> dict[str, str]:
    """What each field of the configuration is, from the docstring of its class."""
    from proofgrad.bridge.reading.config import CatalogueConfig

    found: dict[str, str] = {}
    name = ""
    for line in (CatalogueConfig.__doc__ or "").split("Attributes:\n")[1].splitlines():
        if line.startswith(" " * 8) and not line.startswith(" " * 9):
            name, _, rest = line.strip().partition(": ")
            found[name] = rest
        elif line.strip():
            found[name] += " " + line.strip()
    return {key: text.replace("``", "`") for key, text in found.items()}


def settings_page() -> str:
    """docs/settings.md."""
    from proofgrad.bridge.checking.model import CODES
    from proofgrad.bridge.reading.config import CatalogueConfig
    from proofgrad.bridge.reading.configure import KEYS, PRESETS, read_settings
    from proofgrad.bridge.settings import VARIABLES

    default, about = CatalogueConfig(), meanings()
    out = [NOTE, "# Settings\n\n## Environment variables\n\nOptions of the command line win over them.\n\n"]
    out.append(table(("variable", "meaning"), [(code(k), v) for k, v in VARIABLES.items()]))
    out.append(
        "## proofgrad.toml\n\nThe file in a project's folder (or `[tool.proofgrad]` of its `pyproject.toml`) says what"
        " the project calls things; [projects by others](projects.md) says how to write one. What it leaves out is"
        " as in its `preset`:\n\n"
    )
    out.append(table(("preset", "names of"), [(code(k), v) for k, v in PRESETS.items()]))
    rows = [(code(k), about[f], shown(getattr(default, f))) for k, f in KEYS.items()]
    out.append(table(("key", "meaning", "default"), rows))
    out.append(
        "### Operators\n\nEach says which operator of a formula a constant of Lean's is, and names a theorem about"
        " it, which must be in the project and mention it. `natural` says where the natural number of a power or a"
        " numeral stands. Constants that are no operators are unfolded.\n\n"
    )
    for preset in PRESETS:
        if preset == "torchlean":
            continue
        config = read_settings({"preset": preset}, preset)
        own = {
            k: v for k, v in config.operators.items() if preset == "proofgrad" or k not in default.operators
        }
        operators = [(code(k), code(v.op), code(v.theorem or ""), v.natural_at or "") for k, v in own.items()]
        out.append(
            f"Preset `{preset}`:\n\n" + table(("constant", "operator", "theorem", "natural"), operators)
        )
    out.append(
        "### Arithmetic\n\nThe fields of classes that are arithmetic, at the instance of the real numbers.\n\n"
    )
    arithmetic = [(code(k), code(v.structure), code(v.op)) for k, v in default.arithmetic.items()]
    out.append(table(("function", "class", "operator"), arithmetic))
    out.append(
        "## Codes of problems\n\nIn the output of `proofgrad check` and in reports; they stay the same.\n\n"
    )
    out.append(table(("code", "severity", "meaning"), [(code(k), s, m) for k, (s, m) in CODES.items()]))
    return "".join(out).rstrip() + "\n"


# The catalogue


def catalogue_page() -> str:
    """docs/catalogue.md. Compiles the proofs where need be. Raises ProofgradError."""
    import proofgrad.bridge
    from proofgrad.bridge.catalogue import Node
    from proofgrad.bridge.catalogue.indexed_text import indexed_text
    from proofgrad.bridge.catalogue.text import formula_text

    found = proofgrad.bridge.catalogue()
    counts = found.counts
    statuses = ", ".join(f"{counts[s]} {s}" for s in ("proved", "proved-on-domain", "unproved") if counts[s])
    out = [NOTE, "# The catalogue\n\n"]
    out.append(
        f"What `proofgrad nodes` reads from the proofs: {counts['nodes']} nodes ({statuses}), from"
        f" {counts['declarations']:,} declarations, {counts['theorems']:,} of them theorems. `proofgrad nodes NAME` says"
        " more of each: statements in full, axioms, sizes. [Nodes](nodes.md) explains what the nodes of vectors mean.\n\n"
    )

    def hypotheses(node: Node) -> str:
        texts = []
        for proof in node.proofs[:1]:
            for h in proof.hypotheses:
                signs = {"ne": "≠", "lt": "<", "le": "≤"}
                if h.relation and h.left is not None and h.right is not None:
                    texts.append(code(f"{formula_text(h.left)} {signs[h.relation]} {formula_text(h.right)}"))
                else:
                    texts.append(code(" ".join(h.text.split())))
        return "; ".join(texts)

    files: dict[str, list[Node]] = {}
    for node in found.nodes:
        if node.kind != "generic":
            files.setdefault(node.source.file if node.source else "", []).append(node)
    for file, nodes in files.items():
        out.append(f"## {Path(file).stem}\n\n[`lean/{file}`](../lean/{file})\n\n")
        rows = []
        for node in nodes:
            if node.formula is not None:
                formula = f"{code(node.formula.f_text)}<br>{code(node.formula.df_text)}"
            elif node.indexed is not None:
                formula = code(indexed_text(node.indexed).forward)
            else:
                formula = f"read at {len(node.vectors)} sizes"
            names = ", ".join(code(p.theorem.rpartition(".")[2]) for p in node.proofs)
            about = " ".join(node.doc.split()).split(". ")[0].rstrip(".")
            rows.append((code(node.short_name), about, node.status, hypotheses(node), formula, names))
        out.append(table(("node", "what it is", "status", "hypotheses", "f, f′", "theorems"), rows))
    generic = ", ".join(code(n.short_name) for n in found.nodes if n.kind == "generic")
    out.append(f"Definitions that build nodes and are none themselves: {generic}.\n")
    return "".join(out)


# Runs of frameworks


def framework_runs_page() -> str:
    """docs/framework-runs.md."""
    from bench_frameworks import rows

    found = list(rows())
    out = [NOTE, "# Frameworks, all nodes\n\n"]
    out.append(
        "What `scripts/bench frameworks` measured: each row is one `proofgrad test --backend B` over all nodes of a"
        " kind that the framework has functions for, in a process of its own, with its start and the references."
        " A verdict is about forward, jvp, vjp or their adjointness in one dtype; `fail` says that something is"
        " beyond our limits, often at subnormal numbers, infinities or nan alone: the second table says where."
        " [Findings](findings.md) says what we think of them.\n\n"
    )

    def counted(row: Row, outcome: str) -> str:
        return str(row.verdicts.get(outcome, 0))

    lines = [
        (
            code(row.backend),
            f"{row.nodes} {row.kind}",
            ", ".join(row.dtypes),
            *(counted(row, outcome) for outcome in ("pass", "fail", "inconclusive")),
            f"{row.seconds:,.0f}",
            f"{row.cpu_seconds:,.0f}",
            f"{row.peak_bytes / 1e9:.1f}",
            f"{row.load:g}",
        )
        for row in found
    ]
    heads = ("backend", "nodes", "dtypes", "pass", "fail", "inconclusive", "wall s", "CPU s", "GB", "load")
    out.append(table(heads, lines))
    out.append(
        "CPU seconds are of the process and what it started; GB its largest resident set; load what was waiting for"
        " the processor when it began. Rows that ran beside other jobs, which the load does not show where those"
        " began later, took longer than on an idle machine: CPU seconds tell more.\n\n"
        "## Where they fail\n\nVerdicts in which a class of inputs exceeds its limit; one may count in several.\n\n"
    )
    failed = [
        (code(row.backend), row.kind, ", ".join(f"{name} {n}" for name, n in row.failed.items()) or "nowhere")
        for row in found
    ]
    out.append(table(("backend", "nodes", "classes"), failed))
    out.append("## On what\n\n")
    places: dict[str, list[str]] = {}
    for row in found:
        where = row.environment
        names = [n for n in ("torch", "jax", "scipy", "numpy") if n in where]
        versions = ", ".join(f"{name} {where[name]}" for name in names)
        place = f"{versions}; Python {where['python']}; {where['cpu']}, {row.cores} cores"
        places.setdefault(place, []).append(f"{code(row.backend)} ({row.kind})")
    out += [f"- {', '.join(which)}: {place}\n" for place, which in places.items()]
    return "".join(out)


def coverage_page() -> str:
    """docs/coverage.md."""
    from coverage_page import page

    return page()


def accuracy_page() -> str:
    """docs/accuracy.md."""
    from bench_accuracy import page

    return page()


PAGES = {
    "cli.md": cli_page,
    "settings.md": settings_page,
    "catalogue.md": catalogue_page,
    "framework-runs.md": framework_runs_page,
    "coverage.md": coverage_page,
    "accuracy.md": accuracy_page,
}


def main() -> int:
    """Command line: [--check] [PAGE...]."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, say what is out of step")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"only these: {', '.join(PAGES)}")
    options = parser.parse_args()
    wrong = []
    for name, make in PAGES.items():
        if options.pages and name not in options.pages:
            continue
        text, file = make(), DOCS / name
        if file.is_file() and file.read_text("utf-8") == text:
            continue
        wrong.append(name)
        if not options.check:
            file.write_text(text, "utf-8")
    if wrong:
        print(("out of step: " if options.check else "written: ") + ", ".join(wrong), file=sys.stderr)
    return 1 if wrong and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
