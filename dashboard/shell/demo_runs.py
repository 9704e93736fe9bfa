"""The runs that the guided tour shows: found, or started where they are missing."""

from core.runs import RunStore, start_run
from core.training.config.demo import demo_configs


def start_demo_runs(dataset: str) -> list[str]:
    """Start those of the demo's runs that neither are done nor wait or are under way.

    Returns:
        The ids of the new runs.

    Raises:
        AtelierError: they cannot be trained on this data set; the message says why.
    """
    runs = [run for run in RunStore().list() if not run.status.is_over or run.status.state == "finished"]
    there = [run.config for run in runs if run.dataset == dataset]
    return [start_run(config) for config in demo_configs(dataset) if config not in there]
