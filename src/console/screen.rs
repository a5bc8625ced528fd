//! The screens, each with one question, and where a command can be given.

/// One of the places that fill the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// What now? One deal, in two panes.
    #[default]
    Stage,
    /// Where does this deal go? One picture over time.
    Route,
    /// Where does every deal stand? Stages as columns.
    Board,
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
    pub const ALL: [Self; 7] = [Self::Stage, Self::Route, Self::Board, Self::Desk, Self::Crew, Self::Run, Self::Review];

    /// Where one is who is on it, in words.
    #[must_use]
    pub const fn place(self) -> &'static str {
        match self {
            Self::Stage => "on the Stage screen",
            Self::Route => "on the Route screen",
            Self::Board => "on the Board",
            Self::Desk => "on the Desk",
            Self::Crew => "on the Crew screen",
            Self::Run => "in a run",
            Self::Review => "in a review",
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

    /// What a command says that cannot be given here: where it can. Empty where it can be given everywhere.
    #[must_use]
    pub fn elsewhere(self) -> String {
        let these: &[Screen] = match &self {
            Self::Everywhere => return String::new(),
            Self::But(Screen::Run) => {
                return "this is done outside the run: leave its screen first, the run goes on".to_owned();
            }
            Self::But(but) => return format!("this is done anywhere but {}", but.place()),
            Self::Only(only) => std::slice::from_ref(only),
            Self::Among(these) => these,
        };
        let places: Vec<&str> = these.iter().map(|screen| screen.place()).collect();
        format!("this is done {}", places.join(", or "))
    }
}
