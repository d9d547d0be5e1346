//! Adam, before each step p ← (1 - rate · λ) p: the decay of weights does not pass through the moments.
//! Loshchilov, Hutter, "Decoupled weight decay regularization", arXiv:1711.05101.

use super::adam::Adam;
use crate::Error;
use crate::nn::spec::Unit;

pub fn adamw(unit: &Unit) -> Result<Adam, Error> {
    Adam::with(unit, true, 0.01)
}
