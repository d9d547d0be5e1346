"""Prints simd/math/coefficients.rs: polynomials through Chebyshev points, in arithmetic of 60 digits, highest power first.

    python -m venv venv && venv/bin/pip install mpmath numpy
    venv/bin/python crates/kernels/fit_polynomials.py > crates/kernels/src/simd/math/coefficients.rs
"""

import re
from mpmath import atan, atanh, cos, erfc, exp, lu_solve, matrix, mp, mpf, pi, sqrt
import numpy as np

mp.dps = 60
NORMAL_SHIFT = 4


def fit(f, low, high, degree):
    """The polynomial that equals f at the Chebyshev points of [low, high]: nearly the best one in the largest error."""
    points = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * k + 1) / (2 * degree + 2)) for k in range(degree + 1)]
    powers = matrix(degree + 1, degree + 1)
    for row, x in enumerate(points):
        for column in range(degree + 1):
            powers[row, column] = x**column
    solution = lu_solve(powers, matrix([f(x) for x in points]))
    return [solution[power] for power in range(degree, -1, -1)]


def tail(function, first):
    """p with function(s) = s + s³ p(s²); first is p(0), where the formula would divide by 0."""

    def p(w):
        return first if w < mpf(10) ** -30 else (function(sqrt(w)) / sqrt(w) - 1) / w

    return p


def mills(t):
    """(x + 4)·(1 - Φ(x))·e^(x²/2) with t = (x - 4)/(x + 4): Mills' ratio, scaled so that it stays bounded."""
    x = NORMAL_SHIFT * (1 + t) / (1 - t)
    return erfc(x / sqrt(2)) * exp(x * x / 2) / 2 * (x + NORMAL_SHIFT)


def literal(value, kind):
    """The shortest decimal that rounds to the same float of this kind, its digits grouped as clippy wants them."""
    text = np.format_float_scientific(kind(mp.nstr(value, 40)), unique=True, trim='0')
    mantissa, exponent = text.split('e')
    if -5 < int(exponent) < 5:
        mantissa, exponent = np.format_float_positional(kind(text), unique=True, trim='0'), 0
    whole, fraction = mantissa.split('.')
    grouped = re.sub(r'(\d{3})(?=\d)', r'\1_', fraction)
    return f'{whole}.{grouped}' + (f'e{int(exponent)}' if int(exponent) else '')


def constant(name, values, kind):
    lines = ''.join(f'        {literal(value, kind)},\n' for value in values)
    return f'    const {name}: &\'static [Self] = &[\n{lines}    ];\n'


def block(name, kind, atanh_degree, atan_degree, mills_degree, limit):
    steep = (sqrt(mpf(2)) - 1) ** 2 * mpf('1.0001')
    highest = (mpf(limit) - NORMAL_SHIFT) / (mpf(limit) + NORMAL_SHIFT)
    return (
        f'impl Coefficients for {name} {{\n'
        f'    const NORMAL_LIMIT: Self = {limit};\n'
        + constant('ATANH', fit(tail(atanh, mpf(1) / 3), mpf(0), mpf(1) / 9, atanh_degree), kind)
        + constant('ATAN', fit(tail(atan, -mpf(1) / 3), mpf(0), steep, atan_degree), kind)
        + constant('MILLS', fit(mills, mpf(-1), highest, mills_degree), kind)
        + '}\n'
    )


print(
    f"""//! Coefficients from `fit_polynomials.py`; each polynomial is accurate to a quarter of a unit in the last place.

/// Coefficients of the elementary functions' polynomials, highest power first.
pub trait Coefficients: Sized + 'static {{
    /// The x from which on 1 - Φ(x), Φ being the normal distribution function, counts as 0.
    const NORMAL_LIMIT: Self;
    /// p with artanh s = s + s³ p(s²), |s| ≤ ⅓.
    const ATANH: &'static [Self];
    /// p with arctan s = s + s³ p(s²), |s| ≤ √2 - 1.
    const ATAN: &'static [Self];
    /// p with 1 - Φ(x) = e^(-x²/2) p(t) / (x + 4), t = (x - 4) / (x + 4), 0 ≤ x ≤ `NORMAL_LIMIT`.
    const MILLS: &'static [Self];
}}

{block('f32', np.float32, 4, 4, 9, '13.0')}
{block('f64', np.float64, 10, 10, 22, '37.5')}""",
    end='',
)
