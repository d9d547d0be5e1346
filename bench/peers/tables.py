"""pandas.read_csv and numpy.loadtxt on the file of bench/data.ts."""

import platform

import numpy as np
import pandas as pd

from protocol import emit, serve, timed

readers = {
    "pandas": lambda path: pd.read_csv(path),
    "loadtxt": lambda path: np.loadtxt(path, delimiter=",", skiprows=1),
}


def read(reader, path):
    return {"seconds": timed(lambda: readers[reader](path))}


if __name__ == "__main__":
    emit(
        ready="tables",
        versions={"python": platform.python_version(), "numpy": np.__version__, "pandas": pd.__version__},
    )
    serve({"read": read})
