//! Every action a person can take, once: keys, palette, footer and help are made from this table.

use super::key::{Code, Key};
use super::screen::{On, Screen};

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
    /// A field report of the deal is answered.
    Answer,
    /// A message is written to the other seat.
    Message,
    /// A message of the other seat has been seen.
    Seen,
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
    /// To the Stage screen: what now?
    GoStage,
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
    /// The screens it can be given on.
    pub on: On,
    /// Its keys, the first shown.
    pub keys: &'static [Key],
}

const fn row(
    command: Command,
    group: Group,
    on: On,
    keys: &'static [Key],
    name: &'static str,
    hint: &'static str,
    help: &'static str,
) -> Row {
    Row { command, name, hint, help, group, on, keys }
}

const EVERYWHERE: On = On::Everywhere;
const STAGE: On = On::Only(Screen::Stage);
const BOARD: On = On::Only(Screen::Board);
const AT_A_GATE: On = On::Among(&[Screen::Stage, Screen::Board, Screen::Review]);
const DESK: On = On::Only(Screen::Desk);
const DESK_OR_BOARD: On = On::Among(&[Screen::Desk, Screen::Board]);
const RUN: On = On::Only(Screen::Run);
const REVIEW: On = On::Only(Screen::Review);
const STAGE_OR_REVIEW: On = On::Among(&[Screen::Stage, Screen::Review]);
const STAGE_OR_RUN: On = On::Among(&[Screen::Stage, Screen::Run]);
const OUTSIDE_A_RUN: On = On::But(Screen::Run);
const CREW: On = On::Only(Screen::Crew);
const CREW_OR_REVIEW: On = On::Among(&[Screen::Crew, Screen::Review]);
const ON_A_DEAL: On = On::Among(&[Screen::Stage, Screen::Run, Screen::Review]);
const IN_PANES: On = On::Among(&[Screen::Stage, Screen::Desk]);

/// The table, in the order of help.
pub const TABLE: [Row; 103] = [
    row(
        Command::Acknowledge,
        Group::Call,
        STAGE_OR_RUN,
        &[Key::plain(Code::Enter)],
        "heard",
        "heard",
        "heard: the call has reached you",
    ),
    row(Command::Again, Group::Call, STAGE, &[Key::char('a')], "again", "again", "say it again"),
    row(
        Command::Snooze,
        Group::Call,
        STAGE,
        &[Key::char('z')],
        "snooze",
        "snooze",
        "call it later: in an hour, tomorrow morning, on Monday",
    ),
    row(
        Command::Amend,
        Group::Call,
        STAGE,
        &[Key::char('w')],
        "wrong",
        "wrong",
        "the note is wrong: correct its words, the original is kept",
    ),
    row(
        Command::Hit,
        Group::Call,
        STAGE,
        &[Key::char('i')],
        "it-bit",
        "it bit",
        "write down what just hit the deal without a note",
    ),
    row(Command::NextCall, Group::Call, STAGE, &[Key::char(']')], "next-call", "next call", "page to the next call"),
    row(
        Command::PreviousCall,
        Group::Call,
        STAGE,
        &[Key::char('[')],
        "previous-call",
        "previous call",
        "page to the call before",
    ),
    row(Command::Earlier, Group::Call, STAGE, &[Key::char('+')], "earlier", "earlier", "call me earlier from now on"),
    row(Command::Later, Group::Call, STAGE, &[Key::char('-')], "later", "later", "call me later from now on"),
    row(
        Command::Run,
        Group::Run,
        OUTSIDE_A_RUN,
        &[Key::char('r')],
        "run",
        "run",
        "start a meeting’s clock, or go to the run that goes on",
    ),
    row(
        Command::PickAnswer,
        Group::Run,
        RUN,
        &[
            Key::char('1'),
            Key::char('2'),
            Key::char('3'),
            Key::char('4'),
            Key::char('5'),
            Key::char('6'),
            Key::char('7'),
            Key::char('8'),
            Key::char('9'),
        ],
        "open-answer",
        "answer",
        "open an answer by its number, 1 to 9: that counts as its use",
    ),
    row(Command::Landed, Group::Run, RUN, &[Key::char('l')], "landed", "landed", "the note that is up has landed"),
    row(Command::Flat, Group::Run, RUN, &[Key::char('f')], "flat", "flat", "the note that is up fell flat"),
    row(
        Command::NotUsed,
        Group::Run,
        RUN,
        &[Key::char('x')],
        "not-used",
        "not used",
        "the note that is up was not used; the same mark once more takes it back",
    ),
    row(
        Command::Find,
        Group::Run,
        RUN,
        &[Key::char('/')],
        "find",
        "find",
        "find a note, an answer or a topic: what to say, to show and to play",
    ),
    row(
        Command::NotesEarlier,
        Group::Run,
        RUN,
        &[Key::char('[')],
        "notes-earlier",
        "sooner",
        "the notes still to come, a minute sooner",
    ),
    row(
        Command::NotesLater,
        Group::Run,
        RUN,
        &[Key::char(']')],
        "notes-later",
        "later",
        "the notes still to come, a minute later",
    ),
    row(Command::Pause, Group::Run, RUN, &[Key::char('p')], "pause", "pause", "the clock stands, or goes on"),
    row(
        Command::CorrectStart,
        Group::Run,
        RUN,
        &[Key::char('t')],
        "correct-start",
        "began at",
        "the run began at another time: 14:02, or 3m ago",
    ),
    row(Command::StopRun, Group::Run, RUN, &[Key::char('s')], "stop", "stop", "the meeting is over"),
    row(
        Command::WriteBack,
        Group::Run,
        RUN,
        &[Key::char('W')],
        "write-back",
        "write back",
        "write the run back that somebody took out of the file",
    ),
    row(
        Command::LeaveRun,
        Group::Run,
        RUN,
        &[Key::plain(Code::Esc)],
        "leave-run",
        "back",
        "close the answer; then back to the Stage, while the run goes on",
    ),
    row(
        Command::Review,
        Group::Review,
        OUTSIDE_A_RUN,
        &[Key::char('R')],
        "review",
        "review",
        "walk the deals together, the one that needs you most first, and write down what you decide",
    ),
    row(
        Command::Decide,
        Group::Review,
        REVIEW,
        &[Key::char('d'), Key::plain(Code::Enter)],
        "decide",
        "decide",
        "write a decision on this deal",
    ),
    row(
        Command::Redecide,
        Group::Review,
        REVIEW,
        &[Key::char('w')],
        "decide-again",
        "reword",
        "say a decision of this review in other words",
    ),
    row(
        Command::TakeAway,
        Group::Review,
        REVIEW,
        &[Key::char('x')],
        "take-away",
        "take away",
        "take a decision of this review away, or what rubs",
    ),
    row(
        Command::Rubs,
        Group::Review,
        REVIEW,
        &[Key::char('f')],
        "rubs",
        "what rubs",
        "write what rubs between the trades, in one line",
    ),
    row(
        Command::Decisions,
        Group::Review,
        REVIEW,
        &[Key::char('s')],
        "decisions",
        "decisions",
        "what was decided today, as Markdown to be copied",
    ),
    row(
        Command::LeaveReview,
        Group::Review,
        REVIEW,
        &[Key::plain(Code::Esc)],
        "leave-review",
        "back",
        "back to the Stage; the review goes on where it was left",
    ),
    row(
        Command::NextTouch,
        Group::Write,
        STAGE_OR_REVIEW,
        &[Key::char('n')],
        "next-touch",
        "next touch",
        "set the next touch: what, and when",
    ),
    row(
        Command::AddNote,
        Group::Write,
        EVERYWHERE,
        &[Key::char(':')],
        "add-note",
        "note",
        "add a pace note by shorthand or plain words",
    ),
    row(
        Command::Catch,
        Group::Write,
        ON_A_DEAL,
        &[Key::char('o')],
        "catch",
        "catch",
        "catch what a buyer says, word for word, while they say it",
    ),
    row(
        Command::AfterRun,
        Group::Write,
        STAGE,
        &[Key::char('x')],
        "after-run",
        "after the run",
        "after a run: the next touch, gate facts won, what was heard",
    ),
    row(
        Command::MoveOn,
        Group::Write,
        AT_A_GATE,
        &[Key::char('>')],
        "move-on",
        "move on",
        "move the deal on, or to any stage: what is missing and which calls move is shown before",
    ),
    row(
        Command::MoveBack,
        Group::Write,
        AT_A_GATE,
        &[Key::char('<')],
        "move-back",
        "move back",
        "move the deal back to the stage before",
    ),
    row(Command::Win, Group::Write, AT_A_GATE, &[Key::char('Y')], "win", "won", "the deal is won: yes"),
    row(Command::Lose, Group::Write, AT_A_GATE, &[Key::char('L')], "lose", "lost", "the deal is lost, and why"),
    row(
        Command::Answer,
        Group::Write,
        STAGE,
        &[Key::char('A')],
        "answer",
        "answer",
        "answer what a buyer said: the answer becomes a note",
    ),
    row(
        Command::Message,
        Group::Write,
        ON_A_DEAL,
        &[Key::char('m')],
        "message",
        "message",
        "write to the other seat of this deal",
    ),
    row(
        Command::Seen,
        Group::Write,
        STAGE_OR_RUN,
        &[Key::char('v')],
        "seen",
        "seen",
        "the message of the other seat has reached you",
    ),
    row(
        Command::Scrutineering,
        Group::Write,
        STAGE,
        &[Key::char('V')],
        "scrutineering",
        "waive",
        "waive what stops this sale, or write it on the road as an obstacle with a note",
    ),
    row(
        Command::HandOver,
        Group::Write,
        STAGE_OR_REVIEW,
        &[Key::char('H')],
        "hand-over",
        "hand over",
        "offer the wheel of this deal to somebody else, with a briefing from the file",
    ),
    row(
        Command::TakeWheel,
        Group::Write,
        OUTSIDE_A_RUN,
        &[Key::char('W')],
        "take-wheel",
        "take the wheel",
        "take the wheel that is offered to you: from then on you drive",
    ),
    row(
        Command::DeclineWheel,
        Group::Write,
        OUTSIDE_A_RUN,
        &[Key::char('X')],
        "decline-wheel",
        "decline",
        "decline the wheel that is offered to you, or take your own offer back",
    ),
    row(Command::AddDeal, Group::Write, OUTSIDE_A_RUN, &[Key::char('N')], "add-deal", "new deal", "add a deal"),
    row(
        Command::Open,
        Group::Write,
        DESK,
        &[Key::plain(Code::Enter)],
        "open",
        "open",
        "answer the field report, or change the note by its form",
    ),
    row(
        Command::NewNote,
        Group::Write,
        DESK,
        &[Key::char('n')],
        "new-note",
        "new note",
        "add a note by its form, where the cursor is",
    ),
    row(
        Command::MoveNotes,
        Group::Write,
        DESK,
        &[Key::char('m')],
        "move",
        "move",
        "move the note or the selected ones to another deal",
    ),
    row(
        Command::DuplicateNote,
        Group::Write,
        DESK,
        &[Key::char('D')],
        "duplicate",
        "duplicate",
        "write the note once more beside itself",
    ),
    row(
        Command::ToHazard,
        Group::Write,
        DESK,
        &[Key::char('H')],
        "to-hazard",
        "to hazard",
        "make the note a hazard's for all deals that match, or give a hazard's back to its deals",
    ),
    row(
        Command::Select,
        Group::Write,
        DESK,
        &[Key::char(' ')],
        "select",
        "select",
        "select a note for what is done next, or no longer",
    ),
    row(
        Command::Retire,
        Group::Write,
        DESK,
        &[Key::char('d')],
        "retire",
        "retire",
        "retire the note or the selected ones, or take them back",
    ),
    row(
        Command::ChangeAsset,
        Group::Write,
        DESK,
        &[Key::char('a')],
        "change-asset",
        "asset",
        "give the note or the selected ones another asset",
    ),
    row(
        Command::ShiftLater,
        Group::Write,
        DESK,
        &[Key::char('>')],
        "shift-later",
        "later",
        "move the place of the note or the selected ones a working day later",
    ),
    row(
        Command::ShiftEarlier,
        Group::Write,
        DESK,
        &[Key::char('<')],
        "shift-earlier",
        "earlier",
        "move their place a working day earlier",
    ),
    row(
        Command::ShiftBy,
        Group::Write,
        DESK,
        &[Key::char('w')],
        "shift-by",
        "shift",
        "move their place by a distance that you type",
    ),
    row(
        Command::Sign,
        Group::Write,
        CREW_OR_REVIEW,
        &[Key::char('a')],
        "sign",
        "sign",
        "agree: sign a track, so that your trade says it too",
    ),
    row(
        Command::Withdraw,
        Group::Write,
        CREW,
        &[Key::char('w')],
        "withdraw",
        "withdraw",
        "take your signature of the track back",
    ),
    row(
        Command::Propose,
        Group::Write,
        CREW,
        &[Key::char('n')],
        "propose",
        "propose",
        "propose a track: you have signed it, the other trade is asked to",
    ),
    row(
        Command::EditRecord,
        Group::Write,
        EVERYWHERE,
        &[Key::char('e')],
        "edit",
        "edit",
        "edit, add or remove any record, by its form",
    ),
    row(
        Command::Edit,
        Group::Write,
        EVERYWHERE,
        &[Key::char('E')],
        "editor",
        "editor",
        "open the deal's lines in your editor",
    ),
    row(
        Command::Import,
        Group::Write,
        OUTSIDE_A_RUN,
        &[Key::char('I')],
        "import",
        "import",
        "import deals from a CRM export: see first what it would change",
    ),
    row(
        Command::Clashes,
        Group::Write,
        EVERYWHERE,
        &[Key::char('C')],
        "clashes",
        "decide",
        "decide what both sides changed: mine, theirs, or both in my words",
    ),
    row(
        Command::Copies,
        Group::Write,
        EVERYWHERE,
        &[Key::char('M')],
        "copies",
        "copies",
        "merge another copy of the file, and put it away",
    ),
    row(Command::Undo, Group::Write, EVERYWHERE, &[Key::char('u')], "undo", "undo", "take back the last change"),
    row(
        Command::Redo,
        Group::Write,
        EVERYWHERE,
        &[Key::ctrl('r'), Key::char('U')],
        "redo",
        "redo",
        "do it again after all",
    ),
    row(
        Command::History,
        Group::Write,
        EVERYWHERE,
        &[Key::char('h')],
        "history",
        "history",
        "what was changed, step by step; take back down to one of them",
    ),
    row(
        Command::Jump,
        Group::Go,
        STAGE,
        &[Key::char('/')],
        "jump",
        "find",
        "jump to a deal, note, contact or buyer's words",
    ),
    row(
        Command::Next,
        Group::Go,
        EVERYWHERE,
        &[Key::char('j'), Key::plain(Code::Down)],
        "next",
        "next",
        "the next deal in order of need, or row",
    ),
    row(
        Command::Previous,
        Group::Go,
        EVERYWHERE,
        &[Key::char('k'), Key::plain(Code::Up)],
        "previous",
        "previous",
        "the deal or row before",
    ),
    row(
        Command::First,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('g'), Key::plain(Code::Home)],
        "first",
        "first",
        "the deal that needs you first, or the first row",
    ),
    row(
        Command::Last,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('G'), Key::plain(Code::End)],
        "last",
        "last",
        "the last deal or row",
    ),
    row(
        Command::Show,
        Group::Go,
        DESK,
        &[Key::char('f')],
        "show",
        "show",
        "show only some: will be late, stale, never landed, no asset, unanswered, mine",
    ),
    row(
        Command::Filter,
        Group::Go,
        DESK_OR_BOARD,
        &[Key::char('/')],
        "filter",
        "filter",
        "show only the notes or deals with the words that you type",
    ),
    row(Command::Sort, Group::Go, DESK, &[Key::char('s')], "sort", "sort", "put the notes in another order"),
    row(
        Command::Back,
        Group::Go,
        DESK_OR_BOARD,
        &[Key::plain(Code::Esc)],
        "back",
        "back",
        "all of them again; once more, and nothing is selected",
    ),
    row(
        Command::OpenDeal,
        Group::Go,
        DESK_OR_BOARD,
        &[Key::char('o')],
        "open-deal",
        "open deal",
        "look at the deal under the cursor on the Stage",
    ),
    row(
        Command::GoToCall,
        Group::Go,
        EVERYWHERE,
        &[Key::char('c')],
        "go-to-call",
        "go to call",
        "go to the deal whose call or message waits",
    ),
    row(
        Command::Today,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('t')],
        "today",
        "today",
        "today: calls, runs, promises and next touches in time order",
    ),
    row(
        Command::CallSheet,
        Group::Go,
        EVERYWHERE,
        &[Key::char('b')],
        "call-sheet",
        "call sheet",
        "the call sheet of this deal: what to say, to whom, and what stands in the way",
    ),
    row(
        Command::NextCallSheet,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('B')],
        "next-call-sheet",
        "next run",
        "prepare the run that comes next, whichever deal it is on",
    ),
    row(Command::GoStage, Group::Go, OUTSIDE_A_RUN, &[Key::char('1')], "stage", "Stage", "the Stage screen: what now?"),
    row(
        Command::GoBoard,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('3')],
        "board",
        "Board",
        "the Board: where does every deal stand?",
    ),
    row(
        Command::ColumnLeft,
        Group::Go,
        BOARD,
        &[Key::plain(Code::Left)],
        "column-left",
        "left",
        "to the stage at the left",
    ),
    row(
        Command::ColumnRight,
        Group::Go,
        BOARD,
        &[Key::plain(Code::Right)],
        "column-right",
        "right",
        "to the stage at the right",
    ),
    row(
        Command::GoDesk,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('4')],
        "desk",
        "Desk",
        "the Desk: which notes need work?",
    ),
    row(
        Command::GoCrew,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('5')],
        "crew",
        "Crew",
        "the Crew screen: do we pull together?",
    ),
    row(
        Command::FollowLine,
        Group::Go,
        CREW,
        &[Key::plain(Code::Enter)],
        "follow-line",
        "go there",
        "go to the deal of the line, or open its record",
    ),
    row(
        Command::NextTab,
        Group::Go,
        CREW,
        &[Key::plain(Code::Tab), Key::plain(Code::Right)],
        "next-tab",
        "next tab",
        "the next tab: destination, engine, playlist",
    ),
    row(
        Command::PreviousTab,
        Group::Go,
        CREW,
        &[Key::plain(Code::BackTab), Key::plain(Code::Left)],
        "previous-tab",
        "tab before",
        "the tab before",
    ),
    row(
        Command::Finish,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('F')],
        "finish",
        "finish",
        "a won deal's card of what each did, a lost one's debrief: change it, copy it, save its picture",
    ),
    row(
        Command::Punctuality,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::char('T')],
        "punctuality",
        "punctuality",
        "punctuality: which calls came on time, which did not, and why",
    ),
    row(
        Command::SwapPanes,
        Group::Go,
        IN_PANES,
        &[Key::plain(Code::Tab)],
        "swap-panes",
        "swap panes",
        "the other pane; on the Desk the inbox or the notes",
    ),
    row(
        Command::ScrollDown,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::plain(Code::PageDown), Key::ctrl('d')],
        "scroll-down",
        "scroll",
        "scroll the pane down",
    ),
    row(
        Command::ScrollUp,
        Group::Go,
        OUTSIDE_A_RUN,
        &[Key::plain(Code::PageUp), Key::ctrl('u')],
        "scroll-up",
        "scroll up",
        "scroll the pane up",
    ),
    row(
        Command::Copy,
        Group::Go,
        ON_A_DEAL,
        &[Key::char('y')],
        "copy",
        "copy",
        "copy words or a link to the clipboard",
    ),
    row(
        Command::OpenLink,
        Group::Go,
        ON_A_DEAL,
        &[Key::char('O')],
        "open-link",
        "open link",
        "open a link: the asset, the meeting",
    ),
    row(
        Command::Problems,
        Group::Program,
        OUTSIDE_A_RUN,
        &[Key::char('p')],
        "problems",
        "problems",
        "every problem of the file, with its place and mend",
    ),
    row(Command::Seat, Group::Program, OUTSIDE_A_RUN, &[Key::char('S')], "seat", "seat", "sit in another seat"),
    row(
        Command::Help,
        Group::Program,
        EVERYWHERE,
        &[Key::char('?'), Key::plain(Code::F(1))],
        "help",
        "help",
        "this page",
    ),
    row(
        Command::Palette,
        Group::Program,
        EVERYWHERE,
        &[Key::ctrl('p'), Key::plain(Code::F(2))],
        "palette",
        "all actions",
        "find every action by name",
    ),
    row(
        Command::Suspend,
        Group::Program,
        EVERYWHERE,
        &[Key::ctrl('z')],
        "suspend",
        "suspend",
        "back to the shell for a while; fg returns",
    ),
    row(
        Command::Quit,
        Group::Program,
        EVERYWHERE,
        &[Key::char('q'), Key::ctrl('c')],
        "quit",
        "quit",
        "leave; everything is saved",
    ),
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
