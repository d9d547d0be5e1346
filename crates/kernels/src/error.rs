//! The error of all checks: which operation failed, what came, what was expected, and the remedy.

use std::fmt;

/// The class of a failure, which decides the error class in TypeScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Shapes do not fit together.
    Shape,
    /// A value is not accepted.
    Argument,
    /// The kernels themselves failed.
    Backend,
}

/// A failed check, with all parts of the message to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The class of failure.
    pub kind: ErrorKind,
    /// A stable name for programs.
    pub code: &'static str,
    /// The call or layer that failed.
    pub operation: String,
    /// What came, as a clause.
    pub actual: String,
    /// What was expected, as a clause.
    pub expected: String,
    /// What to change, as a clause.
    pub remedy: &'static str,
}

impl Error {
    /// The error for a value that `operation` does not accept.
    pub fn argument(
        code: &'static str,
        operation: impl Into<String>,
        actual: impl Into<String>,
        expected: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Self {
            kind: ErrorKind::Argument,
            code,
            operation: operation.into(),
            actual: actual.into(),
            expected: expected.into(),
            remedy,
        }
    }

    /// The error for shapes that do not fit in `operation`.
    pub fn shape(
        code: &'static str,
        operation: impl Into<String>,
        actual: impl Into<String>,
        expected: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Self { kind: ErrorKind::Shape, ..Self::argument(code, operation, actual, expected, remedy) }
    }

    /// The text passed to JavaScript: six fields separated by U+001F.
    pub fn encode(&self) -> String {
        let kind = match self.kind {
            ErrorKind::Shape => "shape",
            ErrorKind::Argument => "argument",
            ErrorKind::Backend => "backend",
        };
        [kind, self.code, &self.operation, &self.actual, &self.expected, self.remedy].join("\u{1f}")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}; {}", self.operation, self.actual, self.expected, self.remedy)
    }
}

impl std::error::Error for Error {}
