//! A hazard's note, given to each deal as its own.

use super::super::model::Campaign;
use super::super::references::{Mention, Written, mentions};
use super::notes::fields_of;
use super::{Rewrite, is_free, note_of_deal, note_of_hazard, reworded, set, the_hazard, the_note_of_hazard};
use crate::text::{Document, Intent, KeyPath, Literal, Refusal};

/// Gives a hazard's note to every deal that it is called on, as a note of its own: to each open deal that meets the
/// hazard, and to those that have called it or answered with it. The hazard stays, without the note.
///
/// # Errors
/// No deal meets the hazard, or one has a note of this id.
pub fn hazard_note_to_deals(
    campaign: &Campaign,
    document: &Document,
    hazard: &str,
    note: &str,
) -> Result<Rewrite, Refusal> {
    let owner = the_hazard(campaign, hazard)?;
    let written = the_note_of_hazard(owner, note)?;
    let record = note_of_hazard(hazard, note);
    let named: Vec<Mention> = mentions(campaign, document, Some(hazard))
        .into_iter()
        .filter(|mention| mention.names == record)
        .map(|mention| whole(mention, hazard))
        .collect();
    let names_it = |deal: &str| named.iter().any(|mention| mention.record.keys().nth(1) == Some(deal));
    let meets = |deal: &super::Deal| deal.is_open() && campaign.hazards_of(deal).any(|met| met.id == *hazard);
    let deals: Vec<&str> =
        campaign.deals.iter().filter(|deal| meets(deal) || names_it(&deal.id)).map(|deal| deal.id.as_str()).collect();
    let Some((first, others)) = deals.split_first() else {
        return Err(Refusal::new(
            format!("no open deal meets the hazard `{hazard}`"),
            "remove the note, or widen the hazard's `only`",
        ));
    };
    for deal in &deals {
        is_free(document, &note_of_deal(deal, note))?;
    }
    let mut intents = reworded(document, named.iter().map(|mention| (mention, note.to_owned())));
    if written.at.is_none() {
        intents.push(set(record.clone(), "at", Literal::Text(hazard.to_owned())));
    }
    let mut fields = fields_of(document, &record);
    if written.at.is_none() {
        fields.insert(0, (KeyPath::new("at"), Literal::Text(hazard.to_owned())));
    }
    // A hazard's tally is of all deals together; it goes with the note that goes.
    let copied: Vec<_> = fields.into_iter().filter(|(key, _)| *key != KeyPath::new("tally")).collect();
    intents.extend(others.iter().map(|deal| Intent::Add { record: note_of_deal(deal, note), fields: copied.clone() }));
    intents.push(Intent::Move { record, to: note_of_deal(first, note) });
    let told = vec![match deals.len() {
        1 => "1 deal has it as its own".to_owned(),
        count => format!("{count} deals have it as their own"),
    }];
    Ok(Rewrite { name: format!("give the note {note} of the hazard {hazard} to its deals"), intents, told })
}

/// The same mention with all of `hazard/note` as what is named.
fn whole(mut mention: Mention, hazard: &str) -> Mention {
    if let Written::Text(text, at) = &mut mention.written
        && text.starts_with(hazard)
    {
        *at = 0..text.len();
    }
    mention
}
