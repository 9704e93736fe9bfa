"""The registry says of every model what a form needs, without importing Keras."""

import subprocess
import sys

import pytest

from core.environment import PROJECT_ROOT
from core.errors import InvalidInputError, NotFoundError
from core.models.registry import MODELS, model_entry, require_image_size

NAMES = (
    "snn cnn vgg16 resnet50 densenet121 inception_resnet_v2 nasnet_mobile efficientnet_v2_b0 probe".split()  # noqa: SIM905
)


def test_the_zoo_holds_the_models_that_were_asked_for():
    assert list(MODELS) == NAMES
    assert all(name == entry.name for name, entry in MODELS.items())


@pytest.mark.parametrize("name", NAMES)
def test_every_model_is_described_for_a_newcomer(name):
    entry = model_entry(name)
    texts = (entry.title, entry.description, entry.preprocessing, entry.licence, entry.weights_source)
    assert all(text.strip() for text in texts)
    assert entry.description.endswith(".")
    assert entry.min_image_size <= entry.default_image_size
    assert entry.parameters > 0


@pytest.mark.parametrize("name", [name for name in NAMES if MODELS[name].has_backbone])
def test_pretrained_models_know_their_file_where_it_comes_from_and_its_sum(name):
    entry = model_entry(name)
    assert entry.imagenet_file.endswith(".h5")
    assert entry.imagenet_url.startswith("https://storage.googleapis.com/tensorflow/keras-applications/")
    assert len(entry.imagenet_md5) == 32


def test_an_unknown_model_is_answered_with_the_nearest_and_all_known():
    with pytest.raises(NotFoundError, match="Did you mean “resnet50”") as caught:
        model_entry("resnet")
    assert "nasnet_mobile" in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_a_size_that_does_not_fit_is_refused_with_one_that_does(name):
    entry = model_entry(name)
    require_image_size(name, entry.min_image_size)
    with pytest.raises(InvalidInputError, match=f"Use {entry.min_image_size} px or more"):
        require_image_size(name, entry.min_image_size - 1)
    with pytest.raises(InvalidInputError, match="too large to train on"):
        require_image_size(name, 5000)


def test_importing_the_zoo_imports_no_keras():
    code = "import sys, core.models; sys.exit(any(m in sys.modules for m in ('keras', 'tensorflow')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, check=False).returncode == 0
