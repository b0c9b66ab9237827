//! Which records changed lately, so that what was derived from them can follow.

use std::{collections::VecDeque, sync::Arc};

use super::written::Name;
use crate::RecordId;

/// So many changes are remembered. Whoever is further behind reads anew, which costs less by then.
const REMEMBERED: usize = 1 << 10;

/// The last changes of a state. It says how the state came to be, which is no part of what it is:
/// all journals are equal, and a copy begins its own.
#[derive(Debug, Default)]
pub(super) struct Journal {
    itself: Arc<()>,
    /// How many changes came before those that are remembered.
    before: u64,
    last: VecDeque<(Name, RecordId)>,
}

/// A moment in the life of one state.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Kept alive, so that no other journal ever lies at the same address.
    journal: Arc<()>,
    at: u64,
}

impl Journal {
    pub(super) fn note(&mut self, kind: &Name, id: RecordId) {
        if self.last.len() == REMEMBERED {
            self.last.pop_front();
            self.before += 1;
        }
        self.last.push_back((Arc::clone(kind), id));
    }

    pub(super) fn now(&self) -> Moment {
        Moment {
            journal: Arc::clone(&self.itself),
            at: self.before + self.last.len() as u64,
        }
    }

    pub(super) fn since(&self, moment: &Moment) -> Option<impl Iterator<Item = (&str, RecordId)>> {
        if !Arc::ptr_eq(&self.itself, &moment.journal) {
            return None;
        }
        let seen = usize::try_from(moment.at.checked_sub(self.before)?).ok()?;
        let unseen = self.last.range(seen.min(self.last.len())..);
        Some(unseen.map(|(kind, id)| (&**kind, *id)))
    }
}

impl Clone for Journal {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Journal {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uuid_v7;

    fn id(n: u64) -> RecordId {
        RecordId(uuid_v7(n, [0; 10]))
    }

    fn since(journal: &Journal, moment: &Moment) -> Option<Vec<RecordId>> {
        let since = journal.since(moment)?;
        Some(since.map(|(_, id)| id).collect())
    }

    #[test]
    fn what_changed_since_a_moment_is_told() {
        let (mut journal, kind) = (Journal::default(), Name::from("visit"));
        let first = journal.now();
        journal.note(&kind, id(1));
        let second = journal.now();
        journal.note(&kind, id(2));
        assert_eq!(since(&journal, &first), Some(vec![id(1), id(2)]));
        assert_eq!(since(&journal, &second), Some(vec![id(2)]));
        assert_eq!(since(&journal, &journal.now()), Some(vec![]));
    }

    #[test]
    fn whoever_is_too_far_behind_reads_anew() {
        let (mut journal, kind) = (Journal::default(), Name::from("visit"));
        let first = journal.now();
        for n in 0..REMEMBERED as u64 {
            journal.note(&kind, id(n));
        }
        assert_eq!(
            since(&journal, &first).map(|all| all.len()),
            Some(REMEMBERED)
        );
        journal.note(&kind, id(0));
        assert_eq!(since(&journal, &first), None);
    }

    #[test]
    fn a_copy_goes_its_own_way() {
        let (mut journal, kind) = (Journal::default(), Name::from("visit"));
        let before = journal.now();
        let copy = journal.clone();
        journal.note(&kind, id(1));
        assert_eq!(since(&copy, &before), None);
        assert_eq!(since(&journal, &copy.now()), None);
    }
}
