//! Codriver: one campaign, two seats, and the right note at the right time.
//!
//! The rooms, and the way between them (`a ← b`: b may use a):
//!
//! `text`, `pace` ← `campaign` ← `drive` ← `console` ← `view`; `console`, `view` ← `runtime`;
//! `interchange` uses `campaign`, `drive` and `text`; `cli` uses all; nothing uses `cli`.
//!
//! Everything left of `runtime` is pure: it cannot block, read a clock, the environment or a file, and it does not
//! fail on data. `ARCHITECTURE.md` has the invariants; `tests/tidy` keeps the doors.

pub mod campaign;
pub mod cli;
pub mod console;
pub mod drive;
pub mod interchange;
pub mod pace;
pub mod runtime;
pub mod text;
pub mod view;
