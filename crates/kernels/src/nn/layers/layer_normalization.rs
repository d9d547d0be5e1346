//! y = γ (x - μ) / √(σ² + ε) + β, with mean and variance of each sample on its own, over some of its axes.
//! Ba, Kiros, Hinton, arXiv:1607.06450.

use super::axis_order::AxisOrder;
use super::layer::{Backward, Forward, Layer, Parameter, unfit_inputs};
use crate::gemm::panels::{Rows, stride};
use crate::nn::spec::OpSpec;
use crate::nn::vector::scale_in;
use crate::simd::{Simd, SimdOp, combine, dot, map, reduce};
use crate::{Element, Error, Isa};

pub struct LayerNormalization {
    isa: Isa,
    features: usize,
    stride: usize,
    /// Values that share mean and variance.
    group_size: usize,
    order: AxisOrder,
    epsilon: f64,
    has_beta: bool,
    has_gamma: bool,
    parameters: Vec<Parameter>,
}

impl LayerNormalization {
    /// Normalises over the `axes`, in ascending order, of samples of a `shape`.
    pub fn new<T: Element>(spec: &OpSpec, features: usize, isa: Isa) -> Result<Self, Error> {
        let (shape, axes) = (spec.list("shape")?, spec.list("axes")?);
        let size = shape.iter().fold(1, |size: usize, &axis| size.saturating_mul(axis));
        let are_axes = axes.is_sorted_by(|a, b| a < b) && axes.last().is_some_and(|&axis| axis < shape.len());
        if size != features || !are_axes {
            return Err(unfit_inputs(
                spec,
                &[features],
                &format!("axes {axes:?} have to be axes of shape {shape:?}, in ascending order"),
            ));
        }
        let (has_beta, has_gamma) = (spec.flag("center", true), spec.flag("scale", true));
        let own: Vec<usize> = axes.iter().map(|&axis| shape[axis]).collect();
        let trained =
            [(has_gamma, "gamma"), (has_beta, "beta")].into_iter().filter(|(is_there, _)| *is_there);
        Ok(Self {
            isa,
            features,
            stride: stride::<T>(isa, features),
            group_size: own.iter().product(),
            order: AxisOrder::new(&shape, &axes),
            epsilon: spec.number("epsilon", 1e-3)?,
            has_beta,
            has_gamma,
            parameters: trained.map(|(_, name)| Parameter::trained(name, own.clone())).collect(),
        })
    }

    fn groups(&self) -> usize {
        self.features / self.group_size
    }
}

impl<T: Element> Layer<T> for LayerNormalization {
    fn features(&self) -> usize {
        self.features
    }

    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn parameter_length(&self) -> usize {
        self.parameters.len().saturating_mul(self.group_size)
    }

    fn parameter_range(&self, index: usize) -> std::ops::Range<usize> {
        index * self.group_size..(index + 1) * self.group_size
    }

    /// Mean and 1/√(σ² + ε) of each group.
    fn saved_length(&self, batch: usize) -> usize {
        self.groups().saturating_mul(2).saturating_mul(batch)
    }

    fn scratch_length(&self, _: usize) -> usize {
        self.features.saturating_mul(2)
    }

    fn forward(&self, pass: Forward<'_, T>) {
        T::dispatch(self.isa, Normalise { layer: self, pass });
    }

    fn backward(&self, pass: Backward<'_, T>) {
        T::dispatch(self.isa, Differentiate { layer: self, pass });
    }
}

struct Normalise<'a, T> {
    layer: &'a LayerNormalization,
    pass: Forward<'a, T>,
}

impl<T: Element> SimdOp<T> for Normalise<'_, T> {
    type Output = ();
    /// ```text
    /// for each sample
    ///     bring the values of each group together, in scratch memory
    ///     for each group, which stays in the first-level cache
    ///         x ← x - mean x, twice: the second time corrects the rounding of the first
    ///         variance = Σ x² / n
    ///         x ← x / √(variance + ε) · γ + β
    ///     copy the values back to their order
    /// ```
    ///
    /// A group belongs to one sample, so unlike batch normalisation it needs no pass over the batch.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { layer, pass } = self;
        let group_size = layer.group_size;
        let (gamma, beta) = pass.parameters.split_at(if layer.has_gamma { group_size } else { 0 });
        let x = pass.inputs.rows(0);
        let values = &mut pass.scratch[..layer.features];
        let rows =
            pass.out.chunks_exact_mut(layer.stride).zip(pass.saved.chunks_exact_mut(2 * layer.groups()));
        for (row, (out, saved)) in rows.enumerate() {
            layer.order.gather(x.row(row), values);
            for (group, saved) in values.chunks_exact_mut(group_size).zip(saved.chunks_exact_mut(2)) {
                let mean = center(simd, group);
                // The mean of what rounding left: it is close to 0, and corrects the mean.
                let off = center(simd, group);
                let variance = dot(simd, group, group).to_f64() / group_size as f64;
                let inverse = T::from_f64(1.0 / libm::sqrt(variance + layer.epsilon));
                (saved[0], saved[1]) = (mean + off, inverse);
                scale_in(simd, group, inverse);
                if layer.has_gamma {
                    combine(
                        simd,
                        [&mut *group],
                        [gamma],
                        #[inline(always)]
                        |[x], [gamma]| [simd.mul(x, gamma)],
                    );
                }
                if layer.has_beta {
                    combine(
                        simd,
                        [group],
                        [beta],
                        #[inline(always)]
                        |[x], [beta]| [simd.add(x, beta)],
                    );
                }
            }
            layer.order.scatter(values, &mut out[..layer.features]);
        }
    }
}

struct Differentiate<'a, T> {
    layer: &'a LayerNormalization,
    pass: Backward<'a, T>,
}

impl<T: Element> SimdOp<T> for Differentiate<'_, T> {
    type Output = ();
    /// With x̂ the normalised values of a group of n, and d = γ dy:
    ///
    /// ```text
    /// ∂C/∂β += dy, ∂C/∂γ += dy x̂
    /// dx = (d - Σ d / n - x̂ · Σ d x̂ / n) / √(σ² + ε)
    /// ```
    ///
    /// x̂ is computed again from x, mean and 1/√(σ² + ε): saving two numbers a group takes less memory than
    /// the values.
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { layer, pass } = self;
        let Backward {
            inputs, d_out, offsets, mut d_in, parameters, gradients, factor, saved, scratch, ..
        } = pass;
        let (group_size, features) = (layer.group_size, layer.features);
        let gamma = if layer.has_gamma { &parameters[..group_size] } else { &[] };
        let gradients = gradients.unwrap_or_default();
        gradients.fill(T::ZERO);
        let (d_gamma, d_beta) = gradients.split_at_mut(if layer.has_gamma { group_size } else { 0 });
        let (x, dy) = (inputs.rows(0), Rows::new(d_out, offsets, features));
        let (normal, scratch) = scratch.split_at_mut(features);
        let deltas = &mut scratch[..features];
        for (row, saved) in saved.chunks_exact(2 * layer.groups()).take(x.count()).enumerate() {
            layer.order.gather(x.row(row), normal);
            layer.order.gather(dy.row(row), deltas);
            let groups = normal.chunks_exact_mut(group_size).zip(deltas.chunks_exact_mut(group_size));
            for ((x, d), saved) in groups.zip(saved.chunks_exact(2)) {
                let (mean, inverse) = (simd.splat(saved[0]), simd.splat(saved[1]));
                map(
                    simd,
                    x,
                    #[inline(always)]
                    |x| simd.mul(simd.sub(x, mean), inverse),
                );
                if layer.has_beta {
                    combine(
                        simd,
                        [&mut *d_beta],
                        [&*d],
                        #[inline(always)]
                        |[sum], [d]| [simd.add(sum, d)],
                    );
                }
                if layer.has_gamma {
                    combine(
                        simd,
                        [&mut *d_gamma, &mut *d],
                        [&*x, gamma],
                        #[inline(always)]
                        |[sum, d], [x, gamma]| [simd.mul_add(d, x, sum), simd.mul(d, gamma)],
                    );
                }
                into_input_gradient(simd, x, d, saved[1]);
            }
            if let Some(dx) = d_in.of(0) {
                let (dx, padding) = dx[row * layer.stride..][..layer.stride].split_at_mut(features);
                layer.order.scatter(deltas, dx);
                padding.fill(T::ZERO);
            }
        }
        scale_in(simd, gradients, factor);
    }
}

/// d ← (d - mean d - x · mean(d x)) · inverse, where x is normalised.
#[inline(always)]
fn into_input_gradient<T: Element, S: Simd<T>>(simd: S, x: &[T], d: &mut [T], inverse: T) {
    let count = T::from_f64(x.len() as f64);
    let sum = reduce(
        simd,
        d,
        #[inline(always)]
        |sum, d| simd.add(sum, d),
    );
    let products = dot(simd, x, d);
    let (mean, slope, inverse) = (simd.splat(sum / count), simd.splat(products / count), simd.splat(inverse));
    combine(
        simd,
        [d],
        [x],
        #[inline(always)]
        |[d], [x]| [simd.mul(simd.sub(simd.sub(d, mean), simd.mul(x, slope)), inverse)],
    );
}

/// x ← x - mean x; returns the mean.
#[inline(always)]
fn center<T: Element, S: Simd<T>>(simd: S, values: &mut [T]) -> T {
    let sum = reduce(
        simd,
        values,
        #[inline(always)]
        |sum, x| simd.add(sum, x),
    );
    let mean = sum / T::from_f64(values.len() as f64);
    let shift = simd.splat(mean);
    map(
        simd,
        values,
        #[inline(always)]
        |x| simd.sub(x, shift),
    );
    mean
}
