//! Targets: what the outputs of a model should be for each sample.

use crate::Element;
use crate::simd::{Simd, prefetch, zip};

/// The targets of all samples for one output of a model.
pub struct Targets<T> {
    values: Values<T>,
    weights: Option<Vec<T>>,
}

enum Values<T> {
    /// Class indices.
    Labels(Vec<u32>),
    /// Row-major values, and how many each sample has.
    Rows(Vec<T>, usize),
}

impl<T: Element> Targets<T> {
    /// A class index for each sample.
    pub(crate) fn labels(labels: Vec<u32>) -> Self {
        Self { values: Values::Labels(labels), weights: None }
    }

    /// `features` values for each sample.
    pub(crate) fn rows(values: Vec<T>, features: usize) -> Self {
        Self { values: Values::Rows(values, features), weights: None }
    }

    /// Sets the weight of each sample in the loss.
    pub(crate) fn weigh(&mut self, weights: Vec<T>) {
        self.weights = Some(weights);
    }

    /// The target of one sample.
    #[inline(always)]
    pub(crate) fn of(&self, sample: usize) -> Target<'_, T> {
        match &self.values {
            Values::Labels(labels) => Target::Label(labels[sample] as usize),
            Values::Rows(values, features) => Target::Values(&values[sample * features..][..*features]),
        }
    }

    /// The weight of each sample, where weights were set.
    pub(crate) fn weights(&self) -> Option<&[T]> {
        self.weights.as_deref()
    }

    /// The weight of one sample, 1 where none were set.
    pub(crate) fn weight(&self, sample: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[sample].to_f64())
    }

    /// Asks the processor to fetch the label of one sample.
    pub(crate) fn prefetch(&self, sample: usize) {
        if let Values::Labels(labels) = &self.values {
            prefetch(&labels[sample..=sample]);
        }
    }

    /// What does not fit a model with this many outputs, if anything.
    pub(crate) fn mismatch(&self, outputs: usize) -> Option<String> {
        match &self.values {
            Values::Labels(labels) => {
                let beyond = labels.iter().position(|&label| label as usize >= outputs);
                beyond.map(|index| format!("label {} at index {index}", labels[index]))
            }
            Values::Rows(_, features) => {
                (*features != outputs).then(|| format!("targets have {features} values"))
            }
        }
    }
}

/// The target of one sample.
#[derive(Clone, Copy)]
pub enum Target<'a, T> {
    /// A class index, which stands for 1 at this output and 0 at the others.
    Label(usize),
    /// One value for each output.
    Values(&'a [T]),
}

impl<T: Element> Target<'_, T> {
    /// The target of output `index`.
    pub fn value(&self, index: usize) -> T {
        match self {
            Self::Label(label) => {
                if *label == index {
                    T::ONE
                } else {
                    T::ZERO
                }
            }
            Self::Values(values) => values[index],
        }
    }

    /// d ← a - y
    #[inline(always)]
    pub(crate) fn difference<S: Simd<T>>(&self, simd: S, a: &[T], d: &mut [T]) {
        d.copy_from_slice(a);
        match self {
            Self::Label(label) => d[*label] -= T::ONE,
            Self::Values(y) => zip(
                simd,
                d,
                y,
                #[inline(always)]
                |d, y| simd.sub(d, y),
            ),
        }
    }

    /// Whether the largest output, the first of equal ones, is that of the target's class. A single output
    /// decides between two classes: whether it lies on the same side of the boundary as the target lies of ½.
    pub(crate) fn is_class_of(&self, a: &[T], boundary: T) -> bool {
        if let [a] = a {
            return (*a > boundary) == (self.value(0) > T::from_f64(0.5));
        }
        let class = match self {
            Self::Label(label) => *label,
            Self::Values(values) => largest(values),
        };
        // All outputs are compared and counted: an early exit would be a branch that the processor
        // mispredicts.
        let score = a[class];
        let below = a[..class].iter().filter(|&&other| other < score).count();
        let not_above = a[class + 1..].iter().filter(|&&other| other <= score).count();
        below + not_above == a.len() - 1
    }
}

/// Index of the largest value, the first of equal ones.
fn largest<T: Element>(values: &[T]) -> usize {
    let mut best = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = index;
        }
    }
    best
}
