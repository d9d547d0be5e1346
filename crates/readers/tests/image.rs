//! Decoding any bytes ends with an image or an error. Pixels are compared with reference values in
//! `test/data/image.test.ts`.

use std::panic::catch_unwind;

use ferrograd_readers::image::{DecodeError, decode};
use proptest::prelude::*;

const LIMIT: usize = 1 << 20;

/// A grey image of 2 × 2 pixels.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x00, 0x00, 0x00, 0x00, 0x57, 0xdd, 0x52, 0xf8, 0x00,
    0x00, 0x00, 0x0e, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf4, 0x65, 0x60, 0x62, 0x60, 0x00, 0x00,
    0x01, 0x93, 0x00, 0x51, 0x97, 0x4f, 0x9b, 0x8f, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
];

#[test]
fn format_size_and_end_are_checked_before_decoding() {
    assert_eq!(decode(PNG, 1, LIMIT).map(|image| image.data), Ok(vec![77; 4]));
    assert_eq!(decode(b"GIF89a", 3, LIMIT), Err(DecodeError::Format));
    assert_eq!(decode(&PNG[..40], 3, LIMIT), Err(DecodeError::Truncated));
    assert_eq!(decode(&[0xff, 0xd8, 0xff], 3, LIMIT), Err(DecodeError::Truncated));
    assert_eq!(
        decode(&[0xff, 0xd8, 0xff, 0xd9], 3, LIMIT),
        Err(DecodeError::Corrupt("it has no frame header".into()))
    );
    let mut large = PNG.to_vec();
    large[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
    assert!(matches!(decode(&large, 3, LIMIT), Err(DecodeError::TooLarge { .. })));
    let mut endless = PNG.to_vec();
    endless[33..37].copy_from_slice(&[0xff; 4]);
    assert_eq!(decode(&endless, 3, LIMIT), Err(DecodeError::Truncated));
}

proptest! {
    #[test]
    fn any_changed_png_ends_with_an_image_of_its_size_or_an_error(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut file = PNG.to_vec();
        for (index, byte) in changes {
            *index.get_mut(&mut file) = byte;
        }
        file.splice(41..41, bytes);
        // The caller catches a panic of the decoder; a result has to have the size that it states.
        if let Ok(Ok(image)) = catch_unwind(|| decode(&file, 3, LIMIT)) {
            prop_assert_eq!(image.data.len(), image.width * image.height * 3);
        }
    }

    #[test]
    fn any_jpeg_ends_with_an_image_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut file = vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];
        file.extend(bytes);
        file.extend([0xff, 0xd9]);
        let _ = catch_unwind(|| decode(&file, 1, LIMIT));
    }
}
