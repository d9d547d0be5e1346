"""SciPy's solve_ivp (RK45) on the problems of bench/ode.ts."""

import platform

import numpy as np
import scipy
from scipy.integrate import solve_ivp

from protocol import emit, serve, timed


def lorenz(t, y):
    a, b, c = y
    return [10 * (b - a), a * (28 - c) - b, a * b - (8 / 3) * c]


def lorenz96(t, y):
    return (np.roll(y, -1) - np.roll(y, 2)) * np.roll(y, 1) - y + 8


def problem(name, n):
    if name == "lorenz":
        return lorenz, np.ones(3)
    y0 = np.full(n, 8.0)
    y0[0] = 8.01
    return lorenz96, y0


def solve(name, n, end):
    f, y0 = problem(name, int(n))
    run = lambda: solve_ivp(f, [0, float(end)], y0, rtol=1e-6, atol=1e-9)
    return {"seconds": timed(run), "y": run().y[:, -1].tolist()}


if __name__ == "__main__":
    emit(ready="SciPy", versions={"python": platform.python_version(), "scipy": scipy.__version__})
    serve({"solve": solve})
