//! THE PICTURE. A model in, cells out.
//!
//! Invariant: drawing reads and never changes; it works at any size; every text of a file passes through
//! `canvas::Canvas`, the only place that measures columns and makes a text fit for a terminal.

mod after;
mod board;
mod call_sheet;
mod canvas;
mod catch;
mod clash;
mod credits;
mod crew;
mod deals;
mod desk;
mod driver;
mod find;
mod flow;
mod form;
mod frame;
mod gates;
mod help;
mod history;
mod import;
mod navigator;
mod overlay;
mod preview;
mod prompt;
mod punctuality;
mod review;
mod road;
mod route;
mod run;
mod service;
mod theme;
mod ticking;
mod time_card;
mod today;

pub use canvas::{columns, fit, is_simple_text, wrap};
pub use frame::{Cursor, draw};
pub use route::{text as route_text, text_beside as route_beside};
pub use theme::{Depth, Role, Theme, ThemeName};
pub use ticking::Ticking;
