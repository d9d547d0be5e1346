//! The text form in which a model crosses: one line an item, `layer dense units=30 activation=sigmoid`.

use crate::Error;

/// A layer, loss or optimizer: a kind and plain values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its registered name.
    pub kind: String,
    arguments: Vec<(String, String)>,
}

impl Unit {
    fn parse(text: &str) -> Result<Self, Error> {
        let mut words = text.split_whitespace();
        let kind = words.next().ok_or_else(|| misread(text, "a kind"))?.to_owned();
        let arguments = words
            .map(|word| {
                let (name, value) =
                    word.split_once('=').ok_or_else(|| misread(text, "name=value after the kind"))?;
                Ok((name.to_owned(), value.to_owned()))
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self { kind, arguments })
    }

    /// The value of an argument, where it was given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A number.
    /// # Errors
    /// When the value is not one.
    pub fn number(&self, name: &str, default: f64) -> Result<f64, Error> {
        match self.text(name) {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| self.misfit(name, text, "a number")),
        }
    }

    /// A whole number of at least one; it has no default.
    /// # Errors
    /// When the value is missing or something else.
    pub fn count(&self, name: &str) -> Result<usize, Error> {
        let text = self.text(name).unwrap_or("");
        match text.parse() {
            Ok(count) if count > 0 => Ok(count),
            _ => Err(self.misfit(name, text, "a whole number of at least 1")),
        }
    }

    /// A truth value, 1 or 0.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.text(name).map_or(default, |text| text != "0")
    }

    fn misfit(&self, name: &str, text: &str, expected: &str) -> Error {
        let actual = format!("{name} is \"{text}\"");
        Error::argument(
            "argument-value",
            &*self.kind,
            actual,
            format!("it has to be {expected}"),
            "pass another value",
        )
    }

    /// The error for a kind that is not registered.
    pub fn unknown(&self, what: &str, known: &[&str]) -> Error {
        let actual = format!("unknown {what} \"{}\"", self.kind);
        let expected = format!("known are {}", known.join(", "));
        Error::argument("unknown-name", "compile", actual, expected, "use one of these names")
    }
}

fn misread(line: &str, expected: &str) -> Error {
    let actual = format!("the line \"{line}\"");
    Error::argument(
        "spec-syntax",
        "compile",
        actual,
        format!("needs {expected}"),
        "write the spec with encodeSpec",
    )
}

/// A whole model, as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// Most samples in one step.
    pub batch: usize,
    /// Shape of one sample.
    pub input: Vec<usize>,
    /// In order, from the input.
    pub layers: Vec<Unit>,
    /// Absent where the program only predicts.
    pub loss: Option<Unit>,
    /// Absent where the program does not train.
    pub optimizer: Option<Unit>,
    /// Whether to count correct classifications.
    pub accuracy: bool,
}

impl Spec {
    /// # Errors
    /// When a line is not understood.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut spec = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let (item, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
            let size = |word: &str| match word.parse() {
                Ok(size) if size > 0 => Ok(size),
                _ => Err(misread(line, "whole numbers of at least 1")),
            };
            match item {
                "batch" => spec.batch = size(rest)?,
                "input" => spec.input = rest.split_whitespace().map(size).collect::<Result<_, Error>>()?,
                "layer" => spec.layers.push(Unit::parse(rest)?),
                "loss" => spec.loss = Some(Unit::parse(rest)?),
                "optimizer" => spec.optimizer = Some(Unit::parse(rest)?),
                "accuracy" => spec.accuracy = rest != "0",
                _ => return Err(misread(line, "batch, input, layer, loss, optimizer or accuracy")),
            }
        }
        if spec.batch == 0 || spec.input.is_empty() || spec.layers.is_empty() {
            return Err(misread(text, "a batch, an input and at least one layer"));
        }
        Ok(spec)
    }
}
