//! `codriver report reports`: what buyers said, over all deals, by topic.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Printed, text};
use crate::campaign::{Campaign, Id, Warmth};
use crate::console::reports::{join_command, told};
use crate::drive::Outlook;
use crate::drive::reports::{Said, Theme, reports};
use crate::drive::rules::when;
use crate::drive::veil::Veil;

/// The report; with `names`, with the buyers' names.
pub fn report(campaign: &Campaign, deal: Option<&str>, names: bool, now: DateTime<Utc>) -> Printed {
    let found = reports(campaign, &Outlook::new(campaign), deal, now);
    let all = |said: &[Said]| said.iter().filter_map(|one| said_json(campaign, one, names)).collect::<Vec<_>>();
    let topic = |one: &Theme| {
        json!({
            "topic": one.topic.as_str(),
            "name": one.name,
            "folded": one.folded.iter().map(Id::as_str).collect::<Vec<_>>(),
            "gap": one.is_gap(),
            "reports": one.said.len(),
            "deals": one.deals,
            "waiting": one.waiting(),
            "tracks": one.tracks.iter().map(Id::as_str).collect::<Vec<_>>(),
            "unsigned_tracks": one.unsigned.iter().map(Id::as_str).collect::<Vec<_>>(),
            "assets": one.assets.iter().map(Id::as_str).collect::<Vec<_>>(),
            "barred_assets": one.barred.iter().map(Id::as_str).collect::<Vec<_>>(),
            "said": all(&one.said),
        })
    };
    let sheet = told(campaign, &found, names, now);
    let json = json!({
        "sentence": sheet.sentence,
        "topics": found.topics.iter().map(topic).collect::<Vec<_>>(),
        "unfiled": all(&found.unfiled),
        "weeks": found.weeks.iter().map(|week| json!({
            "monday": week.monday.to_string(), "answered": week.answered, "median_working_seconds": week.median,
        })).collect::<Vec<_>>(),
        "may_be_one": found.joins.iter().map(|join| json!({
            "into": join.into.as_str(), "word": join.word.as_str(), "command": join_command(join),
        })).collect::<Vec<_>>(),
        "openers": found.openers.iter().map(|one| json!({
            "track": one.track.as_str(),
            "deal": one.deal.as_str(),
            "times": one.times,
            "agreed": one.agreed,
            "warmth": one.warmth.map(|warmth| if warmth == Warmth::Cold { "cold" } else { "warm" }),
            "cold_deals": one.cold.iter().map(Id::as_str).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    Printed { text: text(&sheet), json }
}

fn said_json(campaign: &Campaign, one: &Said, names: bool) -> Option<Value> {
    let deal = campaign.deal(&one.deal)?;
    let row = deal.heard.get(one.row)?;
    let veil = Veil::over(deal, names);
    Some(json!({
        "deal": one.deal.as_str(),
        "at": one.at.map(|at| when(at).to_string()),
        "by": row.by.as_ref().map(Id::as_str),
        "who": row.who.as_ref().filter(|_| names).map(Id::as_str),
        "kind": row.kind.map(crate::campaign::HeardKind::word),
        "said": row.said.as_deref().map(|said| veil.sentence(said)),
        "answer": one.answer.as_ref().filter(|id| veil.may_tell(id)).map(Id::as_str),
        "answered": row.answered.map(|at| when(at).to_string()),
        "waits_working_seconds": one.waits,
    }))
}
