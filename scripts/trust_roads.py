"""The roads by which something false could be called proved, or ok: what each has to come to, and its tests.

A row is tried by running its tests; it holds where all of them pass. Tests are named by file and function, and
stand for all their parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ROADS", "Road", "files", "verdict"]

_READING = "tests/bridge/reading/test_hypotheses.py"
_NOTIONS = "tests/bridge/reading/test_notions.py"
_WITNESS = "tests/bridge/checking/test_witnessing.py"
_SLOPES = "tests/oracle/test_derivative_check.py"
_WORTH = "tests/oracle/test_worth.py"
_PROVEN = "tests/oracle/report/test_proven.py"
_REPLAY = "tests/bridge/checking/test_replay.py"
_HIDING = "tests/bridge/checking/test_hiding.py"
_FALSE = "tests/bridge/checking/test_false_foundation.py"
_ROADS = "tests/bridge/checker/roads_to_false"
_EXPORT = "tests/bridge/export/test_judging.py"
_READER = "tests/bridge/export/test_reader.py"
_ROUND = "tests/bridge/export/test_round_trip.py"
_SHIPPED = "tests/bridge/checking/test_shipped.py"
_SUPERVISED = "tests/oracle/cli/test_supervised.py"
_ISOLATED = "tests/oracle/adapters/test_isolated.py"
_HOSTILE = "tests/bridge/project/test_hostile_files.py"
_UNTRUSTED = "tests/bridge/checking/test_untrusted_project.py"


@dataclass(frozen=True)
class Road:
    """One road.

    Attributes:
        part: of the way from a statement to a report.
        what: is tried.
        comes_to: what it has to come to.
        tests: ``file::function``, that try it.
    """

    part: str
    what: str
    comes_to: str
    tests: tuple[str, ...]


def _in(file: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{file}::test_{name}" for name in names)


_HYP, _WHOSE, _KERNEL = "hypotheses", "whose notion", "Lean's kernel"
_SECOND, _FORMAT, _REST = "second checker", "export", "kernels, caches, reports"

ROADS: tuple[Road, ...] = (
    Road(
        _HYP,
        "what nobody can have, in any kind of binder, of nodes that build nodes too: False, ε < ε, `Fin 0`, instances, structures, functions",
        "conditional",
        _in(_READING, "what_nobody_has_met_proves_nothing"),
    ),
    Road(_HYP, "sizes without entries, said anywhere, of inputs or of the result, and shapes without entries behind a definition", "conditional", (*_in(_READING, "sizes_without_entries_prove_nothing"), *_in(_WITNESS, "where_there_are_none_the_status_is_conditional"))),
    Road(_HYP, "a hypothesis hidden in an abbreviation", "conditional", _in(_WITNESS, "what_an_abbreviation_hides_is_a_hypothesis")),
    Road(_HYP, "the certificate in other words", "conditional", _in(_READING, "what_was_to_be_proved_does_not_count_though_it_can_be_met")),
    Road(_HYP, "only shapes without entries", "conditional", _in(_READING, "what_restricts_the_shapes_does_not_count_though_it_can_be_met")),
    Road(_HYP, "a hypothesis about entries of another input", "conditional", _in(_READING, "a_hypothesis_about_other_entries_is_none_about_the_nodes")),
    Road(_HYP, "a witness that rests on what does not count", "conditional", _in(_READING, "a_witness_must_be_accepted_itself")),
    Road(_HYP, "an application of a certificate that supposes something, or is of another", "conditional", _in(_WITNESS, "an_application_counts_for_what_it_is", "where_there_are_none_the_status_is_conditional")),
    Road(_HYP, "a domain without points", "error", _in(_SLOPES, "a_domain_without_points_is_an_error")),
    Road(_HYP, "a domain in which nobody has found a point", "conditional", _in(_SLOPES, "a_domain_in_which_nobody_has_seen_a_point")),
    Road(_HYP, "a pass with no input in the proved domain", "inconclusive", _in(_WORTH, "no_input_in_the_proved_domain_is_inconclusive", "a_pass_where_nothing_is_proven_is_inconclusive")),
    Road(_HYP, "parameters outside their hypotheses", "usage error", _in(_WORTH, "parameters_outside_their_hypotheses_are_refused")),
    Road(_HYP, "f′ = 7 of f = exp, whatever the theorem says", "refuted", _in(_SLOPES, "a_wrong_one_is", "alone_it_catches_every_wrong_slope_that_a_theorem_without_meaning_was_about", "every_coordinate_of_a_vector_node_is_compared")),
    Road(_HYP, "the same while a project is watched, and from Python", "refuted", ("tests/oracle/cli/test_watch.py::test_what_is_called_proven_and_is_false_is_not_shown_as_proven_here_either",)),
    Road(_HYP, "a test of a node without a proof", "UNPROVED", _in(_PROVEN, "a_test_of_a_node_without_a_proof_says_so", "a_proof_may_be_asked_for")),
    Road(_WHOSE, "a notion of \"correct\" without its half", "by own definitions", _in(_NOTIONS, "half_a_notion_is_named", "a_change_anywhere_below_is_seen")),
    Road(_WHOSE, "`sin x := x` with a theorem of the right name", "no sine", _in(_NOTIONS, "a_sine_that_is_the_identity_is_not_shown_as_a_sine")),
    Road(_WHOSE, "another notion, or other operators, in a proofgrad.toml", "by own definitions", _in(_NOTIONS, "another_notion_in_the_configuration_is_the_projects_own", "operators_that_the_configuration_gives_are_the_projects_own")),
    Road(_WHOSE, "a proofgrad.toml that has constants printed as others, or formulas read by other theorems", "by own definitions", _in(_NOTIONS, "how_a_configuration_writes_constants_is_the_projects_own", "what_a_configuration_has_formulas_read_from_is_the_projects_own")),
    Road(_WHOSE, "names of two open namespaces that would be printed alike", "told apart", _in("tests/bridge/olean/test_printing.py", "a_name_that_would_be_ambiguous_keeps_its_namespace")),
    Road(_WHOSE, "nodes of one short name, in a table", "told apart", _in(_PROVEN, "nodes_of_one_short_name_show_where_they_are_from", "the_table_shows_the_derivative")),
    Road(_KERNEL, "`debug.skipKernelTC`, and `addDecl` without checking in a macro", "refused", _in(_REPLAY, "what_the_kernel_was_kept_from_seeing_is_refused_and_nothing_that_stands_on_it_counts")),
    Road(_KERNEL, "options that switch checks off, in a source", "error", _in(_HIDING, "options_that_switch_checks_off_are_errors_where_they_are_code")),
    Road(_KERNEL, "the same in any table of a lakefile, in a list of arguments, in one that is a program", "error", _in(_HIDING, "options_of_a_lakefile_count_as_well", "an_option_that_switches_checks_off_is_found_in_any_table", "a_lakefile_that_is_a_program_is_searched_for_them")),
    Road(_KERNEL, "inductive types that are stored otherwise than the kernel makes them", "refused", _in(_REPLAY, "data_of_an_inductive_type_that_the_kernel_would_not_make_is_refused")),
    Road(_KERNEL, "a kernel that does not answer, or takes too long", "inconclusive", _in(_REPLAY, "a_kernel_that_does_not_answer_is_inconclusive", "a_kernel_that_takes_too_long_is_stopped")),
    Road(_KERNEL, "`#exit`, a command that acts like it, `#guard_msgs` over errors", "inconclusive", _in(_HIDING, "what_stands_behind_an_end_is_not_reached", "a_command_that_acts_like_exit_is_seen_by_the_mark_behind_the_end", "hidden_errors_are_inconclusive")),
    Road(_KERNEL, "`sorry` in a declaration that stands nowhere in a file", "error", _in("tests/bridge/checking/test_axioms.py", "what_rests_on_sorry_is_told_wherever_it_stands")),
    Road(_KERNEL, "a false `Nat.add`", "error", _in(_FALSE, "a_false_addition_is_accepted_by_lean_and_rejected_by_the_second_checker_which_is_asked_by_default")),
    Road(_KERNEL, "strings of which there are none; `Lean.reduceBool`", "inconclusive", _in(_FALSE, "what_lean_believes_without_looking_is_not_green", "a_string_is_excused_only_where_a_hole_is_told")),
    Road(_KERNEL, "the three axioms under other statements", "error", _in("tests/bridge/checking/test_axioms.py", "another_statement_under_the_name_is_an_error")),
    Road(_SECOND, "a sort that is stuck (14806)", "not accepted", (f"{_ROADS}/test_stuck_sorts.py",)),
    Road(_SECOND, "auxiliary names spelt by an input (14616), parameters of nested types (14576)", "not accepted", (f"{_ROADS}/test_nested_types.py",)),
    Road(_SECOND, "a `Quot` that is not the quotient", "not accepted", (f"{_ROADS}/test_quotient_constants.py",)),
    Road(_SECOND, "declarations that belong to nothing, or get no verdict", "not accepted", (f"{_ROADS}/test_belonging_to_nothing.py",)),
    Road(_SECOND, "universe levels, strings", "as in Lean", (f"{_ROADS}/test_levels_and_strings.py",)),
    Road(_SECOND, "operations that are almost `Nat.div`, `Nat.gcd`, ...", "not computed", ("tests/bridge/checker/test_arithmetic.py",)),
    Road(_FORMAT, "a false proof, a name twice, a name nowhere, circles", "rejected", _in(_EXPORT, "a_false_proof_is_rejected", "two_declarations_of_one_name_are_rejected", "a_name_that_is_declared_nowhere_is_rejected_and_told", "declarations_that_stand_on_each_other_are_rejected")),
    Road(_FORMAT, "axioms, `sorry`", "finding", _in(_EXPORT, "an_axiom_beyond_the_three_is_a_finding_and_no_matter_of_types", "what_rests_on_sorry_is_a_finding")),
    Road(_FORMAT, "files of the wrong shape, bombs, files that take for ever", "inconclusive", (*_in(_EXPORT, "what_is_no_export_is_inconclusive", "the_time_out_holds_for_a_file_that_takes_for_ever", "a_file_that_unpacks_to_too_much_is_stopped_by_the_memory_limit"), *_in(_READER, "what_is_no_export_is_an_error_that_says_why", "a_bomb_is_stopped_when_it_has_grown_too_large"))),
    Road(_FORMAT, "the library, exported and read back", "the same verdicts", _in(_ROUND, "an_export_read_back_is_the_same_environment", "the_whole_library_is_judged_the_same_from_its_export")),
    Road(_FORMAT, "the export in the wheel: changed, of other sources, false", "refused", _in(_SHIPPED, "a_changed_export_is_refused", "an_export_of_other_sources_is_refused", "a_false_proof_in_the_export_is_found")),
    Road(_REST, "`os._exit`, `atexit`, file descriptor 1", "inconclusive", _in(_SUPERVISED, "a_kernel_that_ends_the_process_with_success_is_inconclusive", "whatever_else_a_kernel_does_to_the_process_the_verdict_is_told")),
    Road(_REST, "answers that run code or lie about their size", "data, or garbled", _in(_ISOLATED, "nothing_that_a_kernel_sends_is_run_here", "an_answer_that_says_more_than_there_is_is_garbled")),
    Road(_REST, "a kernel that changes the rounding, flushes subnormal numbers, or sets traps", "told, put back", _in(_SUPERVISED, "a_kernel_that_changes_the_rounding_is_told_so_and_the_next_one_is_unharmed", "a_register_that_a_kernel_changes_is_told_and_put_back")),
    Road(_REST, "a kernel that replaces functions of NumPy, or of what judges it", "told, put back", _in("tests/oracle/test_state.py", "what_a_kernel_replaces_in_what_judges_it_is_told_and_put_back")),
    Road(_REST, "an isolated kernel whose parent dies", "ends", _in(_SUPERVISED, "nothing_is_left_when_the_process_that_was_started_is_killed")),
    Road(_REST, "a source that changes and changes back", "judged as read", _in("tests/bridge/build/test_build.py", "a_file_that_changes_and_changes_back_is_judged_as_it_was_read")),
    Road(_REST, "a forged entry of the store, a forged verdict", "not believed", (*_in("tests/bridge/build/test_forged_store.py", "a_forged_entry_makes_nothing_green", "a_file_that_was_put_in_place_of_ours_is_not_read"), *_in(_REPLAY, "a_remembered_verdict_that_is_not_ours_is_none"))),
    Road(_REST, "a cache folder that others can write; pipes; links out", "refused", (*_in(_HOSTILE, "a_cache_folder_that_others_can_write_is_refused", "a_pipe_in_the_place_of_a_file_is_an_error_and_no_waiting", "a_link_out_of_the_project_is_an_error"), *_in(_UNTRUSTED, "a_link_out_of_the_project_is_an_error", "an_import_cannot_leave_the_project"))),
    Road(_REST, "a source, or `lean-toolchain`, that is a link to a device, a pipe, nothing, or out of the project", "error", _in(_HOSTILE, "a_source_that_is_a_link_to_none_is_an_error", "a_lean_toolchain_that_is_a_pipe_or_a_device_is_an_error")),
    Road(_REST, "any file or folder that is looked for by its name, and is a pipe, a link to nothing or a link out", "error", _in(_HOSTILE, "a_place_that_is_not_what_its_name_says_is_an_error_and_not_passed_over")),
    Road(_REST, "a compiled file that a package imports in turn, changed, with its size and date kept", "compiled again", _in("tests/bridge/build/test_packages.py", "what_a_package_imports_in_turn_is_part_of_the_key")),
    Road(_REST, "a configuration of 60,000 dotted keys", "refused", _in(_HOSTILE, "a_configuration_beyond_the_limits_is_refused_before_it_is_parsed")),
    Road(_REST, "a damaged `declarations.txt`", "error", _in("tests/bridge/checking/test_declarations.py", "a_damaged_list_is_an_error")),
    Road(_REST, "`::error::`, ESC, NUL and bidi in names and messages", "shown, not obeyed", ("tests/oracle/report/test_neutral.py", *_in("tests/oracle/report/test_hosts.py", "no_text_of_a_project_becomes_a_workflow_command"))),
    Road(_REST, "hostile files for `report --from`", "usage error", ("tests/oracle/report/test_hostile_reports.py",)),
    Road(_REST, "a certificate by a stranger whose theorem has the right name and says something else", "usage error", ("tests/bridge/certifying/test_claimed.py",)),
    Road(_REST, "closed stdout or stderr", "no traceback", _in(_SUPERVISED, "closed_streams_are_no_traceback")),
    Road(_REST, "a private axiom that is allowed; a mark in front, an open comment", "told as it is", (*_in("tests/bridge/checking/test_axioms.py", "a_private_axiom_that_is_allowed_is_one_axiom_to_both_readers"), *_in(_HIDING, "a_byte_order_mark_and_an_open_comment_are_called_what_they_are"))),
)  # fmt: skip


def files() -> list[str]:
    """All tests that try a road."""
    return list(dict.fromkeys(test for road in ROADS for test in road.tests))


def verdict(road: Road, ran: Mapping[str, Mapping[str, int]]) -> tuple[bool, int]:
    """Whether a road comes to what it has to, and by how many tests that was tried.

    Args:
        road: the road.
        ran: for each ``file::function`` how many of its tests ``passed``, or did something else.
    """
    tried = 0
    for test in road.tests:
        found = [counts for name, counts in ran.items() if name == test or name.startswith(f"{test}::")]
        if not found or any(set(counts) != {"passed"} for counts in found):
            return False, tried
        tried += sum(counts["passed"] for counts in found)
    return True, tried
