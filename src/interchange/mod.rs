//! Room interchange. What comes from elsewhere and what goes elsewhere: starting files, the example, call sheets, exports
//! of a CRM, and the campaign as something else.
//!
//! Invariant: texts in, texts out. This room opens no file and asks no network; who calls it does.

pub mod brief;
pub mod demo;
pub mod export;
pub mod import;
pub mod template;
