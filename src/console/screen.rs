//! The screens, each with one question, and where a command can be given.

/// One of the places that fill the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// What now? One deal, in two panes.
    #[default]
    Stage,
    /// Which notes need work? The marketer's table and inbox.
    Desk,
    /// What do I say? A meeting that goes on.
    Run,
    /// What do we decide? The pair walks the deals.
    Review,
}

impl Screen {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Stage, Self::Desk, Self::Run, Self::Review];
}

/// The screens that know a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// All.
    Everywhere,
    /// One.
    Only(Screen),
    /// These two.
    Both(Screen, Screen),
    /// All but one.
    But(Screen),
}

impl On {
    /// Whether a screen knows the command.
    #[must_use]
    pub fn holds(self, screen: Screen) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Only(only) => only == screen,
            Self::Both(one, other) => one == screen || other == screen,
            Self::But(but) => but != screen,
        }
    }

    /// What a command says that cannot be given here.
    #[must_use]
    pub const fn elsewhere(self) -> &'static str {
        match self {
            Self::Only(Screen::Stage) => "this is done on the Stage screen",
            Self::Only(Screen::Desk) => "this is done on the Desk",
            Self::Only(Screen::Run) => "this is done in a run",
            Self::Only(Screen::Review) => "this is done in a review",
            Self::But(Screen::Run) => "this is done outside the run: leave its screen first, the run goes on",
            Self::Both(_, Screen::Run) | Self::But(Screen::Desk) => "this is done on the Stage screen, or in a run",
            Self::But(Screen::Stage) => "this is done on the Desk, or in a run",
            Self::But(Screen::Review) => "this is done outside the review: leave it first, it goes on where it was",
            Self::Both(..) => "this is done on the Stage screen, or in a review",
            Self::Everywhere => "",
        }
    }
}
