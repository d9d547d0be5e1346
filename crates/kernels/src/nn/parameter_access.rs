//! Reads and writes parameters, their gradients and their optimizer state, row-major.

use super::memory::Memory;
use super::node::Node;
use super::program::Program;
use super::undo_log::UndoLog;
use crate::{Element, Error};

/// The arrays that a program has for each parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The parameters themselves.
    Parameters,
    /// The gradients of the last backward pass.
    Gradients,
    /// One of the optimizer's arrays of state.
    State(usize),
}

impl Slot {
    /// Reads the name of a slot: `parameters`, `gradients`, `state0`, …
    /// # Errors
    /// When no slot has this name.
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "parameters" => return Ok(Self::Parameters),
            "gradients" => return Ok(Self::Gradients),
            _ => {}
        }
        let state = name.strip_prefix("state").and_then(|index| index.parse().ok());
        state.map(Self::State).ok_or_else(|| {
            Error::argument(
                "unknown-name",
                "program",
                format!("unknown slot \"{name}\""),
                "known are parameters, gradients, state0, state1 and so on",
                "use one of these names",
            )
        })
    }
}

impl<'a, T> Memory<'a, T> {
    /// The range of a slot that belongs to a node; buffers have no gradients and no state.
    fn slot(self, slot: Slot, node: &Node<T>, is_trained: bool) -> Result<&'a mut [T], Error> {
        if !is_trained {
            return match slot {
                Slot::Parameters => Ok(&mut self.buffers[node.buffers.clone()]),
                _ => Err(absent("this parameter is not trained")),
            };
        }
        let region = match slot {
            Slot::Parameters => self.parameters,
            Slot::Gradients => self.gradients,
            Slot::State(index) => {
                let length = self.parameters.len();
                let start = index.saturating_mul(length);
                let state = self.state.get_mut(start..start.saturating_add(length));
                state
                    .filter(|state| !state.is_empty())
                    .ok_or_else(|| absent("the optimizer has fewer arrays of state"))?
            }
        };
        Ok(&mut region[node.parameters.clone()])
    }
}

fn absent(expected: &str) -> Error {
    Error::argument("no-state", "program", "there is no such array", expected, "ask for another slot")
}

impl<T: Element> Program<T> {
    /// Copies the array of parameter `index` out of a slot, row-major.
    /// # Errors
    /// When there is no such array.
    pub fn read(&mut self, slot: Slot, index: usize) -> Result<Vec<T>, Error> {
        let (node, own, parameter) = self.plan.parameter(index)?;
        let mut values = vec![T::ZERO; parameter.size()];
        let memory = self.plan.layout.cut(&mut self.arena);
        node.layer.read(own, memory.slot(slot, node, parameter.is_trained)?, &mut values);
        Ok(values)
    }

    /// Copies row-major values into the array of parameter `index` of a slot.
    /// # Errors
    /// When there is no such array, or it has another size.
    pub fn write(&mut self, slot: Slot, index: usize, values: &[T]) -> Result<(), Error> {
        let (node, own, parameter) = self.plan.parameter(index)?;
        if values.len() != parameter.size() {
            let actual = format!("{} values came for {}", values.len(), parameter.name);
            let expected = format!("its shape is {:?}", parameter.shape);
            return Err(Error::shape("weight-shape", "program", actual, expected, "pass as many values"));
        }
        let memory = self.plan.layout.cut(&mut self.arena);
        node.layer.write(own, values, memory.slot(slot, node, parameter.is_trained)?);
        self.undo_log = UndoLog::default();
        Ok(())
    }
}
