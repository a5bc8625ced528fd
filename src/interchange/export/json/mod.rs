//! Everything that the campaign file says, as JSON, with what is worked out of each deal.
//!
//! Invariant: the keys are those of the campaign file (`campaign::schema`), and a test holds them to it; records stand in
//! lists, in the order of the file, each on a line of its own. Money is an exact text, a time has its offset. What a text
//! holds comes back as it was.
//!
//! Left out: keys that the program does not know (they may hold anything), the campaigns of earlier years, and what
//! changes by the minute, such as how far a place is.

mod deal;
mod shared;
mod told;
mod value;
mod words;

use std::io::{self, Write};

use super::{Wish, standing};
use crate::campaign::{Campaign, Deal};
use crate::drive::Outlook;
use crate::drive::attention::need_of;
use crate::drive::destination::value_in_campaign_currency;
use told::{Telling, instant};
use value::{Object, Value};

/// The version of this form. It grows when a key changes its meaning or goes; a new key leaves it as it is.
pub const VERSION: u32 = 1;

/// Writes the campaign.
pub fn json(wish: &Wish<'_>, outlook: &Outlook, out: &mut dyn Write) -> io::Result<()> {
    let campaign = wish.campaign;
    let all = Telling::of_all(campaign.zone);
    let mut page = Page { out, line: String::from("{\n"), is_first: true };
    page.value("codriver", &VERSION.into())?;
    page.value("as_of", &instant(wish.now).into())?;
    page.value("names", &Value::Yes(wish.names))?;
    page.value("format", &campaign.format.into())?;
    page.value("campaign", &shared::settings(campaign).into())?;
    if let Some(destination) = &campaign.destination {
        page.value("destination", &shared::destination(destination, &all).into())?;
    }
    page.records("crew", campaign.crew.iter().map(|one| shared::crew(one, &all)))?;
    page.records("stage", campaign.stages.iter().map(shared::stage))?;
    page.records("product", campaign.products.iter().map(|one| shared::product(one, &all)))?;
    page.records("asset", campaign.assets.iter().map(|one| shared::asset(one, &all)))?;
    page.records("topic", campaign.topics.iter().map(shared::topic))?;
    page.records("track", campaign.tracks.iter().map(shared::track))?;
    page.records("play", campaign.plays.iter().map(shared::play))?;
    page.records("hazard", campaign.hazards.iter().map(|one| shared::hazard(one, &all)))?;
    page.records(
        "deal",
        campaign.deals.iter().map(|deal| {
            let tell = Telling::of(deal, campaign.zone, wish.names);
            deal::deal(deal, &tell, state(wish, outlook, deal, &tell))
        }),
    )?;
    let reviews = campaign.reviews.iter();
    page.records("review", reviews.map(|one| shared::review(campaign, one, wish.names, &all)))?;
    page.end()
}

/// What is worked out of a deal, and holds for more than a moment.
fn state<'d>(wish: &Wish<'d>, outlook: &Outlook, deal: &'d Deal, tell: &Telling) -> Object<'d> {
    let campaign: &'d Campaign = wish.campaign;
    let stage = campaign.stage_of(deal);
    let known = Object::new()
        .with("standing", Some(standing(deal).word()))
        .with("stage", stage.map(|id| &**id))
        .with("stage_name", stage.map(|id| campaign.stage_name(id)))
        .with("driver", campaign.driver_of(deal).map(|id| &**id))
        .with("navigator", campaign.navigator_of(deal).map(|id| &**id))
        .with("currency", campaign.currency_of(deal).map(|id| &**id))
        .with("worth", value_in_campaign_currency(campaign, deal).map(|worth| worth.normalize()));
    if !deal.is_open() {
        return known;
    }
    let need = need_of(campaign, outlook, &wish.weights, deal, wish.now);
    let reasons = need.reasons.iter().map(|reason| {
        Object::new()
            .with("name", Some(reason.cause.name()))
            .with("words", Some(tell.veiled(&reason.words).into_owned()))
    });
    known.object("need", Object::new().with("weight", Some(need.weight)).list("reasons", reasons))
}

/// The file as it grows: never more than a line of it is held.
struct Page<'o> {
    out: &'o mut dyn Write,
    line: String,
    is_first: bool,
}

impl Page<'_> {
    fn value(&mut self, key: &str, value: &Value<'_>) -> io::Result<()> {
        self.key(key);
        value.write(&mut self.line);
        self.flush()
    }

    /// A list with each record on its line; none without records.
    fn records<'r>(&mut self, key: &str, records: impl Iterator<Item = Object<'r>>) -> io::Result<()> {
        let mut is_open = false;
        for record in records {
            if is_open {
                self.line.push_str(",\n");
            } else {
                self.key(key);
                self.line.push_str("[\n");
                is_open = true;
            }
            Value::from(record).write(&mut self.line);
            self.flush()?;
        }
        if is_open {
            self.line.push_str("\n]");
        }
        Ok(())
    }

    fn key(&mut self, key: &str) {
        if !std::mem::take(&mut self.is_first) {
            self.line.push_str(",\n");
        }
        Value::from(key).write(&mut self.line);
        self.line.push_str(": ");
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }

    fn end(mut self) -> io::Result<()> {
        self.line.push_str("\n}\n");
        self.flush()
    }
}

#[cfg(test)]
mod tests;
