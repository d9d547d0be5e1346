//! y = γ (x - μ) / √(σ² + ε) + β for each channel. In training, mean and variance are those of the batch, over
//! samples and pixels; otherwise they are running ones:
//! running ← momentum · running + (1 - momentum) · batch.
//! Ioffe, Szegedy, arXiv:1502.03167.

use super::channels::{Channels, Deviations, InputGradient, Normalise, Slopes};
use super::layer::{Backward, Forward, Layer, Mode, Parameter, unfit_inputs};
use crate::gemm::panels::{Rows, stride};
use crate::nn::spec::OpSpec;
use crate::{Element, Error, Isa};
use std::ops::Range;

pub struct BatchNormalization {
    isa: Isa,
    features: usize,
    stride: usize,
    channels: Channels,
    epsilon: f64,
    momentum: f64,
    has_beta: bool,
    has_gamma: bool,
    parameters: Vec<Parameter>,
}

impl BatchNormalization {
    /// A sample is `[…][features][inner]`, where `features` is the number of channels and `inner` is 1 where
    /// they come last.
    pub fn new<T: Element>(spec: &OpSpec, features: usize, isa: Isa) -> Result<Self, Error> {
        let channels = spec.count("features")?;
        let inner = if spec.text("inner").is_some() { spec.count("inner")? } else { 1 };
        if !features.is_multiple_of(channels.saturating_mul(inner)) {
            let expected = format!("samples have to consist of {channels} channels");
            return Err(unfit_inputs(spec, &[features], &expected));
        }
        let (has_beta, has_gamma) = (spec.flag("center", true), spec.flag("scale", true));
        let trained =
            [(has_gamma, "gamma"), (has_beta, "beta")].into_iter().filter(|(is_there, _)| *is_there);
        let mut parameters: Vec<Parameter> =
            trained.map(|(_, name)| Parameter::trained(name, vec![channels])).collect();
        parameters
            .extend(["movingMean", "movingVariance"].map(|name| Parameter::buffer(name, vec![channels])));
        Ok(Self {
            isa,
            features,
            stride: stride::<T>(isa, features),
            channels: Channels::new(features, channels, inner),
            epsilon: spec.number("epsilon", 1e-3)?,
            momentum: spec.number("momentum", 0.99)?,
            has_beta,
            has_gamma,
            parameters,
        })
    }

    fn trained_count(&self) -> usize {
        usize::from(self.has_gamma) + usize::from(self.has_beta)
    }

    /// Where a parameter lies among the trained ones, or among the buffers.
    fn range(&self, index: usize) -> Range<usize> {
        let start = index.checked_sub(self.trained_count()).unwrap_or(index) * self.channels.count;
        start..start + self.channels.count
    }

    /// Where β lies, the last of the trained parameters.
    fn beta(&self) -> Range<usize> {
        self.range(self.trained_count() - 1)
    }

    /// How many values of a batch belong to one channel.
    fn values_per_channel(&self, samples: usize) -> f64 {
        (samples * (self.features / self.channels.count)) as f64
    }

    /// γ of a channel, 1 where there is none.
    fn gamma<T: Element>(&self, parameters: &[T], channel: usize) -> f64 {
        if self.has_gamma { parameters[channel].to_f64() } else { 1.0 }
    }

    /// Mean and variance of the batch.
    ///
    /// ```text
    /// mean = 0
    /// twice
    ///     for each value x of the batch: sum += x - mean, square += (x - mean)²      per period
    ///     fold the sums of the period's repeats into one for each channel
    ///     off = sum / n, variance = square / n - off², mean += off
    /// ```
    ///
    /// The second pass corrects the rounding of the first mean, and its squares are those of small
    /// deviations: a variance from sums of squares would lose all digits where the mean is large. Chan,
    /// Golub, `LeVeque`, "Algorithms for computing the sample variance" (1983).
    fn measure<T: Element>(
        &self,
        x: Rows<'_, T>,
        saved: &mut Saved<'_, T>,
        sums: &mut [T],
        squares: &mut [T],
    ) {
        let (count, channels) = (self.values_per_channel(x.count()), self.channels);
        saved.mean.fill(T::ZERO);
        for _ in 0..2 {
            sums.fill(T::ZERO);
            squares.fill(T::ZERO);
            let pass = Deviations { x, mean: saved.mean, sums: &mut *sums, squares: &mut *squares };
            T::dispatch(self.isa, pass);
            channels.fold(sums);
            channels.fold(squares);
            for channel in 0..channels.count {
                let mean = saved.mean[channels.first_index(channel)].to_f64();
                let off = sums[channel].to_f64() / count;
                let variance = (squares[channel].to_f64() / count - off * off).max(0.0);
                sums[channel] = T::from_f64(mean + off);
                saved.variance[channel] = T::from_f64(variance);
            }
            saved.mean[..channels.count].copy_from_slice(&sums[..channels.count]);
            channels.expand(saved.mean);
        }
    }
}

/// What `forward` saves for `backward`: mean and 1/√(σ² + ε) expanded to a period, and σ² of each channel.
struct Saved<'a, T> {
    mean: &'a mut [T],
    inverse: &'a mut [T],
    variance: &'a mut [T],
}

impl<'a, T> Saved<'a, T> {
    fn cut(saved: &'a mut [T], channels: Channels) -> Self {
        let (mean, saved) = saved.split_at_mut(channels.period);
        let (inverse, saved) = saved.split_at_mut(channels.period);
        Self { mean, inverse, variance: &mut saved[..channels.count] }
    }
}

impl<T: Element> Layer<T> for BatchNormalization {
    fn features(&self) -> usize {
        self.features
    }

    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn parameter_length(&self) -> usize {
        self.trained_count().saturating_mul(self.channels.count)
    }

    fn parameter_range(&self, index: usize) -> Range<usize> {
        self.range(index)
    }

    fn buffer_length(&self) -> usize {
        self.channels.count.saturating_mul(2)
    }

    fn saved_length(&self, _: usize) -> usize {
        self.channels.period.saturating_mul(2).saturating_add(self.channels.count)
    }

    fn scratch_length(&self, _: usize) -> usize {
        self.channels.period.saturating_mul(3)
    }

    /// ```text
    /// (mean, variance) = of the batch in training, else the running ones
    /// for each channel: scale = γ / √(variance + ε), shift = β
    /// expand mean, scale and shift to a period
    /// for each value: y = (x - mean) · scale + shift
    /// ```
    ///
    /// See docs/decisions/kernels.md#few-channels-are-read-as-streams.
    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        let channels = self.channels;
        let mut saved = Saved::cut(pass.saved, channels);
        let (scale, scratch) = pass.scratch.split_at_mut(channels.period);
        let shift = &mut scratch[..channels.period];
        if pass.mode.is_training() {
            self.measure(x, &mut saved, scale, shift);
        } else {
            let (mean, variance) = pass.buffers.split_at(channels.count);
            saved.mean[..channels.count].copy_from_slice(mean);
            channels.expand(saved.mean);
            saved.variance.copy_from_slice(&variance[..channels.count]);
        }
        for (channel, variance) in saved.variance.iter().enumerate() {
            let inverse = 1.0 / libm::sqrt(variance.to_f64() + self.epsilon);
            saved.inverse[channel] = T::from_f64(inverse);
            scale[channel] = T::from_f64(inverse * self.gamma(pass.parameters, channel));
        }
        if self.has_beta {
            shift[..channels.count].copy_from_slice(&pass.parameters[self.beta()]);
        } else {
            shift.fill(T::ZERO);
        }
        channels.expand(saved.inverse);
        channels.expand(scale);
        channels.expand(shift);
        let op = Normalise { x, mean: saved.mean, scale, shift, out: pass.out, stride: self.stride };
        T::dispatch(self.isa, op);
    }

    /// With n values of a channel and x̂ = (x - μ) / √(σ² + ε):
    ///
    /// ```text
    /// ∂C/∂β = Σ dy, ∂C/∂γ = Σ dy x̂
    /// dx = γ / √(σ² + ε) · (dy - (Σ dy + x̂ · Σ dy x̂) / n)
    /// ```
    ///
    /// The last term is there in training only, where the batch's mean and variance depend on x. One pass
    /// over the batch collects the sums, a second computes dx = dy · scale + (x - μ) · slope + shift.
    fn backward(&self, pass: Backward<'_, T>) {
        let Backward { inputs, d_out, offsets, mut d_in, parameters, gradients, buffers, factor, .. } = pass;
        let (x, dy) = (inputs.rows(0), Rows::new(d_out, offsets, self.features));
        let channels = self.channels;
        let Saved { mean, inverse, variance } = Saved::cut(pass.saved, channels);
        let (shift, scratch) = pass.scratch.split_at_mut(channels.period);
        let (slope, scratch) = scratch.split_at_mut(channels.period);
        let scale = &mut scratch[..channels.period];
        shift.fill(T::ZERO);
        slope.fill(T::ZERO);
        T::dispatch(self.isa, Slopes { x, dy, mean, sums: &mut *shift, products: &mut *slope });
        channels.fold(shift);
        channels.fold(slope);
        let gradients = gradients.unwrap_or_default();
        let count = self.values_per_channel(x.count());
        for channel in 0..channels.count {
            let inverse = inverse[channels.first_index(channel)].to_f64();
            let (sum, product) = (shift[channel].to_f64(), slope[channel].to_f64() * inverse);
            if self.has_gamma {
                gradients[channel] = factor * T::from_f64(product);
            }
            if self.has_beta {
                gradients[self.beta().start + channel] = factor * T::from_f64(sum);
            }
            let through = inverse * self.gamma(parameters, channel);
            let share = if pass.mode.is_training() { -through / count } else { 0.0 };
            scale[channel] = T::from_f64(through);
            shift[channel] = T::from_f64(share * sum);
            slope[channel] = T::from_f64(share * product * inverse);
        }
        if let Some(dx) = d_in.of(0) {
            channels.expand(scale);
            channels.expand(shift);
            channels.expand(slope);
            let op = InputGradient { x, dy, mean, scale, slope, shift, dx, stride: self.stride };
            T::dispatch(self.isa, op);
        }
        if pass.mode == Mode::Training {
            let (running_mean, running_variance) = buffers.split_at_mut(channels.count);
            for channel in 0..channels.count {
                let blend = |running: &mut T, value: T| {
                    let old = self.momentum * running.to_f64();
                    *running = T::from_f64(old + (1.0 - self.momentum) * value.to_f64());
                };
                blend(&mut running_mean[channel], mean[channels.first_index(channel)]);
                blend(&mut running_variance[channel], variance[channel]);
            }
        }
    }
}
