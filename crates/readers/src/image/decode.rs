//! The choice of the format.

use super::types::{DecodeError, Image};
use super::{jpeg, png};

/// Decodes a PNG or JPEG image of at most `max_pixels` pixels into 1, 3 or 4 channels.
///
/// Grey is (19595 red + 38470 green + 7471 blue + 32768) / 65536, as Pillow rounds ITU-R 601. Opacity is 255 where the
/// file has none, and is dropped where 1 or 3 channels are asked for. Of 16-bit samples the upper half is kept.
///
/// # Errors
/// A [`DecodeError`]. By then, nothing larger than what the file can fill has been allocated.
pub fn decode(bytes: &[u8], channels: usize, max_pixels: usize) -> Result<Image, DecodeError> {
    if bytes.starts_with(&png::SIGNATURE) {
        png::decode(bytes, channels, max_pixels)
    } else if bytes.starts_with(&jpeg::SIGNATURE) {
        jpeg::decode(bytes, channels, max_pixels)
    } else {
        Err(DecodeError::Format)
    }
}
