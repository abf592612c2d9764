"""The catalogue of a project: build it if need be, then read which nodes it has and what is proven."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from proofgrad.bridge.catalogue.model import Catalogue, LeanInfo
from proofgrad.bridge.checking.session import OnEvent, Session, with_text
from proofgrad.bridge.checking.shipped import ShippedSession, open_session
from proofgrad.bridge.errors import ToolchainError, ToolchainNotFound
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.reading.configure import read_config

__all__ = ["catalogue", "known_catalogue", "names_in_text"]


def names_in_text() -> tuple[str, ...]:
    """Full names of the nodes of the library that ships with proofgrad, from its text: nothing is compiled.

    Raises:
        ProjectError: the sources cannot be read.
    """
    from proofgrad.bridge.reading.config import CatalogueConfig
    from proofgrad.bridge.reading.from_text import nodes_in_text

    project, config = load_project(None), CatalogueConfig()
    found = []
    for module in project.modules():
        text = project.path_of(module).read_text(encoding="utf-8")
        if config.node.rpartition(".")[2] in text:
            found += [node.name for node in nodes_in_text(text, module, config)]
    return tuple(found)


def known_catalogue(project: Path | str | None = None) -> Catalogue | None:
    """The catalogue of a project if it has been read before and nothing has changed; None otherwise.

    Lean is not run: this is for questions that must not take long, such as what a tab key asks.

    Raises:
        ProofgradError: as :func:`catalogue`.
    """
    from proofgrad.bridge.build.plan import make_plan
    from proofgrad.bridge.build.store import Store
    from proofgrad.bridge.lean.find import find_toolchain

    loaded = load_project(project)
    try:
        toolchain = find_toolchain(loaded.root, needs_init=loaded.needs_init())
    except ToolchainNotFound:
        session = open_session(project)
        return session.remembered_catalogue()
    store = Store()
    plan = make_plan(loaded, toolchain)
    if any(module.key is None or store.get(module.key) is None for module in plan.values()):
        return None
    return Session(loaded).remembered_catalogue()


def catalogue(
    project: Path | str | None = None,
    *,
    checker: Literal["lean", "both"] = "lean",
    timeout: float | None = None,
    allow_axioms: Iterable[str] = (),
    jobs: int | None = None,
    on_event: OnEvent | None = None,
) -> Catalogue:
    """The nodes of a Lean project: statements, hypotheses, axioms and formulas, as Lean accepted them.

    What is not in it: the comparison of f' with f in numbers, the net under every proof, since nothing here
    evaluates a formula. :func:`proofgrad.oracle.catalogue` is the same with it.

    Args:
        project: its folder; None for the library that ships with proofgrad.
        checker: ``both`` asks the second checker as well; each proof says who accepted it.
        timeout: wall-clock seconds for one module; None for PROOFGRAD_TIMEOUT or 300.
        allow_axioms: axioms that proofs may use beyond propext, Classical.choice and Quot.sound.
        jobs: modules at the same time; None for PROOFGRAD_JOBS or the number of usable cores.
        on_event: called with progress.

    Returns:
        The catalogue. Nodes of modules that Lean did not accept, or of a project that there is no Lean for,
        are listed from the text as ``inconclusive``, with a problem ``not-compiled`` that says why. Where
        there is no Lean, the library that ships is read from its export, with a problem ``one-checker``.

    Raises:
        ToolchainNotFound, ToolchainMismatch: there is no Lean to check the library that ships with.
        ProjectError: the project cannot be read.
        ConfigError: its `proofgrad.toml` makes no sense.
        CacheError: the cache folder cannot be written.
        OleanError: what Lean compiled cannot be read back.
    """
    try:
        session = open_session(project, timeout=timeout, on_event=on_event, jobs=jobs)
    except ToolchainError as error:
        if project is None:
            raise
        loaded = load_project(project)
        paths = {name: loaded.path_of(name) for name in loaded.modules()}
        config = read_config(loaded.root, loaded.inside)
        nothing = Catalogue(LeanInfo("", "", "none"), ())
        return with_text(nothing, loaded, config, paths, error.message)
    if isinstance(session, ShippedSession):
        if checker == "both":
            raise session.no_lean
        return session.catalogue(tuple(allow_axioms))
    accepted: frozenset[str] = frozenset()
    if checker == "both" and session.built.oleans:
        accepted = session.second.accepted
    return session.catalogue(tuple(allow_axioms), accepted)
