//! What became of an export's rows, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::args::{Format, Global, ImportArgs};
use super::super::commit::{Change, diffs};
use super::super::{BAD_DATA, Outcome, counted};
use crate::drive::import::{Brought, Crm, DealPlan, Export, Fate, FieldChange, Skipped};
use crate::text::{Refusal, visible};

/// Of what is told one by one, so many lines are printed for people; programs get all.
const MOST: usize = 40;

/// What is told at the end.
pub(super) struct Result<'a> {
    pub args: &'a ImportArgs,
    pub export: &'a Export,
    pub brought: &'a Brought,
    pub change: &'a Change,
}

impl Result<'_> {
    pub(super) fn outcome(&self, global: &Global) -> Outcome {
        match global.format {
            Format::Json => Outcome::said(format!("{}\n", self.json())),
            _ if self.args.dry_run => Outcome::said(self.text() + &diffs(std::slice::from_ref(self.change))),
            _ => Outcome::said(self.text()),
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let Brought { made, changed, unchanged, deals, skipped, .. } = self.brought;
        let rows = counted(usize::try_from(self.export.rows).unwrap_or(usize::MAX), "row");
        let of = match self.export.crm {
            Crm::Other | Crm::Codriver => String::new(),
            crm => format!(" of {}", crm.name()),
        };
        let would = if self.args.dry_run { "would be " } else { "" };
        writeln!(
            out,
            "{rows}{of}: {} {would}made, {changed} changed, {unchanged} unchanged, {} skipped",
            counted(*made, "deal"),
            skipped.len()
        )?;
        for line in self.export.told.iter().chain(&self.brought.told) {
            writeln!(out, "  {}", visible(line))?;
        }
        if self.brought.route.iter().any(|stage| stage.is_new) {
            let names: Vec<&str> = self.brought.route.iter().map(|stage| stage.name.as_str()).collect();
            writeln!(out, "  route: {}", visible(&names.join(" > ")))?;
            let file = self.args.file.display().to_string();
            writeln!(out, "  another order: codriver set {} campaign 'route=[\"…\", \"…\"]'", visible(&file))?;
        }
        let kept = deals.iter().flat_map(|deal| deal.fields.iter().map(move |field| (deal, field)));
        list(
            out,
            "yours stands; --take DEAL.KEY takes the export's",
            kept.filter(|(_, field)| field.kept.is_some()).map(|(deal, field)| {
                let why = field.kept.unwrap_or_default();
                format!(
                    "{}.{}: {}, the export has {} ({why})",
                    deal.id,
                    field.field,
                    word(field.before.as_ref()),
                    word(field.after.as_ref())
                )
            }),
        )?;
        list(out, "changed", deals.iter().filter(|deal| deal.fate == Fate::Changed).flat_map(changes))?;
        list(
            out,
            "to know",
            deals.iter().flat_map(|deal| deal.told.iter().map(move |told| format!("{}: {told}", deal.id))),
        )?;
        list(out, "skipped", skipped.iter().map(one))?;
        list(out, "cells that could not be read, and were left out", self.export.doubts.iter().map(one))
    }

    fn json(&self) -> Value {
        let rows = |skipped: &[Skipped]| -> Vec<Value> {
            skipped.iter().map(|one| json!({ "row": one.row, "why": one.why })).collect()
        };
        let field = |field: &FieldChange| json!({ "key": field.field, "before": field.before, "after": field.after, "kept": field.kept });
        let deal = |deal: &DealPlan| {
            let fate = match deal.fate {
                Fate::Made => "made",
                Fate::Changed => "changed",
                Fate::Unchanged => "unchanged",
            };
            json!({
                "row": deal.row, "id": deal.id.as_str(), "name": deal.name, "fate": fate, "told": deal.told,
                "fields": deal.fields.iter().map(field).collect::<Vec<_>>(),
            })
        };
        let route = self.brought.route.iter().map(|stage| json!({ "name": stage.name, "new": stage.is_new }));
        let mut value = json!({
            "file": self.change.name,
            "from": self.export.crm.key(),
            "rows": self.export.rows,
            "made": self.brought.made,
            "changed": self.brought.changed,
            "unchanged": self.brought.unchanged,
            "skipped": rows(&self.brought.skipped),
            "unread": rows(&self.export.doubts),
            "told": self.export.told.iter().chain(&self.brought.told).collect::<Vec<_>>(),
            "route": route.collect::<Vec<_>>(),
            "deals": self.brought.deals.iter().map(deal).collect::<Vec<_>>(),
            "written": !self.args.dry_run,
        });
        if self.args.dry_run
            && let Some(fields) = value.as_object_mut()
        {
            fields.insert("diff".to_owned(), super::super::commit::unified(self.change).into());
        }
        value
    }
}

fn one(skipped: &Skipped) -> String {
    format!("row {}: {}", skipped.row, skipped.why)
}

fn word(word: Option<&String>) -> String {
    word.map_or_else(|| "nothing".to_owned(), |word| format!("`{word}`"))
}

fn changes(deal: &DealPlan) -> impl Iterator<Item = String> {
    let taken = deal.fields.iter().filter(|field| field.kept.is_none());
    taken.map(|field| {
        format!("{}.{}: {} -> {}", deal.id, field.field, word(field.before.as_ref()), word(field.after.as_ref()))
    })
}

fn list(out: &mut String, title: &str, lines: impl Iterator<Item = String>) -> std::fmt::Result {
    let mut count = 0;
    for line in lines {
        if count == 0 {
            writeln!(out, "{title}:")?;
        }
        count += 1;
        if count <= MOST {
            writeln!(out, "  {}", visible(&line))?;
        }
    }
    if count > MOST {
        writeln!(out, "  … and {} more; `--format json` has all", count - MOST)?;
    }
    Ok(())
}

/// With `--strict` a row or a cell that cannot be used stops the import before the file is looked at.
pub(super) fn refuse_doubts(export: &Export) -> std::result::Result<(), Outcome> {
    if export.skipped.is_empty() && export.doubts.is_empty() {
        return Ok(());
    }
    let mut all: Vec<&Skipped> = export.skipped.iter().chain(&export.doubts).collect();
    all.sort_by_key(|one| one.row);
    let mut err = "codriver: nothing was imported: not every row could be used\n".to_owned();
    // Writing to a text cannot fail.
    let _ = list(&mut err, "rows", all.into_iter().map(one));
    Err(Outcome { err, code: BAD_DATA, ..Outcome::default() })
}

/// The same for rows that the campaign does not take.
pub(super) fn strict(skipped: &[Skipped]) -> Refusal {
    let first = skipped.first().map(one).unwrap_or_default();
    Refusal::new(
        format!("nothing was imported: {} could not be used, the first: {first}", counted(skipped.len(), "row")),
        "leave out `--strict`, or mend them in the export",
    )
}
