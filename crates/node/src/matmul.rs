//! Matrix products, and what the processor could reach with them at best.

use ferrograd_kernels::gemm::matmul;
use ferrograd_kernels::{Isa, simd};
use napi::Env;
use napi::bindgen_prelude::{Float32ArraySlice, Float64ArraySlice};
use napi_derive::napi;

macro_rules! bind {
    ($type:ident, $array:ident, $matmul:ident, $peak:ident) => {
        #[napi(catch_unwind)]
        pub fn $matmul<'env>(
            env: &'env Env,
            a: &[$type],
            b: &[$type],
            m: u32,
            n: u32,
            k: u32,
            transpose_a: bool,
            transpose_b: bool,
        ) -> napi::Result<$array<'env>> {
            let sizes = [m, n, k].map(|size| size as usize);
            $array::copy_from(env, matmul(Isa::detect(), (a, transpose_a), (b, transpose_b), sizes))
        }

        #[napi]
        pub fn $peak(rounds: u32) -> f64 {
            simd::peak::<$type>(Isa::detect(), rounds)
        }
    };
}

bind!(f32, Float32ArraySlice, matmul32, peak32);
bind!(f64, Float64ArraySlice, matmul64, peak64);

#[napi]
pub fn instruction_set() -> String {
    Isa::detect().name().to_owned()
}
