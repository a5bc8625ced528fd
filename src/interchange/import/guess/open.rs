//! What is left open after the guess: each of these becomes a question, or is decided by all values there are.

use super::super::cells::dates::{self, DateOrder};
use super::super::cells::numbers::Decimals;
use super::super::columns::{Field, Kind};
use super::super::map::{Map, Pipelines};
use super::question::{About, Choice, Does, Question};
use super::survey::{MOST_WORDS, Probe};
use super::{Seen, short};
use crate::campaign::{When, nearest};
use crate::drive::import::Crm;
use crate::text::{KeyPath, Literal};

/// The most answers of a question for a column.
const MOST_CHOICES: usize = 12;

impl Seen<'_> {
    /// Decides what the values decide, and asks the rest.
    pub(super) fn open(&mut self, map: &mut Map, given: bool) -> Vec<Question> {
        let mut questions = Vec::new();
        questions.extend(self.name(map));
        if !given {
            questions.extend(self.stage(map));
            questions.extend(self.unnamed(map));
        }
        questions.extend(self.dates(map));
        questions.extend(self.decimals(map));
        questions.extend(self.pipelines(map));
        questions
    }

    /// A deal needs a name: what it is about, or whose it is.
    fn name(&self, map: &Map) -> Option<Question> {
        if map.is_history() || map.has(Field::Title) || map.has(Field::Account) {
            return None;
        }
        let mut columns: Vec<usize> = (0..self.columns.len())
            .filter(|at| {
                let column = &self.columns[*at];
                let kind = column.field.map(Field::kind);
                !self.header[..*at].contains(&column.name) && matches!(kind, None | Some(Kind::Text | Kind::Word))
            })
            .collect();
        if columns.is_empty() {
            columns = (0..self.columns.len()).filter(|at| !self.header[..*at].contains(&self.header[*at])).collect();
        }
        // What looks like a title comes first, what is empty last.
        columns.sort_by_key(|at| (self.columns[*at].proposed != Some(Field::Title), self.probes[*at].filled == 0, *at));
        let choices = self.column_choices(columns.iter().copied(), Field::Title);
        Some(Question {
            about: About::Name,
            what: "which column names the deals?".to_owned(),
            why: "no column is called title, name or account; a row without a name cannot become a deal".to_owned(),
            samples: columns.first().map(|at| self.columns[*at].samples.clone()).unwrap_or_default(),
            choices,
            otherwise: None,
        })
    }

    fn column_choices(&self, columns: impl Iterator<Item = usize>, field: Field) -> Vec<Choice> {
        columns
            .take(MOST_CHOICES)
            .enumerate()
            .map(|(index, at)| {
                let column = &self.columns[at];
                let samples: Vec<&str> = column.samples.iter().map(|sample| &**sample).collect();
                let name = short(&column.name);
                Choice {
                    key: (index + 1).to_string(),
                    words: if samples.is_empty() {
                        format!("`{name}`")
                    } else {
                        format!("`{name}`: {}", samples.join(" · "))
                    },
                    written: format!("under `[columns]`, `{} = \"{}\"`", KeyPath::new(&column.name), field.word()),
                    does: Does::Column(column.name.clone(), Some(field)),
                }
            })
            .collect()
    }

    /// A column that is called stage and holds something else.
    fn stage(&self, map: &Map) -> Option<Question> {
        let name = map.column(Field::Stage)?;
        let probe = self.probe(map, Field::Stage)?;
        let words = probe.words.len();
        let apart = u32::try_from(words).is_ok_and(|words| words == probe.seen) && words >= 12;
        if !probe.many && !apart {
            return None;
        }
        let why = if probe.many {
            format!("`{}` has more than {MOST_WORDS} different words", short(name))
        } else {
            format!("`{}` has another word in each of {words} rows", short(name))
        };
        let column = KeyPath::new(name);
        let answer = |key: &str, words: String, field: Option<Field>| Choice {
            key: key.to_owned(),
            words,
            written: format!("under `[columns]`, `{column} = \"{}\"`", field.map_or("", Field::word)),
            does: Does::Column(name.into(), field),
        };
        Some(Question {
            about: About::Column(Field::Stage),
            what: format!("are the words of `{}` stages?", short(name)),
            why,
            samples: self.at(name).map(|at| self.columns[at].samples.clone()).unwrap_or_default(),
            choices: vec![
                answer("yes", "yes, each is a stage".to_owned(), Some(Field::Stage)),
                answer("no", "no, leave the column out".to_owned(), None),
            ],
            otherwise: None,
        })
    }

    /// Of an export of an unknown kind: columns whose values suggest what no name says.
    fn unnamed(&self, map: &Map) -> Vec<Question> {
        if map.crm != Crm::Other || map.is_history() {
            return Vec::new();
        }
        [Field::Stage, Field::Value, Field::Close]
            .into_iter()
            .filter(|field| !map.has(*field))
            .filter_map(|field| {
                let proposed: Vec<usize> =
                    (0..self.columns.len()).filter(|at| self.columns[*at].proposed == Some(field)).collect();
                let first = *proposed.first()?;
                let mut choices = self.column_choices(proposed.into_iter(), field);
                choices.push(Choice {
                    key: "none".to_owned(),
                    words: "none of them".to_owned(),
                    written: "nothing".to_owned(),
                    does: Does::Nothing,
                });
                Some(Question {
                    about: About::Column(field),
                    what: format!("which column says {}?", field.known().says),
                    why: format!("no column's name says it; {}", self.columns[first].why),
                    samples: self.columns[first].samples.clone(),
                    otherwise: Some(choices.len() - 1),
                    choices,
                })
            })
            .collect()
    }

    /// The columns that are read as dates, and those that are not.
    fn dated(&self, map: &Map, mapped: bool) -> Vec<(&str, &Probe)> {
        self.columns
            .iter()
            .zip(&self.probes)
            .filter(|(column, probe)| {
                let entered = map.entered.iter().any(|entered| entered.column == column.name);
                let is_mapped = entered || column.field.is_some_and(|field| field.kind() == Kind::Date);
                is_mapped == mapped && probe.dates.count() > 0
            })
            .map(|(column, probe)| (&*column.name, probe))
            .collect()
    }

    /// The order of day and month: by a value that fits only one, in the columns that are read or in any other.
    fn dates(&mut self, map: &mut Map) -> Option<Question> {
        if map.dates.is_some() {
            return None;
        }
        let read = self.dated(map, true);
        let (open, _) =
            read.iter().find_map(|(name, probe)| Some((*name, probe.dates.samples[0].as_ref()?))).or_else(|| {
                // A column may still be of both orders, which only its values tell.
                let one = read.iter().find(|(_, probe)| probe.dates.day_first > 0)?;
                read.iter().find(|(_, probe)| probe.dates.month_first > 0)?;
                Some((one.0, one.1.dates.samples[1].as_ref()?))
            })?;
        let open = open.to_owned();
        let evidence = |columns: &[(&str, &Probe)], sample: usize| {
            columns
                .iter()
                .find_map(|(name, probe)| probe.dates.samples[sample].as_ref().map(|cell| (short(name), short(cell))))
        };
        let others = self.dated(map, false);
        let mut told = (evidence(&read, 1), evidence(&read, 2));
        if told == (None, None) {
            told = (evidence(&others, 1), evidence(&others, 2));
        }
        let why = match told {
            (Some((column, cell)), None) => {
                map.dates = Some(DateOrder::DayFirst);
                self.told.push(format!("dates are read with the day first: `{cell}` in `{column}` fits nothing else"));
                return None;
            }
            (None, Some((column, cell))) => {
                map.dates = Some(DateOrder::MonthFirst);
                self.told
                    .push(format!("dates are read with the month first: `{cell}` in `{column}` fits nothing else"));
                return None;
            }
            (Some((one, day)), Some((other, month))) => {
                format!("`{day}` in `{one}` has the day first, `{month}` in `{other}` the month")
            }
            (None, None) => format!("every date in `{}` fits both", short(&open)),
        };
        let samples = self.at(&open).map(|at| self.columns[at].samples.clone()).unwrap_or_default();
        let sample = self
            .at(&open)
            .and_then(|at| self.probes[at].dates.samples[0].clone())
            .or_else(|| samples.first().cloned())
            .unwrap_or_default();
        let choices: Vec<Choice> = DateOrder::ALL
            .into_iter()
            .filter_map(|order| {
                let read = match dates::read(&sample, Some(order)) {
                    Ok(When::Date(day)) => day.format("%-d %B %Y").to_string(),
                    Ok(When::Local(time)) => time.format("%-d %B %Y").to_string(),
                    Ok(When::Instant(instant)) => instant.format("%-d %B %Y").to_string(),
                    Err(_) if order == DateOrder::YearFirst => return None,
                    Err(_) => "as it fits".to_owned(),
                };
                Some(Choice {
                    key: order.word().to_owned(),
                    words: format!("`{}` is {read}", short(&sample)),
                    written: format!("`--dates {0}`, or `dates = \"{0}\"`", order.word()),
                    does: Does::Dates(order),
                })
            })
            .collect();
        Some(Question {
            about: About::Dates,
            what: format!("is `{}` day first or month first?", short(&sample)),
            why,
            samples,
            choices,
            otherwise: None,
        })
    }

    /// The decimal mark: by an amount that fits only one.
    fn decimals(&mut self, map: &mut Map) -> Option<Question> {
        if map.decimals.is_some() {
            return None;
        }
        let read: Vec<(&str, &Probe)> = self
            .columns
            .iter()
            .zip(&self.probes)
            .filter(|(column, _)| column.field.is_some_and(|field| matches!(field.kind(), Kind::Money | Kind::Share)))
            .map(|(column, probe)| (&*column.name, probe))
            .collect();
        let sample = |kind: usize| {
            read.iter()
                .find_map(|(name, probe)| probe.numbers.samples[kind].as_ref().map(|cell| (short(name), short(cell))))
        };
        let (column, unclear) = sample(0).or_else(|| sample(1).and(sample(2)))?;
        let why = match (sample(1), sample(2)) {
            (Some((name, cell)), None) => {
                map.decimals = Some(Decimals::Point);
                self.told
                    .push(format!("amounts are read with a decimal point: `{cell}` in `{name}` fits nothing else"));
                return None;
            }
            (None, Some((name, cell))) => {
                map.decimals = Some(Decimals::Comma);
                self.told
                    .push(format!("amounts are read with a decimal comma: `{cell}` in `{name}` fits nothing else"));
                return None;
            }
            // Each of them says itself how it is meant.
            (Some(_), Some(_)) if sample(0).is_none() => return None,
            (Some((_, point)), Some((_, comma))) => {
                format!("`{point}` has a decimal point, `{comma}` a decimal comma")
            }
            (None, None) => format!("in `{column}` every mark has three digits behind it"),
        };
        let marked = unclear.chars().find(|c| matches!(c, '.' | ',')).unwrap_or('.');
        let choices = Decimals::ALL
            .into_iter()
            .map(|mark| {
                let parts = (mark == Decimals::Comma) == (marked == ',');
                Choice {
                    key: mark.word().to_owned(),
                    words: format!(
                        "in `{unclear}` the `{marked}` parts {}",
                        if parts { "decimals" } else { "thousands" }
                    ),
                    written: format!("`decimals = \"{}\"`", mark.word()),
                    does: Does::Decimals(mark),
                }
            })
            .collect();
        Some(Question {
            about: About::Decimals,
            what: format!("how much is `{unclear}`?"),
            why,
            samples: self
                .columns
                .iter()
                .find(|known| short(&known.name) == column)
                .map(|known| known.samples.clone())
                .unwrap_or_default(),
            choices,
            otherwise: None,
        })
    }

    /// Which of several pipelines.
    fn pipelines(&mut self, map: &mut Map) -> Option<Question> {
        let names = self.words_of(map, Field::Pipeline);
        let mut why = format!("the deals are in {} pipelines, each with its own stages", names.len());
        match &map.pipelines {
            None if names.len() < 2 => return None,
            Some(Pipelines::All) => return None,
            Some(wanted @ Pipelines::Only(said)) => {
                if names.is_empty() || names.iter().any(|name| wanted.want(name)) {
                    return None;
                }
                let said = said.first().map_or("", |name| &**name);
                why = match nearest(said, names.iter().map(|name| &**name)) {
                    Some(near) => {
                        format!("no deal is in the pipeline `{}`; perhaps `{}` is meant", short(said), short(near))
                    }
                    None => format!("no deal is in the pipeline `{}`", short(said)),
                };
            }
            None => {}
        }
        let column = map.column(Field::Pipeline).and_then(|name| self.at(name));
        let mut choices: Vec<Choice> = names
            .iter()
            .enumerate()
            .map(|(index, name)| Choice {
                key: (index + 1).to_string(),
                words: format!("only `{}`", short(name)),
                written: format!("`pipelines = [{}]`", Literal::from(&**name)),
                does: Does::Pipelines(Pipelines::Only(vec![name.clone()])),
            })
            .collect();
        choices.push(Choice {
            key: "all".to_owned(),
            words: "all of them, on one route".to_owned(),
            written: "`pipelines = \"all\"`".to_owned(),
            does: Does::Pipelines(Pipelines::All),
        });
        Some(Question {
            about: About::Pipelines,
            what: "the deals of which pipeline?".to_owned(),
            why,
            samples: column.map(|at| self.columns[at].samples.clone()).unwrap_or_default(),
            choices,
            otherwise: None,
        })
    }
}
