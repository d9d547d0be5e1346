//! `pow` is bitwise identical to glibc's.

use ferrograd_kernels::ode::pow::pow;

/// The bits of a number; all NaNs count as one, since their signs differ.
fn bits(x: f64) -> u64 {
    if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }
}

/// Ordinary, nearly tied, extreme and special powers; `make_pow_fixture.py` says how they were chosen.
#[test]
fn stored_values_of_glibc_are_reproduced() {
    for line in include_str!("../fixtures/pow.txt").lines() {
        let numbers = line.split(' ').map(|bits| u64::from_str_radix(bits, 16).map(f64::from_bits));
        let [x, y, expected] = numbers.collect::<Result<Vec<_>, _>>().expect("hexadecimal")[..] else {
            panic!("three numbers a line: {line}");
        };
        assert_eq!(bits(pow(x, y)), bits(expected), "pow({x:e}, {y:e})");
    }
}

/// Only where std calls glibc, on a processor with fused multiply-add.
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
mod beside_glibc {
    use super::*;
    use proptest::prelude::*;

    fn agrees(x: f64, y: f64) -> Result<(), TestCaseError> {
        if std::arch::is_x86_feature_detected!("fma") {
            prop_assert_eq!(bits(pow(x, y)), bits(x.powf(y)), "pow({:e}, {:e})", x, y);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200_000))]

        #[test]
        fn any_bits_agree(x in any::<u64>(), y in any::<u64>()) {
            agrees(f64::from_bits(x), f64::from_bits(y))?;
        }

        #[test]
        fn norms_of_errors_agree(log2 in -30.0..10.0, order in 1..=9) {
            agrees(f64::exp2(log2), -1.0 / f64::from(order))?;
            agrees(f64::exp2(log2), 1.0 / f64::from(order))?;
            agrees(f64::exp2(log2), f64::from(order))?;
        }

        #[test]
        fn results_of_any_size_agree(x in f64::MIN_POSITIVE..1e300, log in -760.0..720.0) {
            agrees(x, log / x.ln())?;
        }

        #[test]
        fn bases_near_one_agree(offset in -1e-3..1e-3, y in -1e6..1e6) {
            agrees(1.0 + offset, y)?;
        }
    }
}
