//! Records that say nothing yet but their id: what reading starts from.

use super::Id;
use super::records::{
    Asset, Colour, Contact, Control, Crew, Deal, Flag, Hazard, Note, Obstacle, Owes, OwesKind, Paper, Period, Play,
    Product, Records, Run, Stage, Topic, Track, ValueLine, Waiver,
};

impl Crew {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self {
            id,
            name: None,
            seat: None,
            timezone: None,
            working_hours: None,
            away: Vec::new(),
            earliness: 1.0,
            owes: Records::default(),
        }
    }
}

impl Owes {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id, of: OwesKind) -> Self {
        Self { id, what: None, count: 1, every: Period::Month, of }
    }
}

impl Stage {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, name: None, expected: None, win_rate: None, stale_after: None, gate: Vec::new(), guidance: None }
    }
}

impl Product {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, name: None, markets: Vec::new(), runs_on: Vec::new(), conflicts: Vec::new(), papers: Vec::new() }
    }
}

impl Paper {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, name: None, until: None }
    }
}

impl Asset {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self {
            id,
            kind: None,
            title: None,
            link: None,
            industry: Vec::new(),
            topics: Vec::new(),
            stages: Vec::new(),
            permission: None,
            until: None,
            by: None,
            added: None,
        }
    }
}

impl Topic {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, name: None, also: Vec::new() }
    }
}

impl Track {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self {
            id,
            theme: None,
            opener: None,
            line: None,
            warmth: None,
            topics: Vec::new(),
            agreed: Vec::new(),
            never: Vec::new(),
        }
    }
}

impl Play {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, title: None, when: Vec::new(), push: None, pull: None, within: None }
    }
}

impl Hazard {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, at: None, pace: None, title: None, only: Vec::new(), notes: Records::default() }
    }
}

impl Obstacle {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, at: None, pace: None, title: None, outcome: None, struck: false }
    }
}

impl Note {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self {
            id,
            at: None,
            when: None,
            pace: None,
            say: None,
            lead: None,
            ladder: Box::default(),
            by: None,
            written: None,
            asset: None,
            track: None,
            review_by: None,
            mark: None,
            was: None,
            retired: false,
            snooze: None,
            tally: None,
        }
    }
}

impl Deal {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self {
            id,
            account: None,
            title: None,
            value: None,
            currency: None,
            created: None,
            source: None,
            stage: None,
            since: None,
            close: None,
            customer_date: None,
            probability: None,
            driver: Box::default(),
            navigator: Box::default(),
            product: Box::default(),
            market: Box::default(),
            industry: Box::default(),
            infrastructure: Box::default(),
            objectives: Records::default(),
            value_lines: Records::default(),
            contacts: Records::default(),
            next: None,
            gate: Box::default(),
            ids: Records::default(),
            flags: Records::default(),
            waivers: Records::default(),
            obstacles: Records::default(),
            notes: Records::default(),
            controls: Records::default(),
            runs: Records::default(),
            stage_log: Records::default(),
            close_log: Records::default(),
            strokes: Records::default(),
            heard: Records::default(),
            messages: Records::default(),
            call_log: Records::default(),
            handoffs: Records::default(),
            service: None,
            service_log: Records::default(),
            result: None,
            crm: None,
        }
    }
}

impl ValueLine {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, serves: None, gives: None, line: None }
    }
}

impl Contact {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, name: None, role: None, stance: None, email: None }
    }
}

impl Flag {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, colour: Colour::Yellow, why: None, by: None, at: None }
    }
}

impl Waiver {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, of: None, why: None, by: None, until: None }
    }
}

impl Control {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self { id, what: None, due: None, owner: None, early_hurts: false, done: None }
    }
}

impl Run {
    /// One that says nothing but its id.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self {
            id,
            what: None,
            starts: None,
            length: None,
            crew: Vec::new(),
            with: Vec::new(),
            kind: None,
            aim: None,
            link: None,
            started: None,
            ended: None,
            pauses: Vec::new(),
        }
    }
}
