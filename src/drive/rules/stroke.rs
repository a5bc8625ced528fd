//! One push or pull, as it happened. A finished deal keeps taking them.

use super::{Act, Fields, Ground, deal_path, instant, text, unknown, words};
use crate::campaign::StrokeKind;
use crate::text::{Intent, Refusal};

/// A stroke as it is told.
#[derive(Debug, Clone, Copy)]
pub struct Played<'t> {
    /// Whose trade.
    pub kind: StrokeKind,
    /// What was done.
    pub what: &'t str,
    /// What came of it.
    pub result: Option<&'t str>,
    /// What it was about.
    pub topic: Option<&'t str>,
    /// The message played.
    pub track: Option<&'t str>,
    /// What was brought.
    pub asset: Option<&'t str>,
}

/// Adds a row to the strokes.
///
/// # Errors
/// No words, and a track or asset that the file does not have.
pub fn stroke(ground: Ground<'_>, id: &str, played: Played<'_>) -> Result<Act, Refusal> {
    let campaign = ground.campaign;
    let deal = ground.deal(id)?;
    let what = words(played.what, "the stroke", "say what was done")?;
    if let Some(topic) = played.topic {
        Ground::topic_is_any_word(topic)?;
    }
    if let Some(track) = played.track.filter(|track| campaign.track(track).is_none()) {
        let ids = campaign.tracks.iter().map(|track| track.id.as_str());
        return Err(unknown("no track is called", track, ids, "write a track of the file"));
    }
    if let Some(asset) = played.asset.filter(|asset| campaign.asset(asset).is_none()) {
        let ids = campaign.assets.iter().map(|asset| asset.id.as_str());
        return Err(unknown("no asset is called", asset, ids, "write an asset of the file"));
    }
    let at = ground.moment(|at| deal.strokes.iter().any(|row| row.at == Some(at) && row.by.as_deref() == ground.by));
    let row = Fields::default()
        .with("at", instant(at))
        .maybe_text("by", ground.by)
        .with(
            "kind",
            text(match played.kind {
                StrokeKind::Push => "push",
                StrokeKind::Pull => "pull",
            }),
        )
        .with("what", text(what))
        .maybe_text("result", played.result)
        .maybe_text("topic", played.topic)
        .maybe_text("track", played.track)
        .maybe_text("asset", played.asset);
    Ok(Act::of(vec![Intent::Append { array: deal_path(id).below(["stroke"]), row: row.0 }]))
}
