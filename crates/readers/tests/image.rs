//! Whatever bytes come, decoding ends with an image or a fault; the files are those of the reference values.

use std::panic::catch_unwind;

use ferrograd_readers::image::{Fault, decode};
use proptest::prelude::*;

const LIMIT: usize = 1 << 20;

/// A grey picture of 2 × 2 pixels.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x00, 0x00, 0x00, 0x00, 0x57, 0xdd, 0x52, 0xf8, 0x00,
    0x00, 0x00, 0x0e, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf4, 0x65, 0x60, 0x62, 0x60, 0x00, 0x00,
    0x01, 0x93, 0x00, 0x51, 0x97, 0x4f, 0x9b, 0x8f, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
];

#[test]
fn formats_sizes_and_ends_are_checked_first() {
    assert_eq!(decode(PNG, 1, LIMIT).map(|image| image.data), Ok(vec![77; 4]));
    assert_eq!(decode(b"GIF89a", 3, LIMIT), Err(Fault::Format));
    assert_eq!(decode(&PNG[..40], 3, LIMIT), Err(Fault::Truncated));
    assert_eq!(decode(&[0xff, 0xd8, 0xff], 3, LIMIT), Err(Fault::Truncated));
    assert_eq!(
        decode(&[0xff, 0xd8, 0xff, 0xd9], 3, LIMIT),
        Err(Fault::Corrupt("it has no header of a frame".into()))
    );
    let mut large = PNG.to_vec();
    large[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
    assert!(matches!(decode(&large, 3, LIMIT), Err(Fault::TooLarge { .. })));
    let mut endless = PNG.to_vec();
    endless[33..37].copy_from_slice(&[0xff; 4]);
    assert_eq!(decode(&endless, 3, LIMIT), Err(Fault::Truncated));
}

proptest! {
    #[test]
    fn any_png_ends(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut file = PNG.to_vec();
        for (index, byte) in changes {
            *index.get_mut(&mut file) = byte;
        }
        file.splice(41..41, bytes);
        // A decoder's own panic is caught by whoever calls it; no result may be larger than was allowed.
        if let Ok(Ok(image)) = catch_unwind(|| decode(&file, 3, LIMIT)) {
            prop_assert_eq!(image.data.len(), image.width * image.height * 3);
        }
    }

    #[test]
    fn any_jpeg_ends(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut file = vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];
        file.extend(bytes);
        file.extend([0xff, 0xd9]);
        let _ = catch_unwind(|| decode(&file, 1, LIMIT));
    }
}
