//! The only place where the model changes: a fact comes in, the model follows, effects go out.

mod acts;
mod board;
mod call_sheet;
mod choices;
mod crew;
mod decide;
mod desk;
mod driving;
mod mouse;
mod overlays;
mod refuse;
mod review;
mod rewrites;
mod route;
mod time_card;
mod wheel;
mod write;

use chrono::{DateTime, TimeDelta, Utc};
use tui_input::Input;

pub use decide::forget_settled;
pub use overlays::{cursor_key, typed};
pub use refuse::refusal;
pub use write::{record, take_over, write};

use super::command::Command;
use super::effect::Effect;
use super::geometry::Size;
use super::key::Key;
use super::message::{Message, Stamped};
use super::model::{FileProblem, Model, Notice};
use super::order::Order;
use super::overlay::{Overlay, Then};
use super::prompt::PromptFor;
use super::review as walk;
use super::run as meeting;
use super::screen::Screen;
use super::sheet::StageSheet;
use super::{
    credits, desk as notes, drafts, engine, form, gates, import, load, prompt, punctuality, service, sight,
    time_card as promises, wake,
};
use acts::{
    acknowledge, again, earliness, edit_line, go_to_call, go_to_row, open_amend, page, scroll, see_message, step,
    swap_panes,
};
use mouse::on_mouse;
use overlays::{on_paste, open_prompt, overlay_key};
use write::{redo, undo};

/// How long a message to the person stays.
const NOTICE_FOR: TimeDelta = TimeDelta::seconds(6);

/// Edits that are in the file already are kept in mind so far back.
const KEPT: usize = 64;

/// Takes one fact in; the effects are to be carried out in order.
///
/// What only an overlay, another screen, a run or a review asks for is a function of its own that is not called without
/// them: its code is then not even in memory.
pub fn update(model: &mut Model, stamped: Stamped) -> Vec<Effect> {
    let mut effects = Vec::new();
    let before = (model.version, model.deal.clone(), minute(model.now));
    let screen = model.screen;
    let is_seen = matches!(
        stamped.message,
        Message::Key(_)
            | Message::Mouse { .. }
            | Message::Released { .. }
            | Message::Paste(_)
            | Message::Resize { .. }
            | Message::Desk { .. }
    );
    let is_ordered = matches!(stamped.message, Message::Ordered { .. });
    let is_second = is_mere_second(model, &stamped);
    let before_tick = ticked(model);
    model.now = stamped.at;
    pass(model);
    let mut is_learnt = take_in(model, stamped.message, before.2, &mut effects);
    engine::run(model, &mut effects);
    if model.review.is_some() {
        walk::follow(model, &mut effects);
    }
    load::want_past(model, &mut effects);
    if std::mem::take(&mut model.reread) {
        effects.push(Effect::Reread);
    }
    if model.overlay.is_some() && (model.version != before.0 || is_learnt) {
        overlays::follow(model);
    }
    if model.driving.is_some() && model.version != before.0 {
        meeting::follow(model);
    }
    credits::follow(model);
    punctuality::follow(model, model.version != before.0, &mut effects);
    promises::follow(model, model.version != before.0 || minute(model.now) != before.2, &mut effects);
    import::follow(model, model.version != before.0, &mut effects);
    if model.overlay.is_some() || model.review.is_some() {
        drafts::keep_what_is_typed(model);
    }
    let typed = model.drafts.take_changes();
    if !typed.is_empty() {
        effects.insert(before_leaving(&effects), Effect::KeepDrafts(typed));
    }
    let now_minute = minute(model.now);
    keep_order(model, &mut effects);
    if model.screen != Screen::Stage {
        follow_screens(model, &mut effects);
    }
    if (model.version, &model.deal, now_minute) != (before.0, &before.1, before.2) {
        look(model);
        if model.overlay.is_some() {
            prompt::refresh_open(model);
        }
        is_learnt = true;
    }
    if is_learnt && model.recce.sheet.is_some() {
        super::call_sheet::follow(model);
    }
    if model.overlay.is_some() {
        prompt::ask(model, &mut effects);
    }
    if (model.version, &model.deal, model.screen, now_minute) != (before.0, &before.1, screen, before.2) || is_ordered {
        model.offer = meeting::offer(model);
    }
    let is_second = is_second && effects.is_empty() && (model.version, ticked(model)) == (before.0, before_tick);
    begin_picture(model, is_second);
    let is_other = (model.version, model.screen, now_minute) != (before.0, screen, before.2);
    if model.screen == Screen::Desk && (is_seen || is_other) {
        notes::sheet::look(model);
    }
    keep_place(model, now_minute != before.2, &mut effects);
    effects
}

/// What one fact changes by itself. Whether other deals say something else of a topic than before.
fn take_in(model: &mut Model, message: Message, before: i64, effects: &mut Vec<Effect>) -> bool {
    match message {
        Message::Key(key) => on_key(model, key, effects),
        Message::Paste(text) => on_paste(model, &text, effects),
        Message::Mouse { x, y, action } => on_mouse(model, x, y, action, effects),
        Message::Released { x, y } => mouse::on_release(model, x, y),
        Message::Resize { width, height } => model.size = Size { width, height },
        Message::Wake => {
            if minute(model.now) != before {
                effects.push(Effect::CheckFile);
            }
        }
        Message::Loaded(loaded) => {
            let was_complete = model.version > 0 && model.campaign.complete;
            load::swap(model, *loaded, effects);
            if model.campaign.complete && !was_complete {
                drafts::tell_what_waits(model);
            }
        }
        Message::FileProblem { text, line } => model.file.problem = Some(FileProblem { text, line }),
        Message::Safe { through } => model.file.safe = model.file.safe.max(through),
        Message::Saved { through, clashes } => {
            saved(model, through);
            decide::learn(model, clashes);
        }
        Message::Clashes(clashes) => decide::learn(model, clashes),
        Message::Copies(copies) => decide::learn_of_copies(model, copies),
        Message::SaveFailed { text } => model.file.failed = Some(text),
        Message::Past(past) => load::remember_past(model, *past),
        Message::Ordered { version, order } => return ordered(model, version, *order, effects),
        Message::Import { number, news } => import::learn(model, number, news, effects),
        Message::Told { text, bad } => told(model, text, bad),
        Message::Resumed => effects.push(Effect::Repaint),
        answer => worked_out(model, answer),
    }
    false
}

/// Something that was asked for has been worked out beside the loop.
#[inline(never)]
fn worked_out(model: &mut Model, answer: Message) {
    match answer {
        Message::Found { number, hits } => {
            if let Some(Overlay::Jump { search, found, cursor, .. }) = &mut model.overlay
                && *search == number
            {
                *found = hits;
                *cursor = 0;
            }
        }
        Message::Alike { number, found } => prompt::answered(model, number, found),
        Message::Desk { table } => notes::answered(model, *table),
        Message::Crew { pages } => super::crew::answered(model, *pages),
        Message::Won { version, won } => super::route::answered(model, version, *won),
        Message::Punctuality { sheet } => punctuality::answered(model, *sheet),
        Message::TimeCard { sheet } => promises::answered(model, *sheet),
        // All others are taken in before.
        _ => {}
    }
}

/// What the Desk and the Crew screen say is asked for while it is shown and may be another.
#[inline(never)]
fn follow_screens(model: &mut Model, effects: &mut Vec<Effect>) {
    notes::follow(model, effects);
    super::crew::follow(model, effects);
    super::route::follow(model, effects);
    super::board::follow(model);
}

/// What was shown for a while has been shown.
fn pass(model: &mut Model) {
    if model.notice.as_ref().is_some_and(|notice| notice.until.is_some_and(|until| until <= model.now)) {
        model.notice = None;
    }
    credits::pass(model);
}

/// Whether a fact is one more second of the clock on screen, before anything else is due.
fn is_mere_second(model: &Model, stamped: &Stamped) -> bool {
    let is_before_all = model.now <= stamped.at && stamped.at < wake::next_event(model);
    let has_clock = matches!(model.screen, Screen::Run | Screen::Review);
    is_before_all && has_clock && matches!(stamped.message, Message::Wake)
}

/// When the last tick was: what it told is in the model.
fn ticked(model: &Model) -> Option<DateTime<Utc>> {
    model.engine.tick().map(|tick| tick.at)
}

/// Another picture, unless the clock goes on and nothing else has changed.
fn begin_picture(model: &mut Model, is_second: bool) {
    let is_review = model.screen == Screen::Review;
    if is_second && if is_review { walk::goes_on(model) } else { meeting::goes_on(model) } {
        return;
    }
    model.picture += 1;
    match model.screen {
        Screen::Run => meeting::look(model),
        Screen::Review => walk::look(model),
        Screen::Stage | Screen::Route | Screen::Board | Screen::Desk | Screen::Crew => {}
    }
}

/// The place is kept when the program is left and, for a crash, once a minute.
fn keep_place(model: &mut Model, is_new_minute: bool, effects: &mut Vec<Effect>) {
    let leaves = effects.contains(&Effect::Quit);
    if (leaves || is_new_minute) && model.deal != model.remembered {
        model.remembered.clone_from(&model.deal);
        if let Some(deal) = model.deal.clone() {
            effects.insert(before_leaving(effects), Effect::Remember { deal });
        }
    }
}

/// Where an effect goes that is to be done before the program stops.
#[must_use]
pub fn before_leaving(effects: &[Effect]) -> usize {
    let leaves = |effect: &Effect| matches!(effect, Effect::Quit | Effect::Suspend);
    effects.iter().position(leaves).unwrap_or(effects.len())
}

/// Something to tell; what was told at the start and waits for a key is not wiped away by it.
fn told(model: &mut Model, text: String, bad: bool) {
    match model.notice.take().filter(|notice| notice.until.is_none() && !notice.bad) {
        Some(kept) => model.notice = Some(Notice { text: format!("{text}; {}", kept.text), bad, until: None }),
        None => tell(model, text, bad),
    }
}

/// All edits up to a number are in the file.
fn saved(model: &mut Model, through: u64) {
    let file = &mut model.file;
    file.safe = file.safe.max(through);
    file.saved = file.saved.max(through);
    // A load of the file as it was before may still be under way: what has just landed is made again on it.
    while file.pending.len() > KEPT && file.pending.front().is_some_and(|(n, _)| *n <= through) {
        file.pending.pop_front();
    }
    file.failed = None;
}

fn minute(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(60)
}

/// Makes the sheet of the deal on screen anew.
pub fn look(model: &mut Model) {
    model.sheet = match model.current().cloned() {
        Some(deal) => sight::sheet(model, &deal),
        None => StageSheet::default(),
    };
}

/// The deals are in order. Whether other deals say something else of a topic than before.
fn ordered(model: &mut Model, version: u64, order: Order, effects: &mut Vec<Effect>) -> bool {
    model.order_answered = model.order_answered.max(version);
    let is_learnt = model.order.topics != order.topics;
    let reminder = model.order.reminder_in(&order).cloned();
    model.order = order;
    if let Some(reminder) = reminder {
        let key = model.keymap.shown(Command::Today);
        tell(model, format!("{}   {key} today", reminder.what), false);
        effects.push(Effect::Announce(reminder.what.into()));
    }
    is_learnt
}

/// Asks for the order of what has changed since it was last asked for, one question at a time.
fn keep_order(model: &mut Model, effects: &mut Vec<Effect>) {
    let is_stale = model.order.until.is_some_and(|until| until <= model.now);
    let is_other = model.version != model.order_of;
    if model.campaign.complete && (is_other || is_stale) && model.order_asked == model.order_answered {
        ask_for_order(model, effects);
    }
}

/// Asks the runtime to put the deals in order again.
pub fn ask_for_order(model: &mut Model, effects: &mut Vec<Effect>) {
    model.order_asked += 1;
    model.order_of = model.version;
    effects.retain(|effect| !matches!(effect, Effect::Order { .. }));
    effects.push(Effect::Order { version: model.order_asked });
}

/// One line for the person; good news goes by itself.
pub fn tell(model: &mut Model, text: impl Into<String>, bad: bool) {
    let until = if bad { None } else { Some(model.now + NOTICE_FOR) };
    model.notice = Some(Notice { text: text.into(), bad, until });
}

/// Where a command goes.
const fn screen_of(command: Command) -> Option<Screen> {
    match command {
        Command::GoStage => Some(Screen::Stage),
        Command::GoRoute => Some(Screen::Route),
        Command::GoBoard => Some(Screen::Board),
        Command::GoDesk => Some(Screen::Desk),
        Command::GoCrew => Some(Screen::Crew),
        _ => None,
    }
}

fn go_to_screen(model: &mut Model, command: Command) {
    model.screen = screen_of(command).unwrap_or(model.screen);
}

/// Opens the gates where a command wants them.
fn move_deal(model: &mut Model, command: Command) {
    if let (Some(deal), Some(wanted)) = (model.deal_here().cloned(), gates::wanted(command)) {
        gates::open(model, &deal, wanted);
    }
}

/// Opens the search for a deal, a note, a contact or a buyer's words.
fn open_jump(model: &mut Model, then: Then, effects: &mut Vec<Effect>) {
    model.searches += 1;
    let number = model.searches;
    let (input, found) = (Input::default(), Vec::new());
    model.overlay = Some(Overlay::Jump { input, search: number, found, cursor: 0, then });
    effects.push(Effect::Search { query: String::new(), number });
}

fn on_key(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    if model.notice.as_ref().is_some_and(|notice| notice.until.is_none()) {
        model.notice = None;
    }
    let always = model.command(key).filter(|command| *command == Command::Quit && key.ctrl);
    match (always, model.overlay.is_some()) {
        (Some(_), _) => effects.push(Effect::Quit),
        (None, true) => {
            overlay_key(model, key, effects);
            call_sheet::come_back(model);
        }
        (None, false) => {
            if let Some(command) = model.command(key) {
                let is_numbered = command == Command::PickAnswer && refusal(model, command).is_none();
                if !is_numbered || !driving::digit(model, key, effects) {
                    run(model, command, effects);
                }
            }
        }
    }
}

/// Does what a command says.
pub fn run(model: &mut Model, command: Command, effects: &mut Vec<Effect>) {
    if let Some(why) = refusal(model, command) {
        tell(model, format!("{}: {why}", command.row().hint), true);
        return;
    }
    let screen = model.screen;
    match screen {
        Screen::Route if route::does(model, command) => return,
        Screen::Board if board::goes(model, command) => return,
        Screen::Desk if desk::goes(model, command) || desk::does(model, command, effects) => return,
        Screen::Crew if crew::does(model, command, effects) => return,
        Screen::Run if driving::hears(model, command, effects) => return,
        Screen::Review if review::goes(model, command, effects) => return,
        _ => {}
    }
    if choices::asks(model, command, effects) {
        return;
    }
    match command {
        Command::Run
        | Command::PickAnswer
        | Command::Landed
        | Command::Flat
        | Command::NotUsed
        | Command::NotesLater
        | Command::NotesEarlier
        | Command::Pause
        | Command::CorrectStart
        | Command::StopRun
        | Command::WriteBack
        | Command::LeaveRun
        | Command::Catch
        | Command::AfterRun
        | Command::Find => driving::run(model, command, effects),
        Command::Acknowledge if model.sheet.calls.is_empty() => see_message(model, effects),
        Command::Acknowledge => acknowledge(model, effects),
        Command::Seen => see_message(model, effects),
        Command::Message => open_prompt(model, |deal| PromptFor::Message { deal }),
        Command::HandOver => wheel::hand_over(model),
        Command::TakeWheel | Command::DeclineWheel => {
            if let Some(deal) = model.deal_here().cloned() {
                wheel::answer(model, &deal, command, effects);
            }
        }
        Command::MoveOn | Command::MoveBack | Command::Win | Command::Lose => move_deal(model, command),
        Command::Service => {
            if let Some(deal) = model.deal_here().cloned() {
                service::open(model, &deal);
            }
        }
        Command::Again => again(model, effects),
        Command::Amend => open_amend(model),
        Command::Hit => open_prompt(model, |deal| PromptFor::Hit { deal }),
        Command::NextCall | Command::PreviousCall => page(model, command == Command::NextCall),
        Command::Earlier => earliness(model, 0.1, effects),
        Command::Later => earliness(model, -0.1, effects),
        Command::NextTouch => open_prompt(model, |deal| PromptFor::NextTouch { deal }),
        Command::AddNote if model.screen == Screen::Desk => desk::open_note(model),
        Command::Open => desk::open(model),
        Command::NewNote => desk::new_note(model),
        Command::MoveNotes => rewrites::choose_deal(model, effects),
        Command::DuplicateNote => rewrites::duplicate(model, effects),
        Command::ToHazard => rewrites::choose_hazard(model, effects),
        Command::AddNote => open_prompt(model, |deal| PromptFor::Note { deal }),
        Command::AddDeal => prompt::open(model, PromptFor::Deal, String::new()),
        Command::EditRecord => form::open_list(model),
        Command::Import => import::open(model, effects),
        Command::Edit => effects.push(Effect::Edit { line: edit_line(model) }),
        Command::Copies => decide::choose_copy_of_file(model),
        Command::Undo => undo(model, effects),
        Command::Redo => redo(model, effects),
        Command::Jump => open_jump(model, Then::Go, effects),
        Command::Next => step(model, 1),
        Command::Previous => step(model, -1),
        Command::First => go_to_row(model, 0),
        Command::Last => go_to_row(model, usize::MAX),
        Command::GoToCall => go_to_call(model),
        Command::CallSheet => call_sheet::open_here(model),
        Command::NextCallSheet => call_sheet::open_next(model),
        Command::Finish => credits::open(model),
        Command::Punctuality => punctuality::open(model, effects),
        _ if screen_of(command).is_some() => go_to_screen(model, command),
        Command::TimeCard => promises::open(model, effects),
        Command::SwapPanes => swap_panes(model),
        Command::ScrollDown => scroll(model, model.focus, 5),
        Command::ScrollUp => scroll(model, model.focus, -5),
        Command::Clashes | Command::History | Command::Today | Command::Problems | Command::Help | Command::Palette => {
            model.overlay = Some(overlays::list(model, command));
        }
        Command::Suspend => effects.push(Effect::Suspend),
        Command::Quit => effects.push(Effect::Quit),
        // What is left is the review's.
        _ => review::run(model, command, effects),
    }
}
