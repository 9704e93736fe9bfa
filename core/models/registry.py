"""The models a person can choose: what each is, what it needs and what it costs. Knows no Keras."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from core.errors import InvalidInputError, NotFoundError
from core.language import N_, _

Family = Literal["dense", "convolutional", "pretrained", "linear"]
Memory = Literal["small", "medium", "large"]
Speed = Literal["fast", "medium", "slow"]

LARGEST_IMAGE_SIZE = 1024
REFERENCE_CLASSES = 5
"""Parameters are stated for the default size and this many artists."""

_APPLICATIONS = "https://storage.googleapis.com/tensorflow/keras-applications/"
_KERNELS = "weights_tf_dim_ordering_tf_kernels_notop.h5"
_OWN = N_("Trained here, nothing to license")
_NO_WEIGHTS = N_("none: it starts from random numbers")


@dataclass(frozen=True)
class ModelEntry:
    """One model of the zoo.

    Attributes:
        name: what configurations and commands call it.
        title: the name people read.
        family: what kind of model it is.
        description: two sentences for a newcomer to training.
        default_image_size: side of the square pictures it is meant for, in pixels.
        min_image_size: smallest side it can take.
        preprocessing: what happens to the pixels inside the model, in one phrase.
        licence: licence of the pretrained weights.
        weights_source: where pretrained weights come from, for people.
        parameters: numbers it learns at its default size with five artists; of the probe, on 2,048 features.
        features: length of the vector called "features", 0 for the probe, where it depends on the encoders.
        layers: layers of the backbone that can be frozen one after the other.
        memory: rough need while training, batch 32, default size, all layers trainable: small is below 1 GB,
            medium below 8 GB.
        speed: rough processor time to train on one picture of the default size: fast is below 15 ms, medium
            below 0.5 s.
        has_backbone: whether pretrained weights exist, so that freezing the backbone makes sense.
        imagenet_file: what Keras calls the file with ImageNet weights, empty where there is none.
        imagenet_url: where Keras takes that file from.
        imagenet_md5: its MD5 sum, in hexadecimal.
        head_dropout: share of the features that is dropped while the head trains.
        learning_rate: the default that suits it. The dense net has 30,000 inputs a unit, so larger
            steps switch its units off for good.
    """

    name: str
    title: str
    family: Family
    description: str
    default_image_size: int
    min_image_size: int
    preprocessing: str
    licence: str
    weights_source: str
    parameters: int
    features: int
    layers: int
    memory: Memory
    speed: Speed
    has_backbone: bool = False
    imagenet_file: str = ""
    imagenet_url: str = ""
    imagenet_md5: str = ""
    head_dropout: float = 0.0
    learning_rate: float = 1e-3

    @property
    def is_network(self) -> bool:
        """Whether Keras builds it; the probe is fitted on features instead."""
        return self.family != "linear"


_ENTRIES = (
    ModelEntry(
        name="snn",
        title=N_("Dense net"),
        family="dense",
        description=N_(
            "The simplest network there is: every pixel is wired to 100 units, and those to the artists. It knows "
            "nothing of shapes, so it mostly learns colours; a yardstick that better models must beat."
        ),
        default_image_size=100,
        min_image_size=8,
        preprocessing=N_("pixels divided by 255"),
        licence=_OWN,
        weights_source=_NO_WEIGHTS,
        parameters=3_000_605,
        features=100,
        layers=2,
        memory="small",
        speed="fast",
        learning_rate=1e-4,
    ),
    ModelEntry(
        name="cnn",
        title=N_("Convolutional net"),
        family="convolutional",
        description=N_(
            "Small filters slide over the picture and learn edges, strokes and textures wherever they occur. "
            "Small enough to train on a laptop, and clearly better than the dense net."
        ),
        default_image_size=100,
        min_image_size=32,
        preprocessing=N_("pixels divided by 255"),
        licence=_OWN,
        weights_source=_NO_WEIGHTS,
        parameters=98_805,
        features=128,
        layers=18,
        memory="small",
        speed="fast",
    ),
    ModelEntry(
        name="vgg16",
        title="VGG16",
        family="pretrained",
        description=N_(
            "A plain tower of small filters from 2014, trained on a million photographs. Simple and still good at "
            "style, but the slowest of the classic networks."
        ),
        default_image_size=224,
        min_image_size=32,
        preprocessing=N_("channels in the order blue, green, red; the ImageNet mean subtracted"),
        licence="CC BY 4.0 (Visual Geometry Group, University of Oxford)",
        weights_source=N_("Keras Applications, trained on ImageNet"),
        parameters=14_717_253,
        features=512,
        layers=19,
        memory="medium",
        speed="slow",
        has_backbone=True,
        imagenet_file=f"vgg16_{_KERNELS}",
        imagenet_url=f"{_APPLICATIONS}vgg16/vgg16_{_KERNELS}",
        imagenet_md5="6d6bbae143d832006294945121d1f1fc",
        head_dropout=0.3,
    ),
    ModelEntry(
        name="resnet50",
        title="ResNet50",
        family="pretrained",
        description=N_(
            "Fifty layers with shortcuts between them, trained on a million photographs. The usual first choice: "
            "its features say much about paintings even without further training."
        ),
        default_image_size=224,
        min_image_size=32,
        preprocessing=N_("channels in the order blue, green, red; the ImageNet mean subtracted"),
        licence="MIT (Kaiming He and others)",
        weights_source=N_("Keras Applications, trained on ImageNet"),
        parameters=23_597_957,
        features=2048,
        layers=175,
        memory="medium",
        speed="medium",
        has_backbone=True,
        imagenet_file=f"resnet50_{_KERNELS}",
        imagenet_url=f"{_APPLICATIONS}resnet/resnet50_{_KERNELS}",
        imagenet_md5="4d473c1dd8becc155b73f8504c6f6626",
        head_dropout=0.3,
    ),
    ModelEntry(
        name="densenet121",
        title="DenseNet121",
        family="pretrained",
        description=N_(
            "Every layer sees the results of all layers before it, which makes the network small for its depth. "
            "Few parameters, good features, but much memory while it trains."
        ),
        default_image_size=224,
        min_image_size=32,
        preprocessing=N_("pixels divided by 255; the ImageNet mean subtracted, divided by its standard deviation"),
        licence="BSD 3-Clause (Gao Huang, Zhuang Liu and others)",
        weights_source=N_("Keras Applications, trained on ImageNet"),
        parameters=7_042_629,
        features=1024,
        layers=427,
        memory="medium",
        speed="medium",
        has_backbone=True,
        imagenet_file=f"densenet121_{_KERNELS}",
        imagenet_url=f"{_APPLICATIONS}densenet/densenet121_{_KERNELS}",
        imagenet_md5="30ee3e1110167f948a6b9946edeeb738",
        head_dropout=0.3,
    ),
    ModelEntry(
        name="inception_resnet_v2",
        title="Inception-ResNet-v2",
        family="pretrained",
        description=N_(
            "Looks at every place with filters of several sizes at once, and adds shortcuts. The largest network "
            "here and among the most accurate, at the price of time and memory."
        ),
        default_image_size=299,
        min_image_size=75,
        preprocessing=N_("pixels scaled to the range from −1 to 1"),
        licence="Apache 2.0 (TensorFlow models)",
        weights_source=N_("Keras Applications, trained on ImageNet"),
        parameters=54_344_421,
        features=1536,
        layers=780,
        memory="large",
        speed="slow",
        has_backbone=True,
        imagenet_file=f"inception_resnet_v2_{_KERNELS}",
        imagenet_url=f"{_APPLICATIONS}inception_resnet_v2/inception_resnet_v2_{_KERNELS}",
        imagenet_md5="d19885ff4a710c122648d3b5c3b684e4",
        head_dropout=0.3,
    ),
    ModelEntry(
        name="nasnet_mobile",
        title="NASNet Mobile",
        family="pretrained",
        description=N_(
            "A network whose building blocks were found by a computer search, made for telephones. Small, but its "
            "many little layers take longer to set up than others."
        ),
        default_image_size=224,
        min_image_size=32,
        preprocessing=N_("pixels scaled to the range from −1 to 1"),
        licence="Apache 2.0 (TensorFlow models)",
        weights_source=N_("Keras Applications, trained on ImageNet at 224 px"),
        parameters=4_275_001,
        features=1056,
        layers=769,
        memory="medium",
        speed="medium",
        has_backbone=True,
        imagenet_file="nasnet_mobile_no_top.h5",
        imagenet_url=f"{_APPLICATIONS}nasnet/NASNet-mobile-no-top.h5",
        imagenet_md5="1ed92395b5b598bdda52abe5c0dbfd63",
        head_dropout=0.3,
    ),
    ModelEntry(
        name="efficientnet_v2_b0",
        title="EfficientNetV2 B0",
        family="pretrained",
        description=N_(
            "A recent network tuned to reach the most with the fewest computations. The quickest of the pretrained "
            "networks here, with features close to those of larger ones."
        ),
        default_image_size=224,
        min_image_size=32,
        preprocessing=N_("pixels divided by 255; the ImageNet mean subtracted, divided by its standard deviation"),
        licence="Apache 2.0 (Google AutoML)",
        weights_source=N_("Keras Applications, trained on ImageNet"),
        parameters=5_925_717,
        features=1280,
        layers=268,
        memory="medium",
        speed="medium",
        has_backbone=True,
        imagenet_file="efficientnetv2-b0_notop.h5",
        imagenet_url=f"{_APPLICATIONS}efficientnet_v2/efficientnetv2-b0_notop.h5",
        imagenet_md5="893217f2bb855e2983157299931e43ff",
        head_dropout=0.3,
    ),
    ModelEntry(
        name="probe",
        title=N_("Probe"),
        family="linear",
        description=N_(
            "A linear classifier on what a pretrained network sees in a picture; the network itself is left as it "
            "is. Fits in seconds once the features are there, and on small sets it beats most full training."
        ),
        default_image_size=224,
        min_image_size=8,
        preprocessing=N_("that of the encoders; their features are standardised"),
        licence=N_("That of the encoders"),
        weights_source=N_("the encoders; the classifier itself starts from nothing"),
        parameters=10_245,
        features=0,
        layers=0,
        memory="small",
        speed="fast",
    ),
)

MODELS: Mapping[str, ModelEntry] = MappingProxyType({entry.name: entry for entry in _ENTRIES})
"""Every model by name, from the simplest on."""


def model_entry(name: str) -> ModelEntry:
    """The entry of that name.

    Raises:
        NotFoundError: there is no such model; names the known ones, the nearest first.
    """
    if name in MODELS:
        return MODELS[name]
    near = get_close_matches(name, MODELS, n=1)
    sentence = (
        _("There is no model “{name}”. Did you mean “{near}”? The models are: {models}.")
        if near
        else _("There is no model “{name}”. The models are: {models}.")
    )
    raise NotFoundError(sentence.format(name=name, near="".join(near), models=", ".join(MODELS)))


def require_image_size(name: str, image_size: int) -> None:
    """Refuse a picture size that the model cannot take.

    Args:
        name: a model of the zoo.
        image_size: side of the square pictures, in pixels.

    Raises:
        NotFoundError: there is no such model.
        InvalidInputError: too small for the model, or too large for any.
    """
    entry = model_entry(name)
    if image_size < entry.min_image_size:
        sentence = _(
            "{model} cannot take pictures of {size} px: its layers halve them until nothing is left. "
            "Use {least} px or more; it is meant for {usual}."
        )
        raise InvalidInputError(
            sentence.format(
                model=_(entry.title), size=image_size, least=entry.min_image_size, usual=entry.default_image_size
            )
        )
    if image_size > LARGEST_IMAGE_SIZE:
        sentence = _(
            "Pictures of {size} px are too large to train on. Use at most {most} px; {model} is meant for {usual}."
        )
        raise InvalidInputError(
            sentence.format(
                size=image_size, most=LARGEST_IMAGE_SIZE, model=_(entry.title), usual=entry.default_image_size
            )
        )
