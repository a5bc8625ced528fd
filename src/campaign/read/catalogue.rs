//! Reads what is shared by all deals: products, assets, topics, tracks and plays.

use super::super::Id;
use super::super::kind::Kind;
use super::super::reader::{Reader, Table};
use super::super::records::{Asset, AssetKind, Paper, Play, Product, Topic, Track, Warmth};

pub(super) fn product<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Product {
    let mut product = Product::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "name" => product.name = r.text(value),
            "markets" => product.markets = r.texts(value),
            "runs_on" => product.runs_on = r.texts(value),
            "conflicts" => product.conflicts = r.texts(value),
            "paper" => product.papers = r.records(key, value, Kind::Paper, paper),
            _ => r.unknown(Kind::Product, key),
        }
    }
    product
}

fn paper<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Paper {
    let mut paper = Paper::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "name" => paper.name = r.text(value),
            "until" => paper.until = r.when(value),
            _ => r.unknown(Kind::Paper, key),
        }
    }
    paper
}

pub(super) fn asset<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Asset {
    const KINDS: [(&str, AssetKind); 6] = [
        ("case-study", AssetKind::CaseStudy),
        ("testimonial", AssetKind::Testimonial),
        ("datasheet", AssetKind::Datasheet),
        ("roi", AssetKind::Roi),
        ("demo", AssetKind::Demo),
        ("reference", AssetKind::Reference),
    ];
    let mut asset = Asset::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "kind" => asset.kind = r.choice(value, &KINDS),
            "title" => asset.title = r.text(value),
            "link" => asset.link = r.text(value),
            "industry" => asset.industry = r.texts(value),
            "topics" => asset.topics = r.ids(value),
            "stages" => asset.stages = r.ids(value),
            "permission" => asset.permission = r.yes(value),
            "until" => asset.until = r.when(value),
            "by" => asset.by = r.id(value),
            "added" => asset.added = r.when(value),
            _ => r.unknown(Kind::Asset, key),
        }
    }
    asset
}

pub(super) fn topic<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Topic {
    let mut topic = Topic::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "name" => topic.name = r.text(value),
            "also" => topic.also = r.texts(value),
            _ => r.unknown(Kind::Topic, key),
        }
    }
    topic
}

pub(super) fn track<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Track {
    let mut track = Track::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "theme" => track.theme = r.text(value),
            "opener" => track.opener = r.text(value),
            "line" => track.line = r.text(value),
            "warmth" => track.warmth = r.choice(value, &[("cold", Warmth::Cold), ("warm", Warmth::Warm)]),
            "topics" => track.topics = r.ids(value),
            "agreed" => track.agreed = r.ids(value),
            "never" => track.never = r.texts(value),
            _ => r.unknown(Kind::Track, key),
        }
    }
    track
}

pub(super) fn play<'t>(r: &mut Reader<'t>, id: Id, table: &'t Table<'t>) -> Play {
    let mut play = Play::new(id);
    for (key, value) in table {
        match &**key.get_ref() {
            "title" => play.title = r.text(value),
            "when" => play.when = r.ids(value),
            "push" => play.push = r.text(value),
            "pull" => play.pull = r.text(value),
            "within" => play.within = r.duration(value),
            _ => r.unknown(Kind::Play, key),
        }
    }
    play
}
