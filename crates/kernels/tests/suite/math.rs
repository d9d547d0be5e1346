//! Elementary functions on vectors, compared with the standard library in double precision.

use ferrograd_kernels::simd::{Simd, SimdOp, largest, map, map_sum, math, zip_rows};
use ferrograd_kernels::{Element, Isa};

#[derive(Clone, Copy)]
enum Function {
    Exp,
    Sigmoid,
    Tanh,
    Expm1,
    Log,
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
            Function::Expm1 => map(
                simd,
                self.1,
                #[inline(always)]
                |x| math::expm1(simd, x),
            ),
            Function::Log => map(
                simd,
                self.1,
                #[inline(always)]
                |x| math::log(simd, x),
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

/// Largest relative error over a fine grid of arguments that the type represents exactly.
fn largest_error<T: Element>(isa: Isa, function: Function, limit: f64, reference: fn(f64) -> f64) -> f64 {
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
            (Function::Expm1, 80.0, f64::exp_m1),
            (Function::Expm1, 1e-3, f64::exp_m1),
        ] {
            let single = largest_error::<f32>(isa, function, limit, reference);
            let double = largest_error::<f64>(isa, function, limit, reference);
            assert!(single < 4e-7, "{} float32: {single:e}", isa.name());
            assert!(double < 8e-16, "{} float64: {double:e}", isa.name());
        }
    }
}

#[test]
fn extreme_arguments_saturate_and_nan_stays_nan() {
    for isa in Isa::available() {
        let xs = [-1e4, 1e4, f64::NEG_INFINITY, f64::INFINITY];
        assert_eq!(apply::<f32>(isa, Function::Tanh, &xs), [-1.0, 1.0, -1.0, 1.0]);
        for value in apply::<f32>(isa, Function::Sigmoid, &xs) {
            assert!((0.0..=1.0).contains(&value) && !(1e-37..=1.0 - 1e-7).contains(&value));
        }
        for function in [
            Function::Exp,
            Function::Expm1,
            Function::Log,
            Function::Sigmoid,
            Function::Tanh,
            Function::Flush,
        ] {
            assert!(apply::<f32>(isa, function, &[f64::NAN; 3]).iter().all(|value| value.is_nan()));
            assert!(apply::<f64>(isa, function, &[f64::NAN; 3]).iter().all(|value| value.is_nan()));
        }
    }
}

#[test]
fn flush_replaces_subnormal_numbers_alone_by_zero() {
    for isa in Isa::available() {
        let least = f64::MIN_POSITIVE;
        let xs = [least / 2.0, -least / 2.0, least, -least, 0.0, 1.0];
        assert_eq!(apply::<f64>(isa, Function::Flush, &xs), [0.0, 0.0, least, -least, 0.0, 1.0]);
    }
}

/// Largest relative error of ln x, for x of all sizes and close to 1.
fn largest_log_error<T: Element>(isa: Isa) -> f64 {
    let least = T::MIN_POSITIVE.to_f64();
    let sizes = (-120..=120).map(|i| 2f64.powi(i) * 1.234_567);
    let near = (-2000..=2000).map(|i| 1.0 + f64::from(i) * 3.1e-4);
    let beside = (1..50).flat_map(|i| [1.0 + 2f64.powi(-i), 1.0 - 2f64.powi(-i)]);
    let xs: Vec<f64> =
        sizes.chain(near).chain(beside).map(|x| T::from_f64(x).to_f64()).filter(|&x| x >= least).collect();
    let values = apply::<T>(isa, Function::Log, &xs);
    let error = |(x, &value): (&f64, &f64)| match x.ln() {
        0.0 => value.abs(),
        expected => (value / expected - 1.0).abs(),
    };
    xs.iter().zip(&values).map(error).fold(0.0, f64::max)
}

#[test]
fn logarithm_is_accurate_and_never_infinite() {
    for isa in Isa::available() {
        let (single, double) = (largest_log_error::<f32>(isa), largest_log_error::<f64>(isa));
        assert!(single < 3e-7, "{} float32: {single:e}", isa.name());
        assert!(double < 6e-16, "{} float64: {double:e}", isa.name());
        let least = f64::MIN_POSITIVE;
        for x in [0.0, -0.0, -1.0, least / 2.0, least] {
            assert_eq!(apply::<f64>(isa, Function::Log, &[x]), [least.ln()], "{x}");
        }
        assert!(apply::<f64>(isa, Function::Log, &[f64::INFINITY])[0].is_nan());
    }
}

struct Rows<'a>(&'a mut [f32], &'a [f32], usize, usize);

impl SimdOp<f32> for Rows<'_> {
    type Output = f64;
    /// Makes NaN of every lane in which y is negative, as it is behind the width: none of them may reach the sum.
    #[inline(always)]
    fn run<S: Simd<f32>>(self, simd: S) -> f64 {
        zip_rows(
            simd,
            (self.0, self.1),
            (self.2, self.3),
            #[inline(always)]
            |x, y| {
                let zero = simd.splat(0.0);
                let hole = simd.choose(simd.sub(zero, y), simd.div(zero, zero), zero);
                (simd.add(simd.add(x, y), hole), simd.add(simd.mul(x, y), hole))
            },
        )
    }
}

struct RowSum<'a>(&'a mut [f32], usize);

impl SimdOp<f32> for RowSum<'_> {
    type Output = (f32, f32);
    #[inline(always)]
    fn run<S: Simd<f32>>(self, simd: S) -> (f32, f32) {
        let highest = largest(simd, &self.0[..self.1]);
        let one = simd.splat(1.0);
        let sum = map_sum(
            simd,
            self.0,
            self.1,
            #[inline(always)]
            |x| (simd.add(x, one), simd.add(x, one)),
        );
        (highest, sum)
    }
}

#[test]
#[allow(clippy::float_cmp, reason = "sums of small whole numbers are exact")]
fn values_behind_the_width_of_a_row_do_not_count() {
    const STRIDE: usize = 48;
    for isa in Isa::available() {
        for width in 1..=40 {
            for rows in [1, 3, 150] {
                let inside = |i: usize| i % STRIDE < width;
                let mut x: Vec<f32> =
                    (0..rows * STRIDE).map(|i| if inside(i) { (i % 7) as f32 } else { 5.0 }).collect();
                let y: Vec<f32> =
                    (0..rows * STRIDE).map(|i| if inside(i) { (i % 5) as f32 } else { -1.0 }).collect();
                let sum = f32::dispatch(isa, Rows(&mut x, &y, STRIDE, width));
                let counted = (0..rows * STRIDE).filter(|&i| inside(i));
                let expected: usize = counted.clone().map(|i| (i % 7) * (i % 5)).sum();
                assert_eq!(sum, expected as f64, "{} width {width}", isa.name());
                assert!(counted.clone().all(|i| x[i] == (i % 7 + i % 5) as f32));
                let vectors = width.next_multiple_of(16).min(STRIDE);
                assert!(
                    (0..rows * STRIDE)
                        .filter(|i| (width..vectors).contains(&(i % STRIDE)))
                        .all(|i| x[i] == 0.0 || x[i] == 5.0)
                );
            }
            for room in [0, 3, 48] {
                let mut row: Vec<f32> = (0..width + room).map(|i| -((i % 9) as f32) - 1.0).collect();
                let (highest, sum) = f32::dispatch(isa, RowSum(&mut row, width));
                assert_eq!((highest, sum), (-1.0, -((0..width).map(|i| i % 9).sum::<usize>() as f32)));
                assert!((0..width).all(|i| row[i] == -((i % 9) as f32)));
            }
        }
    }
}
