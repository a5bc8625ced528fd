//! The proofs to name: chosen by topic, industry and stage; only with permission and not expired.
//!
//! A note of the run that brings a proof asks for it by name. Otherwise a proof has to speak about a topic of the deal or
//! to its industry: the stage alone is no reason. One that a note of the run brings and that may not be shown is told as
//! such, because somebody is about to name it.

use super::{Ask, Fact, Sign, is_in, is_in_play};
use crate::campaign::{Asset, AssetKind};
use crate::drive::proof::{MayNot, may_not};
use crate::drive::words;
use crate::text::RecordPath;

/// What a match is worth; a topic counts with its own weight as well.
const ASKED_FOR: u32 = 100;
const INDUSTRY: u32 = 3;
const STAGE: u32 = 1;

impl Ask<'_> {
    pub(super) fn assets(&self) -> Vec<Fact> {
        if !self.deal.is_open() {
            return Vec::new();
        }
        let mut chosen: Vec<(u32, &Asset, String)> = Vec::new();
        let mut refused = Vec::new();
        for asset in &self.campaign.assets {
            let Some((weight, why)) = self.choose(asset) else { continue };
            match self.may_not(asset) {
                None => chosen.push((weight, asset, why)),
                Some(reason) if weight >= ASKED_FOR => {
                    let what = format!("not {}", self.campaign.asset_title(&asset.id));
                    refused.push(
                        Fact::new(what)
                            .say(reason)
                            .why(why.split("; ").next().unwrap_or_default())
                            .sign(Sign::Late)
                            .of(path(asset)),
                    );
                }
                Some(_) => {}
            }
        }
        chosen.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        let chosen = chosen.into_iter().map(|(_, asset, why)| {
            let kind = asset.kind.map_or("", kind_words);
            let why = if kind.is_empty() { why } else { format!("{kind}: {why}") };
            Fact::new(self.campaign.asset_title(&asset.id)).why(why).of(path(asset))
        });
        // What must not be named stands where it is read: before the page is cut.
        let mut facts: Vec<Fact> = chosen.collect();
        let at = facts.len().min(super::MOST - refused.len().min(super::MOST - 1));
        facts.splice(at..at, refused);
        if facts.is_empty() {
            facts.push(Fact::new("no proof that may be shown fits their topics or industry").sign(Sign::Late));
        }
        facts
    }

    /// How well a proof fits, and why; `None`: it does not.
    fn choose(&self, asset: &Asset) -> Option<(u32, String)> {
        let (topics, mut weight) = self.topics.shared(&asset.topics);
        let mut why = Vec::new();
        let brings = self.deal.notes.iter().filter(|note| is_in_play(note) && note.asset.as_ref() == Some(&asset.id));
        let asked = self.run.and_then(|run| brings.clone().find(|note| is_in(run, note)));
        if let Some(note) = asked {
            weight += ASKED_FOR;
            why.push(format!("{} brings it", self.note_words(note)));
        }
        if !topics.is_empty() {
            let names: Vec<&str> = topics.iter().map(|id| self.campaign.topic_name(id)).collect();
            why.push(format!("for {}", words::listed(&names)));
        }
        let industry = asset.industry.iter().find(|one| self.deal.industry.contains(one));
        if let Some(industry) = industry {
            weight += INDUSTRY;
            why.push(industry.to_string());
        }
        if asked.is_none() && topics.is_empty() && industry.is_none() {
            return None;
        }
        if let Some(stage) = self.campaign.stage_of(self.deal).filter(|stage| asset.stages.contains(stage)) {
            weight += STAGE;
            why.push(format!("in {}", self.campaign.stage_name(stage)));
        }
        Some((weight, why.join("; ")))
    }

    /// Why a proof may not be shown on the day of the run.
    fn may_not(&self, asset: &Asset) -> Option<String> {
        let calendar = self.outlook.calendar(None);
        let day = self.run.and_then(|run| run.starts).map_or(self.now, |starts| calendar.clock(starts).max(self.now));
        Some(match may_not(asset, calendar, day)? {
            MayNot::Ended(until) => {
                format!("usable only until {}", words::when(until, self.campaign.zone, self.now))
            }
            other => other.to_string(),
        })
    }
}

const fn kind_words(kind: AssetKind) -> &'static str {
    match kind {
        AssetKind::CaseStudy => "case study",
        AssetKind::Testimonial => "testimonial",
        AssetKind::Datasheet => "datasheet",
        AssetKind::Roi => "return on investment",
        AssetKind::Demo => "demo",
        AssetKind::Reference => "reference",
    }
}

fn path(asset: &Asset) -> RecordPath {
    RecordPath::new(["asset", &asset.id])
}
