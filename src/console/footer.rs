//! The last two lines: the keys that matter here, and one line of news above them.

use super::after::Stand;
use super::command::Command;
use super::crew::Tab;
use super::desk::DeskPane;
use super::form::Target;
use super::import::{self, Line};
use super::model::Model;
use super::order::AgendaKind;
use super::overlay::Overlay;
use super::screen::Screen;
use super::service::{Field, How, Service};

/// One key hint, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Its column.
    pub x: u16,
    /// Columns it takes.
    pub width: u16,
    /// The key.
    pub key: String,
    /// One or two words.
    pub words: &'static str,
    /// What a click does.
    pub command: Option<Command>,
}

/// The line above the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// The words.
    pub text: String,
    /// Keys that help.
    pub key: String,
    /// Bad news.
    pub bad: bool,
}

/// The hints that fit at this width, most useful first, left of the file's state.
#[must_use]
pub fn hints(model: &Model) -> Vec<Hint> {
    let wanted: Vec<(String, &'static str, Option<Command>)> = match &model.overlay {
        Some(Overlay::Clashes { .. }) => fixed(&[
            ("m", "mine"),
            ("t", "theirs"),
            ("b", "both in my words"),
            ("↑ ↓", "other clashes"),
            ("esc", "later"),
        ]),
        Some(Overlay::Prompt(prompt)) if prompt.offers.is_empty() => {
            fixed(&[("⏎", "write it"), ("esc", "leave, the line is kept")])
        }
        Some(Overlay::Prompt(_)) => {
            fixed(&[("⏎", "write it"), ("tab", "complete"), ("↑ ↓", "choose"), ("esc", "leave, the line is kept")])
        }
        Some(Overlay::Catch(_)) => {
            fixed(&[("⏎", "keep it"), ("tab", "kind, topic, person"), ("esc", "leave, the line is kept")])
        }
        Some(Overlay::After(open)) if open.stand == Stand::Open => fixed(&[
            ("ctrl-s", "write it"),
            ("tab", "next"),
            ("space", "won"),
            ("esc", "leave, it is kept"),
            ("↑ ↓", "rows"),
        ]),
        Some(Overlay::After(_)) => fixed(&[("⏎", "back")]),
        Some(Overlay::Gates(open)) => of_gates(open.typing),
        Some(Overlay::Service(open)) => of_service(open),
        Some(Overlay::Find(open)) if open.card.is_some() => fixed(&[("esc", "to the list"), ("⏎", "back to the run")]),
        Some(Overlay::Filter { .. }) if model.screen == Screen::Board => {
            fixed(&[("⏎", "to the deals"), ("tab", "complete"), ("esc", "all deals")])
        }
        Some(Overlay::Filter { .. }) => fixed(&[("⏎", "to the notes"), ("esc", "all notes")]),
        Some(Overlay::Form(form)) if matches!(form.target, Target::New(_)) => {
            fixed(&[("ctrl-s", "add it"), ("tab", "next, or take"), ("esc", "leave, it is kept")])
        }
        Some(Overlay::Form(_)) => fixed(&[
            ("ctrl-s", "write it"),
            ("tab", "next, or take"),
            ("ctrl-x", "remove"),
            ("esc", "leave, it is kept"),
        ]),
        Some(Overlay::CallSheet) => of_call_sheet(model),
        Some(Overlay::TimeCard { deal, .. }) => {
            let other = if deal.is_some() { "all deals" } else { "this deal alone" };
            fixed(&[
                ("⏎", "open it"),
                ("d", "kept"),
                ("o", "its deal"),
                ("tab", other),
                ("↑ ↓", "promises"),
                ("esc", "back"),
            ])
        }
        Some(Overlay::Moment(_)) => {
            fixed(&[(&model.keymap.shown(Command::Finish), "edit and share"), ("any key", "goes on")])
        }
        Some(Overlay::Finish(open)) if open.typing.is_some() => fixed(&[("⏎", "keep the line"), ("esc", "as it was")]),
        Some(Overlay::Finish(_)) => fixed(&[
            ("⏎", "change"),
            ("y", "copy"),
            ("m", "Markdown"),
            ("s", "picture"),
            ("esc", "back"),
            ("n", "new line"),
            ("d", "remove"),
            ("N", "names"),
        ]),
        Some(Overlay::Import(open)) => of_import(&open.stand),
        Some(Overlay::Decisions { .. }) => fixed(&[("y", "copy it"), ("↑ ↓", "scroll"), ("esc", "back")]),
        Some(Overlay::Today { cursor }) => of_today(model, *cursor),
        Some(Overlay::Help { .. }) => fixed(&[("↑ ↓", "scroll"), ("esc", "back")]),
        Some(_) => fixed(&[("↑ ↓", "choose"), ("⏎", "go"), ("esc", "back")]),
        None => commands(model)
            .iter()
            .map(|command| (model.keymap.shown(*command), command.row().hint, Some(*command)))
            .collect(),
    };
    let state = model.file_words().0.chars().count();
    let room = usize::from(model.size.width).saturating_sub(state + 5);
    let mut x = 2;
    let mut out = Vec::new();
    for (key, words, command) in wanted {
        let width = key.chars().count() + 1 + words.chars().count();
        if x + width > room {
            break;
        }
        let (Ok(at), Ok(columns)) = (u16::try_from(x), u16::try_from(width)) else { break };
        out.push(Hint { x: at, width: columns, key, words, command });
        x += width + 2;
    }
    out
}

fn fixed(pairs: &[(&str, &'static str)]) -> Vec<(String, &'static str, Option<Command>)> {
    pairs.iter().map(|(key, words)| ((*key).to_owned(), *words, None)).collect()
}

fn of_gates(typing: bool) -> Vec<(String, &'static str, Option<Command>)> {
    if typing {
        return fixed(&[("⏎", "write it"), ("tab", "to the facts"), ("esc", "leave, it is kept")]);
    }
    fixed(&[("⏎", "do it"), ("← →", "stage"), ("1 … 9", "had"), ("tab", "reason"), ("esc", "back"), ("↑ ↓", "calls")])
}

fn of_service(open: &Service) -> Vec<(String, &'static str, Option<Command>)> {
    match open {
        Service::Send(open) => {
            let choose: &[(&str, &'static str)] = match open.field {
                Field::Play | Field::PushBy | Field::PullBy => &[("← →", "choose")],
                Field::Reason => &[("← →", "choose, or type")],
                Field::Push | Field::Pull | Field::Until => &[],
            };
            fixed(&[&[("⏎", "into service"), ("tab", "next line")], choose, &[("esc", "leave, it is kept")]].concat())
        }
        Service::Repair(open) if open.typing => {
            fixed(&[("⏎", "end it"), ("tab", "back"), ("esc", "leave, it is kept")])
        }
        Service::Repair(open) if open.how == How::GoesOn => {
            fixed(&[("1", "push done"), ("2", "pull done"), ("← →", "end it"), ("e", "edit"), ("esc", "back")])
        }
        Service::Repair(open) if open.how == How::Recovered => {
            fixed(&[("⏎", "end it"), ("← →", "how"), ("↑ ↓", "stage"), ("1 2", "done"), ("esc", "back")])
        }
        Service::Repair(_) => fixed(&[("⏎", "end it"), ("tab", "type"), ("← →", "how"), ("esc", "back")]),
    }
}

/// On an offer of the wheel the keys that answer it come first.
fn of_today(model: &Model, cursor: usize) -> Vec<(String, &'static str, Option<Command>)> {
    let answers: &[Command] = match model.order.agenda.get(cursor).map(|item| item.kind) {
        Some(AgendaKind::Offer) => &[Command::TakeWheel, Command::DeclineWheel],
        _ => &[],
    };
    let answers = answers.iter().map(|command| (model.keymap.shown(*command), command.row().hint, None));
    answers.chain(fixed(&[("↑ ↓", "choose"), ("⏎", "go"), ("esc", "back")])).collect()
}

fn of_import(stand: &import::Stand) -> Vec<(String, &'static str, Option<Command>)> {
    match stand {
        import::Stand::Choosing(_) => {
            fixed(&[("⏎", "read it"), ("↑ ↓", "choose"), ("tab", "complete"), ("esc", "back")])
        }
        import::Stand::Reading { .. } | import::Stand::Planning { .. } => fixed(&[("esc", "stop")]),
        import::Stand::Asking(_) => {
            fixed(&[("1 … 9", "answer"), ("⏎", "this one"), ("↑ ↓", "choose"), ("esc", "one back")])
        }
        import::Stand::Previewing(preview) => {
            let here: &[(&str, &'static str)] = match preview.line() {
                Some(Line::Kept(_)) => &[("space", "yours or theirs"), ("t", "all theirs")],
                Some(Line::Stage(_)) => &[("< >", "move the stage")],
                Some(Line::Deal(_) | Line::Field(..)) => &[("⏎", "every field")],
                _ => &[],
            };
            let write: &[(&str, &'static str)] = if preview.is_empty() { &[] } else { &[("i", "write all of it")] };
            fixed(&[write, here, &[("esc", "leave"), ("↑ ↓", "rows")]].concat())
        }
        import::Stand::Writing { .. } => fixed(&[("esc", "stop, nothing is written")]),
    }
}

fn commands(model: &Model) -> Vec<Command> {
    let mut out = Vec::new();
    match model.screen {
        Screen::Route => return on_the_route(model),
        Screen::Board => return on_the_board(model),
        Screen::Desk => return on_the_desk(model),
        Screen::Run => return in_a_run(model),
        Screen::Review => return in_a_review(model),
        Screen::Crew => return on_the_crew_screen(model),
        Screen::Stage => {}
    }
    if model.current().is_none() {
        out.extend([Command::AddDeal, Command::Jump, Command::Help, Command::Quit]);
        return out;
    }
    if !model.sheet.calls.is_empty() {
        out.extend([Command::Acknowledge, Command::Again, Command::Snooze]);
        if model.sheet.calls.len() > 1 {
            out.push(Command::NextCall);
        }
    }
    if model.sheet.message.is_some() {
        out.push(Command::Seen);
    }
    if model.current().is_some_and(|deal| !deal.is_open()) {
        out.push(Command::Finish);
    }
    if model.sheet.is_offered {
        out.push(Command::TakeWheel);
    }
    if model.sheet.repair.is_some() {
        out.push(Command::Service);
    }
    out.extend([
        Command::Help,
        Command::Jump,
        Command::NextTouch,
        Command::Catch,
        Command::AddNote,
        Command::CallSheet,
        Command::Run,
        Command::Today,
        Command::EditRecord,
        Command::Next,
        Command::Copy,
        Command::Undo,
        Command::Palette,
        Command::Quit,
    ]);
    out
}

fn in_a_run(model: &Model) -> Vec<Command> {
    use Command::{
        AddNote, Catch, Find, Flat, Help, Landed, LeaveRun, Message, NotesEarlier, NotesLater, Pause, PickAnswer, Seen,
        StopRun, Undo, WriteBack,
    };
    let mut out = Vec::new();
    let Some(driving) = &model.driving else { return vec![LeaveRun, Help] };
    if driving.gone {
        out.push(WriteBack);
    }
    if model.sheet.message.is_some() {
        out.push(Seen);
    }
    if !driving.sheet.answers.is_empty() {
        out.push(PickAnswer);
    }
    out.extend([Catch, Find]);
    if driving.sheet.card.is_some() {
        out.extend([Landed, Flat]);
    }
    out.extend([StopRun, Help, Pause, NotesEarlier, NotesLater, AddNote, Message, LeaveRun, Undo]);
    out
}

fn of_call_sheet(model: &Model) -> Vec<(String, &'static str, Option<Command>)> {
    let run = model.keymap.shown(Command::Run);
    if model.recce.is_read_back() {
        return fixed(&[
            ("⏎", "sure"),
            ("m", "doubtful"),
            (&run, "run"),
            ("w", "wrong"),
            ("e", "edit"),
            ("tab", "write"),
            ("esc", "back"),
        ]);
    }
    fixed(&[
        ("⏎", "all of it"),
        ("m", "doubtful"),
        ("tab", "read back"),
        (&run, "run"),
        ("e", "edit"),
        ("esc", "back"),
        ("w", "wrong"),
    ])
}

fn in_a_review(model: &Model) -> Vec<Command> {
    use Command::{
        AddDeal, AddNote, CallSheet, Decide, Decisions, EditRecord, HandOver, Help, LeaveReview, Message, Next,
        NextTouch, Previous, Redecide, Rubs, Sign, TakeAway, Undo,
    };
    let Some(review) = model.review.as_ref().filter(|review| review.sheet.empty.is_empty()) else {
        return vec![AddDeal, LeaveReview, Help];
    };
    let mut out = vec![Decide, Next];
    if !review.sheet.tracks.is_empty() {
        out.push(Sign);
    }
    out.extend([Rubs, NextTouch]);
    if review.noted().is_some_and(|noted| !noted.is_empty()) {
        out.extend([Redecide, TakeAway]);
    }
    out.extend([Decisions, Help, LeaveReview, HandOver, Previous, AddNote, Message, CallSheet, EditRecord, Undo]);
    out
}

fn on_the_crew_screen(model: &Model) -> Vec<Command> {
    use Command::{
        FollowLine, GoDesk, GoStage, Help, Next, NextTab, Palette, Propose, Punctuality, Quit, Sign, Today, Undo,
        Withdraw,
    };
    let crew = &model.crew_screen;
    let mut out = Vec::new();
    if crew.target().is_some() {
        out.push(FollowLine);
    }
    if let Some(track) = crew.track().and_then(|track| model.campaign.track(track)) {
        let has_signed = model.seat.as_ref().is_some_and(|seat| track.agreed.contains(seat));
        out.push(if has_signed { Withdraw } else { Sign });
    }
    if crew.tab == Tab::Playlist {
        out.push(Propose);
    }
    out.extend([NextTab, Help, Next, Punctuality, GoStage, GoDesk, Today, Undo, Palette, Quit]);
    out
}

fn on_the_route(model: &Model) -> Vec<Command> {
    use Command::{
        AddDeal, Beside, GoStage, Help, Jump, Next, NextDeal, NextTouch, OpenItem, Palette, Previous, Quit, TimeBack,
        TimeOn, Undo, ZoomIn, ZoomOut,
    };
    if model.current().is_none() {
        return vec![AddDeal, Jump, Help, GoStage, Quit];
    }
    let mut out = vec![Next, Previous, OpenItem, ZoomIn];
    if model.route.window().zoom > 0 {
        out.extend([ZoomOut, TimeBack, TimeOn]);
    }
    out.extend([Beside, NextDeal, Help, Jump, GoStage, NextTouch, Undo, Palette, Quit]);
    out
}

fn on_the_board(model: &Model) -> Vec<Command> {
    use Command::{
        AddDeal, Back, ColumnLeft, ColumnRight, Filter, GoStage, Help, Lose, MoveBack, MoveOn, OpenDeal, Undo, Win,
    };
    if model.board.columns.iter().all(|column| column.cards.is_empty()) {
        let all = if model.board.filter.is_empty() { AddDeal } else { Back };
        return vec![all, Filter, Help, GoStage, Undo];
    }
    vec![MoveOn, MoveBack, OpenDeal, Filter, ColumnLeft, ColumnRight, Help, Win, Lose, Undo, Command::Service]
}

fn on_the_desk(model: &Model) -> Vec<Command> {
    use Command::{
        AddNote, Back, ChangeAsset, Filter, GoStage, Help, MoveNotes, NewNote, Open, OpenDeal, Retire, Select,
        ShiftLater, Show, Sort, SwapPanes, ToHazard, Undo,
    };
    if model.desk.focus == DeskPane::Inbox {
        return vec![Open, OpenDeal, AddNote, SwapPanes, Show, Help, GoStage];
    }
    if !model.desk.selected.is_empty() {
        return vec![Retire, ChangeAsset, MoveNotes, ShiftLater, Select, Back, Help, Undo];
    }
    vec![NewNote, AddNote, Open, Select, Filter, Show, Help, Retire, MoveNotes, ToHazard, Sort, SwapPanes, Undo]
}

/// What stands above the footer, the gravest first.
#[must_use]
pub fn strip(model: &Model) -> Option<Strip> {
    if let Some(problem) = &model.file.problem {
        return Some(Strip {
            text: problem.text.clone(),
            key: format!("{} open in editor", model.keymap.shown(Command::Edit)),
            bad: true,
        });
    }
    let bad = model.notice.as_ref().filter(|notice| notice.bad);
    // Good news of an edit does not hide that it is not in the file.
    if let (Some(text), None) = (&model.file.failed, bad) {
        return Some(Strip { text: text.clone(), key: String::new(), bad: true });
    }
    if let Some(notice) = &model.notice {
        return Some(Strip { text: notice.text.clone(), key: String::new(), bad: notice.bad });
    }
    let is_deciding = matches!(model.overlay, Some(Overlay::Clashes { .. }));
    if let Some(waiting) = model.clashes.first().filter(|_| !is_deciding) {
        let text = match model.clashes.len() {
            1 => format!("1 clash: {}", waiting.about(model)),
            many => format!("{many} clashes: {} …", waiting.about(model)),
        };
        return Some(Strip { text, key: format!("{} decide", model.keymap.shown(Command::Clashes)), bad: true });
    }
    let (call, message) = (model.engine.elsewhere(model.elsewhere()), model.messages.elsewhere(model.deal_on_stage()));
    // In a run the messages of other deals wait for its end.
    let message = message.filter(|_| model.screen != Screen::Run);
    let waits = match (call, message) {
        (Some(call), Some(_)) => Some(format!("{call}   and a message")),
        (call, message) => call.or(message),
    };
    if let Some(text) = waits {
        return Some(Strip { text, key: format!("{} go", model.keymap.shown(Command::GoToCall)), bad: false });
    }
    if let Some(offer) = model.offer.as_ref().filter(|_| model.screen != Screen::Run) {
        let verb = if offer.live { "go" } else { "start" };
        let key = format!("{} {verb}", model.keymap.shown(Command::Run));
        return Some(Strip { text: offer.words.clone(), key, bad: false });
    }
    if let Some((text, key)) = super::copy::offer(model) {
        return Some(Strip { text, key, bad: false });
    }
    None
}
