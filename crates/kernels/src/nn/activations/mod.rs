//! Activations: one file each, with `forward` beside `backward`. This file is the registry, and applies them
//! to batches.

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

use super::spec::OpSpec;
use crate::simd::{Isa, Simd, SimdOp, across, load_at, store_at};
use crate::{Element, Error};
use function::{Elementwise, Rowwise};

/// Most values of a row for which rows are processed side by side, one in each lane.
const MAX_ACROSS_FEATURES: usize = 4;

/// Makes the enum of kinds and dispatches on it: `name Kind => value of the type that implements it`, given
/// alpha.
macro_rules! registry {
    (elementwise: $($name:literal $kind:ident => $function:expr;)* rowwise: $($row_name:literal $row_kind:ident => $row_function:expr;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum ActivationKind { $($kind,)* $($row_kind,)* }

        const NAMES: &[(&str, ActivationKind)] =
            &[$(($name, ActivationKind::$kind),)* $(($row_name, ActivationKind::$row_kind),)*];

        impl Activation {
            /// Whether `backward` needs the pre-activations that `forward` saved, in place of the outputs.
            pub fn needs_preactivations(self) -> bool {
                self.constants()[0]
            }

            fn takes_alpha(self) -> bool {
                self.constants()[1]
            }

            /// `NEEDS_PREACTIVATIONS` and `TAKES_ALPHA` of the type that implements this kind.
            fn constants(self) -> [bool; 2] {
                fn of<A: Elementwise>(_: impl Fn(f64) -> A) -> [bool; 2] {
                    [A::NEEDS_PREACTIVATIONS, A::TAKES_ALPHA]
                }
                match self.kind {
                    $(ActivationKind::$kind => of($function),)*
                    $(ActivationKind::$row_kind => [false, false],)*
                }
            }
        }

        impl<T: Element> SimdOp<T> for Forward<'_, T> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd<T>>(self, simd: S) {
                let alpha = self.activation.alpha;
                match self.activation.kind {
                    $(ActivationKind::$kind => self.elementwise(simd, $function(alpha)),)*
                    $(ActivationKind::$row_kind => self.rowwise(simd, $row_function(alpha)),)*
                }
            }
        }

        impl<T: Element> SimdOp<T> for Backward<'_, T> {
            type Output = ();
            #[inline(always)]
            fn run<S: Simd<T>>(self, simd: S) {
                let alpha = self.activation.alpha;
                match self.activation.kind {
                    $(ActivationKind::$kind => self.elementwise(simd, $function(alpha)),)*
                    $(ActivationKind::$row_kind => self.rowwise(simd, $row_function(alpha)),)*
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

/// A registered activation with its argument alpha, 0 where it takes none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Activation {
    kind: ActivationKind,
    alpha: f64,
}

/// How the values of a batch lie in memory: rows `stride` apart, of which the first `features` values count.
#[derive(Clone, Copy, Debug)]
pub struct RowLayout {
    /// Distance of rows.
    pub stride: usize,
    /// Values of a row that count.
    pub features: usize,
}

impl Activation {
    /// aᵢ = e^zᵢ / Σⱼ e^zⱼ
    pub const SOFTMAX: Self = Self { kind: ActivationKind::Softmax, alpha: 0.0 };
    /// a = 1 / (1 + e⁻ᶻ)
    pub const SIGMOID: Self = Self { kind: ActivationKind::Sigmoid, alpha: 0.0 };

    /// Names of all registered activations.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Reads the argument `activation` of a layer, and `alpha` where the activation takes it.
    /// # Errors
    /// When no activation has this name, or `alpha` is missing, negative or not a number.
    pub fn parse(spec: &OpSpec) -> Result<Self, Error> {
        let name = spec.text("activation").unwrap_or("linear");
        let alpha = spec.number("alpha", f64::NAN)?;
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
        let actual = spec.text("alpha").unwrap_or("missing");
        Err(Error::argument("argument-value", name, format!("alpha is {actual}"), expected, "pass alpha"))
    }

    /// z ← f(z). Copies z into `saved` where [`Self::needs_preactivations`].
    pub fn forward<T: Element>(self, isa: Isa, z: &mut [T], layout: RowLayout, saved: &mut [T]) {
        T::dispatch(isa, Forward { activation: self, z, layout, saved });
    }

    /// Turns ∂C/∂a into ∂C/∂z in place. `from` holds the outputs a, or z where
    /// [`Self::needs_preactivations`].
    pub fn backward<T: Element>(self, isa: Isa, from: &[T], da: &mut [T], layout: RowLayout) {
        T::dispatch(isa, Backward { activation: self, from, da, layout });
    }
}

struct Forward<'a, T> {
    activation: Activation,
    z: &'a mut [T],
    layout: RowLayout,
    saved: &'a mut [T],
}

impl<T: Element> Forward<'_, T> {
    /// One loop over all vectors, the last of which may be partial:
    ///
    /// ```text
    /// for each vector z of the batch, padding between rows included
    ///     save z, where the derivative needs it
    ///     store f(z)
    /// ```
    ///
    /// `load_at` and `store_at` handle the partial vector inside the loop, so that f is compiled once and not
    /// a second time for the tail: the functions are long, and there are many. The padding of rows is
    /// computed, too, as skipping it would cost more.
    /// See docs/decisions/kernels.md#losses-write-all-targets-first-then-take-whole-rows-in-vectors.
    #[inline(always)]
    fn elementwise<A: Elementwise + Copy, S: Simd<T>>(self, simd: S, function: A) {
        for start in (0..self.z.len()).step_by(S::LANES) {
            let z = load_at(simd, self.z, start);
            if A::NEEDS_PREACTIVATIONS {
                store_at(simd, self.saved, start, z);
            }
            store_at(simd, self.z, start, function.forward::<T, S>(simd, z));
        }
    }

    /// Long rows one after the other, each in vectors along its values; short rows side by side:
    ///
    /// ```text
    /// if a row has at most 4 values
    ///     for each group of LANES rows
    ///         transpose, so that vector i holds value i of every row
    ///         apply f to these vectors, and transpose back
    /// else
    ///     for each row: apply f to the row
    /// ```
    ///
    /// A vector along a short row would be mostly padding, and its maximum and sum would have to be reduced
    /// across lanes once a row.
    /// See docs/decisions/kernels.md#layers-of-at-most-four-units-or-inputs-multiply-along-the-other-side.
    #[inline(always)]
    fn rowwise<A: Rowwise + Copy, S: Simd<T>>(self, simd: S, function: A) {
        let RowLayout { stride, features } = self.layout;
        if features <= MAX_ACROSS_FEATURES {
            across::<_, _, MAX_ACROSS_FEATURES>(
                simd,
                self.z,
                (stride, features),
                #[inline(always)]
                |values| function.across(simd, values),
            );
            return;
        }
        for row in self.z.chunks_exact_mut(stride) {
            function.forward(simd, row, features);
        }
    }
}

struct Backward<'a, T> {
    activation: Activation,
    from: &'a [T],
    da: &'a mut [T],
    layout: RowLayout,
}

impl<T: Element> Backward<'_, T> {
    /// The loop of [`Forward::elementwise`].
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
        let RowLayout { stride, features } = self.layout;
        for (a, da) in self.from.chunks_exact(stride).zip(self.da.chunks_exact_mut(stride)) {
            function.backward(simd, &a[..features], &mut da[..features]);
        }
    }
}
