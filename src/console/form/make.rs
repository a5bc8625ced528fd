//! A form as it is when it opens: which record, under which heading, with which lines and what stands on them already.

use super::value::when_text;
use super::{Form, FormFor, ID, Line, Part, Target, write};
use crate::campaign::Kind;
use crate::campaign::schema::{Field, Held, Many, Takes};
use crate::console::edits;
use crate::console::model::Model;
use crate::console::prompt::SaidAlready;
use crate::text::{KeyPath, RecordPath, Said};

/// The form of a record; nothing if the record is gone.
pub(super) fn make(model: &Model, wanted: &FormFor) -> Option<Form> {
    let target = match wanted {
        FormFor::Edit(path) => Target::There(path.clone()),
        FormFor::Below(path) => Target::New(path.clone()),
        FormFor::New { kind, deal } => Target::New(home(*kind, deal.as_deref())?),
    };
    let path = match &target {
        Target::There(path) | Target::New(path) => path.clone(),
    };
    let kind = kind_of(&path, matches!(target, Target::New(_)))?;
    let said = match &target {
        Target::There(path) => Some(model.document.says(path)?),
        Target::New(_) => None,
    };
    let mut lines = lines(kind, said.as_ref());
    if let Target::New(_) = target {
        prefill(model, kind, &path, &mut lines);
    }
    let name = wanted.draft_name();
    let (title, about) = heading(model, kind, &target);
    Some(Form {
        kind,
        target,
        name,
        title,
        about,
        lines,
        at: 0,
        candidates: Vec::new(),
        chosen: None,
        foreseen: Vec::new(),
        alike: SaidAlready::default(),
        told: None,
        asks: false,
    })
}

/// The kind of a record, or of what goes into a group.
fn kind_of(path: &RecordPath, is_new: bool) -> Option<Kind> {
    let names: Vec<&str> = path.keys().collect();
    if !is_new {
        return Kind::at(names);
    }
    // A group of records by id is one name short of a record.
    Kind::at(names.iter().copied()).or_else(|| Kind::at(names.iter().copied().chain(["id"])))
}

/// The group or log that a new record of a deal, or of the campaign, goes to.
pub(super) fn home(kind: Kind, deal: Option<&str>) -> Option<RecordPath> {
    let holds =
        |field: &&Field| matches!(field.takes, Takes::Table(k) | Takes::Records(k) | Takes::Rows(k) if k == kind);
    match deal {
        Some(deal) => Kind::Deal.fields().iter().find(holds).map(|field| RecordPath::new(["deal", deal, field.key])),
        None => Kind::Top.fields().iter().find(holds).map(|field| RecordPath::new([field.key])).or(match kind {
            Kind::Calls => Some(RecordPath::new(["campaign", "calls"])),
            Kind::Engine => Some(RecordPath::new(["campaign", "engine"])),
            _ => None,
        }),
    }
}

/// `NOTE buyer`, and whose it is.
fn heading(model: &Model, kind: Kind, target: &Target) -> (String, String) {
    let word = word(kind).to_uppercase();
    let names: Vec<&str> = match target {
        Target::There(path) | Target::New(path) => path.keys().collect(),
    };
    let about = match names.as_slice() {
        ["deal", id, ..] => model.campaign.deal(id).map(|deal| deal.name().to_owned()).unwrap_or_default(),
        [_, id, _, ..] => (*id).to_owned(),
        _ => String::new(),
    };
    let title = match (target, kind.held()) {
        (Target::New(_), _) => format!("NEW {word}"),
        (Target::There(_), Held::ById) => format!("{word} {}", names.last().copied().unwrap_or_default()),
        (Target::There(_), _) => word,
    };
    (title, about)
}

/// What a form is called in a sentence, such as ``note `buyer` `` or `new note`, and whose it is; none if its record is
/// gone.
#[must_use]
pub fn called(model: &Model, wanted: &FormFor) -> Option<(String, String)> {
    let form = make(model, wanted)?;
    let id = match (&form.target, form.kind.held()) {
        (Target::There(path), Held::ById) => path.keys().next_back().unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    let noun = write::noun(&form, &id);
    let noun = if let Target::New(_) = form.target { format!("new {noun}") } else { noun };
    Some((noun, form.about))
}

/// A kind in a word or two, without its article: `note`, `field report`.
#[must_use]
pub fn word(kind: Kind) -> String {
    let noun = kind.noun().replace(['`', '[', ']'], "");
    noun.trim_start_matches("a ").trim_start_matches("an ").trim_start_matches("the ").to_owned()
}

/// The lines of a record: the keys that it has, and those that it may have, in the order of the schema.
pub(super) fn lines(kind: Kind, said: Option<&Said>) -> Vec<Line> {
    let mut lines = Vec::new();
    if said.is_none() && kind.held() == Held::ById {
        lines.push(Line::new(ID, KeyPath::new(ID.key), Part::Id, None));
    }
    for (n, field) in kind.fields().iter().enumerate() {
        if matches!(field.takes, Takes::Table(_) | Takes::Records(_) | Takes::Rows(_)) {
            continue;
        }
        let key = KeyPath::new(field.key);
        let mut was = said.and_then(|said| said.get(field.key)).cloned();
        // A text may stand for a whole record: then it is what the first key would say.
        if let (0, Some(Said::Value(text))) = (n, said) {
            was = Some(Said::Value(text.clone()));
        }
        let many = match field.many {
            Many::Each(_) => Many::One,
            Many::ListEach(_) => Many::List,
            _ => {
                lines.push(Line::new(*field, key, Part::Key, was));
                continue;
            }
        };
        if let Some(Said::Value(_)) = was {
            // A list stands for the table, such as a gate of texts without ids.
            lines.push(Line::new(Field { many: Many::List, ..*field }, key, Part::Key, was));
            continue;
        }
        if let Some(Said::Keys(keys)) = was {
            for (name, said) in keys {
                let field = Field { many, ..*field };
                lines.push(Line::new(field, key.clone().then(&name), Part::Name, Some(said)));
            }
        }
        lines.push(Line::new(Field { many, ..*field }, key, Part::NewName, None));
    }
    lines
}

/// What a new record says before anybody types: who writes it, and when.
fn prefill(model: &Model, kind: Kind, path: &RecordPath, lines: &mut [Line]) {
    let seat = model.seat.as_deref().unwrap_or("");
    let today = edits::today(model).to_string();
    let now = "now".to_owned();
    let deal = path.keys().nth(1).and_then(|id| model.campaign.deal(id));
    let mut put = |key: &str, text: &str| {
        if let Some(line) = lines.iter_mut().find(|line| line.field.key == key && line.part == Part::Key) {
            line.put(text);
            text.clone_into(&mut line.start);
        }
    };
    match kind {
        Kind::Note => {
            put("by", seat);
            put("written", &today);
        }
        Kind::Flag | Kind::Stroke | Kind::Heard | Kind::Message | Kind::CloseLog => {
            put("by", seat);
            put("at", &now);
            if kind == Kind::CloseLog
                && let Some(close) = deal.and_then(|deal| deal.close)
            {
                put("was", &when_text(close));
            }
        }
        Kind::Handoff => {
            put("at", &now);
            put("from", deal.and_then(|deal| model.campaign.driver_of(deal)).map_or(seat, |id| id));
        }
        Kind::Review => {
            put("at", &now);
            put("by", seat);
            put("deal", model.deal.as_deref().unwrap_or(""));
        }
        Kind::Waiver | Kind::StageLog | Kind::Next => put("by", seat),
        Kind::Asset => {
            put("by", seat);
            put("added", &today);
        }
        Kind::Service => put("since", &now),
        Kind::Finish => put("on", &today),
        Kind::Deal => {
            put("created", &today);
            put("since", &today);
            put("stage", model.campaign.route.first().map_or("", |stage| stage));
        }
        _ => {}
    }
}
