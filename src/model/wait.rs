//! Pending waits between agents. A wait that would deadlock is rejected.

use std::collections::HashSet;

use super::id::AgentName;

/// An agent waits for the answer of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Who waits.
    pub from: AgentName,
    /// For whom.
    pub to: AgentName,
}

/// The deadlock that `new` would cause among the present waits, such as `strategy → risk →
/// strategy`, or `None` if it would cause none.
pub fn find_deadlock(waits: &[Wait], new: &Wait) -> Option<Vec<AgentName>> {
    let mut seen = HashSet::new();
    let mut path = vec![new.from.clone()];
    leads_to(waits, &new.to, &new.from, &mut seen, &mut path).then_some(path)
}

/// Whether the waits lead from `at` to `goal`; `path` then holds the way.
fn leads_to(
    waits: &[Wait],
    at: &AgentName,
    goal: &AgentName,
    seen: &mut HashSet<AgentName>,
    path: &mut Vec<AgentName>,
) -> bool {
    path.push(at.clone());
    if at == goal {
        return true;
    }
    if seen.insert(at.clone()) {
        for wait in waits.iter().filter(|wait| wait.from == *at) {
            if leads_to(waits, &wait.to, goal, seen, path) {
                return true;
            }
        }
    }
    path.pop();
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wait(from: &str, to: &str) -> Wait {
        Wait {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        }
    }

    fn names(find_deadlock: Option<Vec<AgentName>>) -> Option<String> {
        find_deadlock.map(|names| {
            let names: Vec<_> = names.iter().map(AgentName::as_str).collect();
            names.join(" → ")
        })
    }

    #[test]
    fn circles_of_two_and_three_are_named_and_a_diamond_is_none() {
        let two = [wait("risk", "strategy")];
        assert_eq!(
            names(find_deadlock(&two, &wait("strategy", "risk"))).unwrap(),
            "strategy → risk → strategy"
        );
        let three = [wait("b", "c"), wait("c", "a")];
        assert_eq!(
            names(find_deadlock(&three, &wait("a", "b"))).unwrap(),
            "a → b → c → a"
        );
        let diamond = [wait("a", "b"), wait("b", "d"), wait("c", "d")];
        assert_eq!(find_deadlock(&diamond, &wait("a", "c")), None);
    }

    #[test]
    fn who_waits_for_itself_waits_for_ever() {
        assert_eq!(names(find_deadlock(&[], &wait("a", "a"))).unwrap(), "a → a");
    }

    proptest! {
        /// Waits that are only accepted when they cause no deadlock never contain one.
        #[test]
        fn refusing_every_circle_keeps_the_waits_free_of_circles(
            wishes in prop::collection::vec((0..6_u8, 0..6_u8), 0..40)
        ) {
            let mut waits: Vec<Wait> = Vec::new();
            for (from, to) in wishes {
                let new = wait(&format!("a{from}"), &format!("a{to}"));
                match find_deadlock(&waits, &new) {
                    None => waits.push(new),
                    Some(path) => {
                        prop_assert_eq!(path.first(), path.last());
                        for pair in path[1..].windows(2) {
                            let step = Wait { from: pair[0].clone(), to: pair[1].clone() };
                            prop_assert!(waits.contains(&step), "the circle has a gap");
                        }
                    }
                }
            }
            // Taking away who waits for nobody, over and over, leaves nothing.
            while !waits.is_empty() {
                let waiting: HashSet<_> = waits.iter().map(|wait| wait.from.clone()).collect();
                let before = waits.len();
                waits.retain(|wait| waiting.contains(&wait.to));
                prop_assert!(waits.len() < before, "a circle got in");
            }
        }
    }
}
