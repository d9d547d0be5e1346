"""784-30-10 sigmoid, quadratic cost, SGD 3.0, batch 10: PyTorch's usual loop, one thread."""

import torch
from torch import nn

import mnist
from protocol import run_training

BATCH = 10

torch.set_num_threads(1)
torch.manual_seed(1)
x_train, y_train, x_test, y_test, source = mnist.load()
x = torch.from_numpy(x_train)
y = torch.from_numpy(mnist.one_hot(y_train))

model = nn.Sequential(nn.Linear(784, 30), nn.Sigmoid(), nn.Linear(30, 10), nn.Sigmoid())
with torch.no_grad():
    for layer in (model[0], model[2]):
        layer.weight.normal_(0, layer.in_features**-0.5)
        layer.bias.normal_()
optimizer = torch.optim.SGD(model.parameters(), lr=3.0)


def epoch():
    order = torch.randperm(len(x))
    for batch in order.split(BATCH):
        optimizer.zero_grad()
        output = model(x.index_select(0, batch))
        loss = 0.5 * (output - y.index_select(0, batch)).square().sum() / len(batch)
        loss.backward()
        optimizer.step()


@torch.no_grad()
def accuracy():
    predicted = model(torch.from_numpy(x_test)).argmax(1).numpy()
    return float((predicted == y_test).mean())


run_training("pytorch eager", {"torch": torch.__version__}, source, epoch, accuracy)
