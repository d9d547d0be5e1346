//! Activations: each file has `forward` beside `backward`; this one applies them to whole batches.

mod linear;
mod relu;
mod sigmoid;
mod softmax;
mod tanh;

use crate::simd::{Isa, Simd, SimdOp, zip};
use crate::{Element, Error};

/// An activation of one value at a time.
trait Elementwise {
    /// a = f(z)
    fn forward<T: Element, S: Simd<T>>(simd: S, z: S::V) -> S::V;
    /// ∂C/∂z from a = f(z) and ∂C/∂a.
    fn backward<T: Element, S: Simd<T>>(simd: S, a: S::V, da: S::V) -> S::V;
}

/// The registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Activation {
    Linear,
    Relu,
    Sigmoid,
    Softmax,
    Tanh,
}

impl Activation {
    /// # Errors
    /// When no activation has this name.
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "linear" => Ok(Self::Linear),
            "relu" => Ok(Self::Relu),
            "sigmoid" => Ok(Self::Sigmoid),
            "softmax" => Ok(Self::Softmax),
            "tanh" => Ok(Self::Tanh),
            _ => Err(Error::argument(
                "unknown-name",
                "compile",
                format!("unknown activation \"{name}\""),
                "known are linear, relu, sigmoid, softmax, tanh",
                "use one of these names",
            )),
        }
    }

    /// z ← f(z + bias), in rows of `bias.len()` values of which the first `columns` count.
    pub fn forward<T: Element>(self, isa: Isa, z: &mut [T], bias: &[T], columns: usize) {
        T::dispatch(isa, Forward { activation: self, z, bias, columns });
    }

    /// ∂C/∂a ← ∂C/∂z, in rows of `stride` values of which the first `columns` count.
    pub fn backward<T: Element>(self, isa: Isa, a: &[T], da: &mut [T], stride: usize, columns: usize) {
        T::dispatch(isa, Backward { activation: self, a, da, stride, columns });
    }
}

struct Forward<'a, T> {
    activation: Activation,
    z: &'a mut [T],
    bias: &'a [T],
    columns: usize,
}

impl<T: Element> SimdOp<T> for Forward<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        match self.activation {
            Activation::Linear => self.elementwise::<linear::Linear, S>(simd),
            Activation::Relu => self.elementwise::<relu::Relu, S>(simd),
            Activation::Sigmoid => self.elementwise::<sigmoid::Sigmoid, S>(simd),
            Activation::Tanh => self.elementwise::<tanh::Tanh, S>(simd),
            Activation::Softmax => {
                for row in self.z.chunks_exact_mut(self.bias.len()) {
                    zip(
                        simd,
                        row,
                        self.bias,
                        #[inline(always)]
                        |z, bias| simd.add(z, bias),
                    );
                    softmax::forward(simd, row, self.columns);
                }
            }
        }
    }
}

impl<T: Element> Forward<'_, T> {
    #[inline(always)]
    fn elementwise<A: Elementwise, S: Simd<T>>(self, simd: S) {
        for row in self.z.chunks_exact_mut(self.bias.len()) {
            zip(
                simd,
                row,
                self.bias,
                #[inline(always)]
                |z, bias| A::forward::<T, S>(simd, simd.add(z, bias)),
            );
        }
    }
}

struct Backward<'a, T> {
    activation: Activation,
    a: &'a [T],
    da: &'a mut [T],
    stride: usize,
    columns: usize,
}

impl<T: Element> SimdOp<T> for Backward<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        match self.activation {
            Activation::Linear => {}
            Activation::Relu => self.elementwise::<relu::Relu, S>(simd),
            Activation::Sigmoid => self.elementwise::<sigmoid::Sigmoid, S>(simd),
            Activation::Tanh => self.elementwise::<tanh::Tanh, S>(simd),
            Activation::Softmax => {
                let rows = self.a.chunks_exact(self.stride).zip(self.da.chunks_exact_mut(self.stride));
                for (a, da) in rows {
                    softmax::backward(simd, &a[..self.columns], &mut da[..self.columns]);
                }
            }
        }
    }
}

impl<T: Element> Backward<'_, T> {
    #[inline(always)]
    fn elementwise<A: Elementwise, S: Simd<T>>(self, simd: S) {
        zip(
            simd,
            self.da,
            self.a,
            #[inline(always)]
            |da, a| A::backward::<T, S>(simd, a, da),
        );
    }
}
