//! The derivatives that an explicit step has evaluated at its stages, and their weighted sums.

use crate::ode::sum::{BLOCK, Block, dot};

/// One row of n derivatives a stage, padded to whole blocks.
pub struct StageDerivatives {
    n: usize,
    blocks: usize,
    rows: Vec<Block>,
}

impl StageDerivatives {
    /// Rows for `count` stages of `n` equations.
    pub fn new(n: usize, count: usize) -> Self {
        let blocks = n.div_ceil(BLOCK);
        Self { n, blocks, rows: vec![[0.0; BLOCK]; blocks * count] }
    }

    /// Number of equations.
    pub fn n(&self) -> usize {
        self.n
    }

    #[inline(always)]
    fn blocks(&self, stage: usize) -> &[Block] {
        &self.rows[stage * self.blocks..][..self.blocks]
    }

    /// The derivatives at a stage.
    #[inline(always)]
    pub fn row(&self, stage: usize) -> &[f64] {
        &self.blocks(stage).as_flattened()[..self.n]
    }

    /// Where the derivatives at a stage are written.
    #[inline(always)]
    pub fn row_mut(&mut self, stage: usize) -> &mut [f64] {
        &mut self.rows[stage * self.blocks..][..self.blocks].as_flattened_mut()[..self.n]
    }

    /// Row `to` ← row `from`: the derivatives at the end of a step are the first stage of the next.
    pub fn copy_row(&mut self, from: usize, to: usize) {
        self.rows.copy_within(from * self.blocks..(from + 1) * self.blocks, to * self.blocks);
    }

    /// Calls `put` with the index and the values of every block of Σⱼ weightⱼ·rowⱼ, j < `J`:
    ///
    /// ```text
    /// for each block of four equations
    ///   sum = weight₀·row₀[block]
    ///   for j = 1 … J − 1:  sum += weightⱼ·rowⱼ[block]
    ///   put(block, sum)
    /// ```
    ///
    /// Each equation adds its products from the first stage to the last, without fusing, as OpenBLAS does in
    /// SciPy's `np.dot(K[:s].T, a[:s])`; four equations are in one vector. `J` is a constant, so that the inner
    /// loop is unrolled and a sum stays in a register until `put` stores it.
    #[inline(always)]
    #[allow(clippy::needless_range_loop, reason = "stages index two arrays")]
    pub fn combine<const J: usize>(&self, weights: &[f64], mut put: impl FnMut(usize, Block)) {
        let weights: [f64; J] = std::array::from_fn(|stage| weights[stage]);
        let rows: [&[Block]; J] = std::array::from_fn(|stage| self.blocks(stage));
        if self.n == 1 {
            // For a single equation NumPy calls `ddot`, which adds in another order.
            let column: [f64; J] = std::array::from_fn(|stage| rows[stage][0][0]);
            return put(0, [dot(&weights, &column), 0.0, 0.0, 0.0]);
        }
        for block in 0..self.blocks {
            let mut sum = rows[0][block].map(|value| weights[0] * value);
            for stage in 1..J {
                for lane in 0..BLOCK {
                    sum[lane] += weights[stage] * rows[stage][block][lane];
                }
            }
            put(block, sum);
        }
    }
}
