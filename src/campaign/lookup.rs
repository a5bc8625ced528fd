//! How ids are resolved in a campaign, and who sits in which seat of a deal.
//!
//! The short lists (crew, stages) are searched from front to back; deals, of which there may be ten thousand, by hash.

use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::Id;
use super::model::{Campaign, Place};
use super::records::{
    Asset, Colour, Control, Crew, Deal, Filter, Hazard, Note, Obstacle, Play, Product, Run, Seat, Stage, Status, Topic,
    Track, When,
};

impl Campaign {
    /// A campaign that says nothing.
    #[must_use]
    pub fn empty(zone: Tz) -> Self {
        Self {
            format: super::FORMAT,
            settings: super::Settings::default(),
            zone,
            route: Vec::new(),
            destination: None,
            crew: Vec::new(),
            stages: Vec::new(),
            products: Vec::new(),
            assets: Vec::new(),
            topics: Vec::new(),
            tracks: Vec::new(),
            plays: Vec::new(),
            hazards: Vec::new(),
            deals: Vec::new(),
            reviews: Vec::new(),
            by_id: std::collections::HashMap::new(),
            complete: true,
            past: std::sync::Arc::default(),
        }
    }

    /// The deal with this id.
    #[must_use]
    pub fn deal(&self, id: &str) -> Option<&Deal> {
        self.by_id.get(id).and_then(|at| self.deals.get(*at)).map(|deal| &**deal)
    }

    /// The crew member with this id.
    #[must_use]
    pub fn crew(&self, id: &str) -> Option<&Crew> {
        self.crew.iter().find(|crew| crew.id == *id)
    }

    /// The stage with this id, if it has a table.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == *id)
    }

    /// The product with this id.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.id == *id)
    }

    /// The asset with this id.
    #[must_use]
    pub fn asset(&self, id: &str) -> Option<&Asset> {
        self.assets.iter().find(|asset| asset.id == *id)
    }

    /// The topic with this id, if it has a table; a topic may be any word.
    #[must_use]
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }

    /// The track with this id.
    #[must_use]
    pub fn track(&self, id: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id == *id)
    }

    /// The play with this id.
    #[must_use]
    pub fn play(&self, id: &str) -> Option<&Play> {
        self.plays.iter().find(|play| play.id == *id)
    }

    /// The hazard with this id.
    #[must_use]
    pub fn hazard(&self, id: &str) -> Option<&Hazard> {
        self.hazards.iter().find(|hazard| hazard.id == *id)
    }

    /// Where a stage is on the route.
    #[must_use]
    pub fn route_index(&self, id: &str) -> Option<usize> {
        self.route.iter().position(|stage| *stage == *id)
    }

    /// A stage's name, or its id.
    #[must_use]
    pub fn stage_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.stage(id).and_then(|stage| stage.name.as_deref()).unwrap_or(id)
    }

    /// A person's name, or the id.
    #[must_use]
    pub fn crew_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.crew(id).and_then(|crew| crew.name.as_deref()).unwrap_or(id)
    }

    /// A product's name, or its id.
    #[must_use]
    pub fn product_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.product(id).and_then(|product| product.name.as_deref()).unwrap_or(id)
    }

    /// An asset's title, or its id.
    #[must_use]
    pub fn asset_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.asset(id).and_then(|asset| asset.title.as_deref()).unwrap_or(id)
    }

    /// A track's theme, or its id.
    #[must_use]
    pub fn track_theme<'a>(&'a self, id: &'a str) -> &'a str {
        self.track(id).and_then(|track| track.theme.as_deref()).unwrap_or(id)
    }

    /// A topic's name, or its id.
    #[must_use]
    pub fn topic_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.topic(id).and_then(|topic| topic.name.as_deref()).unwrap_or(id)
    }

    /// A play's title, or its id.
    #[must_use]
    pub fn play_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.play(id).and_then(|play| play.title.as_deref()).unwrap_or(id)
    }

    /// The stage a deal is in: its own, else the first of the route.
    #[must_use]
    pub fn stage_of<'a>(&'a self, deal: &'a Deal) -> Option<&'a Id> {
        deal.stage.as_ref().or_else(|| self.route.first())
    }

    /// The currency of a deal's value: its own, else the campaign's.
    #[must_use]
    pub fn currency_of<'a>(&'a self, deal: &'a Deal) -> Option<&'a Id> {
        deal.currency.as_ref().or(self.settings.currency.as_ref())
    }

    /// What an id names as a place of a deal: its own obstacle, control or run, a hazard that it meets, else a stage.
    #[must_use]
    pub fn place<'a>(&'a self, deal: &'a Deal, id: &str) -> Option<Place<'a>> {
        if let Some(obstacle) = deal.obstacle(id) {
            return (!obstacle.struck).then_some(Place::Obstacle(obstacle));
        }
        if let Some(control) = deal.control(id) {
            return Some(Place::Control(control));
        }
        if let Some(run) = deal.run(id) {
            return Some(Place::Run(run));
        }
        if let Some(hazard) = self.hazard(id)
            && self.matches(deal, &hazard.only)
        {
            return Some(Place::Hazard(hazard));
        }
        self.route_index(id).map(Place::Stage)
    }

    /// The hazards that a deal meets: those whose `only` matches it and that are not struck on it. One that the deal
    /// overrides with an obstacle of the same id is among them.
    pub fn hazards_of<'a>(&'a self, deal: &'a Deal) -> impl Iterator<Item = &'a Hazard> {
        self.hazards.iter().filter(|hazard| {
            self.matches(deal, &hazard.only) && !deal.obstacle(&hazard.id).is_some_and(|obstacle| obstacle.struck)
        })
    }

    /// Whether every field that `only` names has one of the values it lists.
    #[must_use]
    pub fn matches(&self, deal: &Deal, only: &Filter) -> bool {
        only.iter().all(|(field, wanted)| {
            self.has_field(deal, field, &mut |has| wanted.iter().any(|one| **one == *has)).unwrap_or(false)
        })
    }

    /// Whether a deal's field has a value that is wanted, as `only` compares it; `None`: deals have no such field.
    /// Records by id count by their ids, dates as days, the result by its status (`open` where there is none).
    #[must_use]
    pub fn has_field(&self, deal: &Deal, field: &str, wanted: &mut dyn FnMut(&str) -> bool) -> Option<bool> {
        let day = |when: Option<When>| when.map(|when| when.local(self.zone).date().to_string());
        Some(match field {
            "account" => deal.account.as_deref().is_some_and(wanted),
            "title" => deal.title.as_deref().is_some_and(wanted),
            "value" => deal.value.is_some_and(|value| wanted(&value.normalize().to_string())),
            "currency" => self.currency_of(deal).is_some_and(|id| wanted(id)),
            "created" => day(deal.created).is_some_and(|day| wanted(&day)),
            "source" => deal.source.as_deref().is_some_and(wanted),
            "stage" => self.stage_of(deal).is_some_and(|id| wanted(id)),
            "since" => day(deal.since).is_some_and(|day| wanted(&day)),
            "close" => day(deal.close).is_some_and(|day| wanted(&day)),
            "customer_date" => day(deal.customer_date).is_some_and(|day| wanted(&day)),
            "probability" => deal.probability.is_some_and(|share| wanted(&share.to_string())),
            "driver" if deal.driver.is_empty() => self.driver_of(deal).is_some_and(|id| wanted(id)),
            "driver" => deal.driver.iter().any(|id| wanted(id)),
            "navigator" if deal.navigator.is_empty() => self.navigator_of(deal).is_some_and(|id| wanted(id)),
            "navigator" => deal.navigator.iter().any(|id| wanted(id)),
            "product" => deal.product.iter().any(|id| wanted(id)),
            "market" => deal.market.iter().any(|text| wanted(text)),
            "industry" => deal.industry.iter().any(|text| wanted(text)),
            "infrastructure" => deal.infrastructure.iter().any(|text| wanted(text)),
            "objective" => deal.objectives.iter().any(|(id, _)| wanted(id)),
            "value_line" => deal.value_lines.iter().any(|line| wanted(&line.id)),
            "contact" => deal.contacts.iter().any(|contact| wanted(&contact.id)),
            "gate" => deal.gate.iter().any(|fact| wanted(fact)),
            "ids" => deal.ids.iter().any(|(crm, _)| wanted(crm)),
            "flag" => deal.flags.iter().any(|flag| wanted(&flag.id)),
            "waiver" => deal.waivers.iter().any(|waiver| wanted(&waiver.id)),
            "obstacle" => deal.obstacles.iter().any(|obstacle| wanted(&obstacle.id)),
            "note" => deal.notes.iter().any(|note| wanted(&note.id)),
            "control" => deal.controls.iter().any(|control| wanted(&control.id)),
            "run" => deal.runs.iter().any(|run| wanted(&run.id)),
            "result" => wanted(match deal.result.as_ref().map(|result| result.status) {
                None => "open",
                Some(Status::Won) => "won",
                Some(Status::Lost) => "lost",
            }),
            _ => return None,
        })
    }

    /// Who drives: the `to` of the hand-over accepted last, else the first `driver`, else the only driver of the
    /// crew. `None`: nobody in particular.
    #[must_use]
    pub fn driver_of<'a>(&'a self, deal: &'a Deal) -> Option<&'a Id> {
        let accepted = deal.handoffs.iter().filter_map(|row| {
            // Of two accepted at one moment the one offered later counts, whatever the order of the rows.
            let at = (row.accepted?.local(self.zone), row.at.map(|at| at.local(self.zone)));
            Some((at, row.to.as_ref()?))
        });
        let last = accepted.max().map(|(_, to)| to);
        last.or_else(|| deal.driver.first()).or_else(|| self.only_one(Seat::Driver))
    }

    /// Who navigates: the first `navigator`, else the only navigator of the crew. `None`: nobody in particular.
    #[must_use]
    pub fn navigator_of<'a>(&'a self, deal: &'a Deal) -> Option<&'a Id> {
        deal.navigator.first().or_else(|| self.only_one(Seat::Navigator))
    }

    /// The only person of a seat; where nobody has that seat alone, the only one who has both.
    fn only_one(&self, seat: Seat) -> Option<&Id> {
        fn single<'a>(mut people: impl Iterator<Item = &'a Crew>) -> Option<&'a Id> {
            people.next().filter(|_| people.next().is_none()).map(|crew| &crew.id)
        }
        let mut own = self.crew.iter().filter(|crew| crew.seat == Some(seat)).peekable();
        if own.peek().is_some() {
            return single(own);
        }
        single(self.crew.iter().filter(|crew| matches!(crew.seat, None | Some(Seat::Both))))
    }
}

impl Deal {
    /// What a person calls it: the account, else the title, else the id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.account.as_deref().or(self.title.as_deref()).unwrap_or(&self.id)
    }

    /// Without a finish.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.result.is_none()
    }

    /// Under a red flag: all outreach stops, clocks stand, and nothing is scored.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.flags.iter().any(|flag| flag.colour == Colour::Red)
    }

    /// The obstacle with this id.
    #[must_use]
    pub fn obstacle(&self, id: &str) -> Option<&Obstacle> {
        self.obstacles.iter().find(|obstacle| obstacle.id == *id)
    }

    /// The note with this id.
    #[must_use]
    pub fn note(&self, id: &str) -> Option<&Note> {
        self.notes.iter().find(|note| note.id == *id)
    }

    /// The control with this id.
    #[must_use]
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.id == *id)
    }

    /// The run with this id.
    #[must_use]
    pub fn run(&self, id: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.id == *id)
    }

    /// A contact's name, or the id.
    #[must_use]
    pub fn contact_name<'a>(&'a self, id: &'a str) -> &'a str {
        let contact = self.contacts.iter().find(|contact| contact.id == *id);
        contact.and_then(|contact| contact.name.as_deref()).filter(|name| !name.is_empty()).unwrap_or(id)
    }
}

impl When {
    /// On the wall clock of a zone; a day alone is its midnight. For comparing, not for timing.
    #[must_use]
    pub fn local(self, zone: Tz) -> NaiveDateTime {
        match self {
            Self::Date(day) => day.and_time(NaiveTime::MIN),
            Self::Local(local) => local,
            Self::Instant(instant) => instant.with_timezone(&zone).naive_local(),
        }
    }
}
