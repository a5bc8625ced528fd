//! What may be put on a line: ids with what they stand for, places, words of the notation.

use super::{Form, Line, Part, deal_of};
use crate::campaign::schema::{Many, Names, Takes};
use crate::campaign::{Deal, Kind};
use crate::console::model::Model;
use crate::console::search;
use crate::pace;

/// Something that may be put at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is put there.
    pub text: String,
    /// What it stands for.
    pub gloss: String,
    /// The characters of the line that it replaces.
    pub from: usize,
    /// Where these end.
    pub to: usize,
}

/// So many are offered at most.
const MOST: usize = 8;

/// What may be put on the line that is typed on, the likeliest first.
pub(super) fn candidates(model: &Model, form: &Form) -> Vec<Candidate> {
    let Some(line) = form.line() else { return Vec::new() };
    let deal = deal_of(model, form);
    if line.part == Part::Id {
        return if form.kind == Kind::Obstacle { hazards(model, deal, line) } else { Vec::new() };
    }
    if line.part == Part::NewName {
        return of_new_name(model, deal, line);
    }
    match line.field.takes {
        Takes::Id(of) => {
            let is_list = line.field.many != Many::One;
            matching(all(model, deal, of), line, is_list)
        }
        Takes::Position => matching(places(model, deal), line, false),
        Takes::Zone => zones(line),
        Takes::Pace => {
            let topics: Vec<&str> = model.campaign.topics.iter().map(|topic| &*topic.id).collect();
            let text = line.text();
            let byte = text.char_indices().nth(line.input.cursor()).map_or(text.len(), |(at, _)| at);
            let chars = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
            pace::completions(text, byte, &topics)
                .into_iter()
                .map(|one| Candidate {
                    from: chars(one.range.start),
                    to: chars(one.range.end),
                    text: one.text,
                    gloss: one.gloss.into_owned(),
                })
                .take(MOST)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The hazards that a deal may override under their own id.
fn hazards(model: &Model, deal: Option<&Deal>, line: &Line) -> Vec<Candidate> {
    let Some(deal) = deal else { return Vec::new() };
    let open = model.campaign.hazards_of(deal).filter(|hazard| deal.obstacle(&hazard.id).is_none());
    let all = open.map(|hazard| one(&hazard.id, hazard.title.as_deref())).collect();
    matching(all, line, false)
}

/// The names of a table of values that may be added, before their `=`.
fn of_new_name(model: &Model, deal: Option<&Deal>, line: &Line) -> Vec<Candidate> {
    if line.text().contains('=') {
        return Vec::new();
    }
    let field = Kind::ALL
        .into_iter()
        .flat_map(Kind::fields)
        .find(|field| field.key == line.field.key && field.help == line.field.help);
    let Some(Many::Each(of) | Many::ListEach(of)) = field.map(|field| field.many) else { return Vec::new() };
    let mut found = matching(all(model, deal, of), line, false);
    for candidate in &mut found {
        candidate.text.push_str(" = ");
    }
    found
}

fn zones(line: &Line) -> Vec<Candidate> {
    let typed = line.text().trim().to_lowercase();
    if typed.is_empty() || chrono_tz::TZ_VARIANTS.iter().any(|zone| zone.name() == line.text()) {
        return Vec::new();
    }
    let to = line.text().chars().count();
    let found =
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).filter(|name| name.to_lowercase().contains(&typed));
    found.take(MOST).map(|name| Candidate { text: name.to_owned(), gloss: String::new(), from: 0, to }).collect()
}

fn one(id: &str, gloss: Option<&str>) -> Candidate {
    Candidate { text: id.to_owned(), gloss: gloss.unwrap_or_default().to_owned(), from: 0, to: 0 }
}

/// Those that are like what is typed of a value; all for an empty one.
fn matching(all: Vec<Candidate>, line: &Line, is_list: bool) -> Vec<Candidate> {
    let letters: Vec<char> = line.text().chars().collect();
    let at = line.input.cursor().min(letters.len());
    let (from, to) = if is_list {
        let from = letters[..at].iter().rposition(|c| *c == ',').map_or(0, |comma| comma + 1);
        let to = letters[at..].iter().position(|c| *c == ',').map_or(letters.len(), |comma| at + comma);
        let blanks = letters[from..to].iter().take_while(|c| c.is_whitespace()).count();
        (from + blanks, to)
    } else {
        (0, letters.len())
    };
    let typed: String = letters[from..to].iter().collect();
    let typed = typed.trim();
    let others: Vec<String> =
        if is_list { line.text().split(',').map(|part| part.trim().to_owned()).collect() } else { Vec::new() };
    // Somebody who has typed the whole of it needs no choice any more.
    if all.iter().any(|one| one.text == typed) {
        return Vec::new();
    }
    let left: Vec<Candidate> = all.into_iter().filter(|one| !others.contains(&one.text)).collect();
    let texts = left.iter().map(|one| format!("{} {}", one.text, one.gloss));
    let order = search::likest(typed, texts);
    order
        .into_iter()
        .take(MOST)
        .filter_map(|at| left.get(at))
        .map(|one| Candidate { from, to, ..one.clone() })
        .collect()
}

/// All ids of a group, with what they stand for, in the order of the file.
pub(super) fn all(model: &Model, deal: Option<&Deal>, of: Names) -> Vec<Candidate> {
    let campaign = &model.campaign;
    let crew = || campaign.crew.iter().map(|crew| one(&crew.id, crew.name.as_deref()));
    match of {
        Names::Crew => crew().collect(),
        Names::Owner => crew().chain([one("customer", None)]).collect(),
        Names::Stage => {
            let route = campaign.route.iter();
            let off = campaign.stages.iter().map(|stage| &stage.id).filter(|id| !campaign.route.contains(*id));
            route.chain(off).map(|id| one(id, campaign.stage(id).and_then(|stage| stage.name.as_deref()))).collect()
        }
        Names::Product => campaign.products.iter().map(|one_| one(&one_.id, one_.name.as_deref())).collect(),
        Names::Asset => campaign.assets.iter().map(|asset| one(&asset.id, asset.title.as_deref())).collect(),
        Names::Topic => campaign.topics.iter().map(|topic| one(&topic.id, topic.name.as_deref())).collect(),
        Names::Track => campaign.tracks.iter().map(|track| one(&track.id, track.theme.as_deref())).collect(),
        Names::Play => campaign.plays.iter().map(|play| one(&play.id, play.title.as_deref())).collect(),
        Names::Trouble => {
            let mut known: Vec<Candidate> = Vec::new();
            let of_plays = campaign.plays.iter().flat_map(|play| play.when.iter().map(|id| one(id, None)));
            let flags =
                deal.into_iter().flat_map(|deal| deal.flags.iter().map(|flag| one(&flag.id, flag.why.as_deref())));
            for trouble in flags.chain(of_plays) {
                if !known.iter().any(|other| other.text == trouble.text) {
                    known.push(trouble);
                }
            }
            known
        }
        // Ten thousand deals are too many to choose among on a line: those that need somebody most are offered.
        Names::Deal => {
            let near = model.deal.iter().chain(model.order.rows.iter().take(200).map(|row| &row.id));
            near.filter_map(|id| campaign.deal(id)).map(|deal| one(&deal.id, deal.account.as_deref())).collect()
        }
        Names::Contact => {
            deal.into_iter().flat_map(|deal| &deal.contacts).map(|one_| one(&one_.id, one_.name.as_deref())).collect()
        }
        Names::Objective => {
            deal.into_iter().flat_map(|deal| &deal.objectives).map(|(id, text)| one(id, Some(text))).collect()
        }
        Names::Fact => {
            let stage = deal.and_then(|deal| campaign.stage_of(deal)).and_then(|id| campaign.stage(id));
            stage.into_iter().flat_map(|stage| &stage.gate).map(|(id, text)| one(id, Some(text))).collect()
        }
        Names::Run => {
            deal.into_iter().flat_map(|deal| &deal.runs).map(|run| one(&run.id, run.what.as_deref())).collect()
        }
        Names::Note | Names::Called => {
            let Some(deal) = deal else { return Vec::new() };
            let own = deal.notes.iter().map(|note| one(&note.id, note.say.as_deref()));
            let shared = campaign.hazards_of(deal).flat_map(|hazard| {
                hazard.notes.iter().map(|note| one(&format!("{}/{}", hazard.id, note.id), note.say.as_deref()))
            });
            let promises = deal.controls.iter().filter(|_| of == Names::Called);
            let promises = promises.map(|one_| one(&format!("control.{}", one_.id), one_.what.as_deref()));
            own.chain(shared).chain(promises).collect()
        }
        Names::Field => {
            const ASKED: [&str; 9] = [
                "product",
                "market",
                "industry",
                "infrastructure",
                "stage",
                "driver",
                "navigator",
                "currency",
                "source",
            ];
            let help = |key: &str| Kind::Deal.field(key).map(|field| field.help);
            ASKED.into_iter().map(|key| one(key, help(key))).collect()
        }
        Names::Grade => ["6", "5", "4", "3", "2", "1", "SQ", "HP"].into_iter().map(|grade| one(grade, None)).collect(),
        Names::Currency => ["EUR", "USD", "GBP", "CHF"].into_iter().map(|code| one(code, None)).collect(),
        Names::Any => Vec::new(),
    }
}

/// Where a note or an obstacle may stand: what the deal has, then the borders of the route.
fn places(model: &Model, deal: Option<&Deal>) -> Vec<Candidate> {
    let campaign = &model.campaign;
    let mut all = Vec::new();
    if let Some(deal) = deal {
        all.extend(deal.runs.iter().map(|run| one(&run.id, run.what.as_deref())));
        all.extend(deal.obstacles.iter().filter(|one| !one.struck).map(|it| one(&it.id, it.title.as_deref())));
        all.extend(deal.controls.iter().map(|it| one(&it.id, it.what.as_deref())));
        let hazards = campaign.hazards_of(deal).filter(|hazard| deal.obstacle(&hazard.id).is_none());
        all.extend(hazards.map(|it| one(&it.id, it.title.as_deref())));
    }
    for stage in &campaign.route {
        let name = campaign.stage_name(stage);
        all.push(one(&format!("enter {stage}"), Some(name)));
        all.push(one(&format!("leave {stage}"), Some(name)));
    }
    all
}
