//! `codriver report playlist`: what both trades have agreed to say, what they never say, and the value lines.

use serde_json::json;

use super::{Printed, text};
use crate::campaign::{Campaign, Gives, Id, Seat};
use crate::console::playlist::told;
use crate::drive::playlist::{playlist, written};
use crate::drive::value_lines;
use crate::drive::veil::Veil;

/// The report; with `deal`, what is played and written on that one.
pub fn report(campaign: &Campaign, deal: Option<&str>, names: bool) -> Printed {
    let (entries, words, findings) = (playlist(campaign), written(campaign), value_lines::all(campaign));
    let sheet = told(campaign, &entries, &words, &findings, deal, names);
    let is_meant = |id: Option<&Id>| deal.is_none_or(|deal| id.is_some_and(|id| *id == *deal));
    // A path may be made of a contact's name.
    let path = |id: Option<&Id>, path: String| {
        let hides = id.and_then(|id| campaign.deal(id)).is_some_and(|deal| !Veil::over(deal, names).may_tell(&path));
        (!hides).then_some(path)
    };
    let ids = |ids: &[Id]| ids.iter().map(Id::as_str).map(str::to_owned).collect::<Vec<_>>();
    let tracks = entries.iter().filter(|one| deal.is_none_or(|deal| one.deals.iter().any(|id| *id == *deal)));
    let json = json!({
        "sentence": sheet.sentence,
        "tracks": tracks.map(|one| json!({
            "track": one.track.as_str(),
            "agreed": one.missing.is_empty(),
            "signed": ids(&one.signed),
            "strangers": ids(&one.strangers),
            "missing": one.missing.iter().map(|seat| if *seat == Seat::Driver { "driver" } else { "navigator" })
                .collect::<Vec<_>>(),
            "could_sign": ids(&one.could_sign),
            "deals": ids(&one.deals),
            "hazards": ids(&one.hazards),
            "used": one.record.as_ref().map_or(0, |row| row.used),
            "landed": one.record.as_ref().map_or(0, |row| row.landed.hits),
            "judged": one.record.as_ref().map_or(0, |row| row.landed.of),
        })).collect::<Vec<_>>(),
        "never": words.iter().filter(|one| is_meant(one.deal.as_ref())).map(|one| json!({
            "record": path(one.deal.as_ref(), one.record.to_string()),
            "key": one.key,
            "deal": one.deal.as_ref().map(Id::as_str),
            "words": one.words,
            "track": one.track.as_str(),
        })).collect::<Vec<_>>(),
        "value_lines": findings.iter().filter(|one| is_meant(Some(&one.deal))).map(|one| json!({
            "record": path(Some(&one.deal), one.record.to_string()),
            "deal": one.deal.as_str(),
            "fault": one.fault.name(),
            "gives": one.gives.map(gives),
        })).collect::<Vec<_>>(),
    });
    Printed { text: text(&sheet), json }
}

const fn gives(gives: Gives) -> &'static str {
    match gives {
        Gives::Revenue => "revenue",
        Gives::Cost => "cost",
        Gives::Risk => "risk",
        Gives::Peace => "peace",
    }
}
