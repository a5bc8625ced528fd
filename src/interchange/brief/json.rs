//! The brief as JSON: everything, also what no page has room for.

use serde_json::{Value, json};

use crate::drive::brief::{Block, Brief, Fact};
use crate::text::visible;

/// One object; `facts` are those of the page, `rest` the others.
#[must_use]
pub fn json(brief: &Brief) -> Value {
    json!({
        "deal": brief.deal.as_str(),
        "account": visible(&brief.account),
        "title": visible(&brief.title),
        "stand": visible(&brief.stand),
        "as_of": brief.as_of,
        "run": brief.run.as_deref(),
        "names": brief.names,
        "blocks": brief.blocks.iter().map(block).collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Value {
    json!({
        "about": block.about.name(),
        "heading": block.about.heading(),
        "facts": block.shown().iter().map(fact).collect::<Vec<_>>(),
        "rest": block.rest().iter().map(fact).collect::<Vec<_>>(),
    })
}

fn fact(fact: &Fact) -> Value {
    json!({
        "what": visible(&fact.what),
        "say": visible(&fact.say),
        "why": visible(&fact.why),
        "sign": fact.sign.name(),
        "doubtful": fact.doubtful,
        "record": fact.record.as_ref().map(|path| visible(&path.to_string()).into_owned()),
        "note": fact.note.as_ref().map(|path| visible(&path.to_string()).into_owned()),
    })
}
