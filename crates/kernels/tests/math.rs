//! Vector functions against the standard library in double precision.

use ferrograd_kernels::simd::{Simd, SimdOp, map, math};
use ferrograd_kernels::{Element, Isa};

#[derive(Clone, Copy)]
enum Function {
    Exp,
    Sigmoid,
    Tanh,
    Flush,
}

struct Apply<'a, T>(Function, &'a mut [T]);

impl<T: Element> SimdOp<T> for Apply<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd<T>>(self, simd: S) {
        match self.0 {
            Function::Exp => map(
                simd,
                self.1,
                #[inline(always)]
                |x| math::exp(simd, x),
            ),
            Function::Sigmoid => map(
                simd,
                self.1,
                #[inline(always)]
                |x| math::sigmoid(simd, x),
            ),
            Function::Tanh => map(
                simd,
                self.1,
                #[inline(always)]
                |x| math::tanh(simd, x),
            ),
            Function::Flush => map(
                simd,
                self.1,
                #[inline(always)]
                |x| simd.flush(x),
            ),
        }
    }
}

fn apply<T: Element>(isa: Isa, function: Function, xs: &[f64]) -> Vec<f64> {
    let mut values: Vec<T> = xs.iter().map(|&x| T::from_f64(x)).collect();
    T::dispatch(isa, Apply(function, &mut values));
    values.into_iter().map(Element::to_f64).collect()
}

/// Largest relative error over a fine grid, for arguments that the type represents exactly.
fn worst<T: Element>(isa: Isa, function: Function, limit: f64, reference: fn(f64) -> f64) -> f64 {
    let grid: Vec<f64> =
        (-40_000..=40_000).map(|i| T::from_f64(limit * f64::from(i) / 40_000.0).to_f64()).collect();
    let values = apply::<T>(isa, function, &grid);
    let errors = grid.iter().zip(&values).map(|(&x, value)| match reference(x) {
        0.0 => value.abs(),
        expected => ((value - expected) / expected).abs(),
    });
    errors.fold(0.0, f64::max)
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[test]
fn functions_are_accurate_to_a_few_last_bits() {
    for isa in Isa::available() {
        for (function, limit, reference) in [
            (Function::Exp, 80.0, f64::exp as fn(f64) -> f64),
            (Function::Sigmoid, 80.0, logistic),
            (Function::Tanh, 12.0, f64::tanh),
            (Function::Tanh, 1e-3, f64::tanh),
        ] {
            let single = worst::<f32>(isa, function, limit, reference);
            let double = worst::<f64>(isa, function, limit, reference);
            assert!(single < 4e-7, "{} float32: {single:e}", isa.name());
            assert!(double < 8e-16, "{} float64: {double:e}", isa.name());
        }
    }
}

#[test]
fn extremes_saturate_and_nan_stays() {
    for isa in Isa::available() {
        let xs = [-1e4, 1e4, f64::NEG_INFINITY, f64::INFINITY];
        assert_eq!(apply::<f32>(isa, Function::Tanh, &xs), [-1.0, 1.0, -1.0, 1.0]);
        for value in apply::<f32>(isa, Function::Sigmoid, &xs) {
            assert!((0.0..=1.0).contains(&value) && !(1e-37..=1.0 - 1e-7).contains(&value));
        }
        for function in [Function::Exp, Function::Sigmoid, Function::Tanh, Function::Flush] {
            assert!(apply::<f32>(isa, function, &[f64::NAN; 3]).iter().all(|value| value.is_nan()));
            assert!(apply::<f64>(isa, function, &[f64::NAN; 3]).iter().all(|value| value.is_nan()));
        }
    }
}

#[test]
fn flush_clears_subnormal_numbers_alone() {
    for isa in Isa::available() {
        let least = f64::MIN_POSITIVE;
        let xs = [least / 2.0, -least / 2.0, least, -least, 0.0, 1.0];
        assert_eq!(apply::<f64>(isa, Function::Flush, &xs), [0.0, 0.0, least, -least, 0.0, 1.0]);
    }
}
