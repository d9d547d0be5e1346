//! The interpolant of BDF: the polynomial through the past values, in Newton's form.

use super::formulas::MAX_ORDER;
use crate::ode::dense_output::{Interpolant, InterpolantKind, LocalInterpolant, SummationOrder};
use crate::ode::sum::{combine, combine_in_order};

/// `D₀ + Σₖ Dₖ·Πⱼ (t − t_shiftⱼ)/denomⱼ`, j < k.
pub struct BdfInterpolant;

impl BdfInterpolant {
    /// Writes the interpolant over the last step from `t_old` to `t`. `h` is the signed size of the next step,
    /// which the differences belong to by now.
    pub fn write(
        (t_old, t, h): (f64, f64, f64),
        order: usize,
        differences: &[f64],
        interpolant: &mut LocalInterpolant,
    ) {
        let coefficients = interpolant.begin::<Self>(t_old, t);
        coefficients.push(order as f64);
        coefficients.extend((0..order).map(|k| t - h * k as f64));
        coefficients.extend((0..order).map(|k| h * (1.0 + k as f64)));
        coefficients.extend_from_slice(differences);
    }
}

impl Interpolant for BdfInterpolant {
    const KIND: InterpolantKind = InterpolantKind::Bdf;

    fn evaluate(local: &LocalInterpolant, t: f64, summation: SummationOrder, out: &mut [f64]) {
        let coefficients = &local.coefficients;
        let order = coefficients[0] as usize;
        let (shifts, rest) = coefficients[1..].split_at(order);
        let (denominators, differences) = rest.split_at(order);
        let (y, differences) = differences.split_at(out.len());
        let mut products = [0.0; MAX_ORDER];
        let mut product = 1.0;
        for ((products, shift), denominator) in products.iter_mut().zip(shifts).zip(denominators) {
            product *= (t - shift) / denominator;
            *products = product;
        }
        match summation {
            SummationOrder::SinglePoint => combine(differences, &products[..order], out),
            SummationOrder::ManyPoints => combine_in_order(differences, &products[..order], out),
        }
        for (out, y) in out.iter_mut().zip(y) {
            *out += y;
        }
    }
}
