//! Writes `hot.txt` anew: the functions that run in every session, as the linker knows them.
//!
//! ```text
//! cargo build --release
//! valgrind --tool=callgrind --dump-instr=yes --callgrind-out-file=ran.txt target/release/codriver demo
//! nm -S --defined-only target/release/codriver > names.txt
//! cargo run --example hot -- ran.txt names.txt > hot.txt
//! ```
//!
//! In the session above look at the next deal and at the one before, a few times, and leave.

use std::collections::BTreeSet;
use std::io::{Error, Write as _};

const HEAD: &str = "\
# The functions that run in every session: from the start to the first frames, looking at a few deals, and the end. Names
# as the linker knows them, each shortened to where no function that does not run begins alike; `*` stands for what another
# build writes otherwise. `build.rs` tells what it is for, `examples/hot.rs` makes it anew: worth it when the memory of the
# demo has grown. It is never wrong, only more or less useful.
";

/// A function of the program.
struct Function {
    start: u64,
    size: u64,
    name: String,
    has_run: bool,
}

#[expect(clippy::disallowed_methods, reason = "it reads what other programs told")]
fn main() -> std::io::Result<()> {
    let mut paths = std::env::args().skip(1);
    let (Some(ran), Some(names)) = (paths.next(), paths.next()) else {
        return Err(Error::other("give the paths of callgrind's output and of the names that nm told"));
    };
    let mut functions = functions(&std::fs::read_to_string(names)?);
    for at in addresses(&std::fs::read_to_string(ran)?) {
        let next = functions.partition_point(|function| function.start <= at);
        if let Some(function) = functions[..next].last_mut().filter(|function| at < function.start + function.size) {
            function.has_run = true;
        }
    }
    let mut out = std::io::stdout().lock();
    out.write_all(HEAD.as_bytes())?;
    shortened(&functions).iter().try_for_each(|name| writeln!(out, "{name}"))
}

/// The functions in order of where they lie.
fn functions(names: &str) -> Vec<Function> {
    let number = |text: &str| u64::from_str_radix(text, 16).ok();
    let function = |line: &str| {
        let mut words = line.split(' ');
        let (start, size, kind, name) = (number(words.next()?)?, number(words.next()?)?, words.next()?, words.next()?);
        let is_rust = name.starts_with("_R") && "tT".contains(kind);
        is_rust.then(|| Function { start, size, name: name.to_owned(), has_run: false })
    };
    let mut functions: Vec<Function> = names.lines().filter_map(function).collect();
    functions.sort_unstable_by_key(|function| function.start);
    functions
}

/// The addresses of the instructions that ran. A line of costs begins with one: whole, or as a step from the one before.
fn addresses(ran: &str) -> BTreeSet<u64> {
    let number = |text: &str| {
        text.strip_prefix("0x").map_or_else(|| text.parse().ok(), |digits| u64::from_str_radix(digits, 16).ok())
    };
    let mut at = 0_u64;
    let mut all = BTreeSet::new();
    for word in ran.lines().filter_map(|line| line.split(' ').next()) {
        let next = match word.as_bytes().first() {
            Some(b'+') => number(&word[1..]).map(|step| at.wrapping_add(step)),
            Some(b'-') => number(&word[1..]).map(|step| at.wrapping_sub(step)),
            Some(b'*') => Some(at),
            Some(b'0') => number(word),
            _ => None,
        };
        if let Some(next) = next {
            at = next;
            all.insert(at);
        }
    }
    all
}

/// A name without what is another in the next build: the marks of crates, and the places that other parts refer back to.
fn lasting(name: &str) -> String {
    let (mut out, mut rest) = (String::new(), name);
    while let Some(at) = rest.find(['C', 'B']) {
        let (before, mark) = rest.split_at(at);
        let body = mark.strip_prefix("Cs").or_else(|| mark.strip_prefix('B')).unwrap_or_default();
        let digits = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
        let is_short = if mark.starts_with('C') { (6..=11).contains(&digits) } else { digits <= 3 };
        if is_short && body[digits..].starts_with('_') {
            let head = if mark.starts_with('C') { "Cs" } else { "B" };
            out.push_str(before);
            out.push_str(head);
            out.push_str("*_");
            rest = &body[digits + 1..];
        } else {
            out.push_str(before);
            out.push_str(&mark[..1]);
            rest = &mark[1..];
        }
    }
    out + rest
}

/// For each function that ran the shortest pattern that takes no function that did not.
fn shortened(functions: &[Function]) -> BTreeSet<String> {
    let others = functions.iter().filter(|function| !function.has_run).map(|function| &*function.name);
    let others: BTreeSet<&str> = others.collect();
    let takes_other = |pattern: &str| {
        let first = pattern.split('*').next().unwrap_or_default();
        others.range(first..).take_while(|other| other.starts_with(first)).any(|other| takes(pattern, other))
    };
    let shortest = |name: &str| {
        let lasting = lasting(name);
        let lengths: Vec<usize> = (1..=lasting.len()).collect();
        let length = lengths.partition_point(|length| takes_other(&lasting[..*length])) + 1;
        lasting[..length.min(lasting.len())].to_owned()
    };
    functions.iter().filter(|function| function.has_run).map(|function| shortest(&function.name)).collect()
}

/// Whether a name begins as the pattern says.
fn takes(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    pieces.all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}
