//! `codriver forget FILE deal.x.contact.y`: a person's name, address and words out of the file, and out of what this
//! program keeps beside it.

use std::cell::RefCell;

use super::Outcome;
use super::args::{ForgetArgs, Global};
use super::commit::{ask, preview, refused, told, write};
use super::edit::path;
use crate::campaign::{Campaign, rewrite};
use crate::drive::rules::Act;
use crate::runtime::environment::Environment;
use crate::runtime::folders::CampaignKey;
use crate::runtime::scrub::scrub;
use crate::text::{Document, RecordPath, Refusal};

/// Forgets a contact.
pub fn run(args: &ForgetArgs, global: &Global, environment: &Environment) -> Outcome {
    let record = match path(&args.path) {
        Ok(record) => record,
        Err(refusal) => return refused(&refusal),
    };
    let known: RefCell<Vec<String>> = RefCell::new(Vec::new());
    let wish = |campaign: &Campaign, document: &Document| {
        let (act, words) = forgotten(campaign, document, &record)?;
        known.replace(words);
        Ok(act)
    };
    let (change, words) = match preview(&args.file, &wish, environment) {
        Ok(seen) => seen,
        Err(outcome) => return outcome,
    };
    let changes = [change];
    if args.dry_run {
        return told(&changes, &words, true, global);
    }
    if let Err(outcome) = ask(&changes, &words, args.yes) {
        return outcome;
    }
    let (change, mut words) = match write(&args.file, &wish, environment) {
        Ok(made) => made,
        Err(outcome) => return outcome,
    };
    if let Some(state) = &environment.state {
        let clean = |text: &str| cleaned(text, &record);
        words.extend(scrub(state, &CampaignKey::of(&args.file), &args.file, &record, &known.take(), &clean));
    }
    told(&[change], &words, false, global)
}

fn forgotten(campaign: &Campaign, document: &Document, record: &RecordPath) -> Result<(Act, Vec<String>), Refusal> {
    let (rewrite, words) = rewrite::forget(campaign, document, record)?;
    let mut after = document.clone();
    for intent in &rewrite.intents {
        after.apply(intent)?;
    }
    let mut told = rewrite.told;
    told.extend(rewrite::still_said(&after, record, &words));
    told.push("a git history, a backup and archived campaigns still have what they had".to_owned());
    Ok((Act { intents: rewrite.intents, told }, words))
}

/// An older text of the campaign without the person; `None` where that cannot be made.
fn cleaned(text: &str, record: &RecordPath) -> Option<String> {
    let (mut document, _) = Document::read(text.as_bytes().to_vec(), &crate::campaign::layout());
    let (campaign, _) = crate::campaign::read(&document, chrono_tz::Tz::UTC);
    for intent in forgotten(&campaign, &document, record).ok()?.0.intents {
        document.apply(&intent).ok()?;
    }
    String::from_utf8(document.bytes()).ok()
}
