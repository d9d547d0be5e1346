//! What the outputs of samples should be.

use crate::Element;
use crate::simd::{Simd, prefetch, zip};

/// What one output of each sample should be.
pub struct Targets<T> {
    values: Values<T>,
    weights: Option<Vec<T>>,
}

enum Values<T> {
    Labels(Vec<u32>),
    Rows(Vec<T>, usize),
}

impl<T: Element> Targets<T> {
    /// A class for each sample.
    pub(crate) fn labels(labels: Vec<u32>) -> Self {
        Self { values: Values::Labels(labels), weights: None }
    }

    /// So many values for each sample.
    pub(crate) fn rows(values: Vec<T>, width: usize) -> Self {
        Self { values: Values::Rows(values, width), weights: None }
    }

    /// How much each sample counts.
    pub(crate) fn weigh(&mut self, weights: Vec<T>) {
        self.weights = Some(weights);
    }

    /// The target of one sample.
    #[inline(always)]
    pub(crate) fn of(&self, sample: usize) -> Target<'_, T> {
        match &self.values {
            Values::Labels(labels) => Target::Label(labels[sample] as usize),
            Values::Rows(values, width) => Target::Values(&values[sample * width..][..*width]),
        }
    }

    /// How much each sample counts, where that is not the same.
    pub(crate) fn weights(&self) -> Option<&[T]> {
        self.weights.as_deref()
    }

    /// How much one sample counts.
    pub(crate) fn weight(&self, sample: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[sample].to_f64())
    }

    /// Asks the processor for that of one sample.
    pub(crate) fn fetch(&self, sample: usize) {
        if let Values::Labels(labels) = &self.values {
            prefetch(&labels[sample..=sample]);
        }
    }

    /// Why they do not fit so many outputs.
    pub(crate) fn misfit(&self, outputs: usize) -> Option<String> {
        match &self.values {
            Values::Labels(labels) => {
                let beyond = labels.iter().position(|&label| label as usize >= outputs);
                beyond.map(|index| format!("label {} at index {index}", labels[index]))
            }
            Values::Rows(_, width) => (*width != outputs).then(|| format!("targets have {width} values")),
        }
    }
}

/// The target of one sample.
#[derive(Clone, Copy)]
pub enum Target<'a, T> {
    /// A class: 1 at its index, 0 elsewhere.
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

    /// Whether the largest output, the first of equals, is that of the target's class; of a single output,
    /// whether it lies on the same side of the boundary as the target of ½.
    pub(crate) fn is_class_of(&self, a: &[T], boundary: T) -> bool {
        if let [a] = a {
            return (*a > boundary) == (self.value(0) > T::from_f64(0.5));
        }
        let class = match self {
            Self::Label(label) => *label,
            Self::Values(values) => largest(values),
        };
        // Counted to the end: a processor cannot foresee an early exit.
        let score = a[class];
        let below = a[..class].iter().filter(|&&other| other < score).count();
        let not_above = a[class + 1..].iter().filter(|&&other| other <= score).count();
        below + not_above == a.len() - 1
    }
}

/// Index of the largest value, the first of equals.
fn largest<T: Element>(values: &[T]) -> usize {
    let mut best = 0;
    for (index, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = index;
        }
    }
    best
}
