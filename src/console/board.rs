//! The Board: where does every deal stand? The open deals by stage, as columns of cards, the neediest first.
//!
//! Invariant: the cursor is the deal on screen, so that the Board and the Stage never show two. Columns and sums are made
//! when the campaign, the order or the filter changes, never for a mere key; of the cards only those in the window are
//! worded. A deal whose stage is not on the route has a column of its own at the left.
//!
//! Left out on purpose: finished deals, and another order than that of need.

mod filter;

use chrono::Datelike;
use rust_decimal::Decimal;

use filter::Wanted;
pub use filter::{completed, offers};

use super::geometry::{Area, LEAST, Size, window};
use super::model::Model;
use super::screen::Screen;
use super::words;
use crate::campaign::{Deal, Id};

/// The state of the Board.
#[derive(Debug, Default)]
pub struct Board {
    /// The stages, from left to right.
    pub columns: Vec<Column>,
    /// Only deals with these words are shown.
    pub filter: String,
    /// How many deals are open, shown or not.
    pub open: usize,
    /// The deal whose card the mouse holds, to be let go over another stage, and the column where it took it.
    pub held: Option<(Id, u16)>,
    /// Where the cursor was: column and card.
    at: (usize, usize),
    /// What the columns were made of: the campaign, the order, the filter.
    made: Option<(u64, u64, String)>,
}

/// The deals of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The stage; `None`: those whose stage is not on the route.
    pub stage: Option<Id>,
    /// What stands above.
    pub name: String,
    /// Its cards, the neediest first.
    pub cards: Vec<Card>,
    /// What they are worth, by currency.
    pub sums: Vec<(Option<Id>, Decimal)>,
}

/// A deal on the Board: its places in the campaign and in the order of need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// In the campaign.
    pub deal: usize,
    /// In the order.
    pub row: usize,
}

impl Column {
    /// `420k GBP, 30k EUR`.
    #[must_use]
    pub fn sum(&self) -> String {
        let sums = self.sums.iter().map(|(currency, sum)| match currency {
            Some(currency) => format!("{} {currency}", words::rounded(*sum)),
            None => words::rounded(*sum),
        });
        sums.collect::<Vec<_>>().join(", ")
    }
}

/// Makes the columns anew where something of them has changed, and keeps the cursor on a card.
pub fn follow(model: &mut Model) {
    if model.screen != Screen::Board {
        return;
    }
    let board = &model.board;
    let (version, order) = (model.version, model.order_answered);
    let is_made =
        board.made.as_ref().is_some_and(|made| (made.0, made.1) == (version, order) && made.2 == board.filter);
    if !is_made {
        let (columns, open) = columns(model);
        let board = &mut model.board;
        board.made = Some((version, order, board.filter.clone()));
        (board.columns, board.open) = (columns, open);
    }
    match position(model) {
        Some(at) => model.board.at = at,
        None => put(model, model.board.at),
    }
}

/// The columns, and how many deals are open.
fn columns(model: &Model) -> (Vec<Column>, usize) {
    let campaign = &model.campaign;
    let column = |stage: Option<&Id>| Column {
        stage: stage.cloned(),
        name: stage.map_or_else(|| "not on the route".to_owned(), |stage| campaign.stage_name(stage).to_owned()),
        cards: Vec::new(),
        sums: Vec::new(),
    };
    let mut off = column(None);
    let mut columns: Vec<Column> = campaign.route.iter().map(|stage| column(Some(stage))).collect();
    let (wanted, terms) = (Wanted::read(&model.board.filter), &model.order.terms);
    let mut open = 0;
    for (row, of) in model.order.rows.iter().enumerate().filter(|(row, _)| terms.is_open(*row)) {
        open += 1;
        if !wanted.holds(terms, row) {
            continue;
        }
        // The order may be of a moment ago: a deal is known by its id.
        let is_there = campaign.deals.get(of.deal).is_some_and(|deal| deal.id == of.id);
        let index = if is_there { Some(of.deal) } else { campaign.by_id.get(&of.id).copied() };
        let Some(index) = index else { continue };
        let Some(deal) = campaign.deals.get(index).filter(|deal| deal.is_open()) else { continue };
        let at = campaign.stage_of(deal).and_then(|stage| campaign.route_index(stage));
        let column = at.and_then(|at| columns.get_mut(at)).unwrap_or(&mut off);
        column.cards.push(Card { deal: index, row });
        if let Some(value) = deal.value {
            let currency = campaign.currency_of(deal);
            match column.sums.iter_mut().find(|(known, _)| known.as_ref() == currency) {
                Some((_, sum)) => *sum = sum.saturating_add(value),
                None => column.sums.push((currency.cloned(), value)),
            }
        }
    }
    if !off.cards.is_empty() {
        columns.insert(0, off);
    }
    (columns, open)
}

/// The column and the card of the deal on screen.
#[must_use]
pub fn position(model: &Model) -> Option<(usize, usize)> {
    let index = *model.campaign.by_id.get(model.deal.as_deref()?)?;
    let mut columns = model.board.columns.iter().enumerate();
    columns.find_map(|(at, column)| Some((at, column.cards.iter().position(|card| card.deal == index)?)))
}

/// Puts the cursor on the card at a place, else on the nearest one.
pub fn put(model: &mut Model, (column, card): (usize, usize)) {
    let columns = &model.board.columns;
    let filled = columns.iter().enumerate().filter(|(_, column)| !column.cards.is_empty());
    let Some((at, found)) = filled.min_by_key(|(at, _)| at.abs_diff(column)) else { return };
    let card = card.min(found.cards.len() - 1);
    let index = found.cards.get(card).map(|card| card.deal);
    if let Some(deal) = index.and_then(|index| model.campaign.deals.get(index)) {
        model.deal = Some(deal.id.clone());
        model.board.at = (at, card);
    }
}

/// To the next column with a card in it, at the right or at the left; the cursor stays at its height. False if there is none.
pub fn aside(model: &mut Model, right: bool) -> bool {
    let Some((column, card)) = position(model) else { return false };
    let is_filled = |at: &usize| model.board.columns.get(*at).is_some_and(|column| !column.cards.is_empty());
    let last = model.board.columns.len();
    let found = if right { (column + 1..last).find(is_filled) } else { (0..column).rev().find(is_filled) };
    if let Some(found) = found {
        put(model, (found, card));
    }
    found.is_some()
}

/// Where the parts are, for drawing and for the mouse alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The line of the filter.
    pub filter: Area,
    /// The columns' headings with their sums.
    pub heads: Area,
    /// The cards.
    pub cards: Area,
    /// Columns of one stage.
    pub width: u16,
    /// The first stage in view, and how many are.
    pub first: usize,
    /// How many stages are in view.
    pub shown: usize,
}

/// Rows of a card, with the blank one below.
pub const CARD: u16 = 3;
/// A stage has so many columns at least and at most.
const NARROW: u16 = 23;
const WIDE: u16 = 40;

/// The parts at a size; nothing below the least.
#[must_use]
pub fn layout(size: Size, columns: usize, at: usize) -> Option<Layout> {
    if size.width < LEAST.width || size.height < LEAST.height {
        return None;
    }
    let room = size.width - 2;
    let shown = usize::from(room / NARROW).clamp(1, columns.max(1));
    let width = (room / u16::try_from(shown).unwrap_or(1)).min(WIDE);
    let area = |y: u16, height: u16| Area { x: 2, y, width: room, height };
    Some(Layout {
        filter: area(2, 1),
        heads: area(3, 2),
        cards: area(6, size.height.saturating_sub(8)),
        width,
        first: window(at, shown, columns),
        shown,
    })
}

/// The first card of a column in view, and how many are.
#[must_use]
pub fn in_view(height: u16, cards: usize, at: Option<usize>) -> (usize, usize) {
    let whole = usize::from(height.saturating_add(1) / CARD).max(1);
    // The last row tells how many more there are.
    let rows = if cards > whole { usize::from(height / CARD).max(1) } else { whole };
    (window(at.unwrap_or(0), rows, cards), rows)
}

/// What lies under the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    /// A column's heading.
    Head(usize),
    /// A card: its column and its place there.
    Card(usize, usize),
    /// The room between or below the cards of a column.
    Column(usize),
}

impl Under {
    /// The column, whatever of it.
    #[must_use]
    pub const fn column(self) -> usize {
        match self {
            Self::Head(column) | Self::Card(column, _) | Self::Column(column) => column,
        }
    }
}

/// What lies at a cell.
#[must_use]
pub fn under(model: &Model, x: u16, y: u16) -> Option<Under> {
    let here = position(model);
    let parts = layout(model.size, model.board.columns.len(), here.map_or(0, |here| here.0))?;
    let column = usize::from(x.checked_sub(parts.cards.x)? / parts.width);
    let at = parts.first + column;
    if column >= parts.shown || at >= model.board.columns.len() {
        return None;
    }
    if parts.heads.holds(x, y) {
        return Some(Under::Head(at));
    }
    if !parts.cards.holds(x, y) {
        return None;
    }
    let cards = model.board.columns.get(at)?.cards.len();
    let own = here.filter(|here| here.0 == at).map(|here| here.1);
    let (first, rows) = in_view(parts.cards.height, cards, own);
    let row = y - parts.cards.y;
    let nth = usize::from(row / CARD);
    let card = first + nth;
    let is_card = row % CARD < CARD - 1 && nth < rows && card < cards;
    Some(if is_card { Under::Card(at, card) } else { Under::Column(at) })
}

/// `9 d · 60 %`, or `9d 60%` where there is little room: days in its stage, and its odds: the driver's own figure, else the
/// stage's.
#[must_use]
pub fn age_and_odds(model: &Model, deal: &Deal, has_room: bool) -> String {
    let (blank, between) = if has_room { (" ", " · ") } else { ("", " ") };
    let zone = model.campaign.zone;
    let today = model.now.with_timezone(&zone).date_naive().num_days_from_ce();
    let age = deal.since.map(|since| format!("{}{blank}d", today - words::day_of(since, zone).num_days_from_ce()));
    let stage = model.campaign.stage_of(deal).and_then(|stage| model.campaign.stage(stage));
    let share = |sign: &str, share: f64| format!("{sign}{:.0}{blank}%", share * 100.0);
    let own = deal.probability.map(|own| share("", own));
    let odds = own.or_else(|| stage?.win_rate.map(|rate| share("~", rate)));
    [age, odds].into_iter().flatten().collect::<Vec<_>>().join(between)
}
