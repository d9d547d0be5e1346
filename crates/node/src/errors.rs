//! Errors of the kernels as exceptions. Apart from `lib.rs`, so that the files it lists can import them.

use ferrograd_kernels::Error;

/// An error as `ts/backend` decodes it.
pub fn reject(error: &Error) -> napi::Error {
    napi::Error::from_reason(error.encode())
}

/// The error of a call that gets an object which JavaScript has already freed.
pub fn freed() -> napi::Error {
    reject(&Error::argument(
        "freed",
        "backend",
        "the object has already been freed",
        "a call still needs it",
        "free it after the last call that uses it",
    ))
}
