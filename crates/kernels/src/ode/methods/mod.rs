//! The methods of integration.

pub mod bdf;
pub mod explicit;
mod implicit;
pub mod radau;
