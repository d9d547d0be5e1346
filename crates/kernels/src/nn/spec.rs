//! The text form in which a model is passed to the kernels: one line an item, such as
//! `layer dense from=0 units=30 activation=sigmoid`.
//! See docs/decisions/networks.md#a-spec-is-text.

use crate::Error;

/// A layer, loss or optimizer: its kind and its arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpSpec {
    /// The registered name.
    pub kind: String,
    arguments: Vec<(String, String)>,
}

impl OpSpec {
    fn parse(text: &str) -> Result<Self, Error> {
        let mut words = text.split_whitespace();
        let kind = words.next().ok_or_else(|| syntax_error(text, "a kind"))?.to_owned();
        let arguments = words
            .map(|word| {
                let (name, value) =
                    word.split_once('=').ok_or_else(|| syntax_error(text, "name=value after the kind"))?;
                Ok((name.to_owned(), value.to_owned()))
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self { kind, arguments })
    }

    /// The text of an argument, where it was given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An argument that is a number, `default` where it was not given.
    /// # Errors
    /// When the text is not a number.
    pub fn number(&self, name: &str, default: f64) -> Result<f64, Error> {
        match self.text(name) {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| self.bad_argument(name, text, "a number")),
        }
    }

    /// An argument that is a whole number of at least 1; it has no default.
    /// # Errors
    /// When the argument is missing or something else.
    pub fn count(&self, name: &str) -> Result<usize, Error> {
        let text = self.text(name).unwrap_or("");
        match text.parse() {
            Ok(count) if count > 0 => Ok(count),
            _ => Err(self.bad_argument(name, text, "a whole number of at least 1")),
        }
    }

    /// An argument of `N` whole numbers separated by commas, such as the sizes of a shape; it has no default.
    /// # Errors
    /// When the argument is missing, has another number of values, or is something else.
    pub fn sizes<const N: usize>(&self, name: &str) -> Result<[usize; N], Error> {
        let text = self.text(name).unwrap_or("");
        let sizes: Option<Vec<usize>> = text.split(',').map(|size| size.parse().ok()).collect();
        let fits = sizes.and_then(|sizes| <[usize; N]>::try_from(sizes).ok());
        fits.ok_or_else(|| self.bad_argument(name, text, &format!("{N} whole numbers")))
    }

    /// An argument of any number of whole numbers separated by commas; it has no default.
    /// # Errors
    /// When the argument is missing or something else.
    pub fn list(&self, name: &str) -> Result<Vec<usize>, Error> {
        let text = self.text(name).unwrap_or("");
        let sizes: Option<Vec<usize>> = text.split(',').map(|size| size.parse().ok()).collect();
        sizes.ok_or_else(|| self.bad_argument(name, text, "whole numbers"))
    }

    /// An argument that is a truth value, 1 or 0.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.text(name).map_or(default, |text| text != "0")
    }

    fn bad_argument(&self, name: &str, text: &str, expected: &str) -> Error {
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

fn syntax_error(line: &str, expected: &str) -> Error {
    let actual = format!("the line \"{line}\"");
    Error::argument(
        "spec-syntax",
        "compile",
        actual,
        format!("needs {expected}"),
        "write the spec with encodeSpec",
    )
}

/// A layer and the tensors that it reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayerSpec {
    /// What the layer computes.
    pub op: OpSpec,
    /// The tensors that the layer reads. Ids count the model's inputs first, then the layers' outputs, each
    /// in their order.
    pub input_ids: Vec<usize>,
}

/// A whole model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// Largest number of samples in one step.
    pub batch_size: usize,
    /// Shape of one sample of each input.
    pub inputs: Vec<Vec<usize>>,
    /// The layers, in an order in which each reads only what comes before it.
    pub layers: Vec<LayerSpec>,
    /// The tensors that are the model's outputs; the last layer's where the text names none.
    pub output_ids: Vec<usize>,
    /// A loss for each output; none where the program only predicts.
    pub losses: Vec<OpSpec>,
    /// None where the program does not train.
    pub optimizer: Option<OpSpec>,
    /// Whether to count correct classifications.
    pub accuracy: bool,
    /// Whether to keep the outputs of every training and evaluation step.
    pub collect: bool,
    /// Whether gradients with respect to the inputs are computed.
    pub input_gradients: bool,
    /// Seed of the random numbers drawn while training.
    pub seed: u64,
}

impl Spec {
    /// Parses a spec.
    /// # Errors
    /// When a line is not understood, or an item is missing.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut spec = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let (item, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
            let size = |word: &str| match word.parse() {
                Ok(size) if size > 0 => Ok(size),
                _ => Err(syntax_error(line, "whole numbers of at least 1")),
            };
            match item {
                "batch" => spec.batch_size = size(rest)?,
                "input" => {
                    let shape: Vec<usize> =
                        rest.split_whitespace().map(size).collect::<Result<_, Error>>()?;
                    spec.inputs.push(shape);
                }
                "layer" => {
                    let layer = spec.layer(line, OpSpec::parse(rest)?)?;
                    spec.layers.push(layer);
                }
                "output" => spec.output_ids = spec.tensors(line, rest.split_whitespace())?,
                "loss" => spec.losses.push(OpSpec::parse(rest)?),
                "optimizer" => spec.optimizer = Some(OpSpec::parse(rest)?),
                "accuracy" => spec.accuracy = rest != "0",
                "collect" => spec.collect = rest != "0",
                "inputGradients" => spec.input_gradients = rest != "0",
                "seed" => spec.seed = rest.parse().map_err(|_| syntax_error(line, "a whole number"))?,
                _ => return Err(syntax_error(line, "one of the items that a spec consists of")),
            }
        }
        if spec.batch_size == 0 || spec.layers.is_empty() {
            return Err(syntax_error(text, "a batch and at least one layer"));
        }
        if spec.output_ids.is_empty() {
            spec.output_ids.push(spec.inputs.len() + spec.layers.len() - 1);
        }
        let mut distinct = spec.output_ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let are_layers = spec.output_ids.iter().all(|&output| output >= spec.inputs.len());
        if distinct.len() < spec.output_ids.len() || !are_layers {
            return Err(syntax_error(text, "outputs of different layers"));
        }
        if !spec.losses.is_empty() && spec.losses.len() != spec.output_ids.len() {
            return Err(syntax_error(text, "one loss for each output"));
        }
        Ok(spec)
    }

    /// A layer with the tensors that `from` names, or the one before it where `from` was not given.
    fn layer(&self, line: &str, op: OpSpec) -> Result<LayerSpec, Error> {
        let input_ids = match op.text("from") {
            Some("") => Vec::new(),
            Some(names) => self.tensors(line, names.split(','))?,
            None => {
                let count = self.inputs.len() + self.layers.len();
                vec![count.checked_sub(1).ok_or_else(|| syntax_error(line, "an input before it"))?]
            }
        };
        Ok(LayerSpec { op, input_ids })
    }

    /// Parses ids of tensors that come before this line.
    fn tensors<'a>(&self, line: &str, names: impl Iterator<Item = &'a str>) -> Result<Vec<usize>, Error> {
        let count = self.inputs.len() + self.layers.len();
        let known = |name: &str| name.parse().ok().filter(|&tensor| tensor < count);
        names
            .map(|name| known(name).ok_or_else(|| syntax_error(line, "tensors that come before it")))
            .collect()
    }
}
