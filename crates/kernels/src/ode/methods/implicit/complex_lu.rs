//! [`super::lu`] for complex matrices: LAPACK's `zgetrf` and `zgetrs`, in OpenBLAS' order of sums.

use super::lu::largest;

/// Real and imaginary part.
type Complex = [f64; 2];

/// The factors of one complex matrix.
pub struct ComplexLu {
    n: usize,
    /// The matrix by columns: U on and above the diagonal, L without its unit diagonal below.
    columns: Vec<Complex>,
    /// Row that was swapped with each row.
    pivots: Vec<usize>,
    /// Σ L·U of one column.
    sums: Vec<Complex>,
}

impl ComplexLu {
    pub fn new(n: usize) -> Self {
        Self { n, columns: vec![[0.0; 2]; n * n], pivots: vec![0; n], sums: vec![[0.0; 2]; n] }
    }

    /// Factors `diagonal`·I − `matrix`, which is real and row-major.
    pub fn factor(&mut self, diagonal: Complex, matrix: &[f64]) {
        let n = self.n;
        for (j, column) in self.columns.chunks_exact_mut(n).enumerate() {
            for (i, value) in column.iter_mut().enumerate() {
                let [re, im] = if i == j { diagonal } else { [0.0; 2] };
                *value = [re - matrix[i * n + j], im];
            }
        }
        for j in 0..n {
            self.factor_column(j);
        }
    }

    /// Column j of both factors, left-looking as [`super::lu::Lu`]. What differs is the order of sums: OpenBLAS'
    /// complex kernels subtract product after product above the diagonal, and one sum on and below it. As in
    /// LAPACK's `izamax`, the pivot has the largest |re| + |im|.
    fn factor_column(&mut self, j: usize) {
        let (n, sums) = (self.n, &mut self.sums);
        let (left, column) = self.columns.split_at_mut(j * n);
        let (above, below) = column[..n].split_at_mut(j);
        for (i, &pivot) in self.pivots[..j].iter().enumerate() {
            if pivot < j {
                above.swap(i, pivot);
            } else {
                std::mem::swap(&mut above[i], &mut below[pivot - j]);
            }
        }
        sums.fill([0.0; 2]);
        for (k, lower) in left.chunks_exact(n).enumerate() {
            let (done, rest) = above.split_at_mut(k + 1);
            subtract_product(rest, done[k], &lower[k + 1..j]);
            for (sum, l) in sums[j..].iter_mut().zip(&lower[j..]) {
                add_product(sum, *l, done[k]);
            }
        }
        for (value, sum) in below.iter_mut().zip(&sums[j..]) {
            *value = [value[0] - sum[0], value[1] - sum[1]];
        }
        let pivot = largest(below.iter().map(|value| value[0].abs() + value[1].abs())) + j;
        self.pivots[j] = pivot;
        for column in self.columns[..(j + 1) * n].chunks_exact_mut(n) {
            column.swap(j, pivot);
        }
        let column = &mut self.columns[j * n..(j + 1) * n];
        if column[j].iter().any(|&part| part != 0.0) {
            let reciprocal = reciprocal(column[j]);
            for value in &mut column[j + 1..] {
                *value = product(*value, reciprocal);
            }
        }
    }

    /// `b` ← A⁻¹·b, by forward and back substitution with one column at a time; not finite where A is singular.
    pub fn solve(&self, b: &mut [Complex]) {
        for (i, &pivot) in self.pivots.iter().enumerate() {
            b.swap(i, pivot);
        }
        let columns = || self.columns.chunks_exact(self.n).enumerate();
        for (k, lower) in columns() {
            let (head, tail) = b.split_at_mut(k + 1);
            subtract_product(tail, head[k], &lower[k + 1..]);
        }
        for (k, upper) in columns().rev() {
            let (head, tail) = b.split_at_mut(k);
            tail[0] = product(tail[0], reciprocal(upper[k]));
            subtract_product(head, tail[0], upper);
        }
    }
}

fn product(a: Complex, b: Complex) -> Complex {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

/// `sum` += a·b, each of the four real products added on its own.
#[inline(always)]
fn add_product(sum: &mut Complex, a: Complex, b: Complex) {
    sum[0] += a[0] * b[0];
    sum[0] -= a[1] * b[1];
    sum[1] += a[0] * b[1];
    sum[1] += a[1] * b[0];
}

/// `values` −= x·`column`, each of the four real products on its own.
#[inline(always)]
fn subtract_product(values: &mut [Complex], x: Complex, column: &[Complex]) {
    for (value, a) in values.iter_mut().zip(column) {
        add_product(value, [-x[0], -x[1]], *a);
    }
}

/// 1/a without overflow in |a|² (R. L. Smith, "Algorithm 116: Complex division", Communications of the ACM 5, 1962,
/// 435).
fn reciprocal([re, im]: Complex) -> Complex {
    if re.abs() >= im.abs() {
        let ratio = im / re;
        let inverse = 1.0 / (re * (1.0 + ratio * ratio));
        [inverse, -ratio * inverse]
    } else {
        let ratio = re / im;
        let inverse = 1.0 / (im * (1.0 + ratio * ratio));
        [ratio * inverse, -inverse]
    }
}
