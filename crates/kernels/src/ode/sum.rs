//! Sums of products in a fixed order: that of OpenBLAS' SSE kernels (`OPENBLAS_CORETYPE=Prescott`), so that systems
//! take the same steps as in SciPy, bitwise. No product and sum are fused, because only some processors could;
//! every backend therefore computes the same bits (`docs/decisions/equations.md`).

use super::pow::pow;
use super::real::Real;

/// Values in one block of a row; rows are padded to whole blocks, so that no loop has a remainder.
pub const BLOCK: usize = 4;

/// Four neighbouring values of a row.
pub type Block = [f64; BLOCK];

/// `values` in whole blocks.
pub fn pad(values: &[f64], padding: f64) -> Vec<Block> {
    let (blocks, rest) = values.as_chunks::<BLOCK>();
    let mut padded = blocks.to_vec();
    if !rest.is_empty() {
        let mut last = [padding; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        padded.push(last);
    }
    padded
}

/// Σ xᵢyᵢ in eight interleaved partial sums, as OpenBLAS' `ddot` adds them:
///
/// ```text
/// sums[0..8] += x[i..i + 8]·y[i..i + 8]    while eight products are left
/// sums[0..4], then sums[0..2], then sums[0] += the remaining 4, 2 and 1 products
/// ((s₀ + s₂) + (s₄ + s₆)) + ((s₁ + s₃) + (s₅ + s₇))
/// ```
///
/// The kernel has four SSE registers of two lanes each: it adds the registers first, then the two lanes.
#[inline(always)]
pub fn dot<R: Real>(x: &[R], y: &[R]) -> R {
    dot_after(R::default(), x, y)
}

/// [`dot`] where `y` begins at an odd element of its table: OpenBLAS adds the first product alone, so that the loads
/// after it are aligned to 16 bytes.
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

/// √n, by which a norm of n values becomes their root mean square; SciPy takes it by `pow`, too.
pub fn root_of_count(n: usize) -> f64 {
    pow(n as f64, 0.5)
}

/// `out` ← Σₖ weightₖ·rowₖ in the order of NumPy's product of a matrix and a vector: OpenBLAS adds row after row, and
/// for a single column NumPy calls `ddot` instead.
pub fn combine(rows: &[f64], weights: &[f64], out: &mut [f64]) {
    if let [out] = out {
        *out = dot(&rows[..weights.len()], weights);
    } else {
        combine_in_order(rows, weights, out);
    }
}

/// `out` ← Σₖ weightₖ·rowₖ, row after row, as in a product of two matrices.
pub fn combine_in_order(rows: &[f64], weights: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    for (row, weight) in rows.chunks_exact(out.len()).zip(weights) {
        for (out, value) in out.iter_mut().zip(row) {
            *out += value * weight;
        }
    }
}
