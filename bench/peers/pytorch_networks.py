"""The networks of bench/lib/networks.ts in PyTorch's usual loop, one thread."""

import platform
import sys

import numpy as np
import torch
from torch import nn

import mnist
from protocol import emit, timed

torch.set_num_threads(1)
torch.manual_seed(1)


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )


def dense(*widths):
    return nn.Sequential(nn.Linear(widths[0], widths[1]), nn.ReLU(), nn.Linear(widths[1], widths[2]))


def adam(rate):
    return lambda parameters: torch.optim.Adam(parameters, lr=rate)


def momentum(parameters):
    return torch.optim.SGD(parameters, lr=0.1, momentum=0.9)


def images(*shape):
    def load():
        x, y, *_ = mnist.load()
        return torch.from_numpy(x).view(-1, *shape), torch.from_numpy(y.astype(np.int64))

    return load


def spiral():
    noise = np.random.default_rng(1)
    r = np.linspace(0, 1, 200)
    arms = [np.linspace(4 * c, 4 * c + 4, 200) + 0.2 * noise.standard_normal(200) for c in range(3)]
    x = np.concatenate([np.c_[r * np.sin(2.5 * t), r * np.cos(2.5 * t)] for t in arms])
    return torch.tensor(x, dtype=torch.float32), torch.arange(3).repeat_interleave(200)


NETWORKS = {
    "784-128-10 ReLU, Adam, batch 128": (images(784), lambda: dense(784, 128, 10), adam(0.001), 128, 3),
    "LeNet-5, Adam, batch 64": (images(1, 28, 28), lenet, adam(0.001), 64, 1),
    "2-64-3 spiral, Adam, all 600 a step": (spiral, lambda: dense(2, 64, 3), adam(0.02), 600, 2000),
    "2-64-3 spiral, SGD with momentum, all 600 a step": (spiral, lambda: dense(2, 64, 3), momentum, 600, 2000),
}


class Trainer:
    def __init__(self, load, build, optimizer, batch, epochs):
        self.x, self.y = load()
        self.net = build()
        self.optimizer = optimizer(self.net.parameters())
        self.loss = nn.CrossEntropyLoss()
        self.batch, self.epochs = batch, epochs

    def step(self, x, y):
        self.optimizer.zero_grad()
        self.loss(self.net(x), y).backward()
        self.optimizer.step()

    def epoch(self):
        if self.batch >= len(self.x):
            return self.step(self.x, self.y)
        for chosen in torch.randperm(len(self.x)).split(self.batch):
            self.step(self.x[chosen], self.y[chosen])

    def train(self):
        return {"seconds": timed(lambda: [self.epoch() for _ in range(self.epochs)]) / self.epochs}

    @torch.no_grad()
    def accuracy(self):
        correct = [(self.net(x).argmax(1) == y).sum() for x, y in zip(self.x.split(1000), self.y.split(1000))]
        return {"accuracy": float(sum(correct)) / len(self.x)}


if __name__ == "__main__":
    emit(ready="PyTorch", versions={"python": platform.python_version(), "torch": torch.__version__})
    trainers = {}
    for line in sys.stdin:
        task, name = line.strip().split(" ", 1)
        if name not in trainers:
            trainers[name] = Trainer(*NETWORKS[name])
        emit(**getattr(trainers[name], task)())
