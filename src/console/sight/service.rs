//! What the Stage says of a deal in trouble: the repair with its clock, both tasks and what to look at first; or that the
//! service park is offered.

use crate::campaign::{Deal, Service, Stint, StrokeKind};
use crate::console::command::Command;
use crate::console::model::Model;
use crate::console::sheet::{RepairLines, RepairPart, Tone};
use crate::console::words;
use crate::drive::park::{checklist, offers, time_left};

/// The repair that goes on.
pub(super) fn lines(model: &Model, deal: &Deal) -> Option<Box<RepairLines>> {
    let service = deal.service.as_deref().filter(|_| deal.is_open())?;
    let campaign = &model.campaign;
    let left = time_left(&model.outlook, deal, service, model.now);
    let mut parts = Vec::new();
    for (kind, stint) in [(StrokeKind::Push, &service.push), (StrokeKind::Pull, &service.pull)] {
        parts.push(part(model, kind, stint.as_ref()));
    }
    let key = model.keymap.shown(Command::Service);
    let is_all_done = parts.iter().all(|part| part.done);
    let hint = match (is_all_done, left.is_some_and(|left| left.is_over)) {
        (true, _) => format!("{key} both are done: say how it ends"),
        (false, true) => format!("{key} the time is over: say how it ends"),
        (false, false) => format!("{key} says what is done, and how it ends"),
    };
    Some(Box::new(RepairLines {
        left: left.map_or_else(|| "no end is written".to_owned(), |left| left.words()),
        tone: if left.is_none_or(|left| left.is_over) { Tone::Late } else { Tone::Calm },
        why: why(model, service),
        parts,
        checks: checklist(campaign, &model.outlook, deal, model.now),
        hint,
    }))
}

/// `champion left, since Wed 18 Nov: The champion has left`.
fn why(model: &Model, service: &Service) -> String {
    let campaign = &model.campaign;
    let reason = service.reason.as_deref().unwrap_or("no reason is written").replace('-', " ");
    let since = service.since.map_or_else(String::new, |since| {
        format!(", since {}", words::day(words::day_of(since, campaign.zone), campaign.zone, model.now))
    });
    let play = service.play.as_ref().map_or_else(String::new, |play| match campaign.play(play) {
        Some(_) => format!("; play: {}", campaign.play_title(play)),
        None => format!("; no play is called `{play}`"),
    });
    format!("{reason}{since}{play}")
}

fn part(model: &Model, kind: StrokeKind, stint: Option<&Stint>) -> RepairPart {
    let name = match kind {
        StrokeKind::Push => "push",
        StrokeKind::Pull => "pull",
    };
    let Some(stint) = stint else {
        let what = "nothing is written".to_owned();
        return RepairPart { name, what, who: String::new(), done: false, mine: false };
    };
    let campaign = &model.campaign;
    let owner = stint.by.as_ref().map_or_else(|| "nobody yet".to_owned(), |by| words::who(campaign, by));
    let done = stint.done.map(|done| {
        let day = words::day(words::day_of(done, campaign.zone), campaign.zone, model.now);
        format!("{owner}, done {day}")
    });
    RepairPart {
        name,
        what: stint.what.as_deref().unwrap_or("nothing is written").to_owned(),
        done: done.is_some(),
        mine: stint.done.is_none() && stint.by.is_some() && stint.by == model.seat,
        who: done.unwrap_or(owner),
    }
}

/// `s service: it went quiet …`: why the service park is offered, the gravest reason, with the key.
pub(super) fn offer(model: &Model, deal: &Deal) -> String {
    let found = offers(&model.campaign, &model.outlook, deal, model.now);
    let Some(first) = found.first() else { return String::new() };
    let more = match found.len() - 1 {
        0 => String::new(),
        1 => ", and one more reason".to_owned(),
        more => format!(", and {more} more reasons"),
    };
    let key = model.keymap.shown(Command::Service);
    format!("{key} service: {}{more}", first.words)
}
