//! Samples and targets in backend memory, copied there once.

use super::vector::first_non_finite;
use crate::simd::{Isa, Simd, SimdOp, prefetch, zip};
use crate::{Element, Error};
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a sample that are fetched ahead; the processor's own prefetch goes on from there.
const FETCHED: usize = 1024;
/// Bytes of samples that are in the second-level cache anyway.
const NEAR: usize = 1 << 18;

/// One input of each sample, row-major.
enum Samples<T> {
    /// Of the program's element type, read in place.
    Values(Vec<T>),
    /// Bytes that count `scale` each: a quarter of the memory, converted batch by batch.
    Bytes(Vec<u8>, T),
}

struct Input<T> {
    samples: Samples<T>,
    width: usize,
}

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
    /// The target of one sample.
    #[inline(always)]
    pub(super) fn of(&self, sample: usize) -> Target<'_, T> {
        match &self.values {
            Values::Labels(labels) => Target::Label(labels[sample] as usize),
            Values::Rows(values, width) => Target::Values(&values[sample * width..][..*width]),
        }
    }

    /// How much each sample counts, where that is not the same.
    pub(super) fn weights(&self) -> Option<&[T]> {
        self.weights.as_deref()
    }

    /// How much one sample counts.
    pub(super) fn weight(&self, sample: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[sample].to_f64())
    }

    /// Why they do not fit so many outputs.
    fn misfit(&self, outputs: usize) -> Option<String> {
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
    pub(super) fn difference<S: Simd<T>>(&self, simd: S, a: &[T], d: &mut [T]) {
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
    pub(super) fn is_class_of(&self, a: &[T], boundary: T) -> bool {
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

/// Samples, and targets where they are known.
pub struct Dataset<T> {
    id: u64,
    isa: Isa,
    length: usize,
    inputs: Vec<Input<T>>,
    targets: Vec<Targets<T>>,
}

impl<T: Element> Dataset<T> {
    /// Of `length` samples, whose inputs and targets are added.
    /// # Errors
    /// When there is none.
    pub fn new(length: usize, isa: Isa) -> Result<Self, Error> {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        if length == 0 {
            let expected = "at least one is needed";
            return Err(Error::argument("empty-data", "dataset", "no sample came", expected, "pass samples"));
        }
        let id = COUNT.fetch_add(1, Ordering::Relaxed);
        Ok(Self { id, isa, length, inputs: Vec::new(), targets: Vec::new() })
    }

    /// The next input of all samples, row-major.
    /// # Errors
    /// When the values do not make as many samples.
    pub fn add_values(&mut self, values: Vec<T>) -> Result<(), Error> {
        let width = self.width(values.len(), "values")?;
        self.inputs.push(Input { samples: Samples::Values(values), width });
        Ok(())
    }

    /// The next input of all samples as bytes that count `scale` each.
    /// # Errors
    /// When they do not make as many samples.
    pub fn add_bytes(&mut self, bytes: Vec<u8>, scale: f64) -> Result<(), Error> {
        let width = self.width(bytes.len(), "bytes")?;
        self.inputs.push(Input { samples: Samples::Bytes(bytes, T::from_f64(scale)), width });
        Ok(())
    }

    /// The next target of all samples, one class each.
    /// # Errors
    /// When their number is not the samples'.
    pub fn add_labels(&mut self, labels: Vec<u32>) -> Result<(), Error> {
        if self.width(labels.len(), "labels")? != 1 {
            return Err(self.miscount(labels.len(), "labels"));
        }
        self.targets.push(Targets { values: Values::Labels(labels), weights: None });
        Ok(())
    }

    /// The next target of all samples, row-major.
    /// # Errors
    /// When the values do not make as many targets.
    pub fn add_targets(&mut self, values: Vec<T>) -> Result<(), Error> {
        let width = self.width(values.len(), "target values")?;
        self.targets.push(Targets { values: Values::Rows(values, width), weights: None });
        Ok(())
    }

    /// How much each sample counts in the target that was added last.
    /// # Errors
    /// When their number is not the samples', or there is no target.
    pub fn weigh(&mut self, weights: Vec<T>) -> Result<(), Error> {
        let error = self.miscount(weights.len(), "weights");
        match self.targets.last_mut() {
            Some(targets) if weights.len() == self.length => {
                targets.weights = Some(weights);
                Ok(())
            }
            _ => Err(error),
        }
    }

    fn width(&self, values: usize, what: &str) -> Result<usize, Error> {
        if values > 0 && values.is_multiple_of(self.length) {
            Ok(values / self.length)
        } else {
            Err(self.miscount(values, what))
        }
    }

    fn miscount(&self, came: usize, what: &str) -> Error {
        let (actual, expected) =
            (format!("{came} {what} came"), format!("there are {} samples", self.length));
        Error::shape("sample-count", "dataset", actual, expected, "pass as many for each sample")
    }

    /// # Errors
    /// When samples or targets do not fit a program with inputs and, where it needs targets, outputs of these widths.
    pub(super) fn check(
        &self,
        inputs: impl ExactSizeIterator<Item = usize>,
        outputs: Option<impl ExactSizeIterator<Item = usize>>,
    ) -> Result<(), Error> {
        if self.inputs.len() != inputs.len() {
            return Err(Error::shape(
                "input-count",
                "dataset",
                format!("{} inputs came", self.inputs.len()),
                format!("the model has {}", inputs.len()),
                "pass one array for each input",
            ));
        }
        for (own, width) in self.inputs.iter().zip(inputs) {
            if own.width != width {
                return Err(Error::shape(
                    "feature-count",
                    "dataset",
                    format!("samples have {} features", own.width),
                    format!("the model was built for {width}"),
                    "pass samples of the model's input shape",
                ));
            }
        }
        outputs.map_or(Ok(()), |outputs| self.check_targets(outputs))
    }

    fn check_targets(&self, outputs: impl ExactSizeIterator<Item = usize>) -> Result<(), Error> {
        let count = outputs.len();
        if self.targets.len() != count {
            return Err(Error::shape(
                "target-width",
                "dataset",
                format!("{} targets came", self.targets.len()),
                format!("the model has {count} outputs"),
                "pass one target for each output",
            ));
        }
        for (targets, width) in self.targets.iter().zip(outputs) {
            if let Some(actual) = targets.misfit(width) {
                let expected = format!("the model has {width} outputs");
                let remedy = "pass targets that fit the outputs";
                return Err(Error::shape("target-width", "dataset", actual, expected, remedy));
            }
        }
        Ok(())
    }

    /// # Errors
    /// When an index is beyond the samples.
    pub(super) fn check_order(&self, order: &[u32]) -> Result<(), Error> {
        let Some(beyond) = order.iter().find(|&&sample| sample as usize >= self.length) else {
            return Ok(());
        };
        let (actual, expected) = (format!("sample {beyond}"), format!("the data set has {}", self.length));
        Err(Error::argument("sample-index", "program", actual, expected, "pass indices into the data set"))
    }

    /// Distinguishes data sets, also after one was freed.
    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Never: a data set has at least one sample.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Index of the first NaN or infinity of an input.
    pub fn first_non_finite(&self, input: usize) -> Option<usize> {
        match &self.inputs.get(input)?.samples {
            Samples::Values(values) => first_non_finite(self.isa, values),
            Samples::Bytes(..) => None,
        }
    }

    pub(super) fn targets(&self, output: usize) -> &Targets<T> {
        &self.targets[output]
    }

    /// Finds an input of the samples `order`: in place where they are stored as values, otherwise converted
    /// into `batch`, one behind the other. The offsets count from what [`Self::gathered`] answers.
    pub(super) fn gather(&self, input: usize, order: &[u32], offsets: &mut [usize], batch: &mut [T]) {
        let Input { samples, width } = &self.inputs[input];
        match samples {
            Samples::Values(_) => {
                for (offset, &index) in offsets.iter_mut().zip(order) {
                    *offset = index as usize * width;
                }
            }
            Samples::Bytes(bytes, scale) => {
                let rows = batch.chunks_exact_mut(*width).zip(order).zip(offsets);
                for (position, ((row, &index), offset)) in rows.enumerate() {
                    *offset = position * width;
                    let sample = &bytes[index as usize * width..][..*width];
                    T::dispatch(self.isa, Convert { sample, row, scale: *scale });
                }
            }
        }
    }

    /// What the offsets of the last `gather` into `batch` count from.
    pub(super) fn gathered<'a>(&'a self, input: usize, batch: &'a [T]) -> &'a [T] {
        match &self.inputs[input].samples {
            Samples::Values(values) => values,
            Samples::Bytes(..) => batch,
        }
    }

    /// Of all samples.
    fn bytes(&self) -> usize {
        let bytes_of = |input: &Input<T>| match &input.samples {
            Samples::Values(values) => size_of_val(values.as_slice()),
            Samples::Bytes(bytes, _) => bytes.len(),
        };
        self.inputs.iter().map(bytes_of).sum()
    }

    /// Asks the processor for samples that the next step reads.
    pub(super) fn fetch(&self, order: &[u32]) {
        if self.bytes() <= NEAR {
            return;
        }
        for &index in order {
            let index = index as usize;
            for Input { samples, width } in &self.inputs {
                match samples {
                    Samples::Values(values) => fetch_start(&values[index * width..][..*width]),
                    Samples::Bytes(bytes, _) => fetch_start(&bytes[index * width..][..*width]),
                }
            }
            for targets in &self.targets {
                if let Values::Labels(labels) = &targets.values {
                    prefetch(&labels[index..=index]);
                }
            }
        }
    }
}

fn fetch_start<T>(sample: &[T]) {
    prefetch(&sample[..sample.len().min(FETCHED / size_of::<T>())]);
}

struct Convert<'a, T> {
    sample: &'a [u8],
    row: &'a mut [T],
    scale: T,
}

impl<T: Element> SimdOp<T> for Convert<'_, T> {
    type Output = ();
    /// The compiler's own vectors do this one well.
    #[inline(always)]
    fn run<S: Simd<T>>(self, _: S) {
        for (value, &byte) in self.row.iter_mut().zip(self.sample) {
            *value = T::from(byte) * self.scale;
        }
    }
}
