//! A decoded image, and the reasons why there is none.

/// A decoded image: samples row by row, the channels of a pixel adjacent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Pixels in a row.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
    /// 1: grey; 3: red, green, blue; 4: red, green, blue, opacity.
    pub channels: usize,
    /// The samples, `height · width · channels` of them.
    pub data: Vec<u8>,
}

/// Why an image was not decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes are neither PNG nor JPEG.
    Format,
    /// The image has more pixels than are accepted.
    TooLarge {
        /// Pixels in a row.
        width: usize,
        /// Number of rows.
        height: usize,
    },
    /// The file ends before the image does.
    Truncated,
    /// The file contradicts itself or its format; the text says how.
    Corrupt(String),
}

/// Refuses sizes of 0, sizes above `max_pixels`, and sizes that need more bytes than the compressed data can unpack to.
pub fn check_size(
    (width, height): (usize, usize),
    max_pixels: usize,
    needed: u64,
    possible: u64,
) -> Result<(), DecodeError> {
    if width == 0 || height == 0 {
        return Err(DecodeError::Corrupt(format!("its header states a size of {width} × {height} pixels")));
    }
    if width.checked_mul(height).is_none_or(|pixels| pixels > max_pixels) {
        return Err(DecodeError::TooLarge { width, height });
    }
    if needed > possible {
        return Err(DecodeError::Corrupt(format!(
            "its header states {width} × {height} pixels, more than its data can hold"
        )));
    }
    Ok(())
}
