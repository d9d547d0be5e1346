//! Memory that is about to be filled: the system gives it page by page, which takes a fifth of the time of reading a table.

/// Asks for pages of 2 MB, as NumPy does for its arrays; where there are none, nothing changes.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "a call of the system")]
pub fn advise(values: &mut [f64]) {
    const PAGE: usize = 1 << 21;
    let bytes = size_of_val(values);
    let address = values.as_mut_ptr().cast::<u8>();
    let before = address.align_offset(PAGE);
    let length = bytes.saturating_sub(before) / PAGE * PAGE;
    if length > 0 {
        // SAFETY: these are whole pages inside of `values`, and the advice leaves their contents as they are.
        unsafe { libc::madvise(address.wrapping_add(before).cast(), length, libc::MADV_HUGEPAGE) };
    }
}

/// Other systems choose by themselves.
#[cfg(not(target_os = "linux"))]
pub fn advise(_values: &mut [f64]) {}
