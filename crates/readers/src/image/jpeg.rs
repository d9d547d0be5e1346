//! JPEG: its segments are checked here, its pixels are decoded by `zune-jpeg`.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::channels::convert;
use super::types::{DecodeError, Image, check_size};

/// The marker that every file begins with: start of image.
pub const SIGNATURE: [u8; 2] = [0xff, 0xd8];

/// A block of 64 pixels takes at least one bit, so a byte holds at most 512 pixels; twice that, as subsampled channels
/// have fewer blocks.
const MAX_PIXELS_PER_BYTE: u64 = 1024;

pub fn decode(bytes: &[u8], channels: usize, max_pixels: usize) -> Result<Image, DecodeError> {
    let (width, height) = size(bytes)?;
    let pixels = width as u64 * height as u64;
    check_size((width, height), max_pixels, pixels, bytes.len() as u64 * MAX_PIXELS_PER_BYTE)?;
    let options = DecoderOptions::default()
        .set_max_width(width)
        .set_max_height(height)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let data = decoder.decode().map_err(|error| DecodeError::Corrupt(format!("{error:?}")))?;
    if data.len() != width * height * 3 {
        return Err(DecodeError::Corrupt(
            "its colours cannot be converted to red, green and blue".to_owned(),
        ));
    }
    Ok(Image { width, height, channels, data: convert(data, 3, channels) })
}

/// The size of the image, from a walk through all its segments to the marker of its end.
///
/// ```text
/// for each marker 0xff, code:
///     end of image:             return the size of the first frame header
///     code without a segment:   next marker
///     else:                     skip the segment, whose first two bytes are its length
/// ```
///
/// The whole file is walked because the decoder would fill what is missing of a truncated file with grey.
fn size(bytes: &[u8]) -> Result<(usize, usize), DecodeError> {
    let mut size = None;
    let mut at = SIGNATURE.len();
    loop {
        let marker = next_marker(bytes, &mut at)?;
        match marker {
            0xd9 => return size.ok_or_else(|| DecodeError::Corrupt("it has no frame header".to_owned())),
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = bytes.get(at..at + 2).map(u16_at_start).ok_or(DecodeError::Truncated)?;
        let segment = bytes.get(at..at + length.max(2)).ok_or(DecodeError::Truncated)?;
        if matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) {
            let height_width = segment.get(3..7).ok_or(DecodeError::Truncated)?;
            size = size.or(Some((u16_at_start(&height_width[2..]), u16_at_start(height_width))));
        }
        at += length.max(2);
    }
}

/// The code of the next marker, after entropy-coded data where there are any; `at` moves behind it.
fn next_marker(bytes: &[u8], at: &mut usize) -> Result<u8, DecodeError> {
    loop {
        let rest = bytes.get(*at..).ok_or(DecodeError::Truncated)?;
        *at += rest.iter().position(|&byte| byte == 0xff).ok_or(DecodeError::Truncated)? + 1;
        let code = bytes.get(*at).copied().ok_or(DecodeError::Truncated)?;
        // 0xff may be repeated in front of a code.
        if code == 0xff {
            continue;
        }
        *at += 1;
        // 0xff 0x00 is a byte 0xff of the entropy-coded data.
        if code != 0 {
            return Ok(code);
        }
    }
}

fn u16_at_start(bytes: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([bytes[0], bytes[1]]))
}
