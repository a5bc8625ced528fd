//! From bytes to a model: the first deal at once, the rest behind, and the same again when the file changes.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::command::Command;
use super::effect::Effect;
use super::engine::{self, Engine};
use super::messages::{self, Messages};
use super::model::{FileProblem, Model};
use super::order::Order;
use super::update::{ask_for_order, forget_settled, tell};
use crate::campaign::{self, Campaign, Earlier, Id, Past, Problems};
use crate::drive::Outlook;
use crate::drive::attention::Weights;
use crate::drive::calls::Tick;
use crate::text::{Diagnostic, Document, Edit, Intent, Literal, Severity, Step, UnitKey};

/// A file that was read.
#[derive(Debug)]
pub struct Loaded {
    /// Its bytes.
    pub document: Document,
    /// What they mean.
    pub campaign: Campaign,
    /// What is wrong with them.
    pub problems: Problems,
    /// Calendars and estimates.
    pub outlook: Outlook,
    /// When each deal's calls are due.
    pub engine: Engine,
    /// The messages that wait for the seat.
    pub messages: Messages,
    /// The deals in order; absent in the first, small load.
    pub order: Option<Order>,
    /// The edits that were in the file when it was read, by number.
    pub includes: u64,
    /// Whether this is a change outside, told to the person.
    pub outside: bool,
    /// Of the console's own text, read again after an edit: which of its loads the text comes from. If another load has
    /// come meanwhile, this one is out of date.
    pub again: Option<u64>,
    /// Why the text is no TOML: then the last good state stays.
    pub unreadable: Option<Unreadable>,
}

/// For whom and when a whole file is read.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The machine's zone, for a file that names none.
    pub zone: Tz,
    /// Whose seat it is.
    pub seat: SeatWanted,
    /// The last tick of the calls, if this console made one.
    pub previous: Option<Tick>,
    /// The time.
    pub now: DateTime<Utc>,
    /// The archived campaigns, as far as they were read.
    pub past: Arc<Past>,
    /// What makes a deal need somebody, and how much.
    pub weights: Weights,
    /// What is shown until then, if a whole file was read before.
    pub earlier: Option<Earlier>,
}

/// Whose seat a console takes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SeatWanted {
    /// Nobody was named: the campaign's only driver, else nobody.
    #[default]
    Unnamed,
    /// A crew id.
    Named(Id),
    /// Nobody's: look on, and make no calls.
    LookOn,
}

/// Why a file cannot be shown: it does not parse. The last good state stays.
#[derive(Debug)]
pub struct Unreadable {
    /// The first error.
    pub text: String,
    /// Its line.
    pub line: usize,
}

/// Cuts the bytes into units. Whatever the bytes are, something can be shown of them.
#[must_use]
pub fn cut(bytes: Vec<u8>) -> (Document, Vec<Diagnostic>) {
    Document::read(bytes, &campaign::layout())
}

fn unreadable(document: &Document, problems: &[Diagnostic]) -> Option<Unreadable> {
    let first = problems.iter().find(|problem| problem.severity == Severity::Error && problem.code == "syntax")?;
    let at = document.line_column(&first.place);
    Some(Unreadable { text: format!("line {}, column {}: {}", at.line, at.column, first.message), line: at.line })
}

impl Loaded {
    /// The small units and one deal: enough for the first frame.
    #[must_use]
    pub fn first(document: Document, zone: Tz, wanted: Option<&str>) -> Self {
        let campaign = campaign::read_first(&document, zone, wanted);
        let outlook = Outlook::new(&campaign);
        Self {
            document,
            campaign,
            problems: Problems::default(),
            outlook,
            engine: Engine::default(),
            messages: Messages::default(),
            order: None,
            includes: 0,
            outside: false,
            again: None,
            unreadable: None,
        }
    }

    /// Everything: read, checked, scheduled, put in order.
    #[must_use]
    pub fn whole(document: Document, cutting: Vec<Diagnostic>, asked: &Asked) -> Self {
        let Asked { zone, ref seat, ref previous, now, ref past, ref weights, ref earlier } = *asked;
        let (mut campaign, mut reading) = campaign::read_anew(&document, zone, earlier.as_ref());
        campaign.past = Arc::clone(past);
        reading.extend(cutting);
        let unreadable = unreadable(&document, &reading);
        let problems = Problems::of(&campaign, &document, reading);
        let outlook = Outlook::new(&campaign);
        let caller = engine::caller(&campaign, seat);
        let engine = Engine::new(&campaign, &outlook, caller.as_ref(), previous.as_ref(), now);
        let seat = engine::seat(&campaign, seat);
        let order = Order::of(&campaign, &outlook, seat.as_ref(), weights, now);
        let messages = Messages::of(&campaign, seat.as_ref());
        Self {
            document,
            campaign,
            problems,
            outlook,
            engine,
            messages,
            order: Some(order),
            includes: 0,
            outside: false,
            again: None,
            unreadable,
        }
    }
}

/// What is shown, for the next reading to take over what has not changed.
#[must_use]
pub fn earlier(model: &Model) -> Option<Earlier> {
    let known = || Earlier::new(model.document.clone(), Arc::clone(&model.campaign), &model.problems);
    model.campaign.complete.then(known)
}

/// What is told where the deal on screen is not in the file any more.
pub(super) const DEAL_GONE: &str = "the deal on screen is gone from the file";

/// What is told of a change outside.
pub(super) const CHANGED_OUTSIDE: &str = "the file was changed outside; this is how it stands now";

/// Puts what was loaded in the place of what was there: the deal on screen is found again by its id, edits that are
/// not in the file yet are made again on the new text.
pub fn swap(model: &mut Model, loaded: Loaded, effects: &mut Vec<Effect>) {
    if loaded.again.is_some_and(|load| load != model.loads) {
        return;
    }
    model.loads += 1;
    let first = model.version == 0;
    let was_complete = model.campaign.complete;
    let problem = loaded.unreadable.as_ref().map(|why| FileProblem { text: why.text.clone(), line: Some(why.line) });
    if problem.is_some() && model.campaign.complete && !first {
        model.file.problem = problem;
        return;
    }
    let Loaded { document, mut campaign, problems, outlook, engine, messages, order, includes, outside, .. } = loaded;
    let known = std::mem::replace(&mut model.messages, messages);
    // The archives may have come while the file was being read, and may be others after a change outside.
    let has_old_past = !Arc::ptr_eq(&campaign.past, &model.campaign.past);
    campaign.past = Arc::clone(&model.campaign.past);
    if outside {
        model.past_asked = None;
    }
    if was_complete && !first && campaign.complete {
        model.finishes.compare(&model.campaign, &campaign);
    }
    model.document = document;
    model.campaign = Arc::new(campaign);
    model.problems = problems;
    model.outlook = Arc::new(outlook);
    model.desk.all_changed();
    model.version += 1;
    model.file.problem = problem;
    model.engine.replace(engine, first);
    model.file.read_only = (model.campaign.format > campaign::FORMAT)
        .then(|| format!("the file has format {}, and this program knows {}", model.campaign.format, campaign::FORMAT));
    if has_old_past && model.campaign.complete {
        learn_past(model);
    }
    if let Some(order) = order {
        model.order = order;
    } else {
        model.order.known = false;
    }
    let unsaved: Vec<Edit> =
        model.file.pending.iter().filter(|(number, _)| *number > includes).map(|(_, edit)| edit.clone()).collect();
    let again = missing(&model.document, unsaved);
    let made = model.document.rebase_all(&again);
    follow_all(model, &made.steps);
    let clashing = made.clashes.into_iter().next_back().map(|(_, clash)| clash);
    forget_settled(model, effects);
    // A message says by itself that the file was changed outside.
    let has_come = was_complete && !first && messages::arrive(model, &known, effects);
    let had_deal = model.deal.is_some() && !first;
    if find_deal(model) {
        if had_deal {
            tell(model, DEAL_GONE, true);
        }
    } else if let Some(clash) = clashing {
        // The saver comes upon it too, keeps it, and says so: then it can be decided.
        let record = clash.record;
        tell(model, format!("an edit of yours no longer fits the changed file, at [{record}]; it is kept"), true);
    } else if outside && model.clashes.is_empty() && !has_come {
        tell(model, CHANGED_OUTSIDE, false);
    }
    model.seat = engine::seat(&model.campaign, &model.seat_wanted);
    if let SeatWanted::Named(id) = &model.seat_wanted
        && model.seat.is_none()
        && model.campaign.complete
        && (first || !was_complete)
    {
        let text = format!("nobody in the crew is called `{id}`; {} takes a seat", model.keymap.shown(Command::Seat));
        tell(model, text, true);
    }
    if model.campaign.complete && !model.order.known {
        ask_for_order(model, effects);
    }
}

/// Where the deal on screen is gone, another one takes its place, the first in order of need. Whether it was so.
pub fn find_deal(model: &mut Model) -> bool {
    let is_there = |id: &Id| model.campaign.deal(id).is_some();
    if model.deal.as_ref().is_some_and(is_there) {
        return false;
    }
    let first = model.order.rows.iter().map(|row| &row.id).find(|id| is_there(id));
    model.deal = first.or_else(|| model.campaign.deals.first().map(|deal| &deal.id)).cloned();
    true
}

/// Asks for the archived campaigns that the file lists, where they are not those that were asked for.
pub fn want_past(model: &mut Model, effects: &mut Vec<Effect>) {
    let listed = &model.campaign.settings.history;
    let is_asked = model.past_asked.as_ref() == Some(listed);
    let is_none = listed.is_empty() && model.campaign.past.paths.is_empty();
    if model.campaign.complete && !is_asked && !is_none {
        model.past_asked = Some(listed.clone());
        effects.push(Effect::ReadPast(listed.clone()));
    }
}

/// The archived campaigns were read: what is learned from them is learned anew.
#[inline(never)]
pub fn remember_past(model: &mut Model, past: Past) {
    Arc::make_mut(&mut model.campaign).past = Arc::new(past);
    learn_past(model);
    model.version += 1;
}

fn learn_past(model: &mut Model) {
    model.problems.refresh_shared(&model.campaign, &model.document);
    if model.campaign.deals.len() > LARGE {
        model.reread = true;
    } else {
        learn_anew(model);
    }
}

/// Calendars, estimates and every deal's times, after what they hang on has changed.
fn learn_anew(model: &mut Model) {
    let campaign = &*model.campaign;
    model.outlook = Arc::new(Outlook::new(campaign));
    let caller = engine::caller(campaign, &model.seat_wanted);
    model.engine.begin(campaign, Outlook::clone(&model.outlook), caller.as_ref());
}

/// With more deals than this, what hangs on all of them is not worked out between a key and its frame.
const LARGE: usize = 200;

/// After an edit: reads the changed units again, and what hangs on them.
pub fn follow(model: &mut Model, step: &Step) {
    follow_all(model, std::slice::from_ref(step));
}

/// The same after many edits: each unit is read once.
pub fn follow_all(model: &mut Model, steps: &[Step]) {
    let mut seen = HashSet::new();
    let units: Vec<&UnitKey> = steps.iter().flat_map(Step::units).filter(|unit| seen.insert(*unit)).collect();
    if units.is_empty() {
        return;
    }
    let campaign = Arc::make_mut(&mut model.campaign);
    let mut shared = false;
    let mut deals = Vec::new();
    let (count, large) = (campaign.deals.len(), campaign.deals.len() > LARGE);
    // So many are not checked one by one: that is done for all of them beside the loop.
    let many = units.len() > LARGE;
    if many {
        model.reread = true;
        campaign.forget_gone(&model.document, units.iter().copied());
    }
    for unit in units {
        let of_a_deal = matches!(unit, UnitKey::Record(group, _) if &**group == "deal");
        let deal = |campaign: &Campaign| match unit {
            UnitKey::Record(_, id) if of_a_deal => {
                campaign.by_id.get(&**id).and_then(|at| campaign.deals.get(*at)).cloned()
            }
            _ => None,
        };
        let before = deal(campaign);
        let reading = campaign.replace_unit(&model.document, model.machine_zone, unit);
        let both = before.zip(deal(campaign));
        if let Some((before, after)) = &both {
            model.finishes.notice(Some(before), after);
        }
        if large && let Some((before, after)) = both {
            // Whom the other deals keep busy at that time is asked beside the loop.
            model.reread |= !campaign::same_times(&before, &after);
        }
        if !many && (of_a_deal || !large) {
            model.problems.refresh(campaign, &model.document, unit, reading);
        }
        match unit {
            UnitKey::Record(group, id) if &**group == "deal" => {
                engine::revisit(&mut model.engine, campaign, id);
                deals.push(Id::from(&**id));
            }
            _ => shared = true,
        }
    }
    if large && (shared || campaign.deals.len() != count) {
        // What hangs on these is as long as the campaign: it is worked out anew beside the loop.
        model.reread = true;
    } else if shared {
        // Stages, crew or settings changed.
        learn_anew(model);
    }
    if shared {
        model.desk.all_changed();
        if !large {
            messages::recount_all(model);
        }
    }
    for deal in &deals {
        model.desk.deal_changed(deal);
        engine::recount(model, deal);
        messages::recount(model, deal);
    }
    for (from, to) in steps.iter().flat_map(Step::renames) {
        // The deal on screen stays on screen under its new name.
        if let (UnitKey::Record(_, from), UnitKey::Record(group, to)) = (from, to)
            && &**group == "deal"
            && model.deal.as_deref() == Some(&**from)
        {
            model.deal = Some(Id::from(&**to));
        }
    }
    model.version += 1;
}

/// The edits that are not in a text already: making those again would write them twice.
fn missing(document: &Document, edits: Vec<Edit>) -> Vec<Edit> {
    let there = document.rows_there(edits.iter().map(|edit| &edit.intent));
    let is_missing = |(index, edit): &(usize, Edit)| !there.contains(index) && !is_in(document, edit);
    edits.into_iter().enumerate().filter(is_missing).map(|(_, edit)| edit).collect()
}

/// Whether new words are in a text already. Every other edit but a new row tells by itself that it is there.
fn is_in(document: &Document, edit: &Edit) -> bool {
    match &edit.intent {
        // Where a word told its row from the others the row is no longer found: then the edit is refused, never made twice.
        Intent::Reword { words } => words.iter().all(|word| {
            let written = document.get(&word.record, &word.key).and_then(|source| source.parse::<Literal>().ok());
            written.is_some_and(|written| written == Literal::from(word.text.as_str()))
        }),
        _ => false,
    }
}
