//! The tab of the engine: how smooth the ride is and why, the weeks as two cylinders, and the deals with the stroke that
//! each needs.

use chrono::{DateTime, Utc};

use super::page::{Page, Row, Target, What};
use crate::campaign::Campaign;
use crate::console::sheet::Tone;
use crate::drive::Outlook;
use crate::drive::engine::{Line, Sheet, engine};

pub(super) fn page(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Page {
    let engine = engine(campaign, outlook, None, now);
    let sheet = Sheet::of(campaign, outlook, &engine, now);
    let mut page = Page { sentence: sheet.sentence.clone(), ..Page::default() };
    for line in &sheet.lines {
        match line {
            Line::Ride(words) | Line::Fact(words) => page.rows.push(Row::words(format!("{words}."))),
            Line::Cylinders => {
                page.rows.push(Row::of(What::Cylinders(engine.weeks.to_vec(), engine.mondays.clone())));
            }
            Line::Part(title, count) => page.rows.push(Row::part(format!("{title} {count}"))),
            Line::Deal(told) => {
                let target = Target::Deal(told.deal.clone());
                page.target.get_or_insert_with(|| target.clone());
                let (account, gauge) = (told.account.clone(), told.gauge);
                page.rows.push(Row::of(What::Deal { account, gauge, alone: told.alone }).to(target));
                page.rows.push(Row::of(What::Under(told.why.clone(), Tone::Quiet)));
                if !told.next.is_empty() {
                    page.rows.push(Row::of(What::Under(format!("next: {}", told.next), Tone::Calm)));
                }
            }
            Line::More(count) => page.rows.push(Row::words(format!("and {count} more"))),
        }
    }
    page
}
