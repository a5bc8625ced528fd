//! Finds places that are measured from each other in a circle.

use std::collections::HashMap;

/// Every circle among `places`, each once, where `from` says what a place is measured from. Linear: every place is
/// walked over once.
pub(super) fn circles<'p>(
    from: &HashMap<&'p str, &'p str>,
    places: impl Iterator<Item = &'p str>,
) -> Vec<Vec<&'p str>> {
    let mut walk_of: HashMap<&str, usize> = HashMap::new();
    let mut circles = Vec::new();
    for (walk, start) in places.enumerate() {
        let mut steps: Vec<&str> = Vec::new();
        let mut here = start;
        // Every place leans on one other at most, so a walk that meets itself has found a circle.
        while let Some(next) = from.get(here) {
            match walk_of.insert(here, walk) {
                None => steps.push(here),
                Some(known) => {
                    if known == walk
                        && let Some(first) = steps.iter().position(|step| *step == here)
                    {
                        circles.push(steps.split_off(first));
                    }
                    break;
                }
            }
            here = next;
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(from: &[(&'static str, &'static str)]) -> Vec<Vec<&'static str>> {
        circles(&from.iter().copied().collect(), from.iter().map(|(place, _)| *place))
    }

    #[test]
    fn a_chain_is_no_circle() {
        assert!(found(&[("a", "b"), ("b", "c"), ("c", "stage")]).is_empty());
    }

    #[test]
    fn a_circle_is_found_once_and_without_what_leads_to_it() {
        assert_eq!(found(&[("d", "a"), ("a", "b"), ("b", "a"), ("e", "b")]), [["a", "b"]]);
    }

    #[test]
    fn a_place_on_itself_is_a_circle() {
        assert_eq!(found(&[("a", "a")]), [["a"]]);
    }
}
