//! The Crew screen: the tabs set into the rule, the sentence that says what to do, and under it the rows of the open tab,
//! in two columns where there is room.
//!
//! A row becomes lines of the terminal first, so that the columns can be made of one height and the line under the cursor
//! kept in sight. Left out: what the rows say, which `console::crew` has made.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::canvas::{Canvas, columns, fit, wrap};
use super::driver::tone;
use super::theme::Role;
use crate::campaign::StrokeKind;
use crate::console::chart::{self, Signs};
use crate::console::crew::{Page, Row, Tab, Target, What};
use crate::console::model::Model;
use crate::console::sheet::Tone;
use crate::console::words::{amount, rounded, short_date};
use crate::drive::destination::Point;
use crate::drive::engine::{Gauge, Week, cylinders};
use crate::drive::time_card::Gap;
use crate::drive::works::Share;

/// From so many columns on the rows stand in two columns.
const WIDE: u16 = 110;
/// No text is wider.
const TEXT: u16 = 72;
/// The sentence may be, because it stands alone.
const SENTENCE: u16 = 100;
/// Columns before a chart.
const LABEL: u16 = 8;

/// A line of the terminal: texts, each at its column.
type Line = Vec<(u16, String, Role)>;

/// Draws the screen between header and footer.
#[inline(never)]
pub fn crew(canvas: &mut Canvas<'_>, model: &Model) {
    let (width, height) = (canvas.width(), canvas.height());
    tabs(canvas, model.crew_screen.tab);
    canvas.fill(0, height - 2, width, "─", Role::Faint);
    let Some(page) = model.crew_screen.page() else {
        canvas.put(2, 3, "…", Role::Muted);
        return;
    };
    let at = model.crew_screen.at();
    let mut y = if height >= 30 { 3 } else { 2 };
    if at == 0 {
        canvas.put(2, y, if page.target.is_some() { "▸" } else { "·" }, Role::Accent);
    }
    for line in wrap(&page.sentence, width.saturating_sub(6).min(SENTENCE)).iter().take(4) {
        canvas.put(4, y, line, Role::Accent);
        y += 1;
    }
    y += 1;
    let room = (height - 2).saturating_sub(y);
    let selected = page.row(at);
    if width < WIDE {
        let lines = painted(page, model, 0..page.rows.len(), width, room, canvas.is_plain(), selected);
        column(&mut canvas.part(0, y, width, room), &lines, selected, page);
        return;
    }
    let half = width / 2;
    let plain = canvas.is_plain();
    let whole = painted(page, model, 0..page.rows.len(), half, room, plain, selected);
    let split = balanced(page, &whole);
    let left = painted(page, model, 0..split, half, room, plain, selected);
    let right = painted(page, model, split..page.rows.len(), width - half, room, plain, selected);
    column(&mut canvas.part(0, y, half, room), &left, selected, page);
    column(&mut canvas.part(half, y, width - half, room), &right, selected, page);
}

/// The rule under the header, with the tabs set into it.
fn tabs(canvas: &mut Canvas<'_>, open: Tab) {
    let width = canvas.width();
    canvas.fill(0, 1, width, "─", Role::Faint);
    canvas.put(1, 1, " CREW ", Role::Heading);
    for (tab, x, text) in Tab::places(open) {
        canvas.put(x, 1, &text, if tab == open { Role::Strong } else { Role::Muted });
    }
}

/// The lines of some rows, each with the row that it is of.
fn painted(
    page: &Page,
    model: &Model,
    rows: std::ops::Range<usize>,
    width: u16,
    room: u16,
    plain: bool,
    selected: Option<usize>,
) -> Vec<(usize, Line)> {
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for at in rows {
        let row = &page.rows[at];
        if matches!(row.what, What::Part(_)) && !lines.is_empty() {
            lines.push((at, Line::new()));
        }
        let mut painted = paint(row, width, room, plain, selected == Some(at));
        // A deal that several rows lead to says it once.
        if let (Some(Target::Deal(deal)), true) = (&row.target, row.is_stop())
            && !page.rows[..at].iter().any(|before| before.is_stop() && before.target == row.target)
        {
            touch(&mut painted, model.order.gap(deal), width);
        }
        lines.extend(painted.into_iter().map(|line| (at, line)));
    }
    lines
}

/// What is wrong with the next touch of the deal that a row leads to: behind its words where there is room.
fn touch(lines: &mut Vec<Line>, gap: Option<Gap>, width: u16) {
    let Some(words) = gap.map(Gap::words) else { return };
    let end = lines.last().and_then(|line| line.last()).map_or(0, |(x, text, _)| x + columns(text));
    match lines.last_mut().filter(|_| end + 2 + columns(&words) + 2 <= width.min(TEXT + 6)) {
        Some(line) => line.push((end + 2, words, Role::Late)),
        None => lines.extend(text(6, &words, width, Role::Late)),
    }
}

/// The heading at which the second column begins, so that both are about as high.
fn balanced(page: &Page, lines: &[(usize, Line)]) -> usize {
    let heads = page.rows.iter().enumerate().filter(|(at, row)| *at > 0 && matches!(row.what, What::Part(_)));
    let higher = |head: usize| {
        let left = lines.iter().filter(|(at, _)| *at < head).count();
        left.max(lines.len() - left)
    };
    heads.map(|(at, _)| at).min_by_key(|at| higher(*at)).unwrap_or(page.rows.len())
}

/// Draws a column, scrolled so that the row under the cursor is in sight; nothing of it stays out of reach.
fn column(canvas: &mut Canvas<'_>, lines: &[(usize, Line)], selected: Option<usize>, page: &Page) {
    let height = canvas.height();
    let is_long = lines.len() > usize::from(height);
    // The last row says that there are more, so that it covers nothing.
    let rows = usize::from(if is_long { height.saturating_sub(1) } else { height });
    let stops = || lines.iter().map(|(row, _)| *row).filter(|row| page.rows[*row].is_stop());
    let begins = |at: usize| lines.iter().position(|(row, line)| *row == at && !line.is_empty());
    let under = selected.and_then(begins);
    let last = lines.len().saturating_sub(rows);
    let top = match under {
        Some(_) if stops().next() == selected => 0,
        Some(_) if stops().next_back() == selected => last,
        Some(at) => at.saturating_sub(rows / 2).min(last),
        None => 0,
    };
    for (y, (_, line)) in (0..).zip(lines.iter().skip(top).take(rows)) {
        for (x, text, role) in line {
            canvas.put(*x, y, text, *role);
        }
    }
    let pointer = under.and_then(|at| u16::try_from(at.checked_sub(top)?).ok());
    if let (Some(y), Some(row)) = (pointer, selected) {
        canvas.put(2, y, if page.rows[row].target.is_some() { "▸" } else { "·" }, Role::Strong);
    }
    let hidden = lines.len().saturating_sub(top + rows);
    if is_long && height > 0 {
        let text = if hidden > 0 { format!("↓ {hidden} more") } else { "↑ the end".to_owned() };
        canvas.put_right(canvas.width().saturating_sub(2), height - 1, &text, Role::Muted);
    }
}

fn paint(row: &Row, width: u16, room: u16, plain: bool, selected: bool) -> Vec<Line> {
    let strong = if selected { Role::Strong } else { Role::Plain };
    match &row.what {
        What::Part(title) => vec![vec![(2, fit(title, width.saturating_sub(4)).into_owned(), Role::Heading)]],
        What::Words(words) => text(4, words, width, strong),
        What::Under(words, how) => text(6, words, width, if *how == Tone::Quiet { Role::Muted } else { tone(*how) }),
        What::Chart(points) => chart(points, width, room, plain),
        What::Cylinders(weeks, mondays) => engine(weeks, mondays, width),
        What::Deal { account, gauge, alone } => deal(account, gauge, *alone, width, strong),
        What::Track { theme, signed, tone: how } => {
            let sign = if *how == Tone::Good { "✓" } else { "○" };
            let mut lines = text(4, theme, width, strong);
            lines.extend(text(8, signed, width, tone(*how)));
            if let Some(line) = lines.get_mut(1) {
                line.insert(0, (6, sign.to_owned(), tone(*how)));
            }
            lines
        }
        What::Landed { share, words } => landed(*share, words, width),
    }
}

/// Wrapped words from a column on.
fn text(x: u16, words: &str, width: u16, role: Role) -> Vec<Line> {
    let room = width.saturating_sub(x + 2).clamp(1, TEXT);
    wrap(words, room).into_iter().map(|line| vec![(x, line, role)]).collect()
}

/// The way to the target, week by week, with what the signs mean under it.
fn chart(points: &[Point], width: u16, room: u16, plain: bool) -> Vec<Line> {
    let signs = if plain { Signs::PLAIN } else { Signs::BLOCKS };
    let inner = usize::from(width.saturating_sub(LABEL + 5));
    let of_a_point = (inner / points.len().max(1)).clamp(1, 4);
    let (rows, top) = chart::rows(points, signs, if room >= 24 { 8 } else { 5 }, of_a_point);
    let label = if top < Decimal::from(10_000) { amount(top) } else { rounded(top) };
    let mut lines: Vec<Line> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut line = if at == 0 { vec![right(LABEL, &label)] } else { Line::new() };
        line.extend(inked(LABEL + 2, row, |sign| match sign {
            sign if sign == signs.won => Role::Good,
            sign if sign == signs.needed => Role::Strong,
            sign if sign == signs.likely => Role::Plain,
            sign if sign == signs.maybe => Role::Muted,
            _ => Role::Faint,
        }));
        lines.push(line);
    }
    let wide = points.len() * of_a_point;
    let (corner, dash) = signs.axis;
    let axis = format!("{corner}{}", dash.to_string().repeat(wide));
    lines.push(vec![right(LABEL, "0"), (LABEL + 1, axis, Role::Faint)]);
    let day = |point: Option<&Point>| point.map_or_else(String::new, |point| short_date(point.day, point.day.year()));
    let (first, last) = (day(points.first()), day(points.last()));
    let mut days = vec![(LABEL + 2, first.clone(), Role::Muted)];
    let end = LABEL + 2 + u16::try_from(wide).unwrap_or(width);
    let start = end.saturating_sub(columns(&last));
    if start > LABEL + 3 + columns(&first) {
        days.push((start, last, Role::Muted));
    }
    lines.push(days);
    lines.extend(legend(&signs.legend(), width));
    lines
}

/// What the signs mean: a sign stays with its meaning.
fn legend(words: &str, width: u16) -> Vec<Line> {
    let room = width.saturating_sub(6);
    let mut rows: Vec<String> = Vec::new();
    for piece in words.split("  ") {
        match rows.last_mut().filter(|row| columns(row) + 2 + columns(piece) <= room) {
            Some(row) => *row = format!("{row}  {piece}"),
            None => rows.push(piece.to_owned()),
        }
    }
    rows.into_iter().map(|row| vec![(4, row, Role::Muted)]).collect()
}

/// A text that ends before a column.
fn right(end: u16, text: &str) -> (u16, String, Role) {
    (end.saturating_sub(columns(text)), text.to_owned(), Role::Muted)
}

/// Signs of one column each, parted where their role changes; blanks are not drawn.
fn inked(x: u16, signs: &str, role: impl Fn(char) -> Role) -> Line {
    let mut line: Line = Vec::new();
    let mut before = None;
    for (x, sign) in (x..).zip(signs.chars()) {
        if sign == ' ' {
            before = None;
            continue;
        }
        let role = role(sign);
        match line.last_mut().filter(|_| before == Some(role)) {
            Some((_, text, _)) => text.push(sign),
            None => line.push((x, sign.to_string(), role)),
        }
        before = Some(role);
    }
    line
}

/// Two cylinders over the weeks: pushes go up, pulls down, a week without either is a gap on the line.
fn engine(weeks: &[Week], mondays: &[NaiveDate], width: u16) -> Vec<Line> {
    const HEIGHT: u32 = 4;
    let rows = cylinders(weeks, HEIGHT, ['█', '─', '·']);
    let axis = rows.len() / 2;
    let mut lines = vec![Line::new()];
    for (at, row) in rows.iter().enumerate() {
        let mut line = match at {
            at if at + 1 == axis => vec![(4, "push".to_owned(), Role::Muted)],
            at if at == axis + 1 => vec![(4, "pull".to_owned(), Role::Muted)],
            _ => Line::new(),
        };
        line.extend(inked(LABEL + 2, row, |sign| match sign {
            '·' => Role::Late,
            '─' => Role::Faint,
            _ if at < axis => Role::Plain,
            _ => Role::Good,
        }));
        lines.push(line);
    }
    let year = mondays.last().map_or(0, Datelike::year);
    // A date and a blank take three weeks' columns, so that every third Monday is told.
    let dates = mondays.iter().step_by(3).map(|day| short_date(*day, year));
    lines.push((LABEL + 2..).step_by(9).zip(dates).map(|(x, date)| (x, date, Role::Muted)).collect());
    lines.extend(text(4, "each column a week: pushes up, pulls down, · no stroke", width, Role::Muted));
    lines
}

/// A deal's name, and the strokes of its last four weeks.
fn deal(account: &str, gauge: &Gauge, alone: Option<StrokeKind>, width: u16, role: Role) -> Vec<Line> {
    const GAUGE: u16 = 20;
    let room = width.saturating_sub(4 + GAUGE + 4).min(TEXT - GAUGE);
    let x = 4 + room + 2;
    let cells = |weeks: &[bool]| weeks.iter().map(|fired| if *fired { '▮' } else { '▯' }).collect::<String>();
    let ink = |sign: char| if sign == '▮' { Role::Plain } else { Role::Faint };
    let missing = |kind| if gauge.next == Some((kind, true)) { Role::Late } else { Role::Muted };
    let mut line = vec![(4, fit(account, room).into_owned(), role)];
    line.push((x, "push".to_owned(), missing(StrokeKind::Push)));
    line.extend(inked(x + 5, &cells(&gauge.push), ink));
    line.push((x + 11, "pull".to_owned(), missing(StrokeKind::Pull)));
    line.extend(inked(x + 16, &cells(&gauge.pull), ink));
    let mut lines = vec![line];
    if let Some(kind) = alone {
        let kind = if kind == StrokeKind::Push { "pushes" } else { "pulls" };
        lines.extend(text(6, &format!("{kind} alone: allowed, and a bumpier ride"), width, Role::Muted));
    }
    lines
}

/// How something landed: a dot on the interval in which it likely lies, and the numbers behind it.
fn landed(share: Share, words: &str, width: u16) -> Vec<Line> {
    const CELLS: u16 = 20;
    if share.of == 0 {
        return text(6, words, width, Role::Muted);
    }
    let room = width.saturating_sub(8).min(TEXT);
    let beside = room.saturating_sub(columns(words) + 2).min(CELLS);
    let cells = if beside >= 10 { beside } else { CELLS.min(room) };
    let (low, high) = share.interval();
    let place = |part: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of some twenty cells")]
        let cell = (part * f64::from(cells - 1)).round() as u16;
        cell
    };
    let (first, last, dot) = (place(low), place(high), place(f64::from(share.hits) / f64::from(share.of)));
    let bar: String = (0..cells)
        .map(|cell| match cell {
            cell if cell == dot => '●',
            cell if (first..=last).contains(&cell) => '─',
            _ => '·',
        })
        .collect();
    let mut line = inked(6, &bar, |sign| match sign {
        '●' => Role::Strong,
        '─' => Role::Plain,
        _ => Role::Faint,
    });
    if beside >= 10 {
        line.push((6 + cells + 2, words.to_owned(), Role::Muted));
        return vec![line];
    }
    let mut lines = vec![line];
    lines.extend(text(6, words, width, Role::Muted));
    lines
}
