"""Values of hyperparameters as people read them. Pure: values in, plain text out."""

from collections.abc import Mapping

from core.language import N_, _, grouped

_WORDS: Mapping[tuple[str, str], str] = {
    ("batch_size", "full"): N_("All at once"),
    ("batch_size", "1"): N_("One at a time"),
    ("freeze", "none"): N_("Nothing"),
    ("freeze", "backbone"): N_("The whole backbone"),
    ("weights", "random"): N_("Nothing (random)"),
    ("weights", "imagenet"): N_("Photographs (ImageNet)"),
    ("selection.balancing", "none"): N_("As they are"),
    ("selection.balancing", "cap"): N_("At most so many each"),
    ("selection.balancing", "oversample"): N_("Repeat the rare"),
    ("selection.balancing", "class_weights"): N_("Weigh the rare"),
    ("loss", "sparse_categorical_crossentropy"): N_("Sparse cross-entropy"),
    ("loss", "categorical_crossentropy"): N_("Cross-entropy"),
    ("optimizer", "adam"): "Adam",
    ("optimizer", "adamw"): "AdamW",
    ("optimizer", "sgd"): "SGD",
    ("optimizer", "rmsprop"): "RMSprop",
    ("optimizer", "nadam"): "Nadam",
}
_MONITORS: Mapping[str, str] = {
    "val_loss": N_("Validation loss"),
    "val_accuracy": N_("Validation accuracy"),
    "val_mse": N_("Validation MSE"),
    "val_precision": N_("Validation precision"),
    "val_recall": N_("Validation recall"),
    "val_f1": N_("Validation F1"),
    "train_loss": N_("Training loss"),
    "train_accuracy": N_("Training accuracy"),
    "train_mse": N_("Training MSE"),
    "train_precision": N_("Training precision"),
    "train_recall": N_("Training recall"),
    "train_f1": N_("Training F1"),
}
_SHARES = {"split.train", "split.val", "split.test"}


def in_words(name: str, value: object) -> str:
    """A value as people read it: "The whole backbone", "Validation loss", "15 %", "Yes", "0.9 to 1.1".

    Args:
        name: of the setting, dotted; "" for one of another kind.
        value: what it holds.
    """
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, tuple | list):
        parts = [in_words(name, part) for part in value] if name == "" else [str(part) for part in value]
        return (_(" to ") if name == "" else ", ").join(parts)
    if name in _SHARES and isinstance(value, int | float):
        return f"{100 * value:g} %"
    text = typed(value)
    if name == "freeze" and text.isdecimal():
        return _("The first {n:,} layers").format(n=int(text))
    if name.endswith(".monitor"):
        return _(_MONITORS.get(text, text))
    return _(_WORDS.get((name, text), text))


def typed(value: object) -> str:
    """A number as a person writes it, never as 1e-05; anything else as text."""
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".") or "0"
    return grouped(value) if isinstance(value, int) and not isinstance(value, bool) and value >= 10_000 else str(value)
