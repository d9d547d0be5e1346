//! Sums over samples.

/// Of one output.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OutputTotals {
    /// Of its loss, as it counts.
    pub loss: f64,
    /// Classified correctly; 0 unless the program counts them.
    pub correct: usize,
}

/// Of a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// How many samples.
    pub samples: usize,
    /// Of all losses and penalties.
    pub loss: f64,
    /// Of each output.
    pub outputs: Vec<OutputTotals>,
}

impl Totals {
    /// Nothing yet.
    pub fn new(outputs: usize) -> Self {
        Self { outputs: vec![OutputTotals::default(); outputs], ..Self::default() }
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.samples = 0;
        self.loss = 0.0;
        self.outputs.fill(OutputTotals::default());
    }

    /// The form in which it crosses: samples, loss, then loss and correct classifications of each output.
    pub fn encode(&self) -> Vec<f64> {
        let outputs = self.outputs.iter().flat_map(|output| [output.loss, output.correct as f64]);
        [self.samples as f64, self.loss].into_iter().chain(outputs).collect()
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
