//! The sheet on which a deal is sent to service: why, which play, who does what, and until when.

use tui_input::Input;

use super::super::edits;
use super::super::form::{self, Told};
use super::super::model::Model;
use super::super::words;
use crate::campaign::{Campaign, Deal, Id, Seat, When};
use crate::console::drafts::Texts;
use crate::drive::park::{Fit, Offer, Records, fitting, offers};
use crate::drive::rules::{self, Act, Repairs, Task};
use crate::text::Refusal;

/// A line of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Why.
    Reason,
    /// Which play.
    Play,
    /// What sales does.
    Push,
    /// Who does that.
    PushBy,
    /// What marketing does.
    Pull,
    /// Who does that.
    PullBy,
    /// The time box.
    Until,
}

impl Field {
    /// All of them, from the top.
    pub const ALL: [Self; 7] =
        [Self::Reason, Self::Play, Self::Push, Self::PushBy, Self::Pull, Self::PullBy, Self::Until];
}

/// One trade's task, as it is typed.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// In words.
    pub what: Input,
    /// Who does it, by the place among the people; `None`: nobody in particular.
    pub by: Option<usize>,
    /// It was typed: another play does not take it away.
    pub touched: bool,
}

/// The sheet.
#[derive(Debug, Clone)]
pub struct Send {
    /// Whose deal.
    pub deal: Id,
    /// Its name.
    pub about: String,
    /// Why it is offered, the gravest first.
    pub offers: Vec<Offer>,
    /// Which of them; behind the last one: own words.
    pub reason: usize,
    /// Own words.
    pub own: Input,
    /// The plays, those that fit first.
    pub fits: Vec<Fit>,
    /// Which of them; behind the last one: none.
    pub play: usize,
    /// What sales does.
    pub push: Part,
    /// What marketing does.
    pub pull: Part,
    /// Who can do it.
    pub people: Vec<Id>,
    /// Until when, as it is typed.
    pub until: Input,
    /// It was typed.
    pub until_touched: bool,
    /// Where the keys go.
    pub field: Field,
    /// What is said of the sheet.
    pub told: Option<Told>,
    records: Records,
}

impl Send {
    pub(super) fn of(model: &Model, deal: &Deal) -> Self {
        let campaign = &model.campaign;
        let people = campaign.crew.iter().filter(|crew| crew.seat != Some(Seat::Lead)).map(|crew| crew.id.clone());
        let mut sheet = Self {
            deal: deal.id.clone(),
            about: deal.name().to_owned(),
            offers: offers(campaign, &model.outlook, deal, model.now),
            reason: 0,
            own: Input::default(),
            fits: Vec::new(),
            play: 0,
            push: Part::default(),
            pull: Part::default(),
            people: people.collect(),
            until: Input::default(),
            until_touched: false,
            field: Field::Reason,
            told: None,
            records: Records::of(campaign, &model.outlook),
        };
        sheet.look(model);
        sheet
    }

    /// The word that is written as the reason.
    #[must_use]
    pub fn word(&self, campaign: &Campaign) -> String {
        if let Some(offer) = self.offers.get(self.reason) {
            return offer.reason.clone();
        }
        let typed = self.own.value().trim();
        let slug = typed.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
        let is_known = campaign.plays.iter().any(|play| play.when.iter().any(|word| **word == *slug));
        if is_known { slug } else { typed.to_owned() }
    }

    /// Whether the reason is typed.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        self.reason >= self.offers.len()
    }

    /// The play that is chosen.
    #[must_use]
    pub fn fit(&self) -> Option<&Fit> {
        self.fits.get(self.play)
    }

    /// What the time box means; nothing where it cannot be read, or nothing is typed.
    #[must_use]
    pub fn end(&self, model: &Model) -> Option<When> {
        form::day(model, self.until.value())
    }

    /// The plays for the reason, and the best of those that are written for it.
    pub(super) fn look(&mut self, model: &Model) {
        let Some(deal) = model.campaign.deal(&self.deal) else { return };
        self.fits = fitting(&model.campaign, &self.records, deal, &self.word(&model.campaign));
        self.play = if self.fits.first().is_some_and(|fit| fit.answers) { 0 } else { self.fits.len() };
        self.fill(model);
    }

    /// The tasks and the time box that the play says, where nothing was typed.
    pub(super) fn fill(&mut self, model: &Model) {
        let campaign = &model.campaign;
        let Some(deal) = campaign.deal(&self.deal) else { return };
        let play = self.fit().and_then(|fit| campaign.play(&fit.play));
        let place = |who: Option<&Id>| self.people.iter().position(|one| Some(one) == who);
        let (driver, navigator) = (place(campaign.driver_of(deal)), place(campaign.navigator_of(deal)));
        let said = |text: Option<&str>| Input::new(text.unwrap_or_default().to_owned());
        if !self.push.touched {
            self.push = Part { what: said(play.and_then(|play| play.push.as_deref())), by: driver, touched: false };
        }
        if !self.pull.touched {
            self.pull = Part { what: said(play.and_then(|play| play.pull.as_deref())), by: navigator, touched: false };
        }
        if !self.until_touched {
            let day = play.and_then(|play| rules::box_day(model.outlook.calendar(None), play, model.now));
            self.until = said(day.map(|day| day.to_string()).as_deref());
        }
    }

    /// Who does a part.
    #[must_use]
    pub fn owner(&self, part: &Part) -> Option<&Id> {
        self.people.get(part.by?)
    }

    /// What is written.
    pub(super) fn act<'s>(&'s self, model: &Model) -> Result<Act, Refusal> {
        let until = match (self.until.value().trim(), self.end(model)) {
            ("", _) => None,
            (_, Some(until)) => Some(until),
            (typed, None) => {
                return Err(Refusal::new(
                    format!("`{typed}` is no day"),
                    "write it such as `3wd`, `friday` or `2 dec`",
                ));
            }
        };
        let task = |part: &'s Part| Some(Task { what: part.what.value(), by: self.owner(part).map(|by| &**by) });
        let reason = self.word(&model.campaign);
        let play = Some(self.fit().map_or("", |fit| &*fit.play));
        let repairs = Repairs { reason: &reason, play, until, push: task(&self.push), pull: task(&self.pull) };
        rules::serve(edits::ground(model), &self.deal, repairs)
    }

    pub(super) fn texts(&self) -> Texts {
        let part = |name: &str, part: &Part| {
            let text = if part.touched { part.what.value() } else { "" };
            (name.to_owned(), text.to_owned())
        };
        let until = if self.until_touched { self.until.value() } else { "" };
        vec![
            ("reason".to_owned(), self.own.value().to_owned()),
            part("push", &self.push),
            part("pull", &self.pull),
            ("until".to_owned(), until.to_owned()),
        ]
    }

    pub(super) fn take_up(&mut self, model: &Model, texts: &[(String, String)]) {
        for (name, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
            let input = Input::new(text.clone());
            match name.as_str() {
                "reason" => (self.own, self.reason) = (input, self.offers.len()),
                "push" => (self.push.what, self.push.touched) = (input, true),
                "pull" => (self.pull.what, self.pull.touched) = (input, true),
                "until" => (self.until, self.until_touched) = (input, true),
                _ => {}
            }
        }
        self.look(model);
    }

    /// Takes over where the person was, on the file as it is now.
    pub(super) fn go_on(&mut self, model: &Model, old: Self) {
        let reason = old.offers.get(old.reason).map(|offer| offer.reason.clone());
        let place = |reason: &String| self.offers.iter().position(|offer| offer.reason == *reason);
        self.reason = reason.as_ref().and_then(place).unwrap_or(self.offers.len());
        let play = old.fit().map(|fit| fit.play.clone());
        (self.own, self.field, self.told) = (old.own, old.field, old.told);
        (self.until, self.until_touched) = (old.until, old.until_touched);
        let people = &self.people;
        let part = |old: Part| {
            let by = old.by.filter(|by| *by < people.len());
            Part { by, ..old }
        };
        (self.push, self.pull) = (part(old.push), part(old.pull));
        self.look(model);
        if let Some(at) = self.fits.iter().position(|fit| Some(&fit.play) == play.as_ref()) {
            self.play = at;
            self.fill(model);
        }
    }

    /// `in service until Wed 25 Nov`: what was done, in one line.
    pub(super) fn done(&self, model: &Model) -> String {
        let campaign = &model.campaign;
        let title = self.fit().map_or("no play", |fit| campaign.play_title(&fit.play));
        let until = self.end(model).map_or_else(
            || ", without an end".to_owned(),
            |until| format!(" until {}", words::when(until, campaign.zone, model.now)),
        );
        format!("{} is in service{until}: {title}", self.about)
    }
}
