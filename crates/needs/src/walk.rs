//! Walking order: in which order the doors of a building are visited.

use ledger::{Change, Fields, RecordId, State};

use crate::{Building, Unit};

/// How a building is walked: its field `walk`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Walk {
    /// As its units are numbered (`order`): as they were listed, or put by hand.
    Own,
    /// From the top floor down: the lift takes the legs' work.
    Down,
    /// From the ground floor up.
    Up,
    /// One entrance after the other, each from the top down.
    Entrance,
}

impl Walk {
    /// Every way, as they are offered.
    pub const ALL: [Self; 4] = [Self::Down, Self::Up, Self::Entrance, Self::Own];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Down => "down",
            Self::Up => "up",
            Self::Entrance => "entrance",
        }
    }

    /// The way of this name. A building that says nothing is walked as its units are numbered.
    pub fn named(name: Option<&str>) -> Self {
        Self::ALL
            .into_iter()
            .find(|walk| Some(walk.name()) == name)
            .unwrap_or(Self::Own)
    }

    /// Chooses how a building is walked.
    pub fn choose(self, building: RecordId) -> Change {
        Change {
            kind: Building::KIND.to_owned(),
            id: building,
            set: Fields::from([("walk".to_owned(), self.name().into())]),
        }
    }

    /// Puts units into this order. Units without a number come last, from the top down.
    pub fn sort<T>(self, units: &mut [(Unit<'_>, T)]) {
        units.sort_by_cached_key(|(unit, _)| self.place(*unit));
    }

    fn place(self, unit: Unit<'_>) -> Place<'_> {
        let floor = match self {
            Self::Up => unit.floor(),
            _ => unit.floor().checked_neg().unwrap_or(i64::MAX),
        };
        let label = unit.label();
        Place {
            order: if self == Self::Own { unit.order() } else { 0 },
            entrance: if self == Self::Entrance {
                unit.entrance()
            } else {
                ""
            },
            floor,
            // `9` comes before `10`, and `A` before `B`.
            label: (label.len(), label),
            id: unit.id,
        }
    }
}

/// The place of a door in a walk, compared field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'a> {
    order: i64,
    entrance: &'a str,
    floor: i64,
    label: (usize, &'a str),
    id: RecordId,
}

/// What puts units into an order that was made by hand: the building says so, and as few units as
/// can be get another number. `wanted` are all units of the building in the new order.
pub fn put_in_order(state: &State, building: RecordId, wanted: &[RecordId]) -> Vec<Change> {
    let number = |unit: &RecordId| Some(Unit::find(state, *unit)?.order());
    let own = Building::find(state, building).is_some_and(|one| one.walk() == Walk::Own);
    let mut changes = renumber(Unit::KIND, wanted, number);
    if !own {
        changes.insert(0, Walk::Own.choose(building));
    }
    changes
}

/// What puts buildings into an order.
pub fn put_buildings_in_order(state: &State, wanted: &[RecordId]) -> Vec<Change> {
    renumber(Building::KIND, wanted, |building| {
        Some(Building::find(state, *building)?.order())
    })
}

/// What makes records as they are now, once `changes` have been written. One that is not there now
/// is deleted then.
pub fn undo(state: &State, changes: &[Change]) -> Vec<Change> {
    let as_it_is = |change: &Change| {
        let set = match state.record(&change.kind, change.id) {
            Some(record) => {
                let fields = change.set.keys();
                let before = |field| record.get(field).cloned().unwrap_or_default();
                fields.map(|field| (field.clone(), before(field))).collect()
            }
            None => Fields::from([("deleted".to_owned(), true.into())]),
        };
        Change {
            set,
            ..change.clone()
        }
    };
    changes.iter().map(as_it_is).collect()
}

/// Room that is left between two numbers, so that a later move needs but one.
const STEP: i64 = 1 << 10;

/// Gives records numbers that grow, leaving as many as can be as they are.
fn renumber(
    kind: &str,
    wanted: &[RecordId],
    number: impl Fn(&RecordId) -> Option<i64>,
) -> Vec<Change> {
    // A record without a number can't stay as it is.
    let before: Vec<Option<i64>> = wanted
        .iter()
        .map(|id| number(id).filter(|number| number.abs() < ledger::limits::INTEGER / 2))
        .collect();
    let tries = [in_gaps(&before), swapped(&before)];
    let fewest = tries.into_iter().flatten().min_by_key(|after| {
        before
            .iter()
            .zip(after)
            .filter(|(a, b)| **a != Some(**b))
            .count()
    });
    let after = fewest.unwrap_or_else(|| (1..).take(wanted.len()).map(|at| at * STEP).collect());
    wanted
        .iter()
        .zip(before)
        .zip(after)
        .filter(|((_, before), after)| *before != Some(*after))
        .map(|((id, _), after)| Change {
            kind: kind.to_owned(),
            id: *id,
            set: Fields::from([("order".to_owned(), after.into())]),
        })
        .collect()
}

/// The longest run of numbers that grow already stays, and what was moved gets numbers between
/// them; none where there is no room between two.
fn in_gaps(before: &[Option<i64>]) -> Option<Vec<i64>> {
    let staying = longest_growing(before);
    let mut after: Vec<i64> = Vec::with_capacity(before.len());
    let mut at = 0;
    while at < before.len() {
        if let (true, Some(number)) = (staying[at], before[at]) {
            after.push(number);
            at += 1;
            continue;
        }
        let until = (at..before.len()).find(|next| staying[*next]);
        let run = i64::try_from(until.unwrap_or(before.len()) - at).ok()?;
        let low = after.last().copied();
        let high = until.and_then(|next| before[next]);
        let (first, step) = match (low, high) {
            (Some(low), Some(high)) => {
                let step = (high - low) / (run + 1);
                (low + step, step)
            }
            (Some(low), None) => (low + STEP, STEP),
            (None, Some(high)) => (high - STEP * run, STEP),
            (None, None) => (STEP, STEP),
        };
        if step < 1 {
            return None;
        }
        after.extend((0..run).map(|place| first + step * place));
        at = until.unwrap_or(before.len());
    }
    Some(after)
}

/// The same numbers, given out anew; none where two records share one.
fn swapped(before: &[Option<i64>]) -> Option<Vec<i64>> {
    let mut numbers: Vec<i64> = before.iter().copied().collect::<Option<_>>()?;
    numbers.sort_unstable();
    let distinct = numbers.windows(2).all(|pair| pair[0] < pair[1]);
    distinct.then_some(numbers)
}

/// Which of the numbers make up the longest run that grows, not necessarily side by side.
fn longest_growing(numbers: &[Option<i64>]) -> Vec<bool> {
    // For each length the place of the smallest number that ends a run of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let Some(number) = number else { continue };
        let length = ends.partition_point(|end| numbers[*end] < Some(*number));
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut staying = vec![false; numbers.len()];
    let mut last = ends.last().copied();
    while let Some(at) = last {
        staying[at] = true;
        last = before[at];
    }
    staying
}

#[cfg(test)]
mod tests {
    use super::{in_gaps, longest_growing, swapped};

    fn fewest(before: &[i64]) -> Vec<usize> {
        let before: Vec<_> = before.iter().copied().map(Some).collect();
        let changed = |after: Vec<i64>| {
            assert!(after.is_sorted_by(|a, b| a < b), "{after:?}");
            before
                .iter()
                .zip(&after)
                .filter(|(a, b)| **a != Some(**b))
                .count()
        };
        let tries = [in_gaps(&before), swapped(&before)];
        tries.into_iter().flatten().map(changed).collect()
    }

    #[test]
    fn the_longest_run_stays() {
        let numbers = [3, 1, 2, 9, 4, 5].map(Some);
        let staying = [false, true, true, false, true, true];
        assert_eq!(longest_growing(&numbers), staying);
        assert_eq!(longest_growing(&[None, Some(1)]), [false, true]);
        assert!(longest_growing(&[]).is_empty());
    }

    #[test]
    fn only_what_moved_is_written() {
        assert_eq!(fewest(&[1, 2, 3, 4]), [0, 0], "nothing moved");
        assert_eq!(fewest(&[2, 3, 4, 1]), [1, 4], "one to the end");
        assert_eq!(fewest(&[4, 1, 2, 3]), [1, 4], "one to the front");
        assert_eq!(fewest(&[1, 3, 2, 4]), [2], "no room: two change places");
        assert_eq!(fewest(&[10, 30, 20, 40]), [1, 2], "room between two");
        assert_eq!(fewest(&[7, 7]), [1], "two of one number");
    }
}
