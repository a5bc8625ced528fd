//! What a command does on the Desk: where its cursors go, what is shown, and what is written for the selected notes,
//! all in one step.

use tui_input::Input;

use super::write::write_and_tell;
use super::{rewrites, tell};
use crate::campaign::{Duration, Id, Kind, Way};
use crate::console::command::Command;
use crate::console::desk::layout::layout;
use crate::console::desk::list::{Show, SortBy};
use crate::console::desk::{self, DeskPane, Found, columns, sheet, shift};
use crate::console::edits;
use crate::console::effect::Effect;
use crate::console::form::{self, FormFor};
use crate::console::message::MouseAction;
use crate::console::model::Model;
use crate::console::overlay::{Act, Choice, Overlay};
use crate::console::prompt::{self, Holder, PromptFor};
use crate::console::screen::Screen;
use crate::drive::desk::{NoteName, NoteRow, Whose};
use crate::text::RecordPath;

/// Moves over the Desk's rows; false if the command is none that moves there.
pub(super) fn goes(model: &mut Model, command: Command) -> bool {
    match command {
        Command::Next => step(model, 1),
        Command::Previous => step(model, -1),
        Command::First => go_to_row(model, 0),
        Command::Last => go_to_row(model, usize::MAX),
        Command::SwapPanes => swap(model),
        Command::ScrollDown | Command::ScrollUp => page(model, command == Command::ScrollDown),
        _ => return false,
    }
    true
}

/// Does what a command means on the notes; false for one that means the same everywhere.
pub(super) fn does(model: &mut Model, command: Command, effects: &mut Vec<Effect>) -> bool {
    match command {
        Command::Select => select(model),
        Command::Retire => retire(model, effects),
        Command::ChangeAsset => choose_asset(model),
        Command::ShiftLater => shift_a_day(model, false, effects),
        Command::ShiftEarlier => shift_a_day(model, true, effects),
        Command::ShiftBy => open_shift(model),
        Command::Show => choose_show(model),
        Command::Filter => open_filter(model),
        Command::Sort => choose_sort(model),
        Command::Back => back(model),
        Command::OpenDeal => open_deal(model),
        _ => return false,
    }
    true
}

/// Moves the cursor of the part that has the keys.
pub(super) fn step(model: &mut Model, by: isize) {
    let desk = &mut model.desk;
    match desk.focus {
        DeskPane::Notes => desk.put(desk.at.saturating_add_signed(by)),
        DeskPane::Inbox => {
            let last = desk.table.inbox().len().saturating_sub(1);
            desk.report = desk.report.saturating_add_signed(by).min(last);
        }
    }
}

/// To a row from 0; beyond the last it is the last.
pub(super) fn go_to_row(model: &mut Model, row: usize) {
    let desk = &mut model.desk;
    match desk.focus {
        DeskPane::Notes => desk.put(row),
        DeskPane::Inbox => desk.report = row.min(desk.table.inbox().len().saturating_sub(1)),
    }
}

/// A window further, or back.
pub(super) fn page(model: &mut Model, forward: bool) {
    let desk = &model.desk;
    let Some(parts) = layout(model.size, desk.table.inbox().len(), desk.list.show) else { return };
    let rows = match desk.focus {
        DeskPane::Notes => parts.rows.height,
        DeskPane::Inbox => parts.inbox.height,
    };
    let rows = isize::try_from(rows.saturating_sub(1).max(1)).unwrap_or(1);
    step(model, if forward { rows } else { -rows });
}

/// The inbox has the keys, or the notes have.
pub(super) fn swap(model: &mut Model) {
    if model.desk.table.inbox().is_empty() {
        tell(model, "no field report waits: the inbox is empty", false);
        return;
    }
    model.desk.focus = match model.desk.focus {
        DeskPane::Notes => DeskPane::Inbox,
        DeskPane::Inbox => DeskPane::Notes,
    };
}

/// Selects the note under the cursor, or no longer, and goes on.
fn select(model: &mut Model) {
    let desk = &mut model.desk;
    let Some(name) = desk.row().map(NoteRow::name) else { return };
    if !desk.selected.remove(&name) {
        desk.selected.insert(name);
    }
    step(model, 1);
}

/// The filter goes, then the selection.
fn back(model: &mut Model) {
    let desk = &mut model.desk;
    if desk.list.show != Show::All || !desk.list.text().is_empty() {
        desk::relist(desk, |list| {
            list.show = Show::All;
            list.find("");
        });
        desk.focus = DeskPane::Notes;
    } else if !desk.selected.is_empty() {
        desk.selected.clear();
    } else if desk.focus == DeskPane::Inbox {
        desk.focus = DeskPane::Notes;
    } else {
        tell(model, "all notes are shown, and none is selected", false);
    }
}

/// The deal under the cursor, on the Stage.
fn open_deal(model: &mut Model) {
    if let Some(deal) = desk::deal_here(model).cloned() {
        model.deal = Some(deal);
        model.screen = Screen::Stage;
    }
}

/// Asks which rows are shown.
fn choose_show(model: &mut Model) {
    let table = &model.desk.table;
    let options = Show::ALL.iter().zip("1234567890".chars());
    let options: Vec<Choice> = options
        .map(|(show, key)| Choice {
            key,
            text: format!("{:26}{:>6}", show.words(), show.count(table)),
            act: Act::Show(*show),
        })
        .collect();
    let cursor = Show::ALL.iter().position(|show| *show == model.desk.list.show).unwrap_or(0);
    model.overlay = Some(Overlay::Choice { title: "SHOW".to_owned(), options, cursor });
}

/// Asks what the rows are put in order by.
fn choose_sort(model: &mut Model) {
    let now = model.desk.list.sort;
    let options: Vec<Choice> = SortBy::ALL
        .iter()
        .map(|sort| {
            let again = if *sort == now { "   as it is now: turns it round" } else { "" };
            Choice { key: sort.key(), text: format!("{}{again}", sort.words()), act: Act::Sort(*sort) }
        })
        .collect();
    let cursor = SortBy::ALL.iter().position(|sort| *sort == now).unwrap_or(0);
    model.overlay = Some(Overlay::Choice { title: "SORT BY".to_owned(), options, cursor });
}

/// Shows only these rows.
pub(super) fn show(model: &mut Model, show: Show) {
    desk::relist(&mut model.desk, |list| list.show = show);
    if show != Show::Unanswered {
        model.desk.focus = DeskPane::Notes;
    }
}

/// Puts the rows in this order; the same once more turns it round.
pub(super) fn sort(model: &mut Model, sort: SortBy) {
    desk::relist(&mut model.desk, |list| {
        list.reversed = list.sort == sort && !list.reversed;
        list.sort = sort;
    });
}

/// Opens the filter's line.
fn open_filter(model: &mut Model) {
    model.desk.focus = DeskPane::Notes;
    if model.desk.list.show == Show::Unanswered {
        show(model, Show::All);
    }
    model.overlay = Some(Overlay::Filter { input: Input::new(model.desk.list.text().to_owned()) });
}

/// Shows only the rows with the words that are typed.
pub(super) fn filter(model: &mut Model, text: &str) {
    let desk = &mut model.desk;
    let longer = !desk.list.text().is_empty() && text.starts_with(desk.list.text());
    if longer {
        // Letters were added at the end: what is hidden stays hidden.
        desk.list.find(text);
        desk.list.narrow(&desk.table);
        desk.put(0);
    } else {
        desk::relist(desk, |list| list.find(text));
        desk.put(0);
    }
}

/// What is done, and to which notes.
fn named(what: &str, notes: &[NoteName]) -> String {
    format!("{what} {}", shift::about(notes))
}

/// Retires the notes; where all of them are, takes them back.
fn retire(model: &mut Model, effects: &mut Vec<Effect>) {
    let notes = model.desk.targets();
    let is_retired = |name: &&NoteName| desk::found(model, name).is_some_and(|found| found.note().retired);
    let all = notes.iter().all(|name| is_retired(&name));
    // What is retired already has nothing to change.
    let changed: Vec<NoteName> = notes.iter().filter(|name| all || !is_retired(name)).cloned().collect();
    let intents = match rewrites::retired(model, &changed, !all) {
        Ok(intents) => intents,
        Err(refusal) => return tell(model, refusal.to_string(), true),
    };
    let (what, done) = if all { ("bring back", "called again") } else { ("retire", "retired") };
    let verb = if changed.len() == 1 { "is" } else { "are" };
    let told = format!("{} {verb} {done}", shift::about(&changed));
    if write_and_tell(model, &named(what, &changed), intents, &told, effects) {
        model.desk.selected.clear();
    }
}

/// Asks which asset the notes get: those that fit their topics first.
fn choose_asset(model: &mut Model) {
    let notes = model.desk.targets();
    let campaign = &model.campaign;
    let topics: Vec<&str> =
        notes.iter().filter_map(|name| desk::found(model, name)).flat_map(|found| topics(model, found)).collect();
    let fits = |asset: &crate::campaign::Asset| asset.topics.iter().filter(|topic| topics.contains(&&***topic)).count();
    let mut assets: Vec<_> = campaign.assets.iter().collect();
    assets.sort_by_key(|asset| std::cmp::Reverse(fits(asset)));
    let keys = "123456789bcdefghilmnopqrstuvwxyz";
    let mut options: Vec<Choice> = assets
        .iter()
        .zip(keys.chars())
        .map(|(asset, key)| {
            let title = asset.title.as_deref().unwrap_or(&asset.id);
            let fits = if fits(asset) > 0 { "   fits the topic" } else { "" };
            let act = Act::Asset { notes: notes.clone(), asset: Some(asset.id.clone()) };
            Choice { key, text: format!("{title}{fits}"), act }
        })
        .collect();
    options.push(Choice {
        key: '0',
        text: "no asset".to_owned(),
        act: Act::Asset { notes: notes.clone(), asset: None },
    });
    let left = assets.len() + 1 - options.len();
    let more = if left > 0 { format!(", {left} more in the file") } else { String::new() };
    let title = format!("ASSET FOR {}{more}", shift::about(&notes).to_uppercase().replace('`', ""));
    model.overlay = Some(Overlay::Choice { title, options, cursor: 0 });
}

fn topics<'m>(model: &'m Model, found: Found<'m>) -> Vec<&'m str> {
    let note = found.note();
    let track = note.track.as_ref().and_then(|track| model.campaign.track(track));
    let of_track = track.into_iter().flat_map(|track| track.topics.iter().map(|topic| &**topic));
    let hazard = match found {
        Found::OnHazard(hazard, _) => hazard.pace.as_deref(),
        Found::OnDeal(..) => None,
    };
    note.pace.as_deref().into_iter().chain(hazard).flat_map(crate::pace::Steps::topics).chain(of_track).collect()
}

/// Gives the notes an asset, or takes theirs away.
pub(super) fn give_asset(model: &mut Model, notes: &[NoteName], asset: Option<&Id>, effects: &mut Vec<Effect>) {
    let has = |name: &&NoteName| desk::found(model, name).is_some_and(|found| found.note().asset.as_ref() == asset);
    let changed: Vec<NoteName> = notes.iter().filter(|name| !has(name)).cloned().collect();
    if changed.is_empty() {
        tell(model, "that is the asset they have", false);
        return;
    }
    let intents = changed.iter().map(|name| edits::asset(name, asset.map(|id| &**id))).collect();
    let told = match asset {
        Some(id) => format!("{}: {}", shift::about(&changed), model.campaign.asset_title(id)),
        None => format!("{}: no asset any more", shift::about(&changed)),
    };
    if write_and_tell(model, &named("asset of", &changed), intents, &told, effects) {
        model.desk.selected.clear();
    }
}

/// Moves the notes' places by one working day.
fn shift_a_day(model: &mut Model, back: bool, effects: &mut Vec<Effect>) {
    let way = Way { back, length: Duration { working_days: 1, ..Duration::default() } };
    let notes = model.desk.targets();
    match shift::places(model, &notes, way) {
        Ok(places) => {
            let (name, done) = (shift::name(&places), shift::done(&places, way));
            let intents = places.iter().map(|(note, at)| edits::place(note, at)).collect();
            write_and_tell(model, &name, intents, &done, effects);
        }
        Err(refusal) => tell(model, refusal.to_string(), true),
    }
}

/// Asks how far the places are moved.
fn open_shift(model: &mut Model) {
    let notes = model.desk.targets();
    prompt::open(model, PromptFor::ShiftBy { notes }, String::new());
}

/// The cursor goes to a note that was written on the Desk, as soon as its row is there.
pub(super) fn follow_note(model: &mut Model, on: &Holder, note: &str) {
    // Whoever answers report after report stays in the inbox.
    if model.screen == Screen::Desk && model.desk.focus == DeskPane::Notes {
        let whose = match on {
            Holder::Deal(deal) => Whose::Deal(deal.clone()),
            Holder::Hazard(hazard) => Whose::Hazard(hazard.clone()),
        };
        model.desk.cursor = Some((whose, Id::from(note)));
    }
}

/// A line for a note where the cursor stands: on the deal, or on the hazard.
pub(super) fn open_note(model: &mut Model) {
    let purpose = match model.desk.row().map(|row| row.whose.clone()) {
        Some(Whose::Hazard(hazard)) if model.desk.focus == DeskPane::Notes => PromptFor::HazardNote { hazard },
        _ => match desk::deal_here(model).cloned() {
            Some(deal) => PromptFor::Note { deal },
            None => return,
        },
    };
    prompt::open(model, purpose, String::new());
}

/// The form of the note under the cursor, or a line that answers the field report.
pub(super) fn open(model: &mut Model) {
    match model.desk.focus {
        DeskPane::Inbox => open_answer(model),
        DeskPane::Notes => {
            if let Some(record) = desk::record_here(model) {
                form::open(model, &FormFor::Edit(record));
            }
        }
    }
}

/// The form of a new note where the cursor stands: on the deal, or on the hazard.
pub(super) fn new_note(model: &mut Model) {
    let hazard = match model.desk.row().map(|row| &row.whose) {
        Some(Whose::Hazard(hazard)) if model.desk.focus == DeskPane::Notes => Some(hazard.clone()),
        _ => None,
    };
    let wanted = match (hazard, desk::deal_here(model).cloned()) {
        (Some(hazard), _) => FormFor::Below(RecordPath::new(["hazard", &hazard, "note"])),
        (None, Some(deal)) => FormFor::New { kind: Kind::Note, deal: Some(deal) },
        (None, None) => return,
    };
    form::open(model, &wanted);
}

/// A line that answers the field report under the inbox's cursor.
fn open_answer(model: &mut Model) {
    let Some(report) = model.desk.report() else { return };
    let Some(deal) = model.campaign.deal(&report.deal) else { return };
    match deal.heard.get(report.row).and_then(|heard| PromptFor::answer(deal, heard)) {
        Some(purpose) => prompt::open(model, purpose, String::new()),
        None => tell(model, "a field report without a time has no name to answer by: give it `at` in the editor", true),
    }
}

/// A click or a turn of the wheel on the Desk.
pub(super) fn on_mouse(model: &mut Model, x: u16, y: u16, action: MouseAction) {
    let desk = &model.desk;
    let Some(parts) = layout(model.size, desk.table.inbox().len(), desk.list.show) else { return };
    if parts.inbox.holds(x, y) && !desk.table.inbox().is_empty() {
        let row = sheet::first_report(desk, parts) + usize::from(y - parts.inbox.y);
        model.desk.focus = DeskPane::Inbox;
        match action {
            MouseAction::Click => go_to_row(model, row),
            MouseAction::WheelUp => step(model, -1),
            MouseAction::WheelDown => step(model, 1),
        }
    } else if parts.head.holds(x, y) && action == MouseAction::Click {
        let columns = columns::columns(parts.head.width);
        let column = columns.iter().rev().find(|column| column.x <= x);
        if let Some(by) = column.and_then(|column| column.head.sort()) {
            sort(model, by);
        }
    } else if parts.rows.holds(x, y) {
        let row = desk.top + usize::from(y - parts.rows.y);
        model.desk.focus = DeskPane::Notes;
        match action {
            MouseAction::Click if row < model.desk.list.slots.len() => go_to_row(model, row),
            MouseAction::Click => {}
            MouseAction::WheelUp => step(model, -3),
            MouseAction::WheelDown => step(model, 3),
        }
    }
}
