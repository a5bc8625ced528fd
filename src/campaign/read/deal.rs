//! Reads a deal, and the small records that say what it is.

use std::ops::Range;

use toml::de::DeValue;

use super::super::Id;
use super::super::kind::Kind;
use super::super::reader::{Key, Reader, Table, Value};
use super::super::records::{
    Colour, Contact, Deal, Finish, Flag, Gives, LastWord, Next, Service, Standing, Status, Stint, Text, ValueLine,
    Waiver,
};
use super::settings::missing;
use super::{logs, road};

pub(super) fn deal<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Deal {
    let mut deal = Deal::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "account" => deal.account = r.text(value),
            "title" => deal.title = r.text(value),
            "value" => deal.value = r.money(value),
            "currency" => deal.currency = r.currency(value),
            "created" => deal.created = r.when(value),
            "source" => deal.source = r.text(value),
            "stage" => deal.stage = r.id(value),
            "since" => deal.since = r.when(value),
            "close" => deal.close = r.when(value),
            "customer_date" => deal.customer_date = r.when(value),
            "probability" => deal.probability = r.share(value),
            "driver" => deal.driver = r.ids(value).into(),
            "navigator" => deal.navigator = r.ids(value).into(),
            "product" => deal.product = r.ids(value).into(),
            "market" => deal.market = r.texts(value).into(),
            "industry" => deal.industry = r.texts(value).into(),
            "infrastructure" => deal.infrastructure = r.texts(value).into(),
            "objective" => deal.objectives = r.texts_by_id(key, value, "an objective").into(),
            "value_line" => deal.value_lines = r.records(key, value, Kind::ValueLine, value_line).into(),
            "contact" => deal.contacts = r.records(key, value, Kind::Contact, contact).into(),
            "next" => deal.next = next(r, key, value),
            "gate" => deal.gate = r.ids(value).into(),
            "ids" => deal.ids = r.texts_by_id(key, value, "the id in each CRM").into(),
            "flag" => deal.flags = r.records(key, value, Kind::Flag, flag).into(),
            "waiver" => deal.waivers = r.records(key, value, Kind::Waiver, waiver).into(),
            "obstacle" => deal.obstacles = r.records(key, value, Kind::Obstacle, road::obstacle).into(),
            "note" => deal.notes = r.records(key, value, Kind::Note, road::note).into(),
            "control" => deal.controls = r.records(key, value, Kind::Control, road::control).into(),
            "run" => deal.runs = r.records(key, value, Kind::Run, road::run).into(),
            "stage_log" => deal.stage_log = r.rows(key, value, Kind::StageLog, logs::stage_log).into(),
            "close_log" => deal.close_log = r.log(key, value, Kind::CloseLog, logs::close_log).into(),
            "stroke" => deal.strokes = r.log(key, value, Kind::Stroke, logs::stroke).into(),
            "heard" => deal.heard = r.log(key, value, Kind::Heard, logs::heard).into(),
            "message" => deal.messages = r.log(key, value, Kind::Message, logs::message).into(),
            "call_log" => deal.call_log = r.rows(key, value, Kind::CallLog, logs::call_log).into(),
            "handoff" => deal.handoffs = r.log(key, value, Kind::Handoff, logs::handoff).into(),
            "service" => deal.service = r.record(key, value, Kind::Service, service).map(Box::new),
            "service_log" => deal.service_log = r.log(key, value, Kind::ServiceLog, logs::service_log).into(),
            "result" => {
                let place = key.span();
                deal.result = r.record(key, value, Kind::Finish, |r, table| finish(r, table, place)).flatten();
            }
            "crm" => deal.crm = r.record(key, value, Kind::LastWord, last_word).map(Box::new),
            _ => r.unknown(Kind::Deal, key),
        }
    }
    deal
}

fn value_line<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> ValueLine {
    const GIVES: [(&str, Gives); 4] =
        [("revenue", Gives::Revenue), ("cost", Gives::Cost), ("risk", Gives::Risk), ("peace", Gives::Peace)];
    let mut line = ValueLine::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "serves" => line.serves = r.id(value),
            "gives" => line.gives = r.choice(value, &GIVES),
            "line" => line.line = r.text(value),
            _ => r.unknown(Kind::ValueLine, key),
        }
    }
    line
}

fn contact<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Contact {
    let mut contact = Contact::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "name" => contact.name = r.text(value),
            "role" => contact.role = r.text(value),
            "stance" => contact.stance = r.text(value),
            "email" => contact.email = r.text(value),
            _ => r.unknown(Kind::Contact, key),
        }
    }
    contact
}

/// A plain text is the touch itself, undated.
fn next<'t>(r: &mut Reader<'t>, key: &'t Key<'t>, value: &'t Value<'t>) -> Option<Next> {
    if let DeValue::String(what) = value.get_ref() {
        return Some(Next { what: Some(Text::from(&**what)), ..Next::default() });
    }
    r.record(key, value, Kind::Next, |r, table| {
        let mut next = Next::default();
        for (key, value) in table {
            match &**key.get_ref() {
                "what" => next.what = r.text(value),
                "on" => next.on = r.when(value),
                "by" => next.by = r.id(value),
                "needs" => next.needs = r.id(value),
                _ => r.unknown(Kind::Next, key),
            }
        }
        next
    })
}

fn flag<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Flag {
    let mut flag = Flag::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "colour" => {
                let words = [("yellow", Colour::Yellow), ("red", Colour::Red)];
                flag.colour = r.choice(value, &words).unwrap_or(Colour::Yellow);
            }
            "why" => flag.why = r.text(value),
            "by" => flag.by = r.id(value),
            "at" => flag.at = r.when(value),
            _ => r.unknown(Kind::Flag, key),
        }
    }
    flag
}

fn waiver<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Waiver {
    let mut waiver = Waiver::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "of" => waiver.of = r.text(value),
            "why" => waiver.why = r.text(value),
            "by" => waiver.by = r.id(value),
            "until" => waiver.until = r.when(value),
            _ => r.unknown(Kind::Waiver, key),
        }
    }
    waiver
}

fn service<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> Service {
    let mut service = Service::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "since" => service.since = r.when(value),
            "reason" => service.reason = r.text(value),
            "play" => service.play = r.id(value),
            "until" => service.until = r.when(value),
            "push" => service.push = stint(r, key, value),
            "pull" => service.pull = stint(r, key, value),
            _ => r.unknown(Kind::Service, key),
        }
    }
    service
}

/// A plain text is what is to be done.
fn stint<'t>(r: &mut Reader<'t>, key: &'t Key<'t>, value: &'t Value<'t>) -> Option<Stint> {
    if let DeValue::String(what) = value.get_ref() {
        return Some(Stint { what: Some(Text::from(&**what)), ..Stint::default() });
    }
    r.record(key, value, Kind::Stint, |r, table| {
        let mut stint = Stint::default();
        for (key, value) in table {
            match &**key.get_ref() {
                "what" => stint.what = r.text(value),
                "by" => stint.by = r.id(value),
                "done" => stint.done = r.when(value),
                _ => r.unknown(Kind::Stint, key),
            }
        }
        stint
    })
}

fn finish<'t>(r: &mut Reader<'t>, table: &'t Table<'t>, place: Range<usize>) -> Option<Box<Finish>> {
    let (mut status, mut on, mut reason, mut credit) = (None, None, None, Vec::new());
    let mut said = false;
    for (key, value) in table {
        match &**key.get_ref() {
            "status" => {
                said = true;
                status = r.choice(value, &[("won", Status::Won), ("lost", Status::Lost)]);
            }
            "on" => on = r.when(value),
            "reason" => reason = r.text(value),
            "credit" => credit = r.rows(key, value, Kind::Credit, self::credit),
            _ => r.unknown(Kind::Finish, key),
        }
    }
    if !said {
        missing(r, place, "a result needs `status`", "write `status = \"won\"` or `status = \"lost\"`");
    }
    status.map(|status| Box::new(Finish { status, on, reason, credit }))
}

fn credit<'t>(r: &mut Reader<'t>, table: &'t Table<'t>, place: Range<usize>) -> Option<(Id, Text)> {
    let (mut who, mut what) = (None, None);
    let mut said = false;
    for (key, value) in table {
        match &**key.get_ref() {
            "who" => {
                said = true;
                who = r.id(value);
            }
            "for" => what = r.text(value),
            _ => r.unknown(Kind::Credit, key),
        }
    }
    if !said {
        missing(r, place, "a credit needs `who`", "write `{ who = \"…\", for = \"…\" }`");
    }
    who.map(|who| (who, what.unwrap_or_default()))
}

fn last_word<'t>(r: &mut Reader<'t>, table: &'t Table<'t>) -> LastWord {
    let standings = Standing::ALL.map(|standing| (standing.word(), standing));
    let mut last = LastWord::default();
    for (key, value) in table {
        match &**key.get_ref() {
            "account" => last.account = r.text(value),
            "title" => last.title = r.text(value),
            "value" => last.value = r.money(value),
            "currency" => last.currency = r.currency(value),
            "stage" => last.stage = r.text(value),
            "status" => last.status = r.choice(value, &standings),
            "close" => last.close = r.when(value),
            "created" => last.created = r.when(value),
            "probability" => last.probability = r.share(value),
            "driver" => last.driver = r.text(value),
            "next" => last.next = r.text(value),
            "next_on" => last.next_on = r.when(value),
            "reason" => last.reason = r.text(value),
            "source" => last.source = r.text(value),
            _ => r.unknown(Kind::LastWord, key),
        }
    }
    last
}
