"""784-30-10 sigmoid, quadratic cost, SGD 3.0, batch 10: the course network with whole-batch matrices."""

import numpy as np

import mnist
from protocol import run_training

BATCH, RATE = 10, np.float32(3.0)

np.seterr(over="ignore")  # exp of a large number is infinity, its sigmoid rightly 0
rng = np.random.default_rng(1)
x_train, y_train, x_test, y_test, source = mnist.load()
targets = mnist.one_hot(y_train)


def parameters(inputs, outputs):
    weights = rng.standard_normal((inputs, outputs), np.float32) / np.float32(inputs**0.5)
    return weights, rng.standard_normal(outputs, np.float32)


w1, b1 = parameters(784, 30)
w2, b2 = parameters(30, 10)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def epoch():
    order = rng.permutation(len(x_train))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        update(x_train.take(batch, axis=0), targets.take(batch, axis=0))


def update(x, y):
    global w1, b1, w2, b2
    h = sigmoid(x @ w1 + b1)
    a = sigmoid(h @ w2 + b2)
    delta2 = (a - y) * a * (1 - a)
    delta1 = (delta2 @ w2.T) * h * (1 - h)
    step = RATE / np.float32(len(x))
    w2 -= step * (h.T @ delta2)
    b2 -= step * delta2.sum(0)
    w1 -= step * (x.T @ delta1)
    b1 -= step * delta1.sum(0)


def accuracy():
    a = sigmoid(sigmoid(x_test @ w1 + b1) @ w2 + b2)
    return float((a.argmax(1) == y_test).mean())


run_training("numpy", {"numpy": np.__version__}, source, epoch, accuracy)
