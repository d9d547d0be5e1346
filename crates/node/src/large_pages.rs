//! Large pages for memory that is about to be filled. The system provides memory page by page as it is written, which
//! with pages of 4 KB takes a fifth of the processor's time of reading a table: see
//! docs/decisions/data.md#the-addon-reads-tables-of-numbers-on-all-cores.

/// Asks for pages of 2 MB, as NumPy does for its arrays. Where the system has none, nothing changes.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "a system call")]
pub fn advise(values: &mut [f64]) {
    const PAGE: usize = 1 << 21;
    let bytes = size_of_val(values);
    let address = values.as_mut_ptr().cast::<u8>();
    let before = address.align_offset(PAGE);
    let length = bytes.saturating_sub(before) / PAGE * PAGE;
    if length > 0 {
        // SAFETY: these are whole pages inside of `values`, and the advice does not change their contents.
        unsafe { libc::madvise(address.wrapping_add(before).cast(), length, libc::MADV_HUGEPAGE) };
    }
}

/// Other systems choose the size of pages themselves.
#[cfg(not(target_os = "linux"))]
pub fn advise(_values: &mut [f64]) {}
