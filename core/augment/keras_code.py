"""Recipes as Keras source code, for use without this project. The module only writes code."""

from core.augment.config import AugmentConfig
from core.language import _

_HEADER = "import tensorflow as tf\n\n"
_LARGEST_LAYER_ZOOM = 2.0

Calls = list[tuple[str, dict[str, object]]]


def as_image_data_generator_code(config: AugmentConfig) -> str:
    """Write code for `generator`, an `ImageDataGenerator` equal to this recipe on square pictures.

    Keras swaps its two shifts, so the code swaps them again. For pictures that are not square Keras takes each shift
    as a share of the other side, and rotates about another point.
    """
    arguments: dict[str, object] = {}
    for name in ("rotation_range", "shear_range"):
        if getattr(config, name):
            arguments[name] = getattr(config, name)
    if config.width_shift_range:
        arguments["height_shift_range"] = config.width_shift_range
    if config.height_shift_range:
        arguments["width_shift_range"] = config.height_shift_range
    if config.zoom_range != (1.0, 1.0):
        arguments["zoom_range"] = config.zoom_range
    for name in ("horizontal_flip", "vertical_flip", "brightness_range", "channel_shift_range"):
        if getattr(config, name):
            arguments[name] = getattr(config, name)
    arguments |= {"fill_mode": config.fill_mode} | ({"cval": config.cval} if config.fill_mode == "constant" else {})
    lines = [f"    {name}={value!r},{_swapped_comment(name)}\n" for name, value in arguments.items()]
    return f"{_HEADER}generator = tf.keras.preprocessing.image.ImageDataGenerator(\n{''.join(lines)})\n"


def _swapped_comment(name: str) -> str:
    if name == "height_shift_range":
        return "  # " + _("moves sideways: Keras swaps the two shifts")
    return "  # " + _("moves up and down: Keras swaps the two shifts") if name == "width_shift_range" else ""


def as_keras_layers_code(config: AugmentConfig) -> tuple[str, list[str]]:
    """Write code for `augmentation`, a pipeline of Keras layers, and list what it lacks of the recipe.

    Each layer alone gives the picture that the recipe gives for the same values. Together they interpolate once a
    layer, where the recipe does so once in total, so pictures come out a little softer; and what one layer moves out
    of the picture, the next cannot bring back.

    Returns:
        The code, and one sentence for each effect that layers cannot express; the code has them as comments.
    """
    calls = layer_calls(config)
    lacking = _lacking(config)
    comments = "".join("# " + _("Not in it: {what}").format(what=sentence) + "\n" for sentence in lacking)
    lines = "".join(f"    {layer_line(name, arguments)},\n" for name, arguments in calls)
    body = f"[\n{lines}]" if calls else "[tf.keras.layers.Identity()]"
    return f"{_HEADER}{comments}augmentation = tf.keras.Sequential({body})\n", lacking


def layer_line(name: str, arguments: dict[str, object]) -> str:
    """One layer as an expression."""
    return f"tf.keras.layers.{name}({', '.join(f'{key}={value!r}' for key, value in arguments.items())})"


def layer_calls(config: AugmentConfig) -> Calls:
    """The layers in the order in which the recipe composes its matrix: name and arguments."""
    fill: dict[str, object] = {"fill_mode": config.fill_mode}
    if config.fill_mode == "constant":
        fill["fill_value"] = config.cval
    calls: Calls = []
    if config.rotation_range:
        calls.append(("RandomRotation", {"factor": config.rotation_range / 360, **fill}))
    if config.width_shift_range or config.height_shift_range:
        shifts = {"height_factor": config.height_shift_range, "width_factor": config.width_shift_range}
        calls.append(("RandomTranslation", {**shifts, **fill}))
    if config.zoom_range != (1.0, 1.0) and config.zoom_range[1] <= _LARGEST_LAYER_ZOOM:
        factor = (round(config.zoom_range[0] - 1, 12), round(config.zoom_range[1] - 1, 12))
        calls.append(("RandomZoom", {"height_factor": factor, "width_factor": factor, **fill}))
    # One layer for both would make a single draw and flip a picture both ways or neither.
    flips = {"horizontal": config.horizontal_flip, "vertical": config.vertical_flip}
    calls += [("RandomFlip", {"mode": mode}) for mode, used in flips.items() if used]
    return calls


def _lacking(config: AugmentConfig) -> list[str]:
    lacking = []
    if config.shear_range:
        lacking.append(
            _(
                "shear_range={value!r}; RandomShear slants about a corner and not the middle, and keeps the height."
            ).format(value=config.shear_range)
        )
    if config.zoom_range[1] > _LARGEST_LAYER_ZOOM:
        lacking.append(
            _("zoom_range={value!r}; RandomZoom steps back by a factor of 2 at most.").format(value=config.zoom_range)
        )
    if config.brightness_range is not None:
        lacking.append(
            _("brightness_range={value!r}; RandomBrightness adds light where this multiplies it.").format(
                value=config.brightness_range
            )
        )
    if config.channel_shift_range:
        lacking.append(
            _(
                "channel_shift_range={value!r}; no layer shifts all channels "
                "within the picture's own darkest and brightest."
            ).format(value=config.channel_shift_range)
        )
    if config.fill_mode == "wrap" and layer_calls(config):
        lacking.append(_("fill_mode='wrap' after exactly one width; Keras repeats pictures after one pixel less."))
    return lacking
