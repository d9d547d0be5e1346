//! Activations: each file has `forward` beside `backward`; this one applies them to whole batches.

mod arctan;
mod elu;
mod function;
mod gelu;
mod gelu_tanh;
mod hard_sigmoid;
mod leaky_relu;
mod linear;
mod log_softmax;
mod relu;
mod selu;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod softsign;
mod tanh;

use super::spec::Unit;
use crate::simd::{Isa, Simd, SimdOp, across, load_at, store_at};
use crate::{Element, Error};
use function::{Elementwise, Rowwise};

/// Rows of at most so many values are taken one in each lane.
const FEW: usize = 4;

/// The registry: `name Variant => value of the type that implements it, with the argument alpha`.
macro_rules! registry {
    (elementwise: $($name:literal $kind:ident => $function:expr;)* rowwise: $($row_name:literal $row_kind:ident => $row_function:expr;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Kind { $($kind,)* $($row_kind,)* }

        const NAMES: &[(&str, Kind)] = &[$(($name, Kind::$kind),)* $(($row_name, Kind::$row_kind),)*];

        impl Activation {
            /// Whether `backward` wants what `forward` kept, in place of the outputs.
            pub fn needs_sums(self) -> bool {
                fn of<A: Elementwise>(_: impl Fn(f64) -> A) -> bool { A::FROM_SUMS }
                match self.kind {
                    $(Kind::$kind => of($function),)*
                    $(Kind::$row_kind => false,)*
                }
            }

            fn takes_alpha(self) -> bool {
                fn of<A: Elementwise>(_: impl Fn(f64) -> A) -> bool { A::TAKES_ALPHA }
                match self.kind {
                    $(Kind::$kind => of($function),)*
                    $(Kind::$row_kind => false,)*
                }
            }
        }

        impl<T: Element> SimdOp<T> for Forward<'_, T> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd<T>>(self, simd: S) {
                let alpha = self.activation.alpha;
                match self.activation.kind {
                    $(Kind::$kind => self.elementwise(simd, $function(alpha)),)*
                    $(Kind::$row_kind => self.rowwise(simd, $row_function(alpha)),)*
                }
            }
        }

        impl<T: Element> SimdOp<T> for Backward<'_, T> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd<T>>(self, simd: S) {
                let alpha = self.activation.alpha;
                match self.activation.kind {
                    $(Kind::$kind => self.elementwise(simd, $function(alpha)),)*
                    $(Kind::$row_kind => self.rowwise(simd, $row_function(alpha)),)*
                }
            }
        }
    };
}

registry! {
    elementwise:
    "arctan" Arctan => |_| arctan::Arctan;
    "elu" Elu => elu::Elu;
    "gelu" Gelu => |_| gelu::Gelu;
    "geluTanh" GeluTanh => |_| gelu_tanh::GeluTanh;
    "hardSigmoid" HardSigmoid => |_| hard_sigmoid::HardSigmoid;
    "leakyRelu" LeakyRelu => leaky_relu::LeakyRelu;
    "linear" Linear => |_| linear::Linear;
    "relu" Relu => |_| relu::Relu;
    "selu" Selu => |_| selu::Selu;
    "sigmoid" Sigmoid => |_| sigmoid::Sigmoid;
    "silu" Silu => |_| silu::Silu;
    "softplus" Softplus => |_| softplus::Softplus;
    "softsign" Softsign => |_| softsign::Softsign;
    "tanh" Tanh => |_| tanh::Tanh;
    rowwise:
    "logSoftmax" LogSoftmax => |_| log_softmax::LogSoftmax;
    "softmax" Softmax => |_| softmax::Softmax;
}

/// A registered activation with its argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Activation {
    kind: Kind,
    alpha: f64,
}

/// How values lie in rows: `used` of them, `stride` apart.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Distance of rows.
    pub stride: usize,
    /// Values that count.
    pub used: usize,
}

impl Activation {
    /// a = softmax z
    pub const SOFTMAX: Self = Self { kind: Kind::Softmax, alpha: 0.0 };
    /// a = 1 / (1 + e⁻ᶻ)
    pub const SIGMOID: Self = Self { kind: Kind::Sigmoid, alpha: 0.0 };

    /// Of all that are registered.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// The argument `activation` of a layer, with `alpha` where it takes one.
    /// # Errors
    /// When no activation has this name, or `alpha` does not come.
    pub fn parse(unit: &Unit) -> Result<Self, Error> {
        let name = unit.text("activation").unwrap_or("linear");
        let alpha = unit.number("alpha", f64::NAN)?;
        let Some(&(_, kind)) = NAMES.iter().find(|(known, _)| *known == name) else {
            return Err(Error::argument(
                "unknown-name",
                "compile",
                format!("unknown activation \"{name}\""),
                format!("known are {}", Self::names().collect::<Vec<_>>().join(", ")),
                "use one of these names",
            ));
        };
        let activation = Self { kind, alpha: 0.0 };
        if !activation.takes_alpha() {
            return Ok(activation);
        }
        if alpha >= 0.0 {
            return Ok(Self { alpha, ..activation });
        }
        let expected = "it has to be a number of at least 0";
        let actual = unit.text("alpha").unwrap_or("missing");
        Err(Error::argument("argument-value", name, format!("alpha is {actual}"), expected, "pass alpha"))
    }

    /// z ← f(z). Leaves z in `sums` where it is needed.
    pub fn forward<T: Element>(self, isa: Isa, z: &mut [T], columns: Columns, sums: &mut [T]) {
        T::dispatch(isa, Forward { activation: self, z, columns, sums });
    }

    /// ∂C/∂a ← ∂C/∂z, from what `forward` left in z, or in the sums where they are needed.
    pub fn backward<T: Element>(self, isa: Isa, from: &[T], da: &mut [T], columns: Columns) {
        T::dispatch(isa, Backward { activation: self, from, da, columns });
    }
}

struct Forward<'a, T> {
    activation: Activation,
    z: &'a mut [T],
    columns: Columns,
    sums: &'a mut [T],
}

impl<T: Element> Forward<'_, T> {
    /// Tails are no case of their own: many activations, each long, would otherwise fill the code with copies.
    #[inline(always)]
    fn elementwise<A: Elementwise + Copy, S: Simd<T>>(self, simd: S, function: A) {
        for start in (0..self.z.len()).step_by(S::LANES) {
            let z = load_at(simd, self.z, start);
            if A::FROM_SUMS {
                store_at(simd, self.sums, start, z);
            }
            store_at(simd, self.z, start, function.forward::<T, S>(simd, z));
        }
    }

    #[inline(always)]
    fn rowwise<A: Rowwise + Copy, S: Simd<T>>(self, simd: S, function: A) {
        let Columns { stride, used } = self.columns;
        if used <= FEW {
            across::<_, _, FEW>(
                simd,
                self.z,
                (stride, used),
                #[inline(always)]
                |values| function.across(simd, values),
            );
            return;
        }
        for row in self.z.chunks_exact_mut(stride) {
            function.forward(simd, row, used);
        }
    }
}

struct Backward<'a, T> {
    activation: Activation,
    from: &'a [T],
    da: &'a mut [T],
    columns: Columns,
}

impl<T: Element> Backward<'_, T> {
    #[inline(always)]
    fn elementwise<A: Elementwise + Copy, S: Simd<T>>(self, simd: S, function: A) {
        for start in (0..self.da.len()).step_by(S::LANES) {
            let da = load_at(simd, self.da, start);
            let dz = function.backward::<T, S>(simd, load_at(simd, self.from, start), da);
            store_at(simd, self.da, start, dz);
        }
    }

    #[inline(always)]
    fn rowwise<A: Rowwise + Copy, S: Simd<T>>(self, simd: S, function: A) {
        let Columns { stride, used } = self.columns;
        for (a, da) in self.from.chunks_exact(stride).zip(self.da.chunks_exact_mut(stride)) {
            function.backward(simd, &a[..used], &mut da[..used]);
        }
    }
}
