//! y = γ (x - μ) / √(σ² + ε) + β for each channel, with mean and variance over samples and pixels; while
//! training they are the batch's, otherwise running ones: running ← momentum · running + (1 - momentum) · batch.
//! Ioffe, Szegedy, arXiv:1502.03167.

use super::channels::{Channels, Deviations, InputGradient, Normalise, Slopes};
use super::layer::{Backward, Forward, Layer, Mode, Parameter, misfit};
use crate::gemm::panels::{Rows, stride};
use crate::nn::spec::Unit;
use crate::{Element, Error, Isa};

pub struct BatchNormalization {
    isa: Isa,
    width: usize,
    stride: usize,
    channels: Channels,
    epsilon: f64,
    momentum: f64,
    center: bool,
    scale: bool,
    parameters: Vec<Parameter>,
}

impl BatchNormalization {
    /// A sample is `[…][features][inner]`; `inner` is 1 where channels come last.
    pub fn new<T: Element>(unit: &Unit, width: usize, isa: Isa) -> Result<Self, Error> {
        let features = unit.count("features")?;
        let inner = if unit.text("inner").is_some() { unit.count("inner")? } else { 1 };
        if !width.is_multiple_of(features.saturating_mul(inner)) {
            let expected = format!("samples have to consist of {features} channels");
            return Err(misfit(unit, &[width], &expected));
        }
        let (center, scale) = (unit.flag("center", true), unit.flag("scale", true));
        let trained = [(scale, "gamma"), (center, "beta")].into_iter().filter(|(is_there, _)| *is_there);
        let mut parameters: Vec<Parameter> =
            trained.map(|(_, name)| Parameter::trained(name, vec![features])).collect();
        for name in ["movingMean", "movingVariance"] {
            parameters.push(Parameter { name, shape: vec![features], is_trained: false });
        }
        Ok(Self {
            isa,
            width,
            stride: stride::<T>(isa, width),
            channels: Channels::new(width, features, inner),
            epsilon: unit.number("epsilon", 1e-3)?,
            momentum: unit.number("momentum", 0.99)?,
            center,
            scale,
            parameters,
        })
    }

    fn features(&self) -> usize {
        self.channels.count
    }

    fn trained(&self) -> usize {
        usize::from(self.scale) + usize::from(self.center)
    }

    /// Where a parameter lies in the trained ones, or in the statistics.
    fn start(&self, index: usize) -> usize {
        index.checked_sub(self.trained()).unwrap_or(index) * self.features()
    }

    /// Values that each channel's mean is of.
    fn count(&self, samples: usize) -> f64 {
        (samples * (self.width / self.features())) as f64
    }

    /// γ, or 1.
    fn gamma<T: Element>(&self, parameters: &[T], channel: usize) -> f64 {
        if self.scale { parameters[channel].to_f64() } else { 1.0 }
    }

    /// Mean and variance of the batch, in two passes, the second of which corrects the mean of the first.
    /// Chan, Golub, `LeVeque`, "Algorithms for computing the sample variance" (1983).
    fn measure<T: Element>(&self, x: Rows<'_, T>, kept: &mut Kept<'_, T>, sums: &mut [T], squares: &mut [T]) {
        let count = self.count(x.count());
        kept.mean.fill(T::ZERO);
        for _ in 0..2 {
            sums.fill(T::ZERO);
            squares.fill(T::ZERO);
            let pass = Deviations { x, mean: kept.mean, sums: &mut *sums, squares: &mut *squares };
            T::dispatch(self.isa, pass);
            self.channels.fold(sums);
            self.channels.fold(squares);
            for channel in 0..self.features() {
                let mean = kept.mean[self.channels.place(channel)].to_f64();
                let off = sums[channel].to_f64() / count;
                let variance = (squares[channel].to_f64() / count - off * off).max(0.0);
                sums[channel] = T::from_f64(mean + off);
                kept.variance[channel] = T::from_f64(variance);
            }
            kept.mean[..self.features()].copy_from_slice(&sums[..self.features()]);
            self.channels.expand(kept.mean);
        }
    }
}

/// What `forward` leaves for `backward`: mean and 1/√(σ² + ε) for each place of the period, σ² for each channel.
struct Kept<'a, T> {
    mean: &'a mut [T],
    inverse: &'a mut [T],
    variance: &'a mut [T],
}

impl<'a, T> Kept<'a, T> {
    fn cut(kept: &'a mut [T], channels: Channels) -> Self {
        let (mean, kept) = kept.split_at_mut(channels.period);
        let (inverse, kept) = kept.split_at_mut(channels.period);
        Self { mean, inverse, variance: &mut kept[..channels.count] }
    }
}

impl<T: Element> Layer<T> for BatchNormalization {
    fn width(&self) -> usize {
        self.width
    }

    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn parameter_length(&self) -> usize {
        self.trained().saturating_mul(self.features())
    }

    fn place(&self, index: usize) -> std::ops::Range<usize> {
        self.start(index)..self.start(index) + self.features()
    }

    fn statistics_length(&self) -> usize {
        self.features().saturating_mul(2)
    }

    fn kept_length(&self, _: usize) -> usize {
        self.channels.period.saturating_mul(2).saturating_add(self.features())
    }

    fn scratch_length(&self, _: usize) -> usize {
        self.channels.period.saturating_mul(3)
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        let (features, channels) = (self.features(), self.channels);
        let mut kept = Kept::cut(pass.kept, channels);
        let (scale, scratch) = pass.scratch.split_at_mut(channels.period);
        let shift = &mut scratch[..channels.period];
        if pass.mode.is_training() {
            self.measure(x, &mut kept, scale, shift);
        } else {
            let (mean, variance) = pass.statistics.split_at(features);
            kept.mean[..features].copy_from_slice(mean);
            channels.expand(kept.mean);
            kept.variance.copy_from_slice(&variance[..features]);
        }
        for (channel, variance) in kept.variance.iter().enumerate() {
            let inverse = 1.0 / libm::sqrt(variance.to_f64() + self.epsilon);
            kept.inverse[channel] = T::from_f64(inverse);
            scale[channel] = T::from_f64(inverse * self.gamma(pass.parameters, channel));
        }
        if self.center {
            shift[..features].copy_from_slice(&pass.parameters[self.start(self.trained() - 1)..][..features]);
        } else {
            shift.fill(T::ZERO);
        }
        channels.expand(kept.inverse);
        channels.expand(scale);
        channels.expand(shift);
        let op = Normalise { x, mean: kept.mean, scale, shift, out: pass.out, stride: self.stride };
        T::dispatch(self.isa, op);
    }

    fn backward(&self, pass: Backward<'_, T>) {
        let Backward { inputs, d_out, offsets, mut d_in, parameters, gradients, statistics, factor, .. } =
            pass;
        let (x, dy) = (inputs.rows(0), Rows::new(d_out, offsets, self.width));
        let (features, channels) = (self.features(), self.channels);
        let Kept { mean, inverse, variance } = Kept::cut(pass.kept, channels);
        let (shift, scratch) = pass.scratch.split_at_mut(channels.period);
        let (slope, scratch) = scratch.split_at_mut(channels.period);
        let scale = &mut scratch[..channels.period];
        shift.fill(T::ZERO);
        slope.fill(T::ZERO);
        T::dispatch(self.isa, Slopes { x, dy, mean, sums: &mut *shift, products: &mut *slope });
        channels.fold(shift);
        channels.fold(slope);
        let gradients = gradients.unwrap_or_default();
        let count = self.count(x.count());
        for channel in 0..features {
            let inverse = inverse[channels.place(channel)].to_f64();
            let (sum, product) = (shift[channel].to_f64(), slope[channel].to_f64() * inverse);
            if self.scale {
                gradients[channel] = factor * T::from_f64(product);
            }
            if self.center {
                gradients[self.start(self.trained() - 1) + channel] = factor * T::from_f64(sum);
            }
            let through = inverse * self.gamma(parameters, channel);
            // The batch's own mean and variance move with x.
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
            let (running_mean, running_variance) = statistics.split_at_mut(features);
            for channel in 0..features {
                let blend = |running: &mut T, value: T| {
                    let kept = self.momentum * running.to_f64();
                    *running = T::from_f64(kept + (1.0 - self.momentum) * value.to_f64());
                };
                blend(&mut running_mean[channel], mean[channels.place(channel)]);
                blend(&mut running_variance[channel], variance[channel]);
            }
        }
    }

    fn read(&self, index: usize, from: &[T], values: &mut [T]) {
        values.copy_from_slice(&from[self.start(index)..][..self.features()]);
    }

    fn write(&self, index: usize, values: &[T], to: &mut [T]) {
        to[self.start(index)..][..self.features()].copy_from_slice(values);
    }
}
