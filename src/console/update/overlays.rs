//! The keys and pasted texts of what lies over the screen.

use tui_input::{Input, InputRequest};

use super::call_sheet;
use super::choices::act;
use super::decide::{clash_key, settle};
use super::write::{go_to_step, write_and_tell};
use super::{desk, driving, review, rewrites, route, run, tell, time_card, wheel};
use crate::campaign::Id;
use crate::console::command::{Command, TABLE};
use crate::console::effect::Effect;
use crate::console::key::{Code, Key};
use crate::console::model::{Model, Pane};
use crate::console::order::AgendaKind;
use crate::console::overlay::{Overlay, PaletteRow, Then};
use crate::console::prompt::{Draft, Prompt, PromptFor};
use crate::console::punctuality::Sheet;
use crate::console::run::live_run;
use crate::console::screen::Screen;
use crate::console::{after, board, catch, credits, edits, find, form, gates, import, prompt, search, service};

/// Opens a line to type on the deal on screen.
pub(super) fn open_prompt(model: &mut Model, purpose: impl FnOnce(Id) -> PromptFor) {
    let Some(deal) = model.deal_here().cloned() else { return };
    let purpose = purpose(deal);
    let start = prompt::start(model, &purpose);
    prompt::open(model, purpose, start);
}

/// What a command lays over the screen to be looked through, from its beginning.
pub(super) fn list(model: &Model, command: Command) -> Overlay {
    match command {
        Command::Clashes => Overlay::Clashes { cursor: 0 },
        Command::History => Overlay::History { cursor: model.history.undone() },
        Command::Today => Overlay::Today { cursor: 0 },
        Command::Problems => Overlay::Problems { cursor: 0 },
        Command::Palette => {
            let found = search::palette(model, "");
            Overlay::Palette { input: Input::default(), found, cursor: 0 }
        }
        _ => Overlay::Help { scroll: 0 },
    }
}

/// What lies over the screen follows the campaign, which has changed.
#[inline(never)]
pub(super) fn follow(model: &mut Model) {
    match &model.overlay {
        Some(Overlay::Form(_)) => form::follow(model),
        Some(Overlay::Catch(_)) => catch::follow(model),
        Some(Overlay::After(_)) => after::follow(model),
        Some(Overlay::Gates(_)) => gates::follow(model),
        Some(Overlay::Service(_)) => service::follow(model),
        Some(Overlay::Find(_)) => find::follow(model),
        Some(Overlay::Finish(_)) => credits::follow_open(model),
        Some(Overlay::Decisions { .. }) => review::follow_decisions(model),
        _ => {}
    }
}

/// Opens what goes with a run: the line for a buyer's words, the find card, the sheet after it.
pub(super) fn open_of_run(model: &mut Model, command: Command) {
    let Some(deal) = model.current().cloned() else { return };
    let followed = model.driving.as_ref().filter(|_| model.screen == Screen::Run).map(|driving| driving.run.id.clone());
    match command {
        Command::Catch => {
            let run = followed.or_else(|| live_run(&deal).map(|run| run.id.clone()));
            catch::open(model, &deal.id, run.as_ref());
        }
        Command::AfterRun => {
            if let Some(run) = after::run_of(model, &deal) {
                after::open(model, &deal.id, &run);
            }
        }
        _ => find::open(model, &deal.id),
    }
}

/// A key, while something lies over the screen.
#[inline(never)]
pub(super) fn overlay_key(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    if key.code == Code::Esc
        && !matches!(
            model.overlay,
            Some(Overlay::Find(_) | Overlay::Import(_) | Overlay::Finish(_) | Overlay::Moment(_))
        )
    {
        if let Some(Overlay::Filter { .. }) = model.overlay {
            filter(model, "");
        }
        model.overlay = None;
        return;
    }
    let Some(mut overlay) = model.overlay.take() else { return };
    let keep = match &mut overlay {
        Overlay::Help { scroll } => help_key(model, key, scroll),
        Overlay::Palette { input, found, cursor } => palette_key(model, key, (input, found, cursor), effects),
        Overlay::Jump { input, search, found, cursor, then } => {
            if key.code == Code::Enter {
                match (found.get(*cursor), then) {
                    (Some(hit), Then::Go) => model.deal = Some(hit.deal.clone()),
                    (Some(hit), Then::Beside) => route::found_beside(model, &hit.deal),
                    (Some(hit), Then::Move(notes)) => rewrites::move_notes(model, notes, &hit.deal, effects),
                    (None, _) => {}
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
        Overlay::Today { cursor } => today_key(model, key, cursor, effects),
        Overlay::Punctuality { sheet, cursor } => punctuality_key(model, key, sheet.as_deref(), cursor),
        Overlay::TimeCard { deal, sheet, cursor } => {
            return time_card::key(model, key, (deal.clone(), sheet.take(), *cursor), effects);
        }
        Overlay::Problems { cursor } => problems_key(model, key, cursor, effects),
        Overlay::Clashes { cursor } => clash_key(model, key, cursor, effects),
        Overlay::Decisions { text, scroll } => review::decisions_key(model, key, text, scroll, effects),
        Overlay::History { cursor } => {
            if key.code == Code::Enter {
                go_to_step(model, *cursor, effects);
                return;
            }
            list_key(model, key, cursor, model.history.steps().count(), Command::History)
        }
        Overlay::CallSheet => call_sheet::key(model, key, effects),
        Overlay::Prompt(prompt) => {
            if key.code == Code::Enter {
                return submit(model, prompt.clone(), effects);
            }
            let chosen = match key.code {
                Code::Up | Code::Down => prompt::choose(prompt, key.code == Code::Down),
                _ => false,
            };
            let changed = if key.code == Code::Tab { prompt::take(prompt) } else { typed(&mut prompt.input, key) };
            if changed && !chosen {
                prompt::refresh(model, prompt);
            }
            true
        }
        Overlay::Filter { input } => filter_key(model, key, input),
        Overlay::Form(form) => form::key(model, form, key, effects),
        Overlay::Records(records) => form::records_key(model, records, key),
        Overlay::Catch(open) => catch::key(model, open, key, effects),
        Overlay::After(open) => after::key(model, open, key, effects),
        Overlay::Gates(open) => {
            if !gates::key(model, open, key, effects) {
                return;
            }
            true
        }
        Overlay::Service(open) => service::key(model, open, key, effects),
        Overlay::Find(open) => match find::key(model, open, key) {
            find::Outcome::Stays => true,
            find::Outcome::Closes => false,
            find::Outcome::Note(note) => return driving::show(model, &open.deal, &note, effects),
        },
        Overlay::Moment(moment) => return credits::moment_key(model, moment, key),
        Overlay::Finish(open) => credits::key(model, open, key, effects),
        Overlay::Import(open) => import::key(model, open, key, effects),
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

/// A key on the list of all actions. False closes it.
fn palette_key(
    model: &mut Model,
    key: Key,
    (input, found, cursor): (&mut Input, &mut Vec<PaletteRow>, &mut usize),
    effects: &mut Vec<Effect>,
) -> bool {
    if key.code == Code::Enter {
        if let Some(row) = found.get(*cursor) {
            run(model, row.command, effects);
        }
        return false;
    }
    if !cursor_key(key, cursor, found.len()) && typed(input, key) {
        *found = search::palette(model, input.value());
        *cursor = 0;
    }
    true
}

/// A key in the filter; false leaves it, with the rows as they are.
fn filter_key(model: &mut Model, key: Key, input: &mut Input) -> bool {
    let completed = (key.code == Code::Tab && model.screen == Screen::Board)
        .then(|| board::completed(&model.campaign, input.value()))
        .flatten();
    if let Some(completed) = completed {
        *input = Input::new(completed);
        filter(model, input.value());
        return true;
    }
    if matches!(key.code, Code::Enter | Code::Down | Code::Up | Code::Tab) {
        return false;
    }
    if typed(input, key) {
        filter(model, input.value());
    }
    true
}

/// Only what has the words is shown, on the Board or the Desk.
fn filter(model: &mut Model, text: &str) {
    if model.screen == Screen::Board {
        text.clone_into(&mut model.board.filter);
    } else {
        desk::filter(model, text);
    }
}

/// A key on the day's list. False closes it.
fn today_key(model: &mut Model, key: Key, cursor: &mut usize, effects: &mut Vec<Effect>) -> bool {
    if key.code == Code::Enter {
        if let Some(item) = model.order.agenda.get(*cursor) {
            let Some(deal) = item.deal.clone() else {
                run(model, Command::GoCrew, effects);
                return false;
            };
            model.deal = Some(deal);
            model.screen = Screen::Stage;
            if item.kind != AgendaKind::Call {
                model.focus = Pane::Driver;
            }
        }
        return false;
    }
    if let Some(command @ (Command::TakeWheel | Command::DeclineWheel)) = model.command(key) {
        let item = model.order.agenda.get(*cursor).filter(|item| item.kind.is_offer());
        match item.and_then(|item| item.deal.clone()) {
            Some(deal) => wheel::answer(model, &deal, command, effects),
            None => tell(model, format!("{}: no wheel is offered on this line", command.row().hint), true),
        }
        return true;
    }
    list_key(model, key, cursor, model.order.agenda.len(), Command::Today)
}

/// A key on the punctuality of the calls. False closes it.
fn punctuality_key(model: &mut Model, key: Key, sheet: Option<&Sheet>, cursor: &mut usize) -> bool {
    if key.code == Code::Enter {
        if let Some((_, deal)) = sheet.and_then(|sheet| sheet.leading().nth(*cursor)) {
            model.deal = Some(deal.clone());
            model.screen = Screen::Stage;
        }
        return false;
    }
    let rows = sheet.map_or(0, |sheet| sheet.leading().count());
    list_key(model, key, cursor, rows, Command::Punctuality)
}

/// A key on the file's problems. False closes them.
fn problems_key(model: &Model, key: Key, cursor: &mut usize, effects: &mut Vec<Effect>) -> bool {
    if key.code == Code::Enter || model.command(key) == Some(Command::Edit) {
        let line = model.problems.iter().nth(*cursor).map(|problem| model.document.line_column(&problem.place).line);
        effects.push(Effect::Edit { line: line.unwrap_or(1) });
        return false;
    }
    list_key(model, key, cursor, model.problems.len(), Command::Problems)
}

/// Rows that help can be scrolled by: one for each action at least.
fn longest_help() -> u16 {
    u16::try_from(TABLE.len()).unwrap_or(u16::MAX)
}

fn help_key(model: &Model, key: Key, scroll: &mut u16) -> bool {
    match model.command(key) {
        Some(Command::Help | Command::Quit) => return false,
        Some(Command::Next) => *scroll = (*scroll + 1).min(longest_help()),
        Some(Command::Previous) => *scroll = scroll.saturating_sub(1),
        Some(Command::ScrollDown) => *scroll = (*scroll + 10).min(longest_help()),
        Some(Command::ScrollUp) => *scroll = scroll.saturating_sub(10),
        _ => {}
    }
    true
}

/// Keys of a list without a typed line: letters are commands there. False closes it.
pub(super) fn list_key(model: &Model, key: Key, cursor: &mut usize, rows: usize, own: Command) -> bool {
    if cursor_key(key, cursor, rows) {
        return true;
    }
    match model.command(key) {
        Some(command) if command == own || command == Command::Quit => return false,
        Some(Command::Next) => *cursor = (*cursor + 1).min(rows.saturating_sub(1)),
        Some(Command::Previous) => *cursor = cursor.saturating_sub(1),
        Some(Command::First) => *cursor = 0,
        Some(Command::Last) => *cursor = rows.saturating_sub(1),
        _ => {}
    }
    true
}

/// Moves a cursor; true if the key was for it.
pub fn cursor_key(key: Key, cursor: &mut usize, rows: usize) -> bool {
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

/// A pasted text goes where one types, on one line.
#[inline(never)]
pub(super) fn on_paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    // A line is one line: breaks become blanks, other control characters go. What is too long is cut where it is told.
    let whole: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    let clean: String = whole.chars().take(prompt::LONGEST).collect();
    let Some(mut overlay) = model.overlay.take() else {
        tell(model, "nothing is being typed here: the pasted text was left alone", true);
        return;
    };
    let input = match &mut overlay {
        Overlay::Prompt(prompt) => Some(&mut prompt.input),
        Overlay::Jump { input, .. } | Overlay::Palette { input, .. } | Overlay::Filter { input } => Some(input),
        Overlay::Records(records) => Some(&mut records.input),
        Overlay::Find(open) => {
            find::paste(open, &clean);
            None
        }
        Overlay::Form(form) => {
            form::paste(model, form, &clean);
            None
        }
        Overlay::Catch(open) => {
            catch::paste(model, open, &whole);
            None
        }
        Overlay::Finish(open) => {
            credits::paste(open, &clean);
            None
        }
        Overlay::After(open) => {
            after::paste(model, open, &whole);
            None
        }
        Overlay::Gates(open) => {
            gates::paste(model, open, &clean);
            None
        }
        Overlay::Service(open) => {
            service::paste(model, open, &clean);
            None
        }
        Overlay::Import(open) => {
            import::paste(open, &clean, effects);
            None
        }
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
        prompt::refresh(model, prompt);
    }
    if let Overlay::Filter { input } = &overlay {
        filter(model, input.value());
    }
    if let Overlay::Records(records) = &mut overlay {
        form::look(records);
    }
    model.overlay = Some(overlay);
}

fn submit(model: &mut Model, mut typed: Prompt, effects: &mut Vec<Effect>) {
    match prompt::understand(model, &typed) {
        Ok(Draft::Settle { id, intents }) => {
            let waiting = model.clashes.iter().find(|waiting| waiting.id == id).cloned();
            let is_done = waiting.is_none_or(|waiting| settle(model, &waiting, intents, effects));
            if !is_done {
                model.overlay = Some(Overlay::Prompt(typed));
                return;
            }
            model.drafts.forget(&typed.purpose.draft_name());
            if !model.clashes.is_empty() {
                model.overlay = Some(Overlay::Clashes { cursor: 0 });
            }
        }
        Ok(draft @ (Draft::Decision { .. } | Draft::Rubs { .. })) => {
            model.drafts.forget(&typed.purpose.draft_name());
            tell(model, draft.done(model), false);
            review::put(model, draft);
        }
        Ok(draft) => {
            let goes_to = draft.goes_to();
            let done = draft.done(model);
            let is_written = match edits::draft(model, &draft) {
                Ok(intents) => write_and_tell(model, &draft.name(), intents, &done, effects),
                Err(refusal) => {
                    tell(model, format!("{}: {}", refusal.message, refusal.mend), true);
                    false
                }
            };
            if is_written {
                model.drafts.forget(&typed.purpose.draft_name());
                if let Some(note) = draft.note() {
                    desk::follow_note(model, &note.on, &note.id);
                }
                if let Some(deal) = goes_to {
                    model.deal = Some(deal);
                }
            } else {
                model.overlay = Some(Overlay::Prompt(typed));
            }
        }
        // What is wrong stands under the line already; of an empty one it is told.
        Err(refused) => {
            if typed.input.value().trim().is_empty() {
                tell(model, refused.text, true);
            }
            typed.insist(model);
            model.overlay = Some(Overlay::Prompt(typed));
        }
    }
}
