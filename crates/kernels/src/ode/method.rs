//! The names of the methods. `methods` implements them, and reads requests, which name one of them: hence a file of
//! its own.

/// The methods of `solve`, by SciPy's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Bogacki and Shampine's 3(2).
    Rk23,
    /// Dormand and Prince's 5(4).
    Rk45,
    /// Hairer's 8(5,3).
    Dop853,
    /// Tsitouras' 5(4).
    Tsit5,
    /// Implicit Runge–Kutta of the Radau IIA family, order 5.
    Radau,
    /// Backward differentiation formulas of variable order 1 to 5.
    Bdf,
    /// Euler's method, with steps of one size.
    Euler,
    /// Heun's method, with steps of one size.
    Heun,
    /// The midpoint rule, with steps of one size.
    Midpoint,
    /// The classical Runge–Kutta method, with steps of one size.
    RungeKutta4,
}

impl Method {
    /// Every method; its index is its code in a request.
    pub const ALL: [Self; 10] = [
        Self::Rk23,
        Self::Rk45,
        Self::Dop853,
        Self::Tsit5,
        Self::Radau,
        Self::Bdf,
        Self::Euler,
        Self::Heun,
        Self::Midpoint,
        Self::RungeKutta4,
    ];

    /// The method of a code in a request.
    pub fn from_code(code: f64) -> Option<Self> {
        Self::ALL.get(code as usize).copied()
    }
}
