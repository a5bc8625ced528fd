//! The bytes of a terminal as facts for the machine: keys, pastes and the mouse.
//!
//! Invariant: a sequence that is not whole yet waits for its rest and keeps nothing else waiting; bytes that mean
//! nothing here are passed over and never become text. A lone escape at the end of what has come is the key Esc, as no
//! terminal says it any other way.
//!
//! What it does not do: it asks the terminal nothing, so it understands no answers.

use crate::console::key::{Code, Key};
use crate::console::message::{Message, MouseAction};

/// A sequence longer than this is none.
const LONGEST: usize = 64;
/// A paste without an end is taken as it is from here on, in bytes.
const LONGEST_PASTE: usize = 8 << 20;
const ESCAPE: u8 = 0x1b;
const PASTE_BEGINS: u16 = 200;
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Bytes that have come, until they are understood.
#[derive(Debug, Default)]
pub struct Keys {
    bytes: Vec<u8>,
    done: usize,
}

/// What stands at the beginning of some bytes.
enum Step {
    /// The rest has not come yet.
    Incomplete,
    /// That many bytes are understood; they may mean nothing.
    Took(usize, Option<Message>),
}

impl Step {
    const fn key(length: usize, key: Key) -> Self {
        Self::Took(length, Some(Message::Key(key)))
    }
}

impl Keys {
    /// Takes in what was read.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next fact, once all that has come was fed.
    pub fn take(&mut self) -> Option<Message> {
        loop {
            match step(&self.bytes[self.done..]) {
                Step::Took(length, message) => {
                    self.done += length;
                    if message.is_some() {
                        return message;
                    }
                }
                Step::Incomplete => {
                    self.bytes.drain(..self.done);
                    self.done = 0;
                    return None;
                }
            }
        }
    }
}

fn step(bytes: &[u8]) -> Step {
    let Some(&first) = bytes.first() else { return Step::Incomplete };
    let key = match first {
        ESCAPE => return escape(bytes),
        b'\r' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f => Key::plain(Code::Backspace),
        0 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(first - 1 + b'a')),
        0x1c..=0x1f => Key::ctrl(char::from(first - 0x1c + b'4')),
        _ => return character(bytes),
    };
    Step::key(1, key)
}

fn character(bytes: &[u8]) -> Step {
    let length = match bytes[0] {
        0..0x80 => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Step::Took(1, None),
    };
    let whole = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(whole) {
        Ok(text) => Step::Took(length, text.chars().next().map(|c| Message::Key(Key::char(c)))),
        Err(error) if error.error_len().is_none() => Step::Incomplete,
        Err(_) => Step::Took(1, None),
    }
}

fn escape(bytes: &[u8]) -> Step {
    match bytes.get(1) {
        None | Some(&ESCAPE) => Step::key(1, Key::plain(Code::Esc)),
        Some(b'[') => sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Step::Incomplete,
            Some(&last) => Step::Took(3, named_by_letter(last).map(Key::plain).map(Message::Key)),
        },
        Some(_) => match step(&bytes[1..]) {
            Step::Took(length, Some(Message::Key(key))) => Step::key(length + 1, Key { alt: true, ..key }),
            Step::Took(length, _) => Step::Took(length + 1, None),
            Step::Incomplete => Step::Incomplete,
        },
    }
}

/// `ESC [`, parameters, and a last byte that says what it is.
fn sequence(bytes: &[u8]) -> Step {
    let body = &bytes[2..];
    let Some(end) = body.iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        return if body.len() < LONGEST { Step::Incomplete } else { Step::Took(bytes.len(), None) };
    };
    let (parameters, last) = (&body[..end], body[end]);
    let length = end + 3;
    if !(0x40..0x7f).contains(&last) {
        // Broken off by something else, which may mean something by itself.
        return Step::Took(length - 1, None);
    }
    match (parameters.first(), last) {
        (Some(b'<'), b'M' | b'm') => Step::Took(length, mouse(&parameters[1..], last == b'M')),
        // The mouse of a terminal that knows no large coordinates: three bytes follow.
        (None, b'M') => match body.get(1..4) {
            None => Step::Incomplete,
            Some(place) => Step::Took(length + 3, old_mouse(place)),
        },
        // Function keys of the Linux console: a letter follows.
        (None, b'[') => match body.get(1) {
            None => Step::Incomplete,
            Some(letter @ b'A'..=b'E') => Step::key(length + 1, Key::plain(Code::F(letter - b'A' + 1))),
            Some(_) => Step::Took(length + 1, None),
        },
        (None | Some(b'0'..=b'9'), _) => keyed(bytes, length, parameters, last),
        _ => Step::Took(length, None),
    }
}

/// A key with its number or letter, and modifiers.
fn keyed(bytes: &[u8], length: usize, parameters: &[u8], last: u8) -> Step {
    let mut numbers = numbers(parameters);
    let first = numbers.next().flatten();
    let modifiers = numbers.next().flatten().unwrap_or(1).saturating_sub(1);
    let code = match (last, first) {
        (b'~', Some(PASTE_BEGINS)) => return paste(bytes, length),
        // `27 ; modifiers ; character ~` and `character ; modifiers u`: keys that have no sequence of their own.
        (b'~', Some(27)) => numbers.next().flatten().and_then(spelt),
        (b'u', Some(character)) => spelt(character),
        (b'~', Some(number)) => named_by_number(number),
        (b'Z', _) => Some(Code::BackTab),
        (letter, None | Some(1)) => named_by_letter(letter),
        _ => None,
    };
    let key = code.map(|code| {
        let code = if code == Code::Tab && modifiers & 1 != 0 { Code::BackTab } else { code };
        Key { code, alt: modifiers & 2 != 0, ctrl: modifiers & 4 != 0 }
    });
    Step::Took(length, key.map(Message::Key))
}

fn numbers(parameters: &[u8]) -> impl Iterator<Item = Option<u16>> {
    let parts = parameters.split(|byte| *byte == b';');
    parts.map(|digits| std::str::from_utf8(digits).ok()?.split(':').next()?.parse().ok())
}

fn spelt(character: u16) -> Option<Code> {
    Some(match char::from_u32(character.into())? {
        '\r' => Code::Enter,
        '\t' => Code::Tab,
        '\x1b' => Code::Esc,
        '\x7f' | '\x08' => Code::Backspace,
        c if c.is_control() => return None,
        c => Code::Char(c),
    })
}

const fn named_by_letter(letter: u8) -> Option<Code> {
    Some(match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn named_by_number(number: u16) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        _ => {
            // The numbers leave one out after every fifth or sixth key.
            const NUMBERS: [u16; 12] = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24];
            let at = NUMBERS.iter().position(|known| *known == number)?;
            Code::F(u8::try_from(at).ok()? + 1)
        }
    })
}

fn paste(bytes: &[u8], begins: usize) -> Step {
    let text = &bytes[begins..];
    let (ends, length) = match memchr::memmem::find(text, PASTE_ENDS) {
        Some(ends) => (ends, begins + ends + PASTE_ENDS.len()),
        None if text.len() < LONGEST_PASTE => return Step::Incomplete,
        None => (text.len(), bytes.len()),
    };
    Step::Took(length, Some(Message::Paste(String::from_utf8_lossy(&text[..ends]).into_owned())))
}

fn mouse(parameters: &[u8], is_pressed: bool) -> Option<Message> {
    let mut numbers = numbers(parameters);
    let mut next = || numbers.next().flatten();
    let (button, x, y) = (next()?, next()?, next()?);
    if is_pressed { acted(button, x, y) } else { released(button, x, y) }
}

fn old_mouse(place: &[u8]) -> Option<Message> {
    let number = |byte: u8| u16::from(byte.saturating_sub(32));
    acted(number(place[0]), number(place[1]), number(place[2]))
}

/// Which button was let go only newer terminals say; the old ones say that one was.
fn released(button: u16, x: u16, y: u16) -> Option<Message> {
    let is_first = matches!(button & !0b1_1100, 0 | 3);
    is_first.then(|| Message::Released { x: x.saturating_sub(1), y: y.saturating_sub(1) })
}

/// A button by its number: bits 0 and 1 the button, 2 to 4 modifiers, 5 a move, 6 the wheel. Places count from 1.
fn acted(button: u16, x: u16, y: u16) -> Option<Message> {
    let action = match button & !0b1_1100 {
        0 => MouseAction::Click,
        3 => return released(button, x, y),
        64 => MouseAction::WheelUp,
        65 => MouseAction::WheelDown,
        _ => return None,
    };
    Some(Message::Mouse { x: x.saturating_sub(1), y: y.saturating_sub(1), action })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The name that a configuration gives it.
    fn name(key: Key) -> String {
        let modifiers = [(key.ctrl, "ctrl-"), (key.alt, "alt-")];
        let modifiers: String = modifiers.iter().filter(|(held, _)| *held).map(|(_, name)| *name).collect();
        let code = match key.code {
            Code::Char(' ') => "space".to_owned(),
            Code::Char(c) => c.to_string(),
            Code::BackTab => "shift-tab".to_owned(),
            other => format!("{other:?}").to_lowercase().replace(['(', ')'], ""),
        };
        modifiers + &code
    }

    fn read(pieces: &[&[u8]]) -> Vec<String> {
        let (mut keys, mut read) = (Keys::default(), Vec::new());
        for piece in pieces {
            keys.feed(piece);
            while let Some(message) = keys.take() {
                read.push(match message {
                    Message::Key(key) => name(key),
                    other => format!("{other:?}"),
                });
            }
        }
        read
    }

    #[test]
    fn every_key_is_read() {
        for (bytes, expected) in [
            ("q", "q"),
            ("G", "G"),
            ("é", "é"),
            ("日", "日"),
            ("🏁", "🏁"),
            (" ", "space"),
            ("\r", "enter"),
            ("\t", "tab"),
            ("\x1b[Z", "shift-tab"),
            ("\x1b[9;2u", "shift-tab"),
            ("\x7f", "backspace"),
            ("\x1b", "esc"),
            ("\x03", "ctrl-c"),
            ("\x1a", "ctrl-z"),
            ("\x1f", "ctrl-7"),
            ("\x1bx", "alt-x"),
            ("\x1bé", "alt-é"),
            ("\x1b\r", "alt-enter"),
            ("\x1b[A", "up"),
            ("\x1bOA", "up"),
            ("\x1b[B", "down"),
            ("\x1b[H", "home"),
            ("\x1b[1~", "home"),
            ("\x1b[7~", "home"),
            ("\x1b[F", "end"),
            ("\x1b[4~", "end"),
            ("\x1b[3~", "delete"),
            ("\x1b[5~", "pageup"),
            ("\x1b[6~", "pagedown"),
            ("\x1b[1;5C", "ctrl-right"),
            ("\x1b[1;3D", "alt-left"),
            ("\x1b[5;5~", "ctrl-pageup"),
            ("\x1bOP", "f1"),
            ("\x1b[[A", "f1"),
            ("\x1b[11~", "f1"),
            ("\x1b[15~", "f5"),
            ("\x1b[17~", "f6"),
            ("\x1b[24~", "f12"),
            ("\x1b[112;5u", "ctrl-p"),
            ("\x1b[27;5;112~", "ctrl-p"),
        ] {
            assert_eq!(read(&[bytes.as_bytes()]), [expected], "{bytes:?}");
        }
    }

    #[test]
    fn keys_that_come_together_are_read_one_by_one() {
        assert_eq!(read(&[b"jk\x1b[B\x1b[<0;3;2Mq"]).len(), 5);
        assert_eq!(read(&[b"\x1b\x1b[A"]), ["esc", "up"]);
    }

    #[test]
    fn a_key_in_pieces_is_one_key() {
        assert_eq!(read(&[b"\x1b[", b"1;", b"5", b"C"]), ["ctrl-right"]);
        assert_eq!(read(&[b"\xe6\x97", b"\xa5"]), ["日"]);
        assert_eq!(read(&[b"\x1bO", b"B"]), ["down"]);
    }

    #[test]
    fn what_is_pasted_is_one_text_whatever_it_holds() {
        let pasted = read(&[b"a\x1b[200~two\rli", b"nes \x1b[A \x03\x1b[20", b"1~b"]);
        assert_eq!(pasted, ["a", r#"Paste("two\rlines \u{1b}[A \u{3}")"#, "b"]);
    }

    #[test]
    fn clicks_and_the_wheel_are_read_with_their_place() {
        assert_eq!(
            read(&[b"\x1b[<0;1;1M\x1b[<0;1;1m"]),
            ["Mouse { x: 0, y: 0, action: Click }", "Released { x: 0, y: 0 }"]
        );
        assert_eq!(read(&[b"\x1b[<64;300;40M"]), ["Mouse { x: 299, y: 39, action: WheelUp }"]);
        assert_eq!(read(&[b"\x1b[<65;3;4M"]), ["Mouse { x: 2, y: 3, action: WheelDown }"]);
        assert_eq!(read(&[b"\x1b[M !\"", b"q"]), ["Mouse { x: 0, y: 1, action: Click }", "q"]);
    }

    #[test]
    fn what_means_nothing_here_is_passed_over() {
        for nothing in ["\x1b[I", "\x1b[O", "\x1b[?1;2c", "\x1b[2~", "\x1b[<2;1;1M", "\x1b[<35;1;1M", "\x1b[12;3R"] {
            assert_eq!(read(&[nothing.as_bytes(), b"q"]), ["q"], "{nothing:?}");
        }
        assert_eq!(read(&[b"\xff\xc0q"]), ["q"]);
        assert_eq!(read(&[b"\x1b[1;\rq"]), ["enter", "q"]);
    }

    #[test]
    fn a_sequence_without_an_end_does_not_swallow_everything() {
        let mut bytes = b"\x1b[".to_vec();
        bytes.extend([b'1'; 200]);
        assert_eq!(read(&[&bytes, b"q"]), ["q"]);
    }

    proptest! {
        #[test]
        fn no_bytes_stop_the_reader(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..12), 0..12)) {
            let (mut keys, total) = (Keys::default(), pieces.iter().map(Vec::len).sum::<usize>());
            let mut read = 0;
            for piece in &pieces {
                keys.feed(piece);
                while keys.take().is_some() {
                    read += 1;
                }
            }
            prop_assert!(read <= total);
        }

        #[test]
        fn plain_text_is_read_however_it_is_cut(text in "[a-zé日🏁]{0,20}", cut in 0_usize..40) {
            let bytes = text.as_bytes();
            let cut = cut.min(bytes.len());
            let expected: Vec<String> = text.chars().map(|c| c.to_string()).collect();
            prop_assert_eq!(read(&[&bytes[..cut], &bytes[cut..]]), expected);
        }
    }
}
