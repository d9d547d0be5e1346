//! Conversion between the channels of pixels.

/// Converts pixels of 1 (grey), 2 (grey, opacity), 3 (red, green, blue) or 4 (red, green, blue, opacity) channels to 1,
/// 3 or 4 channels.
pub fn convert(data: Vec<u8>, from: usize, to: usize) -> Vec<u8> {
    match (from, to) {
        (1, 1) | (3, 3) | (4, 4) => data,
        (1, 3) => data.iter().flat_map(|&grey| [grey; 3]).collect(),
        (1, _) => data.iter().flat_map(|&grey| [grey, grey, grey, 255]).collect(),
        (2, 1) => data.chunks_exact(2).map(|pixel| pixel[0]).collect(),
        (2, 3) => data.chunks_exact(2).flat_map(|pixel| [pixel[0]; 3]).collect(),
        (2, _) => data.chunks_exact(2).flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]).collect(),
        (_, 1) => data.chunks_exact(from).map(grey).collect(),
        (_, 3) => data.chunks_exact(from).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(),
        _ => data.chunks_exact(from).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect(),
    }
}

/// ITU-R 601, rounded as Pillow does.
fn grey(pixel: &[u8]) -> u8 {
    let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
    ((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16) as u8
}
