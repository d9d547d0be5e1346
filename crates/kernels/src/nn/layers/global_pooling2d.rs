//! What max and average pooling over whole images share: the layer around them.

use super::layer::{Backward, Forward, Layer};
use super::windows::image;
use crate::nn::spec::OpSpec;
use crate::{Element, Error, Isa};

/// One kind of pooling over a whole image, whose pixels are as long as `out`.
pub trait GlobalPooling: Copy + Default + Send {
    /// Pools one image.
    fn pool<T: Element>(self, isa: Isa, pixels: &[T], out: &mut [T]);
    /// Writes the gradient of one image to `dx`.
    fn differentiate<T: Element>(self, isa: Isa, image: ImageGradient<'_, T>);
}

/// One image in a backward pass of [`GlobalPooling`].
pub struct ImageGradient<'a, T> {
    pub pixels: &'a [T],
    pub out: &'a [T],
    pub d_out: &'a mut [T],
    pub dx: &'a mut [T],
}

/// Pooling of the kind `P` over whole images.
pub struct GlobalPooling2d<P> {
    kind: P,
    isa: Isa,
    channels: usize,
}

impl<P: GlobalPooling> GlobalPooling2d<P> {
    /// `shape=rows,columns,channels`.
    /// # Errors
    /// When the shape is missing or is not that of the input.
    pub fn new(spec: &OpSpec, input_features: usize, isa: Isa) -> Result<Self, Error> {
        let (_, channels) = image(spec, input_features)?;
        Ok(Self { kind: P::default(), isa, channels })
    }
}

impl<T: Element, P: GlobalPooling> Layer<T> for GlobalPooling2d<P> {
    fn features(&self) -> usize {
        self.channels
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        let stride = pass.out.len() / x.count();
        for (index, out) in pass.out.chunks_exact_mut(stride).enumerate() {
            self.kind.pool(self.isa, x.row(index), &mut out[..self.channels]);
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let x = pass.inputs.rows(0);
        let Some(d_in) = pass.d_in.of(0) else { return };
        let input_stride = d_in.len() / pass.offsets.len();
        for (index, (dx, &offset)) in d_in.chunks_exact_mut(input_stride).zip(pass.offsets).enumerate() {
            let (dx, padding) = dx.split_at_mut(x.width());
            padding.fill(T::ZERO);
            let own = offset..offset + self.channels;
            let (out, d_out) = (&pass.out[own.clone()], &mut pass.d_out[own]);
            self.kind.differentiate(self.isa, ImageGradient { pixels: x.row(index), out, d_out, dx });
        }
    }
}
