//! The methods of integration: `explicit` Runge–Kutta methods, and for stiff systems `bdf` and `radau`, which share
//! `implicit`. Each takes its steps by [`Stepper::step`](super::stepper::Stepper::step).

pub mod bdf;
pub mod explicit;
mod implicit;
pub mod radau;
