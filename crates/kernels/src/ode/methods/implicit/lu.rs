//! A = P·L·U with partial pivoting, and its solves: LAPACK's `getrf` and `getrs`, in OpenBLAS' order of sums.

/// The factors of one real matrix.
pub struct Lu {
    n: usize,
    /// The matrix by columns: U on and above the diagonal, L without its unit diagonal below.
    columns: Vec<f64>,
    /// Row that was swapped with each row.
    pivots: Vec<usize>,
    /// Σ L·U of one column.
    sums: Vec<f64>,
}

impl Lu {
    pub fn new(n: usize) -> Self {
        Self { n, columns: vec![0.0; n * n], pivots: vec![0; n], sums: vec![0.0; n] }
    }

    /// Factors `diagonal`·I − `factor`·`matrix`, which is row-major.
    pub fn factor(&mut self, diagonal: f64, factor: f64, matrix: &[f64]) {
        let n = self.n;
        for (j, column) in self.columns.chunks_exact_mut(n).enumerate() {
            for (i, value) in column.iter_mut().enumerate() {
                let unit = if i == j { diagonal } else { 0.0 };
                *value = unit - factor * matrix[i * n + j];
            }
        }
        for j in 0..n {
            self.factor_column(j);
        }
    }

    /// Column j of both factors, left-looking: columns to the right are not touched yet.
    ///
    /// ```text
    /// swap rows of column j as in the columns to its left
    /// sums = 0
    /// for k = 0 … j − 1:  U[k, j] = A[k, j] − sums[k];  sums[k + 1 …] += L[k + 1 …, k]·U[k, j]
    /// A[j …, j] −= sums[j …]
    /// swap the largest of A[j …, j] to row j, in all columns up to j
    /// L[j + 1 …, j] = A[j + 1 …, j]·(1 / U[j, j])
    /// ```
    ///
    /// Each element subtracts one sum, instead of product after product as right-looking elimination does: only so are
    /// the factors bitwise those of OpenBLAS. The inner loops go down contiguous columns.
    fn factor_column(&mut self, j: usize) {
        let (n, sums) = (self.n, &mut self.sums);
        let (left, column) = self.columns.split_at_mut(j * n);
        let column = &mut column[..n];
        for (i, &pivot) in self.pivots[..j].iter().enumerate() {
            column.swap(i, pivot);
        }
        sums.fill(0.0);
        for (k, lower) in left.chunks_exact(n).enumerate() {
            column[k] -= sums[k];
            let u = column[k];
            for (sum, l) in sums[k + 1..].iter_mut().zip(&lower[k + 1..]) {
                *sum += l * u;
            }
        }
        for (value, sum) in column[j..].iter_mut().zip(&sums[j..]) {
            *value -= sum;
        }
        let pivot = largest(column[j..].iter().map(|value| value.abs())) + j;
        self.pivots[j] = pivot;
        for column in self.columns[..(j + 1) * n].chunks_exact_mut(n) {
            column.swap(j, pivot);
        }
        let column = &mut self.columns[j * n..(j + 1) * n];
        if column[j] != 0.0 {
            let reciprocal = 1.0 / column[j];
            for value in &mut column[j + 1..] {
                *value *= reciprocal;
            }
        }
    }

    /// `b` ← A⁻¹·b, by forward and back substitution with one column at a time; not finite where A is singular.
    pub fn solve(&self, b: &mut [f64]) {
        for (i, &pivot) in self.pivots.iter().enumerate() {
            b.swap(i, pivot);
        }
        let columns = || self.columns.chunks_exact(self.n).enumerate();
        for (k, lower) in columns() {
            let (head, tail) = b.split_at_mut(k + 1);
            for (value, l) in tail.iter_mut().zip(&lower[k + 1..]) {
                *value -= head[k] * l;
            }
        }
        for (k, upper) in columns().rev() {
            let (head, tail) = b.split_at_mut(k);
            tail[0] /= upper[k];
            for (value, u) in head.iter_mut().zip(upper) {
                *value -= tail[0] * u;
            }
        }
    }
}

/// Index of the first largest value.
pub fn largest(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (index, value) in values.enumerate() {
        if value > best.1 {
            best = (index, value);
        }
    }
    best.0
}
