//! The licences and the origin of every crate, held to `deny.toml`, which `cargo deny` reads as well.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// All crates that are built on this system, those of tests too: no others need be there.
fn packages() -> Vec<Value> {
    let version = said("RUSTC", "rustc", &["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let metadata = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&said("CARGO", "cargo", &metadata)).expect("cargo writes JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

/// What a tool prints: the one that runs this test, or the usual one.
fn said(variable: &str, usual: &str, arguments: &[&str]) -> String {
    let tool = std::env::var_os(variable).unwrap_or_else(|| usual.into());
    let output = Command::new(tool).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect(usual);
    assert!(output.status.success(), "{usual}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn policy() -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    std::fs::read_to_string(path).expect("deny.toml is there").parse().expect("deny.toml reads")
}

fn texts(value: &toml::Value) -> BTreeSet<String> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

/// The licences that are allowed for everybody, and for one crate.
fn allowed(policy: &toml::Table, name: &str) -> BTreeSet<String> {
    let licences = policy["licenses"].as_table().expect("a table");
    let mut allowed = texts(&licences["allow"]);
    for exception in licences["exceptions"].as_array().expect("a list") {
        if exception["crate"].as_str() == Some(name) {
            allowed.extend(texts(&exception["allow"]));
        }
    }
    allowed
}

/// Whether an expression of SPDX is met: `OR` needs one side, `AND` both and binds closer; an exception (`WITH`) only
/// adds rights; the old `/` is `OR`.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let met = either(&mut words, allowed);
    assert!(words.next().is_none(), "`{expression}` is no expression of licences");
    met
}

type Words<'w> = std::iter::Peekable<std::str::SplitWhitespace<'w>>;

fn either(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut met = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        met |= both(words, allowed);
    }
    met
}

fn both(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let met = either(words, allowed);
        assert_eq!(words.next(), Some(")"));
        return met;
    }
    let met = words.next().is_some_and(|licence| allowed.contains(licence));
    if words.next_if_eq(&"WITH").is_some() {
        words.next();
    }
    met
}

#[test]
fn an_expression_of_licences_is_understood() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "Unicode-3.0".to_owned()]);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("Apache-2.0/MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT OR GPL-3.0 AND Zlib", true),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
    ] {
        assert_eq!(is_met(expression, &allowed), expected, "{expression}");
    }
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let policy = policy();
    let mut wrong = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_met(licence, &allowed(&policy, name)) {
            wrong.push(format!("{name}: {licence}"));
        }
    }
    assert!(wrong.is_empty(), "licences that deny.toml does not allow:\n{}", wrong.join("\n"));
}

#[test]
fn every_crate_comes_from_the_public_registry() {
    let origins: BTreeSet<String> =
        packages().iter().filter_map(|package| package["source"].as_str().map(str::to_owned)).collect();
    assert_eq!(origins, BTreeSet::from(["registry+https://github.com/rust-lang/crates.io-index".to_owned()]));
}
