//! `[needs]`: what makes a deal need somebody, and how much.
//!
//! Invariant: a line that cannot be understood leaves the usual weight of its cause and is told with its place.

use super::{Reader, Value, list, nearest};
use crate::drive::attention::{Cause, HEAVIEST, Weights};

impl Reader<'_> {
    pub(super) fn needs(&mut self, weights: &mut Weights, value: &Value<'_>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.unfit(value, "a table", "write `[needs]` and below it a line for each cause");
        };
        let names = || Cause::ALL.into_iter().map(|(_, name, _)| name);
        for (name, value) in table {
            let written = name.get_ref().as_ref();
            let Some(cause) = Cause::of_name(written) else {
                let mend = match nearest(written, names()) {
                    Some(known) => format!("write `{known}`"),
                    None => format!("use one of {}", list(names())),
                };
                self.remark(name.span(), format!("unknown cause `{written}` in `[needs]`"), &mend);
                continue;
            };
            let weight = value.get_ref().as_integer();
            let weight = weight.and_then(|weight| u16::from_str_radix(weight.as_str(), weight.radix()).ok());
            match weight.filter(|weight| *weight <= HEAVIEST) {
                Some(weight) => weights.set(cause, weight),
                None => self.remark(
                    value.span(),
                    format!("expected a whole number from 0 to {HEAVIEST} for `{written}`"),
                    "write it without quotes; 0 leaves the cause out",
                ),
            }
        }
    }
}
