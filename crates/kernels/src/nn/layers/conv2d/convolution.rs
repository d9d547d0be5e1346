//! The shapes and weights of a convolution, and where they lie.

use super::loops::Loops;
use crate::gemm::panels::stride;
use crate::nn::activations::{Activation, RowLayout};
use crate::nn::layers::layer::Parameter;
use crate::nn::layers::windows::Windows;
use crate::nn::spec::OpSpec;
use crate::simd::lanes;
use crate::{Element, Error, Isa};
use std::ops::Range;

pub struct Conv2d {
    pub(super) isa: Isa,
    pub(super) lanes: usize,
    pub(super) windows: Windows,
    pub(super) filters: usize,
    /// Values of one output sample.
    pub(super) features: usize,
    /// Distance of output samples.
    pub(super) stride: usize,
    /// Distance of input samples.
    pub(super) input_stride: usize,
    pub(super) activation: Activation,
    pub(super) is_fused: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) loops: Loops,
}

impl Conv2d {
    /// The arguments of [`Windows::parse`], `filters=…`, and optionally `groups=…`: filters see only the
    /// channels of their own group.
    pub fn new<T: Element>(spec: &OpSpec, input_features: usize, isa: Isa) -> Result<Self, Error> {
        let windows = Windows::parse(spec, input_features)?;
        let filters = spec.count("filters")?;
        let groups = if spec.text("groups").is_some() { spec.count("groups")? } else { 1 };
        let ([height, width], channels) = (windows.kernel, windows.channels);
        if !channels.is_multiple_of(groups) || !filters.is_multiple_of(groups) {
            let actual = format!("{groups} groups of {channels} channels and {filters} filters");
            let expected = "the number of groups has to divide both";
            return Err(Error::shape("groups", &*spec.kind, actual, expected, "pass another number"));
        }
        Self::with_kernel::<T>(spec, isa, windows, groups, vec![height, width, channels / groups, filters])
    }

    /// A group for each channel, each with `multiplier` filters.
    pub fn depthwise<T: Element>(spec: &OpSpec, input_features: usize, isa: Isa) -> Result<Self, Error> {
        let windows = Windows::parse(spec, input_features)?;
        let ([height, width], channels) = (windows.kernel, windows.channels);
        let multiplier = spec.count("multiplier")?;
        Self::with_kernel::<T>(spec, isa, windows, channels, vec![height, width, channels, multiplier])
    }

    fn with_kernel<T: Element>(
        spec: &OpSpec,
        isa: Isa,
        windows: Windows,
        groups: usize,
        kernel_shape: Vec<usize>,
    ) -> Result<Self, Error> {
        let weights = kernel_shape.iter().try_fold(1, |total: usize, &size| total.checked_mul(size));
        let weights = weights.filter(|&weights| weights <= Windows::MAX_VALUES);
        let filters = weights.map(|weights| weights / (windows.taps() * windows.channels / groups));
        let features = filters.and_then(|filters| filters.checked_mul(windows.count()));
        let (Some(filters), Some(features)) =
            (filters, features.filter(|&features| features <= Windows::MAX_VALUES))
        else {
            let actual = format!("a kernel of shape {kernel_shape:?}");
            let expected = format!("kernel and output may have at most {} values", Windows::MAX_VALUES);
            return Err(Error::shape("conv-filters", &*spec.kind, actual, expected, "take fewer filters"));
        };
        let mut parameters = vec![Parameter::trained("kernel", kernel_shape)];
        if spec.flag("bias", true) {
            parameters.push(Parameter::trained("bias", vec![filters]));
        }
        let lanes = lanes::<T>(isa);
        Ok(Self {
            isa,
            lanes,
            filters,
            features,
            stride: stride::<T>(isa, features),
            input_stride: stride::<T>(isa, windows.image[0] * windows.image[1] * windows.channels),
            activation: Activation::parse(spec)?,
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

    pub(super) fn row_layout(&self) -> RowLayout {
        RowLayout { stride: self.filters, features: self.filters }
    }

    /// Where the pre-activations of one sample are saved; empty where the activation does not need them.
    pub(super) fn saved_range(&self, sample: usize) -> Range<usize> {
        if self.activation.needs_preactivations() {
            sample * self.features..(sample + 1) * self.features
        } else {
            0..0
        }
    }

    /// Elements behind arrays that are read or written in whole vectors: two vectors.
    pub(super) fn vector_padding(&self) -> usize {
        2 * self.lanes
    }

    /// Elements of a padded image.
    pub(super) fn image_length(&self) -> usize {
        let [rows, columns] = self.windows.padded();
        rows * columns * self.windows.channels + self.vector_padding()
    }

    /// Whether samples are copied, and not read in place: to pad them, or because a vector of a few channels
    /// reads beyond the last pixel.
    fn needs_copy(&self) -> bool {
        self.windows.has_padding() || (self.loops.lanewise && self.windows.channels < self.lanes)
    }

    /// A sample with its padding, copied to `copy` where that is needed.
    pub(super) fn image<'a, T: Element>(&self, sample: &'a [T], copy: &'a mut [T]) -> &'a [T] {
        if !self.needs_copy() {
            return sample;
        }
        self.windows.pad(sample, copy);
        copy
    }
}
