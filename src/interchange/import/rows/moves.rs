//! A row of a history: what a deal was from a moment on.
//!
//! Two kinds are read: a row with all that holds from then on, and a row of one field with what it says now.

use super::super::cells::{dates, words};
use super::super::columns::{Field, fold};
use super::super::sheet::Line;
use super::Places;
use super::deals::{standing, wanted};
use super::gather::{Gather, Reason, short};
use crate::campaign::When;
use crate::drive::import::Move;

/// Reads a row.
pub fn read(line: &Line<'_>, places: &Places, gather: &mut Gather<'_>) -> Result<Move, Reason> {
    wanted(line, places, gather)?;
    let names = |gather: &Gather<'_>, field| {
        places.columns(field).first().map_or_else(String::new, |column| gather.name(*column))
    };
    let Some(deal) = gather.text(line, places, Field::Deal) else {
        return Err(format!("`{}` is empty: it is not known which deal moved", names(gather, Field::Deal)));
    };
    let Some(at) = gather.date(line, places, Field::Moment)? else {
        return Err(format!("`{}` has no date: it is not known when the deal moved", names(gather, Field::Moment)));
    };
    let title = gather.text(line, places, Field::Title);
    let mut read = Move {
        row: line.number,
        deal,
        at,
        title,
        stage: None,
        standing: None,
        close: None,
        created: None,
        value: None,
        probability: None,
    };
    if places.has(Field::What) && places.has(Field::Word) {
        return one_field(line, places, gather, read);
    }
    read.stage = gather.stage_of(line, places);
    read.standing = standing(line, places, gather, read.stage);
    read.close = gather.day(line, places, Field::Close)?;
    read.created = gather.date(line, places, Field::Created)?;
    read.value = gather.amount(line, places).map(|amount| amount.value);
    read.probability = gather.probability(line, places);
    Ok(read)
}

/// A row that tells of one field.
fn one_field(line: &Line<'_>, places: &Places, gather: &mut Gather<'_>, mut read: Move) -> Result<Move, Reason> {
    let what = places.cell(line, Field::What).map_or("", |(_, cell)| cell);
    let word = places.cell(line, Field::Word);
    // A moved deal says what it was; what became empty says nothing.
    match (fold(what).as_str(), word) {
        ("created" | "opportunitycreated", _) => read.created = Some(read.at),
        ("stagename" | "stage" | "dealstage", Some((column, cell))) => {
            read.stage = gather.stage_in(line.number, column, cell);
            read.standing = standing(line, places, gather, read.stage);
        }
        ("closedate" | "expectedclosedate", Some((column, cell))) => {
            let close = gather.date_in(line.number, column, cell)?;
            read.close = close.map(|when| When::Date(dates::day_in(when, gather.zone)));
        }
        ("amount" | "value", Some((column, cell))) => {
            read.value = gather.amount_in(line.number, column, cell).map(|amount| amount.value);
        }
        ("probability", Some((column, cell))) => {
            read.probability = gather.probability_in(line.number, column, cell);
        }
        ("status", Some((column, cell))) => {
            read.standing = words::standing(cell);
            if read.standing.is_none() {
                gather.doubt(line.number, column, "open, won or lost", cell);
            }
        }
        ("", _) => return Err("it is not said which field changed".to_owned()),
        (
            "stagename" | "stage" | "dealstage" | "closedate" | "expectedclosedate" | "amount" | "value"
            | "probability" | "status",
            None,
        ) => {
            return Err(format!("`{}` became empty", short(what)));
        }
        _ => return Err(format!("a change of `{}` is no move", short(what))),
    }
    Ok(read)
}
