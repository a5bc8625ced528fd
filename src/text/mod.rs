//! THE BYTES. The TOML source kept exactly as it is: units, spans, diagnostics, splices, undo.
//!
//! Invariant: every byte outside a splice is unchanged, and undo gives identical bytes. This room knows TOML and
//! nothing of deals or notes.
//!
//! A file is read by [`Document::read`] into units, a unit by [`Tree::read`]; an [`Intent`] is made by
//! [`Document::apply`], and a [`Step`] taken back by [`Document::undo`].

mod cut;
mod diagnostic;
mod document;
mod edit;
mod excerpt;
mod history;
mod intent;
mod literal;
mod meaning;
mod outline;
mod path;
mod refusal;
mod said;
mod scan;
mod step;
mod syntax;
mod tree;
mod visible;

pub use cut::Layout;
pub use diagnostic::{Code, Diagnostic, Place, Severity, UnitKey};
pub use document::{Document, Unit};
pub use edit::{Clash, Made};
pub use excerpt::{Excerpt, Position, render};
pub use history::{History, Listed, Moved};
pub use intent::{Intent, Word};
pub use literal::Literal;
pub use path::{KeyPath, RecordPath, Row};
pub use refusal::Refusal;
pub use said::{Keys, Said};
pub use step::Step;
pub use tree::Tree;
pub use visible::visible;
