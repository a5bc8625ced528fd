//! Checks what is not a deal: settings, destination, crew, route, and the records that all deals share.

use std::collections::HashMap;

use super::super::code;
use super::super::kind::{Kind, nearest};
use super::super::locate::Step::{self, Key, Row};
use super::super::records::{Deal, Filter};
use super::super::{Anchor, Folds, Id, Position, topic_key};
use super::circles::circles;
use super::logs::twice;
use super::road::measured_from;
use super::{Checker, Group, Tense, mend_reference, shown};

impl<'c> Checker<'c> {
    pub(super) fn shared(&mut self, says_format: bool) {
        let campaign = self.campaign;
        if !says_format {
            let message = "the file does not say its format; 1 is taken".to_owned();
            self.tell(code::MISSING_FORMAT, &[], message, "write `format = 1` as the first line".into());
        }
        self.at_group("campaign");
        if campaign.settings.timezone.is_none() {
            let message = format!("the campaign has no time zone; the machine's is taken: `{}`", campaign.zone);
            let mend = format!("write `timezone = \"{}\"` under `[campaign]`", campaign.zone);
            self.tell(code::MISSING_TIMEZONE, &[], message, mend);
        }
        for at in twice(&campaign.settings.route, |id| id) {
            let id = campaign.settings.route.get(at).map(|id| shown(id)).unwrap_or_default();
            let message = format!("the route names the stage `{id}` twice");
            self.tell(code::DUPLICATE_STAGE, &[Key("route"), Row(at)], message, "keep one of them".into());
        }
        for (path, why) in &campaign.past.missing {
            let at = campaign.settings.history.iter().position(|listed| listed == path);
            let path = shown(path);
            let mend = "correct the path, put the file back, or take it out of the list".to_owned();
            let message = format!("the archived campaign `{path}` cannot be read: {why}");
            self.tell(code::MISSING_HISTORY, &[Key("history"), Row(at.unwrap_or_default())], message, mend);
        }
        self.destination();
        self.people();
        self.stages();
        self.catalogue();
        self.hazards();
        self.at_group("review");
        self.reviews();
    }

    const fn at_group(&mut self, group: &'c str) {
        self.base = [Key(group), Key("")];
    }

    fn at_record(&mut self, group: &'c str, id: &'c Id) {
        self.base = [Key(group), Key(id)];
    }

    fn destination(&mut self) {
        let Some(destination) = &self.campaign.destination else { return };
        self.at_group("destination");
        for (who, _) in &destination.shares {
            self.refer(Group::Crew, who, Tense::Live, &[Key("shares"), Key(who)]);
        }
        let sum: f64 = destination.shares.iter().map(|(_, share)| share).sum();
        if sum > 1.0 + 1e-9 {
            let message = format!("the shares are {} together", (sum * 1000.0).round() / 1000.0);
            self.tell(code::SHARES_OVER_ONE, &[Key("shares")], message, "lower one of them to reach 1".into());
        }
        self.in_order(destination.from, destination.by, ["from", "by"], &[Key("by")]);
        self.only(&destination.only);
    }

    fn people(&mut self) {
        for crew in &self.campaign.crew {
            self.at_record("crew", &crew.id);
            for (at, (from, until)) in crew.away.iter().enumerate() {
                let path = [Key("away"), Row(at), Key("until")];
                self.in_order(Some(*from), Some(*until), ["from", "until"], &path);
            }
        }
    }

    fn stages(&mut self) {
        let mut names: HashMap<&str, &Id> = HashMap::new();
        for stage in &self.campaign.stages {
            self.at_record("stage", &stage.id);
            if !self.facts.route.contains(stage.id.as_str()) {
                let message = format!("the stage `{}` is not on the route", shown(&stage.id));
                let mend = "add it to `route`, or remove its table".to_owned();
                self.tell(code::STAGE_OFF_ROUTE, &[], message, mend);
            }
            if stage.gate.len() > 9 {
                let message = format!("the stage asks for {} facts", stage.gate.len());
                self.tell(code::TOO_MANY_FACTS, &[Key("gate")], message, "keep nine at most".into());
            }
            let name = stage.name.as_deref().unwrap_or(&stage.id);
            if let Some(other) = names.insert(name, &stage.id) {
                let message = format!("the stage `{}` has the same name", shown(other));
                let mend = "give one of them another name".to_owned();
                self.tell(code::DUPLICATE_NAME, &[Key("name")], message, mend);
            }
        }
    }

    fn catalogue(&mut self) {
        for asset in &self.campaign.assets {
            self.at_record("asset", &asset.id);
            for (at, stage) in asset.stages.iter().enumerate() {
                if !self.facts.stages.contains(stage.as_str()) {
                    self.on_route(stage, &[Key("stages"), Row(at)]);
                }
            }
            self.refer_if(Group::Crew, asset.by.as_ref(), Tense::Past, &[Key("by")]);
        }
        for track in &self.campaign.tracks {
            self.at_record("track", &track.id);
            self.refer_all(Group::Crew, &track.agreed, Tense::Live, "agreed");
        }
        self.topics();
    }

    /// Tables that are other words for each other.
    fn topics(&mut self) {
        let topics = &self.campaign.topics;
        // Most files have no such word at all.
        let from = Folds::of(self.campaign).from;
        if from.is_empty() {
            return;
        }
        for circle in circles(&from, topics.iter().map(|topic| topic.id.as_str())) {
            let members = topics.iter().filter(|topic| circle.contains(&&*topic.id));
            let Some(first) = members.min_by_key(|topic| &topic.id) else { continue };
            let names =
                |word: &str| circle.iter().any(|id| from.get(id) == Some(&&*first.id) && self.is_topic(id, word));
            let at = first.also.iter().position(|word| names(word)).unwrap_or_default();
            let mut members: Vec<String> = circle.iter().map(|id| format!("`{}`", shown(id))).collect();
            members.sort();
            let message = format!("{} are other words for each other in a circle", members.join(", "));
            let mend = "take one of them out of the other's `also`".to_owned();
            self.at_record("topic", &first.id);
            self.tell(code::TOPIC_CIRCLE, &[Key("also"), Row(at)], message, mend);
        }
    }

    /// Whether a word is a topic's id or name.
    fn is_topic(&self, id: &str, word: &str) -> bool {
        let key = topic_key(word);
        key == topic_key(id)
            || self
                .campaign
                .topic(id)
                .and_then(|topic| topic.name.as_deref())
                .is_some_and(|name| key == topic_key(name))
    }

    fn hazards(&mut self) {
        for hazard in &self.campaign.hazards {
            self.at_record("hazard", &hazard.id);
            self.only(&hazard.only);
            self.shared_position(hazard.at.as_deref(), &[Key("at")]);
            for note in &hazard.notes {
                self.shared_position(note.at.as_deref(), &[Key("note"), Key(&note.id), Key("at")]);
                self.note(note, &[Key("note"), Key(&note.id)]);
            }
        }
        let hazards = &self.campaign.hazards;
        let from = hazards.iter().filter_map(|hazard| Some((hazard.id.as_str(), measured_from(hazard.at.as_deref())?)));
        for circle in circles(&from.collect(), hazards.iter().map(|hazard| hazard.id.as_str())) {
            let members = hazards.iter().filter(|hazard| circle.contains(&&*hazard.id));
            if let Some(first) = members.min_by_key(|hazard| &hazard.id) {
                self.at_record("hazard", &first.id);
                self.circle(&circle, &[Key("at")]);
            }
        }
    }

    /// The place of a hazard is in every deal that meets it: a stage, or another hazard.
    fn shared_position(&mut self, at: Option<&Position>, path: &[Step<'_>]) {
        match at.map(|at| &at.anchor) {
            None | Some(Anchor::Time(_)) => {}
            Some(Anchor::Enter(stage) | Anchor::Leave(stage)) => self.on_route(stage, path),
            Some(Anchor::Named(id)) => {
                let id = id.as_str();
                if !self.facts.route.contains(id) && !self.facts.hazards.contains(id) {
                    self.not_shared(id, path);
                }
            }
            Some(Anchor::Minute(id, _)) => self.not_shared(id, path),
        }
    }

    #[cold]
    fn not_shared(&mut self, id: &str, path: &[Step<'_>]) {
        let id = shown(id);
        let route = self.campaign.route.iter().map(Id::as_str);
        let known = nearest(&id, route.chain(self.campaign.hazards.iter().map(|hazard| hazard.id.as_str())));
        let mend = mend_reference(&id, known, "write a stage, a date or another hazard");
        let message = format!("no stage and no hazard has the id `{id}`");
        self.tell(code::DANGLING_REFERENCE, path, message, mend);
    }

    fn only(&mut self, only: &'c Filter) {
        // A deal that says nothing has every field that deals have.
        let blank = Deal::new(Id::from("blank"));
        for (field, values) in only {
            let path = [Key("only"), Key(field)];
            if self.campaign.has_field(&blank, field, &mut |_| false).is_none() {
                let name = shown(field);
                let mend = match nearest(&name, Kind::Deal.keys().iter().copied()) {
                    Some(near) => format!("write `{near}`"),
                    None => "write a field of a deal, such as `product` or `market`".to_owned(),
                };
                self.tell(code::UNKNOWN_FIELD, &path, format!("deals have no field `{name}`"), mend);
                continue;
            }
            for (at, value) in values.iter().enumerate() {
                let path = [Key("only"), Key(field), Row(at)];
                match field.as_str() {
                    "product" => self.refer(Group::Product, value, Tense::Live, &path),
                    "driver" | "navigator" => self.refer(Group::Crew, value, Tense::Live, &path),
                    "stage" => self.on_route(value, &path),
                    _ => {}
                }
            }
        }
    }

    fn reviews(&mut self) {
        let campaign = self.campaign;
        for (at, review) in campaign.reviews.iter().enumerate() {
            if let Some(deal) = &review.deal
                && campaign.complete
                && campaign.deal(deal).is_none()
            {
                let id = shown(deal);
                let known = nearest(&id, campaign.deals.iter().map(|deal| deal.id.as_str()));
                let mend = mend_reference(&id, known, "leave it as history");
                let message = format!("no deal has the id `{id}`");
                self.tell(code::STALE_REFERENCE, &[Row(at), Key("deal")], message, mend);
            }
            for (person, who) in review.by.iter().enumerate() {
                self.refer(Group::Crew, who, Tense::Past, &[Row(at), Key("by"), Row(person)]);
            }
        }
        for row in twice(&campaign.reviews, |review| (review.at, review.deal.as_ref())) {
            let message = "two reviews have the same `at` and `deal`".to_owned();
            self.tell(code::DUPLICATE_ROW, &[Row(row)], message, "remove one of them, or correct its time".into());
        }
    }
}
