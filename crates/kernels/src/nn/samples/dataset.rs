//! Samples and targets in backend memory, copied there once.

use super::convert::convert;
use super::targets::Targets;
use crate::nn::vector::first_non_finite;
use crate::simd::{Isa, prefetch};
use crate::{Element, Error};
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes at the start of a sample that are prefetched; the processor recognises the stream and continues by
/// itself.
const PREFETCHED_BYTES: usize = 1024;
/// Largest data set that is not prefetched, as it stays in the second-level cache.
const CACHED_BYTES: usize = 1 << 18;

/// One input of all samples, row-major.
enum Samples<T> {
    /// Values of the program's element type, read in place.
    Values(Vec<T>),
    /// Bytes, and the factor that each is multiplied by; converted batch by batch.
    Bytes(Vec<u8>, T),
}

struct Input<T> {
    samples: Samples<T>,
    features: usize,
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
    /// A data set of `length` samples, to which inputs and targets are added.
    /// # Errors
    /// When `length` is 0.
    pub fn new(length: usize, isa: Isa) -> Result<Self, Error> {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        if length == 0 {
            let expected = "at least one is needed";
            return Err(Error::argument("empty-data", "dataset", "no sample came", expected, "pass samples"));
        }
        let id = COUNT.fetch_add(1, Ordering::Relaxed);
        Ok(Self { id, isa, length, inputs: Vec::new(), targets: Vec::new() })
    }

    /// Adds the next input of all samples, row-major.
    /// # Errors
    /// When the number of values is not a multiple of the number of samples.
    pub fn add_values(&mut self, values: Vec<T>) -> Result<(), Error> {
        let features = self.values_per_sample(values.len(), "values")?;
        self.inputs.push(Input { samples: Samples::Values(values), features });
        Ok(())
    }

    /// Adds the next input of all samples as bytes, each of which stands for the value byte · `scale`.
    /// # Errors
    /// When the number of bytes is not a multiple of the number of samples.
    pub fn add_bytes(&mut self, bytes: Vec<u8>, scale: f64) -> Result<(), Error> {
        let features = self.values_per_sample(bytes.len(), "bytes")?;
        self.inputs.push(Input { samples: Samples::Bytes(bytes, T::from_f64(scale)), features });
        Ok(())
    }

    /// Adds the next target of all samples, one class index each.
    /// # Errors
    /// When there is not one label for each sample.
    pub fn add_labels(&mut self, labels: Vec<u32>) -> Result<(), Error> {
        if self.values_per_sample(labels.len(), "labels")? != 1 {
            return Err(self.wrong_count(labels.len(), "labels"));
        }
        self.targets.push(Targets::labels(labels));
        Ok(())
    }

    /// Adds the next target of all samples, row-major.
    /// # Errors
    /// When the number of values is not a multiple of the number of samples.
    pub fn add_targets(&mut self, values: Vec<T>) -> Result<(), Error> {
        let features = self.values_per_sample(values.len(), "target values")?;
        self.targets.push(Targets::rows(values, features));
        Ok(())
    }

    /// Sets the weight of each sample in the loss of the target that was added last.
    /// # Errors
    /// When there is not one weight for each sample, or no target.
    pub fn weigh(&mut self, weights: Vec<T>) -> Result<(), Error> {
        let error = self.wrong_count(weights.len(), "weights");
        match self.targets.last_mut() {
            Some(targets) if weights.len() == self.length => {
                targets.weigh(weights);
                Ok(())
            }
            _ => Err(error),
        }
    }

    fn values_per_sample(&self, values: usize, what: &str) -> Result<usize, Error> {
        if values > 0 && values.is_multiple_of(self.length) {
            Ok(values / self.length)
        } else {
            Err(self.wrong_count(values, what))
        }
    }

    fn wrong_count(&self, count: usize, what: &str) -> Error {
        let (actual, expected) =
            (format!("{count} {what} came"), format!("there are {} samples", self.length));
        Error::shape("sample-count", "dataset", actual, expected, "pass as many for each sample")
    }

    /// # Errors
    /// When the samples do not fit a program whose inputs have these features, or the targets its outputs,
    /// where it needs targets.
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
        for (own, features) in self.inputs.iter().zip(inputs) {
            if own.features != features {
                return Err(Error::shape(
                    "feature-count",
                    "dataset",
                    format!("samples have {} features", own.features),
                    format!("the model was built for {features}"),
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
        for (targets, features) in self.targets.iter().zip(outputs) {
            if let Some(actual) = targets.mismatch(features) {
                let expected = format!("the model has {features} outputs");
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
        let actual = format!("there is no sample {beyond}");
        let expected = format!("the data set has {} samples", self.length);
        Err(Error::argument("sample-index", "program", actual, expected, "pass indices into the data set"))
    }

    /// A number that no other data set has, also after this one was freed.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Always false: a data set has at least one sample.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Index of the first NaN or infinity among the values of an input.
    pub fn first_non_finite(&self, input: usize) -> Option<usize> {
        match &self.inputs.get(input)?.samples {
            Samples::Values(values) => first_non_finite(self.isa, values),
            Samples::Bytes(..) => None,
        }
    }

    pub(crate) fn targets(&self, output: usize) -> &Targets<T> {
        &self.targets[output]
    }

    /// Finds an input of the samples `order` and writes where each starts, in the slice that
    /// [`Self::gathered`] returns.
    ///
    /// ```text
    /// if the input is stored as values
    ///     offset of each sample = where it lies in the data set       nothing is copied
    /// else, for each sample of the batch
    ///     converted[next row] ← scale · its bytes, offset = that row
    /// ```
    ///
    /// Products read rows at any offsets, so values of a shuffled data set need no copy.
    pub(crate) fn gather(&self, input: usize, order: &[u32], offsets: &mut [usize], converted: &mut [T]) {
        let Input { samples, features } = &self.inputs[input];
        match samples {
            Samples::Values(_) => {
                for (offset, &index) in offsets.iter_mut().zip(order) {
                    *offset = index as usize * features;
                }
            }
            Samples::Bytes(bytes, scale) => {
                let rows = converted.chunks_exact_mut(*features).zip(order).zip(offsets);
                for (position, ((row, &index), offset)) in rows.enumerate() {
                    *offset = position * features;
                    let sample = &bytes[index as usize * features..][..*features];
                    convert(self.isa, sample, row, *scale);
                }
            }
        }
    }

    /// The slice that the offsets of the last [`Self::gather`] into `converted` count from.
    pub(crate) fn gathered<'a>(&'a self, input: usize, converted: &'a [T]) -> &'a [T] {
        match &self.inputs[input].samples {
            Samples::Values(values) => values,
            Samples::Bytes(..) => converted,
        }
    }

    /// Bytes of all samples.
    fn bytes(&self) -> usize {
        let bytes_of = |input: &Input<T>| match &input.samples {
            Samples::Values(values) => size_of_val(values.as_slice()),
            Samples::Bytes(bytes, _) => bytes.len(),
        };
        self.inputs.iter().map(bytes_of).sum()
    }

    /// Asks the processor to fetch the samples and targets that the next step reads.
    /// See docs/decisions/kernels.md#samples-are-prefetched-one-step-ahead.
    pub(crate) fn prefetch(&self, order: &[u32]) {
        if self.bytes() <= CACHED_BYTES {
            return;
        }
        for &index in order {
            let index = index as usize;
            for Input { samples, features } in &self.inputs {
                match samples {
                    Samples::Values(values) => prefetch_start(&values[index * features..][..*features]),
                    Samples::Bytes(bytes, _) => prefetch_start(&bytes[index * features..][..*features]),
                }
            }
            for targets in &self.targets {
                targets.prefetch(index);
            }
        }
    }
}

fn prefetch_start<T>(sample: &[T]) {
    prefetch(&sample[..sample.len().min(PREFETCHED_BYTES / size_of::<T>())]);
}
