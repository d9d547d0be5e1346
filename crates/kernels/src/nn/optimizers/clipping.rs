//! Gradients cut before an optimizer sees them: each value, the norm of each parameter, or of all together.

use crate::nn::node::Node;
use crate::nn::spec::Unit;
use crate::nn::vector::{clamp, scale, squares};
use crate::{Element, Error, Isa};

/// Infinite where there is no limit.
#[derive(Clone, Copy, Debug)]
pub struct Clipping {
    value: f64,
    norm: f64,
    global_norm: f64,
}

impl Clipping {
    /// # Errors
    /// When an argument is no number.
    pub fn parse(unit: &Unit) -> Result<Self, Error> {
        let limit = |name| unit.number(name, f64::INFINITY);
        Ok(Self {
            value: limit("clipValue")?,
            norm: limit("clipNorm")?,
            global_norm: limit("globalClipNorm")?,
        })
    }

    /// Whether nothing is cut.
    pub fn is_none(&self) -> bool {
        [self.value, self.norm, self.global_norm].iter().all(|limit| *limit == f64::INFINITY)
    }

    /// Cuts the gradients of all parameters.
    pub fn apply<T: Element>(&self, isa: Isa, nodes: &[Node<T>], gradients: &mut [T]) {
        if self.value < f64::INFINITY {
            clamp(isa, gradients, T::from_f64(self.value));
        }
        if self.norm < f64::INFINITY {
            for node in nodes {
                for (index, parameter) in node.layer.parameters().iter().enumerate() {
                    if parameter.is_trained {
                        let own = &mut gradients[node.parameters.clone()][node.layer.place(index)];
                        shorten(isa, own, self.norm);
                    }
                }
            }
        }
        if self.global_norm < f64::INFINITY {
            shorten(isa, gradients, self.global_norm);
        }
    }
}

/// g ← g · limit/‖g‖ where ‖g‖ is beyond the limit.
fn shorten<T: Element>(isa: Isa, gradient: &mut [T], limit: f64) {
    let norm = libm::sqrt(squares(isa, gradient));
    if norm > limit {
        scale(isa, gradient, T::from_f64(limit / norm));
    }
}
