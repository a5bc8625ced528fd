//! The playlist: a track is proposed, signed by both trades, and a signature is withdrawn.
//!
//! Who proposes has signed: nobody asks the other to say what they would not say. Everybody signs for themselves, so that
//! each of these needs to know who acts.

use super::{Act, Fields, Ground, set, text, unknown, words};
use crate::campaign::{Id, Track, Warmth};
use crate::drive::playlist::{is_agreed, never};
use crate::text::{Intent, Literal, RecordPath, Refusal};

/// A track as it is proposed.
#[derive(Debug, Clone, Copy)]
pub struct Proposed<'t> {
    /// The message.
    pub line: &'t str,
    /// What it is about.
    pub theme: Option<&'t str>,
    /// The first sentence.
    pub opener: Option<&'t str>,
    /// Whom the opener suits.
    pub warmth: Option<Warmth>,
    /// What it is filed under.
    pub topics: &'t [&'t str],
}

/// Adds a track with the signature of the one who proposes it.
///
/// # Errors
/// Nobody acts, an id that is taken or cannot be one, no words, what cannot be a topic, and words that the playlist says
/// never to use.
pub fn propose(ground: Ground<'_>, id: &str, proposed: Proposed<'_>) -> Result<Act, Refusal> {
    let by = signer(ground)?;
    if !Id::is_valid(id) {
        let mend = "write letters, digits, `-` and `_`, such as `night-load`";
        return Err(Refusal::new(format!("`{id}` cannot be the id of a track"), mend));
    }
    if ground.campaign.track(id).is_some() {
        return Err(Refusal::new(format!("the playlist has a track `{id}` already"), "sign it, or take another id"));
    }
    let line = words(proposed.line, "the track", "write the message, as it is to be said")?;
    for topic in proposed.topics {
        Ground::topic_is_any_word(topic)?;
    }
    for said in [Some(line), proposed.opener].into_iter().flatten() {
        if let Some(never) = never(ground.campaign, said).first() {
            let theme = ground.campaign.track_theme(&never.track.id);
            let message = format!("“{}” is not to be said: the track “{theme}” says so", never.words);
            return Err(Refusal::new(message, "say it in other words"));
        }
    }
    let topics = proposed.topics.iter().map(|topic| text(topic)).collect::<Vec<_>>();
    let warmth = proposed.warmth.map(|warmth| if warmth == Warmth::Cold { "cold" } else { "warm" });
    let fields = Fields::default()
        .maybe_text("theme", proposed.theme)
        .maybe_text("opener", proposed.opener)
        .with("line", text(line))
        .maybe_text("warmth", warmth)
        .maybe("topics", (!topics.is_empty()).then_some(Literal::Array(topics)))
        .with("agreed", Literal::Array(vec![text(by)]));
    let act = Act::of(vec![Intent::Add { record: path(id), fields: fields.0 }]);
    Ok(act.telling(format!(
        "proposed and signed by {}; the other trade has still to sign",
        ground.campaign.crew_name(by)
    )))
}

/// Signs a track; who has signed already changes nothing.
///
/// # Errors
/// Nobody acts, no such track, and one without words.
pub fn sign(ground: Ground<'_>, id: &str) -> Result<Act, Refusal> {
    let by = signer(ground)?;
    let track = track(ground, id)?;
    let name = ground.campaign.crew_name(by);
    if track.agreed.contains(by) {
        return Ok(Act::default().telling(format!("{name} has signed it already")));
    }
    if track.line.is_none() && track.opener.is_none() {
        let mend = format!("write its message first: `codriver set FILE track.{id} 'line=…'`");
        return Err(Refusal::new(format!("the track `{id}` has no words to agree on"), mend));
    }
    let mut signed = track.clone();
    signed.agreed.push(by.clone());
    let then =
        if is_agreed(ground.campaign, &signed) { "agreed by both trades" } else { "the other trade has still to sign" };
    Ok(agreed(id, &signed.agreed).telling(format!("signed by {name}: {then}")))
}

/// Takes back the signature of the one who acts.
///
/// # Errors
/// Nobody acts, no such track, and one that they have not signed.
pub fn withdraw(ground: Ground<'_>, id: &str) -> Result<Act, Refusal> {
    let by = signer(ground)?;
    let track = track(ground, id)?;
    let name = ground.campaign.crew_name(by);
    if !track.agreed.contains(by) {
        return Err(Refusal::new(format!("{name} has not signed `{id}`"), "there is nothing to withdraw"));
    }
    let was = is_agreed(ground.campaign, track);
    let mut left = track.clone();
    left.agreed.retain(|id| id != by);
    let then = if was && !is_agreed(ground.campaign, &left) { ": it is not agreed any more" } else { "" };
    Ok(agreed(id, &left.agreed).telling(format!("{name} has withdrawn the signature{then}")))
}

fn signer<'a>(ground: Ground<'a>) -> Result<&'a Id, Refusal> {
    let by = ground
        .by
        .ok_or_else(|| Refusal::new("nobody is named who signs", "say who you are: `--as` and your crew id"))?;
    ground.person(by)
}

fn track<'a>(ground: Ground<'a>, id: &str) -> Result<&'a Track, Refusal> {
    ground.campaign.track(id).ok_or_else(|| {
        let ids = ground.campaign.tracks.iter().map(|track| track.id.as_str());
        unknown("no track is called", id, ids, "write a track of the file")
    })
}

fn agreed(id: &str, signed: &[Id]) -> Act {
    Act::of(vec![set(path(id), "agreed", Literal::Array(signed.iter().map(|id| text(id)).collect()))])
}

fn path(id: &str) -> RecordPath {
    RecordPath::new(["track", id])
}
