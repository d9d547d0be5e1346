//! The kernels as a Node addon: conversion of arguments and results, and of errors to exceptions, nothing else.
#![allow(
    clippy::needless_pass_by_value,
    clippy::too_many_arguments,
    reason = "the signatures are those of the interface with JavaScript"
)]
#![allow(missing_docs, clippy::missing_errors_doc, reason = "ts/backend/bindings.ts describes every export")]

pub mod dataset;
mod errors;
pub mod generator;
mod large_pages;
pub mod matmul;
pub mod ode;
pub mod program;
pub mod readers;
