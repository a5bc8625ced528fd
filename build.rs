//! Two wishes to the linker, on Linux.
//!
//! The program lies at a fixed address: nothing is to be relocated when it starts, which saves start-up time and more
//! than a megabyte of memory (the tables of the time zones stay as they are in the file).
//!
//! What runs in every session lies together. The system maps program text in blocks of 64 KB around each page that is
//! touched, so that functions in no order make all of it count as memory. `hot.txt` names those that are to stand
//! together; a name that is gone costs nothing, and one that is missing a block. Where another linker than Rust's own was
//! asked for, the functions stand in no order.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const LIST: &str = "hot.txt";

/// The parts of the standard library that every session uses.
const OF_STD: [&str; 16] = [
    "alloc::alloc",
    "alloc::raw_vec",
    "alloc::str",
    "alloc::string",
    "core::fmt",
    "core::num",
    "core::str",
    "std::env",
    "std::fs",
    "std::hash",
    "std::io",
    "std::path",
    "std::sync",
    "std::sys",
    "std::thread",
    "std_detect::detect",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={LIST}");
    if variable("CARGO_CFG_TARGET_OS") != "linux" {
        return;
    }
    println!("cargo:rustc-link-arg-bins=-no-pie");
    if variable("PROFILE") == "release" && is_linked_by_rust() {
        match script() {
            Ok(path) => {
                println!("cargo:rustc-link-arg-bins=-T");
                println!("cargo:rustc-link-arg-bins={}", path.display());
            }
            Err(error) => println!("cargo:warning=the program will take more memory: {error}"),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a build script has no other way to learn its target")]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// On this target Rust brings its linker along, unless somebody chose another one.
fn is_linked_by_rust() -> bool {
    let is_its_target = variable("CARGO_CFG_TARGET_ARCH") == "x86_64" && variable("CARGO_CFG_TARGET_ENV") == "gnu";
    let flags = variable("CARGO_ENCODED_RUSTFLAGS");
    is_its_target && variable("RUSTC_LINKER").is_empty() && !flags.contains("link") && !flags.contains("fuse-ld")
}

/// Writes what the linker is to put together.
#[expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]
fn script() -> std::io::Result<PathBuf> {
    let list = std::fs::read_to_string(LIST)?;
    let mut text = "SECTIONS {\n  .text.hot : {\n".to_owned();
    for name in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        // Writing into memory does not fail.
        let _ = writeln!(text, "    *(.text*_ZN{}*)", mangled(name));
    }
    for part in OF_STD {
        // The standard library's own functions have names of another form.
        let _ = writeln!(text, "    *(.text*_R*_{}*)", mangled(part));
    }
    text.push_str("  }\n}\nINSERT BEFORE .text;\n");
    let path = Path::new(&variable("OUT_DIR")).join("hot.ld");
    std::fs::write(&path, text)?;
    Ok(path)
}

/// A path as it stands in the names of functions: each part after its length.
fn mangled(path: &str) -> String {
    path.split("::").flat_map(|part| [part.len().to_string(), part.to_owned()]).collect()
}
