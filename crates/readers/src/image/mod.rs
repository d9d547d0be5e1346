//! PNG and JPEG images as 8-bit samples.
//!
//! What a file announces is compared with its size before a decoder sees it, so that nothing is allocated on trust.

mod channels;
mod jpeg;
mod png;

/// A decoded image: samples row by row, the channels of a pixel side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Pixels in a row.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
    /// 1 grey, 3 red, green, blue, 4 these and opacity.
    pub channels: usize,
    /// The samples.
    pub data: Vec<u8>,
}

/// Why an image was not decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Neither PNG nor JPEG.
    Format,
    /// More pixels than are accepted.
    TooLarge {
        /// Pixels in a row.
        width: usize,
        /// Number of rows.
        height: usize,
    },
    /// The file ends before the image.
    Truncated,
    /// What the decoder says.
    Corrupt(String),
}

/// Decodes a PNG or JPEG image of at most so many pixels into 1, 3 or 4 channels.
///
/// Grey is (19595 red + 38470 green + 7471 blue + 32768) / 65536, as Pillow rounds ITU-R 601. Opacity is 255 where the
/// file has none, and is left out where it is not wanted. Of 16-bit samples the upper half is kept.
///
/// # Errors
/// A `Fault`; nothing larger than the file can fill was allocated.
pub fn decode(bytes: &[u8], channels: usize, most_pixels: usize) -> Result<Image, Fault> {
    if bytes.starts_with(&png::SIGNATURE) {
        png::decode(bytes, channels, most_pixels)
    } else if bytes.starts_with(&[0xff, 0xd8]) {
        jpeg::decode(bytes, channels, most_pixels)
    } else {
        Err(Fault::Format)
    }
}

/// Refuses sizes that are absurd, or too large for what compressed bytes can hold at best.
fn check_size(
    (width, height): (usize, usize),
    most_pixels: usize,
    needed: u64,
    possible: u64,
) -> Result<(), Fault> {
    if width == 0 || height == 0 {
        return Err(Fault::Corrupt(format!("it announces {width} × {height} pixels")));
    }
    if width.checked_mul(height).is_none_or(|pixels| pixels > most_pixels) {
        return Err(Fault::TooLarge { width, height });
    }
    if needed > possible {
        return Err(Fault::Corrupt(format!(
            "it announces {width} × {height} pixels, more than its bytes can hold"
        )));
    }
    Ok(())
}
