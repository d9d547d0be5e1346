//! Systems that come with the library: one file each, and a line in [`BuiltIn`]. The right-hand side is written
//! once, for one trajectory and for eight side by side; the Jacobian stands beside it.

mod equations;
mod lorenz;
mod lotka_volterra;
mod n_body;
mod pendulum;
mod robertson;
mod van_der_pol;

use super::real::Real;
use super::request::Request;
use super::solution::Solution;
use super::solve::solve;
use super::system::{Interrupt, System};
pub use equations::Equations;
pub use lorenz::Lorenz;
pub use lotka_volterra::LotkaVolterra;
pub use n_body::NBody;
pub use pendulum::Pendulum;
pub use robertson::Robertson;
pub use van_der_pol::VanDerPol;

macro_rules! built_in {
    ($($name:ident),*) => {
        /// One of the built-in systems.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each struct has its own")]
        pub enum BuiltIn {
            $($name($name)),*
        }

        impl Equations for BuiltIn {
            fn size(&self) -> usize {
                match self { $(Self::$name(system) => system.size()),* }
            }
            fn parameters(&self) -> usize {
                match self { $(Self::$name(system) => system.parameters()),* }
            }
            #[inline(always)]
            fn rhs<R: Real>(&self, t: R, y: &[R], p: &[R], dy: &mut [R]) {
                match self { $(Self::$name(system) => system.rhs(t, y, p, dy)),* }
            }
            fn jacobian(&self, t: f64, y: &[f64], p: &[f64], out: &mut [f64]) {
                match self { $(Self::$name(system) => system.jacobian(t, y, p, out)),* }
            }
        }

        impl BuiltIn {
            /// Solves the system, with a solver compiled for each: 125 in place of 163 ns a step of Lorenz.
            pub fn solve(self, parameters: &[f64], request: &Request) -> Solution {
                match self {
                    $(Self::$name(equations) => solve(&mut WithParameters { equations, parameters }, request)),*
                }
            }
        }
    };
}

/// Equations with values for their parameters, as a system to solve.
struct WithParameters<'a, E> {
    equations: E,
    parameters: &'a [f64],
}

impl<E: Equations> System for WithParameters<'_, E> {
    fn len(&self) -> usize {
        self.equations.size()
    }

    #[inline(always)]
    fn rhs(&mut self, t: f64, y: &[f64], dy: &mut [f64]) -> Result<(), Interrupt> {
        self.equations.rhs(t, y, self.parameters, dy);
        Ok(())
    }

    fn jacobian(&mut self, t: f64, y: &[f64], out: &mut [f64]) -> Result<bool, Interrupt> {
        out.fill(0.0);
        self.equations.jacobian(t, y, self.parameters, out);
        Ok(true)
    }
}

built_in!(Lorenz, LotkaVolterra, VanDerPol, Robertson, Pendulum, NBody);

impl BuiltIn {
    /// The system with a code, which is its index in `ts/ode/system/builtin.ts`. `bodies` and `dimensions` say how
    /// large an N-body problem is.
    pub fn from_code(code: usize, bodies: usize, dimensions: usize) -> Option<Self> {
        Some(match code {
            0 => Self::Lorenz(Lorenz),
            1 => Self::LotkaVolterra(LotkaVolterra),
            2 => Self::VanDerPol(VanDerPol),
            3 => Self::Robertson(Robertson),
            4 => Self::Pendulum(Pendulum),
            5 if bodies > 0 && (1..=3).contains(&dimensions) => Self::NBody(NBody { bodies, dimensions }),
            _ => return None,
        })
    }
}
