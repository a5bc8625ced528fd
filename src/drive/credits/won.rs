//! The card of a deal that is won.

use chrono::{DateTime, Utc};

use super::facts::{Doer, Trade, gather};
use super::{Card, Line, stand};
use crate::campaign::{Campaign, Deal, Repair, Status};
use crate::drive::Outlook;
use crate::drive::veil::Veil;
use crate::drive::words::{listed, quoted, who};

pub(super) fn card(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>, names: bool) -> Card {
    let did = gather(campaign, outlook, deal, now, names);
    let shows = |trade: Trade| did.iter().any(|((of, _), _)| *of == trade || *of == Trade::Both);
    let missing: Vec<Trade> = [Trade::Marketing, Trade::Sales].into_iter().filter(|trade| !shows(*trade)).collect();
    let mut lines = began(deal, names);
    let mut missing_left = missing.clone();
    for ((trade, person), facts) in &did {
        // A trade of which nothing is known stands where it would stand.
        while missing_left.first().is_some_and(|gap| gap < trade) {
            ask(campaign, deal, missing_left.remove(0), &mut lines);
        }
        lines.push(Line::Part(heading(campaign, &(*trade, person.clone()))));
        lines.extend(facts.iter().cloned().map(Line::Words));
    }
    for trade in missing_left {
        ask(campaign, deal, trade, &mut lines);
    }
    lines.extend(recovered(campaign, deal));
    Card {
        deal: deal.id.clone(),
        status: Status::Won,
        sentence: sentence(deal, &did, &missing, campaign),
        title: format!("Won: {}", deal.name()),
        stand: stand(campaign, deal, now),
        lines,
    }
}

/// Where the deal came from, in the words of the file; it is nobody's unless a stroke or a credit says so.
fn began(deal: &Deal, names: bool) -> Vec<Line> {
    let source = deal.source.as_deref().map(|source| Veil::over(deal, names).text(source));
    match source.filter(|source| !source.trim().is_empty()) {
        Some(source) => vec![Line::Part("HOW IT BEGAN".to_owned()), Line::Words(source)],
        None => Vec::new(),
    }
}

/// `MARKETING · Maya Lind`.
fn heading(campaign: &Campaign, (trade, person): &Doer) -> String {
    match person {
        Some(person) => format!("{} · {}", trade.title(), campaign.crew_name(person)),
        None => trade.title().to_owned(),
    }
}

/// What could be asked of a trade that the file says nothing of.
fn ask(campaign: &Campaign, deal: &Deal, trade: Trade, lines: &mut Vec<Line>) {
    let seats = match trade {
        Trade::Marketing => campaign.navigator_of(deal),
        _ => campaign.driver_of(deal),
    };
    let whom = seats.filter(|id| Trade::of(campaign, id) == trade).map(|id| who(campaign, id));
    let question = match trade {
        Trade::Marketing => "what had this buyer read, seen or heard of us before the first meeting?",
        _ => "which meeting turned this deal, and who was in the room?",
    };
    let whom = whom.unwrap_or_else(|| trade.title().to_lowercase());
    lines.push(Line::Part(trade.title().to_owned()));
    lines.push(Line::Ask(format!("The file shows nothing here yet. Ask {whom}: {question}")));
}

/// A repair that worked is the work of both.
fn recovered(campaign: &Campaign, deal: &Deal) -> Vec<Line> {
    let zone = campaign.zone;
    let mut rows: Vec<_> = deal.service_log.iter().filter(|row| row.outcome == Some(Repair::Recovered)).collect();
    rows.sort_by_key(|row| (row.since.map(|at| at.local(zone)), row.play.clone()));
    let told = rows.into_iter().map(|row| match &row.play {
        Some(play) => format!("It was in trouble and came back: {}", quoted(campaign.play_title(play))),
        None => "It was in trouble and came back".to_owned(),
    });
    let told: Vec<Line> = told.map(Line::Words).collect();
    let head = (!told.is_empty()).then(|| Line::Part("TOGETHER".to_owned()));
    head.into_iter().chain(told).collect()
}

/// What to do with the card.
fn sentence(deal: &Deal, did: &[(Doer, Vec<String>)], missing: &[Trade], campaign: &Campaign) -> String {
    let name = deal.name();
    match missing {
        [] => {
            let mut people: Vec<String> =
                did.iter().filter_map(|((_, person), _)| person.as_deref()).map(|id| who(campaign, id)).collect();
            people.dedup();
            let thanks = if people.is_empty() { "both trades".to_owned() } else { listed(&people) };
            format!("Thank {thanks} where others hear it: {name} is won, and this is what each did for it.")
        }
        [one] => {
            let trade = one.title().to_lowercase();
            format!(
                "Ask {trade} before you share this: {name} is won, and the file shows nothing that {trade} did for it."
            )
        }
        _ => format!(
            "Write down who did what while you still know it: {name} is won, and the file shows nobody’s work on it."
        ),
    }
}
