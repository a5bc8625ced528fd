//! What holds for the whole campaign, record by record.

use super::deal::{ids, note, texts};
use super::told::Telling;
use super::value::{Object, Value};
use super::words::Word;
use crate::campaign::{
    Asset, Campaign, Crew, Destination, Filter, Hazard, Play, Product, Review, Settings, Stage, Topic, Track,
};
use crate::drive::veil::Veil;

/// `[campaign]`; its zone and its route are those that hold, also where the file leaves them out.
pub(super) fn settings(campaign: &Campaign) -> Object<'_> {
    let settings: &Settings = &campaign.settings;
    let prep = settings.calls.prep.iter().map(|(grade, length)| (grade.written(), length.to_string()));
    let band = settings.engine_band.map(|(from, to)| Value::List(vec![from.into(), to.into()]));
    Object::new()
        .with("name", settings.name.as_deref())
        .with("timezone", Some(campaign.zone.name()))
        .with("currency", settings.currency.as_deref())
        .list("route", ids(&campaign.route))
        .written("working_hours", settings.working_hours.as_ref())
        .list("holidays", settings.holidays.iter().map(ToString::to_string))
        .list("history", texts(&settings.history))
        .with("deal_log", settings.deal_log.as_deref())
        .object("calls", Object::new().object("prep", prep.collect()))
        .object("rates", settings.rates.iter().map(|(currency, rate)| (&**currency, *rate)).collect())
        .object("engine", Object::new().with("band", band))
}

pub(super) fn destination<'c>(destination: &'c Destination, tell: &Telling) -> Object<'c> {
    Object::new()
        .with("goal", destination.goal.as_deref())
        .with("measure", Some(destination.measure.word()))
        .with("target", destination.target)
        .with("from", tell.when(destination.from))
        .with("by", tell.when(destination.by))
        .object("shares", destination.shares.iter().map(|(who, share)| (&**who, *share)).collect())
        .object("only", only(&destination.only))
}

pub(super) fn crew<'c>(crew: &'c Crew, tell: &Telling) -> Object<'c> {
    let away = crew
        .away
        .iter()
        .map(|(from, until)| Object::new().with("from", tell.when(Some(*from))).with("until", tell.when(Some(*until))));
    let owes = crew.owes.iter().map(|owed| {
        Object::new()
            .with("id", Some(&*owed.id))
            .with("what", owed.what.as_deref())
            .with("count", Some(owed.count))
            .with("every", Some(owed.every.word()))
            .with("of", Some(owed.of.word()))
    });
    Object::new()
        .with("id", Some(&*crew.id))
        .with("name", crew.name.as_deref())
        .with("seat", crew.seat.map(Word::word))
        .with("timezone", crew.timezone.map(chrono_tz::Tz::name))
        .written("working_hours", crew.working_hours.as_ref())
        .list("away", away)
        .with("earliness", Some(crew.earliness))
        .list("owes", owes)
}

pub(super) fn stage(stage: &Stage) -> Object<'_> {
    Object::new()
        .with("id", Some(&*stage.id))
        .with("name", stage.name.as_deref())
        .written("expected", stage.expected)
        .with("win_rate", stage.win_rate)
        .written("stale_after", stage.stale_after)
        .object("gate", stage.gate.iter().map(|(id, words)| (&**id, &**words)).collect())
        .with("guidance", stage.guidance.as_deref())
}

pub(super) fn product<'c>(product: &'c Product, tell: &Telling) -> Object<'c> {
    let papers = product.papers.iter().map(|paper| {
        let named = Object::new().with("id", Some(&*paper.id)).with("name", paper.name.as_deref());
        named.with("until", tell.when(paper.until))
    });
    Object::new()
        .with("id", Some(&*product.id))
        .with("name", product.name.as_deref())
        .list("markets", texts(&product.markets))
        .list("runs_on", texts(&product.runs_on))
        .list("conflicts", texts(&product.conflicts))
        .list("paper", papers)
}

pub(super) fn asset<'c>(asset: &'c Asset, tell: &Telling) -> Object<'c> {
    Object::new()
        .with("id", Some(&*asset.id))
        .with("kind", asset.kind.map(Word::word))
        .with("title", asset.title.as_deref())
        .with("link", asset.link.as_deref())
        .list("industry", texts(&asset.industry))
        .list("topics", ids(&asset.topics))
        .list("stages", ids(&asset.stages))
        .with("permission", asset.permission.map(Value::Yes))
        .with("until", tell.when(asset.until))
        .with("by", asset.by.as_deref())
        .with("added", tell.when(asset.added))
}

pub(super) fn topic(topic: &Topic) -> Object<'_> {
    let named = Object::new().with("id", Some(&*topic.id)).with("name", topic.name.as_deref());
    named.list("also", texts(&topic.also))
}

pub(super) fn track(track: &Track) -> Object<'_> {
    Object::new()
        .with("id", Some(&*track.id))
        .with("theme", track.theme.as_deref())
        .with("opener", track.opener.as_deref())
        .with("line", track.line.as_deref())
        .with("warmth", track.warmth.map(Word::word))
        .list("topics", ids(&track.topics))
        .list("agreed", ids(&track.agreed))
        .list("never", texts(&track.never))
}

pub(super) fn play(play: &Play) -> Object<'_> {
    Object::new()
        .with("id", Some(&*play.id))
        .with("title", play.title.as_deref())
        .list("when", ids(&play.when))
        .with("push", play.push.as_deref())
        .with("pull", play.pull.as_deref())
        .written("within", play.within)
}

pub(super) fn hazard<'c>(hazard: &'c Hazard, tell: &Telling) -> Object<'c> {
    Object::new()
        .with("id", Some(&*hazard.id))
        .written("at", hazard.at.as_deref())
        .written("pace", hazard.pace.as_deref())
        .with("title", hazard.title.as_deref())
        .object("only", only(&hazard.only))
        .list("note", hazard.notes.iter().map(|one| note(one, tell)))
}

/// What a pair decided on a deal is veiled as that deal is.
pub(super) fn review<'c>(campaign: &Campaign, review: &'c Review, names: bool, tell: &Telling) -> Object<'c> {
    let deal = review.deal.as_deref().and_then(|id| campaign.deal(id));
    let veil = deal.map_or_else(|| Veil::over_none(names), |deal| Veil::over(deal, names));
    Object::new()
        .with("at", tell.when(review.at))
        .with("deal", review.deal.as_deref())
        .list("by", ids(&review.by))
        .list("decisions", review.decisions.iter().map(|words| veil.text(words)))
        .with("rubs", review.rubs.as_deref().map(|words| veil.text(words)))
}

fn only(filter: &Filter) -> Object<'_> {
    let list = |values| Value::List(texts(values).map(Value::from).collect());
    filter.iter().map(|(field, values)| (&**field, list(values))).collect()
}
