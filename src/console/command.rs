//! Every action a person can take, once: keys, palette, footer and help are made from this table.

use super::key::{Code, Key};

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    /// The call has been heard.
    Acknowledge,
    /// The call is said once more.
    Again,
    /// The call comes again at a later time.
    Snooze,
    /// The words of the note that is called are corrected.
    Amend,
    /// Something hit the deal that no note foresaw.
    Hit,
    /// The next of the calls on this deal.
    NextCall,
    /// The call before.
    PreviousCall,
    /// From now on this person is called earlier.
    Earlier,
    /// From now on this person is called later.
    Later,
    /// The next touch of the deal is set.
    NextTouch,
    /// A pace note is added to the deal.
    AddNote,
    /// A deal is added to the campaign.
    AddDeal,
    /// The file is opened in the person's editor.
    Edit,
    /// The last change is taken back.
    Undo,
    /// The change that was taken back is made again.
    Redo,
    /// A deal, note, contact or sentence is looked for.
    Jump,
    /// The next deal in the order of need.
    NextDeal,
    /// The deal before, in the order of need.
    PreviousDeal,
    /// The deal that needs somebody most.
    FirstDeal,
    /// The deal that needs somebody least.
    LastDeal,
    /// The deal whose call waits.
    GoToCall,
    /// What the day holds.
    Today,
    /// The other seat's pane.
    SwapPanes,
    /// The pane is scrolled towards its end.
    ScrollDown,
    /// The pane is scrolled towards its beginning.
    ScrollUp,
    /// A text of the deal goes to the clipboard.
    Copy,
    /// A link of the deal is opened.
    OpenLink,
    /// Every problem of the file.
    Problems,
    /// Another seat is taken.
    Seat,
    /// Terms and keys.
    Help,
    /// All actions by name.
    Palette,
    /// Back to the shell until it calls again.
    Suspend,
    /// The program is left.
    Quit,
}

/// Where in help and footer a command stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The pace note that is called.
    Call,
    /// What is written into the file.
    Write,
    /// Going somewhere.
    Go,
    /// The program itself.
    Program,
}

impl Group {
    /// The heading in help.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Call => "THE CALL",
            Self::Write => "WRITE",
            Self::Go => "GO",
            Self::Program => "PROGRAM",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// Its name in the configuration file and in the palette.
    pub name: &'static str,
    /// One or two words for the footer.
    pub hint: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Where it is listed.
    pub group: Group,
    /// Its keys, the first shown.
    pub keys: &'static [Key],
}

const fn row(
    command: Command,
    group: Group,
    keys: &'static [Key],
    name: &'static str,
    hint: &'static str,
    help: &'static str,
) -> Row {
    Row { command, name, hint, help, group, keys }
}

/// The table, in the order of help.
pub const TABLE: [Row; 33] = [
    row(
        Command::Acknowledge,
        Group::Call,
        &[Key::plain(Code::Enter)],
        "heard",
        "heard",
        "heard: the call has reached you",
    ),
    row(Command::Again, Group::Call, &[Key::char('a')], "again", "again", "say it again"),
    row(
        Command::Snooze,
        Group::Call,
        &[Key::char('z')],
        "snooze",
        "snooze",
        "call it later: in an hour, tomorrow morning, on Monday",
    ),
    row(
        Command::Amend,
        Group::Call,
        &[Key::char('w')],
        "wrong",
        "wrong",
        "the note is wrong: correct its words, the original is kept",
    ),
    row(
        Command::Hit,
        Group::Call,
        &[Key::char('i')],
        "it-bit",
        "it bit",
        "write down what just hit the deal without a note",
    ),
    row(Command::NextCall, Group::Call, &[Key::char(']')], "next-call", "next call", "page to the next call"),
    row(
        Command::PreviousCall,
        Group::Call,
        &[Key::char('[')],
        "previous-call",
        "previous call",
        "page to the call before",
    ),
    row(Command::Earlier, Group::Call, &[Key::char('+')], "earlier", "earlier", "call me earlier from now on"),
    row(Command::Later, Group::Call, &[Key::char('-')], "later", "later", "call me later from now on"),
    row(
        Command::NextTouch,
        Group::Write,
        &[Key::char('n')],
        "next-touch",
        "next touch",
        "set the next touch: what, and when",
    ),
    row(
        Command::AddNote,
        Group::Write,
        &[Key::char(':')],
        "add-note",
        "note",
        "add a pace note by shorthand or plain words",
    ),
    row(Command::AddDeal, Group::Write, &[Key::char('N')], "add-deal", "new deal", "add a deal"),
    row(Command::Edit, Group::Write, &[Key::char('E')], "editor", "editor", "open the deal's lines in your editor"),
    row(Command::Undo, Group::Write, &[Key::char('u')], "undo", "undo", "take back the last change"),
    row(Command::Redo, Group::Write, &[Key::ctrl('r'), Key::char('U')], "redo", "redo", "do it again after all"),
    row(Command::Jump, Group::Go, &[Key::char('/')], "jump", "find", "jump to a deal, note, contact or buyer's words"),
    row(
        Command::NextDeal,
        Group::Go,
        &[Key::char('j'), Key::plain(Code::Down)],
        "next-deal",
        "next deal",
        "the next deal in order of need",
    ),
    row(
        Command::PreviousDeal,
        Group::Go,
        &[Key::char('k'), Key::plain(Code::Up)],
        "previous-deal",
        "previous deal",
        "the deal before",
    ),
    row(
        Command::FirstDeal,
        Group::Go,
        &[Key::char('g'), Key::plain(Code::Home)],
        "first-deal",
        "first deal",
        "the deal that needs you first",
    ),
    row(
        Command::LastDeal,
        Group::Go,
        &[Key::char('G'), Key::plain(Code::End)],
        "last-deal",
        "last deal",
        "the last deal",
    ),
    row(Command::GoToCall, Group::Go, &[Key::char('c')], "go-to-call", "go to call", "go to the deal whose call waits"),
    row(
        Command::Today,
        Group::Go,
        &[Key::char('t')],
        "today",
        "today",
        "today: calls, runs, promises and next touches in time order",
    ),
    row(Command::SwapPanes, Group::Go, &[Key::plain(Code::Tab)], "swap-panes", "swap panes", "the other pane"),
    row(
        Command::ScrollDown,
        Group::Go,
        &[Key::plain(Code::PageDown), Key::ctrl('d')],
        "scroll-down",
        "scroll",
        "scroll the pane down",
    ),
    row(
        Command::ScrollUp,
        Group::Go,
        &[Key::plain(Code::PageUp), Key::ctrl('u')],
        "scroll-up",
        "scroll up",
        "scroll the pane up",
    ),
    row(Command::Copy, Group::Go, &[Key::char('y')], "copy", "copy", "copy words or a link to the clipboard"),
    row(
        Command::OpenLink,
        Group::Go,
        &[Key::char('o')],
        "open-link",
        "open link",
        "open a link: the asset, the meeting",
    ),
    row(
        Command::Problems,
        Group::Program,
        &[Key::char('p')],
        "problems",
        "problems",
        "every problem of the file, with its place and mend",
    ),
    row(Command::Seat, Group::Program, &[Key::char('S')], "seat", "seat", "sit in another seat"),
    row(Command::Help, Group::Program, &[Key::char('?'), Key::plain(Code::F(1))], "help", "help", "this page"),
    row(
        Command::Palette,
        Group::Program,
        &[Key::ctrl('p'), Key::char(' ')],
        "palette",
        "all actions",
        "find every action by name",
    ),
    row(
        Command::Suspend,
        Group::Program,
        &[Key::ctrl('z')],
        "suspend",
        "suspend",
        "back to the shell for a while; fg returns",
    ),
    row(Command::Quit, Group::Program, &[Key::char('q'), Key::ctrl('c')], "quit", "quit", "leave; everything is saved"),
];

impl Command {
    /// Its row.
    #[must_use]
    pub fn row(self) -> &'static Row {
        // The table holds every command once, which a test keeps; the first row stands in for one that is missing.
        TABLE.iter().find(|row| row.command == self).unwrap_or(&TABLE[0])
    }

    /// The command of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.command)
    }
}
