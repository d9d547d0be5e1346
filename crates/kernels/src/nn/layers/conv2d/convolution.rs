//! The shapes and weights of a convolution, and where they lie.

use super::loops::Loops;
use crate::gemm::panels::stride;
use crate::nn::activations::{Activation, Columns};
use crate::nn::layers::layer::{Backward, Forward, Layer, Parameter};
use crate::nn::layers::windows::Windows;
use crate::nn::spec::Unit;
use crate::simd::lanes;
use crate::{Element, Error, Isa};
use std::ops::Range;

pub struct Conv2d {
    pub(super) isa: Isa,
    pub(super) lanes: usize,
    pub(super) windows: Windows,
    pub(super) filters: usize,
    /// Values of a sample of the output, and distances of samples.
    pub(super) width: usize,
    pub(super) stride: usize,
    pub(super) input_stride: usize,
    pub(super) activation: Activation,
    pub(super) is_fused: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) loops: Loops,
}

impl Conv2d {
    /// `filters=…`, and where they are given `groups=…`.
    pub fn new<T: Element>(unit: &Unit, inputs: usize, isa: Isa) -> Result<Self, Error> {
        let windows = Windows::parse(unit, inputs)?;
        let filters = unit.count("filters")?;
        let groups = if unit.text("groups").is_some() { unit.count("groups")? } else { 1 };
        let ([height, width], channels) = (windows.kernel, windows.channels);
        if !channels.is_multiple_of(groups) || !filters.is_multiple_of(groups) {
            let actual = format!("{groups} groups of {channels} channels and {filters} filters");
            let expected = "they have to divide both";
            return Err(Error::shape("groups", &*unit.kind, actual, expected, "pass another number"));
        }
        Self::of::<T>(unit, isa, windows, groups, vec![height, width, channels / groups, filters])
    }

    /// Groups of one channel, each with `multiplier` filters.
    pub fn depthwise<T: Element>(unit: &Unit, inputs: usize, isa: Isa) -> Result<Self, Error> {
        let windows = Windows::parse(unit, inputs)?;
        let ([height, width], channels) = (windows.kernel, windows.channels);
        let multiplier = unit.count("multiplier")?;
        Self::of::<T>(unit, isa, windows, channels, vec![height, width, channels, multiplier])
    }

    fn of<T: Element>(
        unit: &Unit,
        isa: Isa,
        windows: Windows,
        groups: usize,
        kernel: Vec<usize>,
    ) -> Result<Self, Error> {
        let weights = kernel.iter().try_fold(1, |total: usize, &size| total.checked_mul(size));
        let weights = weights.filter(|&weights| weights <= Windows::MOST);
        let filters = weights.map(|weights| weights / (windows.taps() * windows.channels / groups));
        let width = filters.and_then(|filters| filters.checked_mul(windows.count()));
        let (Some(filters), Some(width)) = (filters, width.filter(|&width| width <= Windows::MOST)) else {
            let actual = format!("a kernel of shape {kernel:?}");
            let expected = format!("kernel and output have at most {} values", Windows::MOST);
            return Err(Error::shape("conv-filters", &*unit.kind, actual, expected, "take fewer filters"));
        };
        let mut parameters = vec![Parameter::trained("kernel", kernel)];
        if unit.flag("bias", true) {
            parameters.push(Parameter::trained("bias", vec![filters]));
        }
        let lanes = lanes::<T>(isa);
        Ok(Self {
            isa,
            lanes,
            filters,
            width,
            stride: stride::<T>(isa, width),
            input_stride: stride::<T>(isa, windows.image[0] * windows.image[1] * windows.channels),
            activation: Activation::parse(unit)?,
            is_fused: false,
            parameters,
            loops: Loops::new(&windows, groups, filters, lanes),
            windows,
        })
    }

    pub(super) fn kernel(&self) -> Range<usize> {
        0..self.parameters[0].size()
    }

    pub(super) fn bias(&self) -> Range<usize> {
        let start = self.kernel().end;
        start..start + self.parameters.get(1).map_or(0, Parameter::size)
    }

    pub(super) fn columns(&self) -> Columns {
        Columns { stride: self.filters, used: self.filters }
    }

    /// What is kept for the activation of one sample.
    pub(super) fn sums(&self, sample: usize) -> Range<usize> {
        if self.activation.needs_sums() { sample * self.width..(sample + 1) * self.width } else { 0..0 }
    }

    /// Elements of two vectors: behind whatever is read or written in whole vectors.
    pub(super) fn slack(&self) -> usize {
        2 * self.lanes
    }

    pub(super) fn image_length(&self) -> usize {
        let [rows, columns] = self.windows.padded();
        rows * columns * self.windows.channels + self.slack()
    }

    /// Whether samples are not used in place: vectors of fewer channels than lanes read beyond the last.
    fn copies(&self) -> bool {
        self.windows.has_padding() || (self.loops.lanewise && self.windows.channels < self.lanes)
    }

    /// A sample, with its padding.
    pub(super) fn image<'a, T: Element>(&self, sample: &'a [T], copy: &'a mut [T]) -> &'a [T] {
        if !self.copies() {
            return sample;
        }
        self.windows.pad(sample, copy);
        copy
    }
}

impl<T: Element> Layer<T> for Conv2d {
    fn width(&self) -> usize {
        self.width
    }

    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn parameter_length(&self) -> usize {
        self.bias().end
    }

    fn place(&self, index: usize) -> Range<usize> {
        if index == 0 { self.kernel() } else { self.bias() }
    }

    fn kept_length(&self, batch: usize) -> usize {
        if self.activation.needs_sums() { self.width.saturating_mul(batch) } else { 0 }
    }

    /// Packed weights and an image, or gradients, transposed weights, two images, a row of zeros and one
    /// sample of deltas.
    fn scratch_length(&self, _: usize) -> usize {
        let [packed, gradients, transposed] = self.loops.lengths;
        let backward = gradients + transposed + self.width + self.image_length() + 2 * self.slack();
        packed.max(backward) + self.image_length()
    }

    /// A loss takes the softmax of a whole sample.
    fn fuse(&mut self, activation: Activation) -> bool {
        let is_whole = self.windows.count() == 1 || activation != Activation::SOFTMAX;
        self.is_fused = self.activation == activation && is_whole;
        self.is_fused
    }

    fn forward(&self, pass: Forward<'_, T>) {
        self.propagate(pass);
    }

    fn backward(&self, pass: Backward<'_, T>) {
        self.backpropagate(pass);
    }

    fn read(&self, index: usize, parameters: &[T], values: &mut [T]) {
        values.copy_from_slice(&parameters[Layer::<T>::place(self, index)]);
    }

    fn write(&self, index: usize, values: &[T], parameters: &mut [T]) {
        parameters[Layer::<T>::place(self, index)].copy_from_slice(values);
    }
}
