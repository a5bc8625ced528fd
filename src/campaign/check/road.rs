//! Checks what stands on the road of a deal: one namespace, places that exist, and no circles.

use super::super::code;
use super::super::kind::nearest;
use super::super::locate::Step::{self, Key};
use super::super::records::{Deal, Note};
use super::super::{Anchor, Id, Position};
use super::circles::circles;
use super::deal::Own;
use super::{Checker, Group, Tense, mend_reference, shown};
use crate::pace::Mark;

impl Checker<'_> {
    pub(super) fn road(&mut self, deal: &Deal, own: &Own<'_>) {
        self.namespace(deal, own);
        for obstacle in &deal.obstacles {
            self.position(deal, own, obstacle.at.as_deref(), &[Key("obstacle"), Key(&obstacle.id), Key("at")]);
        }
        self.circles(deal, own);
        for note in &deal.notes {
            if note.at.is_none() && note.when.is_none() && !note.retired && note.mark != Some(Mark::Struck) {
                self.tell(
                    code::NO_PLACE,
                    &[Key("note"), Key(&note.id)],
                    format!("the note `{}` has no place, so it is never called", shown(&note.id)),
                    "give it `at`, or `when` if it waits for an occasion".into(),
                );
            }
            self.position(deal, own, note.at.as_deref(), &[Key("note"), Key(&note.id), Key("at")]);
            self.note(note, &[Key("note"), Key(&note.id)]);
        }
        for control in &deal.controls {
            if let Some(owner) = control.owner.as_ref().filter(|owner| **owner != "customer") {
                let path = [Key("control"), Key(&control.id), Key("owner")];
                self.refer(Group::Crew, owner, Tense::Live, &path);
            }
        }
        self.runs(deal, own);
    }

    /// Whom and what a note names; of a deal's notes and of a hazard's alike.
    pub(super) fn note(&mut self, note: &Note, path: &[Step<'_>; 2]) {
        let [group, id] = *path;
        self.refer_if(Group::Crew, note.by.as_ref(), Tense::Past, &[group, id, Key("by")]);
        self.refer_if(Group::Asset, note.asset.as_ref(), Tense::Live, &[group, id, Key("asset")]);
        self.refer_if(Group::Track, note.track.as_ref(), Tense::Live, &[group, id, Key("track")]);
    }

    fn namespace(&mut self, deal: &Deal, own: &Own<'_>) {
        for control in &deal.controls {
            if own.obstacles.has(&control.id) {
                self.shared_id("control", &control.id, "an obstacle of this deal");
            } else if self.facts.hazards.contains(control.id.as_str()) {
                self.shared_id("control", &control.id, "a hazard");
            }
        }
        for run in &deal.runs {
            if own.obstacles.has(&run.id) {
                self.shared_id("run", &run.id, "an obstacle of this deal");
            } else if own.controls.has(&run.id) {
                self.shared_id("run", &run.id, "a control of this deal");
            } else if self.facts.hazards.contains(run.id.as_str()) {
                self.shared_id("run", &run.id, "a hazard");
            }
        }
    }

    #[cold]
    fn shared_id(&mut self, group: &str, id: &str, other: &str) {
        let message = format!("the {group} `{}` has the id of {other}", shown(id));
        let mend = format!("rename one of them, for example to `{}-{group}`", shown(id));
        self.tell(code::SHARED_ID, &[Key(group), Key(id)], message, mend);
    }

    fn position(&mut self, deal: &Deal, own: &Own<'_>, at: Option<&Position>, path: &[Step<'_>]) {
        match at.map(|at| &at.anchor) {
            None | Some(Anchor::Time(_)) => {}
            Some(Anchor::Enter(stage) | Anchor::Leave(stage)) => self.on_route(stage, path),
            Some(Anchor::Minute(run, _)) => {
                if !own.runs.has(run) {
                    self.unknown_here("run", "run", run, own.runs.ids(), Tense::Live, path);
                }
            }
            Some(Anchor::Named(id)) => {
                if own.obstacles.has(id) || own.controls.has(id) || own.runs.has(id) {
                    return;
                }
                if self.facts.hazards.contains(id.as_str()) {
                    let met = self.campaign.hazard(id).is_some_and(|hazard| self.campaign.matches(deal, &hazard.only));
                    if !met {
                        self.tell(
                            code::DANGLING_REFERENCE,
                            path,
                            format!("this deal does not meet the hazard `{}`", shown(id)),
                            "write another place, or widen the hazard's `only`".into(),
                        );
                    }
                } else if !self.facts.route.contains(id.as_str()) {
                    self.no_such_place(id, own, path);
                }
            }
        }
    }

    #[cold]
    fn no_such_place(&mut self, id: &str, own: &Own<'_>, path: &[Step<'_>]) {
        let id = shown(id);
        let mut all: Vec<&str> = own.obstacles.ids().chain(own.controls.ids()).chain(own.runs.ids()).collect();
        all.extend(self.campaign.hazards.iter().map(|hazard| hazard.id.as_str()));
        all.extend(self.campaign.route.iter().map(Id::as_str));
        let found = nearest(&id, all);
        let mend = mend_reference(&id, found, "write the id of an obstacle, a control, a run, a hazard or a stage");
        let message = format!("no place of this deal has the id `{id}`");
        self.tell(code::DANGLING_REFERENCE, path, message, mend);
    }

    /// A stage that is named must be on the route.
    pub(super) fn on_route(&mut self, stage: &str, path: &[Step<'_>]) {
        if !self.facts.route.contains(stage) {
            let id = shown(stage);
            let found = nearest(&id, self.campaign.route.iter().map(Id::as_str));
            let mend = mend_reference(&id, found, &format!("add `{id}` to `route`"));
            self.tell(code::DANGLING_REFERENCE, path, format!("the route has no stage `{id}`"), mend);
        }
    }

    /// Obstacles and hazards may be measured from each other; controls and runs have dates of their own.
    fn circles(&mut self, deal: &Deal, own: &Own<'_>) {
        let leans = |id: &str| own.obstacles.has(id) || self.facts.hazards.contains(id);
        if !deal.obstacles.iter().any(|obstacle| measured_from(obstacle.at.as_deref()).is_some_and(leans)) {
            return;
        }
        let hazards = self.campaign.hazards.iter().map(|hazard| (hazard.id.as_str(), hazard.at.as_deref()));
        let obstacles = deal.obstacles.iter().map(|obstacle| (obstacle.id.as_str(), obstacle.at.as_deref()));
        // An obstacle without a place of its own is where the hazard of its id is.
        let from = hazards.chain(obstacles).filter_map(|(id, at)| Some((id, measured_from(at)?))).collect();
        for circle in circles(&from, deal.obstacles.iter().map(|obstacle| obstacle.id.as_str())) {
            // The hazards' own circle is told with the hazards.
            let mine =
                deal.obstacles.iter().filter(|obstacle| obstacle.at.is_some() && circle.contains(&&*obstacle.id));
            let Some(first) = mine.map(|obstacle| obstacle.id.as_str()).min() else { continue };
            self.circle(&circle, &[Key("obstacle"), Key(first), Key("at")]);
        }
    }

    #[cold]
    pub(super) fn circle(&mut self, circle: &[&str], path: &[Step<'_>]) {
        let names: Vec<String> = circle.iter().take(5).map(|id| format!("`{}`", shown(id))).collect();
        let message = match &*names {
            [one] => format!("{one} is measured from itself"),
            _ => format!("{} are measured from each other in a circle", names.join(", ")),
        };
        self.tell(code::POSITION_CYCLE, path, message, "give one of them a date or a stage".into());
    }
}

/// The id that a place is measured from.
pub(super) fn measured_from(at: Option<&Position>) -> Option<&str> {
    match at.map(|at| &at.anchor) {
        Some(Anchor::Named(id)) => Some(id),
        _ => None,
    }
}
