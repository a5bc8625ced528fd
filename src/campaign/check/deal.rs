//! Checks a deal: what it says of itself, and whom and what it names.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::super::Id;
use super::super::code;
use super::super::kind::nearest;
use super::super::locate::Step::{Key, Row};
use super::super::records::{Contact, Control, Deal, Note, Obstacle, Run, Text};
use super::{Checker, Group, Tense, mend_reference, shown};

/// A list of records by id. Short ones are searched, long ones hashed: a file may have a deal with a hundred thousand.
pub(super) struct Listed<'d, T> {
    list: &'d [T],
    id: fn(&T) -> &Id,
    set: OnceCell<HashSet<&'d str>>,
}

impl<'d, T> Listed<'d, T> {
    const fn new(list: &'d [T], id: fn(&T) -> &Id) -> Self {
        Self { list, id, set: OnceCell::new() }
    }

    pub(super) fn has(&self, id: &str) -> bool {
        if self.list.len() <= 16 {
            return self.list.iter().any(|record| *(self.id)(record) == *id);
        }
        self.set.get_or_init(|| self.ids().collect()).contains(id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &'d str> + use<'d, T> {
        let id = self.id;
        self.list.iter().map(move |record| id(record).as_str())
    }
}

/// The ids of one deal.
pub(super) struct Own<'d> {
    pub obstacles: Listed<'d, Obstacle>,
    pub notes: Listed<'d, Note>,
    pub controls: Listed<'d, Control>,
    pub runs: Listed<'d, Run>,
    pub contacts: Listed<'d, Contact>,
    objectives: Listed<'d, (Id, Text)>,
}

impl<'d> Own<'d> {
    fn of(deal: &'d Deal) -> Self {
        Self {
            obstacles: Listed::new(&deal.obstacles, |obstacle| &obstacle.id),
            notes: Listed::new(&deal.notes, |note| &note.id),
            controls: Listed::new(&deal.controls, |control| &control.id),
            runs: Listed::new(&deal.runs, |run| &run.id),
            contacts: Listed::new(&deal.contacts, |contact| &contact.id),
            objectives: Listed::new(&deal.objectives, |(id, _)| id),
        }
    }
}

impl Checker<'_> {
    pub(super) fn deal(&mut self, deal: &Deal) {
        let own = Own::of(deal);
        self.identity(deal);
        self.stage_and_gate(deal);
        self.refer_all(Group::Crew, &deal.driver, Tense::Live, "driver");
        self.refer_all(Group::Crew, &deal.navigator, Tense::Live, "navigator");
        self.refer_all(Group::Product, &deal.product, Tense::Live, "product");
        for line in &deal.value_lines {
            if let Some(serves) = &line.serves
                && !own.objectives.has(serves)
            {
                let path = [Key("value_line"), Key(&line.id), Key("serves")];
                self.unknown_here("objective", "objective", serves, own.objectives.ids(), Tense::Live, &path);
            }
        }
        self.next(deal);
        for flag in &deal.flags {
            let path = [Key("flag"), Key(&flag.id), Key("by")];
            self.refer_if(Group::Crew, flag.by.as_ref(), Tense::Past, &path);
        }
        for waiver in &deal.waivers {
            let path = [Key("waiver"), Key(&waiver.id), Key("by")];
            self.refer_if(Group::Crew, waiver.by.as_ref(), Tense::Past, &path);
        }
        self.road(deal, &own);
        self.logs(deal, &own);
        self.service(deal);
        if let Some(result) = &deal.result {
            for (at, (who, _)) in result.credit.iter().enumerate() {
                let path = [Key("result"), Key("credit"), Row(at), Key("who")];
                self.refer(Group::Crew, who, Tense::Past, &path);
            }
        }
    }

    fn identity(&mut self, deal: &Deal) {
        if deal.account.is_none() && deal.title.is_none() {
            let id = shown(&deal.id);
            let others = self.campaign.deals.iter().map(|other| other.id.as_str());
            let mend = match nearest(&id, others.filter(|other| deal.id != **other)) {
                Some(other) => format!("write `account = \"…\"`, or correct the id if `{other}` is meant"),
                None => "write `account = \"…\"`".to_owned(),
            };
            self.tell(code::MISSING_NAME, &[], format!("the deal `{id}` has no name"), mend);
        }
        if let Some(value) = deal.value
            && value.is_sign_negative()
            && !value.is_zero()
        {
            let message = format!("the value is below zero: `{value}`");
            self.tell(code::NEGATIVE_VALUE, &[Key("value")], message, format!("write `{}`", value.abs()));
        }
        self.money(deal);
        self.close_before_start(deal);
    }

    /// A value that no total can take in beside the others.
    fn money(&mut self, deal: &Deal) {
        let settings = &self.campaign.settings;
        let Some(currency) = deal.currency.as_ref().filter(|_| deal.value.is_some()) else { return };
        if settings.currency.as_ref() == Some(currency) || settings.rates.contains_key(currency) {
            return;
        }
        let (message, mend) = match &settings.currency {
            Some(own) => (
                format!("the value is in {currency}, and the campaign has no rate for it"),
                format!("write `{currency} = …` under `[campaign.rates]`: what one {currency} is in {own}"),
            ),
            None => (
                format!("the value is in {currency}, and the campaign names no currency"),
                format!("write `currency = \"{currency}\"` under `[campaign]`"),
            ),
        };
        self.tell(code::NO_RATE, &[Key("currency")], message, mend);
    }

    fn close_before_start(&mut self, deal: &Deal) {
        let first = deal
            .stage_log
            .iter()
            .filter_map(|row| row.from)
            .reduce(|one, other| if self.before(one, other) { one } else { other });
        let (start, is_created) = (deal.created.or(first), deal.created.is_some());
        if let (Some(start), Some(close)) = (start, deal.close)
            && !self.before(start, close)
        {
            let (message, mend) = if is_created {
                ("`close` lies before `created`", "correct `close` or `created`")
            } else {
                ("`close` lies before the first stage began", "correct `close`, or `from` in `stage_log`")
            };
            self.tell(code::CLOSE_BEFORE_CREATED, &[Key("close")], message.into(), mend.into());
        }
    }

    fn stage_and_gate(&mut self, deal: &Deal) {
        if let Some(stage) = &deal.stage
            && !self.facts.route.contains(stage.as_str())
        {
            let id = shown(stage);
            let add = format!("add `{id}` to `route`");
            let mend = mend_reference(&id, nearest(&id, self.campaign.route.iter().map(Id::as_str)), &add);
            let message = format!("the route has no stage `{id}`");
            self.tell(code::STAGE_NOT_ON_ROUTE, &[Key("stage")], message, mend);
        }
        if deal.gate.is_empty() {
            return;
        }
        let Some(stage) = self.campaign.stage_of(deal) else { return };
        let asked = self.campaign.stage(stage).map_or(&[][..], |stage| &stage.gate);
        let asked = Listed::new(asked, |(id, _)| id);
        for (at, fact) in deal.gate.iter().enumerate() {
            if !asked.has(fact) {
                let id = shown(fact);
                let known = nearest(&id, asked.ids());
                let mend = mend_reference(&id, known, "remove it");
                let message = format!("the stage `{}` does not ask for the fact `{id}`", shown(stage));
                self.tell(code::UNKNOWN_FACT, &[Key("gate"), Row(at)], message, mend);
            }
        }
    }

    fn next(&mut self, deal: &Deal) {
        let Some(next) = &deal.next else { return };
        if next.on.is_none() && deal.is_open() {
            self.tell(
                code::UNDATED_NEXT,
                &[Key("next")],
                "the next touch has no day".into(),
                "give it a day: `next = { what = \"…\", on = 2026-11-24 }`".into(),
            );
        }
        self.refer_if(Group::Crew, next.by.as_ref(), Tense::Live, &[Key("next"), Key("by")]);
        self.refer_if(Group::Crew, next.needs.as_ref(), Tense::Live, &[Key("next"), Key("needs")]);
    }

    fn service(&mut self, deal: &Deal) {
        let Some(service) = &deal.service else { return };
        self.refer_if(Group::Play, service.play.as_ref(), Tense::Live, &[Key("service"), Key("play")]);
        self.in_order(service.since, service.until, ["since", "until"], &[Key("service"), Key("until")]);
        for (key, stint) in [("push", &service.push), ("pull", &service.pull)] {
            let by = stint.as_ref().and_then(|stint| stint.by.as_ref());
            self.refer_if(Group::Crew, by, Tense::Live, &[Key("service"), Key(key), Key("by")]);
        }
        if !deal.is_open() {
            let message = "the deal is finished, and still in service".to_owned();
            let mend = format!("end the repair: `codriver deal service FILE {} --end retired`", shown(&deal.id));
            return self.tell(code::SERVICE_AFTER_FINISH, &[Key("service")], message, mend);
        }
        let is_empty = service.reason.as_deref().is_none_or(|reason| reason.trim().is_empty());
        let missing =
            [(is_empty, "reason", "reason = \"went-quiet\""), (service.until.is_none(), "end", "until = 2026-11-25")];
        for (_, what, mend) in missing.into_iter().filter(|(missing, ..)| *missing) {
            self.tell(
                code::BARE_SERVICE,
                &[Key("service")],
                format!("the repair has no {what}"),
                format!("write `{mend}`"),
            );
        }
    }

    /// A reference to a record of the same deal.
    #[cold]
    pub(super) fn unknown_here<'n>(
        &mut self,
        noun: &str,
        group: &str,
        id: &str,
        known: impl IntoIterator<Item = &'n str>,
        tense: Tense,
        path: &[super::Step<'_>],
    ) {
        let id = shown(id);
        let deal = match self.base[1] {
            Key(deal) => shown(deal),
            Row(_) => String::new(),
        };
        let mend = mend_reference(&id, nearest(&id, known), &format!("add `[deal.{deal}.{group}.{id}]`"));
        self.tell(tense.problem(), path, format!("this deal has no {noun} `{id}`"), mend);
    }
}
