"""`atelier runs …`: list, show, stop, resume, delete and follow training runs."""

from typing import Annotated, Any

import typer

from core.cli.output import JsonOption, print_facts, print_json, print_table, terminal_progress

commands = typer.Typer(help="List, show, stop, resume, delete and follow training runs.", no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="A run; see `atelier runs list`.")]
WaitOption = Annotated[bool, typer.Option("--wait", help="Wait until the run is over.")]


@commands.command("list")
def list_command(as_json: JsonOption = False) -> None:
    """List the runs, newest first, and the queue in its order."""
    from core.cli.following import run_document
    from core.runs.queue import in_order
    from core.runs.store import RunStore

    store = RunStore()
    runs = store.list()
    queue = [run.id for run in in_order(runs, store.root)]
    if as_json:
        print_json({"runs": [run_document(run) for run in runs], "queue": queue})
        return
    if not runs:
        print("No run yet. `atelier train --model snn --artists top:5` starts one.")
        return
    rows = []
    for run in runs:
        place = f" ({queue.index(run.id) + 1} in the queue)" if run.id in queue else ""
        rows.append((run.id, run.status.state + place, f"{run.status.epoch}/{run.status.epochs}", run.title))
    print_table(("id", "status", "epoch", "title"), rows)


@commands.command("show")
def show_command(run_id: IdArgument, as_json: JsonOption = False) -> None:
    """Show the status, settings and metrics of a run."""
    from core.cli.following import run_document
    from core.runs.store import RunStore

    run = RunStore().get(run_id)
    if as_json:
        print_json(
            {
                **run_document(run),
                "note": run.note,
                "tags": list(run.tags),
                "created": run.status.created,
                "started": run.status.started,
                "ended": run.status.ended,
                "resumes": run.status.resumes,
                "config": run.config.to_dict() if run.config else None,
                "config_fault": run.config_fault,
                "facts": run.facts(),
            }
        )
        return
    print_facts((key.replace("_", " "), value) for key, value in _shown(run_document(run)) if value not in (None, ""))
    if run.config_fault:
        print(run.config_fault)


def _shown(document: dict[str, Any]) -> list[tuple[str, Any]]:
    facts = [(key, value) for key, value in document.items() if key != "metrics"]
    measured = [entry for entry in (document["metrics"] or {}).items() if isinstance(entry[1], float)]
    return [(key, f"{value:.4g}" if isinstance(value, float) else value) for key, value in [*facts, *measured]]


@commands.command("stop")
def stop_command(run_id: IdArgument, wait: WaitOption = False, as_json: JsonOption = False) -> None:
    """Stop a run: it finishes the batch, saves and ends. A waiting run is stopped at once."""
    from core.cli.following import run_document, wait_for
    from core.runs.launcher import stop_run
    from core.runs.store import RunStore

    stop_run(run_id)
    run = wait_for(run_id, terminal_progress()) if wait else RunStore().get(run_id)
    if as_json:
        print_json(run_document(run))
    else:
        print(f"The run {run_id} is {run.status.state}.")


@commands.command("resume")
def resume_command(run_id: IdArgument, wait: WaitOption = False, as_json: JsonOption = False) -> None:
    """Resume a stopped, interrupted or failed run from its last checkpoint."""
    from core.cli.following import print_outcome, run_document, wait_for
    from core.runs.launcher import resume_run
    from core.runs.store import RunStore

    resume_run(run_id)
    if wait:
        print_outcome(wait_for(run_id, terminal_progress()), as_json)
    elif as_json:
        print_json(run_document(RunStore().get(run_id)))
    else:
        print(f"The run {run_id} is queued to resume. `atelier runs tail {run_id}` follows it.")


@commands.command("move")
def move_command(
    run_id: IdArgument,
    place: Annotated[int, typer.Argument(metavar="PLACE", help="1 is the next to start.", min=1)],
    as_json: JsonOption = False,
) -> None:
    """Move a waiting run to another position in the queue."""
    from core.runs.launcher import move_in_queue

    order = move_in_queue(run_id, place - 1)
    if as_json:
        print_json({"queue": order})
    else:
        print_table(("place", "id"), list(enumerate(order, start=1)))


@commands.command("delete")
def delete_command(run_id: IdArgument, as_json: JsonOption = False) -> None:
    """Delete a run; `atelier runs restore` restores it within seven days."""
    from core.runs.store import RunStore

    RunStore().delete(run_id)
    if as_json:
        print_json({"id": run_id, "status": "deleted"})
    else:
        print(f"Deleted the run {run_id}. `atelier runs restore {run_id}` restores it within seven days.")


@commands.command("restore")
def restore_command(run_id: IdArgument, as_json: JsonOption = False) -> None:
    """Restore a deleted run."""
    from core.cli.following import run_document
    from core.runs.store import RunStore

    run = RunStore().restore(run_id)
    if as_json:
        print_json(run_document(run))
    else:
        print(f"The run {run_id} is restored.")


@commands.command("tail")
def tail_command(
    run_id: IdArgument,
    follow: Annotated[bool, typer.Option("--follow/--no-follow", help="Wait until the run is over.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Print the epochs and the log of a run as they are written."""
    from core.cli.following import metrics_line, poll_run, run_document
    from core.runs.folder import METRICS, read_metric_rows
    from core.runs.store import RunStore

    printed: list[dict[str, Any]] = []
    logged = 0
    for run in poll_run(run_id) if follow else [RunStore().get(run_id)]:
        rows = read_metric_rows(run.folder / METRICS)
        text, logged = run.log_after(logged)
        if as_json:
            continue
        if text:
            print(text, end="", flush=True)
        printed = printed if rows[: len(printed)] == printed else []  # a resume removes rows
        for row in rows[len(printed) :]:
            print(metrics_line(row), flush=True)
        printed = rows
    if as_json:
        print_json({**run_document(run), "epochs_run": rows, "log": run.log_tail()})
    else:
        print(f"{run.status.state}: {run.status.message or run.status.stage}")
