//! Makes a call known besides the screen: a bell, a notification, a voice, as the person wishes.
//!
//! Invariant: what goes to the terminal is handed back as a sequence, in which a text of the file can end nothing and
//! begin nothing; nobody waits for a program. On purpose nothing is asked of the terminal: whether it knows a sequence
//! is the person's to say.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use super::config::{Notify, Speak};
use super::exec::Errands;
use super::store::plain;
use super::voice::{Program, Voice};
use crate::drive::calls::Announcement;
use crate::text::visible;

/// How a call makes itself known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manner {
    /// The terminal's bell.
    pub bell: bool,
    /// A notification.
    pub notify: Option<Notify>,
    /// A voice.
    pub speak: Speak,
}

/// Whoever is told what went wrong.
type Report = Arc<dyn Fn(String) + Send + Sync>;

/// Makes calls known.
pub struct Herald {
    manner: Manner,
    voice: Option<Voice>,
    /// Notifications on their way to the desktop.
    errands: Errands,
    report: Report,
}

impl Herald {
    /// A herald; programs are looked for in the folders of `path`. `report` is told, also from other threads, what went
    /// wrong. It stays silent where no speech program is found.
    pub fn new(manner: Manner, path: Option<&OsStr>, report: impl Fn(String) + Send + Sync + 'static) -> Self {
        let report: Report = Arc::new(report);
        let voice = program(&manner.speak, path).map(|program| {
            let report = Arc::clone(&report);
            Voice::start(program, move |why| report(why))
        });
        Self { manner, voice, errands: Errands::default(), report }
    }

    /// Why it cannot speak though it should.
    #[must_use]
    pub fn is_dumb(manner: &Manner, path: Option<&OsStr>) -> Option<String> {
        (manner.speak != Speak::Off && program(&manner.speak, path).is_none())
            .then(|| format!("no speech program is installed; looked for {}", Program::known()))
    }

    /// Makes a call known; gives what is to be written to the terminal.
    #[must_use]
    pub fn announce(&self, announcement: &Announcement) -> String {
        if announcement.is_quiet {
            return String::new();
        }
        if let Some(voice) = &self.voice {
            voice.say(&announcement.spoken);
        }
        let mut sequence = String::new();
        if self.manner.bell {
            sequence.push('\x07');
        }
        match self.manner.notify {
            None => {}
            Some(Notify::Desktop) => self.send(&announcement.line),
            Some(kind) => sequence.push_str(&notification(kind, &announcement.line)),
        }
        sequence
    }

    /// Waits until everything was said and sent, at most for `patience` each; `false`: something was not.
    #[must_use]
    pub fn finish(&self, patience: Duration) -> bool {
        let said = self.voice.as_ref().is_none_or(|voice| voice.finish(patience));
        self.errands.finish(patience) && said
    }

    /// Sends a notification through the desktop's service.
    #[expect(clippy::disallowed_methods, reason = "the engine room starts processes, each with a thread that waits")]
    fn send(&self, text: &str) {
        let report = Arc::clone(&self.report);
        let Some(errand) = self.errands.begin() else {
            return report("the desktop takes no more notifications".to_owned());
        };
        let mut command = Command::new("notify-send");
        command.args(["--app-name=codriver", "--", TITLE]).arg(body(text));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        std::thread::spawn(move || {
            match command.status() {
                Ok(status) if status.success() => {}
                Ok(status) => report(format!("`notify-send` failed: {status}")),
                Err(error) => report(format!("cannot run `notify-send`: {}", plain(&error))),
            }
            drop(errand);
        });
    }
}

fn program(speak: &Speak, path: Option<&OsStr>) -> Option<Program> {
    match speak {
        Speak::Off => None,
        Speak::Found => Program::find(path),
        Speak::With(words) => Program::new(words.clone()),
    }
}

/// The name under which a terminal shows a notification.
const TITLE: &str = "codriver";

/// The terminal's own sequence for a notification.
fn notification(kind: Notify, text: &str) -> String {
    let text = visible(text);
    match kind {
        Notify::Desktop => String::new(),
        Notify::Osc9 => {
            // A figure and a semicolon at the start would be another command: the progress of a task.
            let is_command = text.split_once(';').is_some_and(|(first, _)| first.bytes().all(|b| b.is_ascii_digit()));
            let space = if is_command { " " } else { "" };
            format!("\x1b]9;{space}{text}\x07")
        }
        Notify::Osc99 => {
            format!("\x1b]99;i=codriver:d=0;{TITLE}\x1b\\\x1b]99;i=codriver:d=1:p=body;{text}\x1b\\")
        }
        Notify::Osc777 => format!("\x1b]777;notify;{TITLE};{text}\x07"),
    }
}

/// The service takes marks for styles, and the program backslashes for other characters.
fn body(text: &str) -> String {
    let mut body = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => body.push_str("&amp;"),
            '<' => body.push_str("&lt;"),
            '>' => body.push_str("&gt;"),
            '\\' => body.push_str("\\\\"),
            other => body.push(other),
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn herald(bell: bool, notify: Option<Notify>) -> Herald {
        Herald::new(Manner { bell, notify, speak: Speak::Off }, None, |why| panic!("{why}"))
    }

    fn announced(text: &str) -> Announcement {
        text.to_owned().into()
    }

    #[test]
    fn a_bell_and_a_notification_go_out_together() {
        assert_eq!(
            herald(true, Some(Notify::Osc9)).announce(&announced("Northwind: L4")),
            "\x07\x1b]9;Northwind: L4\x07"
        );
        assert_eq!(herald(false, None).announce(&announced("Northwind: L4")), "");
    }

    #[test]
    fn each_terminal_has_its_own_sequence() {
        let of = |kind| herald(false, Some(kind)).announce(&announced("Dale: L4"));
        assert_eq!(of(Notify::Osc777), "\x1b]777;notify;codriver;Dale: L4\x07");
        assert_eq!(
            of(Notify::Osc99),
            "\x1b]99;i=codriver:d=0;codriver\x1b\\\x1b]99;i=codriver:d=1:p=body;Dale: L4\x1b\\"
        );
    }

    #[test]
    fn a_text_cannot_end_a_notification() {
        for kind in [Notify::Osc9, Notify::Osc99, Notify::Osc777] {
            let hostile = herald(false, Some(kind)).announce(&announced("a\x07b\x1b\\c\u{9c}"));
            let plain = herald(false, Some(kind)).announce(&announced("abc"));
            let controls = |text: &str| text.chars().filter(|c| c.is_control()).collect::<String>();
            assert_eq!(controls(&hostile), controls(&plain), "{hostile:?}");
        }
    }

    #[test]
    fn a_text_is_not_taken_for_the_progress_of_a_task() {
        assert_eq!(herald(false, Some(Notify::Osc9)).announce(&announced("4;1;50")), "\x1b]9; 4;1;50\x07");
    }

    #[test]
    fn a_desktops_notification_shows_the_text_as_it_is() {
        assert_eq!(body("<b>A&B</b> \\n"), "&lt;b&gt;A&amp;B&lt;/b&gt; \\\\n");
    }

    #[test]
    fn in_a_meeting_nothing_is_heard() {
        let quiet = Announcement { is_quiet: true, ..announced("x") };
        assert_eq!(herald(true, Some(Notify::Osc9)).announce(&quiet), "");
    }

    #[test]
    fn a_voice_that_is_missing_is_told() {
        let manner = Manner { speak: Speak::Found, ..Manner::default() };
        let told = Herald::is_dumb(&manner, None).unwrap();
        assert_eq!(told, "no speech program is installed; looked for `espeak-ng`, `spd-say`, `say`");
        assert_eq!(Herald::is_dumb(&Manner::default(), None), None);
    }
}
