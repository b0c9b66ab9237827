//! Who is missing: those who answered, compared with all who could have.

use std::collections::BTreeMap;

use ledger::{RecordId, State};

use super::interval::{Interval, interval, real};
pub use crate::sample::SIZES;
use crate::{Building, Tenure, Unit};

/// What doors are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trait {
    /// The building.
    Building,
    /// How large the home is.
    Size,
    /// Whether its owner lives there.
    Tenure,
    /// How high up in its building it is.
    Height,
    /// Whether a key customer lives there.
    KeyCustomer,
}

/// A group of doors that have a trait in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A building's.
    Building(RecordId),
    /// Homes of less than so many square metres, and at least as many as the class before.
    SmallerThan(u32),
    /// Homes of at least so many square metres.
    AtLeast(u32),
    /// The owner lives there.
    Owner,
    /// A tenant does.
    Tenant,
    /// The lower third of the floors.
    Low,
    /// The middle third.
    Middle,
    /// The upper third.
    High,
    /// A key customer lives there.
    Key,
    /// None does.
    Ordinary,
    /// Nobody has said.
    Unknown,
}

/// What can be said of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing: fewer than five would be expected on one side.
    TooFew,
    /// Chance alone may have made the difference.
    MaybeChance,
    /// There are more of them than chance alone would make.
    Over,
    /// There are fewer.
    Under,
}

/// A group of doors among all, and among those that answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Which doors.
    pub class: Class,
    /// How many there are.
    pub doors: usize,
    /// How many answered.
    pub answered: usize,
    /// Their share of all doors, between 0 and 1.
    pub expected: f64,
    /// Their share of those that answered; `None` where nobody did.
    pub found: Option<Interval>,
    /// What that comes to.
    pub verdict: Verdict,
}

impl Group {
    /// How much larger their share is than it would be if everyone answered alike: the difference
    /// with its interval, between -1 and 1.
    pub fn difference(&self) -> Option<Interval> {
        let found = self.found?;
        Some(Interval {
            low: found.low - self.expected,
            share: found.share - self.expected,
            high: found.high - self.expected,
        })
    }
}

/// All groups by a trait.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What the doors are told apart by.
    pub by: Trait,
    /// The groups, which make up the whole.
    pub groups: Vec<Group>,
}

/// Compares those who answered with all, by every trait of which there are several groups. `counts`
/// are the doors of each class and those of them that answered, the last two all doors and all that
/// did.
pub(super) fn compare(
    state: &State,
    counts: &BTreeMap<(Trait, Class), (usize, usize)>,
    (sum, answered): (usize, usize),
) -> Vec<Comparison> {
    let mut all: Vec<Comparison> = Vec::new();
    for (&(by, class), &(doors, of_them)) in counts {
        let group = group(class, (doors, sum), (of_them, answered));
        match all.last_mut() {
            Some(last) if last.by == by => last.groups.push(group),
            _ => all.push(Comparison {
                by,
                groups: vec![group],
            }),
        }
    }
    all.retain(|comparison| comparison.groups.len() > 1);
    if let Some(buildings) = all.first_mut().filter(|first| first.by == Trait::Building) {
        let walked = Building::all(state).into_iter().zip(0_usize..);
        let places: BTreeMap<_, _> = walked
            .map(|(building, at)| (Class::Building(building.id), at))
            .collect();
        buildings
            .groups
            .sort_by_key(|group| places.get(&group.class));
    }
    all
}

/// Fewer expected than so many say nothing: the usual rule for tables of counts (Cochran 1954,
/// Biometrics 10).
const FEWEST: f64 = 5.0;

fn group(
    class: Class,
    (doors, all): (usize, usize),
    (answered, all_answered): (usize, usize),
) -> Group {
    let expected = real(doors) / real(all.max(1));
    let found = interval(answered, all_answered, all);
    let would = real(all_answered) * expected;
    let verdict = match found {
        None => Verdict::TooFew,
        Some(_) if would < FEWEST || real(all_answered) - would < FEWEST => Verdict::TooFew,
        Some(found) if found.low > expected => Verdict::Over,
        Some(found) if found.high < expected => Verdict::Under,
        Some(_) => Verdict::MaybeChance,
    };
    Group {
        class,
        doors,
        answered,
        expected,
        found,
        verdict,
    }
}

fn size(unit: Unit<'_>) -> Class {
    let Some(area) = unit.area() else {
        return Class::Unknown;
    };
    let below = |end: &u32| area.square_metres() < f64::from(*end);
    match SIZES.into_iter().find(below) {
        Some(end) => Class::SmallerThan(end),
        None => Class::AtLeast(SIZES[SIZES.len() - 1]),
    }
}

fn tenure(unit: Unit<'_>) -> Class {
    match unit.tenure() {
        Some(Tenure::Owner) => Class::Owner,
        Some(Tenure::Tenant) => Class::Tenant,
        None => Class::Unknown,
    }
}

/// The classes of a unit but for its height, which only its building shows.
pub(super) fn classes(unit: Unit<'_>, building: RecordId, key: bool) -> [(Trait, Class); 4] {
    let key = if key { Class::Key } else { Class::Ordinary };
    [
        (Trait::Building, Class::Building(building)),
        (Trait::Size, size(unit)),
        (Trait::Tenure, tenure(unit)),
        (Trait::KeyCustomer, key),
    ]
}

/// How high up a floor is; `ends` are the lowest and the highest of its building.
pub(super) fn height(floor: i64, ends: Option<&(i64, i64)>) -> Class {
    let Some((low, high)) = ends else {
        return Class::Unknown;
    };
    let floors = high.saturating_sub(*low).saturating_add(1);
    let above = floor.saturating_sub(*low);
    match above.saturating_mul(3) / floors {
        0 => Class::Low,
        1 => Class::Middle,
        _ => Class::High,
    }
}
