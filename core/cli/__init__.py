"""The `atelier` command: everything the app can do, for the terminal and for scripts.

Every command accepts `--json`: one document and nothing else on stdout. Progress goes to stderr. The exit status is 0
on success, 1 on failure (one line on stderr), 2 on wrong usage.
"""

import signal
import sys
from types import FrameType

import typer

from core import __version__
from core.cli.dataset import commands as dataset_commands
from core.cli.evaluate import compare_command, evaluate_command, report_command
from core.cli.output import fail
from core.cli.runs import commands as runs_commands
from core.cli.similar import embed_command, predict_command, similar_command
from core.cli.train import train_command
from core.errors import AtelierError, CancelledError

app = typer.Typer(
    name="atelier",
    help="Explore a collection of paintings, train classifiers on it, and inspect the results.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(dataset_commands, name="dataset")
app.command("train")(train_command)
app.add_typer(runs_commands, name="runs")
app.command("evaluate")(evaluate_command)
app.command("compare")(compare_command)
app.command("embed")(embed_command)
app.command("similar")(similar_command)
app.command("predict")(predict_command)
app.command("report")(report_command)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"atelier {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
) -> None:
    """Options before any command."""


def main() -> None:
    """Run the command line; the only place where an exception becomes an exit status."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        app()
    except AtelierError as error:
        fail(str(error))
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - users see one line; the traceback goes to a log
        fail_unexpectedly(error)


def _interrupt(signal_number: int, frame: FrameType | None) -> None:
    """Raise on Ctrl-C, so that everything cleans up and one line is printed."""
    raise CancelledError("Interrupted.")


def fail_unexpectedly(error: Exception) -> None:
    """Exit with one line that names the log with the traceback."""
    from core.cli.output import log_traceback

    fail(f"Unexpected fault: {type(error).__name__}: {error}. Details are in {log_traceback()}.")
