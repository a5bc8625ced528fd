//! Roles to styles. Nothing else names a colour.
//!
//! Colour has five jobs: accent (now), the grade ramp, caution (reverse), good, muted. Each has a sign as well, so every
//! screen reads the same without colour.

use ratatui::style::{Color, Modifier, Style};

use crate::pace::Hardness;

/// What a piece of text is, not how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Text that carries weight, without colour.
    Strong,
    /// Secondary text.
    Muted,
    /// Rules and gutters.
    Faint,
    /// A small heading in capitals.
    Heading,
    /// The one thing to do now.
    Accent,
    /// Done, cleared, won.
    Good,
    /// Late, overdue, missing.
    Late,
    /// A caution sign.
    Caution,
    /// The title of a call that has come a moment ago.
    New,
    /// A grade's place on the ramp.
    Grade(Hardness),
    /// The line under the cursor.
    Selected,
    /// A key in a hint.
    Key,
    /// The campaign's name.
    Title,
    /// Letters that a fuzzy search matched.
    Match,
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// None: bold, dim and reverse only.
    Mono,
    /// The sixteen named ones.
    Sixteen,
    /// 256.
    Indexed,
    /// 24 bits.
    True,
}

/// Which palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light one.
    Light,
    /// No colour.
    Mono,
}

/// A palette at a depth, and the set of glyphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    name: ThemeName,
    depth: Depth,
    ascii: bool,
}

/// One colour at each depth: 24 bits, its index of 256, its name of sixteen.
struct Paint(u32, u8, Color);

const DARK: [Paint; 15] = [
    Paint(0x0087_8d99, 245, Color::DarkGray),     // muted
    Paint(0x004a_505c, 239, Color::DarkGray),     // faint
    Paint(0x00ff_c857, 221, Color::LightYellow),  // accent
    Paint(0x0083_c98b, 114, Color::Green),        // good
    Paint(0x00f0_8a5d, 209, Color::LightRed),     // late
    Paint(0x0080_9bce, 110, Color::Blue),         // 6
    Paint(0x0064_b5c6, 73, Color::Cyan),          // 5
    Paint(0x0087_bf7e, 108, Color::Green),        // 4
    Paint(0x00d8_c15a, 179, Color::Yellow),       // 3
    Paint(0x00f0_9a4a, 208, Color::LightRed),     // 2
    Paint(0x00f0_6358, 203, Color::Red),          // 1
    Paint(0x00e0_70b0, 169, Color::Magenta),      // SQ
    Paint(0x00e0_70b0, 169, Color::LightMagenta), // HP
    Paint(0x0026_2b36, 236, Color::DarkGray),     // selection
    Paint(0x00a9_b1c2, 249, Color::Gray),         // heading
];

const LIGHT: [Paint; 15] = [
    Paint(0x006b_7280, 242, Color::DarkGray),
    Paint(0x00c2_c6cf, 251, Color::Gray),
    Paint(0x009a_5b00, 94, Color::Blue),
    Paint(0x002c_7a3f, 28, Color::Green),
    Paint(0x00b8_3f12, 130, Color::Red),
    Paint(0x0043_5f9e, 61, Color::Blue),
    Paint(0x0014_7184, 30, Color::Cyan),
    Paint(0x003b_7a2f, 64, Color::Green),
    Paint(0x008a_6d00, 94, Color::Yellow),
    Paint(0x00b3_5400, 130, Color::LightRed),
    Paint(0x00b4_2318, 124, Color::Red),
    Paint(0x009c_2a78, 126, Color::Magenta),
    Paint(0x009c_2a78, 126, Color::Magenta),
    Paint(0x00e8_eaf0, 254, Color::Gray),
    Paint(0x0044_4c5c, 239, Color::DarkGray),
];

impl Theme {
    /// A palette at a depth. `Mono`, or a depth without colours, gives none.
    #[must_use]
    pub const fn new(name: ThemeName, depth: Depth, ascii: bool) -> Self {
        let depth = if matches!(name, ThemeName::Mono) { Depth::Mono } else { depth };
        Self { name, depth, ascii }
    }

    fn colour(self, n: usize) -> Option<Color> {
        let paint = if self.name == ThemeName::Light { &LIGHT[n] } else { &DARK[n] };
        match self.depth {
            Depth::Mono => None,
            Depth::Sixteen => Some(paint.2),
            Depth::Indexed => Some(Color::Indexed(paint.1)),
            Depth::True => Some(Color::from_u32(paint.0)),
        }
    }

    fn ink(self, n: usize) -> Style {
        self.colour(n).map_or_else(Style::new, |colour| Style::new().fg(colour))
    }

    /// How a role looks here.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let mono = self.depth == Depth::Mono;
        match role {
            Role::Plain => Style::new(),
            Role::Strong | Role::Title | Role::Key => Style::new().add_modifier(Modifier::BOLD),
            Role::Muted | Role::Faint if mono => Style::new().add_modifier(Modifier::DIM),
            Role::Muted => self.ink(0),
            Role::Faint => self.ink(1),
            Role::Heading if mono => Style::new(),
            Role::Heading => self.ink(14),
            Role::Accent => self.ink(2).add_modifier(Modifier::BOLD),
            Role::Good => self.ink(3),
            Role::Late => self.ink(4),
            Role::New => self.ink(2).add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Caution => self.ink(10).add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Grade(hardness) => self.ink(5 + hardness as usize),
            Role::Selected if mono || self.depth == Depth::Sixteen => Style::new().add_modifier(Modifier::REVERSED),
            Role::Selected => self.colour(13).map_or_else(Style::new, |colour| Style::new().bg(colour)),
            Role::Match => self.ink(2).add_modifier(Modifier::UNDERLINED),
        }
    }

    /// Whether only plain signs are drawn.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.ascii
    }

    /// The sign to draw: itself, or a plain one where `ascii` is set.
    #[must_use]
    pub fn glyph(self, symbol: &str) -> &str {
        if !self.ascii || symbol.is_ascii() {
            return symbol;
        }
        match symbol {
            "─" | "╌" | "━" | "–" | "−" | "—" => "-",
            "│" | "┃" | "╟" | "▌" | "▏" => "|",
            "┊" => ":",
            "┌" | "┐" | "└" | "┘" | "┬" | "┴" | "┼" | "├" | "┤" | "◆" | "●" => "+",
            "▰" | "▮" | "█" | "■" | "▄" | "▅" | "▆" | "▇" => "#",
            "▱" | "▯" | "○" | "◷" | "◇" => "o",
            "▸" | "→" | "⚑" | "›" => ">",
            "‹" | "←" => "<",
            "✓" | "↓" | "▾" => "v",
            "✗" | "×" => "x",
            "·" | "…" | "▁" | "▂" | "▃" => ".",
            "“" | "”" => "\"",
            "’" | "‘" => "'",
            "⏎" | "‖" | "⌂" => "=",
            "↑" | "▴" => "^",
            other => other,
        }
    }
}
