"""784-30-10 sigmoid, quadratic cost, SGD 3.0, batch 10: a whole epoch in one jitted scan, data on the device."""

import os

os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import jax
import jax.numpy as jnp

import mnist
from protocol import run_training

BATCH, RATE = 10, 3.0

x_train, y_train, x_test, y_test, source = mnist.load()
x = jax.device_put(x_train)
y = jax.device_put(mnist.one_hot(y_train))


def initial(key, inputs, outputs):
    weights, biases = jax.random.split(key)
    return jax.random.normal(weights, (inputs, outputs)) * inputs**-0.5, jax.random.normal(biases, (outputs,))


def forward(parameters, inputs):
    for weights, biases in parameters:
        inputs = jax.nn.sigmoid(inputs @ weights + biases)
    return inputs


def cost(parameters, inputs, expected):
    return 0.5 * jnp.sum((forward(parameters, inputs) - expected) ** 2) / len(inputs)


@jax.jit
def train(parameters, key, x, y):
    def step(parameters, batch):
        gradients = jax.grad(cost)(parameters, x[batch], y[batch])
        return jax.tree.map(lambda p, g: p - RATE * g, parameters, gradients), None

    order = jax.random.permutation(key, len(x)).reshape(-1, BATCH)
    return jax.lax.scan(step, parameters, order)[0]


key = jax.random.key(1)
key, first, second = jax.random.split(key, 3)
parameters = [initial(first, 784, 30), initial(second, 30, 10)]


def epoch():
    global parameters, key
    key, order = jax.random.split(key)
    parameters = jax.block_until_ready(train(parameters, order, x, y))


def accuracy():
    return float((forward(parameters, x_test).argmax(1) == y_test).mean())


run_training("jax jit + scan", {"jax": jax.__version__}, source, epoch, accuracy)
