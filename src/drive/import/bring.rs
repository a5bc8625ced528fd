//! An import made on a text, deal by deal: what is written into the file, and what a person is told of it.
//!
//! Invariant: no edit makes an error that was not there. A row that would is left out and told; the rest is made. Neither
//! all deals of the file nor all edits are ever held at once, so that a hundred thousand rows take little more room than
//! the text that they make.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::batch::{Batch, new_error};
use super::block::Block;
use super::planner::{Choices, Planner};
use super::{DealPlan, Export, Fate, RouteStage, Skipped, Target};
use crate::campaign::{Campaign, Deals, FORMAT, Past, read_shared};
use crate::drive::rules::Ground;
use crate::text::{Document, Intent, Refusal, UnitKey};

/// On what an import is made.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The machine's zone, for a file that names none.
    pub zone: Tz,
    /// The moment.
    pub now: DateTime<Utc>,
    /// The archived campaigns.
    pub past: Arc<Past>,
    /// Which deals are told one by one.
    pub tell: Tell,
}

/// Which deals are told one by one; the others are only counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// Those that change, and those of which there is something to know.
    Changes,
    /// These, and so many of the new ones.
    New(usize),
    /// All.
    All,
}

/// What became of the rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brought {
    /// New deals.
    pub made: usize,
    /// Deals of which something was written.
    pub changed: usize,
    /// Deals of which nothing was.
    pub unchanged: usize,
    /// The deals for which a person may want to know more, in the order of the rows, without their edits: what changed,
    /// what was kept although the export says something else, and others as [`Setting::tell`] says.
    pub deals: Vec<DealPlan>,
    /// Rows that were not used, and why.
    pub skipped: Vec<Skipped>,
    /// The stages of the route.
    pub route: Vec<RouteStage>,
    /// What else a person should know.
    pub told: Vec<String>,
}

/// Edits are made so many at a time: together they are read a few times for all.
const TOGETHER: usize = 2_000;

/// After so many rows it is told how far the work is.
const TOLD: usize = 500;

/// The text that an import comes to. It is put together when it is asked for, so that whoever needs the rows no more can
/// let go of them before.
#[derive(Debug)]
pub struct After {
    document: Document,
    block: Block,
    is_changed: bool,
}

impl After {
    /// Whether it differs from the text that the import was made on.
    #[must_use]
    pub const fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.block.put_into(self.document)
    }
}

/// Makes an import on a document, and gives the text that it comes to. `step` is told how many of the rows are done, of
/// how many.
///
/// # Errors
/// The file is of a newer format, or what all deals share cannot be written.
pub fn bring(
    document: Document,
    export: &Export,
    choices: &Choices,
    setting: &Setting,
    step: &mut dyn FnMut(usize, usize),
) -> Result<(After, Brought), Refusal> {
    let (after, brought, block) = made(&document, export, choices, setting, None, step)?;
    let is_changed = after.is_some();
    Ok((After { document: after.unwrap_or(document), block, is_changed }, brought))
}

/// The edits by which [`bring`] would make an import on a document, in the order in which they are to be made.
///
/// # Errors
/// As [`bring`].
pub fn intents(
    document: &Document,
    export: &Export,
    choices: &Choices,
    setting: &Setting,
    step: &mut dyn FnMut(usize, usize),
) -> Result<(Brought, Vec<Intent>), Refusal> {
    let mut intents = Vec::new();
    let (_, brought, _) = made(document, export, choices, setting, Some(&mut intents), step)?;
    Ok((brought, intents))
}

fn made(
    document: &Document,
    export: &Export,
    choices: &Choices,
    setting: &Setting,
    mut keep: Option<&mut Vec<Intent>>,
    step: &mut dyn FnMut(usize, usize),
) -> Result<(Option<Document>, Brought, Block), Refusal> {
    let mut left_out: HashMap<usize, String> = HashMap::new();
    loop {
        let mut after = document.clone();
        let mut batch = Batch::keeping(keep.as_deref_mut());
        let attempt = attempt((document, &mut after), export, choices, setting, &left_out, &mut batch, step)?;
        if attempt.wrong.is_empty() {
            let mut brought = attempt.brought;
            if brought.made + brought.changed > 0 {
                return Ok((Some(after), brought, std::mem::take(&mut batch.block)));
            }
            // Stages and people for nobody are of no use.
            brought.told.clear();
            brought.route.clear();
            if let Some(keep) = &mut keep {
                keep.clear();
            }
            return Ok((None, brought, Block::default()));
        }
        left_out.extend(attempt.wrong);
        if let Some(keep) = &mut keep {
            keep.clear();
        }
    }
}

/// One way through all rows.
struct Attempt {
    brought: Brought,
    /// Rows that make an error, and which.
    wrong: Vec<(usize, String)>,
}

fn attempt(
    (before, after): (&Document, &mut Document),
    export: &Export,
    choices: &Choices,
    setting: &Setting,
    left_out: &HashMap<usize, String>,
    batch: &mut Batch<'_>,
    step: &mut dyn FnMut(usize, usize),
) -> Result<Attempt, Refusal> {
    let (mut campaign, _) = read_shared(before, setting.zone);
    if campaign.format > FORMAT {
        return Err(Refusal::new(
            format!("the file has format {}, and this codriver writes {FORMAT}", campaign.format),
            "use a newer codriver; this one only reads the file",
        ));
    }
    campaign.past = Arc::clone(&setting.past);
    let deals = Deals::of(before);
    let ground = Ground { campaign: &campaign, document: before, now: setting.now, by: None };
    let planner = Planner::new(ground, export, choices, deals.iter());
    let shared = planner.shared();
    refused(after.apply_all(&shared.intents).refused.into_iter().next())?;
    let later = read_shared(after, setting.zone).0;
    check_shared_edits(&campaign, &later, (before, after), &shared.intents)?;
    if let Some(keep) = &mut batch.keep {
        keep.extend(shared.intents);
    }

    let mut brought = Brought { told: shared.told, skipped: planner.skipped(), ..Brought::default() };
    brought.route.extend_from_slice(planner.route().stages());
    let mut wrong = Vec::new();
    let total = planner.targets().len();
    for (at, target) in planner.targets().iter().enumerate() {
        let existing = match target {
            Target::Known(id) => deals.get(id),
            Target::New(_) | Target::Skipped(_) => None,
        };
        let Some(mut plan) = planner.deal(at, existing.as_deref()) else { continue };
        if let Some(why) = left_out.get(&at) {
            brought.skipped.push(Skipped { row: plan.row, why: why.clone() });
            continue;
        }
        if plan.fate == Fate::Made {
            batch.take_new((at, &mut plan), (before, after), (&campaign, &later), &mut wrong);
        } else {
            batch.add(at, &mut plan);
        }
        brought.count(plan, setting.tell);
        if batch.intents.len() >= TOGETHER {
            batch.make(before, after, (&campaign, &later), &mut wrong);
        }
        if at % TOLD == 0 {
            step(at, total);
        }
    }
    batch.make(before, after, (&campaign, &later), &mut wrong);
    step(total, total);
    brought.skipped.sort_by_key(|one| one.row);
    Ok(Attempt { brought, wrong })
}

impl Brought {
    fn count(&mut self, mut plan: DealPlan, tell: Tell) {
        // An emptied list keeps its room, which of ten thousand plans is megabytes.
        plan.intents = Vec::new();
        match plan.fate {
            Fate::Made => self.made += 1,
            Fate::Changed => self.changed += 1,
            Fate::Unchanged => self.unchanged += 1,
        }
        let has_words = !plan.told.is_empty() || plan.fields.iter().any(|field| field.kept.is_some());
        let is_told = match (tell, plan.fate) {
            (Tell::All, _) | (_, Fate::Changed) => true,
            (Tell::New(most), Fate::Made) => self.made <= most,
            _ => false,
        };
        if is_told || has_words {
            self.deals.push(plan);
        }
    }
}

/// What all deals share is checked as well: there is no row to leave out for it.
fn check_shared_edits(
    campaign: &Campaign,
    later: &Campaign,
    (before, after): (&Document, &Document),
    intents: &[Intent],
) -> Result<(), Refusal> {
    let mut units: Vec<UnitKey> = Vec::new();
    for intent in intents {
        let (Intent::Set { record, .. } | Intent::Add { record, .. }) = intent else { continue };
        let unit = after.unit_key(record);
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    for unit in &units {
        if let Some(error) = new_error((campaign, before), (later, after), unit) {
            return Err(Refusal::new(error.message, error.mend));
        }
    }
    Ok(())
}

fn refused(first: Option<(usize, Refusal)>) -> Result<(), Refusal> {
    first.map_or(Ok(()), |(_, refusal)| Err(refusal))
}

#[cfg(test)]
mod tests {
    use super::super::{Crm, Row, StageWord, Standing, plan};
    use super::*;
    use crate::campaign::{When, layout, read};

    fn export(names: &[&str]) -> Export {
        let row = |(at, name): (u32, &&str)| Row {
            row: at + 2,
            id: Some(format!("id-{at}").into()),
            title: Some((*name).into()),
            stage: Some(0),
            standing: Some(Standing::Open),
            value: Some((100 * i64::from(at)).into()),
            driver: Some("Ada Brandt".into()),
            ..Row::default()
        };
        Export {
            crm: Crm::Hubspot,
            stages: vec![StageWord { name: "Contract sent".into(), finish: None }],
            deals: (0..).zip(names).map(row).collect(),
            moves: Vec::new(),
            skipped: Vec::new(),
            doubts: Vec::new(),
            rows: u32::try_from(names.len()).unwrap(),
            told: Vec::new(),
        }
    }

    fn document(text: &str) -> Document {
        Document::read(text.as_bytes().to_vec(), &layout()).0
    }

    fn setting() -> Setting {
        let now = "2026-11-20T09:41:00Z".parse().unwrap();
        Setting { zone: Tz::UTC, now, past: Arc::default(), tell: Tell::Changes }
    }

    fn brought(document: &mut Document, export: &Export) -> Brought {
        let made = bring(document.clone(), export, &Choices::default(), &setting(), &mut |_, _| {}).unwrap();
        *document = Document::read(made.0.into_bytes(), &layout()).0;
        made.1
    }

    const FILE: &str = "format = 1\n[campaign]\nname = \"C\"\ntimezone = \"UTC\"\n# kept\n";

    /// Deals of every shape: lost ones, and ones whose way through the stages is known.
    fn of_every_shape() -> Export {
        let names: Vec<String> = (0..120).map(|n| format!("Depot {n}")).collect();
        let mut export = export(&names.iter().map(String::as_str).collect::<Vec<_>>());
        export.stages.push(StageWord { name: "Qualified to buy".into(), finish: None });
        let day = |day: u32| When::Date(chrono::NaiveDate::from_ymd_opt(2026, 10, day).unwrap());
        for (at, row) in export.deals.iter_mut().enumerate() {
            if at % 3 == 2 {
                row.standing = Some(Standing::Lost);
                row.finished = Some(day(20));
                row.reason = Some("No \"budget\"\tthis year".into());
            }
            if at % 4 == 3 {
                row.entered = vec![(1, day(1)), (0, day(9)), (1, day(12)), (0, day(15))];
                row.next = Some("Ring Ines".into());
                row.next_on = Some(day(28));
            }
        }
        export
    }

    #[test]
    fn rows_made_one_by_one_come_to_the_text_that_making_all_at_once_does() {
        let export = of_every_shape();
        let own = "[deal.own]\naccount = \"Own\"";
        for file in [
            FILE.to_owned(),
            FILE.replace('\n', "\r\n"),
            format!("{FILE}{own}"),
            format!("{FILE}{own}\n[deal.two]\naccount = \"Two\"\n").replace('\n', "\r\n"),
            format!("\u{feff}{FILE}\n\n{own}\n[deal.own.note.n]\nsay = 'x'"),
            format!("{FILE}\n{own}\n\n[deal.two]\naccount = \"Two\"\n"),
            format!("{FILE}{own}\n[deal.two]\naccount = \"Two\"\n# about nothing\n"),
            format!("{FILE}\n{own}\n\n[[review]]\nat = 2026-11-20T09:00:00Z\n"),
        ] {
            same_text(&file, &export);
        }
    }

    fn same_text(file: &str, export: &Export) {
        let mut one_by_one = document(file);
        let told = brought(&mut one_by_one, export);
        assert_eq!((told.made, told.changed, told.unchanged), (120, 0, 0));

        let mut at_once = document(file);
        let (campaign, _) = read(&at_once, Tz::UTC);
        let before = at_once.clone();
        let ground = Ground { campaign: &campaign, document: &before, now: setting().now, by: None };
        let all = plan(ground, export, &Choices::default());
        assert_eq!(at_once.apply_all(all.intents()).refused, []);
        assert_eq!(String::from_utf8(one_by_one.bytes()), String::from_utf8(at_once.bytes()));
    }

    #[test]
    fn the_edits_of_an_import_come_to_the_text_that_making_it_does() {
        let text = format!("{FILE}[deal.depot]\ntitle = \"Depot\"\nvalue = = 1\n");
        let export = export(&["Depot", "Harbour", "Quay"]);
        let (mut made, mut edited) = (document(&text), document(&text));
        let told = brought(&mut made, &export);
        let (planned, edits) = intents(&edited, &export, &Choices::default(), &setting(), &mut |_, _| {}).unwrap();
        assert_eq!(planned, told);
        for edit in &edits {
            edited.apply(edit).unwrap();
        }
        assert_eq!(String::from_utf8(made.bytes()), String::from_utf8(edited.bytes()));
    }

    #[test]
    fn of_new_deals_as_many_are_told_as_is_asked_and_all_are_counted() {
        let setting = Setting { tell: Tell::New(2), ..setting() };
        let export = export(&["Depot", "Harbour", "Quay"]);
        let (_, told) = bring(document(FILE), &export, &Choices::default(), &setting, &mut |_, _| {}).unwrap();
        assert_eq!((told.made, told.deals.len()), (3, 2));
    }

    #[test]
    fn the_same_rows_again_change_no_byte() {
        let export = export(&["Depot", "Harbour"]);
        let mut file = document(FILE);
        brought(&mut file, &export);
        let before = file.bytes();
        let again = bring(file.clone(), &export, &Choices::default(), &setting(), &mut |_, _| {}).unwrap();
        assert!(!again.0.is_changed());
        let told = brought(&mut file, &export);
        assert_eq!((told.made, told.changed, told.unchanged), (0, 0, 2));
        assert_eq!(file.bytes(), before);
    }

    #[test]
    fn a_row_whose_deal_cannot_be_written_is_left_out_and_told_and_the_rest_is_made() {
        let text = format!("{FILE}[deal.depot]\ntitle = \"Depot\"\nvalue = = 1\n");
        let mut file = document(&text);
        let told = brought(&mut file, &export(&["Depot", "Harbour"]));
        assert_eq!(told.made, 1);
        assert_eq!(told.skipped.iter().map(|one| one.row).collect::<Vec<_>>(), [2]);
        assert!(told.skipped[0].why.contains("cannot be changed"), "{}", told.skipped[0].why);
        let after = String::from_utf8(file.bytes()).unwrap();
        assert!(after.contains("[deal.depot]\ntitle = \"Depot\"\nvalue = = 1\n"), "{after}");
        assert!(after.contains("[deal.harbour]"), "{after}");
    }

    #[test]
    fn a_file_of_a_newer_format_is_only_read() {
        let file = document("format = 9\n");
        let refused =
            bring(file.clone(), &export(&["A"]), &Choices::default(), &setting(), &mut |_, _| {}).unwrap_err();
        assert!(refused.message.contains("format 9"));
        assert_eq!(file.bytes(), b"format = 9\n");
    }
}
