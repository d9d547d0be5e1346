//! a = f(x·W + b), W `[inputs][units]` kept as column panels, b behind it padded to the same stride.

use super::{Layer, Parameter};
use crate::gemm::narrow::{self, is_narrow, unpack_transposed};
use crate::gemm::panels::{Rows, multiply, outer, pack, stride, transpose, unpack, width};
use crate::nn::activations::{Activation, Columns};
use crate::nn::passes::{Backward, Forward};
use crate::nn::spec::Unit;
use crate::nn::vector::{add_rows, scale};
use crate::{Element, Error, Isa};
use std::ops::Range;

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
    is_narrow: bool,
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
            is_narrow: is_narrow::<T>(isa, inputs, units),
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
        let (x, kernel) = (inputs.rows(0), &parameters[self.kernel()]);
        if self.is_narrow {
            let rows = &mut scratch[..self.units * self.inputs];
            unpack_transposed(kernel, self.units, self.stride, rows);
            narrow::multiply(self.isa, x, rows, self.units, out);
        } else {
            multiply(self.isa, x, kernel, out, self.stride);
        }
        let kept = if self.activation.needs_sums() { &mut kept[..out.len()] } else { &mut [] };
        self.activation.forward(self.isa, out, &parameters[self.bias()], self.columns(), kept);
    }

    fn backward(&self, pass: Backward<'_, T>) {
        let Backward { inputs, out, d_out: dz, offsets, mut d_in, parameters, gradients, factor, .. } = pass;
        let x = inputs.rows(0);
        if !self.is_fused {
            let from = if self.activation.needs_sums() { &pass.kept[..out.len()] } else { out };
            self.activation.backward(self.isa, from, dz, self.columns());
        }
        if let Some(dx) = d_in.of(0) {
            let transposed = &mut pass.scratch[..self.units * self.input_stride];
            transpose(&parameters[self.kernel()], self.inputs, self.units, self.panels, transposed);
            multiply(self.isa, Rows::new(dz, offsets, self.units), transposed, dx, self.input_stride);
        }
        scale(self.isa, dz, factor);
        let accumulate = gradients.is_none();
        let target = gradients.unwrap_or(parameters);
        let kernel = &mut target[self.kernel()];
        if self.is_narrow {
            narrow::outer(self.isa, x, dz, self.units, kernel, accumulate);
        } else {
            outer(self.isa, x, dz, kernel, self.stride, accumulate);
        }
        if self.has_bias() {
            let bias = &mut target[self.bias()];
            if !accumulate {
                bias.fill(T::ZERO);
            }
            add_rows(self.isa, dz, bias);
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
