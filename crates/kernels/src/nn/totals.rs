//! Sums over samples.

/// Of one output.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OutputTotals {
    /// Of its loss, as it counts.
    pub loss: f64,
    /// Classified correctly, each as much as it counts; 0 unless the program counts them.
    pub correct: f64,
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

    /// The sums that [`Self::encode`] made, or none.
    pub(super) fn restore(&mut self, sums: &[f64]) {
        self.clear();
        let [samples, loss, outputs @ ..] = sums else { return };
        (self.samples, self.loss) = (*samples as usize, *loss);
        for (own, sums) in self.outputs.iter_mut().zip(outputs.chunks_exact(2)) {
            *own = OutputTotals { loss: sums[0], correct: sums[1] };
        }
    }

    /// The form in which it crosses: samples, loss, then loss and correct classifications of each output.
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
