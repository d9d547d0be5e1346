//! Decoding any bytes ends with samples of the size that the image states, or with an error.
#![no_main]

use std::panic::{catch_unwind, set_hook};

use ferrograd_readers::image::decode;
use libfuzzer_sys::fuzz_target;

const MAX_PIXELS: usize = 1 << 16;

fuzz_target!(
    init: {
        // Keeps the decoder's own panics quiet, which the caller catches; an assertion below still ends the process.
        set_hook(Box::new(|_| ()));
    },
    |bytes: &[u8]| {
        let channels = [1, 3, 4][bytes.len() % 3];
        if let Ok(Ok(image)) = catch_unwind(|| decode(bytes, channels, MAX_PIXELS)) {
            assert!(image.width * image.height <= MAX_PIXELS, "{} by {}", image.width, image.height);
            assert_eq!(image.data.len(), image.width * image.height * channels);
        }
    }
);
