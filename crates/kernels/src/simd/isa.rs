//! Instruction sets, and which of them this machine runs. Nothing else detects processor features.

/// An instruction set that kernels are compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Isa {
    #[cfg(not(target_feature = "simd128"))]
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "aarch64")]
    Neon,
    #[cfg(all(target_feature = "simd128", not(target_feature = "relaxed-simd")))]
    Simd128,
    #[cfg(target_feature = "relaxed-simd")]
    Relaxed,
}

/// Every set that this build contains, best first.
const ALL: &[Isa] = &[
    #[cfg(target_arch = "x86_64")]
    Isa::Avx512,
    #[cfg(target_arch = "x86_64")]
    Isa::Avx2,
    #[cfg(target_arch = "aarch64")]
    Isa::Neon,
    #[cfg(target_feature = "relaxed-simd")]
    Isa::Relaxed,
    #[cfg(all(target_feature = "simd128", not(target_feature = "relaxed-simd")))]
    Isa::Simd128,
    #[cfg(not(target_feature = "simd128"))]
    Isa::Scalar,
];

impl Isa {
    /// Every set this machine can run, best first.
    pub fn available() -> Vec<Self> {
        ALL.iter().copied().filter(|set| set.is_detected()).collect()
    }

    fn is_detected(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => Self::Avx2.is_detected() && is_x86_feature_detected!("avx512f"),
            // The others are part of what the whole build was compiled for.
            _ => true,
        }
    }

    /// The best set this machine can run.
    pub fn detect() -> Self {
        use std::sync::OnceLock;
        static BEST: OnceLock<Isa> = OnceLock::new();
        *BEST.get_or_init(|| Self::available()[0])
    }

    /// The name that TypeScript reports.
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(not(target_feature = "simd128"))]
            Self::Scalar => "scalar",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => "avx512",
            #[cfg(target_arch = "aarch64")]
            Self::Neon => "neon",
            #[cfg(all(target_feature = "simd128", not(target_feature = "relaxed-simd")))]
            Self::Simd128 => "simd128",
            #[cfg(target_feature = "relaxed-simd")]
            Self::Relaxed => "relaxed-simd",
        }
    }
}
