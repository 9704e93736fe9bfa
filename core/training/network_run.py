"""A run of a network: build it, take it through its phases, and write down what it learned."""

from collections import Counter
from pathlib import Path
from typing import Any

import keras

from core.files import write_json_atomically
from core.language import _, ngettext
from core.models.building import backbone_layers, build, head_of, set_trainable
from core.models.summary import layers_document
from core.models.weights import resolve_weights
from core.training.config.config import TrainConfig
from core.training.config.phases import Phase, phases_of
from core.training.config.setting_words import in_words
from core.training.data.backbone_encoder import BackboneEncoder
from core.training.data.inputs import Inputs, feature_inputs, pixel_inputs
from core.training.data.split_rows import TrainingData, gather_training_data
from core.training.device import device_key, precision, precision_name, prepare_device
from core.training.estimate.rates import expected_epoch_seconds, note_device
from core.training.loop.checkpoint import Checkpoint, Place
from core.training.loop.faults import other_precision
from core.training.loop.phase_loop import PhaseRun, RunContext
from core.training.loop.tensorboard import EventFiles
from core.training.loop.variables import Arrays
from core.training.predictions import save_predictions
from core.training.reporting import LAYERS_FILE, MODEL_FILE, Outcome, Reporter, note_facts


def train_network(config: TrainConfig, folder: Path, reporter: Reporter, checkpoint: Checkpoint) -> Outcome:
    """Train a network from its start or from its checkpoint; see `core.training.training.train`."""
    device = prepare_device()  # first of all: a later query of the devices reserves a card's memory
    place, arrays = checkpoint.load() if checkpoint.exists else (Place(), None)
    _require_same_precision(place, precision_name(config.mixed_precision))
    reporter.rewind(place.rows)
    training_data = gather_training_data(config, folder, again=arrays is not None)
    note_facts(reporter, training_data, device)
    note_device(device_key())
    weights = _starting_weights(config, reporter) if arrays is None else "random"
    reporter.progress(_("Building the network"), 0, 1)
    with precision(config.mixed_precision):
        keras.utils.set_random_seed(config.seed)
        pretrained = config.weights != "random"
        artists = len(training_data.artists)
        model = build(config.model, config.image_size, artists, weights, keep_statistics=pretrained)
    reporter.progress(_("Building the network"), 1, 1)
    events = EventFiles(folder / "tensorboard", place.rows, place.times)
    try:
        around = RunContext(config, model, artists, checkpoint, reporter, events)
        return _Journey(around, folder, training_data, place).travel(arrays)
    finally:
        events.close()


def _require_same_precision(place: Place, now: str) -> None:
    if place.precision not in ("", now):
        raise other_precision(place.precision, now)
    place.precision = now


def _starting_weights(config: TrainConfig, reporter: Reporter) -> str:
    """What the network starts from, "random" or a file, which is downloaded first where it is not here."""
    file = resolve_weights(config.model, config.weights, progress=reporter.progress)
    return "random" if file is None else str(file)


class _Journey:
    """The phases of one run, one after the other."""

    def __init__(self, around: RunContext, folder: Path, training_data: TrainingData, place: Place) -> None:
        self._around, self._folder, self._material, self._place = around, folder, training_data, place
        self._phases = phases_of(around.config, len(backbone_layers(around.model)))
        self._inputs: Inputs | None = None
        self._best: Arrays = {}

    def travel(self, arrays: Arrays | None) -> Outcome:
        """Go through all phases, from where `arrays` were saved if there are any."""
        place, best_epoch = self._place, None
        while True:
            phase = self._phases[place.phase]
            run, network = self._enter(phase)
            if arrays is None:
                run.begin()
            else:
                run.restore(arrays)
            self._inputs = self._prepare(phase)
            training = self._inputs.training(self._around.config, self._material)
            if not run.run(training, self._inputs.watching(self._around.config, self._material)):
                return _stopped(place)
            best_epoch = run.best_epoch
            if place.phase + 1 == len(self._phases):
                return self._arrive(network, best_epoch)
            arrays = None
            _turn_to_next_phase(place)

    def _enter(self, phase: Phase) -> tuple[PhaseRun, Any]:
        model = self._around.model
        set_trainable(model, phase.trainable)
        network = head_of(model) if phase.trains_head_alone else model
        write_json_atomically(self._folder / LAYERS_FILE, layers_document(model))
        self._around.reporter.plan(self._planned_epochs(), expected_epoch_seconds(self._around.config))
        return PhaseRun(self._around, phase, network, self._place, self._best), network

    def _planned_epochs(self) -> dict[str, int]:
        """The epochs of each phase; an earlier one may have ended before its last."""
        had = Counter(row["phase"] for row in self._place.rows)
        return {
            phase.name: had[phase.name] if position < self._place.phase else phase.epochs
            for position, phase in enumerate(self._phases)
        }

    def _prepare(self, phase: Phase) -> Inputs:
        config, progress = self._around.config, self._around.reporter.progress
        if not phase.trains_head_alone:
            return pixel_inputs(config, self._material, progress)
        model = self._around.model
        return feature_inputs(config, self._material, lambda: BackboneEncoder(model, config), progress)

    def _arrive(self, network: Any, best_epoch: int) -> Outcome:  # noqa: ANN401 - keras.Model
        assert self._inputs is not None
        reporter, rows = self._around.reporter, self._place.rows
        reporter.progress(_("Saving the model"), 0, 1)
        _save_model(self._around.model, self._folder / MODEL_FILE)
        reporter.progress(_("Saving the model"), 1, 1)
        probabilities = self._inputs.probabilities(network, reporter.progress)
        save_predictions(self._folder, self._material, probabilities)
        reporter.note(best_epoch=best_epoch)
        message = f"{_sentence(len(rows), best_epoch)} {self._ended_early()}".strip()
        outcome = Outcome("finished", message, best_epoch, len(rows))
        ending = {"message": outcome.message, "best_epoch": best_epoch, "rows": rows}
        self._around.checkpoint.finish(ending)
        return outcome

    def _ended_early(self) -> str:
        """That a phase ended before its last epoch, and why; "" where none did."""
        stopping = self._around.config.early_stopping
        had = Counter(row["phase"] for row in self._place.rows)
        early = [phase for phase in self._phases if had[phase.name] < phase.epochs]
        if stopping is None or not early:
            return ""
        sentence = (
            ngettext(
                "It ended early, after {n:,} epoch without an improvement ({metric}).",
                "It ended early, after {n:,} epochs without an improvement ({metric}).",
                stopping.patience,
            )
            if early[-1] is self._phases[-1]
            else ngettext(
                "Its first phase ended early, after {n:,} epoch without an improvement ({metric}).",
                "Its first phase ended early, after {n:,} epochs without an improvement ({metric}).",
                stopping.patience,
            )
        )
        return sentence.format(n=stopping.patience, metric=in_words("early_stopping.monitor", stopping.monitor))


def _turn_to_next_phase(place: Place) -> None:
    place.phase += 1
    place.phase_epoch, place.phase_over = 0, False
    place.plateau = None
    if place.stopping:
        # The best epoch so far stays the one to beat, but patience starts over.
        place.stopping = place.stopping | {"wait": 0}


def _save_model(model: Any, path: Path) -> None:  # noqa: ANN401 - keras.Model
    """Write the network without its optimizer, whole or not at all."""
    temporary = path.with_name(f".{path.stem}.part.keras")
    try:
        keras.Model(model.inputs[0], model.outputs[0], name=model.name).save(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _stopped(place: Place) -> Outcome:
    done = len(place.rows)
    sentence = (
        _("Stopped on request, after {epochs:,} epochs and {batches:,} batches; it can be resumed.")
        if place.batch
        else _("Stopped on request, after {epochs:,} epochs; it can be resumed.")
    )
    return Outcome("stopped", sentence.format(epochs=done, batches=place.batch), None, done)


def _sentence(epochs: int, best_epoch: int) -> str:
    sentence = (
        ngettext("Trained for {epochs:,} epoch.", "Trained for {epochs:,} epochs.", epochs)
        if best_epoch == epochs
        else ngettext(
            "Trained for {epochs:,} epoch; the model is that of epoch {best:,}, the best one.",
            "Trained for {epochs:,} epochs; the model is that of epoch {best:,}, the best one.",
            epochs,
        )
    )
    return sentence.format(epochs=epochs, best=best_epoch)
