//! y = γ (x - μ) / √(σ² + ε) + β, with mean and variance of each sample by itself, over some of its axes.
//! Ba, Kiros, Hinton, arXiv:1607.06450.

use super::axis_order::Order;
use super::layer::{Backward, Forward, Layer, Parameter, misfit};
use crate::gemm::panels::{Rows, stride};
use crate::nn::spec::Unit;
use crate::simd::{Simd, SimdOp, combine, dot, map, reduce};
use crate::{Element, Error, Isa};

pub struct LayerNormalization {
    isa: Isa,
    width: usize,
    stride: usize,
    /// Values that share mean and variance.
    features: usize,
    order: Order,
    epsilon: f64,
    center: bool,
    scale: bool,
    parameters: Vec<Parameter>,
}

impl LayerNormalization {
    /// Over the `axes`, in ascending order, of samples of a `shape`.
    pub fn new<T: Element>(unit: &Unit, width: usize, isa: Isa) -> Result<Self, Error> {
        let (shape, axes) = (unit.list("shape")?, unit.list("axes")?);
        let size = shape.iter().fold(1, |size: usize, &axis| size.saturating_mul(axis));
        let are_there =
            axes.is_sorted_by(|a, b| a < b) && axes.last().is_some_and(|&axis| axis < shape.len());
        if size != width || !are_there {
            return Err(misfit(
                unit,
                &[width],
                &format!("axes {axes:?} of shape {shape:?} have to be there"),
            ));
        }
        let (center, scale) = (unit.flag("center", true), unit.flag("scale", true));
        let own: Vec<usize> = axes.iter().map(|&axis| shape[axis]).collect();
        let trained = [(scale, "gamma"), (center, "beta")].into_iter().filter(|(is_there, _)| *is_there);
        Ok(Self {
            isa,
            width,
            stride: stride::<T>(isa, width),
            features: own.iter().product(),
            order: Order::new(&shape, &axes),
            epsilon: unit.number("epsilon", 1e-3)?,
            center,
            scale,
            parameters: trained.map(|(_, name)| Parameter::trained(name, own.clone())).collect(),
        })
    }

    fn groups(&self) -> usize {
        self.width / self.features
    }
}

impl<T: Element> Layer<T> for LayerNormalization {
    fn width(&self) -> usize {
        self.width
    }

    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn parameter_length(&self) -> usize {
        self.parameters.len().saturating_mul(self.features)
    }

    fn place(&self, index: usize) -> std::ops::Range<usize> {
        index * self.features..(index + 1) * self.features
    }

    /// Mean and 1/√(σ² + ε) of each group.
    fn kept_length(&self, batch: usize) -> usize {
        self.groups().saturating_mul(2).saturating_mul(batch)
    }

    fn scratch_length(&self, _: usize) -> usize {
        self.width.saturating_mul(2)
    }

    fn forward(&self, pass: Forward<'_, T>) {
        T::dispatch(self.isa, Normalise { layer: self, pass });
    }

    fn backward(&self, pass: Backward<'_, T>) {
        T::dispatch(self.isa, Differentiate { layer: self, pass });
    }

    fn read(&self, index: usize, parameters: &[T], values: &mut [T]) {
        values.copy_from_slice(&parameters[Layer::<T>::place(self, index)]);
    }

    fn write(&self, index: usize, values: &[T], parameters: &mut [T]) {
        parameters[Layer::<T>::place(self, index)].copy_from_slice(values);
    }
}

struct Normalise<'a, T> {
    layer: &'a LayerNormalization,
    pass: Forward<'a, T>,
}

impl<T: Element> SimdOp<T> for Normalise<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { layer, pass } = self;
        let features = layer.features;
        let (gamma, beta) = pass.parameters.split_at(if layer.scale { features } else { 0 });
        let x = pass.inputs.rows(0);
        let values = &mut pass.scratch[..layer.width];
        let rows =
            pass.out.chunks_exact_mut(layer.stride).zip(pass.kept.chunks_exact_mut(2 * layer.groups()));
        for (row, (out, kept)) in rows.enumerate() {
            layer.order.gather(x.row(row), values);
            for (group, kept) in values.chunks_exact_mut(features).zip(kept.chunks_exact_mut(2)) {
                let mean = center(simd, group);
                // What rounding left of the mean.
                let off = center(simd, group);
                let variance = dot(simd, group, group).to_f64() / features as f64;
                let inverse = T::from_f64(1.0 / libm::sqrt(variance + layer.epsilon));
                (kept[0], kept[1]) = (mean + off, inverse);
                scale_by(simd, group, inverse);
                if layer.scale {
                    combine(
                        simd,
                        [&mut *group],
                        [gamma],
                        #[inline(always)]
                        |[x], [gamma]| [simd.mul(x, gamma)],
                    );
                }
                if layer.center {
                    combine(
                        simd,
                        [group],
                        [beta],
                        #[inline(always)]
                        |[x], [beta]| [simd.add(x, beta)],
                    );
                }
            }
            layer.order.scatter(values, &mut out[..layer.width]);
        }
    }
}

struct Differentiate<'a, T> {
    layer: &'a LayerNormalization,
    pass: Backward<'a, T>,
}

impl<T: Element> SimdOp<T> for Differentiate<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        let Self { layer, pass } = self;
        let Backward {
            inputs, d_out, offsets, mut d_in, parameters, gradients, factor, kept, scratch, ..
        } = pass;
        let (features, width) = (layer.features, layer.width);
        let gamma = if layer.scale { &parameters[..features] } else { &[] };
        let gradients = gradients.unwrap_or_default();
        gradients.fill(T::ZERO);
        let (d_gamma, d_beta) = gradients.split_at_mut(if layer.scale { features } else { 0 });
        let (x, dy) = (inputs.rows(0), Rows::new(d_out, offsets, width));
        let (normal, scratch) = scratch.split_at_mut(width);
        let deltas = &mut scratch[..width];
        for (row, kept) in kept.chunks_exact(2 * layer.groups()).take(x.count()).enumerate() {
            layer.order.gather(x.row(row), normal);
            layer.order.gather(dy.row(row), deltas);
            let groups = normal.chunks_exact_mut(features).zip(deltas.chunks_exact_mut(features));
            for ((x, d), kept) in groups.zip(kept.chunks_exact(2)) {
                let (mean, inverse) = (simd.splat(kept[0]), simd.splat(kept[1]));
                map(
                    simd,
                    x,
                    #[inline(always)]
                    |x| simd.mul(simd.sub(x, mean), inverse),
                );
                if layer.center {
                    combine(
                        simd,
                        [&mut *d_beta],
                        [&*d],
                        #[inline(always)]
                        |[sum], [d]| [simd.add(sum, d)],
                    );
                }
                if layer.scale {
                    combine(
                        simd,
                        [&mut *d_gamma, &mut *d],
                        [&*x, gamma],
                        #[inline(always)]
                        |[sum, d], [x, gamma]| [simd.mul_add(d, x, sum), simd.mul(d, gamma)],
                    );
                }
                into_input_gradient(simd, x, d, kept[1]);
            }
            if let Some(dx) = d_in.of(0) {
                let (dx, behind) = dx[row * layer.stride..][..layer.stride].split_at_mut(width);
                layer.order.scatter(deltas, dx);
                behind.fill(T::ZERO);
            }
        }
        scale_by(simd, gradients, factor);
    }
}

/// d ← (d - mean d - x · mean(d x)) · inverse, x being normalised.
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

/// x ← x - mean x; answers the mean.
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

#[inline(always)]
fn scale_by<T: Element, S: Simd<T>>(simd: S, values: &mut [T], factor: T) {
    let factor = simd.splat(factor);
    map(
        simd,
        values,
        #[inline(always)]
        |x| simd.mul(x, factor),
    );
}
