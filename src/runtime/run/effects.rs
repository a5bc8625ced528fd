//! What the machine wants done outside itself, carried out: the one place where an effect becomes an act.

use super::{End, Loop, News, PATIENCE};
use crate::campaign::Id;
use crate::console::drafts::Changes;
use crate::console::effect::Effect;
use crate::console::import;
use crate::console::message::Message;
use crate::drive::calls::Announcement;
use crate::drive::credits::Card;
use crate::runtime::clipboard;
use crate::runtime::copies;
use crate::runtime::drafts::Keeper;
use crate::runtime::editor::Editor;
use crate::runtime::environment::Display;
use crate::runtime::folders::CampaignKey;
use crate::runtime::importer::{Importer, Places, Task};
use crate::runtime::loader::Question;
use crate::runtime::open;
use crate::runtime::put::put_beside;
use crate::runtime::screen::Screen;
use crate::runtime::seen::Seen;
use crate::runtime::store::plain;
use crate::text::visible;
use crate::view::wrap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Loop {
    pub(super) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Save(intents) => {
                if let Some(saver) = &mut self.saver {
                    saver.save(intents);
                } else {
                    // The first load may make a call before the saver stands.
                    self.early.extend(intents);
                }
            }
            Effect::Settle(ids) => {
                if let Some(saver) = &mut self.saver {
                    saver.settle(ids);
                }
            }
            Effect::PutAway { name, hash } => {
                let state = self.session.environment.state.as_ref();
                let told = copies::put_away(&self.session.path, state, &name, hash);
                let (text, bad) = match told {
                    Ok(backup) => (format!("{name} is put away; a backup is {}", backup.display()), false),
                    Err(why) => (format!("{name} stays where it is: {why}"), true),
                };
                self.take(Message::Told { text, bad });
            }
            Effect::Search { query, number } => {
                let campaign = Arc::clone(&self.model.campaign);
                self.ask(Question::Search { campaign, query, number });
            }
            Effect::Alike { say, deal, own, number } => {
                let campaign = Arc::clone(&self.model.campaign);
                self.ask(Question::Alike { campaign, say, deal, own, number });
            }
            Effect::Order { version } => self.ask(Question::Order {
                campaign: Arc::clone(&self.model.campaign),
                outlook: Arc::clone(&self.model.outlook),
                seat: self.model.seat.clone(),
                weights: self.model.settings.weights,
                now: self.model.now,
                version,
            }),
            Effect::Desk | Effect::Punctuality | Effect::Crew | Effect::TimeCard { .. } => self.work_out(&effect),
            Effect::Won { version } => self.ask(Question::Won { campaign: Arc::clone(&self.model.campaign), version }),
            Effect::Copy(text) => self.copy(text),
            Effect::PutPicture(card) => self.put_picture(&card),
            Effect::Open(link) => self.open(&link),
            Effect::Edit { line } => {
                self.editing = Some(line);
                if let Some(saver) = &self.saver {
                    saver.retry();
                }
            }
            Effect::Announce(announcement) => self.announce(&announcement),
            Effect::Remember { deal } => self.remember(&deal),
            Effect::KeepDrafts(changes) => self.keep_drafts(changes),
            Effect::Reread => {
                let document = Box::new(self.model.document.clone());
                let (includes, load) = (self.model.file.edits, self.model.loads);
                self.ask(Question::Reread { document, asked: Box::new(self.asked()), includes, load });
            }
            Effect::ReadPast(paths) => {
                let (file, zone) = (self.session.path.clone(), self.model.machine_zone);
                let question = Question::Past { file, paths, zone };
                if self.saver.is_some() {
                    self.ask(question);
                } else {
                    // Nothing that the first frame would have to wait for.
                    self.past = Some(question);
                }
            }
            Effect::FindExports { .. }
            | Effect::ReadExport { .. }
            | Effect::AnswerExport { .. }
            | Effect::PlanImport { .. }
            | Effect::MakeImport { .. }
            | Effect::LeaveExport => self.import(effect),
            Effect::CheckFile => {
                if let Some(watch) = &self.watch {
                    watch.check_now();
                }
            }
            Effect::Repaint => self.screen.forget(),
            Effect::Suspend => {
                if let Some(keeper) = &self.keeper {
                    keeper.flush(PATIENCE);
                }
                if self.guard.suspend().is_err() {
                    return self.ends(End::Gone);
                }
                self.screen.forget();
                self.resized();
                self.take(Message::Resumed);
            }
            Effect::Quit => self.ends(End::Quit),
        }
    }

    /// Has what a screen says worked out, beside the loop.
    fn work_out(&mut self, effect: &Effect) {
        let (campaign, outlook) = (Arc::clone(&self.model.campaign), Arc::clone(&self.model.outlook));
        let now = self.model.now;
        self.ask(match effect {
            Effect::Punctuality => Question::Punctuality { campaign, outlook, now },
            Effect::Crew => Question::Crew { campaign, outlook, now },
            Effect::TimeCard { deal } => Question::TimeCard { campaign, outlook, deal: deal.clone(), now },
            _ => Question::Desk { campaign, outlook, seat: self.model.seat.clone(), now },
        });
    }

    /// Has something done for an import, beside the loop.
    fn import(&mut self, effect: Effect) {
        let task = match effect {
            Effect::FindExports { number, typed } => Some(Task::Find { number, typed, places: self.places() }),
            Effect::ReadExport { number, path } => {
                let (path, zone) = (self.places().path(&path), self.model.campaign.zone);
                Some(Task::Read { number, path, zone })
            }
            Effect::AnswerExport { number, answers } => Some(Task::Answer { number, answers }),
            Effect::PlanImport { number } => import::ask(&self.model, number).map(|ask| Task::Plan(Box::new(ask))),
            Effect::MakeImport { number } => {
                let ask = import::write_ask(&self.model, number);
                ask.map(|ask| Task::Make(Box::new(ask), Box::new(self.asked())))
            }
            Effect::LeaveExport => Some(Task::Leave),
            _ => None,
        };
        let Some(task) = task else { return };
        let sender = &self.sender;
        let importer = self.importer.get_or_insert_with(|| {
            let answers = sender.clone();
            Importer::start(move |message| drop(answers.send(News::Message(message))))
        });
        importer.ask(task);
    }

    /// Where this person keeps exports.
    fn places(&self) -> Places {
        let folder = self.session.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let campaign = folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        Places { campaign, home: self.session.environment.home.clone() }
    }

    /// Keeps the place for the next start.
    pub(super) fn remember(&mut self, deal: &Id) {
        let Some(state) = &self.session.environment.state else { return };
        let campaign = CampaignKey::of(&self.session.path);
        let (mut seen, _) = Seen::load(state, &campaign);
        seen.deal = Some(deal.to_string());
        if let Err(error) = seen.save(state, &campaign) {
            let text = format!("the place could not be kept for the next start: {}", plain(&error));
            self.take(Message::Told { text, bad: true });
        }
    }

    /// Keeps what is half-typed, beside the loop.
    fn keep_drafts(&mut self, changes: Changes) {
        let Some(state) = &self.session.environment.state else { return };
        let keeper = self.keeper.get_or_insert_with(|| {
            let sender = self.sender.clone();
            Keeper::start(state.clone(), CampaignKey::of(&self.session.path), move |text| {
                drop(sender.send(News::Message(Message::Told { text, bad: true })));
            })
        });
        keeper.keep(changes);
    }

    fn announce(&self, announcement: &Announcement) {
        let sequence = self.herald.announce(announcement);
        if !sequence.is_empty() {
            // A terminal that takes nothing is noticed by the next frame.
            drop(Screen::say(&sequence));
        }
    }

    fn copy(&mut self, text: String) {
        let shown = visible(&text).into_owned();
        let tool = clipboard::Tool::find(self.session.environment.display, self.session.environment.path());
        let told = match (clipboard::sequence(&text), tool) {
            (Some(sequence), tool) => {
                let written = Screen::say(&sequence);
                if let Some(tool) = tool.filter(|_| self.session.environment.display != Display::Distant) {
                    self.copy_with(&tool, text);
                }
                written.map_err(|error| plain(&error))
            }
            (None, Some(tool)) => {
                self.copy_with(&tool, text);
                Ok(())
            }
            (None, None) => Err("the text is too long for the terminal's clipboard".to_owned()),
        };
        match told {
            Ok(()) => self.take(Message::Told { text: format!("copied: {shown}"), bad: false }),
            Err(why) => self.take(Message::Told { text: format!("cannot copy: {why}"), bad: true }),
        }
    }

    fn copy_with(&self, tool: &clipboard::Tool, text: String) {
        let sender = self.sender.clone();
        tool.copy(text, move |outcome| {
            if let Err(why) = outcome {
                let text = format!("cannot copy: {why}");
                drop(sender.send(News::Message(Message::Told { text, bad: true })));
            }
        });
    }

    /// Draws a card and puts it beside the campaign.
    fn put_picture(&mut self, card: &Card) {
        let folder = self.session.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let picture = card.svg(wrap);
        let told = match put_beside(folder.unwrap_or(Path::new(".")), &card.file_name(), "svg", picture.as_bytes()) {
            Ok(path) => (format!("the picture is {}", visible(&path.display().to_string())), false),
            Err(error) => (format!("the picture is not saved: {}", plain(&error)), true),
        };
        self.take(Message::Told { text: told.0, bad: told.1 });
    }

    fn open(&mut self, link: &str) {
        match open::Link::new(link) {
            Ok(link) => {
                let sender = self.sender.clone();
                let shown = visible(link.as_str()).into_owned();
                link.open(move |outcome| {
                    let (text, bad) = match outcome {
                        Ok(()) => (format!("opened {shown}"), false),
                        Err(why) => (format!("cannot open {shown}: {why}"), true),
                    };
                    drop(sender.send(News::Message(Message::Told { text, bad })));
                });
            }
            Err(why) => {
                let text = format!("cannot open {}: {why}", visible(link));
                self.take(Message::Told { text, bad: true });
            }
        }
    }

    /// Opens the editor, once all edits are in the file.
    pub(super) fn edit(&mut self, line: usize) {
        let editor = match Editor::or_vi(self.session.environment.editor.as_deref()) {
            Ok(editor) => editor,
            Err(why) => {
                let text = format!("cannot read the editor's command: {why}; set EDITOR anew");
                return self.take(Message::Told { text, bad: true });
            }
        };
        self.guard.pause();
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let ran = self.keyboard.lend(|| editor.run(&self.session.path, line));
        if self.guard.resume().is_err() {
            return self.ends(End::Gone);
        }
        self.screen.forget();
        self.resized();
        if let Some(watch) = &self.watch {
            watch.check_now();
        }
        match ran {
            Ok(status) if status.success() => self.take(Message::Resumed),
            Ok(status) => {
                let text = format!("{} ended with {status}", editor.program());
                self.take(Message::Told { text, bad: true });
            }
            Err(error) => {
                let text = format!("cannot start {}: {}; set EDITOR", editor.program(), plain(&error));
                self.take(Message::Told { text, bad: true });
            }
        }
    }
}
