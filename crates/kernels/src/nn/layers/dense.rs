//! a = f(x·W + b). W, `[inputs][units]`, is stored as column panels, with b behind it, padded to the same
//! stride.

use super::layer::{Backward, Forward, Layer, Parameter};
use crate::gemm::panel_products::{multiply, weight_gradient};
use crate::gemm::panels::{Rows, pack, stride, transpose, unpack, unpack_transposed, width};
use crate::gemm::small_k::{self, is_small_k};
use crate::gemm::small_n::{self, Dx, is_small_n};
use crate::nn::activations::{Activation, RowLayout};
use crate::nn::spec::OpSpec;
use crate::nn::vector::add_rows;
use crate::{Element, Error, Isa};
use std::ops::Range;

/// Which loops compute the products of a layer, chosen by its shape.
/// See docs/decisions/kernels.md#layers-of-at-most-four-units-or-inputs-multiply-along-the-other-side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Products {
    /// All products on column panels.
    General,
    /// All products along the inputs, for few units.
    SmallN,
    /// Products on column panels, but the parameters' gradients along the units, for few inputs.
    SmallK,
}

impl Products {
    fn of<T: Element>(isa: Isa, inputs: usize, units: usize) -> Self {
        if is_small_n::<T>(isa, inputs, units) {
            Self::SmallN
        } else if is_small_k(inputs) {
            Self::SmallK
        } else {
            Self::General
        }
    }
}

pub struct Dense {
    isa: Isa,
    inputs: usize,
    units: usize,
    stride: usize,
    input_stride: usize,
    /// Widths of the panels of W and Wᵀ.
    panel_widths: [usize; 2],
    activation: Activation,
    is_fused: bool,
    products: Products,
    parameters: Vec<Parameter>,
}

impl Dense {
    pub fn new<T: Element>(spec: &OpSpec, inputs: usize, isa: Isa) -> Result<Self, Error> {
        let units = spec.count("units")?;
        let mut parameters = vec![Parameter::trained("kernel", vec![inputs, units])];
        if spec.flag("bias", true) {
            parameters.push(Parameter::trained("bias", vec![units]));
        }
        Ok(Self {
            isa,
            inputs,
            units,
            stride: stride::<T>(isa, units),
            input_stride: stride::<T>(isa, inputs),
            panel_widths: [width::<T>(isa, units), width::<T>(isa, inputs)],
            activation: Activation::parse(spec)?,
            is_fused: false,
            products: Products::of::<T>(isa, inputs, units),
            parameters,
        })
    }

    fn kernel(&self) -> Range<usize> {
        0..self.inputs.saturating_mul(self.stride)
    }

    /// The bias is there in layers without one too, as zeros that nothing updates.
    fn bias(&self) -> Range<usize> {
        let start = self.kernel().end;
        start..start.saturating_add(self.stride)
    }

    fn row_layout(&self) -> RowLayout {
        RowLayout { stride: self.stride, features: self.units }
    }

    fn has_bias(&self) -> bool {
        self.parameters.len() > 1
    }

    /// Wᵀ in scratch memory: as rows for few units, otherwise as panels.
    fn transposed<'a, T: Element>(&self, kernel: &[T], scratch: &'a mut [T]) -> &'a [T] {
        let is_small_n = self.products == Products::SmallN;
        let used = if is_small_n { self.inputs } else { self.input_stride };
        let transposed = &mut scratch[..self.units * used];
        if is_small_n {
            unpack_transposed(kernel, self.units, self.stride, transposed);
        } else {
            transpose(kernel, self.inputs, self.units, self.panel_widths, transposed);
        }
        transposed
    }
}

impl<T: Element> Layer<T> for Dense {
    fn features(&self) -> usize {
        self.units
    }

    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn parameter_length(&self) -> usize {
        self.bias().end
    }

    fn parameter_range(&self, index: usize) -> Range<usize> {
        if index == 0 { self.kernel() } else { self.bias() }
    }

    fn saved_length(&self, batch: usize) -> usize {
        if self.activation.needs_preactivations() { self.stride.saturating_mul(batch) } else { 0 }
    }

    /// Elements of Wᵀ as panels, which take at least as many as rows.
    fn scratch_length(&self, _: usize) -> usize {
        self.units.saturating_mul(self.input_stride)
    }

    fn fuse(&mut self, activation: Activation) -> bool {
        self.is_fused = self.activation == activation;
        self.is_fused
    }

    fn updates_in_place(&self) -> bool {
        true
    }

    fn forward(&self, pass: Forward<'_, T>) {
        let Forward { inputs, parameters, out, saved, scratch, .. } = pass;
        let (x, kernel, bias) = (inputs.rows(0), &parameters[self.kernel()], &parameters[self.bias()]);
        if self.products == Products::SmallN {
            let rows = self.transposed(kernel, scratch);
            small_n::multiply(self.isa, x, rows, &bias[..self.units], out);
        } else {
            multiply(self.isa, x, kernel, Some(bias), out, self.stride);
        }
        let saved = if self.activation.needs_preactivations() { &mut saved[..out.len()] } else { &mut [] };
        self.activation.forward(self.isa, out, self.row_layout(), saved);
    }

    /// ```text
    /// dz = da · f'(z)                     unless the loss has computed dz
    /// dx = dz · Wᵀ                        where an earlier layer needs it
    /// dW = factor · xᵀ · dz, db = factor · Σ dz
    /// ```
    ///
    /// In plain gradient descent `gradients` is none and the factor is -(learning rate)/batch: dW and db are
    /// then added to W and b, and no gradient is stored.
    /// See docs/decisions/kernels.md#small-batches-update-the-weights-without-storing-a-gradient.
    fn backward(&self, pass: Backward<'_, T>) {
        let Backward { inputs, out, d_out: dz, offsets, mut d_in, parameters, gradients, factor, .. } = pass;
        if !self.is_fused {
            let from = if self.activation.needs_preactivations() { &pass.saved[..out.len()] } else { out };
            self.activation.backward(self.isa, from, dz, self.row_layout());
        }
        let x = inputs.rows(0);
        // Wᵀ is copied before a step in place changes W.
        let dx = d_in.of(0).map(|out| (self.transposed(&parameters[self.kernel()], pass.scratch), out));
        let update = (factor, gradients.is_none());
        let (kernel, bias) = gradients.unwrap_or(parameters).split_at_mut(self.kernel().end);
        let mut bias = self.has_bias().then_some(bias);
        if self.products == Products::SmallN {
            let dx = dx.map(|(weights, out)| Dx { weights, out });
            small_n::backward(self.isa, x, (dz, self.units), kernel, dx, update);
        } else if let Some((transposed, dx)) = dx {
            multiply(self.isa, Rows::new(dz, offsets, self.units), transposed, None, dx, self.input_stride);
        }
        match self.products {
            Products::General => weight_gradient(self.isa, x, dz, kernel, self.stride, update),
            Products::SmallK => {
                small_k::parameter_gradient(self.isa, x, dz, (kernel, bias.take()), self.stride, update);
            }
            Products::SmallN => {}
        }
        if let Some(bias) = bias {
            add_rows(self.isa, dz, bias, update);
        }
    }

    fn read(&self, index: usize, parameters: &[T], values: &mut [T]) {
        if index == 0 {
            unpack(&parameters[self.kernel()], self.units, self.panel_widths[0], values);
        } else {
            values.copy_from_slice(&parameters[self.bias()][..self.units]);
        }
    }

    fn write(&self, index: usize, values: &[T], parameters: &mut [T]) {
        if index == 0 {
            pack(values, self.units, self.panel_widths[0], &mut parameters[self.kernel()]);
        } else {
            parameters[self.bias()][..self.units].copy_from_slice(values);
        }
    }
}
