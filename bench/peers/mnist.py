"""MNIST as float32 arrays from FERROGRAD_DATA; without it, synthetic data of the same size."""

import gzip
import os
from pathlib import Path

import numpy as np

FILES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}


def load():
    """Returns x_train [60000, 784], y_train [60000], x_test [10000, 784], y_test [10000] and the source."""
    root = os.environ.get("FERROGRAD_DATA")
    if root is None:
        return (*synthetic(60_000, 1), *synthetic(10_000, 2), "synthetic")
    arrays = [read_idx(Path(root) / "mnist" / name) for name in FILES.values()]
    x_train, y_train, x_test, y_test = arrays
    return pixels(x_train), y_train, pixels(x_test), y_test, "mnist"


def read_idx(path):
    zipped = path.with_name(path.name + ".gz")
    raw = gzip.decompress(zipped.read_bytes()) if zipped.exists() else path.read_bytes()
    rank = raw[3]
    shape = [int.from_bytes(raw[4 + 4 * i : 8 + 4 * i], "big") for i in range(rank)]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(shape)


def pixels(images):
    return images.reshape(len(images), 784).astype(np.float32) / np.float32(255)


def synthetic(count, seed):
    """Ten random patterns under noise: learnable, and as large as MNIST."""
    patterns = np.random.default_rng(0).random((10, 784), np.float32)
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count).astype(np.uint8)
    noise = rng.random((count, 784), np.float32)
    return np.where(noise < 0.8, 0, patterns[labels]).astype(np.float32), labels


def one_hot(labels):
    return np.eye(10, dtype=np.float32)[labels]
