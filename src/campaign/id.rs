//! A record's name in the file.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// `[A-Za-z0-9_-]+`, not ending in `-`, digits and one of h, d, w. Cheap to clone; equal ids of a campaign share
/// their bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Whether a text can be a record's name.
    #[must_use]
    pub fn is_valid(text: &str) -> bool {
        is_plain(text) && !ends_like_a_distance(text)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<Arc<str>> for Id {
    fn from(text: Arc<str>) -> Self {
        Self(text)
    }
}

impl Deref for Id {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<str>::deserialize(deserializer).map(|text| Self(text.into()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no id, and one that would be.
pub(crate) fn bad_id(text: &str) -> Option<(String, String)> {
    if Id::is_valid(text) { None } else { Some(told(text, is_plain(text))) }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cold]
fn told(text: &str, plain: bool) -> (String, String) {
    let shown: String = text.chars().take(40).collect();
    if plain {
        let (front, distance) = text.rsplit_once('-').unwrap_or((text, ""));
        let proposal = format!("{front}-{}", distance.replace(['h', 'd', 'w'], ""));
        return (format!("the id `{shown}` ends like a distance"), proposal);
    }
    (format!("expected an id of letters, digits, `_` and `-`, found `{shown}`"), proposed(text))
}

fn ends_like_a_distance(id: &str) -> bool {
    id.rsplit_once('-').is_some_and(|(_, end)| {
        end.strip_suffix(['h', 'd', 'w']).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn proposed(id: &str) -> String {
    let mut proposal = String::new();
    for letter in id.chars().take(40) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            proposal.push(letter.to_ascii_lowercase());
        } else if !proposal.is_empty() && !proposal.ends_with('-') {
            proposal.push('-');
        }
    }
    let proposal = proposal.trim_end_matches('-');
    if proposal.is_empty() { "some-id".to_owned() } else { proposal.to_owned() }
}
