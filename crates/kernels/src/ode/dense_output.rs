//! Dense output: the contract between a method, which describes its solution within a step by coefficients, and
//! whoever evaluates them. What the coefficients mean stands beside each method.

/// How the coefficients of a [`LocalInterpolant`] make a value; this number is stored with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum InterpolantKind {
    /// `y[n]`: the same value everywhere.
    Constant,
    /// `y_old[n], Q[n][p]`: `y_old + h·Q·(x, x², …)`, with `x = (t − t_old)/h`.
    RungeKutta,
    /// `y_old[n], F[7][n]`: alternating factors x and 1 − x.
    Dop853,
    /// `y_old[n], Q[n][3]`: `y_old + Q·(x, x², x³)`.
    Radau,
    /// `order, t_shift[order], denom[order], D[order + 1][n]`.
    Bdf,
}

/// The order in which an interpolant adds its products. SciPy evaluates all points of `t_eval` within a step in one
/// product of matrices, a single point as a product with a vector, and BLAS adds these in different orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummationOrder {
    /// As for a single time.
    SinglePoint,
    /// As for several times in one step.
    ManyPoints,
}

impl SummationOrder {
    /// The order for `count` points of `t_eval` in one step.
    pub fn of(count: usize) -> Self {
        if count == 1 { Self::SinglePoint } else { Self::ManyPoints }
    }
}

/// How a method evaluates its coefficients.
pub trait Interpolant {
    /// The layout of the coefficients.
    const KIND: InterpolantKind;

    /// `out` ← y(t).
    fn evaluate(local: &LocalInterpolant, t: f64, summation: SummationOrder, out: &mut [f64]);
}

/// The interpolant over one step; its buffer is reused for the next step.
#[derive(Clone, Debug)]
pub struct LocalInterpolant {
    /// Layout of `coefficients`.
    pub kind: InterpolantKind,
    /// Start of the step.
    pub t_old: f64,
    /// End of the step.
    pub t: f64,
    /// Coefficients, as `kind` describes them.
    pub coefficients: Vec<f64>,
    /// [`Interpolant::evaluate`] of the method that wrote the coefficients; a pointer, so that this file names no
    /// method.
    evaluate: fn(&Self, f64, SummationOrder, &mut [f64]),
}

impl LocalInterpolant {
    /// An empty interpolant with space for the coefficients of any method and `n` equations.
    pub fn with_capacity(n: usize) -> Self {
        Self {
            kind: ConstantInterpolant::KIND,
            t_old: 0.0,
            t: 0.0,
            coefficients: Vec::with_capacity(8 * n + 16),
            evaluate: ConstantInterpolant::evaluate,
        }
    }

    /// Starts a new interpolant over the step from `t_old` to `t`: the caller pushes the coefficients.
    pub fn begin<I: Interpolant>(&mut self, t_old: f64, t: f64) -> &mut Vec<f64> {
        (self.kind, self.evaluate) = (I::KIND, I::evaluate);
        (self.t_old, self.t) = (t_old, t);
        self.coefficients.clear();
        &mut self.coefficients
    }

    /// `out` ← y(t).
    pub fn evaluate(&self, t: f64, summation: SummationOrder, out: &mut [f64]) {
        (self.evaluate)(self, t, summation, out);
    }

    /// Where `t` lies in the step: 0 at its start, 1 at its end.
    pub fn fraction(&self, t: f64) -> f64 {
        (t - self.t_old) / (self.t - self.t_old)
    }
}

/// The solution over an interval of no length, or of no equations.
pub struct ConstantInterpolant;

impl Interpolant for ConstantInterpolant {
    const KIND: InterpolantKind = InterpolantKind::Constant;

    fn evaluate(local: &LocalInterpolant, _: f64, _: SummationOrder, out: &mut [f64]) {
        out.copy_from_slice(&local.coefficients);
    }
}
