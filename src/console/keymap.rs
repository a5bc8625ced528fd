//! Which key does what: the table's keys, changed by the configuration file.

use std::collections::HashMap;

use super::command::{Command, Row, TABLE};
use super::key::Key;
use super::screen::Screen;

/// Keys to commands, and the key to show for each command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    keys: HashMap<(Screen, Key), Command>,
    shown: HashMap<Command, Key>,
}

/// Why a keymap cannot be made: the sentence names both commands of a clash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeymapError {
    /// The name of the entry at fault.
    pub name: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub mend: String,
}

/// One entry of a configuration: a command by its name, and the key it gets.
fn change(name: &str, key: &str) -> Result<(Command, Key), KeymapError> {
    let command = Command::named(name).ok_or_else(|| {
        let likeness = |row: &Row| strsim::jaro_winkler(row.name, name);
        let nearest = TABLE.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        KeymapError {
            name: name.to_owned(),
            message: format!("`{name}` is no command"),
            mend: nearest.map_or_else(String::new, |row| format!("write `{}`?", row.name)),
        }
    })?;
    let key = Key::parse(key).ok_or_else(|| KeymapError {
        name: name.to_owned(),
        message: format!("expected a key such as `x`, `ctrl-x` or `f5`, found `{key}`"),
        mend: format!("give `{name}` one key"),
    })?;
    Ok((command, key))
}

impl Default for Keymap {
    fn default() -> Self {
        // The table has no clash, which a test keeps.
        Self::with(&[]).unwrap_or_else(|_| Self { keys: HashMap::new(), shown: HashMap::new() })
    }
}

impl Keymap {
    /// The table's keys; entries (command name, key text) replace all keys of their command, and several for one command
    /// give it several.
    ///
    /// # Errors
    /// A name that is no command, a text that is no key, or one key for two commands.
    pub fn with(changes: &[(String, String)]) -> Result<Self, KeymapError> {
        let mut own_keys: HashMap<Command, Vec<Key>> = HashMap::new();
        for (name, keys) in changes {
            let (command, key) = change(name, keys)?;
            own_keys.entry(command).or_default().push(key);
        }
        let mut map = Self { keys: HashMap::new(), shown: HashMap::new() };
        for row in TABLE {
            let keys = own_keys.get(&row.command).map_or(row.keys, Vec::as_slice);
            let places = keys.iter().flat_map(|key| Screen::ALL.map(|screen| (screen, key)));
            for (screen, key) in places.filter(|(screen, _)| row.on.holds(*screen)) {
                let other = map.keys.insert((screen, *key), row.command);
                if let Some(other) = other.filter(|other| *other != row.command) {
                    return Err(KeymapError {
                        // The entry of the configuration is at fault, not the key that was always there.
                        name: if own_keys.contains_key(&row.command) { row } else { other.row() }.name.to_owned(),
                        message: format!("the key `{key}` is given to `{}` and to `{}`", other.row().name, row.name),
                        mend: format!("give `{}` or `{}` another key", other.row().name, row.name),
                    });
                }
            }
            if let Some(first) = keys.first() {
                map.shown.insert(row.command, *first);
            }
        }
        Ok(map)
    }

    /// What a key does on a screen.
    #[must_use]
    pub fn command(&self, screen: Screen, key: Key) -> Option<Command> {
        self.keys.get(&(screen, key)).copied()
    }

    /// The key to show for a command.
    #[must_use]
    pub fn key(&self, command: Command) -> Option<Key> {
        self.shown.get(&command).copied()
    }

    /// The key as text, or nothing.
    #[must_use]
    pub fn shown(&self, command: Command) -> String {
        self.key(command).map_or_else(String::new, |key| key.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::key::Code;
    use super::*;

    #[test]
    fn no_two_commands_share_a_key_or_a_name() {
        assert!(Keymap::with(&[]).is_ok());
        let names: HashSet<_> = TABLE.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), TABLE.len());
        let commands: HashSet<_> = TABLE.iter().map(|row| row.command).collect();
        assert_eq!(commands.len(), TABLE.len());
    }

    #[test]
    fn every_command_has_a_key_a_hint_and_a_help_line() {
        for row in TABLE {
            assert!(!row.keys.is_empty() && !row.hint.is_empty() && !row.help.is_empty(), "{}", row.name);
            assert_eq!(row.command.row().name, row.name);
        }
    }

    #[test]
    fn a_key_given_twice_is_an_error_with_both_names() {
        let error = Keymap::with(&[("today".into(), "q".into())]).unwrap_err();
        assert!(error.message.contains("`today`") && error.message.contains("`quit`"), "{}", error.message);
    }

    #[test]
    fn a_changed_key_replaces_all_keys_of_its_command() {
        let map = Keymap::with(&[("next".into(), "ctrl-n".into())]).unwrap();
        assert_eq!(map.command(Screen::Stage, Key::ctrl('n')), Some(Command::Next));
        assert_eq!(map.command(Screen::Stage, Key::char('j')), None);
        assert_eq!(map.shown(Command::Next), "ctrl-n");
    }

    #[test]
    fn several_entries_give_a_command_several_keys_the_first_of_them_shown() {
        let changes = [("next".into(), "alt-n".into()), ("next".into(), "ctrl-n".into())];
        let map = Keymap::with(&changes).unwrap();
        let alt_n = Key { code: Code::Char('n'), ctrl: false, alt: true };
        assert_eq!(
            (map.command(Screen::Stage, alt_n), map.command(Screen::Stage, Key::ctrl('n'))),
            (Some(Command::Next), Some(Command::Next))
        );
        assert_eq!(map.shown(Command::Next), "alt-n");
    }

    #[test]
    fn a_misspelt_command_is_told_with_the_nearest_name() {
        let error = Keymap::with(&[("tody".into(), "T".into())]).unwrap_err();
        assert!(error.mend.contains("`today`"));
    }
}
