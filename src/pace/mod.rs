//! THE NOTATION. Shorthand in, spoken words out.
//!
//! Invariant: parsing is total, pure and exact; every parsed line prints in one normal form that parses to itself.
//! A [`Step`], [`Steps`] or [`Line`] comes only from the parser, so each of them is valid.
//! This room knows nothing of deals, calendars or files: what an anchor points at, and when a note is called, is told
//! elsewhere.

mod corner;
mod date;
mod error;
mod glossary;
mod hardness;
mod lexer;
mod line;
mod live;
mod number;
mod parse;
mod print;
mod read;
mod refuse;
mod speak;
mod step;
mod steps;
mod trailer;
mod vocabulary;
mod voice;

pub use corner::{Bend, Core, Corner, Feature, Features, Grade, Shade, Side, Turn};
pub use date::Date;
pub use error::Error;
pub use hardness::Hardness;
pub use lexer::is_refused;
pub use line::{Anchor, AnchorPlace, Line, Mark, Sign, Span, SpanUnit};
pub use live::{Completion, Token, TokenKind, completions, tokens};
pub use number::number_words;
pub use parse::{parse, parse_steps};
pub use speak::{Form, GradeScale, MOST_WORDS, no_names, seconds_to_say, words};
pub use step::{Caution, Cutting, Size, Step};
pub use steps::{Link, Steps};

#[cfg(test)]
#[path = "../../fuzz/properties/pace.rs"]
mod property;
#[cfg(test)]
mod tests;
