//! PNG: its chunks are checked here, its pixels are decoded by `zune-png`.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_png::PngDecoder;

use super::channels::convert;
use super::types::{DecodeError, Image, check_size};

/// The bytes that every file begins with.
pub const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];

/// Deflate encodes at best 258 bytes in 2 bits.
const MAX_DEFLATE_RATIO: u64 = 1032;

/// Bytes of a chunk around its data: length, name and checksum.
const CHUNK_FRAME: usize = 12;

pub fn decode(bytes: &[u8], channels: usize, max_pixels: usize) -> Result<Image, DecodeError> {
    let essential = essential_chunks(bytes)?;
    let header = essential.get(16..26).filter(|_| essential[12..16] == *b"IHDR");
    let header = header
        .ok_or_else(|| DecodeError::Corrupt("its first chunk is not the image header (IHDR)".to_owned()))?;
    let [width, height] = [0, 4].map(|at| u32_at_start(&header[at..]) as usize);
    let bits = u64::from(header[8]) * samples(header[9]);
    // Widths have 31 bits, so that nothing here overflows for an image within `max_pixels`.
    let needed = (height as u64).saturating_mul((width as u64).saturating_mul(bits) / 8 + 1);
    check_size((width, height), max_pixels, needed, essential.len() as u64 * MAX_DEFLATE_RATIO)?;
    let options = DecoderOptions::default()
        .set_max_width(width)
        .set_max_height(height)
        .set_strict_mode(true)
        .png_set_confirm_crc(true)
        .inflate_set_confirm_adler(true)
        .png_set_strip_to_8bit(true);
    let mut decoder = PngDecoder::new_with_options(ZCursor::new(&essential), options);
    let data = decoder.decode_raw().map_err(|error| DecodeError::Corrupt(format!("{error:?}")))?;
    let found = match decoder.colorspace() {
        Some(ColorSpace::Luma) => 1,
        Some(ColorSpace::LumaA) => 2,
        Some(ColorSpace::RGB) => 3,
        _ => 4,
    };
    if data.len() != width * height * found {
        return Err(DecodeError::Corrupt("its data have another size than its header states".to_owned()));
    }
    Ok(Image { width, height, channels, data: convert(data, found, channels) })
}

/// A copy of the file with only the chunks that pixels depend on: texts and profiles are compressed, and may unpack to
/// any size.
fn essential_chunks(bytes: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut essential = SIGNATURE.to_vec();
    let mut at = SIGNATURE.len();
    loop {
        let head = bytes.get(at..at + 8).ok_or(DecodeError::Truncated)?;
        let length = u32_at_start(head) as usize;
        let end = (at + CHUNK_FRAME).checked_add(length).ok_or(DecodeError::Truncated)?;
        let chunk = bytes.get(at..end).ok_or(DecodeError::Truncated)?;
        let name = &head[4..8];
        if [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"].iter().any(|known| known[..] == *name) {
            essential.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Ok(essential);
        }
        at = end;
    }
}

/// Samples of a pixel by the colour type of the header. The decoder refuses types that do not exist.
fn samples(colour_type: u8) -> u64 {
    match colour_type {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    }
}

fn u32_at_start(bytes: &[u8]) -> u32 {
    u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}
