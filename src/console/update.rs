//! The only place where the model changes: a fact comes in, the model follows, effects go out.

use chrono::{DateTime, TimeDelta, Utc};
use tui_input::{Input, InputRequest};

use super::command::Command;
use super::dates;
use super::edits;
use super::effect::Effect;
use super::geometry::{Layout, Size, layout};
use super::key::{Code, Key};
use super::load::SeatWanted;
use super::message::{Message, MouseAction, Stamped};
use super::model::{FileProblem, Model, Notice, Pane};
use super::order::AgendaKind;
use super::overlay::{Act, Choice, Overlay, Prompt, PromptFor};
use super::sheet::{RoadSign, StageSheet};
use super::{engine, footer, load, prompt, search, sight, words};
use crate::campaign::Id;
use crate::text::{Intent, Moved, Refusal};

/// How long a message to the person stays.
const NOTICE_FOR: TimeDelta = TimeDelta::seconds(6);

/// Edits that are in the file already are kept in mind so far back.
const KEPT: usize = 64;

/// Takes one fact in; the effects are to be carried out in order.
pub fn update(model: &mut Model, stamped: Stamped) -> Vec<Effect> {
    let mut effects = Vec::new();
    let before = (model.version, model.deal.clone(), minute(model.now));
    model.now = stamped.at;
    if model.notice.as_ref().is_some_and(|notice| notice.until.is_some_and(|until| until <= model.now)) {
        model.notice = None;
    }
    match stamped.message {
        Message::Key(key) => on_key(model, key, &mut effects),
        Message::Paste(text) => on_paste(model, &text),
        Message::Mouse { x, y, action } => on_mouse(model, x, y, action, &mut effects),
        Message::Resize { width, height } => model.size = Size { width, height },
        Message::Wake => {
            if minute(model.now) != before.2 {
                effects.push(Effect::CheckFile);
            }
        }
        Message::Loaded(loaded) => load::swap(model, *loaded, &mut effects),
        Message::FileProblem { text, line } => model.file.problem = Some(FileProblem { text, line }),
        Message::Safe { through } => model.file.safe = model.file.safe.max(through),
        Message::Saved { through, refused } => {
            model.file.safe = model.file.safe.max(through);
            model.file.saved = model.file.saved.max(through);
            // A load of the file as it was before may still be under way: what has just landed is made again on it.
            while model.file.pending.len() > KEPT && model.file.pending.front().is_some_and(|(n, _)| *n <= through) {
                model.file.pending.pop_front();
            }
            model.file.failed = None;
            if let Some(first) = refused.first() {
                tell(model, first.clone(), true);
            }
        }
        Message::SaveFailed { text } => model.file.failed = Some(text),
        Message::Found { number, hits } => {
            if let Some(Overlay::Jump { search, found, cursor, .. }) = &mut model.overlay
                && *search == number
            {
                *found = hits;
                *cursor = 0;
            }
        }
        Message::Ordered { version, order } => {
            model.order_answered = model.order_answered.max(version);
            model.order = *order;
        }
        Message::Told { text, bad } => tell(model, text, bad),
        Message::Resumed => effects.push(Effect::Repaint),
    }
    engine::run(model, &mut effects);
    let now_minute = minute(model.now);
    let stale = model.order.until.is_some_and(|until| until <= model.now);
    if model.campaign.complete && (model.version != before.0 || stale) && model.order_asked == model.order_answered {
        ask_for_order(model, &mut effects);
    }
    if (model.version, &model.deal, now_minute) != (before.0, &before.1, before.2) {
        look(model);
    }
    // The place is kept when the program is left and, for a crash, once a minute.
    let leaves = effects.contains(&Effect::Quit);
    if (leaves || now_minute != before.2) && model.deal != model.remembered {
        model.remembered.clone_from(&model.deal);
        if let Some(deal) = model.deal.clone() {
            let at = effects.iter().position(|effect| *effect == Effect::Quit).unwrap_or(effects.len());
            effects.insert(at, Effect::Remember { deal });
        }
    }
    effects
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

/// Asks the runtime to put the deals in order again.
pub fn ask_for_order(model: &mut Model, effects: &mut Vec<Effect>) {
    model.order_asked += 1;
    effects.retain(|effect| !matches!(effect, Effect::Order { .. }));
    effects.push(Effect::Order { version: model.order_asked });
}

/// One line for the person; good news goes by itself.
pub fn tell(model: &mut Model, text: impl Into<String>, bad: bool) {
    let until = if bad { None } else { Some(model.now + NOTICE_FOR) };
    model.notice = Some(Notice { text: text.into(), bad, until });
}

/// Why a command cannot be done now; nothing if it can.
#[must_use]
pub fn refusal(model: &Model, command: Command) -> Option<&'static str> {
    let no_deal = model.current().is_none().then_some("no deal is on screen");
    let no_call = model.sheet.calls.is_empty().then_some("no call is due here");
    let read_only = model.file.read_only.is_some().then_some("the file is read-only here");
    match command {
        Command::Acknowledge | Command::Again | Command::Snooze | Command::Amend => no_deal.or(no_call).or(read_only),
        Command::NextCall | Command::PreviousCall => {
            no_deal.or((model.sheet.calls.len() < 2).then_some("there is no other call here"))
        }
        Command::Earlier | Command::Later => {
            model.crew().is_none().then_some("nobody of the crew sits here").or(read_only)
        }
        Command::NextTouch | Command::AddNote | Command::Hit => no_deal.or(read_only),
        Command::AddDeal => read_only,
        Command::Undo => model.history.undo_name().is_none().then_some("nothing to take back").or(read_only),
        Command::Redo => model.history.redo_name().is_none().then_some("nothing to do again").or(read_only),
        Command::Copy | Command::OpenLink | Command::ScrollDown | Command::ScrollUp | Command::SwapPanes => no_deal,
        Command::GoToCall => {
            model.engine.elsewhere_deal(model.deal.as_ref()).is_none().then_some("no call waits on another deal")
        }
        Command::NextDeal | Command::PreviousDeal | Command::FirstDeal | Command::LastDeal => {
            let no_deal = model.campaign.deals.is_empty().then_some("the campaign has no deal yet");
            no_deal.or((!model.order.known).then_some("the deals are still being read"))
        }
        Command::Seat => model.campaign.crew.is_empty().then_some("the file names no crew"),
        _ => None,
    }
}

fn on_key(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    if model.notice.as_ref().is_some_and(|notice| notice.until.is_none()) {
        model.notice = None;
    }
    let always = model.keymap.command(key).filter(|command| *command == Command::Quit && key.ctrl);
    match (always, model.overlay.is_some()) {
        (Some(_), _) => effects.push(Effect::Quit),
        (None, true) => overlay_key(model, key, effects),
        (None, false) => {
            if let Some(command) = model.keymap.command(key) {
                run(model, command, effects);
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
    match command {
        Command::Acknowledge => acknowledge(model, effects),
        Command::Again => again(model, effects),
        Command::Snooze => snooze(model),
        Command::Amend => open_amend(model),
        Command::Hit => open_prompt(model, |deal| PromptFor::Hit { deal }),
        Command::NextCall => page(model, true),
        Command::PreviousCall => page(model, false),
        Command::Earlier => earliness(model, 0.1, effects),
        Command::Later => earliness(model, -0.1, effects),
        Command::NextTouch => open_prompt(model, |deal| PromptFor::NextTouch { deal }),
        Command::AddNote => open_prompt(model, |deal| PromptFor::Note { deal }),
        Command::AddDeal => prompt::open(model, PromptFor::Deal, String::new()),
        Command::Edit => effects.push(Effect::Edit { line: edit_line(model) }),
        Command::Undo => undo(model, effects),
        Command::Redo => redo(model, effects),
        Command::Jump => {
            model.searches += 1;
            let number = model.searches;
            model.overlay =
                Some(Overlay::Jump { input: Input::default(), search: number, found: Vec::new(), cursor: 0 });
            effects.push(Effect::Search { query: String::new(), number });
        }
        Command::NextDeal => step(model, 1),
        Command::PreviousDeal => step(model, -1),
        Command::FirstDeal => go_to_row(model, 0),
        Command::LastDeal => go_to_row(model, usize::MAX),
        Command::GoToCall => {
            if let Some(deal) = model.engine.elsewhere_deal(model.deal.as_ref()).cloned() {
                model.deal = Some(deal);
            }
        }
        Command::Today => model.overlay = Some(Overlay::Today { cursor: 0 }),
        Command::SwapPanes => {
            model.focus = match model.focus {
                Pane::Navigator => Pane::Driver,
                Pane::Driver => Pane::Navigator,
            };
        }
        Command::ScrollDown => scroll(model, model.focus, 5),
        Command::ScrollUp => scroll(model, model.focus, -5),
        Command::Copy => choose_copy(model),
        Command::OpenLink => choose_link(model, effects),
        Command::Problems => model.overlay = Some(Overlay::Problems { cursor: 0 }),
        Command::Seat => choose_seat(model),
        Command::Help => model.overlay = Some(Overlay::Help { scroll: 0 }),
        Command::Palette => {
            let found = search::palette(model, "");
            model.overlay = Some(Overlay::Palette { input: Input::default(), found, cursor: 0 });
        }
        Command::Suspend => effects.push(Effect::Suspend),
        Command::Quit => effects.push(Effect::Quit),
    }
}

// --- edits ---------------------------------------------------------------------------------------------------------

/// Makes edits: on the document, in the meaning, on the undo stack, and on the way to the file. All or none.
///
/// # Errors
/// The first edit that does not fit; nothing has changed then.
pub fn write(model: &mut Model, name: &str, intents: Vec<Intent>, effects: &mut Vec<Effect>) -> Result<(), Refusal> {
    let steps = apply(model, &intents)?;
    model.history.push(name, steps);
    send(model, intents, effects);
    Ok(())
}

/// As [`write`], for what the program itself writes: nobody wants to take back that a call was made.
///
/// # Errors
/// As [`write`].
pub fn record(model: &mut Model, intents: Vec<Intent>, effects: &mut Vec<Effect>) -> Result<(), Refusal> {
    apply(model, &intents)?;
    send(model, intents, effects);
    Ok(())
}

fn apply(model: &mut Model, intents: &[Intent]) -> Result<Vec<crate::text::Step>, Refusal> {
    if let Some(why) = &model.file.read_only {
        return Err(Refusal { message: why.clone(), mend: "open the file where it may be written".to_owned() });
    }
    let mut steps = Vec::new();
    for intent in intents {
        match model.document.apply(intent) {
            Ok(step) => steps.push(step),
            Err(refusal) => {
                for step in steps.iter().rev() {
                    // The step was made a moment ago on this very text, so taking it back cannot be refused.
                    drop(model.document.undo(step));
                }
                return Err(refusal);
            }
        }
    }
    for step in &steps {
        load::follow(model, step);
    }
    Ok(steps)
}

fn send(model: &mut Model, intents: Vec<Intent>, effects: &mut Vec<Effect>) {
    for intent in &intents {
        model.file.edits += 1;
        model.file.pending.push_back((model.file.edits, intent.clone()));
    }
    effects.push(Effect::Save(intents));
}

/// As [`write`], telling the person what became of it.
fn write_and_tell(model: &mut Model, name: &str, intents: Vec<Intent>, done: &str, effects: &mut Vec<Effect>) -> bool {
    match write(model, name, intents, effects) {
        Ok(()) => {
            if !done.is_empty() {
                tell(model, done, false);
            }
            true
        }
        Err(refusal) => {
            tell(model, format!("{}: {}", refusal.message, refusal.mend), true);
            false
        }
    }
}

fn undo(model: &mut Model, effects: &mut Vec<Effect>) {
    let moved = model.history.undo(&mut model.document);
    after_undo(model, moved, "taken back", effects);
}

fn redo(model: &mut Model, effects: &mut Vec<Effect>) {
    let moved = model.history.redo(&mut model.document);
    after_undo(model, moved, "done again", effects);
}

fn after_undo(model: &mut Model, moved: Result<Option<Moved>, Refusal>, told: &str, effects: &mut Vec<Effect>) {
    match moved {
        Ok(None) => {}
        Ok(Some(moved)) => {
            for step in &moved.steps {
                load::follow(model, step);
            }
            send(model, moved.steps.into_iter().map(|step| Intent::Replay { step }).collect(), effects);
            tell(model, format!("{told}: {}", moved.name), false);
        }
        Err(refusal) => tell(model, format!("{}; {}", refusal.message, refusal.mend), true),
    }
}

// --- the call ------------------------------------------------------------------------------------------------------

fn shown_call(model: &Model) -> usize {
    model.spot().call.min(model.sheet.calls.len().saturating_sub(1))
}

fn acknowledge(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(call) = model.sheet.calls.get(shown_call(model)).map(|card| card.row.clone()) else { return };
    let intents = edits::acknowledge(&call, model.seat.as_deref(), model.now);
    if write_and_tell(model, "heard", intents, "", effects) {
        turn_page(model);
    }
}

fn again(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(card) = model.sheet.calls.get(shown_call(model)) else { return };
    let said = if card.say.is_empty() { card.reading.clone() } else { card.say.clone() };
    tell(model, format!("again: {said}"), false);
    effects.push(Effect::Announce(said));
}

fn snooze(model: &mut Model) {
    let now = model.now;
    let zone = model.campaign.zone;
    let outlook = std::sync::Arc::clone(&model.outlook);
    let calendar = outlook.calendar(model.seat.as_deref());
    let start_of = |from: DateTime<Utc>| calendar.next_day_start(from).unwrap_or(from + TimeDelta::days(1));
    let hour = now + TimeDelta::hours(1);
    let tomorrow = start_of(now);
    let mut monday = tomorrow;
    for _ in 0..14 {
        if calendar.local(monday).format("%a").to_string() == "Mon" {
            break;
        }
        monday = start_of(monday);
    }
    let option = |key, name: &str, at: DateTime<Utc>| Choice {
        key,
        text: format!("{name}, {}", words::moment(at, zone, now)),
        act: Act::Snooze(at),
    };
    let options = vec![
        option('h', "in an hour", hour),
        option('t', "tomorrow morning", tomorrow),
        option('m', "on Monday", monday),
    ];
    model.overlay = Some(Overlay::Choice { title: "CALL IT AGAIN".to_owned(), options, cursor: 0 });
}

fn open_amend(model: &mut Model) {
    let Some(card) = model.sheet.calls.get(shown_call(model)) else { return };
    if card.row.note.starts_with("control.") {
        let text = "a dated promise is called by its date: change it with the editor, or mark it done";
        tell(model, text, true);
        return;
    }
    let purpose = PromptFor::Amend { deal: card.row.deal.clone(), note: card.row.note.clone() };
    let said = card.say.clone();
    prompt::open(model, purpose, said);
}

/// The first of the calls that are left.
fn turn_page(model: &mut Model) {
    with_spot(model, |spot| spot.call = 0);
}

fn page(model: &mut Model, forward: bool) {
    let all = model.sheet.calls.len();
    let at = shown_call(model);
    let next = if forward { (at + 1) % all } else { (at + all - 1) % all };
    with_spot(model, |spot| spot.call = next);
}

fn earliness(model: &mut Model, by: f64, effects: &mut Vec<Effect>) {
    let Some(crew) = model.crew() else { return };
    let id = crew.id.clone();
    let wanted = ((crew.earliness + by) * 10.0).round() / 10.0;
    if !(0.5..=2.0).contains(&wanted) {
        tell(model, "earliness goes from 0.5 to 2.0", true);
        return;
    }
    let told = if by > 0.0 { "earlier" } else { "later" };
    let done = format!("you are called {told} from now on: {wanted} times the usual lead");
    write_and_tell(model, "earliness", edits::earliness(&id, wanted), &done, effects);
}

// --- going about ----------------------------------------------------------------------------------------------------

fn with_spot(model: &mut Model, change: impl FnOnce(&mut super::model::Spot)) {
    if let Some(deal) = model.deal.clone() {
        change(model.spots.entry(deal).or_default());
    }
}

fn step(model: &mut Model, by: isize) {
    if !model.order.known {
        return;
    }
    let at = model.deal.as_ref().and_then(|deal| model.order.position(deal)).unwrap_or(0);
    let last = model.order.rows.len().saturating_sub(1);
    go_to_row(model, at.saturating_add_signed(by).min(last));
}

fn go_to_row(model: &mut Model, row: usize) {
    let last = model.order.rows.len().saturating_sub(1);
    if let Some(row) = model.order.rows.get(row.min(last)) {
        model.deal = Some(row.id.clone());
    }
}

fn scroll(model: &mut Model, pane: Pane, by: i16) {
    let most = 400;
    with_spot(model, |spot| {
        let at = match pane {
            Pane::Driver => &mut spot.driver,
            Pane::Navigator => &mut spot.navigator,
        };
        *at = at.saturating_add_signed(by).min(most);
    });
    let rows = super::extent::rows(model, pane);
    let height = super::extent::height(model, pane);
    with_spot(model, |spot| {
        let at = match pane {
            Pane::Driver => &mut spot.driver,
            Pane::Navigator => &mut spot.navigator,
        };
        *at = (*at).min(rows.saturating_sub(height));
    });
}

fn edit_line(model: &Model) -> usize {
    if let Some(line) = model.file.problem.as_ref().and_then(|problem| problem.line) {
        return line;
    }
    model.deal.as_ref().map_or(1, |deal| edits::line_of_deal(&model.document, deal))
}

// --- choices --------------------------------------------------------------------------------------------------------

fn choose_copy(model: &mut Model) {
    let mut options = Vec::new();
    let keys = "123456789abcdefg";
    let mut add = |text: &str, what: &str| {
        if let Some(key) = keys.chars().nth(options.len())
            && !text.is_empty()
        {
            options.push(Choice { key, text: format!("{what}: {text}"), act: Act::Copy(text.to_owned()) });
        }
    };
    if let Some(card) = model.sheet.calls.get(shown_call(model)) {
        add(&card.say, "note");
        add(card.link.as_deref().unwrap_or(""), "link");
    }
    for (_, line) in &model.sheet.values {
        add(line, "value line");
    }
    if let Some(deal) = model.current() {
        for run in deal.runs.iter().filter(|run| run.ended.is_none()) {
            add(run.link.as_deref().unwrap_or(""), "meeting");
        }
        for contact in &deal.contacts {
            add(contact.email.as_deref().unwrap_or(""), contact.name.as_deref().unwrap_or("mail"));
        }
    }
    for said in model.sheet.words.iter().take(3) {
        add(&said.words, "buyer’s words");
    }
    if options.is_empty() {
        tell(model, "copy: this deal has no line, link or address yet", true);
        return;
    }
    model.overlay = Some(Overlay::Choice { title: "COPY".to_owned(), options, cursor: 0 });
}

fn choose_link(model: &mut Model, effects: &mut Vec<Effect>) {
    let mut links: Vec<(String, String)> = Vec::new();
    if let Some(card) = model.sheet.calls.get(shown_call(model))
        && let Some(link) = &card.link
    {
        links.push((card.asset.clone().unwrap_or_default(), link.clone()));
    }
    if let Some(deal) = model.current() {
        for run in deal.runs.iter().filter(|run| run.ended.is_none()) {
            if let Some(link) = &run.link {
                links.push((run.what.as_deref().unwrap_or(&run.id).to_owned(), link.to_string()));
            }
        }
        let assets = deal.notes.iter().filter_map(|note| model.campaign.asset(note.asset.as_deref()?));
        for asset in assets {
            if let Some(link) = &asset.link {
                links.push((asset.title.as_deref().unwrap_or(&asset.id).to_owned(), link.to_string()));
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    links.retain(|(_, link)| seen.insert(link.clone()));
    match links.as_slice() {
        [] => tell(model, "open link: this deal has no link yet", true),
        [(_, link)] => effects.push(Effect::Open(link.clone())),
        _ => {
            let options = links
                .into_iter()
                .zip("123456789".chars())
                .map(|((name, link), key)| Choice { key, text: format!("{name}  {link}"), act: Act::Open(link) })
                .collect();
            model.overlay = Some(Overlay::Choice { title: "OPEN".to_owned(), options, cursor: 0 });
        }
    }
}

fn choose_seat(model: &mut Model) {
    let mut options: Vec<Choice> = model
        .campaign
        .crew
        .iter()
        .zip("123456789abcdefghij".chars())
        .map(|(crew, key)| {
            let seat = match crew.seat {
                Some(crate::campaign::Seat::Driver) => "driver: is called",
                Some(crate::campaign::Seat::Navigator) => "navigator",
                Some(crate::campaign::Seat::Lead) => "lead: sees both seats",
                Some(crate::campaign::Seat::Both) | None => "both seats",
            };
            let name = crew.name.as_deref().unwrap_or(&crew.id);
            Choice { key, text: format!("{name}, {seat}"), act: Act::Sit(Some(crew.id.clone())) }
        })
        .collect();
    options.push(Choice { key: '0', text: "look on: make no calls".to_owned(), act: Act::Sit(None) });
    model.overlay = Some(Overlay::Choice { title: "WHOSE SEAT".to_owned(), options, cursor: 0 });
}

fn act(model: &mut Model, act: Act, effects: &mut Vec<Effect>) {
    match act {
        Act::Copy(text) => effects.push(Effect::Copy(text)),
        Act::Open(link) => effects.push(Effect::Open(link)),
        Act::Snooze(until) => {
            let Some(call) = model.sheet.calls.get(shown_call(model)).map(|card| card.row.clone()) else { return };
            match edits::snooze(&model.campaign, &call, until) {
                Ok(intents) => {
                    let told = format!("it comes back {}", words::moment(until, model.campaign.zone, model.now));
                    write_and_tell(model, "snooze", intents, &told, effects);
                }
                Err(refusal) => tell(model, format!("{}: {}", refusal.message, refusal.mend), true),
            }
        }
        Act::Sit(seat) => {
            model.seat_wanted = seat.clone().map_or(SeatWanted::LookOn, SeatWanted::Named);
            model.seat = seat;
            model.version += 1;
            engine::reseat(model);
            let told = format!("this is the seat of {}", model.seat_words());
            tell(model, told, false);
        }
    }
}

// --- overlays -------------------------------------------------------------------------------------------------------

fn open_prompt(model: &mut Model, purpose: impl FnOnce(Id) -> PromptFor) {
    let Some(deal) = model.current().cloned() else { return };
    let purpose = purpose(deal.id.clone());
    let start = match &purpose {
        PromptFor::NextTouch { .. } => prompt::next_touch_as_typed(&deal),
        _ => String::new(),
    };
    prompt::open(model, purpose, start);
}

fn overlay_key(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    if key.code == Code::Esc {
        prompt::keep_draft(model);
        model.overlay = None;
        return;
    }
    let Some(mut overlay) = model.overlay.take() else { return };
    let keep = match &mut overlay {
        Overlay::Help { scroll } => help_key(model, key, scroll),
        Overlay::Palette { input, found, cursor } => {
            if key.code == Code::Enter {
                if let Some(row) = found.get(*cursor) {
                    run(model, row.command, effects);
                }
                return;
            }
            if !cursor_key(key, cursor, found.len()) && typed(input, key) {
                *found = search::palette(model, input.value());
                *cursor = 0;
            }
            true
        }
        Overlay::Jump { input, search, found, cursor } => {
            if key.code == Code::Enter {
                if let Some(hit) = found.get(*cursor) {
                    model.deal = Some(hit.deal.clone());
                }
                return;
            }
            if !cursor_key(key, cursor, found.len()) && typed(input, key) {
                model.searches += 1;
                *search = model.searches;
                effects.push(Effect::Search { query: input.value().to_owned(), number: *search });
            }
            true
        }
        Overlay::Today { cursor } => {
            if key.code == Code::Enter {
                if let Some(item) = model.order.agenda.get(*cursor) {
                    model.deal = Some(item.deal.clone());
                    if item.kind != AgendaKind::Call {
                        model.focus = Pane::Driver;
                    }
                }
                return;
            }
            list_key(model, key, cursor, model.order.agenda.len(), Command::Today)
        }
        Overlay::Problems { cursor } => {
            let command = model.keymap.command(key);
            if key.code == Code::Enter || command == Some(Command::Edit) {
                let line =
                    model.problems.iter().nth(*cursor).map(|problem| model.document.line_column(&problem.place).line);
                effects.push(Effect::Edit { line: line.unwrap_or(1) });
                return;
            }
            list_key(model, key, cursor, model.problems.len(), Command::Problems)
        }
        Overlay::Prompt(prompt) => {
            if key.code == Code::Enter {
                return submit(model, prompt.clone(), effects);
            }
            if typed(&mut prompt.input, key) {
                prompt::echo(model, prompt);
            }
            true
        }
        Overlay::Choice { options, cursor, .. } => {
            let chosen = key.typed().and_then(|c| options.iter().position(|option| option.key == c));
            let chosen = chosen.or((key.code == Code::Enter).then_some(*cursor));
            if let Some(option) = chosen.and_then(|at| options.get(at)).cloned() {
                act(model, option.act, effects);
                return;
            }
            cursor_key(key, cursor, options.len());
            true
        }
    };
    if keep {
        model.overlay = Some(overlay);
    }
}

fn help_key(model: &Model, key: Key, scroll: &mut u16) -> bool {
    match model.keymap.command(key) {
        Some(Command::Help | Command::Quit) => return false,
        Some(Command::NextDeal) => *scroll = (*scroll + 1).min(60),
        Some(Command::PreviousDeal) => *scroll = scroll.saturating_sub(1),
        Some(Command::ScrollDown) => *scroll = (*scroll + 10).min(60),
        Some(Command::ScrollUp) => *scroll = scroll.saturating_sub(10),
        _ => {}
    }
    true
}

/// Keys of a list without a typed line: letters are commands there. False closes it.
fn list_key(model: &Model, key: Key, cursor: &mut usize, rows: usize, own: Command) -> bool {
    if cursor_key(key, cursor, rows) {
        return true;
    }
    match model.keymap.command(key) {
        Some(command) if command == own || command == Command::Quit => return false,
        Some(Command::NextDeal) => *cursor = (*cursor + 1).min(rows.saturating_sub(1)),
        Some(Command::PreviousDeal) => *cursor = cursor.saturating_sub(1),
        Some(Command::FirstDeal) => *cursor = 0,
        Some(Command::LastDeal) => *cursor = rows.saturating_sub(1),
        _ => {}
    }
    true
}

/// Moves a cursor; true if the key was for it.
fn cursor_key(key: Key, cursor: &mut usize, rows: usize) -> bool {
    let last = rows.saturating_sub(1);
    match key.code {
        Code::Down => *cursor = (*cursor + 1).min(last),
        Code::Char('n' | 'j') if key.ctrl => *cursor = (*cursor + 1).min(last),
        Code::Up => *cursor = cursor.saturating_sub(1),
        Code::Char('p' | 'k') if key.ctrl => *cursor = cursor.saturating_sub(1),
        Code::PageDown => *cursor = (*cursor + 10).min(last),
        Code::PageUp => *cursor = cursor.saturating_sub(10),
        _ => return false,
    }
    true
}

/// Gives a key to a typed line; true if the line or its cursor changed.
pub fn typed(input: &mut Input, key: Key) -> bool {
    let request = match key.code {
        Code::Char(c) if !key.ctrl && !key.alt => InputRequest::InsertChar(c),
        Code::Char('a') if key.ctrl => InputRequest::GoToStart,
        Code::Char('e') if key.ctrl => InputRequest::GoToEnd,
        Code::Char('w') if key.ctrl => InputRequest::DeletePrevWord,
        Code::Char('u') if key.ctrl => InputRequest::DeleteFromStart,
        Code::Char('k') if key.ctrl => InputRequest::DeleteTillEnd,
        Code::Char('y') if key.ctrl => InputRequest::Yank,
        Code::Char('b') if key.alt => InputRequest::GoToPrevWord,
        Code::Char('f') if key.alt => InputRequest::GoToNextWord,
        Code::Left if key.ctrl || key.alt => InputRequest::GoToPrevWord,
        Code::Right if key.ctrl || key.alt => InputRequest::GoToNextWord,
        Code::Left => InputRequest::GoToPrevChar,
        Code::Right => InputRequest::GoToNextChar,
        Code::Home => InputRequest::GoToStart,
        Code::End => InputRequest::GoToEnd,
        Code::Backspace if key.ctrl || key.alt => InputRequest::DeletePrevWord,
        Code::Backspace => InputRequest::DeletePrevChar,
        Code::Delete => InputRequest::DeleteNextChar,
        _ => return false,
    };
    input.handle(request).is_some()
}

fn on_paste(model: &mut Model, text: &str) {
    // A line is one line: breaks become blanks, other control characters go. What is too long is cut where it is told.
    let clean: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .take(prompt::LONGEST)
        .collect();
    let Some(mut overlay) = model.overlay.take() else {
        tell(model, "nothing is being typed here: the pasted text was left alone", true);
        return;
    };
    let input = match &mut overlay {
        Overlay::Prompt(prompt) => Some(&mut prompt.input),
        Overlay::Jump { input, .. } | Overlay::Palette { input, .. } => Some(input),
        _ => None,
    };
    if let Some(input) = input {
        let mut value: Vec<char> = input.value().chars().collect();
        let at = input.cursor().min(value.len());
        let added = clean.chars().count();
        value.splice(at..at, clean.chars());
        *input = Input::new(value.into_iter().collect()).with_cursor(at + added);
    }
    if let Overlay::Prompt(prompt) = &mut overlay {
        prompt::echo(model, prompt);
    }
    model.overlay = Some(overlay);
}

fn submit(model: &mut Model, mut typed: Prompt, effects: &mut Vec<Effect>) {
    match prompt::understand(model, &typed) {
        Ok(draft) => {
            let intents = edits::draft(model, &draft);
            let goes_to = draft.goes_to();
            if write_and_tell(model, draft.name(), intents, &draft.done(model), effects) {
                prompt::forget_draft(model, &typed.purpose);
                if let Some(deal) = goes_to {
                    model.deal = Some(deal);
                }
            } else {
                model.overlay = Some(Overlay::Prompt(typed));
            }
        }
        Err(refused) => {
            typed.echo = refused.echo;
            typed.error = refused.error;
            model.overlay = Some(Overlay::Prompt(typed));
        }
    }
}

// --- the mouse ------------------------------------------------------------------------------------------------------

fn on_mouse(model: &mut Model, x: u16, y: u16, action: MouseAction, effects: &mut Vec<Effect>) {
    if model.overlay.is_some() {
        match action {
            MouseAction::WheelUp => overlay_key(model, Key::plain(Code::Up), effects),
            MouseAction::WheelDown => overlay_key(model, Key::plain(Code::Down), effects),
            MouseAction::Click => {}
        }
        return;
    }
    if action == MouseAction::Click && y + 1 == model.size.height {
        let hint = footer::hints(model).into_iter().find(|hint| x >= hint.x && x < hint.x + hint.width);
        if let Some(command) = hint.and_then(|hint| hint.command) {
            run(model, command, effects);
        }
        return;
    }
    match layout(model.size) {
        Layout::TooSmall => {}
        Layout::Stacked { .. } => wheel(model, model.focus, action),
        Layout::Beside { list, driver, navigator } => {
            if let Some(list) = list.filter(|list| list.holds(x, y)) {
                match action {
                    MouseAction::WheelUp => step(model, -1),
                    MouseAction::WheelDown => step(model, 1),
                    MouseAction::Click => {
                        if let Some(row) = super::extent::list_row(model, y.saturating_sub(list.y), list.height) {
                            go_to_row(model, row);
                        }
                    }
                }
            } else if driver.holds(x, y) {
                wheel(model, Pane::Driver, action);
            } else if navigator.holds(x, y) {
                wheel(model, Pane::Navigator, action);
            }
        }
    }
}

fn wheel(model: &mut Model, pane: Pane, action: MouseAction) {
    match action {
        MouseAction::Click => model.focus = pane,
        MouseAction::WheelUp => scroll(model, pane, -3),
        MouseAction::WheelDown => scroll(model, pane, 3),
    }
}

/// Splits date words off a line, with this campaign's working days.
#[must_use]
pub fn split_dates(model: &Model, line: &str) -> dates::Dated {
    let calendar = model.outlook.calendar(None);
    dates::split(line, model.now, model.campaign.zone, &|day, n| {
        let at = calendar.clock(crate::campaign::When::Local(day.and_hms_opt(12, 0, 0)?));
        calendar.by_working_days(at, n.into()).map(|at| calendar.local(at).date())
    })
}

/// True while something on the road has a sign that a person may go to.
#[must_use]
pub fn is_place(sign: RoadSign) -> bool {
    matches!(sign, RoadSign::Run | RoadSign::Control | RoadSign::Obstacle | RoadSign::Note | RoadSign::If)
}
