//! Samples and targets in backend memory, copied there once.

use super::vector::first_non_finite;
use crate::simd::{Isa, Simd, SimdOp, prefetch, zip};
use crate::{Element, Error};
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a sample that are fetched ahead; the processor's own prefetch goes on from there.
const FETCHED: usize = 1024;

/// Samples as they are stored.
pub enum Inputs<T> {
    /// Of the program's element type, read in place.
    Values(Vec<T>),
    /// Bytes that count `scale` each: a quarter of the memory, converted batch by batch.
    Bytes(Vec<u8>, T),
}

enum Targets<T> {
    None,
    Labels(Vec<u32>),
    Values(Vec<T>, usize),
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
    /// whether both lie on the same side of ½.
    pub(super) fn is_class_of(&self, a: &[T]) -> bool {
        if let [a] = a {
            let half = T::from_f64(0.5);
            return (*a > half) == (self.value(0) > half);
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
    inputs: Inputs<T>,
    width: usize,
    length: usize,
    targets: Targets<T>,
}

impl<T: Element> Dataset<T> {
    /// Row-major samples of `width` values each.
    /// # Errors
    /// When the values do not make whole samples.
    pub fn new(inputs: Inputs<T>, width: usize, isa: Isa) -> Result<Self, Error> {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let values = match &inputs {
            Inputs::Values(values) => values.len(),
            Inputs::Bytes(bytes, _) => bytes.len(),
        };
        if width == 0 || values == 0 || !values.is_multiple_of(width) {
            return Err(Error::shape(
                "sample-width",
                "dataset",
                format!("{values} values came"),
                format!("samples have {width} values each"),
                "pass whole samples, at least one",
            ));
        }
        let id = COUNT.fetch_add(1, Ordering::Relaxed);
        Ok(Self { id, isa, inputs, width, length: values / width, targets: Targets::None })
    }

    /// One class a sample.
    /// # Errors
    /// When their number is not the samples'.
    pub fn set_labels(&mut self, labels: Vec<u32>) -> Result<(), Error> {
        self.check_targets(labels.len(), 1)?;
        self.targets = Targets::Labels(labels);
        Ok(())
    }

    /// `width` values a sample, row-major.
    /// # Errors
    /// When their number is not the samples'.
    pub fn set_values(&mut self, values: Vec<T>, width: usize) -> Result<(), Error> {
        self.check_targets(values.len(), width)?;
        self.targets = Targets::Values(values, width);
        Ok(())
    }

    fn check_targets(&self, came: usize, width: usize) -> Result<(), Error> {
        if width > 0 && came == self.length.saturating_mul(width) {
            return Ok(());
        }
        Err(Error::shape(
            "target-count",
            "dataset",
            format!("{came} target values of width {width} came"),
            format!("there are {} samples", self.length),
            "pass one target for each sample",
        ))
    }

    /// # Errors
    /// When samples or targets do not fit a program with these widths.
    pub(super) fn check(&self, inputs: usize, outputs: usize, needs_targets: bool) -> Result<(), Error> {
        if self.width != inputs {
            return Err(Error::shape(
                "feature-count",
                "dataset",
                format!("samples have {} features", self.width),
                format!("the model was built for {inputs}"),
                "pass samples of the model's input shape",
            ));
        }
        let misfit = match &self.targets {
            Targets::None => needs_targets.then(|| "there are no targets".to_owned()),
            Targets::Labels(labels) => labels
                .iter()
                .position(|&label| label as usize >= outputs)
                .map(|index| format!("label {} at index {index}", labels[index])),
            Targets::Values(_, width) => (*width != outputs).then(|| format!("targets have {width} values")),
        };
        misfit.map_or(Ok(()), |actual| {
            let expected = format!("the model has {outputs} outputs");
            Err(Error::shape(
                "target-width",
                "dataset",
                actual,
                expected,
                "pass targets that fit the outputs",
            ))
        })
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

    /// Index of the first NaN or infinity among the inputs.
    pub fn first_non_finite(&self) -> Option<usize> {
        match &self.inputs {
            Inputs::Values(values) => first_non_finite(self.isa, values),
            Inputs::Bytes(..) => None,
        }
    }

    pub(super) fn target(&self, index: usize) -> Target<'_, T> {
        match &self.targets {
            Targets::Labels(labels) => Target::Label(labels[index] as usize),
            Targets::Values(values, width) => Target::Values(&values[index * width..][..*width]),
            Targets::None => Target::Values(&[]),
        }
    }

    /// Finds the samples of `order`: in place where they are stored as values, otherwise converted into
    /// `batch`, one behind the other. Offsets count from the slice answered.
    pub(super) fn gather<'a>(&'a self, order: &[u32], offsets: &mut [usize], batch: &'a mut [T]) -> &'a [T] {
        match &self.inputs {
            Inputs::Values(_) => {
                for (offset, &index) in offsets.iter_mut().zip(order) {
                    *offset = index as usize * self.width;
                }
            }
            Inputs::Bytes(bytes, scale) => {
                let rows = batch.chunks_exact_mut(self.width).zip(order).zip(offsets);
                for (position, ((row, &index), offset)) in rows.enumerate() {
                    *offset = position * self.width;
                    let sample = &bytes[index as usize * self.width..][..self.width];
                    T::dispatch(self.isa, Convert { sample, row, scale: *scale });
                }
            }
        }
        self.gathered(batch)
    }

    /// Asks the processor for samples that the next step reads.
    pub(super) fn fetch(&self, samples: &[u32]) {
        for &index in samples {
            let index = index as usize;
            match &self.inputs {
                Inputs::Values(values) => fetch_start(&values[index * self.width..][..self.width]),
                Inputs::Bytes(bytes, _) => fetch_start(&bytes[index * self.width..][..self.width]),
            }
            if let Targets::Labels(labels) = &self.targets {
                prefetch(&labels[index..=index]);
            }
        }
    }

    /// What the offsets of the last `gather` into `batch` count from.
    pub(super) fn gathered<'a>(&'a self, batch: &'a [T]) -> &'a [T] {
        match &self.inputs {
            Inputs::Values(values) => values,
            Inputs::Bytes(..) => batch,
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
