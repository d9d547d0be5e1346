//! Samples and targets in backend memory, copied there once.

use super::targets::Targets;
use crate::nn::vector::first_non_finite;
use crate::simd::{Isa, Simd, SimdOp, prefetch};
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
        self.targets.push(Targets::labels(labels));
        Ok(())
    }

    /// The next target of all samples, row-major.
    /// # Errors
    /// When the values do not make as many targets.
    pub fn add_targets(&mut self, values: Vec<T>) -> Result<(), Error> {
        let width = self.width(values.len(), "target values")?;
        self.targets.push(Targets::rows(values, width));
        Ok(())
    }

    /// How much each sample counts in the target that was added last.
    /// # Errors
    /// When their number is not the samples', or there is no target.
    pub fn weigh(&mut self, weights: Vec<T>) -> Result<(), Error> {
        let error = self.miscount(weights.len(), "weights");
        match self.targets.last_mut() {
            Some(targets) if weights.len() == self.length => {
                targets.weigh(weights);
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
    pub(crate) fn check(
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
    pub(crate) fn check_order(&self, order: &[u32]) -> Result<(), Error> {
        let Some(beyond) = order.iter().find(|&&sample| sample as usize >= self.length) else {
            return Ok(());
        };
        let (actual, expected) = (format!("sample {beyond}"), format!("the data set has {}", self.length));
        Err(Error::argument("sample-index", "program", actual, expected, "pass indices into the data set"))
    }

    /// Distinguishes data sets, also after one was freed.
    pub(crate) fn id(&self) -> u64 {
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

    pub(crate) fn targets(&self, output: usize) -> &Targets<T> {
        &self.targets[output]
    }

    /// Finds an input of the samples `order`: in place where they are stored as values, otherwise converted
    /// into `batch`, one behind the other. The offsets count from what [`Self::gathered`] answers.
    pub(crate) fn gather(&self, input: usize, order: &[u32], offsets: &mut [usize], batch: &mut [T]) {
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
    pub(crate) fn gathered<'a>(&'a self, input: usize, batch: &'a [T]) -> &'a [T] {
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
    pub(crate) fn fetch(&self, order: &[u32]) {
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
                targets.fetch(index);
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
