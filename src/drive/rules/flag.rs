//! Flags: caution for all on a deal, or a stop of all outreach, with why, who and when.

use super::{Act, Fields, Ground, deal_path, instant, text, unknown, words};
use crate::campaign::{Colour, Deal};
use crate::text::{Intent, Refusal};

/// A flag as it is wished for.
#[derive(Debug, Clone, Copy)]
pub struct Raised<'t> {
    /// How grave.
    pub colour: Colour,
    /// What it is called: the word that plays answer to.
    pub id: &'t str,
    /// Why.
    pub why: &'t str,
}

/// Raises a flag on a deal. What a red one stops is told.
///
/// # Errors
/// A finished deal, a flag without a reason, one that is up already.
pub fn flag(ground: Ground<'_>, id: &str, raised: Raised<'_>) -> Result<Act, Refusal> {
    let deal = ground.open_deal(id)?;
    let why = words(raised.why, "the flag", "say why it is raised")?;
    if deal.flags.iter().any(|flag| flag.id == *raised.id) {
        return Err(Refusal::new(
            format!("the flag `{}` is up already on the deal `{id}`", raised.id),
            "lower it first, or give this one another name",
        ));
    }
    let fields = Fields::default()
        .with("colour", text(colour(raised.colour)))
        .with("why", text(why))
        .maybe_text("by", ground.by)
        .with("at", instant(ground.moment(|_| false)));
    let act = Act::of(vec![Intent::Add { record: deal_path(id).below(["flag", raised.id]), fields: fields.0 }]);
    Ok(match raised.colour {
        Colour::Red => act.telling("red flag: all outreach stops, no call is made and the clocks stand"),
        Colour::Yellow => act.telling("yellow flag: take care"),
    })
}

/// Lowers a flag. What goes on then is told.
///
/// # Errors
/// A flag that is not up.
pub fn lower(ground: Ground<'_>, id: &str, flag: &str) -> Result<Act, Refusal> {
    let deal = ground.deal(id)?;
    let Some(up) = deal.flags.iter().find(|up| up.id == *flag) else {
        let ids = deal.flags.iter().map(|up| up.id.as_str());
        return Err(unknown(&format!("on the deal `{id}` no flag is called"), flag, ids, "write a flag that is up"));
    };
    let act = Act::of(vec![Intent::Remove { record: deal_path(id).below(["flag", flag]) }]);
    let is_last_red = up.colour == Colour::Red && reds(deal) == 1;
    let told = if is_last_red { "the red flag is lowered: outreach and calls go on" } else { "the flag is lowered" };
    Ok(act.telling(told))
}

fn reds(deal: &Deal) -> usize {
    deal.flags.iter().filter(|flag| flag.colour == Colour::Red).count()
}

/// Its word in the file.
const fn colour(colour: Colour) -> &'static str {
    match colour {
        Colour::Yellow => "yellow",
        Colour::Red => "red",
    }
}
