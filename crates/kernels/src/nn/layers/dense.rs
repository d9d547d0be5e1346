//! a = f(x·W + b), W `[inputs][units]` kept as column panels, b behind it padded to the same stride.

use super::layer::{Backward, Forward, Layer, Parameter};
use crate::gemm::narrow::{self, Dx, is_narrow, unpack_transposed};
use crate::gemm::panels::{Rows, multiply, outer, pack, stride, transpose, unpack, width};
use crate::gemm::shallow::{self, is_shallow};
use crate::nn::activations::{Activation, Columns};
use crate::nn::spec::Unit;
use crate::nn::vector::add_rows;
use crate::{Element, Error, Isa};
use std::ops::Range;

/// Whose loops suit a layer's shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Products {
    /// Of `panels`.
    Wide,
    /// Of `narrow`: few units.
    Narrow,
    /// Of `panels`, but the parameters' gradients of `shallow`: few inputs.
    Shallow,
}

impl Products {
    fn of<T: Element>(isa: Isa, inputs: usize, units: usize) -> Self {
        if is_narrow::<T>(isa, inputs, units) {
            Self::Narrow
        } else if is_shallow(inputs) {
            Self::Shallow
        } else {
            Self::Wide
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
    panels: [usize; 2],
    activation: Activation,
    is_fused: bool,
    products: Products,
    parameters: Vec<Parameter>,
}

impl Dense {
    pub fn new<T: Element>(unit: &Unit, inputs: usize, isa: Isa) -> Result<Self, Error> {
        let units = unit.count("units")?;
        let mut parameters = vec![Parameter::trained("kernel", vec![inputs, units])];
        if unit.flag("bias", true) {
            parameters.push(Parameter::trained("bias", vec![units]));
        }
        Ok(Self {
            isa,
            inputs,
            units,
            stride: stride::<T>(isa, units),
            input_stride: stride::<T>(isa, inputs),
            panels: [width::<T>(isa, units), width::<T>(isa, inputs)],
            activation: Activation::parse(unit)?,
            is_fused: false,
            products: Products::of::<T>(isa, inputs, units),
            parameters,
        })
    }

    fn kernel(&self) -> Range<usize> {
        0..self.inputs.saturating_mul(self.stride)
    }

    /// There without a bias too, as zeros that nothing updates.
    fn bias(&self) -> Range<usize> {
        let start = self.kernel().end;
        start..start.saturating_add(self.stride)
    }

    fn columns(&self) -> Columns {
        Columns { stride: self.stride, used: self.units }
    }

    fn has_bias(&self) -> bool {
        self.parameters.len() > 1
    }

    /// Wᵀ: its rows where the layer is narrow, else its panels.
    fn transposed<'a, T: Element>(&self, kernel: &[T], scratch: &'a mut [T]) -> &'a [T] {
        let is_narrow = self.products == Products::Narrow;
        let used = if is_narrow { self.inputs } else { self.input_stride };
        let transposed = &mut scratch[..self.units * used];
        if is_narrow {
            unpack_transposed(kernel, self.units, self.stride, transposed);
        } else {
            transpose(kernel, self.inputs, self.units, self.panels, transposed);
        }
        transposed
    }
}

impl<T: Element> Layer<T> for Dense {
    fn width(&self) -> usize {
        self.units
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
        if self.activation.needs_sums() { self.stride.saturating_mul(batch) } else { 0 }
    }

    /// The panels, or the rows, of Wᵀ.
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
        let Forward { inputs, parameters, out, kept, scratch, .. } = pass;
        let (x, kernel, bias) = (inputs.rows(0), &parameters[self.kernel()], &parameters[self.bias()]);
        if self.products == Products::Narrow {
            let rows = self.transposed(kernel, scratch);
            narrow::multiply(self.isa, x, rows, &bias[..self.units], out);
        } else {
            multiply(self.isa, x, kernel, Some(bias), out, self.stride);
        }
        let kept = if self.activation.needs_sums() { &mut kept[..out.len()] } else { &mut [] };
        self.activation.forward(self.isa, out, self.columns(), kept);
    }

    fn backward(&self, pass: Backward<'_, T>) {
        let Backward { inputs, out, d_out: dz, offsets, mut d_in, parameters, gradients, factor, .. } = pass;
        if !self.is_fused {
            let from = if self.activation.needs_sums() { &pass.kept[..out.len()] } else { out };
            self.activation.backward(self.isa, from, dz, self.columns());
        }
        let x = inputs.rows(0);
        // Before the kernel may change.
        let dx = d_in.of(0).map(|out| (self.transposed(&parameters[self.kernel()], pass.scratch), out));
        let update = (factor, gradients.is_none());
        let (kernel, bias) = gradients.unwrap_or(parameters).split_at_mut(self.kernel().end);
        let mut bias = self.has_bias().then_some(bias);
        if self.products == Products::Narrow {
            let dx = dx.map(|(weights, out)| Dx { weights, out });
            narrow::backward(self.isa, x, (dz, self.units), kernel, dx, update);
        } else if let Some((transposed, dx)) = dx {
            multiply(self.isa, Rows::new(dz, offsets, self.units), transposed, None, dx, self.input_stride);
        }
        match self.products {
            Products::Wide => outer(self.isa, x, dz, kernel, self.stride, update),
            Products::Shallow => shallow::outer(self.isa, x, dz, (kernel, bias.take()), self.stride, update),
            Products::Narrow => {}
        }
        if let Some(bias) = bias {
            add_rows(self.isa, dz, bias, update);
        }
    }

    fn read(&self, index: usize, parameters: &[T], values: &mut [T]) {
        if index == 0 {
            unpack(&parameters[self.kernel()], self.units, self.panels[0], values);
        } else {
            values.copy_from_slice(&parameters[self.bias()][..self.units]);
        }
    }

    fn write(&self, index: usize, values: &[T], parameters: &mut [T]) {
        if index == 0 {
            pack(values, self.units, self.panels[0], &mut parameters[self.kernel()]);
        } else {
            parameters[self.bias()][..self.units].copy_from_slice(values);
        }
    }
}
