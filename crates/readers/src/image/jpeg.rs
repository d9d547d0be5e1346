//! JPEG: the segments are gone through here, the pixels are left to `zune-jpeg`.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::channels::convert;
use super::{Fault, Image, check_size};

/// A block of 64 pixels takes one bit at least; twice that for what sampling factors may do.
const MOST_PIXELS_A_BYTE: u64 = 1024;

pub fn decode(bytes: &[u8], channels: usize, most_pixels: usize) -> Result<Image, Fault> {
    let (width, height) = size(bytes)?;
    let pixels = width as u64 * height as u64;
    check_size((width, height), most_pixels, pixels, bytes.len() as u64 * MOST_PIXELS_A_BYTE)?;
    let options = DecoderOptions::default()
        .set_max_width(width)
        .set_max_height(height)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let data = decoder.decode().map_err(|error| Fault::Corrupt(format!("{error:?}")))?;
    if data.len() != width * height * 3 {
        return Err(Fault::Corrupt("it has other colours than red, green and blue".to_owned()));
    }
    Ok(Image { width, height, channels, data: convert(data, 3, channels) })
}

/// Goes through all segments to the end of the image; the decoder would fill up what is missing with grey.
fn size(bytes: &[u8]) -> Result<(usize, usize), Fault> {
    let mut size = None;
    let mut at = 2;
    loop {
        let marker = next_marker(bytes, &mut at)?;
        match marker {
            0xd9 => return size.ok_or_else(|| Fault::Corrupt("it has no header of a frame".to_owned())),
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = bytes.get(at..at + 2).map(word).ok_or(Fault::Truncated)?;
        let segment = bytes.get(at..at + length.max(2)).ok_or(Fault::Truncated)?;
        if matches!(marker, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf) {
            let sizes = segment.get(3..7).ok_or(Fault::Truncated)?;
            size = size.or(Some((word(&sizes[2..]), word(sizes))));
        }
        at += length.max(2);
    }
}

/// The next marker, after entropy-coded data where there are any; moves behind it.
fn next_marker(bytes: &[u8], at: &mut usize) -> Result<u8, Fault> {
    loop {
        let rest = bytes.get(*at..).ok_or(Fault::Truncated)?;
        *at += rest.iter().position(|&byte| byte == 0xff).ok_or(Fault::Truncated)? + 1;
        let code = bytes.get(*at).copied().ok_or(Fault::Truncated)?;
        // A filling byte, or a stuffed one of the data.
        if code == 0xff {
            continue;
        }
        *at += 1;
        if code != 0 {
            return Ok(code);
        }
    }
}

fn word(bytes: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([bytes[0], bytes[1]]))
}
