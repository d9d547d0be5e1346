//! What a program keeps for each parameter, read and written in the facade's layout.

use super::plan::Memory;
use super::program::Program;
use super::training::Journal;
use crate::{Element, Error};

/// Arrays kept for each parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The weights themselves.
    Parameters,
    /// As the last call of [`Program::gradients`] left them.
    Gradients,
    /// The optimizer's momentum.
    Velocity,
}

impl Slot {
    /// # Errors
    /// When no slot has this name.
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "parameters" => Ok(Self::Parameters),
            "gradients" => Ok(Self::Gradients),
            "velocity" => Ok(Self::Velocity),
            _ => Err(Error::argument(
                "unknown-name",
                "program",
                format!("unknown slot \"{name}\""),
                "known are parameters, gradients, velocity",
                "use one of these names",
            )),
        }
    }
}

impl<'a, T> Memory<'a, T> {
    fn slot(self, slot: Slot) -> Result<&'a mut [T], Error> {
        match slot {
            Slot::Parameters => Ok(self.parameters),
            Slot::Gradients => Ok(self.gradients),
            Slot::Velocity if !self.state.is_empty() => Ok(self.state),
            Slot::Velocity => Err(Error::argument(
                "no-state",
                "program",
                "the optimizer keeps no velocity",
                "sgd with momentum keeps one",
                "compile with momentum",
            )),
        }
    }
}

impl<T: Element> Program<T> {
    /// Copies one array of a slot out, row-major.
    /// # Errors
    /// When there is no such array.
    pub fn read(&mut self, slot: Slot, index: usize) -> Result<Vec<T>, Error> {
        let (node, own, parameter) = self.plan.parameter(index)?;
        let mut values = vec![T::ZERO; parameter.size()];
        let memory = self.plan.regions.cut(&mut self.arena);
        node.layer.read(own, &memory.slot(slot)?[node.parameters.clone()], &mut values);
        Ok(values)
    }

    /// Copies row-major values into one array of a slot.
    /// # Errors
    /// When there is no such array, or its size is another.
    pub fn write(&mut self, slot: Slot, index: usize, values: &[T]) -> Result<(), Error> {
        let (node, own, parameter) = self.plan.parameter(index)?;
        if values.len() != parameter.size() {
            let actual = format!("{} values for {}", values.len(), parameter.name);
            let expected = format!("its shape is {:?}", parameter.shape);
            return Err(Error::shape("weight-shape", "program", actual, expected, "pass as many values"));
        }
        let memory = self.plan.regions.cut(&mut self.arena);
        node.layer.write(own, values, &mut memory.slot(slot)?[node.parameters.clone()]);
        self.journal = Journal::default();
        Ok(())
    }
}
