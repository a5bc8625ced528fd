//! `codriver export FILE ics|csv|json|md`: the campaign as a calendar, a table, JSON or a report.
//!
//! What is written goes where it belongs as it is made; only a word about a file with errors is said beside it.

use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;

use super::args::{ExportArgs, ExportForm, Format, Global};
use super::{BAD_DATA, Outcome, load, nearest, told_with_errors};
use crate::campaign::{Campaign, Id};
use crate::interchange::export::{Form, Wish, export};
use crate::runtime::clock::Clock;
use crate::runtime::environment::Environment;
use crate::runtime::put::{PutError, put};
use crate::runtime::store::plain;
use crate::text::visible;
use crate::view;

/// Exports.
pub fn run(args: &ExportArgs, global: &Global, environment: &Environment, clock: Clock) -> Outcome {
    if global.format != Format::Text {
        let mend = "leave `--format` out, and write `codriver export FILE json`, or another form, instead";
        return Outcome::refused("the form of an export is a word of its own", mend);
    }
    let (campaign, problems) = match load(&args.file, environment) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let seat = global.seat.as_deref().map(Id::from);
    if let Some(seat) = seat.as_ref().filter(|seat| campaign.crew(seat).is_none() && problems == 0) {
        return nobody(&campaign, seat);
    }
    let form = match args.form {
        ExportForm::Ics => Form::Ics,
        ExportForm::Csv => Form::Csv,
        ExportForm::Json => Form::Json,
        ExportForm::Md => Form::Md,
    };
    let weights = match super::open::configuration(global, environment) {
        Ok((config, _)) => config.needs,
        Err(outcome) => return outcome,
    };
    let wish = Wish { campaign: &campaign, now: clock.now(), names: args.names, seat: seat.as_ref(), weights };
    let mut write = |out: &mut dyn Write| export(form, &wish, view::columns, out);
    let refused = match args.out.as_deref().filter(|path| path.as_os_str() != "-") {
        Some(path) => {
            let source = Some(&*args.file).filter(|file| file.as_os_str() != "-");
            put(path, source, &mut write).err().map(|error| cannot_write(path, &error))
        }
        None => to_standard_output(&mut write),
    };
    // What was loaded is left to the system: taking a large campaign apart takes longer than writing it.
    std::mem::forget(campaign);
    refused.unwrap_or_else(|| {
        let (err, code) = told_with_errors(problems, "records");
        Outcome { out: String::new(), err, code }
    })
}

fn to_standard_output(write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>) -> Option<Outcome> {
    let mut out = BufWriter::with_capacity(64 * 1024, std::io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => None,
        // Whoever read us has had enough, as `head` does: that is no fault.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => None,
        Err(error) => Some(Outcome::refused(
            &format!("cannot write to standard output: {}", plain(&error)),
            "give a file with `--out`",
        )),
    }
}

fn cannot_write(path: &Path, error: &PutError) -> Outcome {
    let shown = path.display().to_string();
    let shown = visible(&shown);
    match error {
        PutError::Source => Outcome::refused(
            &format!("`{shown}` is the campaign itself; nothing was written"),
            "give `--out` another name",
        ),
        PutError::Io(error) if error.kind() == ErrorKind::NotFound => {
            Outcome::refused(&format!("cannot write `{shown}`: its folder is not there"), "make the folder first")
        }
        PutError::Io(error) => Outcome::refused(
            &format!("cannot write `{shown}`: {}", plain(error)),
            "give `--out` a file in a folder that is writable for you",
        ),
    }
}

pub(super) fn nobody(campaign: &Campaign, seat: &Id) -> Outcome {
    let mend = nearest(seat, campaign.crew.iter().map(|crew| crew.id.as_str()))
        .map_or_else(|| "give a crew id to --as".to_owned(), |id| format!("did you mean `{}`?", visible(id)));
    let message = format!("nobody in the crew is called `{}`", visible(seat));
    Outcome { code: BAD_DATA, ..Outcome::refused(&message, &mend) }
}
