//! Zeroed memory that starts on a cache line, allocated once.
#![expect(unsafe_code, reason = "alignment beyond the element's own needs the raw allocator")]

use crate::{Element, Error};
use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

/// Bytes of a cache line, and of the widest vector.
const ALIGNMENT: usize = 64;

/// A fixed-length slice that starts on a cache line.
pub struct Arena<T> {
    start: NonNull<T>,
    length: usize,
    /// The start of the allocator's block; `start` is the first cache line in it.
    memory: NonNull<u8>,
}

impl<T: Element> Arena<T> {
    /// An arena of `length` zeros.
    /// # Errors
    /// When there is not enough memory.
    pub fn zeroed(length: usize) -> Result<Self, Error> {
        if length == 0 {
            return Ok(Self { start: NonNull::dangling(), length, memory: NonNull::dangling() });
        }
        let memory = Self::layout(length).and_then(|layout| {
            // SAFETY: the layout has a non-zero size; all-zero bytes are a valid float.
            NonNull::new(unsafe { alloc_zeroed(layout) })
        });
        let memory = memory.ok_or_else(|| {
            let gigabytes = length as f64 * size_of::<T>() as f64 / 1e9;
            Error::argument(
                "out-of-memory",
                "compile",
                format!("the model needs {gigabytes:.1} GB"),
                "that much memory is not available",
                "make layers or batches smaller",
            )
        })?;
        let padding = memory.align_offset(ALIGNMENT);
        // SAFETY: the layout has room for the padding before the first cache line.
        let start = unsafe { memory.add(padding) }.cast::<T>();
        Ok(Self { start, length, memory })
    }
}

impl<T> Arena<T> {
    fn layout(length: usize) -> Option<Layout> {
        // The arena aligns its memory itself: aligned blocks fragment the heap of glibc before 2.38 without
        // bound. See docs/decisions/kernels.md#the-arena-aligns-its-memory-itself.
        Layout::from_size_align(length.checked_mul(size_of::<T>())?.checked_add(ALIGNMENT)?, 16).ok()
    }
}

impl<T> Deref for Arena<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        // SAFETY: `start` points to `length` initialised elements owned by `self`.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }
}

impl<T> DerefMut for Arena<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as in `deref`, and `self` is borrowed mutably.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.length) }
    }
}

impl<T> Drop for Arena<T> {
    fn drop(&mut self) {
        if let (1.., Some(layout)) = (self.length, Self::layout(self.length)) {
            // SAFETY: allocated in `zeroed` with this layout.
            unsafe { dealloc(self.memory.as_ptr(), layout) }
        }
    }
}

// SAFETY: an arena owns its memory as a `Vec` does.
unsafe impl<T: Send> Send for Arena<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Arena<T> {}
