//! Any image ends in samples of the size that it says, or in a fault.
#![no_main]

use std::panic::{catch_unwind, set_hook};

use ferrograd_readers::image::decode;
use libfuzzer_sys::fuzz_target;

const MOST_PIXELS: usize = 1 << 16;

fuzz_target!(
    init: {
        // A decoder's own panic is caught by whoever calls it; that of an assertion below still ends the process.
        set_hook(Box::new(|_| ()));
    },
    |bytes: &[u8]| {
        let channels = [1, 3, 4][bytes.len() % 3];
        if let Ok(Ok(image)) = catch_unwind(|| decode(bytes, channels, MOST_PIXELS)) {
            assert!(image.width * image.height <= MOST_PIXELS, "{} by {}", image.width, image.height);
            assert_eq!(image.data.len(), image.width * image.height * channels);
        }
    }
);
