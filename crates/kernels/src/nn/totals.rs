//! Sums of losses and correct classifications over samples.

/// Sums of one output.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OutputTotals {
    /// Sum of the losses, weighted.
    pub loss: f64,
    /// Number of samples classified correctly, each counted with its weight; 0 unless the program counts
    /// them.
    pub correct: f64,
}

/// Sums of a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// Number of samples.
    pub samples: usize,
    /// Sum of all losses and penalties.
    pub loss: f64,
    /// Sums of each output.
    pub outputs: Vec<OutputTotals>,
}

impl Totals {
    /// Sums over no samples, for a model with this many outputs.
    pub fn new(outputs: usize) -> Self {
        Self { outputs: vec![OutputTotals::default(); outputs], ..Self::default() }
    }

    /// Resets all sums to 0.
    pub(super) fn clear(&mut self) {
        self.samples = 0;
        self.loss = 0.0;
        self.outputs.fill(OutputTotals::default());
    }

    /// Restores the sums that [`Self::encode`] returned; an empty slice resets them to 0.
    pub(super) fn restore(&mut self, sums: &[f64]) {
        self.clear();
        let [samples, loss, outputs @ ..] = sums else { return };
        (self.samples, self.loss) = (*samples as usize, *loss);
        for (own, sums) in self.outputs.iter_mut().zip(outputs.chunks_exact(2)) {
            *own = OutputTotals { loss: sums[0], correct: sums[1] };
        }
    }

    /// The numbers passed to JavaScript: samples, loss, then loss and correct classifications of each output.
    pub fn encode(&self) -> Vec<f64> {
        self.encoded().collect()
    }

    pub(super) fn encoded(&self) -> impl Iterator<Item = f64> {
        let outputs = self.outputs.iter().flat_map(|output| [output.loss, output.correct]);
        [self.samples as f64, self.loss].into_iter().chain(outputs)
    }
}

impl std::ops::AddAssign<&Self> for Totals {
    fn add_assign(&mut self, other: &Self) {
        self.samples += other.samples;
        self.loss += other.loss;
        for (own, other) in self.outputs.iter_mut().zip(&other.outputs) {
            own.loss += other.loss;
            own.correct += other.correct;
        }
    }
}
