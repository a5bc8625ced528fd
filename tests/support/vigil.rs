//! The watch without a process: time and the file go in, calls and lines come out, in one thread and in order.
//!
//! What the engine room does beside the loop is done here at once, as in the simulator of the console. Nothing sleeps
//! and no clock is read.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use codriver::campaign::{Id, Past};
use codriver::console::drafts::Drafts;
use codriver::console::effect::Effect;
use codriver::console::geometry::Size;
use codriver::console::keymap::Keymap;
use codriver::console::load::SeatWanted;
use codriver::console::message::{Message, Stamped};
use codriver::console::model::{Settings, Start};
use codriver::console::vigil::Vigil;
use codriver::drive::calls::Announcement;
use codriver::runtime::apply::apply;
use codriver::runtime::loader::{self, Source};
use codriver::text::Edit;

/// A watch over a text, as if it were a file.
pub struct Watched {
    vigil: Vigil,
    file: Vec<u8>,
    journal: Vec<Edit>,
    through: u64,
    now: DateTime<Utc>,
    told: Vec<(DateTime<Utc>, Announcement)>,
    lines: Vec<String>,
    wakes: Vec<DateTime<Utc>>,
}

impl Watched {
    /// A watch begun at this moment, in somebody's seat or in nobody's.
    pub fn new(text: &str, now: &str, seat: Option<&str>) -> Self {
        let now: DateTime<Utc> = now.parse().expect("a moment");
        let start = Start {
            now,
            size: Size { width: 80, height: 24 },
            settings: Settings::default(),
            keymap: Keymap::default(),
            name: "campaign.toml".to_owned(),
            machine_zone: Tz::UTC,
            seat: seat.map_or(SeatWanted::LookOn, |seat| SeatWanted::Named(Id::from(seat))),
            deal: None,
            drafts: Drafts::default(),
        };
        let mut this = Self {
            vigil: Vigil::new(start, Past::default()),
            file: text.as_bytes().to_vec(),
            journal: Vec::new(),
            through: 0,
            now,
            told: Vec::new(),
            lines: Vec::new(),
            wakes: Vec::new(),
        };
        this.read(false);
        this
    }

    /// Time goes by. It wakes where the loop would.
    pub fn advance(&mut self, length: TimeDelta) -> &mut Self {
        let until = self.now + length;
        loop {
            let next = self.vigil.wake();
            assert!(next > self.now, "the loop would spin at {next}");
            if next > until {
                break;
            }
            self.now = next;
            self.wakes.push(next);
            self.take(Message::Wake);
        }
        self.now = until;
        self
    }

    /// Time goes by on a busy machine, which lets it look every ten minutes: no gap, and a tenth of the work.
    pub fn doze_until(&mut self, until: DateTime<Utc>) -> &mut Self {
        while self.now + TimeDelta::minutes(10) < until {
            self.jump(TimeDelta::minutes(10));
        }
        self.jump(until - self.now)
    }

    /// The machine sleeps, or its clock jumps: one wake-up at the end.
    pub fn jump(&mut self, length: TimeDelta) -> &mut Self {
        self.now += length;
        self.take(Message::Wake);
        self
    }

    /// Somebody else writes the file.
    pub fn outside_write(&mut self, text: &str) -> &mut Self {
        self.file = text.as_bytes().to_vec();
        self.read(true);
        self.write();
        self
    }

    /// The calls that were told since this was asked last: when, on which deal, which note, and on what occasion.
    pub fn calls(&mut self) -> Vec<String> {
        let told = std::mem::take(&mut self.told);
        let calls = told.iter().flat_map(|(at, one)| one.calls.iter().map(move |call| (at, call)));
        calls
            .map(|(at, one)| {
                let call = &one.planned.call;
                format!("{} {} {} {}", at.format("%a %H:%M"), call.deal, call.note, one.occasion.name())
            })
            .collect()
    }

    /// What was announced since this was asked last.
    pub fn announcements(&mut self) -> Vec<Announcement> {
        std::mem::take(&mut self.told).into_iter().map(|(_, one)| one).collect()
    }

    /// The lines that were told since this was asked last.
    pub fn lines(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }

    /// When it woke by itself since this was asked last.
    pub fn wakes(&mut self) -> Vec<DateTime<Utc>> {
        std::mem::take(&mut self.wakes)
    }

    /// The file's bytes.
    pub fn file(&self) -> String {
        String::from_utf8(self.file.clone()).expect("the file is text")
    }

    fn read(&mut self, outside: bool) {
        let asked = self.vigil.asked(self.now);
        let includes = self.vigil.model().file.saved;
        self.take(loader::read(Source::Bytes(self.file.clone()), &asked, includes, outside));
    }

    fn take(&mut self, message: Message) {
        let outcome = self.vigil.take(Stamped { at: self.now, message });
        self.lines.extend(outcome.lines.into_iter().map(|line| line.text));
        for effect in outcome.effects {
            match effect {
                Effect::Save(edits) => {
                    self.through += edits.len() as u64;
                    self.journal.extend(edits);
                    self.write();
                }
                Effect::Announce(announcement) => self.told.push((self.now, announcement)),
                _ => {}
            }
        }
    }

    fn write(&mut self) {
        if self.journal.is_empty() {
            return;
        }
        match apply(&self.file, &self.journal) {
            Ok(applied) => {
                self.file = applied.bytes;
                self.journal.clear();
                self.take(Message::Saved { through: self.through, clashes: Vec::new() });
            }
            Err(text) => self.take(Message::SaveFailed { text }),
        }
    }
}
