"""The table of encoders: what turns a picture into a vector, and what each needs. Nothing heavy is imported here.

A network exported to ONNX is added by one entry in `_ONNX`: its file, its normalisation, and which of its outputs
makes the feature. A backbone of the zoo is added by one line in `_BACKBONES`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from core.errors import NotFoundError
from core.language import N_, _
from core.models.registry import MODELS, REFERENCE_CLASSES, ModelEntry

EncoderKind = Literal["descriptor", "keras", "onnx"]
Readout = Literal["class and mean of patches", "vector"]

_IMAGENET_MEAN = (0.485, 0.456, 0.406)
_IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class OnnxGraph:
    """How to feed an ONNX file and read it.

    Attributes:
        files: names it may have in `artifacts/weights/`, the preferred one first.
        size_px: the only image size the graph takes; None where any goes.
        mean: of red, green and blue, taken off pixels in `[0, 1]`.
        std: of red, green and blue, which they are divided by then.
        readout: "class and mean of patches" takes tokens `(n, t, d)`, the class token first, and joins it with the
            mean of the others; "vector" takes `(n, d)` as it is.
        output: name of the output to read; None for the first.
        batch_size: pictures a call; more only costs memory.
    """

    files: tuple[str, ...]
    size_px: int | None
    readout: Readout
    mean: tuple[float, float, float] = _IMAGENET_MEAN
    std: tuple[float, float, float] = _IMAGENET_STD
    output: str | None = None
    batch_size: int = 16


@dataclass(frozen=True)
class EncoderEntry:
    """One encoder, described for people and for the program.

    Attributes:
        name: as configurations and the command line spell it.
        title: as screens spell it.
        description: one or two sentences for a newcomer.
        kind: "descriptor" needs no weights, "keras" a backbone of the zoo, "onnx" a file.
        default_image_size: side of the square it sees, in pixels.
        dimensions: numbers in a feature.
        parameters: numbers it has learned, none of which a probe changes.
        licence: of the weights.
        source: where the weights come from.
        needs: what a person has to have, in a phrase; "nothing" for descriptors.
        onnx: how to feed and read the file, for kind "onnx" alone.
    """

    name: str
    title: str
    description: str
    kind: EncoderKind
    default_image_size: int
    dimensions: int
    parameters: int
    licence: str
    source: str
    needs: str
    onnx: OnnxGraph | None = None


_PALETTE_TEXTURE = EncoderEntry(
    name="palette_texture",
    title=N_("Palette and texture"),
    description=N_(
        "Measures the colours of a picture, where they lie, the direction of its edges and the grain of its surface. "
        "It has learned nothing, needs no file and is fast."
    ),
    kind="descriptor",
    default_image_size=128,
    dimensions=1987,
    parameters=0,
    licence=N_("as this program"),
    source=N_("computed here"),
    needs=N_("nothing"),
)

_DINOV2_VITS14 = EncoderEntry(
    name="dinov2_vits14",
    title="DINOv2 ViT-S/14",
    description=N_(
        "A small vision transformer trained on 142 million pictures without labels. The most accurate "
        "single encoder; joined with ResNet50 it does better still."
    ),
    kind="onnx",
    default_image_size=224,
    dimensions=768,
    parameters=22_056_576,
    licence="Apache-2.0",
    source=N_(
        "https://github.com/facebookresearch/dinov2: its file dinov2_vits14_pretrain.pth, exported to ONNX for "
        "pictures of 224 px, with the 257 normalised tokens of each picture (257 × 384) as the output"
    ),
    needs=N_("its file in artifacts/weights"),
    onnx=OnnxGraph(
        files=("dinov2_vits14_224_float16.onnx", "dinov2_vits14.onnx"),
        size_px=224,
        readout="class and mean of patches",
    ),
)

_ONNX = (_DINOV2_VITS14,)

_BACKBONES = (
    (
        "vgg16",
        "VGG16",
        224,
        512,
        N_(
            "A plain, heavy network of 2014; its features keep much of the texture. It learned from ImageNet, a "
            "million photographs of things."
        ),
    ),
    (
        "resnet50",
        "ResNet50",
        224,
        2048,
        N_(
            "The usual yardstick of 2015: accurate, and fast enough. It learned from ImageNet, a "
            "million photographs of things."
        ),
    ),
    (
        "densenet121",
        "DenseNet121",
        224,
        1024,
        N_(
            "Every layer sees all layers before it; small files. It learned from ImageNet, a "
            "million photographs of things."
        ),
    ),
    (
        "inception_resnet_v2",
        "Inception-ResNet v2",
        299,
        1536,
        N_("Large and accurate, and slow. It learned from ImageNet, a million photographs of things."),
    ),
    (
        "nasnet_mobile",
        "NASNet Mobile",
        224,
        1056,
        N_("Found by a search, made for telephones. It learned from ImageNet, a million photographs of things."),
    ),
    (
        "efficientnet_v2_b0",
        "EfficientNetV2 B0",
        224,
        1280,
        N_("Small and quick, of 2021. It learned from ImageNet, a million photographs of things."),
    ),
)


def _backbone(name: str, title: str, size: int, dimensions: int, description: str) -> EncoderEntry:
    return EncoderEntry(
        name=name,
        title=title,
        description=description,
        kind="keras",
        default_image_size=size,
        dimensions=dimensions,
        parameters=_without_head(MODELS[name]),
        licence=MODELS[name].licence,
        source="https://keras.io/api/applications/",
        needs=N_("its ImageNet weights"),
    )


def _without_head(entry: ModelEntry) -> int:
    """Parameters of a backbone: those of the whole network less the layer that names the artists."""
    return entry.parameters - (entry.features + 1) * REFERENCE_CLASSES


ENCODERS: Mapping[str, EncoderEntry] = MappingProxyType(
    {entry.name: entry for entry in (_PALETTE_TEXTURE, *_ONNX, *(_backbone(*facts) for facts in _BACKBONES))}
)
"""Every encoder by name, in the order in which a form should offer them; the first needs nothing."""


def encoder_entry(name: str) -> EncoderEntry:
    """The entry of that name.

    Raises:
        NotFoundError: there is none; the message lists those there are.
    """
    try:
        return ENCODERS[name]
    except KeyError:
        sentence = _("There is no encoder “{name}”. Encoders: {encoders}.")
        raise NotFoundError(sentence.format(name=name, encoders=", ".join(ENCODERS))) from None


def any_backbone(names: Iterable[str]) -> bool:
    """Whether one of these encoders is a backbone: it sees pictures of the run's size, others that they were made for.

    Args:
        names: as configurations spell them; one that there is none of counts as no backbone.
    """
    return any(name in ENCODERS and ENCODERS[name].kind == "keras" for name in names)
