"""Pictures of pages as arrays of grey: colours set aside, skew measured, turned, cleaned. White is 255."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Gray = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

INK = 140  # darker is ink
_COLOURED = 40  # difference of the channels from which ink is a seal's or a pen's
_DARK = 110  # the brightest channel of print, also where a seal lies over it
_LEAST_COLOUR = 60  # of every ninth pixel
_MAX_SKEW = 5.0  # degrees
_GAMMA = 2.2
_BACKGROUND = 51  # pixels around which the paper is as bright


def grey(pixels: npt.NDArray[Any]) -> Gray:
    """The printed ink. Black stays, red seals and blue pens fade: their brightest channel is bright already."""
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels, dtype=np.uint8)
    if _chroma(pixels[::3, ::5]).max(initial=0) <= _COLOURED:
        return np.ascontiguousarray(pixels[..., 1], dtype=np.uint8)
    high, colour = _brightest(pixels), _chroma(pixels)
    faded = np.where((colour > _COLOURED) & (high > _DARK), 255, high)
    return np.ascontiguousarray(faded, dtype=np.uint8)


def has_colour(pixels: npt.NDArray[Any]) -> bool:
    """Whether there are seals, stamps or pens on the page."""
    return pixels.ndim == 3 and int((_chroma(pixels[::3, ::3]) > 2 * _COLOURED).sum()) > _LEAST_COLOUR


def coloured(pixels: npt.NDArray[Any]) -> Gray:
    """The ink of seals, stamps and pens alone."""
    return np.where(_chroma(pixels) > _COLOURED, darkest(pixels), 255).astype(np.uint8)


def darkest(pixels: npt.NDArray[Any]) -> Gray:
    """All ink, whatever its colour."""
    if pixels.ndim == 2:
        return grey(pixels)
    low = np.minimum(np.minimum(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    return np.ascontiguousarray(low, dtype=np.uint8)


def _brightest(pixels: npt.NDArray[Any]) -> Gray:
    return np.asarray(np.maximum(np.maximum(pixels[..., 0], pixels[..., 1]), pixels[..., 2]), dtype=np.uint8)


def _chroma(pixels: npt.NDArray[Any]) -> Gray:
    return np.asarray(_brightest(pixels) - darkest(pixels), dtype=np.uint8)


def skew(picture: Gray) -> float:
    """Degrees by which the lines fall to the right: the slope along which rows of ink and of paper differ most."""
    small = halved(halved(picture))
    ys, xs = np.nonzero(small < INK)
    if not 200 < len(ys) < 0.4 * small.size:
        return 0.0
    if len(ys) > 60_000:
        step = len(ys) // 60_000 + 1
        ys, xs = ys[::step], xs[::step]
    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 0.1, 0.5), key=lambda angle: _contrast(ys, xs, angle))
    fine = max(np.arange(coarse - 0.5, coarse + 0.55, 0.1), key=lambda angle: _contrast(ys, xs, angle))
    return float(round(fine, 2))


def halved(picture: Gray) -> Gray:
    """Half as large, every point as dark as the darkest of its four, so that no thin line is lost."""
    height, width = (side // 2 * 2 for side in picture.shape)
    rows = np.minimum(picture[:height:2, :width], picture[1:height:2, :width])
    return np.minimum(rows[:, ::2], rows[:, 1::2])


def _contrast(ys: npt.NDArray[np.intp], xs: npt.NDArray[np.intp], angle: float) -> float:
    rows = np.bincount(np.rint(ys - xs * math.tan(math.radians(angle))).astype(np.int64) + len(xs))
    steps: npt.NDArray[np.int64] = rows[1:].astype(np.int64) - rows[:-1]
    return float((steps * steps).sum())


def weight(ink: Mask) -> float:
    """How thick the strokes are, in pixels: the area of the ink over half of its outline."""
    area = int(ink.sum())
    outline = int((ink[:, 1:] != ink[:, :-1]).sum()) + int((ink[1:] != ink[:-1]).sum())
    return 2 * area / outline if outline else 0.0


def turn_quarters(picture: Gray, quarters: int) -> Gray:
    """Turned clockwise."""
    return np.ascontiguousarray(np.rot90(picture, -quarters))


def straighten(picture: Gray, angle: float) -> Gray:
    """Turned by ``angle`` degrees about the middle, so that lines that fall by it lie level."""
    turned = Image.fromarray(picture).rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
    return np.asarray(turned, dtype=np.uint8)


def darkened(picture: Gray) -> Gray:
    """Paper white and the grey edges of letters dark, as a print has them: a third fewer wrong words on real scans."""
    paper = max(float(np.percentile(picture[::8, ::8], 90)), 128.0)
    levels = np.clip(np.arange(256) / paper, 0, 1) ** _GAMMA * 255
    return np.asarray(levels.astype(np.uint8)[picture], dtype=np.uint8)


def cleaned(picture: Gray) -> Gray:
    """Even paper, single specks gone, faint letters darker: helps a poor scan and hurts a good one."""
    image = Image.fromarray(picture)
    small = image.resize((max(1, image.width // 8), max(1, image.height // 8)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(5))
    light = np.asarray(paper.resize(image.size, Image.Resampling.BILINEAR), dtype=np.float32)
    smooth = np.asarray(image.filter(ImageFilter.MedianFilter(3)), dtype=np.float32)
    even = np.clip(smooth / np.maximum(light, 1) * 255, 0, 255)
    return np.clip((even - 80) * (255 / 140), 0, 255).astype(np.uint8)


def enlarged(picture: Gray, factor: float) -> Gray:
    image = Image.fromarray(picture)
    size = (round(image.width * factor), round(image.height * factor))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS), dtype=np.uint8)
