//! Matrix products, compared with the plain triple loop and with `matrixmultiply`, on every instruction set.

use crate::support::{assert_close, elements};
use ferrograd_kernels::gemm::matmul;
use ferrograd_kernels::gemm::panel_products::{multiply, weight_gradient};
use ferrograd_kernels::gemm::panels::{Rows, pack, stride, transpose, unpack, unpack_transposed, width};
use ferrograd_kernels::gemm::small_k::{self, is_small_k};
use ferrograd_kernels::gemm::small_n::{self, Dx, is_small_n};
use ferrograd_kernels::rng::Generator;
use ferrograd_kernels::{Element, Isa};
use proptest::prelude::*;

fn random<T: Element>(seed: u64, count: usize) -> Vec<T> {
    elements(&Generator::new(seed, 0).uniform(count, -1.0, 1.0))
}

fn to_f64s<T: Element>(values: &[T]) -> Vec<f64> {
    values.iter().map(|value| value.to_f64()).collect()
}

/// Row-major op(A)·op(B) in double precision.
fn naive<T: Element>(a: (&[T], bool), b: (&[T], bool), [m, n, k]: [usize; 3]) -> Vec<f64> {
    let element =
        |(values, transposed): (&[T], bool), row: usize, column: usize, rows: usize, columns: usize| {
            if transposed { values[column * rows + row] } else { values[row * columns + column] }.to_f64()
        };
    let mut c = vec![0.0; m * n];
    for i in 0..m {
        for j in 0..n {
            c[i * n + j] = (0..k).map(|p| element(a, i, p, m, k) * element(b, p, j, k, n)).sum();
        }
    }
    c
}

fn check_gemm<T: Element>(sizes: [usize; 3], transposed: (bool, bool), tolerance: f64) {
    let [m, n, k] = sizes;
    let (a, b) = (random::<T>(1, m * k), random::<T>(2, k * n));
    let expected = naive((&a, transposed.0), (&b, transposed.1), sizes);
    for isa in Isa::available() {
        let c = matmul(isa, (&a, transposed.0), (&b, transposed.1), sizes);
        assert_close(&to_f64s(&c), &expected, tolerance * k.max(1) as f64);
    }
}

proptest! {
    #[test]
    fn gemm_agrees_with_the_triple_loop(
        m in 0usize..70, n in 0usize..90, k in 0usize..600, ta: bool, tb: bool,
    ) {
        check_gemm::<f32>([m, n, k], (ta, tb), 1e-6);
        check_gemm::<f64>([m, n, k], (ta, tb), 1e-15);
    }

    #[test]
    fn products_of_a_dense_layer_agree_with_the_triple_loop(samples in 1usize..40, inputs in 1usize..70, units in 1usize..70) {
        check_layer::<f32>(samples, inputs, units, 1e-5);
        check_layer::<f64>(samples, inputs, units, 1e-14);
    }

    #[test]
    fn products_of_few_units_agree_with_those_of_panels(samples in 1usize..40, vectors in 1usize..7, units in 1usize..5) {
        check_small_n::<f32>(samples, vectors * 16, units, 1e-5);
        check_small_n::<f64>(samples, vectors * 16, units, 1e-14);
    }
}

#[test]
fn gemm_larger_than_every_block_agrees_with_matrixmultiply() {
    let [m, n, k] = [317, 2100, 530];
    let (a, b) = (random::<f32>(1, m * k), random::<f32>(2, k * n));
    let mut expected = vec![0.0f32; m * n];
    let strides = (k.cast_signed(), n.cast_signed());
    #[expect(unsafe_code, reason = "the crate's interface")]
    // SAFETY: the pointers and strides are those of the three vectors.
    unsafe {
        let c = expected.as_mut_ptr();
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.as_ptr(),
            strides.0,
            1,
            b.as_ptr(),
            strides.1,
            1,
            0.0,
            c,
            strides.1,
            1,
        );
    }
    for isa in Isa::available() {
        let c = matmul(isa, (&a, false), (&b, false), [m, n, k]);
        assert_close(&to_f64s(&c), &to_f64s(&expected), 1e-4);
    }
}

/// Forward product, weight gradient (written and accumulated) and transposed panels of one layer.
fn check_layer<T: Element>(samples: usize, inputs: usize, units: usize, tolerance: f64) {
    // Rows with gaps between them, so that offsets matter.
    let gap = inputs + 3;
    let memory = random::<T>(1, samples * gap);
    let offsets: Vec<usize> = (0..samples).rev().map(|row| row * gap).collect();
    let x = Rows::new(&memory, &offsets, inputs);
    let dense: Vec<T> = (0..samples).flat_map(|row| x.row(row).to_vec()).collect();
    let weights = random::<T>(2, inputs * units);
    for isa in Isa::available() {
        let (panel, stride) = (width::<T>(isa, units), stride::<T>(isa, units));
        let mut panels = vec![T::ONE; inputs * stride];
        pack(&weights, units, panel, &mut panels);

        let mut out = vec![T::ONE; samples * stride];
        let mut bias = random::<T>(4, stride);
        bias[units..].fill(T::ZERO);
        multiply(isa, x, &panels, Some(&bias), &mut out, stride);
        let products = naive((&dense, false), (&weights, false), [samples, units, inputs]);
        let expected: Vec<f64> =
            products.iter().zip(to_f64s(&bias[..units]).iter().cycle()).map(|(z, b)| z + b).collect();
        let used: Vec<f64> = out.chunks(stride).flat_map(|row| to_f64s(&row[..units])).collect();
        assert_close(&used, &expected, tolerance);

        let mut dz = vec![T::ZERO; samples * stride];
        for (row, values) in dz.chunks_mut(stride).zip(random::<T>(3, samples * units).chunks(units)) {
            row[..units].copy_from_slice(values);
        }
        let packed_dz: Vec<T> = dz.chunks(stride).flat_map(|row| row[..units].to_vec()).collect();
        let gradient = naive((&dense, true), (&packed_dz, false), [inputs, units, samples]);
        for accumulate in [false, true] {
            let mut target = panels.clone();
            weight_gradient(isa, x, &dz, &mut target, stride, (T::from_f64(-0.5), accumulate));
            let mut values = vec![T::ZERO; inputs * units];
            unpack(&target, units, panel, &mut values);
            let before = if accumulate { to_f64s(&weights) } else { vec![0.0; weights.len()] };
            let expected: Vec<f64> = gradient.iter().zip(before).map(|(g, w)| w - 0.5 * g).collect();
            assert_close(&to_f64s(&values), &expected, tolerance);

            if is_small_k(inputs) {
                let mut target = [panels.clone(), bias.clone()];
                let [kernel, sums] = &mut target;
                let update = (T::from_f64(-0.5), accumulate);
                small_k::parameter_gradient(isa, x, &dz, (&mut *kernel, Some(&mut *sums)), stride, update);
                unpack(kernel, units, panel, &mut values);
                assert_close(&to_f64s(&values), &expected, tolerance);
                let totals = (0..stride)
                    .map(|unit| dz[unit..].iter().step_by(stride).map(|x| x.to_f64()).sum::<f64>());
                let before = bias.iter().map(|b| if accumulate { b.to_f64() } else { 0.0 });
                let expected: Vec<f64> = before.zip(totals).map(|(b, total)| b - 0.5 * total).collect();
                assert_close(&to_f64s(sums), &expected, tolerance);
            }
        }

        let mut transposed = vec![T::ZERO; units * ferrograd_kernels::gemm::panels::stride::<T>(isa, inputs)];
        transpose(&panels, inputs, units, [panel, width::<T>(isa, inputs)], &mut transposed);
        let mut values = vec![T::ZERO; inputs * units];
        unpack(&transposed, inputs, width::<T>(isa, inputs), &mut values);
        let expected: Vec<T> =
            (0..units).flat_map(|unit| weights[unit..].iter().step_by(units).copied()).collect();
        assert_eq!(values, expected);
    }
}

/// The products of a layer of few units, compared with those of panels, which `check_layer` compares with the triple loop.
fn check_small_n<T: Element>(samples: usize, inputs: usize, units: usize, tolerance: f64) {
    let gap = inputs + 3;
    let memory = random::<T>(1, samples * gap);
    let offsets: Vec<usize> = (0..samples).rev().map(|row| row * gap).collect();
    let x = Rows::new(&memory, &offsets, inputs);
    let weights = random::<T>(2, inputs * units);
    for isa in Isa::available().into_iter().filter(|&isa| is_small_n::<T>(isa, inputs, units)) {
        let stride = stride::<T>(isa, units);
        let mut panel = vec![T::ZERO; inputs * stride];
        pack(&weights, units, width::<T>(isa, units), &mut panel);
        let mut rows = vec![T::ZERO; inputs * units];
        unpack_transposed(&panel, units, stride, &mut rows);

        let [mut out, mut expected] = [T::ONE, T::ZERO].map(|x| vec![x; samples * stride]);
        let mut bias = random::<T>(4, stride);
        bias[units..].fill(T::ZERO);
        small_n::multiply(isa, x, &rows, &bias[..units], &mut out);
        multiply(isa, x, &panel, Some(&bias), &mut expected, stride);
        assert_close(&to_f64s(&out), &to_f64s(&expected), tolerance);

        let dx_stride = ferrograd_kernels::gemm::panels::stride::<T>(isa, inputs);
        let [mut dx, mut expected_dx] = [T::ZERO, T::ZERO].map(|x| vec![x; samples * dx_stride]);
        let mut transposed = vec![T::ZERO; units * dx_stride];
        transpose(&panel, inputs, units, [stride, width::<T>(isa, inputs)], &mut transposed);
        let dz_offsets: Vec<usize> = (0..samples).map(|row| row * stride).collect();
        multiply(isa, Rows::new(&out, &dz_offsets, units), &transposed, None, &mut expected_dx, dx_stride);

        for accumulate in [false, true] {
            let [mut gradient, mut expected] = [panel.clone(), panel.clone()];
            let update = (T::from_f64(-0.5), accumulate);
            weight_gradient(isa, x, &out, &mut expected, stride, update);
            small_n::backward(isa, x, (&out, units), &mut gradient, None, update);
            assert_close(&to_f64s(&gradient), &to_f64s(&expected), tolerance * samples as f64);

            gradient.copy_from_slice(&panel);
            let wanted = Dx { weights: &rows, out: &mut dx };
            small_n::backward(isa, x, (&out, units), &mut gradient, Some(wanted), update);
            assert_close(&to_f64s(&gradient), &to_f64s(&expected), tolerance * samples as f64);
            assert_close(&to_f64s(&dx), &to_f64s(&expected_dx), tolerance);
        }
    }
}

#[test]
#[should_panic(expected = "a row reaches beyond its data")]
fn rows_beyond_their_data_are_refused() {
    Rows::new(&[0.0f32; 4], &[2], 3);
}
