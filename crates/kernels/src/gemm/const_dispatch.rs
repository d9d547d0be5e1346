//! From a count known at run time to a constant.
//!
//! Accumulators stay in registers only where the compiler knows how many there are, so each count runs a copy of
//! the code that is compiled for it:
//!
//! ```text
//! match rows {
//!     1 => { const R: usize = 1; body }
//!     2 => { const R: usize = 2; body }
//!     …
//! }
//! ```

/// The largest n of `small_n`, and k of `small_k`: each needs registers of its own.
pub const MAX_SMALL: usize = 4;

/// Runs the body with the constant `R` equal to a number of rows from 1 to `most`; arms beyond it are compiled away.
macro_rules! with_rows {
    ($rows:expr, $most:expr, $R:ident => $body:expr) => {
        $crate::gemm::const_dispatch::with_const!($rows, $most, $R, $body, 1 2 3 4 5 6 7 8 9 10 11 12 13 14)
    };
}

/// Runs the body with the constant `N` equal to a count from 1 to [`MAX_SMALL`].
macro_rules! with_small {
    ($count:expr, $N:ident => $body:expr) => {
        $crate::gemm::const_dispatch::with_const!(
            $count,
            $crate::gemm::const_dispatch::MAX_SMALL,
            $N,
            $body,
            1 2 3 4
        )
    };
}

macro_rules! with_const {
    ($count:expr, $most:expr, $N:ident, $body:expr, $($n:literal)*) => {
        match $count {
            $($n if $n <= $most => { const $N: usize = $n; $body })*
            _ => unreachable!("a count from 1 to {} is expected", $most),
        }
    };
}

pub(crate) use {with_const, with_rows, with_small};
