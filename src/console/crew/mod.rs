//! The Crew screen: do we pull together? Three tabs, each with one sentence that says what to do: the destination, the
//! engine, and the playlist.
//!
//! Invariant: the pages are made beside the loop, all three at once, when the screen is opened, when the campaign changes
//! and once an hour while it is shown; a key only moves the cursor. The cursor stays on its line when the pages are made
//! anew, if that line is still there. Left out: columns, which `view` measures.

mod destination;
mod engine;
mod page;
mod playlist;

pub use page::{Page, Pages, Row, Target, What};

use super::effect::Effect;
use super::model::Model;
use super::screen::Screen;
use crate::campaign::Id;

/// The tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// How far the target is, and where aims part.
    #[default]
    Destination,
    /// Pushes and pulls.
    Engine,
    /// What both trades say.
    Playlist,
}

impl Tab {
    /// All of them, from the left.
    pub const ALL: [Self; 3] = [Self::Destination, Self::Engine, Self::Playlist];

    /// Its name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Destination => "Destination",
            Self::Engine => "Engine",
            Self::Playlist => "Playlist",
        }
    }

    /// Where each stands in the rule under the header: its column, and what is written there. The open one has a sign.
    #[must_use]
    pub fn places(open: Self) -> [(Self, u16, String); 3] {
        let mut x = 9;
        Self::ALL.map(|tab| {
            let text = if tab == open { format!(" ▸ {} ", tab.title()) } else { format!(" {} ", tab.title()) };
            let at = x;
            // The names are plain letters: a column each.
            x += u16::try_from(text.chars().count()).unwrap_or(0) + 1;
            (tab, at, text)
        })
    }

    /// The tab to the right, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Destination => Self::Engine,
            Self::Engine => Self::Playlist,
            Self::Playlist => Self::Destination,
        }
    }

    /// The tab to the left.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.next().next()
    }
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct Crew {
    /// Which tab is open.
    pub tab: Tab,
    /// What they say; nothing until it was worked out once.
    pub pages: Option<Box<Pages>>,
    /// The line under the cursor of each tab, by its stop.
    at: [usize; 3],
    /// The campaign's version and the hour that were asked about last.
    asked: Option<(u64, i64)>,
    /// An answer is under way.
    waits: bool,
}

impl Crew {
    /// The page of the open tab.
    #[must_use]
    pub fn page(&self) -> Option<&Page> {
        self.pages.as_ref().map(|pages| pages.of(self.tab))
    }

    /// The stop under the cursor: 0 is the sentence.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at[self.tab as usize]
    }

    /// Puts the cursor on a stop of the open tab, at most the last.
    pub fn put(&mut self, at: usize) {
        let last = self.page().map_or(0, |page| page.stops().saturating_sub(1));
        self.at[self.tab as usize] = at.min(last);
    }

    /// Where the line under the cursor leads.
    #[must_use]
    pub fn target(&self) -> Option<&Target> {
        self.page().and_then(|page| page.target(self.at()))
    }

    /// The track under the cursor.
    #[must_use]
    pub fn track(&self) -> Option<&Id> {
        self.page().and_then(|page| page.track(self.at()))
    }
}

/// The deal that the line under the cursor leads to.
#[must_use]
pub fn deal_here(model: &Model) -> Option<&Id> {
    let deal = match model.crew_screen.target()? {
        Target::Deal(deal) => deal,
        Target::Record(_) | Target::New(_) | Target::Propose(_) => return None,
    };
    model.campaign.deal(deal).map(|deal| &deal.id)
}

/// Asks for the pages while the screen is shown and they may say something else: one question at a time.
pub fn follow(model: &mut Model, effects: &mut Vec<Effect>) {
    let asked = Some((model.version, model.now.timestamp().div_euclid(3600)));
    let crew = &mut model.crew_screen;
    if model.screen != Screen::Crew || !model.campaign.complete || crew.waits || crew.asked == asked {
        return;
    }
    crew.asked = asked;
    crew.waits = true;
    effects.push(Effect::Crew);
}

/// The pages that were asked for have been made.
pub fn answered(model: &mut Model, made: Pages) {
    let crew = &mut model.crew_screen;
    crew.waits = false;
    for tab in Tab::ALL {
        let (page, at) = (made.of(tab), &mut crew.at[tab as usize]);
        let before = crew.pages.as_ref().map(|pages| pages.of(tab));
        let same = before.and_then(|before| page.stop_like(before, *at));
        *at = same.unwrap_or(*at).min(page.stops().saturating_sub(1));
    }
    crew.pages = Some(Box::new(made));
}
