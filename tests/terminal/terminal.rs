//! A pseudo-terminal with a shell in it that runs `codriver`.
//!
//! Nothing here sleeps: [`Terminal::until`] looks again whenever the program has written something, and gives up at a
//! deadline that no sound program comes near. The terminal answers no question, ever.

use std::fs::{self, File};
use std::io::{PipeWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use filedescriptor::FileDescriptor;
use portable_pty::{Child, CommandBuilder, MasterPty, NativePtySystem, PtySize, PtySystem};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

/// Two deals; the first needs its driver today.
pub const CAMPAIGN: &str = r#"format = 1
[campaign]
name = "Spring push"
timezone = "UTC"
route = ["discovery", "proposal"]

[crew.sam]
name = "Sam Okoro"
seat = "driver"
[crew.maya]
name = "Maya Lind"
seat = "navigator"

[stage.discovery]
[stage.proposal]

[deal.northwind]
account = "Northwind Traders"
stage = "discovery"
since = 2026-11-18
next = { what = "Ring Ines", on = 2026-11-20 }

# The second deal is quiet.
[deal.harbour]
account = "Harbour Foods"
stage = "proposal"
since = 2026-11-19
next = { what = "Send the quote", on = 2026-11-27 }
"#;

/// How long anything may take; only a fault comes near it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a condition is looked at again that the terminal does not tell of: a file.
const LOOK: Duration = Duration::from_millis(10);
/// The moment of every test.
const NOW: &str = "2026-11-20T09:41:00+00:00";

/// Runs the program as a person's shell would: in a group of its own, in the foreground. It outlives the terminal, so
/// that the program hears of a hang-up from nobody.
const SHELL: &str = r#"
set -m
trap : HUP
trap '' XFSZ
cd "$HOME"
"$@"
echo "shell: $?"
while read -r order; do
    fg > /dev/null
    echo "shell: $?"
done
"#;

/// A person's home folder, terminal size and environment.
pub struct Home {
    folder: tempfile::TempDir,
    width: u16,
    height: u16,
    variables: Vec<(String, String)>,
    /// What runs the program, with its arguments; empty: the shell itself.
    through: Vec<String>,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("tmp")).unwrap();
        Self { folder, width: 120, height: 40, variables: Vec::new(), through: Vec::new() }
    }

    /// A home with a campaign in it.
    pub fn with(campaign: &str) -> Self {
        let home = Self::new();
        fs::write(home.campaign(), campaign).unwrap();
        home
    }

    pub fn size(mut self, width: u16, height: u16) -> Self {
        (self.width, self.height) = (width, height);
        self
    }

    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As a person for whom permissions hold: root has to give up its right to pass over them.
    pub fn without_root_rights(mut self) -> Self {
        if rustix::process::geteuid().is_root() {
            self.through = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"].map(str::to_owned).into();
        }
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A command of the program, in this home, while a console may be open.
    pub fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_codriver"));
        command.args(["--now", NOW]).current_dir(self.path()).env_clear();
        command.env("HOME", self.path()).env("TZ", "UTC").env("CODRIVER_STATE_DIR", self.state());
        command
    }

    pub fn state(&self) -> PathBuf {
        self.path().join("state")
    }

    pub fn campaign(&self) -> PathBuf {
        self.path().join("campaign.toml")
    }

    pub fn text(&self) -> String {
        fs::read_to_string(self.campaign()).unwrap_or_default()
    }

    /// Starts the program with these arguments.
    pub fn start(&self, arguments: &[&str]) -> Terminal {
        let size = PtySize { rows: self.height, cols: self.width, pixel_width: 0, pixel_height: 0 };
        let pair = NativePtySystem::default().openpty(size).unwrap();
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", SHELL, "sh"]);
        command.args(&self.through);
        command.args([env!("CARGO_BIN_EXE_codriver"), "--now", NOW]);
        command.args(arguments);
        command.cwd(self.path());
        command.env_clear();
        let home = self.path().display().to_string();
        for (name, value) in [
            ("HOME", home.as_str()),
            ("PATH", "/usr/bin:/bin"),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("TZ", "UTC"),
            ("TMPDIR", &format!("{home}/tmp")),
            ("XDG_CONFIG_HOME", &format!("{home}/config")),
            ("XDG_STATE_HOME", &format!("{home}/state-home")),
            ("XDG_DATA_HOME", &format!("{home}/data")),
            ("XDG_CACHE_HOME", &format!("{home}/cache")),
            ("CODRIVER_STATE_DIR", &self.state().display().to_string()),
        ] {
            command.env(name, value);
        }
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        let modes = format!("{:?}", pair.master.get_termios());
        let handle = || FileDescriptor::dup(&pair.master.as_raw_fd().unwrap()).unwrap().as_file().unwrap();
        let (keys, mut output) = (handle(), handle());
        let (stopped, stop) = std::io::pipe().unwrap();
        let (sender, chunks) = channel();
        let started = Instant::now();
        let shell = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let reader = std::thread::spawn(move || {
            let mut bytes = vec![0; 64 * 1024];
            loop {
                let mut asked = [PollFd::new(&output, PollFlags::IN), PollFd::new(&stopped, PollFlags::IN)];
                if poll(&mut asked, None).is_err() || !asked[1].revents().is_empty() {
                    return;
                }
                match output.read(&mut bytes) {
                    Ok(0) | Err(_) => return,
                    Ok(length) => drop(sender.send(bytes[..length].to_vec())),
                }
            }
        });
        Terminal {
            master: Some(pair.master),
            keys: Some(keys),
            shell,
            chunks,
            reader: Some((stop, reader)),
            parser: vt100::Parser::new(self.height, self.width, 0),
            written: Vec::new(),
            modes,
            started,
        }
    }
}

/// A terminal with the program in it.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<File>,
    shell: Box<dyn Child + Send + Sync>,
    chunks: Receiver<Vec<u8>>,
    reader: Option<(PipeWriter, JoinHandle<()>)>,
    parser: vt100::Parser,
    written: Vec<u8>,
    /// The line settings before anything was started.
    modes: String,
    started: Instant,
}

impl Terminal {
    /// What stands on the screen.
    pub fn text(&self) -> String {
        let (_, width) = self.parser.screen().size();
        self.parser.screen().rows(0, width).collect::<Vec<_>>().join("\n")
    }

    /// Whether `words` stand in one row of the screen.
    pub fn shows(&self, words: &str) -> bool {
        self.text().lines().any(|row| row.contains(words))
    }

    /// The row that shows `words`.
    pub fn row(&self, words: &str) -> String {
        self.text().lines().find(|row| row.contains(words)).unwrap_or_default().to_owned()
    }

    /// Everything that was written so far.
    pub fn written(&self) -> &[u8] {
        &self.written
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// How long ago the program was started.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Takes in what the program writes within this time; `false` when nothing came or no more comes.
    pub fn hear(&mut self, time: Duration) -> bool {
        match self.chunks.recv_timeout(time) {
            Ok(chunk) => {
                self.parser.process(&chunk);
                self.written.extend(chunk);
                true
            }
            Err(_) => false,
        }
    }

    /// Whether the program is in the foreground: its shell has started it.
    pub fn is_running(&self) -> bool {
        let group = self.master.as_ref().unwrap().process_group_leader();
        group != i32::try_from(self.shell.process_id().unwrap()).ok()
    }

    /// Waits until it is so.
    #[track_caller]
    pub fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            assert!(Instant::now() < deadline, "expected {what}, found\n{}", self.text());
            match self.chunks.recv_timeout(LOOK) {
                Ok(chunk) => {
                    self.parser.process(&chunk);
                    self.written.extend(chunk);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    assert!(is_so(self), "expected {what}, but the terminal has ended with\n{}", self.text());
                    return self;
                }
            }
        }
        self
    }

    /// Waits until `words` stand in one row of the screen.
    #[track_caller]
    pub fn until_shown(&mut self, words: &str) -> &mut Self {
        self.until(&format!("`{words}` on the screen"), |terminal| terminal.shows(words))
    }

    /// Waits until the program has left the terminal, and says how it ended as the shell counts it.
    #[track_caller]
    pub fn until_ended(&mut self) -> i32 {
        self.until("the program to end", |terminal| terminal.shell_says().is_some());
        self.shell_says().unwrap()
    }

    pub fn shell_says(&self) -> Option<i32> {
        let text = String::from_utf8_lossy(&self.written);
        let (_, last) = text.rsplit_once("shell: ")?;
        last.split_once(['\r', '\n'])?.0.parse().ok()
    }

    /// Forgets what the shell has said, to hear it again.
    pub fn forget(&mut self) -> &mut Self {
        self.written.clear();
        self
    }

    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.keys.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        self.parser.screen_mut().set_size(height, width);
        self.master.as_ref().unwrap().resize(size).unwrap();
        self
    }

    /// The program: what the shell has put in the foreground.
    pub fn program(&self) -> Pid {
        let group = self.master.as_ref().unwrap().process_group_leader().unwrap();
        assert!(self.is_running(), "the program is not in the foreground");
        Pid::from_raw(group).unwrap()
    }

    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.program(), signal).unwrap();
        self
    }

    /// The last word on a mode of the terminal, such as 1049.
    pub fn is_on(&self, mode: u16) -> bool {
        let text = String::from_utf8_lossy(&self.written);
        text.rfind(&format!("\x1b[?{mode}h")) > text.rfind(&format!("\x1b[?{mode}l"))
    }

    /// What a program that has left the terminal has left wrong there.
    pub fn left_wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (mode, what) in [
            (1049, "alternate screen"),
            (1000, "mouse: clicks"),
            (1002, "mouse: drags"),
            (1003, "mouse: moves"),
            (1006, "mouse: coordinates"),
            (1004, "focus events"),
            (2004, "bracketed paste"),
            (2026, "half a frame"),
        ] {
            if self.is_on(mode) {
                wrong.push(what.to_owned());
            }
        }
        if self.screen().hide_cursor() {
            wrong.push("hidden cursor".to_owned());
        }
        if self.screen().fgcolor() != vt100::Color::Default || self.screen().bgcolor() != vt100::Color::Default {
            wrong.push("colour".to_owned());
        }
        let modes = format!("{:?}", self.master.as_ref().unwrap().get_termios());
        if modes != self.modes {
            wrong.push(format!("line settings: {modes}, before {}", self.modes));
        }
        wrong
    }

    /// The terminal vanishes, and no signal tells the program of it. Returns how long it lived on.
    pub fn vanish(mut self) -> Duration {
        let program = self.program();
        self.close();
        let from = Instant::now();
        // The shell waits for the program and then finds that it has no terminal either.
        self.shell.wait().unwrap();
        let lived = from.elapsed();
        assert!(test_kill_process(program).is_err(), "the shell ended before the program");
        lived
    }

    fn close(&mut self) {
        if let Some((stop, reader)) = self.reader.take() {
            drop(stop);
            let _ = reader.join();
        }
        self.keys = None;
        self.master = None;
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Without a terminal both end by themselves; a program that does not is what a test has just told of.
        self.close();
        drop(self.shell.kill());
        drop(self.shell.wait());
    }
}
