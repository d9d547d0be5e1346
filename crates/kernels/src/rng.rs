//! Seeded random streams, bitwise identical on every backend: integer arithmetic, and libm for logarithm and
//! root.
//!
//! xoshiro256++ (Blackman, Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021),
//! seeded by `SplitMix64`.

/// One stream of random numbers.
#[derive(Clone, Debug)]
pub struct Generator {
    state: [u64; 4],
    /// The second value of the last pair of normal values, where it was not used yet.
    second_normal: Option<f64>,
}

impl Generator {
    /// The stream numbered `stream` of `seed`; different streams of one seed are independent.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut mixer = seed ^ stream.wrapping_mul(0xd134_2543_de82_ef95).rotate_left(32);
        let state = std::array::from_fn(|_| {
            mixer = mixer.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = mixer;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        });
        Self { state, second_normal: None }
    }

    fn next_u64(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// The next number, uniform in [0, 1), with 53 random bits.
    pub fn next_f64(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// The next integer, uniform in 0 … bound-1, without bias.
    /// Lemire, "Fast random integer generation in an interval" (2019).
    ///
    /// ```text
    /// repeat
    ///     product = 32 random bits · bound
    ///     return its high half, unless its low half is below 2³² mod bound
    /// ```
    ///
    /// The high half is nearly uniform, and exactly so without the products that are drawn again. As 2³² mod
    /// bound is less than the bound, its division is computed only when the low half is less than the bound,
    /// too.
    fn next_below(&mut self, bound: u32) -> u32 {
        loop {
            let product = (self.next_u64() >> 32) * u64::from(bound);
            let low = product as u32;
            if low >= bound || low >= bound.wrapping_neg() % bound {
                return (product >> 32) as u32;
            }
        }
    }

    /// `count` values, uniform in [low, high).
    pub fn uniform(&mut self, count: usize, low: f64, high: f64) -> Vec<f64> {
        (0..count).map(|_| low + (high - low) * self.next_f64()).collect()
    }

    /// `count` normally distributed values.
    pub fn normal(&mut self, count: usize, mean: f64, deviation: f64) -> Vec<f64> {
        (0..count).map(|_| mean + deviation * self.standard_normal()).collect()
    }

    /// The next value with mean 0 and standard deviation 1, by Marsaglia's polar method, which makes them in
    /// pairs.
    fn standard_normal(&mut self) -> f64 {
        if let Some(value) = self.second_normal.take() {
            return value;
        }
        loop {
            let (u, v) = (2.0 * self.next_f64() - 1.0, 2.0 * self.next_f64() - 1.0);
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                let factor = libm::sqrt(-2.0 * libm::log(s) / s);
                self.second_normal = Some(v * factor);
                return u * factor;
            }
        }
    }

    /// 0 … count-1 in random order.
    pub fn permutation(&mut self, count: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..count).collect();
        self.shuffle(&mut order);
        order
    }

    /// The shuffle of Fisher and Yates.
    fn shuffle(&mut self, order: &mut [u32]) {
        for last in (1..order.len()).rev() {
            let other = self.next_below(last as u32 + 1);
            order.swap(last, other as usize);
        }
    }
}

/// The permutations of `streams` consecutive streams of a seed, the first numbered `stream`, one behind the
/// other.
pub fn permutations(seed: u64, stream: u64, streams: u64, count: u32) -> Vec<u32> {
    let mut orders = Vec::with_capacity(streams as usize * count as usize);
    for stream in stream..stream + streams {
        let start = orders.len();
        orders.extend(0..count);
        Generator::new(seed, stream).shuffle(&mut orders[start..]);
    }
    orders
}
