//! The screens, each with one question, and where a command can be given.

/// One of the places that fill the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// What now? One deal, in two panes.
    #[default]
    Stage,
    /// Which notes need work? The marketer's table and inbox.
    Desk,
}

impl Screen {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Stage, Self::Desk];

    /// What a command says that cannot be given elsewhere.
    #[must_use]
    pub const fn only_here(self) -> &'static str {
        match self {
            Self::Stage => "this is done on the Stage screen",
            Self::Desk => "this is done on the Desk",
        }
    }
}

/// The screens that know a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// All.
    Everywhere,
    /// One.
    Only(Screen),
}

impl On {
    /// Whether a screen knows the command.
    #[must_use]
    pub fn holds(self, screen: Screen) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Only(only) => only == screen,
        }
    }
}
