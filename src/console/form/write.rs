//! A form becomes edits: only of what was touched, tried on the record's own text first, and refused in the words of the
//! reader and the check.

use std::collections::{HashMap, HashSet};

use super::{Form, Given, Line, Part, Target, Told, deal_of, judge, value, word};
use crate::campaign::schema::{Held, Takes};
use crate::campaign::{Kind, Note, layout, read_unit, rewrite};
use crate::console::command::Command;
use crate::console::effect::Effect;
use crate::console::model::Model;
use crate::console::{prompt, update};
use crate::text::{Diagnostic, Document, Intent, KeyPath, Keys, Literal, RecordPath, Refusal, Said, Severity, UnitKey};

/// Why a form is not written, and on which line that stands.
struct Refused {
    line: Option<usize>,
    text: String,
}

impl Refused {
    fn form(text: impl Into<String>) -> Self {
        Self { line: None, text: text.into() }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::form(format!("{}; {}", refusal.message, refusal.mend))
    }
}

fn sentence(problem: &Diagnostic) -> String {
    if problem.mend.is_empty() { problem.message.clone() } else { format!("{}; {}", problem.message, problem.mend) }
}

/// A text in which nothing stands but one record with these keys.
fn alone(form: &Form, id: &str, given: &[Given]) -> String {
    use std::fmt::Write as _;
    let path = match &form.target {
        Target::New(path) if form.kind.held() == Held::ById => path.below([id]),
        Target::There(path) | Target::New(path) => RecordPath::new(path.keys()),
    };
    let mut text = match form.kind.held() {
        Held::Top => String::new(),
        Held::Row(_) => format!("[[{path}]]\n"),
        Held::Alone | Held::ById => format!("[{path}]\n"),
    };
    for (key, value) in given {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key} = {value}");
    }
    text
}

/// What the reader says of a text: the problems of its one unit.
fn told_of(text: &str) -> Vec<(Diagnostic, String)> {
    let (document, _) = Document::read(text.as_bytes().to_vec(), &layout());
    let mut all = Vec::new();
    for unit in document.units() {
        let text = document.text_of(unit);
        let (_, told) = read_unit(unit.key(), &text);
        all.extend(told.into_iter().map(|problem| {
            let span = problem.place.span.start as usize..problem.place.span.end as usize;
            let source = text.get(span).unwrap_or_default().to_owned();
            (problem, source)
        }));
    }
    all
}

/// What the reader says of one value, if it would refuse it.
pub(super) fn reader_says(form: &Form, key: &KeyPath, literal: &Literal) -> Option<String> {
    let given = [(key.clone(), literal.clone())];
    let text = alone(form, "some-id", &given);
    let told = told_of(&text);
    let own = told.iter().find(|(problem, _)| problem.severity == Severity::Error && problem.code != "missing-key");
    own.map(|(problem, _)| sentence(problem))
}

/// The note that a form would write, for somebody who wants to know more of it. What the reader refuses is left out.
pub(super) fn as_note<T>(model: &Model, form: &Form, ask: impl FnOnce(&Note) -> T) -> Option<T> {
    let given: Vec<Given> =
        form.lines.iter().filter_map(|line| value::literal(model, form, line).ok().flatten()).collect();
    let text = alone(form, "some-id", &given);
    let (document, _) = Document::read(text.into_bytes(), &layout());
    let unit = document.units().find(|unit| *unit.key() != UnitKey::Root)?;
    let (part, _) = read_unit(unit.key(), &document.text_of(unit));
    part.notes().next().map(ask)
}

/// Writes what was typed. True if the form is done with.
pub(super) fn submit(model: &mut Model, form: &mut Form, effects: &mut Vec<Effect>) -> bool {
    form.asks = false;
    match edits_of(model, form) {
        Ok((_, intents)) if intents.is_empty() => {
            model.drafts.forget(&form.name);
            true
        }
        Ok((id, intents)) => {
            let verb = if matches!(form.target, Target::New(_)) { "add" } else { "edit" };
            let name = format!("{verb} {}", noun(form, &id));
            let known = warnings(model);
            match update::write(model, &name, intents, effects) {
                Ok(()) => {
                    model.drafts.forget(&form.name);
                    let done = if verb == "add" { "added" } else { "written" };
                    let done = format!("{done}: {}", noun(form, &id));
                    match new_warning(model, &known) {
                        Some(warning) => update::tell(model, format!("{done}; but {warning}"), true),
                        None => update::tell(model, done, false),
                    }
                    if form.kind == Kind::Deal && verb == "add" {
                        model.deal = Some(id.as_str().into());
                    }
                    true
                }
                Err(refusal) => {
                    refuse(model, form, Refused::from(refusal));
                    false
                }
            }
        }
        Err(refused) => {
            refuse(model, form, refused);
            false
        }
    }
}

/// What the check warns of: such a thing may be written, and is told once it is.
fn warnings(model: &Model) -> HashSet<String> {
    let warnings = model.problems.iter().filter(|problem| problem.severity == Severity::Warning);
    warnings.map(|problem| problem.message.clone()).collect()
}

/// The first warning that was not known, and its mend.
fn new_warning(model: &Model, known: &HashSet<String>) -> Option<String> {
    let mut warnings = model.problems.iter().filter(|problem| problem.severity == Severity::Warning);
    warnings.find(|problem| !known.contains(&problem.message)).map(sentence)
}

fn refuse(model: &Model, form: &mut Form, refused: Refused) {
    match refused.line {
        Some(at) if at < form.lines.len() => {
            form.at = at;
            judge(model, form, at);
            if let Some(line) = form.lines.get_mut(at) {
                line.error = Some(refused.text);
            }
            form.told = None;
            form.candidates = super::names::candidates(model, form);
            form.chosen = None;
        }
        _ => form.told = Some(Told { text: refused.text, bad: true }),
    }
}

/// ``note `buyer` ``, or the kind alone where a record has no id.
pub(super) fn noun(form: &Form, id: &str) -> String {
    let word = word(form.kind);
    if id.is_empty() { word } else { format!("{word} `{id}`") }
}

/// The edits, and the id of the record.
fn edits_of(model: &Model, form: &Form) -> Result<(String, Vec<Intent>), Refused> {
    match &form.target {
        Target::There(path) => {
            let intents = changes(model, form, path)?;
            let id = if form.kind.held() == Held::ById { path.keys().next_back().unwrap_or_default() } else { "" };
            Ok((id.to_owned(), intents))
        }
        Target::New(path) => addition(model, form, path),
    }
}

/// What every line says that is not empty.
fn given(model: &Model, form: &Form) -> Result<Vec<(usize, Given)>, Refused> {
    let mut given = Vec::new();
    for (at, line) in form.lines.iter().enumerate() {
        match value::literal(model, form, line) {
            Ok(Some(one)) => given.push((at, one)),
            Ok(None) => {}
            Err(text) => return Err(Refused { line: Some(at), text }),
        }
    }
    Ok(given)
}

// What is changed.

fn changes(model: &Model, form: &Form, path: &RecordPath) -> Result<Vec<Intent>, Refused> {
    let touched: Vec<usize> = (0..form.lines.len()).filter(|at| form.lines[*at].is_touched()).collect();
    if touched.is_empty() {
        return Ok(Vec::new());
    }
    let said = model.document.says(path).ok_or_else(|| Refused::form("the record is gone from the file"))?;
    let given = given(model, form)?;
    let unit = model.document.unit_key(path);
    let text = model.document.unit_text(&unit).unwrap_or_default().into_owned();
    let (mut scratch, _) = Document::read(text.into_bytes(), model.document.layout());
    let mut intents = Vec::new();
    if let Said::Value(_) = said {
        // One text stands for the whole record.
        intents.push(whole(path, &given, &said)?);
        scratch.apply(&intents[0])?;
    } else {
        let identity: &[&str] = if let Held::Row(keys) = form.kind.held() { keys } else { &[] };
        let is_identity = |at: &&usize| identity.contains(&form.lines[**at].field.key);
        let index = scratch.row_at(path);
        // What tells a row from the others is changed last: until then it is found by what it said.
        let order = touched.iter().filter(|at| !is_identity(at)).chain(touched.iter().filter(is_identity));
        for at in order {
            let record = index.map_or_else(|| Some(path.clone()), |index| row_path(&scratch, path, index, identity));
            let record = record.ok_or_else(|| Refused::form("the row is gone from the file"))?;
            let line = &form.lines[*at];
            let intent = match given.iter().find(|(n, _)| n == at) {
                Some((_, (key, value))) => Intent::Set { record, key: key.clone(), value: value.clone() },
                None if line.was.is_some() => Intent::Unset { record, key: line.key.clone() },
                None => continue,
            };
            let step = scratch.apply(&intent).map_err(|refusal| {
                let Refused { text, .. } = Refused::from(refusal);
                Refused { line: Some(*at), text }
            })?;
            if !step.is_empty() {
                intents.push(intent);
            }
        }
    }
    try_out(model, form, &unit, &scratch, path, &given)?;
    Ok(intents)
}

/// The whole of a record that a text stands for: that text, or a table once there is more to say.
fn whole(path: &RecordPath, given: &[(usize, Given)], said: &Said) -> Result<Intent, Refused> {
    let names: Vec<&str> = path.keys().collect();
    let Some((key, owner)) = names.split_last() else { return Err(Refused::form("this has no place in the file")) };
    let (record, key) = (RecordPath::new(owner.iter().copied()), KeyPath::new(key));
    let values: Vec<Given> = given.iter().map(|(_, one)| one.clone()).collect();
    Ok(match (values.as_slice(), said) {
        ([], _) => Intent::Unset { record, key },
        ([(first, value)], Said::Value(_)) if *first == KeyPath::new("what") => {
            Intent::Set { record, key, value: value.clone() }
        }
        _ => Intent::Set { record, key, value: Literal::InlineTable(values) },
    })
}

/// The path of a row by what tells it from the others now.
fn row_path(document: &Document, path: &RecordPath, index: usize, identity: &[&str]) -> Option<RecordPath> {
    let array = RecordPath::new(path.keys());
    let Some(Said::Rows(rows)) = document.says(&array) else { return None };
    row_paths(&array, &rows, identity).nth(index)
}

/// The paths of the rows of a log, each by what tells it from the others.
pub(super) fn row_paths(
    array: &RecordPath,
    rows: &[Keys],
    identity: &[&str],
) -> impl DoubleEndedIterator<Item = RecordPath> + ExactSizeIterator {
    let values = |row: &Keys| -> Vec<(KeyPath, Literal)> {
        identity
            .iter()
            .filter_map(|key| match row.iter().find(|(name, _)| **name == **key).map(|(_, said)| said) {
                Some(Said::Value(value)) => Some((KeyPath::new(key), value.clone())),
                Some(_) => None,
                None => Some((KeyPath::new(key), Literal::Text(String::new()))),
            })
            .collect()
    };
    let mut seen: HashMap<Vec<(KeyPath, Literal)>, u32> = HashMap::new();
    let paths: Vec<RecordPath> = rows
        .iter()
        .map(|row| {
            let own = values(row);
            let before = seen.entry(own.clone()).or_default();
            let path = array.row(own).nth(*before);
            *before += 1;
            path
        })
        .collect();
    paths.into_iter()
}

/// Reads and checks the changed unit: an error that was not there before refuses the form.
fn try_out(
    model: &Model,
    form: &Form,
    unit: &UnitKey,
    scratch: &Document,
    record: &RecordPath,
    given: &[(usize, Given)],
) -> Result<(), Refused> {
    let after = scratch.unit_text(unit).unwrap_or_default();
    let before = model.document.unit_text(unit).unwrap_or_default();
    let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
    let mut known: Vec<Diagnostic> =
        model.campaign.trial(&model.document, unit, &before).into_iter().filter(is_error).collect();
    for problem in model.campaign.trial(&model.document, unit, &after).into_iter().filter(is_error) {
        let same = |old: &Diagnostic| (old.code, &old.message) == (problem.code, &problem.message);
        if let Some(at) = known.iter().position(same) {
            known.swap_remove(at);
            continue;
        }
        let at = problem.place.span.start;
        let line = given.iter().find(|(_, (key, _))| {
            let place = scratch.locate(record, Some(key));
            place.is_some_and(|place| place.unit == *unit && place.span.contains(&at))
        });
        // The id of a new record stands in its header.
        let line = line.map(|(at, _)| *at).or_else(|| {
            let is_id = matches!(problem.code, "bad-id" | "shared-id");
            form.lines.iter().position(|line| is_id && line.part == Part::Id)
        });
        return Err(Refused { line, text: sentence(&problem) });
    }
    Ok(())
}

// What is added.

fn addition(model: &Model, form: &Form, path: &RecordPath) -> Result<(String, Vec<Intent>), Refused> {
    let given = given(model, form)?;
    let typed = |at: usize| form.lines.get(at).is_some_and(Line::is_touched);
    if !form.lines.iter().any(Line::is_touched) && form.kind.held() != Held::Alone {
        return Err(Refused { line: Some(super::first_line(form)), text: "nothing is typed yet".to_owned() });
    }
    if let Some((at, _)) = given.iter().find(|(at, _)| form.lines[*at].error.is_some() && typed(*at)) {
        let text = form.lines[*at].error.clone().unwrap_or_default();
        return Err(Refused { line: Some(*at), text });
    }
    let fields: Vec<Given> = given.iter().map(|(_, one)| one.clone()).collect();
    let id = id_of(model, form);
    let (record, intent) = match form.kind.held() {
        Held::ById => {
            let record = path.below([id.as_str()]);
            if model.document.locate(&record, None).is_some() {
                let text = format!("`{record}` is in the file already; change it, or choose another name");
                return Err(Refused { line: form.lines.iter().position(|line| line.part == Part::Id), text });
            }
            (record.clone(), Intent::Add { record, fields })
        }
        Held::Row(_) => (path.clone(), Intent::Append { array: path.clone(), row: fields }),
        Held::Alone | Held::Top if matches!(form.kind, Kind::Next | Kind::Stint | Kind::Tally) => {
            let names: Vec<&str> = path.keys().collect();
            let Some((key, owner)) = names.split_last() else {
                return Err(Refused::form("this has no place in the file"));
            };
            let (record, key) = (RecordPath::new(owner.iter().copied()), KeyPath::new(key));
            (path.clone(), Intent::Set { record, key, value: Literal::InlineTable(fields) })
        }
        Held::Alone | Held::Top => (path.clone(), Intent::Add { record: path.clone(), fields }),
    };
    let unit = model.document.unit_key(&record);
    let text = model.document.unit_text(&unit).unwrap_or_default().into_owned();
    let (mut scratch, _) = Document::read(text.into_bytes(), model.document.layout());
    scratch.apply(&intent)?;
    let identity: &[&str] = if let Held::Row(keys) = form.kind.held() { keys } else { &[] };
    let placed = match (form.kind.held(), scratch.says(&record)) {
        (Held::Row(_), Some(Said::Rows(rows))) => {
            row_path(&scratch, &record, rows.len().saturating_sub(1), identity).unwrap_or_else(|| record.clone())
        }
        _ => record.clone(),
    };
    try_out(model, form, &unit, &scratch, &placed, &given)?;
    Ok((id, vec![intent]))
}

/// The id of a new record: as typed, else from its words, and free.
pub(super) fn id_of(model: &Model, form: &Form) -> String {
    let Target::New(path) = &form.target else { return String::new() };
    if form.kind.held() != Held::ById {
        return String::new();
    }
    let own = form.lines.iter().find(|line| line.part == Part::Id).map(|line| line.text().trim()).unwrap_or_default();
    if own.is_empty() { free_id(model, form, path) } else { own.to_owned() }
}

/// The keys whose words a new id is made from.
const SPEAK: [&str; 11] = ["title", "name", "account", "what", "theme", "opener", "line", "say", "when", "why", "of"];

/// An id that is free, from the words of the form.
fn free_id(model: &Model, form: &Form, path: &RecordPath) -> String {
    let fallback = word(form.kind).replace(' ', "-");
    let said = |key: &&str| {
        let line = form.lines.iter().find(|line| line.field.key == *key && line.part == Part::Key)?;
        let is_words = matches!(line.field.takes, Takes::Text | Takes::Word | Takes::Choice(_));
        (is_words && !line.text().trim().is_empty()).then(|| line.text())
    };
    let base = SPEAK.iter().find_map(said).map_or_else(|| fallback.clone(), |text| prompt::slug(text, &fallback));
    let deal = deal_of(model, form);
    let is_taken = |id: &str| {
        let shares = matches!(form.kind, Kind::Obstacle | Kind::Control | Kind::Run | Kind::Hazard);
        let on_deal = deal
            .is_some_and(|deal| deal.obstacle(id).is_some() || deal.control(id).is_some() || deal.run(id).is_some());
        (shares && (on_deal || model.campaign.hazard(id).is_some()))
            || model.document.locate(&path.below([id]), None).is_some()
    };
    prompt::free(&base, &is_taken)
}

// What is taken away.

/// Asks once whether the record should go, and says what refers to it; then takes it away. True if it is gone.
pub(super) fn remove(model: &mut Model, form: &mut Form, effects: &mut Vec<Effect>) -> bool {
    let Target::There(path) = form.target.clone() else {
        form.told = Some(Told { text: "this is not in the file yet; leave with esc".to_owned(), bad: true });
        return false;
    };
    if form.kind == Kind::Top {
        form.told = Some(Told { text: "the file itself cannot be removed".to_owned(), bad: true });
        return false;
    }
    let id = if form.kind.held() == Held::ById { path.keys().next_back().unwrap_or_default() } else { "" }.to_owned();
    let noun = noun(form, &id);
    if !form.asks {
        let named = rewrite::naming(&model.campaign, &model.document, &path);
        let told = match (named.first(), named.len()) {
            (None, _) => String::new(),
            (Some(first), 1) => format!("; {first} still names it"),
            (Some(first), rewrite::MOST_NAMING..) => format!("; fifty places or more still name it, such as {first}"),
            (Some(first), many) => format!("; {many} places still name it, such as {first}"),
        };
        form.told = Some(Told { text: format!("remove {noun}{told}? ctrl-x again removes it"), bad: true });
        form.asks = true;
        return false;
    }
    let removed = rewrite::remove(&model.campaign, &model.document, &path)
        .and_then(|removal| update::write(model, &format!("remove {noun}"), removal.intents, effects));
    match removed {
        Ok(()) => {
            model.drafts.forget(&form.name);
            let key = model.keymap.shown(Command::Undo);
            update::tell(model, format!("removed: {noun}; {key} brings it back"), false);
            true
        }
        Err(refusal) => {
            form.asks = false;
            refuse(model, form, Refused::from(refusal));
            false
        }
    }
}

/// Somebody took the record away: what was typed can be added again.
pub(super) fn is_gone(form: &mut Form) {
    let Target::There(path) = &form.target else { return };
    let mut names: Vec<&str> = path.keys().collect();
    let id = if form.kind.held() == Held::ById { names.pop().unwrap_or_default().to_owned() } else { String::new() };
    let group = RecordPath::new(names.iter().copied());
    if form.kind.held() == Held::ById {
        let mut line = Line::new(super::ID, KeyPath::new(super::ID.key), Part::Id, None);
        line.put(&id);
        form.lines.insert(0, line);
        form.at += 1;
    }
    // All of it is typed now: what the file said would be lost otherwise.
    for line in &mut form.lines {
        line.start = String::new();
        line.was = None;
        if line.part == Part::Name {
            line.part = Part::Key;
        }
    }
    form.target = Target::New(group);
    form.asks = false;
    let text = "somebody removed this meanwhile; ctrl-s adds it again, esc keeps what you typed".to_owned();
    form.told = Some(Told { text, bad: true });
}
