//! Every record that can be edited from here: those of the deal on screen, what may be added to it, and those of the
//! campaign. Found by likeness.
//!
//! It is made from the schema and the text, so that no kind of record can be forgotten.

use tui_input::Input;

use super::{FormFor, open_named, value, word, write};
use crate::campaign::schema::{Field, Held, Many, Takes};
use crate::campaign::{Deal, Id, Kind};
use crate::console::key::{Code, Key};
use crate::console::model::Model;
use crate::console::overlay::Overlay;
use crate::console::search;
use crate::console::update::{cursor_key, typed};
use crate::text::{Literal, RecordPath, Said};

/// The list, as it lies over the screen.
#[derive(Debug, Clone)]
pub struct Records {
    /// The deal that it is about.
    pub about: String,
    /// What is typed.
    pub input: Input,
    /// All of them.
    pub all: Vec<Entry>,
    /// Those that are like what is typed.
    pub found: Vec<usize>,
    /// The row under the cursor.
    pub cursor: usize,
}

/// One record, or one that may be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The kind in a word.
    pub word: String,
    /// Its id, if it has one.
    pub id: String,
    /// What it says, in short.
    pub text: String,
    /// Whether it is to be added.
    pub adds: bool,
    /// What Enter opens.
    pub opens: FormFor,
}

/// What is looked at most comes first; the rest as the schema has it.
const FIRST: [Kind; 11] = [
    Kind::Next,
    Kind::Note,
    Kind::Obstacle,
    Kind::Control,
    Kind::Run,
    Kind::Contact,
    Kind::ValueLine,
    Kind::Flag,
    Kind::Waiver,
    Kind::Service,
    Kind::Finish,
];

/// Opens the list.
pub fn open_list(model: &mut Model) {
    let mut all = Vec::new();
    let mut about = String::new();
    if let Some(deal) = model.deal_here().and_then(|id| model.campaign.deal(id)).cloned() {
        deal.name().clone_into(&mut about);
        let path = RecordPath::new(["deal", &deal.id]);
        if let Some(said) = model.document.says(&path) {
            let text = deal.account.as_deref().or(deal.title.as_deref()).unwrap_or_default().to_owned();
            all.push(entry(Kind::Deal, &deal.id, text, FormFor::Edit(path.clone())));
            let mut adds = Vec::new();
            below(model, Kind::Deal, &path, &said, &mut all, &mut adds);
            if let Some(stage) = model.campaign.stage_of(&deal).and_then(|id| model.campaign.stage(id)) {
                let name = stage.name.as_deref().unwrap_or_default().to_owned();
                let at = all.len().min(2);
                let path = RecordPath::new(["stage", &stage.id]);
                all.insert(at, entry(Kind::Stage, &stage.id, name, FormFor::Edit(path)));
            }
            hazards(model, &deal, &mut all);
            all.append(&mut adds);
        }
    }
    shared(model, &mut all);
    half_typed_first(model, &mut all);
    let found = (0..all.len()).collect();
    model.overlay = Some(Overlay::Records(Records { about, input: Input::default(), all, found, cursor: 0 }));
}

/// The hazards that the deal meets and has no word of its own about: each can be changed or struck on it.
fn hazards(model: &Model, deal: &Deal, all: &mut Vec<Entry>) {
    let path = RecordPath::new(["deal", &deal.id, "obstacle"]);
    for hazard in model.campaign.hazards_of(deal).filter(|hazard| deal.obstacle(&hazard.id).is_none()) {
        let title = hazard.title.as_deref().unwrap_or_default();
        all.push(Entry {
            word: word(Kind::Hazard),
            id: hazard.id.to_string(),
            text: format!("change or strike it on this deal: {title}"),
            adds: true,
            opens: FormFor::Below(path.clone()),
        });
    }
}

/// What was typed and not written is what one most likely comes back for.
fn half_typed_first(model: &Model, all: &mut [Entry]) {
    if model.drafts.is_empty() {
        return;
    }
    let is_half_typed = |entry: &Entry| model.drafts.get(&entry.opens.draft_name()).is_some();
    all.sort_by_cached_key(|entry| !is_half_typed(entry));
    for entry in all.iter_mut().take_while(|entry| is_half_typed(entry)) {
        entry.text = format!("half-typed: {}", entry.text);
    }
}

fn entry(kind: Kind, id: &str, text: String, opens: FormFor) -> Entry {
    Entry { word: word(kind), id: id.to_owned(), text, adds: false, opens }
}

fn addition(kind: Kind, owner: &str, path: RecordPath) -> Entry {
    let text = if owner.is_empty() {
        format!("add {}", with_article(kind))
    } else {
        format!("add {} to {owner}", with_article(kind))
    };
    Entry { word: word(kind), id: String::new(), text, adds: true, opens: FormFor::Below(path) }
}

fn with_article(kind: Kind) -> String {
    match kind.held() {
        Held::Alone if !kind.noun().starts_with("a ") => kind.noun().replace(['`', '[', ']'], ""),
        _ => kind.noun().replace('`', ""),
    }
}

/// The records of the campaign that are not deals, and what may be added to it.
fn shared(model: &Model, all: &mut Vec<Entry>) {
    let top = RecordPath::default();
    let mut adds = Vec::new();
    for field in Kind::Top.fields().iter().filter(|field| field.key != "deal") {
        let path = top.below([field.key]);
        let said = shared_said(model, field);
        one_field(model, field, "", &path, said.as_ref(), all, &mut adds);
    }
    all.push(entry(Kind::Top, "", "its format".to_owned(), FormFor::Edit(top)));
    adds.insert(0, addition(Kind::Deal, "", RecordPath::new(["deal"])));
    all.append(&mut adds);
}

/// What the file says of a group: its records are units of their own.
fn shared_said(model: &Model, field: &Field) -> Option<Said> {
    let campaign = &model.campaign;
    let ids: Vec<&Id> = match field.takes {
        Takes::Records(Kind::Crew) => campaign.crew.iter().map(|one| &one.id).collect(),
        Takes::Records(Kind::Stage) => campaign.stages.iter().map(|one| &one.id).collect(),
        Takes::Records(Kind::Product) => campaign.products.iter().map(|one| &one.id).collect(),
        Takes::Records(Kind::Asset) => campaign.assets.iter().map(|one| &one.id).collect(),
        Takes::Records(Kind::Topic) => campaign.topics.iter().map(|one| &one.id).collect(),
        Takes::Records(Kind::Track) => campaign.tracks.iter().map(|one| &one.id).collect(),
        Takes::Records(Kind::Play) => campaign.plays.iter().map(|one| &one.id).collect(),
        Takes::Records(Kind::Hazard) => campaign.hazards.iter().map(|one| &one.id).collect(),
        _ => return model.document.says(&RecordPath::new([field.key])),
    };
    let records = ids.into_iter().filter_map(|id| {
        let said = model.document.says(&RecordPath::new([field.key, id]))?;
        Some((Box::from(id.as_str()), said))
    });
    let records: Vec<_> = records.collect();
    (!records.is_empty()).then_some(Said::Keys(records))
}

/// What stands below a record, and what may be added there.
fn below(model: &Model, kind: Kind, path: &RecordPath, said: &Said, all: &mut Vec<Entry>, adds: &mut Vec<Entry>) {
    let of = |field: &Field| match field.takes {
        Takes::Table(kind) | Takes::Records(kind) | Takes::Rows(kind) => Some(kind),
        _ => None,
    };
    let mut fields: Vec<&Field> = kind.fields().iter().filter(|field| of(field).is_some()).collect();
    fields.sort_by_key(|field| FIRST.iter().position(|first| Some(*first) == of(field)).unwrap_or(FIRST.len()));
    let owner = if kind == Kind::Deal { "" } else { path.keys().next_back().unwrap_or_default() };
    for field in fields {
        let key = path.below([field.key]);
        one_field(model, field, owner, &key, said.get(field.key), all, adds);
    }
}

/// The records under one key.
fn one_field(
    model: &Model,
    field: &Field,
    owner: &str,
    path: &RecordPath,
    said: Option<&Said>,
    all: &mut Vec<Entry>,
    adds: &mut Vec<Entry>,
) {
    match (field.takes, said) {
        (Takes::Table(kind), Some(said)) => {
            let name = if kind == Kind::Stint { field.key } else { "" };
            all.push(entry(kind, name, summary(kind, said), FormFor::Edit(path.clone())));
            below(model, kind, path, said, all, adds);
        }
        (Takes::Table(kind), None) => {
            let owner = if kind == Kind::Stint { field.key } else { owner };
            adds.push(addition(kind, owner, path.clone()));
        }
        (Takes::Records(kind), said) => {
            if let Some(Said::Keys(records)) = said {
                for (id, said) in records {
                    let path = path.below([&**id]);
                    all.push(entry(kind, id, summary(kind, said), FormFor::Edit(path.clone())));
                    below(model, kind, &path, said, all, adds);
                }
            }
            adds.push(addition(kind, owner, path.clone()));
        }
        (Takes::Rows(kind), said) => {
            let (Held::Row(identity), Some(Said::Rows(rows))) = (kind.held(), said) else {
                adds.push(addition(kind, owner, path.clone()));
                return;
            };
            let paths = write::row_paths(path, rows, identity);
            // The newest first: rows are appended.
            for (row, path) in rows.iter().zip(paths).rev() {
                let said = Said::Keys(row.clone());
                all.push(entry(kind, "", summary(kind, &said), FormFor::Edit(path)));
            }
            adds.push(addition(kind, owner, path.clone()));
        }
        _ => {}
    }
}

/// A record in short: when, and its first words.
fn summary(kind: Kind, said: &Said) -> String {
    if let Said::Value(Literal::Text(text)) = said {
        return text.clone();
    }
    let text = |field: &Field| match said.get(field.key) {
        Some(said @ Said::Value(_)) => Some(value::shown(field, said)).filter(|text| !text.is_empty()),
        _ => None,
    };
    let of = |wanted: fn(Takes) -> bool| {
        kind.fields().iter().filter(move |field| wanted(field.takes) && field.many == Many::One).filter_map(text)
    };
    let when = matches!(kind.held(), Held::Row(_)).then(|| of(|takes| matches!(takes, Takes::When)).next()).flatten();
    let words = of(|takes| matches!(takes, Takes::Text)).next();
    let words = words.or_else(|| of(|takes| !matches!(takes, Takes::When | Takes::Text)).next());
    let day = when.map(|when| when.chars().take(10).collect::<String>());
    [day, words].into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// A key on the list. False if it is done with.
pub fn records_key(model: &mut Model, records: &mut Records, key: Key) -> bool {
    if key.code == Code::Enter {
        let entry = records.found.get(records.cursor).and_then(|at| records.all.get(*at)).cloned();
        if let Some(entry) = entry {
            // One that is to be added and has an id already is a hazard, as it is on this deal.
            open_named(model, &entry.opens, if entry.adds { &entry.id } else { "" });
        }
        return false;
    }
    if !cursor_key(key, &mut records.cursor, records.found.len()) && typed(&mut records.input, key) {
        look(records);
    }
    true
}

/// Finds those that are like what is typed.
pub fn look(records: &mut Records) {
    let texts = records.all.iter().map(|entry| format!("{} {} {}", entry.word, entry.id, entry.text));
    records.found = search::likest(records.input.value(), texts);
    records.cursor = 0;
}
