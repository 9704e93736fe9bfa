"""Ten kinds of pictures that are no paintings: made here, but for the photographs, which come with scikit-learn."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from sklearn.datasets import load_sample_images

LETTERS = list("abcdefghijklmnoprstuv")


def no_paintings() -> dict[str, list[np.ndarray]]:
    """By kind, some pictures each: `(height, width, 3)` uint8 RGB."""
    return {
        "photograph": photographs(),
        "noise": noise(),
        "blank": [np.full((300, 400, 3), shade, np.uint8) for shade in (0, 128, 255)],
        "gradient": gradients(),
        "page of text": [page(1, "white", "black"), page(2, "black", "white")],
        "screenshot": [screenshot(1), screenshot(2)],
        "square code": [square_code(1, 29), square_code(2, 41)],
        "chart": [bars(1), lines(2)],
        "stripes": stripes(),
        "street map": [street_map(1), street_map(2)],
    }


def photographs():
    china, flower = load_sample_images().images
    return [china, flower, china[100:400, 200:600].copy()]


def noise():
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 256, (40, 50, 3), np.uint8)
    grey = np.repeat(rng.integers(0, 256, (300, 400, 1), np.uint8), 3, axis=2)
    return [rng.integers(0, 256, (300, 400, 3), np.uint8), grey, cv2.resize(coarse, (500, 400))]


def gradients():
    across = np.tile(np.linspace(0, 255, 400), (300, 1))
    still = np.full_like(across, 120)
    return [np.stack(channels, axis=2).astype(np.uint8) for channels in ([across] * 3, [across, 255 - across, still])]


def words(rng, count):
    return " ".join("".join(rng.choice(LETTERS, rng.integers(2, 9))) for _ in range(count))


def page(seed, paper, ink):
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (800, 1000), paper)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(18)
    for top in range(40, 960, 26):
        draw.text((50, top), words(rng, 11), ink, font)
    return np.array(image)


def screenshot(seed):
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (1280, 800), (245, 246, 248))
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    draw.rectangle((0, 0, 1280, 56), tuple(rng.integers(20, 90, 3).tolist()))
    draw.rectangle((0, 56, 220, 800), (232, 234, 238))
    for row in range(12):
        draw.text((20, 80 + row * 40), words(rng, 2), (60, 60, 70), font)
    for left in (250, 590, 930):
        for top in (90, 430):
            draw.rounded_rectangle((left, top, left + 310, top + 300), 12, "white", (210, 210, 215))
            draw.rectangle((left + 20, top + 50, left + 290, top + 180), tuple(rng.integers(120, 230, 3).tolist()))
            draw.text((left + 20, top + 200), f"{words(rng, 4)}\n{words(rng, 3)}", (90, 90, 90), font)
    return np.array(image)


def square_code(seed, modules):
    dark = np.random.default_rng(seed).integers(0, 2, (modules, modules))
    for top, left in ((0, 0), (0, modules - 7), (modules - 7, 0)):
        for inset, value in ((0, 1), (1, 0), (2, 1)):
            dark[top + inset : top + 7 - inset, left + inset : left + 7 - inset] = value
    shade = 255 * (1 - np.pad(dark, 4)).astype(np.uint8)
    return np.repeat(np.kron(shade, np.ones((12, 12), np.uint8))[:, :, np.newaxis], 3, axis=2)


def axes():
    image = Image.new("RGB", (900, 600), "white")
    draw = ImageDraw.Draw(image)
    draw.line((80, 40, 80, 520, 860, 520), "black", 2)
    draw.text((300, 10), "Results of the year", "black", ImageFont.load_default(16))
    return image, draw


def bars(seed):
    image, draw = axes()
    for place, height in enumerate(np.random.default_rng(seed).integers(40, 440, 9).tolist()):
        draw.rectangle((110 + place * 80, 520 - height, 160 + place * 80, 520), (70, 120, 180))
    return np.array(image)


def lines(seed):
    image, draw = axes()
    rng = np.random.default_rng(seed)
    for colour in ((70, 120, 180), (230, 120, 40), (60, 160, 80)):
        heights = 300 + np.cumsum(rng.normal(0, 12, 40))
        draw.line([(80 + place * 19, float(height)) for place, height in enumerate(heights)], colour, 3)
    return np.array(image)


def stripes():
    down, across = np.indices((300, 400))
    patterns = (across // 20 % 2, down // 20 % 2, (across + down) // 15 % 2)
    return [(np.stack([pattern * 200 + 30] * 3, axis=2)).astype(np.uint8) for pattern in patterns]


def street_map(seed):
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (700, 500), (242, 239, 233))
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(12)
    for left, top in rng.integers(0, 600, (5, 2)).tolist():
        draw.rectangle((left, top, left + 120, top + 90), (200, 230, 190))
    for one, other, up, down in rng.integers(0, 700, (12, 4)).tolist():
        draw.line((one, 0, other, 500), "white", 8)
        draw.line((0, up, 700, down), (250, 220, 140), 5)
    for left, top in rng.integers(0, 480, (15, 2)).tolist():
        draw.text((left, top), words(rng, 1), (90, 90, 90), font)
    return np.array(image)
