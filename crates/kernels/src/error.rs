//! One error type: what failed, what came, what was needed, and the remedy.

use std::fmt;

/// Which typed error of the facade a failure becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Shapes do not fit together.
    Shape,
    /// A value is outside what is accepted.
    Argument,
    /// The kernels themselves failed.
    Backend,
}

/// A failed check, with everything the message to the user needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The class of failure.
    pub kind: Kind,
    /// Stable, machine-readable name.
    pub code: &'static str,
    /// The call or layer that failed.
    pub operation: String,
    /// What came, as a clause.
    pub actual: String,
    /// What was needed, as a clause.
    pub expected: String,
    /// What to change, as a clause.
    pub remedy: &'static str,
}

impl Error {
    /// A value outside what `operation` accepts.
    pub fn argument(
        code: &'static str,
        operation: impl Into<String>,
        actual: impl Into<String>,
        expected: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Self {
            kind: Kind::Argument,
            code,
            operation: operation.into(),
            actual: actual.into(),
            expected: expected.into(),
            remedy,
        }
    }

    /// Shapes that do not fit where `operation` needs them.
    pub fn shape(
        code: &'static str,
        operation: impl Into<String>,
        actual: impl Into<String>,
        expected: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Self { kind: Kind::Shape, ..Self::argument(code, operation, actual, expected, remedy) }
    }

    /// The form in which an error crosses to JavaScript: six fields separated by U+001F.
    pub fn encode(&self) -> String {
        let kind = match self.kind {
            Kind::Shape => "shape",
            Kind::Argument => "argument",
            Kind::Backend => "backend",
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
