//! What every key of every record takes, with one line of help: the one table that forms, and whoever describes the
//! format, are made from.
//!
//! Invariant: the keys are those of [`Kind::keys`] in the same order, and a value of the kind that is said here is taken
//! by the readers; a test holds both. What a value refers to is said, whether it is there is the check's.

mod deal;
mod shared;

use super::kind::Kind;

/// One key of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What a value is.
    pub takes: Takes,
    /// How many values.
    pub many: Many,
    /// One line in plain English.
    pub help: &'static str,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A text of any length.
    Text,
    /// A short text without commas.
    Word,
    /// An address on the web or in the office.
    Link,
    /// The id of something.
    Id(Names),
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A date, or a date and time.
    When,
    /// A date alone.
    Date,
    /// A length of time: `20m`, `3wd`.
    Duration,
    /// A place: a date, or where on the road.
    Position,
    /// Steps in shorthand.
    Pace,
    /// Working hours of a week.
    Hours,
    /// A time zone of the IANA list.
    Zone,
    /// A currency of ISO 4217.
    Currency,
    /// An exact number.
    Money,
    /// From 0 to 1.
    Share,
    /// From 0.5 to 2.
    Factor,
    /// A whole number.
    Count,
    /// `true` or `false`.
    Yes,
    /// A small record.
    Table(Kind),
    /// Records by id.
    Records(Kind),
    /// Rows of a log.
    Rows(Kind),
}

/// How many values a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    /// One.
    One,
    /// One, or a list.
    OneOrMore,
    /// A list; one alone is taken for a list of one.
    List,
    /// Two in a list.
    Pair,
    /// A table with a value for each name; the names are ids of these.
    Each(Names),
    /// A table with a list for each name.
    ListEach(Names),
}

/// Whose ids a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// People.
    Crew,
    /// People, or `customer`.
    Owner,
    /// Stages of the route.
    Stage,
    /// Products.
    Product,
    /// Assets.
    Asset,
    /// Topics; any word will do.
    Topic,
    /// Tracks.
    Track,
    /// Plays.
    Play,
    /// What plays answer to: flags and reasons; any word will do.
    Trouble,
    /// Deals.
    Deal,
    /// The deal's contacts.
    Contact,
    /// The deal's objectives.
    Objective,
    /// The facts that the deal's stage asks for.
    Fact,
    /// The deal's runs.
    Run,
    /// The deal's notes, and those of the hazards that it meets, as `hazard/note`.
    Note,
    /// As [`Names::Note`], and the deal's promises as `control.<id>`.
    Called,
    /// Fields of a deal.
    Field,
    /// Currencies.
    Currency,
    /// Grades of the notation.
    Grade,
    /// New ids: whatever is written.
    Any,
}

/// How a record of a kind stands in the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The file itself.
    Top,
    /// There is one.
    Alone,
    /// By its id.
    ById,
    /// As a row of a log; a row's identity is the values of these keys.
    Row(&'static [&'static str]),
}

const fn one(key: &'static str, takes: Takes, help: &'static str) -> Field {
    Field { key, takes, many: Many::One, help }
}

const fn some(key: &'static str, takes: Takes, help: &'static str) -> Field {
    Field { key, takes, many: Many::OneOrMore, help }
}

const fn list(key: &'static str, takes: Takes, help: &'static str) -> Field {
    Field { key, takes, many: Many::List, help }
}

const fn each(key: &'static str, names: Names, takes: Takes, help: &'static str) -> Field {
    Field { key, takes, many: Many::Each(names), help }
}

const fn only(help: &'static str) -> Field {
    Field { key: "only", takes: Takes::Word, many: Many::ListEach(Names::Field), help }
}

impl Kind {
    /// What its keys take, in the order of the format's reference.
    #[must_use]
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Top => &shared::TOP,
            Self::Campaign => &shared::CAMPAIGN,
            Self::Calls => &shared::CALLS,
            Self::Engine => &shared::ENGINE,
            Self::Destination => &shared::DESTINATION,
            Self::Crew => &shared::CREW,
            Self::Away => &shared::AWAY,
            Self::Owes => &shared::OWES,
            Self::Stage => &shared::STAGE,
            Self::Product => &shared::PRODUCT,
            Self::Paper => &shared::PAPER,
            Self::Asset => &shared::ASSET,
            Self::Topic => &shared::TOPIC,
            Self::Track => &shared::TRACK,
            Self::Play => &shared::PLAY,
            Self::Hazard => &shared::HAZARD,
            Self::Review => &shared::REVIEW,
            Self::Deal => &deal::DEAL,
            Self::ValueLine => &deal::VALUE_LINE,
            Self::Contact => &deal::CONTACT,
            Self::Next => &deal::NEXT,
            Self::Flag => &deal::FLAG,
            Self::Waiver => &deal::WAIVER,
            Self::Obstacle => &deal::OBSTACLE,
            Self::Note => &deal::NOTE,
            Self::Tally => &deal::TALLY,
            Self::Control => &deal::CONTROL,
            Self::Run => &deal::RUN,
            Self::Pause => &deal::PAUSE,
            Self::StageLog => &deal::STAGE_LOG,
            Self::CloseLog => &deal::CLOSE_LOG,
            Self::Stroke => &deal::STROKE,
            Self::Heard => &deal::HEARD,
            Self::Message => &deal::MESSAGE,
            Self::CallLog => &deal::CALL_LOG,
            Self::Handoff => &deal::HANDOFF,
            Self::Service => &deal::SERVICE,
            Self::Stint => &deal::STINT,
            Self::ServiceLog => &deal::SERVICE_LOG,
            Self::Finish => &deal::FINISH,
            Self::Credit => &deal::CREDIT,
            Self::LastWord => &deal::LAST_WORD,
        }
    }

    /// What a key of it takes.
    #[must_use]
    pub fn field(self, key: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.key == key)
    }

    /// How it stands in the record above it.
    #[must_use]
    pub const fn held(self) -> Held {
        match self {
            Self::Top => Held::Top,
            Self::Campaign
            | Self::Calls
            | Self::Engine
            | Self::Destination
            | Self::Next
            | Self::Tally
            | Self::Service
            | Self::Stint
            | Self::Finish
            | Self::LastWord => Held::Alone,
            Self::Away | Self::Pause => Held::Row(&["from", "until"]),
            Self::StageLog => Held::Row(&["stage", "from"]),
            Self::CloseLog => Held::Row(&["at"]),
            Self::Stroke | Self::Heard | Self::Message => Held::Row(&["at", "by"]),
            Self::Handoff => Held::Row(&["at", "from", "to"]),
            Self::CallLog => Held::Row(&["note", "rung", "place"]),
            Self::ServiceLog => Held::Row(&["since"]),
            Self::Credit => Held::Row(&["who", "for"]),
            Self::Review => Held::Row(&["at", "deal"]),
            Self::Crew
            | Self::Owes
            | Self::Stage
            | Self::Product
            | Self::Paper
            | Self::Asset
            | Self::Topic
            | Self::Track
            | Self::Play
            | Self::Hazard
            | Self::Deal
            | Self::ValueLine
            | Self::Contact
            | Self::Flag
            | Self::Waiver
            | Self::Obstacle
            | Self::Note
            | Self::Control
            | Self::Run => Held::ById,
        }
    }

    /// The kind of the record with this path: `deal`, `northwind`, `note`, `buyer` is a note; a path of a log is its
    /// rows'.
    #[must_use]
    pub fn at<'p>(path: impl IntoIterator<Item = &'p str>) -> Option<Self> {
        let mut names = path.into_iter();
        let mut kind = Self::Top;
        while let Some(name) = names.next() {
            kind = match kind.field(name)?.takes {
                Takes::Table(below) | Takes::Rows(below) => below,
                Takes::Records(below) => {
                    names.next()?;
                    below
                }
                _ => return None,
            };
        }
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{layout, read};
    use super::*;
    use crate::text::{Document, Severity};

    /// A value of each kind, as TOML.
    fn example(takes: Takes) -> String {
        match takes {
            Takes::Text | Takes::Word | Takes::Link | Takes::Id(_) => "\"a\"".into(),
            Takes::Choice(words) => format!("\"{}\"", words[0]),
            Takes::When | Takes::Date => "2026-11-24".into(),
            Takes::Duration => "\"3wd\"".into(),
            Takes::Position => "\"enter proof - 3d\"".into(),
            Takes::Pace => "\"!L3 #price\"".into(),
            Takes::Hours => "\"Mon-Fri 09:00-17:00\"".into(),
            Takes::Zone => "\"Europe/London\"".into(),
            Takes::Currency => "\"GBP\"".into(),
            Takes::Money | Takes::Share | Takes::Factor | Takes::Count => "1".into(),
            Takes::Yes => "true".into(),
            Takes::Table(kind) => format!("{{ {} }}", body(kind)),
            Takes::Records(kind) => format!("{{ a = {{ {} }} }}", body(kind)),
            Takes::Rows(kind) => format!("[{{ {} }}]", body(kind)),
        }
    }

    fn name(names: Names) -> &'static str {
        match names {
            Names::Currency => "USD",
            Names::Grade => "SQ",
            Names::Field => "stage",
            _ => "a",
        }
    }

    fn value(field: &Field) -> String {
        let value = example(field.takes);
        match field.many {
            Many::One => value,
            Many::OneOrMore | Many::List => format!("[{value}]"),
            Many::Pair => format!("[{value}, {value}]"),
            Many::Each(names) => format!("{{ {} = {value} }}", name(names)),
            Many::ListEach(names) => format!("{{ {} = [{value}] }}", name(names)),
        }
    }

    fn body(kind: Kind) -> String {
        let fields: Vec<String> =
            kind.fields().iter().map(|field| format!("{} = {}", field.key, value(field))).collect();
        fields.join(", ")
    }

    fn reading(text: &str) -> Vec<String> {
        let (document, mut told) = Document::read(text.as_bytes().to_vec(), &layout());
        told.extend(read(&document, chrono_tz::UTC).1);
        told.iter()
            .filter(|one| one.severity == Severity::Error || one.code == "unknown-key")
            .map(|one| one.message.clone())
            .collect()
    }

    #[test]
    fn every_key_of_every_kind_is_in_the_table_and_no_other() {
        for kind in Kind::ALL {
            let keys: Vec<&str> = kind.fields().iter().map(|field| field.key).collect();
            assert_eq!(keys, kind.keys(), "{kind:?}");
        }
    }

    #[test]
    fn the_readers_take_what_the_table_says_for_every_key_of_every_kind() {
        let lines = Kind::Top.fields().iter().map(|field| format!("{} = {}", field.key, value(field)));
        let text = lines.collect::<Vec<_>>().join("\n");
        assert_eq!(reading(&text), [""; 0]);
    }

    #[test]
    fn a_key_that_takes_one_or_more_is_taken_alone_as_well() {
        for kind in [Kind::Deal, Kind::Note] {
            for field in kind.fields().iter().filter(|field| field.many == Many::OneOrMore) {
                let path = if kind == Kind::Deal { "deal.a" } else { "deal.a.note.b" };
                assert_eq!(reading(&format!("[{path}]\n{} = {}\n", field.key, example(field.takes))), [""; 0]);
            }
        }
    }

    #[test]
    fn a_word_that_is_not_among_a_choice_is_refused_by_the_reader() {
        for kind in Kind::ALL {
            for field in kind.fields().iter().filter(|field| matches!(field.takes, Takes::Choice(_))) {
                let told = told_in(kind, &format!("{} = \"nonsense\"", field.key));
                assert!(told.iter().any(|one| one.contains("found `\"nonsense\"`")), "{kind:?} {told:?}");
            }
        }
    }

    #[test]
    fn the_readers_take_every_word_of_every_choice() {
        for kind in Kind::ALL {
            for field in kind.fields() {
                let Takes::Choice(words) = field.takes else { continue };
                for word in words {
                    let told = told_in(kind, &format!("{} = \"{word}\"", field.key));
                    assert!(told.iter().all(|one| !one.contains(&format!("found `\"{word}\"`"))), "{kind:?} {told:?}");
                }
            }
        }
    }

    /// What is told of a record of a kind that has only this key.
    fn told_in(kind: Kind, key: &str) -> Vec<String> {
        fn wrapped(kind: Kind, inner: &str) -> Option<String> {
            if kind == Kind::Top {
                return Some(inner.to_owned());
            }
            Kind::ALL.into_iter().find_map(|owner| {
                owner.fields().iter().find_map(|field| match field.takes {
                    Takes::Table(below) if below == kind => wrapped(owner, &format!("{} = {{ {inner} }}", field.key)),
                    Takes::Records(below) if below == kind => {
                        wrapped(owner, &format!("{} = {{ a = {{ {inner} }} }}", field.key))
                    }
                    Takes::Rows(below) if below == kind => wrapped(owner, &format!("{} = [{{ {inner} }}]", field.key)),
                    _ => None,
                })
            })
        }
        reading(&wrapped(kind, key).unwrap())
    }

    #[test]
    fn every_key_has_one_line_of_help() {
        for kind in Kind::ALL {
            for field in kind.fields() {
                let help = field.help;
                assert!(!help.is_empty() && help.chars().count() <= 90 && !help.ends_with('.'), "{kind:?}: {help}");
            }
        }
    }

    #[test]
    fn a_row_is_told_from_others_by_keys_that_it_has() {
        for kind in Kind::ALL {
            if let Held::Row(keys) = kind.held() {
                assert!(keys.iter().all(|key| kind.field(key).is_some()), "{kind:?}");
            }
        }
    }

    #[test]
    fn a_path_says_what_kind_a_record_is() {
        assert_eq!(Kind::at(["deal", "northwind", "note", "buyer"]), Some(Kind::Note));
        assert_eq!(Kind::at(["deal", "northwind", "note", "buyer", "tally"]), Some(Kind::Tally));
        assert_eq!(Kind::at(["hazard", "review", "note", "pack"]), Some(Kind::Note));
        assert_eq!(Kind::at(["deal", "northwind", "heard"]), Some(Kind::Heard));
        assert_eq!(Kind::at(["deal", "northwind", "service", "push"]), Some(Kind::Stint));
        assert_eq!(Kind::at(["deal", "northwind", "close"]), None);
        assert_eq!(Kind::at([]), Some(Kind::Top));
    }
}
