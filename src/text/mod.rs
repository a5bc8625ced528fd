//! THE BYTES. The TOML source kept exactly as it is: units, spans, diagnostics, splices, undo.
//!
//! Invariant: every byte outside a splice is unchanged, and undo gives identical bytes. This room knows TOML and
//! nothing of deals or notes.

mod diagnostic;

pub use diagnostic::{Code, Diagnostic, Place, Severity, UnitKey};
