//! Windows that slide over an image, channels last: what convolution and pooling share.

use crate::nn::spec::OpSpec;
use crate::{Element, Error};
use std::ops::Range;

/// An image, and the windows that slide over it. Rows come before columns in every pair.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    /// Rows and columns of the image.
    pub image: [usize; 2],
    /// Values of a pixel.
    pub channels: usize,
    /// Rows and columns of a window.
    pub kernel: [usize; 2],
    /// Pixels from one window to the next.
    pub strides: [usize; 2],
    /// Pixels of the image from one pixel of a window to the next.
    pub dilation: [usize; 2],
    /// Pixels around the image: top, bottom, left, right.
    pub padding: [usize; 4],
    /// How many windows there are in each direction.
    pub output: [usize; 2],
}

impl Windows {
    /// Most values of a padded image, a kernel or an output, for which tables of offsets are made.
    pub const MAX_VALUES: usize = 1 << 27;

    /// `shape=rows,columns,channels kernel=… strides=… padding=top,bottom,left,right`, and optionally
    /// `dilation=…`.
    /// # Errors
    /// When an argument is missing or does not fit.
    pub fn parse(spec: &OpSpec, input_features: usize) -> Result<Self, Error> {
        let pair = |name: &str| spec.sizes::<2>(name);
        let dilation = if spec.text("dilation").is_some() { pair("dilation")? } else { [1, 1] };
        let windows = Self::new(spec, input_features, [pair("kernel")?, pair("strides")?, dilation])?;
        let [top, bottom, left, right] = windows.padding;
        let fits = |axis: usize, most: usize| most <= (windows.kernel[axis] - 1) * dilation[axis];
        if !fits(0, top.max(bottom)) || !fits(1, left.max(right)) {
            return Err(unfit_windows(spec, "the padding has to be smaller than a window"));
        }
        Ok(windows)
    }

    /// Windows of one pixel, one at every pixel of the padded image: `shape=rows,columns,channels
    /// padding=top,bottom,left,right`.
    /// # Errors
    /// When an argument is missing or does not fit.
    pub fn pixels(spec: &OpSpec, input_features: usize) -> Result<Self, Error> {
        Self::new(spec, input_features, [[1, 1]; 3])
    }

    fn new(
        spec: &OpSpec,
        input_features: usize,
        [kernel, strides, dilation]: [[usize; 2]; 3],
    ) -> Result<Self, Error> {
        let (image, channels) = image(spec, input_features)?;
        let padding: [usize; 4] = spec.sizes("padding")?;
        let mut output = [0; 2];
        for axis in 0..2 {
            let before_after = [padding[2 * axis], padding[2 * axis + 1]];
            output[axis] =
                window_count(image[axis], kernel[axis], strides[axis], dilation[axis], before_after)
                    .ok_or_else(|| unfit_windows(spec, "the window has to fit into the padded image"))?;
        }
        let windows = Self { image, channels, kernel, strides, dilation, padding, output };
        let [rows, columns] = windows.padded();
        let sizes = [rows, columns, channels];
        let total = sizes.iter().try_fold(1, |total: usize, &size| total.checked_mul(size));
        if total.is_none_or(|total| total > Self::MAX_VALUES) {
            return Err(unfit_windows(spec, "the padded image may have at most 2^27 values"));
        }
        Ok(windows)
    }

    /// Rows and columns of the padded image.
    pub fn padded(&self) -> [usize; 2] {
        let [top, bottom, left, right] = self.padding;
        [self.image[0] + top + bottom, self.image[1] + left + right]
    }

    /// Whether there is any padding.
    pub fn has_padding(&self) -> bool {
        self.padding != [0; 4]
    }

    /// Pixels of one window.
    pub fn taps(&self) -> usize {
        self.kernel[0] * self.kernel[1]
    }

    /// How many windows there are.
    pub fn count(&self) -> usize {
        self.output[0] * self.output[1]
    }

    /// Where a window starts, in values of the padded image.
    pub fn start(&self, row: usize, column: usize) -> usize {
        (row * self.strides[0] * self.padded()[1] + column * self.strides[1]) * self.channels
    }

    /// Distance of a pixel of a window from the window's start, in values of the padded image.
    pub fn tap(&self, row: usize, column: usize) -> usize {
        (row * self.dilation[0] * self.padded()[1] + column * self.dilation[1]) * self.channels
    }

    /// The rows (axis 0) or columns (axis 1) of the image that window `index` covers, without padding, where
    /// the dilation is 1.
    #[inline(always)]
    pub fn span(&self, axis: usize, index: usize) -> Range<usize> {
        let (start, before) = (index * self.strides[axis], self.padding[2 * axis]);
        start.saturating_sub(before)..(start + self.kernel[axis] - before).min(self.image[axis])
    }

    /// Where a pixel of the image starts, in values of the image without padding.
    #[inline(always)]
    pub fn pixel(&self, row: usize, column: usize) -> usize {
        (row * self.image[1] + column) * self.channels
    }

    /// Whether some pixel may belong to two windows.
    pub fn overlap(&self) -> bool {
        (0..2).any(|axis| self.strides[axis] < self.kernel[axis] && self.output[axis] > 1)
    }

    /// Copies an image into the middle of a padded one.
    pub fn pad<T: Element>(&self, image: &[T], padded: &mut [T]) {
        let row = self.image[1] * self.channels;
        for (from, to) in image.chunks_exact(row).zip(self.middle()) {
            padded[to..to + row].copy_from_slice(from);
        }
    }

    /// Copies an image out of the middle of a padded one.
    pub fn crop<T: Element>(&self, padded: &[T], image: &mut [T]) {
        let row = self.image[1] * self.channels;
        for (to, from) in image.chunks_exact_mut(row).zip(self.middle()) {
            to.copy_from_slice(&padded[from..from + row]);
        }
    }

    /// Where each row of the image starts in the padded one.
    fn middle(&self) -> impl Iterator<Item = usize> {
        let [top, _, left, _] = self.padding;
        let stride = self.padded()[1] * self.channels;
        let start = top * stride + left * self.channels;
        (0..self.image[0]).map(move |row| start + row * stride)
    }
}

/// Reads the argument `shape`: rows and columns, and channels.
/// # Errors
/// When the shape is missing or its size is not that of the input.
pub fn image(spec: &OpSpec, input_features: usize) -> Result<([usize; 2], usize), Error> {
    let [rows, columns, channels] = spec.sizes("shape")?;
    let values = rows.checked_mul(columns).and_then(|pixels| pixels.checked_mul(channels));
    if values == Some(input_features) {
        return Ok(([rows, columns], channels));
    }
    Err(unfit_windows(spec, &format!("the shape has to have the {input_features} values of the input")))
}

/// How many windows there are along one axis; none where no window fits.
fn window_count(
    size: usize,
    kernel: usize,
    stride: usize,
    dilation: usize,
    [before, after]: [usize; 2],
) -> Option<usize> {
    let span = kernel.checked_sub(1)?.checked_mul(dilation)?.checked_add(1)?;
    if stride == 0 || dilation == 0 {
        return None;
    }
    let free = size.checked_add(before)?.checked_add(after)?.checked_sub(span)?;
    Some(free / stride + 1)
}

fn unfit_windows(spec: &OpSpec, expected: &str) -> Error {
    let given = |name: &str| format!("{name}={}", spec.text(name).unwrap_or(""));
    let actual = ["shape", "kernel", "strides", "padding"].map(given).join(" ");
    Error::shape("window-shape", &*spec.kind, actual, expected, "pass another shape, kernel or padding")
}
