//! Reads one token as a step: `!L3>2/Cr?`. A caution, what it is about, then its suffixes in any order.

use super::corner::{Bend, Core, Corner, Feature, Features, Grade, Shade, Side, Turn};
use super::error::quoted;
use super::step::Caution;
use super::vocabulary::nearest_feature;

/// A step without the words that follow it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    pub(super) caution: Caution,
    pub(super) core: Core,
    pub(super) over: Features,
    pub(super) maybe: bool,
}

/// Why a token is not a step.
#[derive(Debug)]
pub(super) enum Fault {
    /// It does not begin like one.
    Unknown,
    /// It begins like one, and then goes wrong.
    Broken(Box<Broken>),
}

/// A token that begins like a step.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) message: String,
    pub(super) mend: String,
    pub(super) nearest: Option<String>,
}

impl Fault {
    fn broken(message: String, mend: impl Into<String>, nearest: Option<String>) -> Self {
        Self::Broken(Box::new(Broken { message, mend: mend.into(), nearest }))
    }
}

const NO_GRADE: &str = "use a grade from 6, the easiest, to 1, the hardest";

/// Reads the whole token.
pub(super) fn read_core(token: &str) -> Result<Head, Fault> {
    let stem = token.trim_start_matches('!');
    let bangs = token.len() - stem.len();
    let Some(caution) = Caution::of_count(bangs) else {
        let nearest = read_core(stem).is_ok().then(|| format!("!!!{stem}"));
        let message = format!("expected at most three `!`, found {bangs}");
        return Err(Fault::broken(message, "write `!`, `!!` or `!!!`", nearest));
    };
    if stem.is_empty() {
        let message = format!("expected a corner or a feature right after `{token}`");
        return Err(Fault::broken(message, format!("write it in one piece, as in `{token}L3`"), None));
    }
    if let Some(link) = stem.find("->")
        && !stem[link + 2..].starts_with(|c: char| c.is_ascii_digit())
        && read_core(&stem[..link]).is_ok()
    {
        let apart = format!("{}{} -> {}", caution.sign(), &stem[..link], &stem[link + 2..]);
        let apart = apart.trim_end().to_owned();
        return Err(Fault::broken("expected blanks around `->`".into(), format!("write `{apart}`"), Some(apart)));
    }
    let (core, rest) = read_stem(stem)?;
    let mut head = Head { caution, core, over: Features::default(), maybe: false };
    read_suffixes(&mut head, rest)?;
    Ok(head)
}

/// What the step is about, and the suffixes left.
fn read_stem(stem: &str) -> Result<(Core, &str), Fault> {
    for turn in [Turn::Square, Turn::Hairpin] {
        if let Some(rest) = stem.strip_prefix(turn.letters()) {
            return read_turn(turn, rest);
        }
    }
    if let Some(side) = stem.bytes().next().and_then(Side::of_letter) {
        return read_corner(side, &stem[1..]);
    }
    for feature in Feature::ALL {
        if let Some(rest) = stem.strip_prefix(feature.letters())
            && !rest.starts_with(char::is_alphabetic)
        {
            return Ok((Core::Feature(feature), rest));
        }
    }
    Err(Fault::Unknown)
}

fn read_turn(turn: Turn, rest: &str) -> Result<(Core, &str), Fault> {
    if let Some(side) = rest.bytes().next().and_then(Side::of_letter) {
        return Ok((Core::Turn(turn, side), &rest[1..]));
    }
    let letters = turn.letters();
    let found = if rest.is_empty() { "nothing".into() } else { quoted(rest) };
    Err(Fault::broken(
        format!("expected `L` or `R` after `{letters}`, found {found}"),
        format!("write `{letters}L` for the client's side or `{letters}R` for ours, without a grade"),
        rest.is_empty().then(|| format!("{letters}L")),
    ))
}

fn read_corner(side: Side, rest: &str) -> Result<(Core, &str), Fault> {
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (figure, rest) = rest.split_at(digits);
    let letter = side.letter();
    let grade = match *figure.as_bytes() {
        [figure] => Grade::of_figure(figure),
        _ => None,
    };
    let Some(grade) = grade else {
        if digits == 0 && rest.starts_with(char::is_alphanumeric) {
            return Err(Fault::Unknown);
        }
        let found = match (figure, rest) {
            ("", "") => "nothing".into(),
            ("", rest) => quoted(rest),
            (figure, _) => quoted(figure),
        };
        let nearest = match figure.trim_start_matches('0') {
            "" => None,
            "7" | "8" | "9" => Some(format!("{letter}6")),
            figure => figure.get(..1).map(|first| format!("{letter}{first}")),
        };
        return Err(Fault::broken(
            format!("expected a grade from 1 to 6 after `{letter}`, found {found}"),
            NO_GRADE,
            nearest,
        ));
    };
    let (shade, rest) = match rest.as_bytes().first() {
        Some(b'+') => (Some(Shade::Plus), &rest[1..]),
        Some(b'-') => (Some(Shade::Minus), &rest[1..]),
        _ => (None, rest),
    };
    Ok((Core::Corner(Corner { side, grade, shade, bend: None }), rest))
}

fn read_suffixes(head: &mut Head, mut rest: &str) -> Result<(), Fault> {
    while let Some(sign) = rest.chars().next() {
        let after = &rest[sign.len_utf8()..];
        rest = match sign {
            '>' | '<' => read_bend(head, sign, after)?,
            '/' => read_over(head, after)?,
            '?' if head.maybe => {
                return Err(Fault::broken("expected `?` at most once".into(), "leave one `?`", None));
            }
            '?' => {
                head.maybe = true;
                after
            }
            _ => {
                let message = format!("expected the end of the step or a suffix, found {}", quoted(rest));
                return Err(Fault::broken(
                    message,
                    "after the grade or feature come `>`, `<`, `/` with a feature, or `?`; put a blank before all else",
                    None,
                ));
            }
        };
    }
    Ok(())
}

fn read_bend<'a>(head: &mut Head, sign: char, after: &'a str) -> Result<&'a str, Fault> {
    let Core::Corner(corner) = &mut head.core else {
        let message = format!("expected no `{sign}` here, because only a grade has room for it");
        return Err(Fault::broken(message, format!("leave out `{sign}`, or write a corner such as `L3>2`"), None));
    };
    if corner.bend.is_some() {
        let message = format!("expected one of `>` and `<`, found a second: `{sign}`");
        return Err(Fault::broken(message, "leave only the one that matters most", None));
    }
    let begin = corner.grade;
    let stem = format_args!("{}{}", corner.side.letter(), begin).to_string();
    let caution = head.caution.sign();
    if sign == '>'
        && let Some(shade) = corner.shade
    {
        let shade = if shade == Shade::Plus { '+' } else { '-' };
        return Err(Fault::broken(
            format!("expected no `>` after `{shade}`, because a corner that tightens has no shade"),
            format!("leave out `{shade}`"),
            Some(format!("{caution}{stem}>{after}")).filter(|whole| read_core(whole).is_ok()),
        ));
    }
    let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (figure, rest) = after.split_at(digits);
    let end = match *figure.as_bytes() {
        [] => None,
        [one] if Grade::of_figure(one).is_some() => Grade::of_figure(one),
        _ => {
            let message = format!("expected a grade from 1 to 6 after `{sign}`, found `{figure}`");
            return Err(Fault::broken(message, NO_GRADE, None));
        }
    };
    let (room, edge) = if sign == '>' { ("harder", Grade::One) } else { ("easier", Grade::Six) };
    if begin == edge {
        return Err(Fault::broken(
            format!("expected no `{sign}` after grade {begin}, because nothing is {room}"),
            format!("leave out `{sign}`"),
            Some(format!("{caution}{stem}{rest}")).filter(|whole| read_core(whole).is_ok()),
        ));
    }
    if let Some(end) = end
        && (end == begin || (end > begin) != (sign == '>'))
    {
        let turned = if sign == '>' { '<' } else { '>' };
        let nearest =
            if end == begin { format!("{caution}{stem}{rest}") } else { format!("{caution}{stem}{turned}{after}") };
        return Err(Fault::broken(
            format!("expected a grade {room} than {begin} after `{sign}`, found `{end}`"),
            "write `>` for a corner that ends harder, `<` for one that ends easier; 1 is the hardest",
            Some(nearest).filter(|whole| read_core(whole).is_ok()),
        ));
    }
    corner.bend = Some(if sign == '>' { Bend::Tightens(end) } else { Bend::Opens(end) });
    Ok(rest)
}

fn read_over<'a>(head: &mut Head, after: &'a str) -> Result<&'a str, Fault> {
    let len = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    let (name, rest) = after.split_at(len);
    let Some(feature) = Feature::ALL.into_iter().find(|feature| feature.letters() == name) else {
        let found =
            if after.is_empty() { "nothing".into() } else { quoted(if name.is_empty() { after } else { name }) };
        let mend = nearest_feature(name).map_or_else(
            || "write a feature after `/`: `Cr`, `Gate`, `Jct`, `Jmp`, `Bmp`, `Nar`, `Brg` or `Ice`".into(),
            |known| format!("write `/{known}`"),
        );
        return Err(Fault::broken(format!("expected a feature after `/`, found {found}"), mend, None));
    };
    if head.core == Core::Feature(feature) || head.over.contains(feature) {
        let message = format!("expected each feature once, found `{name}` twice");
        return Err(Fault::broken(message, format!("leave one `{name}`"), None));
    }
    head.over.push(feature);
    Ok(rest)
}
