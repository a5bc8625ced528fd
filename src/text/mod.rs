//! THE BYTES. The TOML source kept exactly as it is: units, spans, diagnostics, splices, undo.
//!
//! Invariant: every byte outside a splice is unchanged, and undo gives identical bytes. This room knows TOML and
//! nothing of deals or notes.
//!
//! A file is read by [`Document::read`] into units, a unit by [`Tree::read`]; an [`Intent`] is made by
//! [`Document::apply`], and a [`Step`] taken back by [`Document::undo`]. An [`Edit`] is an intent with what its author
//! saw: [`Document::rebase`] makes it on a text that others have changed meanwhile, [`merge()`] puts two texts together.

mod cut;
mod diagnostic;
mod difference;
mod document;
mod edit;
mod escape;
mod excerpt;
mod history;
mod intent;
mod lines;
mod literal;
mod log;
mod meaning;
mod merge;
mod outline;
mod path;
mod rebase;
mod refusal;
mod said;
mod scan;
mod seen;
mod step;
mod syntax;
mod together;
mod tree;
mod visible;

pub use cut::Layout;
pub use diagnostic::{Code, Diagnostic, Place, Severity, UnitKey};
pub use document::{Document, Unit};
pub use edit::{Made, plain_sections};
pub use escape::{in_markdown, in_markup};
pub use excerpt::{Excerpt, Position, render};
pub use history::{History, Listed, Moved};
pub use intent::{Intent, Word};
pub use literal::Literal;
pub use log::{Log, Twins};
pub use merge::{Merged, Side, Unsound, merge};
pub use path::{KeyPath, RecordPath, Row};
pub use rebase::{Clash, Rebased, Why};
pub use refusal::Refusal;
pub use said::{Keys, Said};
pub use seen::{Edit, Saw};
pub use step::Step;
pub use together::RebasedAll;
pub use tree::Tree;
pub use visible::visible;
