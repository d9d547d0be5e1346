//! Sums of products in a fixed order: that of OpenBLAS' SSE kernels (`OPENBLAS_CORETYPE=Prescott`), so that
//! small systems take the same steps as SciPy to the last bit. Never fused: every backend has the same bits.

use super::real::Real;

/// Values in one block of a row; rows are padded to whole blocks, so that no loop has a remainder.
pub const BLOCK: usize = 4;

/// Part of a row.
pub type Block = [f64; BLOCK];

/// Σ xᵢyᵢ in eight interleaved partial sums.
#[inline(always)]
pub fn dot<R: Real>(x: &[R], y: &[R]) -> R {
    dot_after(R::default(), x, y)
}

/// The same where `y` begins at an odd element of its table: the first product is added alone.
#[inline(always)]
pub fn dot_unaligned<R: Real>(x: &[R], y: &[R]) -> R {
    dot_after(x[0] * y[0], &x[1..], &y[1..])
}

#[inline(always)]
fn dot_after<R: Real>(first: R, x: &[R], y: &[R]) -> R {
    let mut sums = [R::default(); 8];
    sums[0] = first;
    let ((x8, mut x), (y8, mut y)) = (x.as_chunks::<8>(), y.as_chunks::<8>());
    for (x, y) in x8.iter().zip(y8) {
        add_products(&mut sums, x, y);
    }
    for width in [4, 2, 1] {
        if x.len() >= width {
            add_products(&mut sums, &x[..width], &y[..width]);
            (x, y) = (&x[width..], &y[width..]);
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + c) + (e + g)) + ((b + d) + (f + h))
}

#[inline(always)]
fn add_products<R: Real>(sums: &mut [R; 8], x: &[R], y: &[R]) {
    for (sum, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
        *sum = *sum + *x * *y;
    }
}

/// √Σ xᵢ².
#[inline(always)]
pub fn norm<R: Real>(x: &[R]) -> R {
    dot(x, x).sqrt()
}

/// `out` ← Σₖ weightₖ·rowₖ in the order of OpenBLAS: a matrix times a vector sums row after row, and with a single
/// column it is a dot product.
pub fn combine(rows: &[f64], weights: &[f64], out: &mut [f64]) {
    if let [out] = out {
        *out = dot(&rows[..weights.len()], weights);
    } else {
        combine_in_order(rows, weights, out);
    }
}

/// `out` ← Σₖ weightₖ·rowₖ, row after row.
pub fn combine_in_order(rows: &[f64], weights: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    for (row, weight) in rows.chunks_exact(out.len()).zip(weights) {
        for (out, value) in out.iter_mut().zip(row) {
            *out += value * weight;
        }
    }
}
