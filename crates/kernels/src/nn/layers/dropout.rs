//! In training, each value is 0 with probability `rate`, and the others are scaled by 1/(1 - rate).
//! Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (JMLR 15, 2014).

use super::layer::{Backward, Forward, Layer};
use crate::nn::spec::OpSpec;
use crate::{Element, Error};

pub struct Dropout {
    features: usize,
    rate: f64,
}

impl Dropout {
    pub fn new(spec: &OpSpec, features: usize) -> Result<Self, Error> {
        Ok(Self { features, rate: spec.number("rate", 0.5)? })
    }
}

impl<T: Element> Layer<T> for Dropout {
    fn features(&self) -> usize {
        self.features
    }

    /// The factor of each value: 0, or 1/(1 - rate).
    fn saved_length(&self, batch: usize) -> usize {
        self.features.saturating_mul(batch)
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        let stride = pass.out.len() / x.count();
        let rows =
            pass.out.chunks_exact_mut(stride).zip(pass.saved.chunks_exact_mut(self.features)).enumerate();
        let mut generator = pass.random.generator();
        let scale = T::from_f64(1.0 / (1.0 - self.rate));
        for (index, (out, factors)) in rows {
            let out = &mut out[..self.features];
            out.copy_from_slice(x.row(index));
            if !pass.mode.is_training() {
                continue;
            }
            for (a, factor) in out.iter_mut().zip(factors) {
                *factor = if generator.next_f64() < self.rate { T::ZERO } else { scale };
                *a = *a * *factor;
            }
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let is_training = pass.mode.is_training();
        let Some(d_in) = pass.d_in.of(0) else { return };
        d_in.copy_from_slice(pass.d_out);
        if !is_training {
            return;
        }
        let stride = d_in.len() / pass.offsets.len();
        for (d, factors) in d_in.chunks_exact_mut(stride).zip(pass.saved.chunks_exact(self.features)) {
            for (d, &factor) in d.iter_mut().zip(factors) {
                *d = *d * factor;
            }
        }
    }
}
