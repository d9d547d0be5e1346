//! Rows and columns of zeros around an image.

use super::layer::{Backward, Forward, Layer};
use super::windows::Windows;
use crate::nn::spec::OpSpec;
use crate::{Element, Error};

pub struct ZeroPadding2d(Windows);

impl ZeroPadding2d {
    /// `shape=rows,columns,channels padding=top,bottom,left,right`.
    pub fn new(spec: &OpSpec, features: usize) -> Result<Self, Error> {
        Ok(Self(Windows::pixels(spec, features)?))
    }
}

impl<T: Element> Layer<T> for ZeroPadding2d {
    fn features(&self) -> usize {
        self.0.count() * self.0.channels
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let x = pass.inputs.rows(0);
        let stride = pass.out.len() / x.count();
        pass.out.fill(T::ZERO);
        for (index, out) in pass.out.chunks_exact_mut(stride).enumerate() {
            self.0.pad(x.row(index), out);
        }
    }

    fn backward(&self, mut pass: Backward<'_, T>) {
        let features = pass.inputs.rows(0).width();
        let Some(d_in) = pass.d_in.of(0) else { return };
        let stride = d_in.len() / pass.offsets.len();
        for (dx, &offset) in d_in.chunks_exact_mut(stride).zip(pass.offsets) {
            self.0.crop(&pass.d_out[offset..], &mut dx[..features]);
            dx[features..].fill(T::ZERO);
        }
    }
}
