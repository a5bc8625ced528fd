//! Every action a person can take, once: keys, palette, footer and help are made from this table.

mod table;

pub use table::TABLE;

use super::key::Key;
use super::screen::On;

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
    /// A run is started, or the one that goes on is shown.
    Run,
    /// An answer is opened by its number.
    PickAnswer,
    /// The note that is up has landed.
    Landed,
    /// The note that is up fell flat.
    Flat,
    /// The note that is up was not used.
    NotUsed,
    /// The notes still to come move a minute later.
    NotesLater,
    /// The notes still to come move a minute earlier.
    NotesEarlier,
    /// The clock of the run stands, or goes on.
    Pause,
    /// The run began at another time.
    CorrectStart,
    /// The run is over.
    StopRun,
    /// A run that was taken out of the file is written back.
    WriteBack,
    /// What was opened is closed; then the run's screen is left, and the run goes on.
    LeaveRun,
    /// The pair walks the deals, or goes on with it.
    Review,
    /// A decision on the deal is written down.
    Decide,
    /// A decision is said in other words.
    Redecide,
    /// A decision, or what rubs, is taken away.
    TakeAway,
    /// What rubs between the trades is written down.
    Rubs,
    /// What was decided today.
    Decisions,
    /// The review's screen is left.
    LeaveReview,
    /// The next touch of the deal is set.
    NextTouch,
    /// A pace note is added to the deal.
    AddNote,
    /// A buyer's words are written down while they are said.
    Catch,
    /// What a run has brought is written down.
    AfterRun,
    /// A note of the deal or a topic is looked for.
    Find,
    /// The deal goes on to the next stage.
    MoveOn,
    /// The deal goes back to the stage before.
    MoveBack,
    /// The deal is won.
    Win,
    /// The deal is lost.
    Lose,
    /// The deal goes to service, or what is done there is shown, and how it ends.
    Service,
    /// A field report of the deal is answered.
    Answer,
    /// A message is written to the other seat.
    Message,
    /// A message of the other seat has been seen.
    Seen,
    /// A flag is raised on the deal, or lowered.
    Flag,
    /// What scrutineering finds on the deal is waived, or written on the road.
    Scrutineering,
    /// The wheel of the deal is offered to somebody else.
    HandOver,
    /// The wheel that was offered to this seat is taken.
    TakeWheel,
    /// The wheel that was offered is declined, or the offer taken back.
    DeclineWheel,
    /// A deal is added to the campaign.
    AddDeal,
    /// What is under the cursor is worked on: the field report is answered, or the note's form opened.
    Open,
    /// A note is added by its form.
    NewNote,
    /// The selected notes go to another deal.
    MoveNotes,
    /// The note is written once more beside itself.
    DuplicateNote,
    /// The note becomes a hazard's, or a hazard's goes back to the deals.
    ToHazard,
    /// The note under the cursor is selected, or no longer.
    Select,
    /// The selected notes are retired, or taken back.
    Retire,
    /// The selected notes get another asset.
    ChangeAsset,
    /// The selected notes' places move a working day later.
    ShiftLater,
    /// The selected notes' places move a working day earlier.
    ShiftEarlier,
    /// The selected notes' places move by a typed distance.
    ShiftBy,
    /// The track under the cursor is signed.
    Sign,
    /// The signature is taken back.
    Withdraw,
    /// A track is proposed.
    Propose,
    /// An export of a CRM is imported.
    Import,
    /// A record is edited in its form, or added.
    EditRecord,
    /// The file is opened in the person's editor.
    Edit,
    /// What both sides changed is decided.
    Clashes,
    /// Another copy of the file is merged or put away.
    Copies,
    /// The last change is taken back.
    Undo,
    /// The change that was taken back is made again.
    Redo,
    /// The changes so far, to go back to one of them.
    History,
    /// A deal, note, contact or sentence is looked for.
    Jump,
    /// The next deal in the order of need, or the next row.
    Next,
    /// The deal before, in the order of need, or the row before.
    Previous,
    /// The deal that needs somebody most, or the first row.
    First,
    /// The deal that needs somebody least, or the last row.
    Last,
    /// Only the notes of a kind are shown.
    Show,
    /// Only the notes with some words are shown.
    Filter,
    /// The notes are put in another order.
    Sort,
    /// The filter goes, then the selection.
    Back,
    /// The deal under the cursor is looked at on the Stage.
    OpenDeal,
    /// The deal whose call or message waits.
    GoToCall,
    /// What the day holds.
    Today,
    /// The call sheet of the deal.
    CallSheet,
    /// The call sheet of the run that comes next, on whichever deal.
    NextCallSheet,
    /// What each did for a deal that is won; the debrief of one that is lost.
    Finish,
    /// How punctual the calls are.
    Punctuality,
    /// Dated promises: who owes what by when.
    TimeCard,
    /// To the Stage screen: what now?
    GoStage,
    /// To the Route screen: where does this deal go?
    GoRoute,
    /// The map is looked at from nearer.
    ZoomIn,
    /// The map is looked at from farther.
    ZoomOut,
    /// The window on the map goes on in time.
    TimeOn,
    /// The window on the map goes back in time.
    TimeBack,
    /// The record of what is under the cursor is edited.
    OpenItem,
    /// Another deal, or the average of the won ones, stands beside this one.
    Beside,
    /// The next deal in the order of need, where other keys step through one.
    NextDeal,
    /// The deal before, in the order of need.
    PreviousDeal,
    /// To the Board: where does every deal stand?
    GoBoard,
    /// The stage at the left, on the Board.
    ColumnLeft,
    /// The stage at the right, on the Board.
    ColumnRight,
    /// To the Desk: which notes need work?
    GoDesk,
    /// To the Crew screen: do we pull together?
    GoCrew,
    /// The tab to the right.
    NextTab,
    /// The tab to the left.
    PreviousTab,
    /// To the deal or record of the line under the cursor.
    FollowLine,
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
    /// A meeting that goes on.
    Run,
    /// The pair walks the deals.
    Review,
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
            Self::Run => "THE RUN",
            Self::Review => "THE REVIEW",
            Self::Write => "WRITE",
            Self::Go => "GO",
            Self::Program => "PROGRAM",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// The screens it can be given on.
    pub on: On,
    /// Its keys, the first shown.
    pub keys: &'static [Key],
}

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
