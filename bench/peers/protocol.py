"""How a peer is driven: by hand with --epochs, or by bench/compare.ts with one request a line."""

import argparse
import json
import platform
import sys
import time


def emit(**fields):
    print(json.dumps(fields), flush=True)


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def serve(tasks):
    """Replies to each line `task argument…` of standard input with one JSON line."""
    for line in sys.stdin:
        task, *arguments = line.split()
        emit(**tasks[task](*arguments))


def run_training(name, versions, data, epoch, accuracy):
    """Serves `epoch` and `accuracy`, or runs --epochs of them and prints each."""
    parser = argparse.ArgumentParser(description=f"784-30-10 on MNIST with {name}")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--serve", action="store_true", help="serve requests on standard input")
    options = parser.parse_args()

    emit(ready=name, versions={"python": platform.python_version(), **versions}, data=data)
    tasks = {
        "epoch": lambda: {"seconds": timed(epoch)},
        "accuracy": lambda: {"accuracy": accuracy()},
    }
    if options.serve:
        serve(tasks)
        return
    for number in range(1, options.epochs + 1):
        emit(epoch=number, **tasks["epoch"]())
    emit(**tasks["accuracy"]())
