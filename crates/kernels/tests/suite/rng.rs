//! Random streams: fixed values, and the moments of their distributions.

use ferrograd_kernels::rng::Generator;

#[test]
fn the_first_numbers_of_a_stream_never_change() {
    let mut generator = Generator::new(1, 0);
    assert_eq!(generator.uniform(2, 0.0, 1.0), [0.811_612_158_881_884_8, 0.747_104_716_158_218_7]);
    assert_eq!(generator.normal(2, 0.0, 1.0), [-0.426_697_377_217_601_26, 0.262_749_356_813_402_56]);
    assert_eq!(generator.permutation(8), [6, 7, 3, 0, 2, 5, 4, 1]);
}

#[test]
fn streams_differ_by_seed_and_by_number() {
    assert_ne!(Generator::new(1, 0).permutation(50), Generator::new(1, 1).permutation(50));
    assert_ne!(Generator::new(1, 0).permutation(50), Generator::new(2, 0).permutation(50));
}

#[test]
fn means_and_variances_are_those_of_the_distributions() {
    const COUNT: usize = 200_000;
    let moments = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / COUNT as f64;
        (mean, values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / COUNT as f64)
    };
    let mut generator = Generator::new(7, 0);
    let (mean, variance) = moments(&generator.uniform(COUNT, -1.0, 3.0));
    assert!((mean - 1.0).abs() < 0.01 && (variance - 16.0 / 12.0).abs() < 0.01, "{mean} {variance}");
    let (mean, variance) = moments(&generator.normal(COUNT, 2.0, 0.5));
    assert!((mean - 2.0).abs() < 0.01 && (variance - 0.25).abs() < 0.005, "{mean} {variance}");
}

#[test]
fn a_permutation_has_every_index_once_and_every_first_index_is_equally_likely() {
    let mut generator = Generator::new(9, 0);
    let mut firsts = [0u32; 10];
    for _ in 0..20_000 {
        let order = generator.permutation(10);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert!(sorted.iter().copied().eq(0..10));
        firsts[order[0] as usize] += 1;
    }
    assert!(firsts.iter().all(|&count| (1800..2200).contains(&count)), "{firsts:?}");
    assert!(generator.permutation(0).is_empty());
}
