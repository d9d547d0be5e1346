//! Gradients limited before an optimizer uses them: each value, the norm of each parameter, or the norm of
//! all.

use crate::nn::node::Node;
use crate::nn::spec::OpSpec;
use crate::nn::vector::{clamp, scale, squares};
use crate::{Element, Error, Isa};

/// The limits; infinite where there is none.
#[derive(Clone, Copy, Debug)]
pub struct Clipping {
    value: f64,
    norm: f64,
    global_norm: f64,
}

impl Clipping {
    /// # Errors
    /// When a limit is not a number.
    pub fn parse(spec: &OpSpec) -> Result<Self, Error> {
        let limit = |name| spec.number(name, f64::INFINITY);
        Ok(Self {
            value: limit("clipValue")?,
            norm: limit("clipNorm")?,
            global_norm: limit("globalClipNorm")?,
        })
    }

    /// Whether no gradient is limited.
    pub fn is_none(&self) -> bool {
        [self.value, self.norm, self.global_norm].iter().all(|limit| *limit == f64::INFINITY)
    }

    /// Limits the gradients of all parameters: first values, then the norm of each parameter, then the norm
    /// of all.
    pub fn apply<T: Element>(&self, isa: Isa, nodes: &[Node<T>], gradients: &mut [T]) {
        if self.value < f64::INFINITY {
            clamp(isa, gradients, T::from_f64(self.value));
        }
        if self.norm < f64::INFINITY {
            for node in nodes {
                for (index, parameter) in node.layer.parameters().iter().enumerate() {
                    if parameter.is_trained {
                        let own = &mut gradients[node.parameters.clone()][node.layer.parameter_range(index)];
                        scale_down(isa, own, self.norm);
                    }
                }
            }
        }
        if self.global_norm < f64::INFINITY {
            scale_down(isa, gradients, self.global_norm);
        }
    }
}

/// g ← g · limit/‖g‖ where ‖g‖ is above the limit.
fn scale_down<T: Element>(isa: Isa, gradient: &mut [T], limit: f64) {
    let norm = libm::sqrt(squares(isa, gradient));
    if norm > limit {
        scale(isa, gradient, T::from_f64(limit / norm));
    }
}
