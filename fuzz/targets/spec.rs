//! Parsing any text ends with a model whose parts refer to each other correctly, or with an error.
#![no_main]

use ferrograd_kernels::nn::Spec;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(spec) = Spec::parse(text) {
        assert!(spec.batch > 0 && !spec.layers.is_empty() && !spec.outputs.is_empty());
        for (index, layer) in spec.layers.iter().enumerate() {
            assert!(layer.from.iter().all(|&tensor| tensor < spec.inputs.len() + index));
        }
    }
});
