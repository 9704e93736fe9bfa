"""Values of hyperparameters as people read them. Pure: values in, plain text out."""

from collections.abc import Mapping

_WORDS: Mapping[tuple[str, str], str] = {
    ("batch_size", "full"): "All at once",
    ("batch_size", "1"): "One at a time",
    ("freeze", "none"): "Nothing",
    ("freeze", "backbone"): "The whole backbone",
    ("weights", "random"): "Nothing (random)",
    ("weights", "imagenet"): "Photographs (ImageNet)",
    ("selection.balancing", "none"): "As they are",
    ("selection.balancing", "cap"): "At most so many each",
    ("selection.balancing", "oversample"): "Repeat the rare",
    ("selection.balancing", "class_weights"): "Weigh the rare",
    ("loss", "sparse_categorical_crossentropy"): "Sparse cross-entropy",
    ("loss", "categorical_crossentropy"): "Cross-entropy",
    ("optimizer", "adam"): "Adam",
    ("optimizer", "adamw"): "AdamW",
    ("optimizer", "sgd"): "SGD",
    ("optimizer", "rmsprop"): "RMSprop",
    ("optimizer", "nadam"): "Nadam",
}
_SIDES = {"val": "Validation", "train": "Training"}
_SHARES = {"split.train", "split.val", "split.test"}


def in_words(name: str, value: object) -> str:
    """A value as people read it: "The whole backbone", "Validation loss", "15 %", "Yes", "0.9 to 1.1".

    Args:
        name: of the setting, dotted; "" for one of another kind.
        value: what it holds.
    """
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple | list):
        return " to ".join(in_words(name, part) for part in value) if name == "" else ", ".join(map(str, value))
    if name in _SHARES and isinstance(value, int | float):
        return f"{100 * value:g} %"
    text = typed(value)
    if name == "freeze" and text.isdecimal():
        return f"The first {int(text):,} layers"
    if name.endswith(".monitor"):
        side, _, metric = text.partition("_")
        return f"{_SIDES.get(side, side)} {metric.upper() if metric in ('f1', 'mse') else metric}"
    return _WORDS.get((name, text), text)


def typed(value: object) -> str:
    """A number as a person writes it, never as 1e-05; anything else as text."""
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".") or "0"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) and value >= 10_000 else str(value)
