//! The config file: how this person likes the console. It holds nothing that belongs to a campaign.
//!
//! Invariant: reading never fails. What cannot be understood is told with its place and the default taken, so that a
//! typing error in a theme never keeps anybody from a deal. What it does not do: it does not know the commands; `[keys]`
//! is handed on as it is written, with places, and `console` tells of unknown commands and clashes.
//!
//! `docs/configuration.md` is its reference for people; a test keeps the two together.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::store::plain;
use crate::campaign::Duration;
use crate::drive::attention::Weights;

/// Colours for a dark ground, a light one, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// For a dark ground.
    Dark,
    /// For a light ground.
    Light,
    /// Without colour.
    Mono,
}

/// Whether to show colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Colour {
    /// As the environment says.
    #[default]
    Auto,
    /// Also where the environment says otherwise.
    Always,
    /// Never.
    Never,
}

/// Words for the notation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Speech {
    /// Plain words.
    #[default]
    Plain,
    /// As a co-driver would say it.
    Rally,
}

/// Which end of the grades is the easy one on screen; the file always has six as the easiest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grades {
    /// Six is easiest.
    #[default]
    SixEasy,
    /// One is easiest.
    OneEasy,
}

/// What a call does besides appearing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Bell {
    /// Nothing.
    #[default]
    Off,
    /// The terminal's bell.
    Bell,
    /// A notification through the terminal.
    Notify,
}

/// How a notification is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Notify {
    /// Through the terminal, by the sequence that most of them know.
    #[default]
    Osc9,
    /// Through the terminal, by kitty's.
    Osc99,
    /// Through the terminal, by that of urxvt, foot and others.
    Osc777,
    /// Through the desktop's service, by `notify-send`.
    Desktop,
}

/// Whether a call is spoken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Speak {
    /// No.
    #[default]
    Off,
    /// By a speech program that is installed.
    Found,
    /// By this one, with these arguments; it reads the text from standard input.
    With(Vec<String>),
}

/// One line of `[keys]`: a command and the key it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The command's name as written.
    pub command: String,
    /// The key's text as written, such as `ctrl-s`.
    pub key: String,
    /// Where the command's name stands.
    pub command_at: Spot,
    /// Where the key stands.
    pub key_at: Spot,
}

/// A line and column, from 1; columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// Something in the config file that could not be taken as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where.
    pub at: Spot,
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// What to do: an imperative.
    pub mend: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.at.line, self.at.column, self.message, self.mend)
    }
}

/// The config file's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Whose seat this is: a crew id.
    pub seat: Option<String>,
    /// `None`: as the terminal seems to be.
    pub theme: Option<Theme>,
    /// Whether to show colours.
    pub colour: Colour,
    /// Whether an arriving call and a win are shown with a movement.
    pub motion: bool,
    /// Whether to keep to characters that every font has.
    pub ascii: bool,
    /// Words for the notation.
    pub speech: Speech,
    /// Which end of the grades is easy.
    pub grades: Grades,
    /// What a call does besides appearing.
    pub bell: Bell,
    /// How a notification is made.
    pub notify: Notify,
    /// Whether a call is spoken.
    pub speak: Speak,
    /// Time for a deal in a review, in seconds.
    pub review: u32,
    /// What makes a deal need somebody, and how much.
    pub needs: Weights,
    /// Keys of commands, in the order of the file.
    pub keys: Vec<Binding>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seat: None,
            theme: None,
            colour: Colour::default(),
            motion: true,
            ascii: false,
            speech: Speech::default(),
            grades: Grades::default(),
            bell: Bell::default(),
            notify: Notify::default(),
            speak: Speak::default(),
            review: TIME_BOX,
            needs: Weights::default(),
            keys: Vec::new(),
        }
    }
}

/// Five minutes for a deal.
const TIME_BOX: u32 = 300;
/// A review's time for a deal is at least this and at most that, in seconds.
const TIME_BOXES: Range<u32> = 30..7201;

const NAMES: [&str; 13] = [
    "as", "theme", "color", "motion", "ascii", "speech", "grades", "bell", "notify", "speak", "review", "needs", "keys",
];
const THEMES: [(&str, Theme); 3] = [("dark", Theme::Dark), ("light", Theme::Light), ("mono", Theme::Mono)];
const COLOURS: [(&str, Colour); 3] = [("auto", Colour::Auto), ("always", Colour::Always), ("never", Colour::Never)];
const SPEECHES: [(&str, Speech); 2] = [("plain", Speech::Plain), ("rally", Speech::Rally)];
const GRADES: [(&str, Grades); 2] = [("six-easy", Grades::SixEasy), ("one-easy", Grades::OneEasy)];
const BELLS: [(&str, Bell); 3] = [("off", Bell::Off), ("bell", Bell::Bell), ("notify", Bell::Notify)];
/// The words for the ways to notify, also for the command line.
pub const NOTIFIES: [(&str, Notify); 4] =
    [("osc9", Notify::Osc9), ("osc99", Notify::Osc99), ("osc777", Notify::Osc777), ("desktop", Notify::Desktop)];

impl Config {
    /// Reads the file at `path`; one that is not there is the default. The remarks are in the order of the file.
    #[expect(clippy::disallowed_methods, reason = "the engine room reads files")]
    pub fn load(path: &Path) -> Result<(Self, Vec<Remark>), String> {
        match std::fs::read(path) {
            Ok(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => Ok(Self::read(text)),
                Err(_) => Err(format!("cannot read the config file `{}`: it is not UTF-8", path.display())),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((Self::default(), Vec::new())),
            Err(error) => Err(format!("cannot read the config file `{}`: {}", path.display(), plain(&error))),
        }
    }

    /// Reads a text.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Remark>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader { text, remarks: Vec::new() };
        for error in errors {
            let span = error.span().unwrap_or(text.len()..text.len());
            reader.remark(span, lower(error.message()), "mend the TOML; the rest of the file is used");
        }
        let mut config = Self::default();
        for (name, value) in table.get_ref() {
            reader.key(&mut config, name, value);
        }
        reader.remarks.sort_by_key(|remark| (remark.at.line, remark.at.column));
        config.keys.sort_by_key(|binding| (binding.key_at.line, binding.key_at.column));
        (config, reader.remarks)
    }
}

struct Reader<'t> {
    text: &'t str,
    remarks: Vec<Remark>,
}

type Name<'t> = Spanned<toml::de::DeString<'t>>;
type Value<'t> = Spanned<DeValue<'t>>;

impl Reader<'_> {
    fn key(&mut self, config: &mut Config, name: &Name<'_>, value: &Value<'_>) {
        match name.get_ref().as_ref() {
            "as" => config.seat = self.string(value).or(config.seat.take()),
            "theme" => config.theme = self.word(value, &THEMES),
            "color" => config.colour = self.word(value, &COLOURS).unwrap_or_default(),
            "motion" => config.motion = self.switch(value).unwrap_or(true),
            "ascii" => config.ascii = self.switch(value).unwrap_or(false),
            "speech" => config.speech = self.word(value, &SPEECHES).unwrap_or_default(),
            "grades" => config.grades = self.word(value, &GRADES).unwrap_or_default(),
            "bell" => config.bell = self.word(value, &BELLS).unwrap_or_default(),
            "notify" => config.notify = self.word(value, &NOTIFIES).unwrap_or_default(),
            "speak" => config.speak = self.speak(value),
            "review" => config.review = self.time_box(value).unwrap_or(TIME_BOX),
            "needs" => self.needs(&mut config.needs, value),
            "keys" => self.bindings(&mut config.keys, value),
            unknown => {
                let mend = match nearest(unknown, NAMES.into_iter()) {
                    Some(known) => format!("write `{known}`"),
                    None => format!("use one of {}", list(NAMES.into_iter())),
                };
                self.remark(name.span(), format!("unknown key `{unknown}`"), &mend);
            }
        }
    }

    fn bindings(&mut self, bindings: &mut Vec<Binding>, value: &Value<'_>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.unfit(value, "a table", "write `[keys]` and below it a line for each command");
        };
        for (command, keys) in table {
            let alone = std::slice::from_ref(keys);
            let keys: &[Value<'_>] = match keys.get_ref() {
                DeValue::Array(keys) => keys,
                _ => alone,
            };
            for key in keys {
                let Some(text) = key.get_ref().as_str() else {
                    self.unfit(key, "the text of a key, or a list of them", "write it in quotes: `\"ctrl-s\"`");
                    continue;
                };
                bindings.push(Binding {
                    command: command.get_ref().as_ref().to_owned(),
                    key: text.to_owned(),
                    command_at: spot(self.text, command.span().start),
                    key_at: spot(self.text, key.span().start),
                });
            }
        }
    }

    fn string(&mut self, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.unfit(value, "a text", "write it in quotes");
        }
        text.map(str::to_owned)
    }

    fn switch(&mut self, value: &Value<'_>) -> Option<bool> {
        let switch = value.get_ref().as_bool();
        if switch.is_none() {
            self.unfit(value, "`true` or `false`", "write one of the two, without quotes");
        }
        switch
    }

    fn speak(&mut self, value: &Value<'_>) -> Speak {
        const EXPECTED: &str = "`true`, `false` or the words of a program";
        const MEND: &str = "write it as a list: `[\"espeak-ng\", \"--stdin\"]`";
        match value.get_ref() {
            DeValue::Boolean(true) => Speak::Found,
            DeValue::Boolean(false) => Speak::Off,
            DeValue::Array(words) => {
                let texts: Option<Vec<String>> =
                    words.iter().map(|word| word.get_ref().as_str().map(str::to_owned)).collect();
                let texts = texts.filter(|texts| texts.first().is_some_and(|program| !program.is_empty()));
                if texts.is_none() {
                    self.remark(value.span(), format!("expected {EXPECTED}, found another list"), MEND);
                }
                texts.map_or(Speak::Off, Speak::With)
            }
            _ => {
                self.unfit(value, EXPECTED, MEND);
                Speak::Off
            }
        }
    }

    /// A length of clock time, such as `5m`.
    fn time_box(&mut self, value: &Value<'_>) -> Option<u32> {
        const EXPECTED: &str = "a time from `30s` to `2h`";
        let Some(text) = value.get_ref().as_str() else {
            self.unfit(value, EXPECTED, "write it in quotes: `\"5m\"`");
            return None;
        };
        let length = Duration::parse(text)
            .ok()
            .filter(|length| *length == Duration { seconds: length.seconds, ..Duration::default() });
        let seconds = length.map(|length| length.seconds).filter(|seconds| TIME_BOXES.contains(seconds));
        if seconds.is_none() {
            self.remark(
                value.span(),
                format!("expected {EXPECTED}, found `{text}`"),
                "write it as `5m`, `90s` or `1h`",
            );
        }
        seconds
    }

    fn word<T: Copy>(&mut self, value: &Value<'_>, words: &[(&'static str, T)]) -> Option<T> {
        let names = || words.iter().map(|(word, _)| *word);
        let Some(text) = value.get_ref().as_str() else {
            self.unfit(value, &list(names()), "write one of them in quotes");
            return None;
        };
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let mend = nearest(text, names()).map_or("write one of them".into(), |word| format!("write `{word}`"));
            self.remark(value.span(), format!("expected {}, found `{text}`", list(names())), &mend);
        }
        found
    }

    fn unfit(&mut self, value: &Value<'_>, expected: &str, mend: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "`true` or `false`",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.remark(value.span(), format!("expected {expected}, found {found}"), mend);
    }

    fn remark(&mut self, span: Range<usize>, message: String, mend: &str) {
        self.remarks.push(Remark { at: spot(self.text, span.start), message, mend: mend.to_owned() });
    }
}

fn spot(text: &str, offset: usize) -> Spot {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Spot { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

fn lower(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let mut characters = line.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

fn list(words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// The known word that is most likely meant.
fn nearest(unknown: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    // A shared spelling in another language or with a synonym is further away than typing errors are.
    let meant = match unknown {
        "colour" | "colors" | "colours" => "color",
        "seat" | "who" => "as",
        _ => unknown,
    };
    known.map(|word| (strsim::osa_distance(meant, word), word)).min().filter(|(far, _)| *far <= 2).map(|(_, word)| word)
}

/// A config file with every key commented out, for a start.
#[must_use]
pub fn default_config_text() -> &'static str {
    r#"# Codriver's configuration. Every line is optional; what is commented out is the default.

# Whose seat this is, by the id in the campaign file. Without it the only person there, or both seats.
# as = "sam"

# "dark", "light" or "mono". Without it "dark"; a terminal without colours gets "mono".
# theme = "dark"

# "auto", "always" or "never". "auto" follows the terminal and NO_COLOR.
# color = "auto"

# A short highlight when a call arrives or a deal is won.
# motion = true

# Only characters that every font has.
# ascii = false

# Words for the notation: "plain" or "rally".
# speech = "plain"

# Which end of the grades is easy on screen: "six-easy" or "one-easy". The file always stores six as the easiest.
# grades = "six-easy"

# What a call does besides appearing: "off", "bell" or "notify".
# bell = "off"

# How a notification is made: "osc9", "osc99" or "osc777" by the terminal, "desktop" by notify-send.
# notify = "osc9"

# Whether a call is spoken: false, true for a speech program that is installed, or a program that reads from standard
# input, such as ["espeak-ng", "-v", "en-gb", "--stdin"].
# speak = false

# Time for each deal in a review; the console shows it and cuts nobody off.
# review = "5m"

# What makes a deal need you first: the three gravest causes of a deal are added up; 0 leaves a cause out.
[needs]
# call-waits = 150
# call-missed = 65
# caution-unheard = 62
# red-flag = 60
# stopped = 58
# in-service = 55
# promise-over = 50
# touch-over = 45
# close-gone = 40
# stalled = 35
# close-unlikely = 32
# in-circles = 30
# yellow-flag = 25
# no-touch = 20
# undated-touch = 15
# question = 10

# Other keys for commands, by their names in docs/configuration.md; a list gives a command several.
[keys]
# palette = "ctrl-p"
# next = ["alt-n", "ctrl-n"]
"#
}

mod needs;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests;
