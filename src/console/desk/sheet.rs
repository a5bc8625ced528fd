//! What the Desk says, in words, ready to be drawn: only what is in the window, and the note under the cursor.

use super::layout::{DeskLayout, layout};
use super::list::Show;
use super::{Desk, DeskPane, Found, found, preview, words};
use crate::campaign::Heard;
use crate::campaign::Id;
use crate::console::model::Model;
use crate::console::sheet::{CallCard, RoadLine, Tone};
use crate::console::sight::short;
use crate::console::words::{self as plain, counted};
use crate::drive::desk::{Report, Slot};
use crate::pace::{Hardness, Mark};

/// Everything that the Desk shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeskSheet {
    /// What waits, set into the rule.
    pub title: Vec<(String, Tone)>,
    /// How many notes there are.
    pub total: String,
    /// The field reports in the window.
    pub inbox: Vec<ReportLine>,
    /// What is shown.
    pub filter: FilterLine,
    /// The notes in the window.
    pub rows: Vec<RowLine>,
    /// What is said where there are none.
    pub empty: Vec<String>,
    /// What is under the cursor.
    pub preview: Preview,
}

/// A field report in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportLine {
    /// The buyer's words.
    pub said: String,
    /// Who, on which deal, in which stage, when.
    pub source: String,
    /// The same without the stage, for few columns.
    pub short_source: String,
    /// How often the topic was heard.
    pub same: String,
    /// Under the inbox's cursor.
    pub cursor: bool,
}

/// Which rows are shown, how many, in which order, and how many are selected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilterLine {
    /// The saved filter.
    pub show: &'static str,
    /// Words that a row must have.
    pub text: String,
    /// `12 of 128`.
    pub count: String,
    /// The order.
    pub sorted: String,
    /// `3 selected`, or nothing.
    pub selected: String,
}

/// A note in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowLine {
    /// The deal's name; `* any deal` for a hazard's.
    pub deal: String,
    /// Its place, as the file writes it.
    pub place: String,
    /// When it will be called.
    pub called: String,
    /// How that is meant.
    pub tone: Tone,
    /// The caution.
    pub caution: &'static str,
    /// The rest of the shorthand.
    pub shorthand: String,
    /// How hard, for the colour.
    pub hardness: Hardness,
    /// Its words.
    pub say: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub written: String,
    /// Late where the words may not hold any more.
    pub written_tone: Tone,
    /// How often it landed.
    pub landed: String,
    /// Under the cursor.
    pub cursor: bool,
    /// Among those that the next act is for.
    pub selected: bool,
    /// Nothing to act on: retired, or behind.
    pub quiet: bool,
}

/// A line of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub label: &'static str,
    /// In words.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// The note or report under the cursor, in full.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Preview {
    /// As the driver will see it.
    pub card: Option<CallCard>,
    /// The report that waits.
    pub report: Option<ReportLine>,
    /// When it will be called and why, how it reads, whether it still holds, how it has done.
    pub facts: Vec<Fact>,
    /// Whose road it is.
    pub road_of: String,
    /// The road of its deal.
    pub road: Vec<RoadLine>,
    /// Which line of the road is the note's.
    pub mark: Option<Id>,
}

/// Makes the sheet anew, and moves the window so that the cursor is in it.
#[inline(never)]
pub fn look(model: &mut Model) {
    let desk = &model.desk;
    let Some(parts) = layout(model.size, desk.table.inbox().len(), desk.list.show) else { return };
    let rows = usize::from(parts.rows.height).max(1);
    let last = desk.list.slots.len().saturating_sub(rows);
    let top = desk.top.clamp((desk.at + 1).saturating_sub(rows), desk.at).min(last);
    model.desk.top = top;
    model.desk.sheet = sheet(model, parts);
}

fn sheet(model: &Model, parts: DeskLayout) -> DeskSheet {
    let desk = &model.desk;
    if !desk.known {
        return DeskSheet { total: "…".to_owned(), ..DeskSheet::default() };
    }
    let counts = desk.table.counts();
    let reports = desk.table.inbox().len();
    let many = |n: usize, one: &str, many: &str| counted(i64::try_from(n).unwrap_or(i64::MAX), one, many);
    let mut title = Vec::new();
    if reports > 0 {
        title.push((many(reports, "field report waits", "field reports wait"), Tone::Calm));
    }
    if counts.late > 0 {
        title.push((many(counts.late, "note will be late", "notes will be late"), Tone::Late));
    }
    if counts.stale > 0 {
        title.push((format!("{} stale", counts.stale), Tone::Calm));
    }
    if title.is_empty() && counts.all > 0 {
        title.push(("nothing waits".to_owned(), Tone::Good));
    }
    let first = first_report(desk, parts);
    let shown = desk.table.inbox().iter().enumerate().skip(first).take(usize::from(parts.inbox.height));
    let slots = desk.list.slots.iter().enumerate().skip(desk.top).take(usize::from(parts.rows.height));
    DeskSheet {
        title,
        total: many(counts.all, "note", "notes"),
        inbox: shown
            .map(|(n, report)| {
                let here = desk.focus == DeskPane::Inbox && n == desk.report;
                ReportLine { cursor: here, ..report_line(model, report) }
            })
            .collect(),
        filter: filter_line(desk),
        rows: slots.filter_map(|(n, slot)| row_line(model, *slot, n == desk.at)).collect(),
        empty: empty(model),
        preview: preview::preview(model),
    }
}

/// The first field report in the inbox's window.
#[must_use]
pub fn first_report(desk: &Desk, parts: DeskLayout) -> usize {
    let (rows, all) = (usize::from(parts.inbox.height), desk.table.inbox().len());
    desk.report.saturating_sub(rows.saturating_sub(1)).min(all.saturating_sub(rows))
}

fn filter_line(desk: &Desk) -> FilterLine {
    let (list, all) = (&desk.list, desk.table.counts().all);
    let count = match list.show {
        Show::Unanswered => String::new(),
        _ if list.slots.len() == all => String::new(),
        _ => format!("{} of {all}", list.slots.len()),
    };
    let order = if list.reversed { ", the other way round" } else { "" };
    FilterLine {
        show: list.show.words(),
        text: list.text().to_owned(),
        count,
        sorted: format!("sorted by {}{order}", list.sort.words()),
        selected: match desk.selected.len() {
            0 => String::new(),
            n => format!("{n} selected"),
        },
    }
}

/// A row of a deal's `heard`, if it is still there and still waits.
pub(super) fn heard<'m>(model: &'m Model, report: &Report) -> Option<&'m Heard> {
    model.campaign.deal(&report.deal)?.heard.get(report.row).filter(|heard| heard.answer.is_none())
}

/// A field report in words.
pub(super) fn report_line(model: &Model, report: &Report) -> ReportLine {
    let campaign = &model.campaign;
    let (Some(deal), Some(heard)) = (campaign.deal(&report.deal), heard(model, report)) else {
        return ReportLine::default();
    };
    let who = heard.who.as_ref().map(|who| deal.contact_name(who).to_owned());
    let stage = campaign.stage_of(deal).map(|stage| campaign.stage_name(stage).to_owned());
    let when = heard.at.map(|at| plain::day(plain::day_of(at, campaign.zone), campaign.zone, model.now));
    let account = Some(deal.name().to_owned());
    let joined = |parts: [&Option<String>; 4]| parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    let same = report.topic.as_ref().map_or(0, |topic| model.desk.table.heard_of(topic, &model.order.topics));
    ReportLine {
        said: heard.said.as_deref().unwrap_or("").to_owned(),
        source: joined([&who, &account, &stage, &when]),
        short_source: joined([&who, &account, &None, &when]),
        same: if same > 1 { format!("same topic {same} ×") } else { String::new() },
        cursor: false,
    }
}

fn row_line(model: &Model, slot: Slot, cursor: bool) -> Option<RowLine> {
    let desk = &model.desk;
    let row = desk.table.row(slot)?;
    let name = row.name();
    let found = found(model, &name)?;
    let note = found.note();
    let (deal, at, pace) = match found {
        Found::OnDeal(deal, note) => {
            // Without a pace of its own a note has that of the obstacle at its place.
            (
                deal.name().to_owned(),
                note.at.as_deref(),
                note.pace.as_deref().or_else(|| preview::borrowed(model, deal, note)),
            )
        }
        Found::OnHazard(hazard, note) => (
            "* any deal".to_owned(),
            note.at.as_deref().or(hazard.at.as_deref()),
            note.pace.as_deref().or(hazard.pace.as_deref()),
        ),
    };
    let steps = pace.map(ToString::to_string).unwrap_or_default();
    let caution = row.caution.sign();
    let (mut called, tone) = words::called(model, row);
    if note.mark == Some(Mark::Struck) && !note.retired {
        "struck".clone_into(&mut called);
    }
    let when = note.when.as_deref().map(|when| format!("if {when}"));
    Some(RowLine {
        deal,
        place: words::place(model, at),
        called,
        tone,
        caution,
        shorthand: short(steps.strip_prefix(caution).unwrap_or(&steps)),
        hardness: row.hardness,
        say: note.say.as_deref().map(str::to_owned).or(when).unwrap_or_default(),
        by: note.by.as_ref().map(|by| plain::who(&model.campaign, by)).unwrap_or_default(),
        written: if row.stale.is_some() { "stale".to_owned() } else { words::written(model, row) },
        written_tone: if row.stale.is_some() { Tone::Late } else { Tone::Quiet },
        landed: words::landed(row),
        cursor: cursor && desk.focus == DeskPane::Notes,
        selected: desk.selected.contains(&name),
        quiet: !row.is_in_play(),
    })
}

/// What would be here, and the key that makes the first one.
fn empty(model: &Model) -> Vec<String> {
    use crate::console::command::Command;
    let desk = &model.desk;
    let key = |command: Command| model.keymap.shown(command);
    if desk.table.counts().all == 0 {
        if model.campaign.deals.is_empty() {
            return vec![
                "No deal stands in this campaign yet, so no note can.".to_owned(),
                format!("Press {} and type an account, such as  Harbour Foods 45000", key(Command::AddDeal)),
            ];
        }
        let (stage, note) = (key(Command::GoStage), key(Command::AddNote));
        return vec![
            "No note is written yet. Each will stand here: when it is called, and whether it lands.".to_owned(),
            format!("Press {stage} to go to a deal, then {note} and write the first, such as  3d L4 #price"),
        ];
    }
    let back = format!("Press {} for all notes.", key(Command::Back));
    if !desk.list.text().is_empty() {
        return vec![format!("No note has “{}”.", desk.list.text()), back];
    }
    let said = match desk.list.show {
        Show::Late => "No note will be late: each has more than half of its lead before it.",
        Show::Stale => "No note is stale: none is past its review, its asset, or sixty days without landing.",
        Show::NeverLanded => "Every note that was called has landed, or none was called yet.",
        Show::NoAsset => "Every note names an asset.",
        Show::Never => "No note says what a track says never to say.",
        Show::Value => "Every objective of these deals has a line, and every line an objective.",
        Show::Mine => "No note is yours: you wrote none, and none is called to you.",
        Show::Retired => "No note is retired or struck.",
        Show::All | Show::Unanswered => "",
    };
    vec![said.to_owned(), back]
}
