//! Samples in the memory of the kernels.

use crate::errors::{freed, reject};
use ferrograd_kernels::Isa;
use ferrograd_kernels::nn::Dataset;
use napi::bindgen_prelude::{Uint8Array, Uint32Array};
use napi_derive::napi;

macro_rules! bind {
    ($type:ident, $dataset:ident) => {
        #[napi]
        pub struct $dataset(Option<Dataset<$type>>);

        #[napi]
        impl $dataset {
            #[napi(constructor, catch_unwind)]
            pub fn new(length: u32) -> napi::Result<Self> {
                let dataset = Dataset::new(length as usize, Isa::detect());
                dataset.map(|dataset| Self(Some(dataset))).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn add_values(&mut self, values: &[$type]) -> napi::Result<()> {
                self.get_mut()?.add_values(values.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn add_bytes(&mut self, bytes: Uint8Array, scale: f64) -> napi::Result<()> {
                self.get_mut()?.add_bytes(bytes.to_vec(), scale).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn add_labels(&mut self, labels: Uint32Array) -> napi::Result<()> {
                self.get_mut()?.add_labels(labels.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn add_targets(&mut self, values: &[$type]) -> napi::Result<()> {
                self.get_mut()?.add_targets(values.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn weigh(&mut self, weights: &[$type]) -> napi::Result<()> {
                self.get_mut()?.weigh(weights.to_vec()).map_err(|error| reject(&error))
            }

            #[napi(catch_unwind)]
            pub fn first_non_finite(&self, input: u32) -> f64 {
                let first = self.0.as_ref().and_then(|dataset| dataset.first_non_finite(input as usize));
                first.map_or(-1.0, |index| index as f64)
            }

            #[napi]
            pub fn free(&mut self) {
                self.0 = None;
            }
        }

        impl $dataset {
            /// The data set, or the error that it has been freed.
            pub(crate) fn get(&self) -> napi::Result<&Dataset<$type>> {
                self.0.as_ref().ok_or_else(freed)
            }

            fn get_mut(&mut self) -> napi::Result<&mut Dataset<$type>> {
                self.0.as_mut().ok_or_else(freed)
            }
        }
    };
}

bind!(f32, Dataset32);
bind!(f64, Dataset64);
