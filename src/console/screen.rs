//! The screens, each with one question, and where a command can be given.

/// One of the places that fill the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// What now? One deal, in two panes.
    #[default]
    Stage,
    /// Which notes need work? The marketer's table and inbox.
    Desk,
    /// Do we pull together? Destination, engine, playlist.
    Crew,
    /// What do I say? A meeting that goes on.
    Run,
    /// What do we decide? The pair walks the deals.
    Review,
}

impl Screen {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Stage, Self::Desk, Self::Crew, Self::Run, Self::Review];
}

/// The screens that know a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// All.
    Everywhere,
    /// One.
    Only(Screen),
    /// These.
    Among(&'static [Screen]),
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
            Self::Among(these) => these.contains(&screen),
            Self::But(but) => but != screen,
        }
    }

    /// What a command says that cannot be given here.
    #[must_use]
    pub fn elsewhere(self) -> &'static str {
        match self {
            Self::Only(Screen::Stage) => "this is done on the Stage screen",
            Self::Only(Screen::Desk) => "this is done on the Desk",
            Self::Only(Screen::Crew) => "this is done on the Crew screen",
            Self::Only(Screen::Run) => "this is done in a run",
            Self::Only(Screen::Review) => "this is done in a review",
            Self::But(Screen::Run) => "this is done outside the run: leave its screen first, the run goes on",
            Self::Among(these) if these.contains(&Screen::Crew) => "this is done on the Crew screen, or in a review",
            Self::Among(these) if these.contains(&Screen::Run) => "this is done on the Stage screen, or in a run",
            Self::Among(these) if these.contains(&Screen::Review) => "this is done on the Stage screen, or in a review",
            Self::Among(_) => "this is done on the Stage screen, or on the Desk",
            Self::But(_) => "this is done on another screen",
            Self::Everywhere => "",
        }
    }
}
