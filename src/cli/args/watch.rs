//! The watch, as a description.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::runtime::config::Notify;

/// What `watch` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "CMD is split into words as a shell does, with quotes and backslashes; no shell runs, and nothing \
    of the file is among its words. What it prints goes to standard error.\n\n\
    With --as a person of the file, calls are made and written into the file as the console does; else what is due is \
    told and nothing is written.\n\nExit: 0 stopped by a signal, or the one tick is over; 2 --once on a file that cannot be \
    read as it is; 3 could not run."
)]
pub struct WatchArgs {
    /// The campaign file.
    pub file: PathBuf,
    /// Run this for each call, with the call as JSON on standard input.
    #[arg(long, value_name = "CMD")]
    pub exec: Option<String>,
    /// Ring the terminal's bell.
    #[arg(long)]
    pub bell: bool,
    /// Speak, by the program that the configuration names, else by one that is installed.
    #[arg(long)]
    pub speak: bool,
    /// Notify, in the way that the configuration names, else this one.
    #[arg(long, value_name = "WAY", num_args = 0..=1, require_equals = true, default_missing_value = "configured")]
    pub notify: Option<NotifyKind>,
    /// Make one tick, tell what it finds, and end.
    #[arg(long)]
    pub once: bool,
}

/// How a notification is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NotifyKind {
    /// As the configuration says.
    Configured,
    /// Through the terminal, OSC 9.
    Osc9,
    /// Through the terminal, OSC 99.
    Osc99,
    /// Through the terminal, OSC 777.
    Osc777,
    /// Through the desktop's service.
    Desktop,
}

impl NotifyKind {
    /// The way, where the configuration says another.
    #[must_use]
    pub const fn way(self, configured: Notify) -> Notify {
        match self {
            Self::Configured => configured,
            Self::Osc9 => Notify::Osc9,
            Self::Osc99 => Notify::Osc99,
            Self::Osc777 => Notify::Osc777,
            Self::Desktop => Notify::Desktop,
        }
    }
}
