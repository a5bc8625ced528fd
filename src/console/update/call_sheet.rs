//! The keys of the call sheet: doubt a line, read it back, and open what is behind it.

use super::write::write_and_tell;
use super::{refusal, run, tell};
use crate::campaign::{Id, Kind, Note};
use crate::console::call_sheet::{self, Line, Pass};
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::form::{self, Entry, FormFor, Records};
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::console::prompt::{self, PromptFor};
use crate::console::screen::Screen;
use crate::console::update::cursor_key;
use crate::drive::brief::{About, Block, Fact};
use crate::drive::playlist::is_agreed;
use crate::drive::rules::{row_of, set, text};
use crate::pace::Mark;
use crate::text::{Intent, KeyPath, RecordPath};

/// Opens the sheet of the deal that a command is about.
pub(super) fn open_here(model: &mut Model) {
    if let Some(deal) = model.deal_here().cloned() {
        open(model, &deal);
    }
}

/// Goes to the deal of mine whose run comes next, and opens its sheet.
pub(super) fn open_next(model: &mut Model) {
    if let Some(deal) = call_sheet::next(model).cloned() {
        model.screen = Screen::Stage;
        model.deal = Some(deal.clone());
        open(model, &deal);
    }
}

fn open(model: &mut Model, deal: &str) {
    model.recce.is_away = false;
    model.recce.sheet = call_sheet::sheet(model, deal);
    model.overlay = model.recce.sheet.is_some().then_some(Overlay::CallSheet);
}

/// What was opened from the sheet is done with: the sheet lies over the screen again.
pub(super) fn come_back(model: &mut Model) {
    if model.overlay.is_some() {
        return;
    }
    if std::mem::take(&mut model.recce.is_away) && model.recce.sheet.is_some() {
        call_sheet::follow(model);
        model.overlay = Some(Overlay::CallSheet);
    } else {
        model.recce.sheet = None;
    }
}

/// A key on the sheet; false closes it, or something else lies over it now.
pub(super) fn key(model: &mut Model, key: Key, effects: &mut Vec<Effect>) -> bool {
    let Some(sheet) = &mut model.recce.sheet else { return false };
    let rows = sheet.lines.len();
    if cursor_key(key, &mut sheet.cursor, rows) {
        return true;
    }
    let Some(line) = sheet.line().cloned() else { return false };
    let is_read_back = sheet.pass != Pass::Write;
    match (key.code, key.ctrl || key.alt) {
        (Code::Enter, _) if is_read_back => sure(model, &line, effects),
        (Code::Enter, _) => open_behind(model, &line),
        (Code::Tab | Code::BackTab, _) => call_sheet::turn(model),
        (Code::Char('m'), false) => doubt(model, &line, effects),
        _ => return command_key(model, key, &line, effects),
    }
    stays(model)
}

/// The keys that the sheet shares with the rest of the console.
fn command_key(model: &mut Model, key: Key, line: &Line, effects: &mut Vec<Effect>) -> bool {
    let last = model.recce.sheet.as_ref().map_or(0, |sheet| sheet.lines.len().saturating_sub(1));
    let go = |model: &mut Model, to: &dyn Fn(usize) -> usize| {
        if let Some(sheet) = &mut model.recce.sheet {
            sheet.cursor = to(sheet.cursor).min(last);
        }
    };
    // `w` is the pencil on the Stage; on the Desk it is another command, and here it is still the pencil.
    let is_pencil = key == Key::char('w') || model.command(key) == Some(Command::Amend);
    match model.command(key) {
        _ if is_pencil => amend(model, line),
        Some(Command::Quit | Command::CallSheet) => return false,
        Some(Command::Next) => go(model, &|at| at + 1),
        Some(Command::Previous) => go(model, &|at| at.saturating_sub(1)),
        Some(Command::First) => go(model, &|_| 0),
        Some(Command::Last) => go(model, &|_| usize::MAX),
        Some(Command::EditRecord) => edit(model, line),
        Some(Command::Run) => {
            start(model, effects);
            return false;
        }
        Some(command @ (Command::Undo | Command::Redo)) => run(model, command, effects),
        _ => {}
    }
    stays(model)
}

/// What was prepared begins: the sheet closes, and the run of its deal is started or chosen.
fn start(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(sheet) = model.recce.sheet.take() else { return };
    model.deal = Some(sheet.deal);
    model.screen = Screen::Stage;
    run(model, Command::Run, effects);
}

/// Whether the sheet still lies on top.
const fn stays(model: &mut Model) -> bool {
    if model.overlay.is_none() {
        return true;
    }
    model.recce.is_away = true;
    false
}

/// Marks a line as doubtful, or no longer.
fn doubt(model: &mut Model, line: &Line, effects: &mut Vec<Effect>) {
    let Some(fact) = line.fact() else { return };
    if fact.doubtful {
        clear(model, line, fact, effects);
        return;
    }
    if let Some(note) = &fact.note {
        let done = "doubtful: it is raised again when the sheet is read back";
        write_and_tell(model, "doubtful", vec![set(note.clone(), "mark", text("?"))], done, effects);
        return;
    }
    if let (Some(sheet), Some(key)) = (&model.recce.sheet, line.key()) {
        model.recce.doubts.push((sheet.deal.clone(), key));
        tell(model, "doubtful for this sitting: no note stands behind the line", false);
        call_sheet::follow(model);
    }
}

/// Takes a doubt away; true if it is gone.
fn clear(model: &mut Model, line: &Line, fact: &Fact, effects: &mut Vec<Effect>) -> bool {
    if let (Some(sheet), Some(key)) = (&model.recce.sheet, line.key()) {
        let deal = &sheet.deal;
        model.recce.doubts.retain(|(on, doubted)| on != deal || *doubted != key);
    }
    let is_gone = fact.note.as_ref().is_none_or(|path| {
        let Some(note) = note_at(model, path) else { return true };
        let key = KeyPath::new("mark");
        // A note that was amended before it was doubted is amended still.
        let intent = if note.was.is_some() {
            set(path.clone(), key, text("~"))
        } else {
            Intent::Unset { record: path.clone(), key }
        };
        let is_marked = note.mark == Some(Mark::Doubtful);
        !is_marked || write_and_tell(model, "sure", vec![intent], "sure: the mark is taken away", effects)
    });
    call_sheet::follow(model);
    is_gone
}

/// A line was read back and is sure; on to the next that is not.
fn sure(model: &mut Model, line: &Line, effects: &mut Vec<Effect>) {
    let (Some(fact), Some(key)) = (line.fact(), line.key()) else { return };
    if fact.doubtful && !clear(model, line, fact, effects) {
        return;
    }
    let Some(sheet) = &mut model.recce.sheet else { return };
    if let Pass::Check { sure, .. } = &mut sheet.pass {
        sure.push(key);
    }
    call_sheet::follow(model);
    let Some(sheet) = &mut model.recce.sheet else { return };
    let open = |(_, line): &(usize, &Line)| !line.is_sure();
    let all = || sheet.lines.iter().enumerate();
    let next = all().skip(sheet.cursor).find(open).or_else(|| all().find(open)).map(|(at, _)| at);
    match next {
        Some(at) => sheet.cursor = at,
        None => tell(model, "read back: every line is sure", false),
    }
}

/// Opens the form of the record behind a line.
fn edit(model: &mut Model, line: &Line) {
    if let Some(why) = refusal(model, Command::EditRecord) {
        return tell(model, format!("edit: {why}"), true);
    }
    match line.fact().and_then(|fact| fact.record.clone()) {
        Some(record) => form::open(model, &FormFor::Edit(record)),
        None => open_behind(model, line),
    }
}

/// Opens a line for better words of the note behind a line; the old ones are kept.
fn amend(model: &mut Model, line: &Line) {
    let Some(note) = line.fact().and_then(|fact| fact.note.as_ref()) else {
        return tell(model, "no note stands behind this line; e edits its record", true);
    };
    if model.file.read_only.is_some() {
        return tell(model, "wrong: the file is read-only here", true);
    }
    let keys: Vec<&str> = note.keys().collect();
    let here = model.recce.sheet.as_ref().map_or_else(|| Id::from(""), |sheet| sheet.deal.clone());
    let (deal, name) = match keys.as_slice() {
        ["deal", deal, "note", note] => (Id::from(*deal), Id::from(*note)),
        ["hazard", hazard, "note", note] => (here, Id::from(format!("{hazard}/{note}").as_str())),
        _ => return,
    };
    let start = note_at(model, note).and_then(|note| note.say.as_deref()).unwrap_or_default().to_owned();
    prompt::open(model, PromptFor::Amend { deal, note: name }, start);
}

/// The note that a path names.
fn note_at<'m>(model: &'m Model, path: &RecordPath) -> Option<&'m Note> {
    let keys: Vec<&str> = path.keys().collect();
    match keys.as_slice() {
        ["deal", deal, "note", note] => model.campaign.deal(deal)?.note(note),
        ["hazard", hazard, "note", note] => model.campaign.hazard(hazard)?.notes.iter().find(|one| one.id == **note),
        _ => None,
    }
}

/// Opens all that is behind a line: its form, or a list where there are several.
fn open_behind(model: &mut Model, line: &Line) {
    if let Some(why) = refusal(model, Command::EditRecord) {
        return tell(model, format!("edit: {why}"), true);
    }
    let all = behind(model, line);
    match all.as_slice() {
        [] => tell(model, "nothing of the file stands behind this line yet", true),
        [only] => form::open(model, &only.opens.clone()),
        _ => {
            let about = match (line.about, line.fact().and_then(|fact| fact.topic.as_deref())) {
                (About::Objections, Some(topic)) => format!("heard on {}", model.campaign.topic_name(topic)),
                (about, _) => about.heading().to_lowercase(),
            };
            let found = (0..all.len()).collect();
            model.overlay =
                Some(Overlay::Records(Records { about, input: tui_input::Input::default(), all, found, cursor: 0 }));
        }
    }
}

/// The records behind a line, those of its own deal first.
fn behind(model: &Model, line: &Line) -> Vec<Entry> {
    let Some(sheet) = &model.recce.sheet else { return Vec::new() };
    let campaign = &model.campaign;
    match (line.about, line.fact()) {
        (About::Objections, Some(Fact { topic: Some(topic), .. })) => heard(model, &sheet.deal, topic),
        (About::Assets, _) => {
            let assets = campaign.assets.iter().map(|asset| {
                let may = if asset.permission == Some(true) { "" } else { "no permission: " };
                let text = format!("{may}{}", campaign.asset_title(&asset.id));
                entry(RecordPath::new(["asset", &asset.id]), text)
            });
            assets.flatten().collect()
        }
        (About::Opener, _) => {
            let tracks = campaign.tracks.iter().map(|track| {
                let signed = if is_agreed(campaign, track) { "" } else { "not signed by both: " };
                let words = track.opener.as_deref().unwrap_or_else(|| campaign.track_theme(&track.id));
                entry(RecordPath::new(["track", &track.id]), format!("{signed}{words}"))
            });
            tracks.flatten().collect()
        }
        (About::Run | About::Aim, _) => {
            let runs = campaign.deal(&sheet.deal).map(|deal| &*deal.runs).unwrap_or_default().iter().map(|run| {
                let path = RecordPath::new(["deal", &sheet.deal, "run", &run.id]);
                entry(path, run.what.as_deref().unwrap_or_default().to_owned())
            });
            let runs: Vec<Entry> = runs.flatten().collect();
            if runs.is_empty() {
                facts(sheet.brief.blocks.iter().find(|block| block.about == About::Run))
            } else {
                runs
            }
        }
        (about, _) => facts(sheet.brief.blocks.iter().find(|block| block.about == about)),
    }
}

/// All reports on a topic: of this deal, then of the others.
fn heard(model: &Model, here: &str, topic: &Id) -> Vec<Entry> {
    let mut found = Vec::new();
    for deal in &model.campaign.deals {
        for row in deal.heard.iter().rev().filter(|row| row.topic.as_ref() == Some(topic)) {
            let answer =
                row.answer.as_deref().map_or_else(|| "not answered".to_owned(), |note| format!("answered by {note}"));
            let said = row.said.as_deref().unwrap_or_default();
            let text = format!("{}: “{said}”, {answer}", deal.name());
            found.push((deal.id != *here, row.answer.is_some(), entry(row_of(deal, row), text)));
        }
    }
    found.sort_by_key(|(is_elsewhere, is_answered, _)| (*is_elsewhere, *is_answered));
    found.into_iter().filter_map(|(.., entry)| entry).collect()
}

/// The records of a block's facts, each once.
fn facts(block: Option<&Block>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for fact in block.map(|block| block.facts.as_slice()).unwrap_or_default() {
        let Some(entry) = fact.record.clone().and_then(|record| entry(record, fact.paragraph(true))) else { continue };
        if entries.iter().all(|known| known.opens != entry.opens) {
            entries.push(entry);
        }
    }
    entries
}

fn entry(record: RecordPath, text: String) -> Option<Entry> {
    let kind = Kind::at(record.keys())?;
    let is_row = record.selector().is_some();
    let id = if is_row { String::new() } else { record.keys().next_back().unwrap_or_default().to_owned() };
    Some(Entry { word: form::word(kind), id, text, adds: false, opens: FormFor::Edit(record) })
}
