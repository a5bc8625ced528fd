//! Three wishes to the linker, on Linux.
//!
//! The program lies at a fixed address: nothing is to be relocated when it starts, which saves start-up time and more
//! than a megabyte of memory (the tables of the time zones stay as they are in the file).
//!
//! What unwinds a panic is part of the program where the C compiler has it as an archive: a library of its own would be
//! looked for, mapped and set up at each start.
//!
//! What runs in every session lies together. The system maps program text in blocks of 64 KB around each page that is
//! touched, so that functions in no order make all of it count as memory. `hot.txt` names those that are to stand
//! together, in the form of names that `.cargo/config.toml` asks for; a name that is gone costs nothing, and one that is
//! missing a block. Where another linker than Rust's own or other flags were asked for, the functions stand in no order.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const LIST: &str = "hot.txt";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={LIST}");
    if variable("CARGO_CFG_TARGET_OS") != "linux" {
        return;
    }
    println!("cargo:rustc-link-arg-bins=-no-pie");
    if variable("PROFILE") == "release" && is_linked_by_rust() {
        if let Some(folder) = unwinder() {
            println!("cargo:rustc-link-search=native={}", folder.display());
            println!("cargo:rustc-link-lib=static:-bundle=gcc_eh");
        }
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

/// The folder of the archive that unwinds; the shared library does where there is none.
#[expect(clippy::disallowed_methods, reason = "a build script asks the C compiler and looks at files")]
fn unwinder() -> Option<PathBuf> {
    let asked = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output().ok()?;
    let path = PathBuf::from(String::from_utf8(asked.stdout).ok()?.trim());
    path.is_file().then(|| path.parent().map(Path::to_path_buf)).flatten()
}

/// Writes what the linker is to put together.
#[expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]
fn script() -> std::io::Result<PathBuf> {
    let list = std::fs::read_to_string(LIST)?;
    let mut text = String::new();
    // A function's tables have its name.
    for (together, before, kinds) in [
        (".rodata.hot", ".rodata", [".rodata.", ".rodata..Lswitch.table."]),
        (".text.hot", ".text", [".text.", ".text.unlikely."]),
    ] {
        // Writing into memory does not fail.
        let _ = writeln!(text, "SECTIONS {{\n  {together} : {{");
        for name in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let _ = writeln!(text, "    *({}{name}* {}{name}*)", kinds[0], kinds[1]);
        }
        let _ = writeln!(text, "  }}\n}}\nINSERT BEFORE {before};");
    }
    let path = Path::new(&variable("OUT_DIR")).join("hot.ld");
    std::fs::write(&path, text)?;
    Ok(path)
}
