//! The estimated error of an explicit step in units of the tolerance, for systems of any size in padded blocks. A few
//! equations have their own in `small_system.rs`; implicit steps, which need neither blocks nor NaN in the scale, have
//! `implicit/error_scale.rs`.

use super::stage_derivatives::StageDerivatives;
use crate::ode::request::Request;
use crate::ode::sum::{BLOCK, Block, norm, pad, root_of_count};

/// Weighted sums of the stages in units of the tolerance.
pub trait ErrorNorm {
    /// √Σ (factor·Σⱼ weightⱼ·rowⱼ / scale)², j < `J`.
    fn norm<const J: usize>(&mut self, weights: &[f64; J], factor: f64) -> f64;

    /// Number of equations.
    fn n(&self) -> usize;

    /// √n.
    fn root(&self) -> f64;
}

/// What one unit of error is in each component, in blocks padded as the stages are.
pub struct PaddedErrorScale {
    rtol: Vec<Block>,
    atol: Vec<Block>,
    scale: Vec<Block>,
    error: Vec<Block>,
    n: usize,
    /// √n.
    root: f64,
}

impl PaddedErrorScale {
    /// For the tolerances of a request.
    pub fn new(request: &Request) -> Self {
        let n = request.y0.len();
        let zero = vec![[0.0; BLOCK]; n.div_ceil(BLOCK)];
        // The padding is scaled by one: its error is zero, not zero divided by zero.
        Self {
            rtol: pad(&request.rtol, 0.0),
            atol: pad(&request.atol, 1.0),
            scale: zero.clone(),
            error: zero,
            n,
            root: root_of_count(n),
        }
    }

    /// √n.
    pub fn root(&self) -> f64 {
        self.root
    }

    /// One unit of error in component i of a step between these values.
    #[inline(always)]
    pub fn unit(&self, i: usize, y: f64, y_new: f64) -> f64 {
        unit(self.atol.as_flattened()[i], self.rtol.as_flattened()[i], y, y_new)
    }

    /// Sets the units of a step between these values, which [`PaddedErrorNorm`] divides by.
    #[inline(always)]
    pub fn set_scale(&mut self, y: &[Block], y_new: &[Block]) {
        for (block, scale) in self.scale.iter_mut().enumerate() {
            let (atol, rtol, y, y_new) = (self.atol[block], self.rtol[block], y[block], y_new[block]);
            *scale = std::array::from_fn(|lane| unit(atol[lane], rtol[lane], y[lane], y_new[lane]));
        }
    }
}

/// `atol + rtol·max(|y|, |y_new|)`; NaN where either is, as in NumPy's `maximum`.
#[inline(always)]
fn unit(atol: f64, rtol: f64, y: f64, y_new: f64) -> f64 {
    let (old, new) = (y.abs(), y_new.abs());
    atol + if new <= old { old } else { new } * rtol
}

/// The errors of a system of any size.
pub struct PaddedErrorNorm<'a> {
    /// The derivatives.
    pub stages: &'a StageDerivatives,
    /// Units of the step, set before.
    pub scale: &'a mut PaddedErrorScale,
}

impl ErrorNorm for PaddedErrorNorm<'_> {
    #[inline(always)]
    fn norm<const J: usize>(&mut self, weights: &[f64; J], factor: f64) -> f64 {
        let PaddedErrorScale { scale, error, n, .. } = self.scale;
        self.stages.combine::<J>(
            weights,
            #[inline(always)]
            |block, sum| {
                let scale = scale[block];
                error[block] = std::array::from_fn(|lane| sum[lane] * factor / scale[lane]);
            },
        );
        norm(&error.as_flattened()[..*n])
    }

    fn n(&self) -> usize {
        self.scale.n
    }

    fn root(&self) -> f64 {
        self.scale.root
    }
}
