//! THE BYTES. The TOML source kept exactly as it is: units, spans, diagnostics, splices, undo.
//!
//! Invariant: every byte outside a splice is unchanged, and undo gives identical bytes. This room knows TOML and
//! nothing of deals or notes.

mod cut;
mod diagnostic;
mod document;
mod excerpt;
mod scan;
mod syntax;
mod tree;
mod visible;

pub use cut::Layout;
pub use diagnostic::{Code, Diagnostic, Place, Severity, UnitKey};
pub use document::{Document, Unit};
pub use excerpt::{Excerpt, Position, render};
pub use tree::Tree;
pub use visible::visible;
