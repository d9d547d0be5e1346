"""NumPy's matrix product (OpenBLAS) for the shapes of bench/gemm.ts, one thread."""

import argparse
import platform
import statistics

import numpy as np

from protocol import emit, serve, timed


def product(dtype, form, m, k, n):
    """A function that computes C[m,n] = op(A) op(B) for form `ab`, `atb` (AᵀB) or `abt` (ABᵀ)."""
    rng = np.random.default_rng(1)
    a = rng.random((k, m) if form == "atb" else (m, k)).astype(dtype)
    b = rng.random((n, k) if form == "abt" else (k, n)).astype(dtype)
    left, right = (a.T if form == "atb" else a), (b.T if form == "abt" else b)
    return lambda: left @ right


def measure(dtype, form, m, k, n):
    """Seconds a product: median over samples of at least 0.2 ms each, for about 0.3 s."""
    work = product(dtype, form, int(m), int(k), int(n))
    once = min(timed(work) for _ in range(3))
    repeats = max(1, int(2e-4 / once))
    count = max(5, min(1000, int(0.3 / (once * repeats))))
    samples = [timed(lambda: [work() for _ in range(repeats)]) / repeats for _ in range(count)]
    p25, median, p75 = statistics.quantiles(samples, n=4)
    return {"seconds": median, "p25": p25, "p75": p75}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help="serve `gemm dtype form m k n` on standard input")
    options = parser.parse_args()
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    versions = {"python": platform.python_version(), "numpy": np.__version__, blas["name"]: blas["version"]}
    emit(ready="numpy", versions=versions)
    if options.serve:
        serve({"gemm": measure})
    else:
        for m, k, n in [(1024,) * 3, (512,) * 3, (256,) * 3, (64,) * 3, (10, 784, 30), (128, 784, 128)]:
            emit(m=m, k=k, n=n, **measure("float32", "ab", m, k, n))
