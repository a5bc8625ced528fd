//! How a deal finished, and that it goes on after all.

use super::super::Standing;
use super::super::words::{Asked, Verdict, day, judge};
use super::{Draft, said_text, standing_of, status};
use crate::campaign::When;
use crate::drive::rules::{set, text, when};
use crate::text::{Intent, KeyPath, RecordPath};

impl Draft<'_> {
    pub(super) fn result(&mut self) {
        let Some(theirs) = self.standing() else { return };
        let (deal, last) = (self.deal, self.last);
        let ours = standing_of(deal);
        self.heard.status = Some(theirs);
        let reason = self.row.reason.as_deref().filter(|_| theirs == Standing::Lost);
        self.heard.reason = said_text(reason, last.reason.as_ref());
        let record = self.record.below(["result"]);
        if ours == theirs {
            self.same_result(&record);
            return;
        }
        // Nobody writes that a deal is open.
        let said = (ours != Standing::Open || last.status.is_some()).then_some(&ours);
        let asked = self.asked("result");
        let mut verdict = judge(said, Some(&theirs), last.status.as_ref(), asked, |one, other| one == other);
        let has_credit = deal.result.as_ref().is_some_and(|result| !result.credit.is_empty());
        if verdict == Verdict::Taken && theirs == Standing::Open && has_credit && asked != Asked::Named {
            verdict = Verdict::Kept("it has credit for people here");
        }
        if !self.tell("result", Some(ours.word().to_owned()), Some(theirs.word().to_owned()), verdict) {
            return;
        }
        let on = self.finished_on(theirs);
        if status(theirs).is_none() {
            self.edits.push(Intent::Remove { record });
            return;
        }
        let mut fields = vec![("status", text(theirs.word()))];
        fields.extend(on.map(|on| ("on", when(on))));
        fields.extend(reason.map(str::trim).filter(|reason| !reason.is_empty()).map(|reason| ("reason", text(reason))));
        if deal.result.is_some() {
            self.edits.extend(fields.into_iter().map(|(key, value)| set(record.clone(), key, value)));
        } else {
            let fields = fields.into_iter().map(|(key, value)| (KeyPath::new(key), value)).collect();
            self.edits.push(Intent::Add { record, fields });
        }
    }

    /// Both say that it is finished in the same way: its reason, and its day where nobody wrote one.
    fn same_result(&mut self, record: &RecordPath) {
        let Some(result) = self.deal.result.as_deref() else { return };
        let theirs = standing_of(self.deal);
        let reason = self.row.reason.as_deref().map(str::trim);
        let reason = reason.filter(|reason| theirs == Standing::Lost && !reason.is_empty());
        let words = [result.reason.as_deref(), reason, self.last.reason.as_deref()];
        if self.word("reason", words, |one, other| one.trim() == other.trim(), str::to_owned)
            && let Some(reason) = reason
        {
            self.edits.push(set(record.clone(), "reason", text(reason)));
        }
        // Once the export has told of the finish, a day that is not there was taken out.
        if result.on.is_none()
            && self.last.status != Some(theirs)
            && let Some(on) = self.finished_on(theirs)
        {
            self.edits.push(set(record.clone(), "on", when(on)));
        }
    }

    /// The day of the finish: from a column for it, from the history, else where the CRM leaves it.
    fn finished_on(&self, theirs: Standing) -> Option<When> {
        let zone = self.zone();
        let told = self.row.finished.or_else(|| self.past.finished(theirs)).or(self.row.close).or(self.row.changed);
        let told = told.map(|at| day(at, zone));
        told.or_else(|| if self.is_new { None } else { Some(self.bench.today()) })
    }
}
