//! The only place that reads the environment: once, at the start, into a value.
//!
//! | variable | what |
//! |---|---|
//! | `CODRIVER_CONFIG` | the config file, instead of `codriver/config.toml` in the config folder |
//! | `CODRIVER_STATE_DIR` | the folder for journals, half-typed lines and what was looked at last |
//! | `CODRIVER_AS` | whose seat this is |
//! | `XDG_CONFIG_HOME`, `XDG_STATE_HOME`, `HOME` | where those folders are otherwise; the home folder is `~` in a typed path |
//! | `VISUAL`, `EDITOR` | the editor |
//! | `NO_COLOR`, `COLORTERM`, `TERM` | how many colours |
//! | `TZ` | the machine's zone, if it names one |
//! | `CODRIVER_FAULT` | for tests: `loop` or `thread` makes the program fail there at the first key; `disk` makes saving slow |
//! | `WAYLAND_DISPLAY`, `DISPLAY`, `SSH_CONNECTION`, `SSH_TTY`, `PATH` | how to copy; where to look for a speech program |
//!
//! An empty variable counts as one that is not set.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use chrono_tz::Tz;
use etcetera::BaseStrategy;

use super::folders::StateFolder;

/// How many colours the terminal shows, as far as it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colours {
    /// None: `NO_COLOR`, or a terminal without.
    None,
    /// The sixteen of every terminal.
    Sixteen,
    /// The fixed palette.
    TwoHundredFiftySix,
    /// Any.
    True,
}

/// Where the user's clipboard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// A Wayland session on this machine.
    Wayland,
    /// An X11 session on this machine.
    X11,
    /// A Mac.
    MacOs,
    /// On the machine at the other end of a connection.
    Distant,
    /// Nobody knows.
    Unknown,
}

/// Where the program is to fail on purpose, so that a test can see what a fault leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// In the loop itself.
    Loop,
    /// In a thread beside it.
    Thread,
    /// The disk is slow: each save waits.
    Disk,
}

/// What the program takes from its environment.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The config file, which need not exist. `None`: no home.
    pub config: Option<PathBuf>,
    /// The state folder, which need not exist. `None`: no home.
    pub state: Option<StateFolder>,
    /// The home folder, which `~` stands for in a typed path.
    pub home: Option<PathBuf>,
    /// Whose seat this is, by `CODRIVER_AS`.
    pub seat: Option<String>,
    /// The editor's command, to be split into words.
    pub editor: Option<String>,
    /// Colours of the terminal.
    pub colours: Colours,
    /// Where to copy to.
    pub display: Display,
    /// For tests only.
    pub fault: Option<Fault>,
    path: Option<OsString>,
    zone: Option<String>,
}

impl Environment {
    /// Reads the environment of this process.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn of_process() -> Self {
        let folders = etcetera::base_strategy::Xdg::new().ok();
        let folders = folders.and_then(|xdg| Some((xdg.config_dir(), xdg.state_dir()?)));
        Self::read(&|name| std::env::var_os(name), folders)
    }

    /// Reads variables through `lookup`; `folders` are the user's for configuration and state.
    #[must_use]
    pub fn read(lookup: &dyn Fn(&str) -> Option<OsString>, folders: Option<(PathBuf, PathBuf)>) -> Self {
        let get = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let text = |name: &str| get(name).and_then(|value| value.into_string().ok());
        let (config, state) = folders.unzip();
        let config = get("CODRIVER_CONFIG")
            .map(PathBuf::from)
            .or_else(|| config.map(|folder| folder.join("codriver").join("config.toml")));
        let state =
            get("CODRIVER_STATE_DIR").map(PathBuf::from).or_else(|| state.map(|folder| folder.join("codriver")));
        Self {
            config,
            state: state.map(StateFolder::new),
            home: get("HOME").map(PathBuf::from),
            seat: text("CODRIVER_AS"),
            editor: text("VISUAL").or_else(|| text("EDITOR")),
            colours: colours(get("NO_COLOR").is_some(), text("COLORTERM").as_deref(), text("TERM").as_deref()),
            display: display(&|name| get(name).is_some()),
            fault: match text("CODRIVER_FAULT").as_deref() {
                Some("loop") => Some(Fault::Loop),
                Some("thread") => Some(Fault::Thread),
                Some("disk") => Some(Fault::Disk),
                _ => None,
            },
            path: get("PATH"),
            zone: text("TZ"),
        }
    }

    /// The machine's time zone: `TZ` where it names one, else what the system says. Takes up to a millisecond, so ask
    /// only when a campaign gives no zone.
    #[must_use]
    pub fn zone(&self) -> Option<Tz> {
        self.zone
            .as_deref()
            .and_then(zone_named)
            .or_else(|| iana_time_zone::get_timezone().ok().as_deref().and_then(zone_named))
    }

    /// The folders in which programs are, as `PATH` has them.
    #[must_use]
    pub fn path(&self) -> Option<&OsStr> {
        self.path.as_deref()
    }
}

/// `Europe/London`, `:Europe/London` and `/usr/share/zoneinfo/Europe/London` are one zone.
fn zone_named(text: &str) -> Option<Tz> {
    let text = text.trim_start_matches(':');
    let name = text.split_once("zoneinfo/").map_or(text, |(_, name)| name);
    name.parse().ok()
}

fn colours(is_refused: bool, colorterm: Option<&str>, term: Option<&str>) -> Colours {
    let term = term.unwrap_or("dumb");
    if is_refused || term == "dumb" || term.starts_with("vt") {
        return Colours::None;
    }
    let true_terms = ["direct", "kitty", "alacritty", "foot", "ghostty", "wezterm", "contour"];
    if matches!(colorterm, Some("truecolor" | "24bit")) || true_terms.iter().any(|name| term.contains(name)) {
        Colours::True
    } else if term.contains("256color") {
        Colours::TwoHundredFiftySix
    } else {
        Colours::Sixteen
    }
}

fn display(is_set: &dyn Fn(&str) -> bool) -> Display {
    if is_set("SSH_CONNECTION") || is_set("SSH_TTY") {
        Display::Distant
    } else if cfg!(target_os = "macos") {
        Display::MacOs
    } else if is_set("WAYLAND_DISPLAY") {
        Display::Wayland
    } else if is_set("DISPLAY") {
        Display::X11
    } else {
        Display::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        let lookup = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        Environment::read(&lookup, Some(("/home/sam/.config".into(), "/home/sam/.local/state".into())))
    }

    #[test]
    fn folders_are_the_users_own_unless_overridden() {
        let usual = environment(&[]);
        assert_eq!(usual.config, Some("/home/sam/.config/codriver/config.toml".into()));
        assert_eq!(usual.state, Some(StateFolder::new("/home/sam/.local/state/codriver".into())));
        let own = environment(&[("CODRIVER_CONFIG", "/c.toml"), ("CODRIVER_STATE_DIR", "/s")]);
        assert_eq!(own.config, Some("/c.toml".into()));
        assert_eq!(own.state, Some(StateFolder::new("/s".into())));
    }

    #[test]
    fn without_a_home_there_are_no_folders() {
        let environment = Environment::read(&|_| None, None);
        assert_eq!((environment.config, environment.state), (None, None));
    }

    #[test]
    fn visual_goes_before_editor_and_an_empty_one_is_none() {
        assert_eq!(environment(&[("VISUAL", "hx"), ("EDITOR", "ed")]).editor.as_deref(), Some("hx"));
        assert_eq!(environment(&[("VISUAL", ""), ("EDITOR", "ed")]).editor.as_deref(), Some("ed"));
        assert_eq!(environment(&[]).editor, None);
    }

    #[test]
    fn the_terminal_says_how_many_colours_it_has() {
        for (variables, expected) in [
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")][..], Colours::True),
            (&[("TERM", "xterm-kitty")], Colours::True),
            (&[("TERM", "screen-256color")], Colours::TwoHundredFiftySix),
            (&[("TERM", "linux")], Colours::Sixteen),
            (&[("TERM", "dumb")], Colours::None),
            (&[("TERM", "vt100")], Colours::None),
            (&[], Colours::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1")], Colours::None),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Colours::TwoHundredFiftySix),
        ] {
            assert_eq!(environment(variables).colours, expected, "{variables:?}");
        }
    }

    #[test]
    fn the_zone_is_read_in_all_its_spellings() {
        for spelling in ["Europe/London", ":Europe/London", "/usr/share/zoneinfo/Europe/London"] {
            assert_eq!(environment(&[("TZ", spelling)]).zone(), Some(Tz::Europe__London));
        }
    }

    #[test]
    fn over_a_connection_the_clipboard_is_at_the_other_end() {
        let distant = environment(&[("SSH_TTY", "/dev/pts/0"), ("DISPLAY", "localhost:10.0")]);
        assert_eq!(distant.display, Display::Distant);
    }

    #[test]
    #[cfg(not(target_os = "macos"))]
    fn the_session_says_where_to_copy() {
        let both = environment(&[("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")]);
        assert_eq!(both.display, Display::Wayland);
        assert_eq!(environment(&[("DISPLAY", ":0")]).display, Display::X11);
        assert_eq!(environment(&[]).display, Display::Unknown);
    }
}
