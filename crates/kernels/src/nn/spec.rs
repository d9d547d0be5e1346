//! The text form in which a model crosses: one line an item, `layer dense from=0 units=30 activation=sigmoid`.

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

    /// `N` whole numbers separated by commas, such as the sizes of a shape; they have no default.
    /// # Errors
    /// When they are missing, others in number, or something else.
    pub fn sizes<const N: usize>(&self, name: &str) -> Result<[usize; N], Error> {
        let text = self.text(name).unwrap_or("");
        let sizes: Option<Vec<usize>> = text.split(',').map(|size| size.parse().ok()).collect();
        let fits = sizes.and_then(|sizes| <[usize; N]>::try_from(sizes).ok());
        fits.ok_or_else(|| self.misfit(name, text, &format!("{N} whole numbers")))
    }

    /// Any number of whole numbers separated by commas; they have no default.
    /// # Errors
    /// When they are missing or something else.
    pub fn list(&self, name: &str) -> Result<Vec<usize>, Error> {
        let text = self.text(name).unwrap_or("");
        let sizes: Option<Vec<usize>> = text.split(',').map(|size| size.parse().ok()).collect();
        sizes.ok_or_else(|| self.misfit(name, text, "whole numbers"))
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

/// A layer with the tensors that it reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayerSpec {
    /// What it computes.
    pub unit: Unit,
    /// The model's inputs come first, then the layers' outputs, each in their order.
    pub from: Vec<usize>,
}

/// A whole model, as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// Most samples in one step.
    pub batch: usize,
    /// Shape of one sample of each input.
    pub inputs: Vec<Vec<usize>>,
    /// In an order in which each reads only what comes before it.
    pub layers: Vec<LayerSpec>,
    /// The tensors that the model answers; the last layer's where none are named.
    pub outputs: Vec<usize>,
    /// One for each output; none where the program only predicts.
    pub losses: Vec<Unit>,
    /// Absent where the program does not train.
    pub optimizer: Option<Unit>,
    /// Whether to count correct classifications.
    pub accuracy: bool,
    /// Whether to keep the outputs of every training and evaluation step.
    pub collect: bool,
    /// Whether gradients go as far as the inputs.
    pub input_gradients: bool,
    /// Of the random numbers drawn while training.
    pub seed: u64,
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
                "input" => {
                    let shape: Vec<usize> =
                        rest.split_whitespace().map(size).collect::<Result<_, Error>>()?;
                    spec.inputs.push(shape);
                }
                "layer" => {
                    let layer = spec.layer(line, Unit::parse(rest)?)?;
                    spec.layers.push(layer);
                }
                "output" => spec.outputs = spec.tensors(line, rest.split_whitespace())?,
                "loss" => spec.losses.push(Unit::parse(rest)?),
                "optimizer" => spec.optimizer = Some(Unit::parse(rest)?),
                "accuracy" => spec.accuracy = rest != "0",
                "collect" => spec.collect = rest != "0",
                "inputGradients" => spec.input_gradients = rest != "0",
                "seed" => spec.seed = rest.parse().map_err(|_| misread(line, "a whole number"))?,
                _ => return Err(misread(line, "one of the items that a spec consists of")),
            }
        }
        if spec.batch == 0 || spec.layers.is_empty() {
            return Err(misread(text, "a batch and at least one layer"));
        }
        if spec.outputs.is_empty() {
            spec.outputs.push(spec.inputs.len() + spec.layers.len() - 1);
        }
        let mut distinct = spec.outputs.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let are_layers = spec.outputs.iter().all(|&output| output >= spec.inputs.len());
        if distinct.len() < spec.outputs.len() || !are_layers {
            return Err(misread(text, "outputs of different layers"));
        }
        if !spec.losses.is_empty() && spec.losses.len() != spec.outputs.len() {
            return Err(misread(text, "one loss for each output"));
        }
        Ok(spec)
    }

    /// A layer reads the tensors that it names, otherwise the one before it.
    fn layer(&self, line: &str, unit: Unit) -> Result<LayerSpec, Error> {
        let from = match unit.text("from") {
            Some("") => Vec::new(),
            Some(names) => self.tensors(line, names.split(','))?,
            None => {
                let count = self.inputs.len() + self.layers.len();
                vec![count.checked_sub(1).ok_or_else(|| misread(line, "an input before it"))?]
            }
        };
        Ok(LayerSpec { unit, from })
    }

    fn tensors<'a>(&self, line: &str, names: impl Iterator<Item = &'a str>) -> Result<Vec<usize>, Error> {
        let count = self.inputs.len() + self.layers.len();
        let known = |name: &str| name.parse().ok().filter(|&tensor| tensor < count);
        names.map(|name| known(name).ok_or_else(|| misread(line, "tensors that come before it"))).collect()
    }
}
