//! THE ENGINE ROOM. Everything that touches the machine: terminal, clock, environment, files, processes.
//!
//! Invariant: an edit that was told to be safe survives a crash of the program at any instruction, and a file of
//! somebody else's is never lost. Each part stands alone and is told what to do by the loop; none of them knows a deal
//! or a note.
//!
//! | file | what |
//! |---|---|
//! | [`guard`] | the terminal is entered once and always restored |
//! | [`keyboard`], [`keys`] | what is typed; a terminal that has gone away is told at once |
//! | [`folders`], [`lock`], [`fingerprint`] | where state lies, who may write, what a file was |
//! | [`journal`], [`store`], [`saver`] | an edit is safe, then it is in the file |
//! | [`shelf`] | an edit that the file did not take waits for a decision |
//! | [`drafts`] | what is half-typed survives as well |
//! | [`watch`], [`copies`] | somebody else changed the file; a sync left another copy of it |
//! | [`clock`], [`environment`], [`config`], [`seen`], [`past`] | what the program is given at its start, or soon after |
//! | [`run`], [`loader`], [`screen`], [`encode`], [`apply`] | the loop, and what only it uses |
//! | [`importer`] | an export is found, read and worked out beside the loop |
//! | [`headless`] | the loop without a terminal |
//! | [`put`] | a file that is not the campaign: an export |
//! | [`news`] | what the saver and the watch tell, as facts for the machine |
//! | [`scrub`] | a person's words out of what is kept |
//! | [`herald`], [`voice`], [`exec`] | a call makes itself known: bell, notification, voice, a person's own program |
//! | [`clipboard`], [`open`], [`editor`], [`words`] | other programs |

pub mod apply;
pub mod clipboard;
pub mod clock;
pub mod config;
pub mod copies;
pub mod drafts;
pub mod editor;
pub mod encode;
pub mod environment;
pub mod exec;
pub mod fingerprint;
pub mod folders;
pub mod guard;
pub mod headless;
pub mod herald;
pub mod importer;
pub mod journal;
pub mod keyboard;
pub mod keys;
pub mod loader;
pub mod lock;
pub mod news;
pub mod open;
pub mod past;
pub mod put;
pub mod run;
pub mod saver;
pub mod screen;
pub mod scrub;
pub mod seen;
pub mod shelf;
pub mod store;
pub mod voice;
pub mod watch;
pub mod words;

#[cfg(test)]
mod crash_tests;
