//! Which key does what: the table's keys, changed by the configuration file.

use super::command::{Command, Row, TABLE};
use super::key::Key;
use super::screen::Screen;

/// Keys to commands, and the key to show for each command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// In order of the keys; one key has several commands where no screen knows two of them.
    keys: Vec<(Key, &'static Row)>,
    /// In order of the commands.
    shown: Vec<(Command, Key)>,
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
        Self::with(&[]).unwrap_or_else(|_| Self { keys: Vec::new(), shown: Vec::new() })
    }
}

impl Keymap {
    /// The table's keys; entries (command name, key text) replace all keys of their command, and several for one command
    /// give it several.
    ///
    /// # Errors
    /// A name that is no command, a text that is no key, or one key for two commands.
    pub fn with(changes: &[(String, String)]) -> Result<Self, KeymapError> {
        let own = changes.iter().map(|(name, key)| change(name, key)).collect::<Result<Vec<_>, _>>()?;
        let is_own = |command: Command| own.iter().any(|(of, _)| *of == command);
        let own_keys = |command: Command| own.iter().filter(move |(of, _)| *of == command).map(|(_, key)| *key);
        let mut map = Self { keys: Vec::new(), shown: Vec::new() };
        for row in TABLE {
            let of_table = row.keys.iter().copied().filter(|_| !is_own(row.command));
            let before = map.keys.len();
            map.keys.extend(own_keys(row.command).chain(of_table).map(|key| (key, row)));
            map.shown.extend(map.keys.get(before).map(|(first, _)| (row.command, *first)));
        }
        // Of one key, the commands stay in the table's order.
        map.keys.sort_by_key(|(key, _)| *key);
        map.shown.sort_unstable_by_key(|(command, _)| *command);
        for same in map.keys.chunk_by(|(key, _), (next, _)| key == next) {
            for (nth, (key, row)) in same.iter().enumerate() {
                let clashes = |other: &Row| {
                    other.command != row.command
                        && Screen::ALL.iter().any(|on| other.on.holds(*on) && row.on.holds(*on))
                };
                if let Some((_, other)) = same[..nth].iter().find(|(_, other)| clashes(other)) {
                    return Err(KeymapError {
                        // The entry of the configuration is at fault, not the key that was always there.
                        name: if is_own(row.command) { row } else { other }.name.to_owned(),
                        message: format!("the key `{key}` is given to `{}` and to `{}`", other.name, row.name),
                        mend: format!("give `{}` or `{}` another key", other.name, row.name),
                    });
                }
            }
        }
        Ok(map)
    }

    /// What a key does on a screen.
    #[must_use]
    pub fn command(&self, screen: Screen, key: Key) -> Option<Command> {
        let first = self.keys.partition_point(|(of, _)| *of < key);
        let mut same = self.keys[first..].iter().take_while(|(of, _)| *of == key);
        same.find(|(_, row)| row.on.holds(screen)).map(|(_, row)| row.command)
    }

    /// The key to show for a command.
    #[must_use]
    pub fn key(&self, command: Command) -> Option<Key> {
        let at = self.shown.binary_search_by_key(&command, |(of, _)| *of).ok()?;
        self.shown.get(at).map(|(_, key)| *key)
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
