//! `codriver rename FILE PATH NEW`: another id, with every reference to it.

use super::Outcome;
use super::args::{Global, RenameArgs};
use super::commit::{Target, commit, refused};
use super::edit::{act, path};
use crate::campaign::rewrite;
use crate::runtime::environment::Environment;

/// Renames a record.
pub fn run(args: &RenameArgs, global: &Global, environment: &Environment) -> Outcome {
    let record = match path(&args.path) {
        Ok(record) => record,
        Err(refusal) => return refused(&refusal),
    };
    let target = Target { file: &args.file, dry_run: args.dry_run };
    let wish = |campaign: &_, document: &_| rewrite::rename(campaign, document, &record, &args.new).map(act);
    commit(target, &wish, global, environment)
}
