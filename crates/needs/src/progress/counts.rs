//! Everything that is counted of doors. A door is counted in, and out again when it changes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ledger::RecordId;

use super::{
    Day, Scope,
    bias::{Class, Trait, height},
    doors::{Deed, Seen},
    tally::Tally,
};

/// Whether a door is counted in or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    In,
    Out,
}

impl Step {
    pub(super) fn by(self, count: &mut usize, many: usize) {
        *count = match self {
            Self::In => *count + many,
            Self::Out => count.saturating_sub(many),
        };
    }

    fn one(self, count: &mut usize) {
        self.by(count, 1);
    }
}

/// The lowest and the highest floor of each building.
pub(super) type Heights = BTreeMap<RecordId, (i64, i64)>;

/// The counts of what is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Counts {
    pub(super) total: Tally,
    pub(super) buildings: BTreeMap<RecordId, Tally>,
    pub(super) people: BTreeMap<Option<RecordId>, Tally>,
    pub(super) days: BTreeMap<NaiveDate, Day>,
    /// Doors by what they are told apart by, and those of them that answered.
    pub(super) classes: BTreeMap<(Trait, Class), (usize, usize)>,
    /// Doors, and those that answered, whoever asked.
    pub(super) answered: (usize, usize),
}

impl Counts {
    /// Counts a door, if it is looked at.
    pub(super) fn count(&mut self, door: &Seen, heights: &Heights, scope: Scope, step: Step) {
        if scope.building.is_some_and(|only| only != door.building) {
            return;
        }
        self.count_classes(door, heights, step);
        let Some(person) = scope.person else {
            self.count_deeds(door, true, step);
            return;
        };
        let mut theirs = door.clone();
        theirs.only_by(person);
        self.count_deeds(&theirs, door.whose == Some(person), step);
    }

    fn count_classes(&mut self, door: &Seen, heights: &Heights, step: Step) {
        let answered = usize::from(door.survey.is_some());
        step.one(&mut self.answered.0);
        step.by(&mut self.answered.1, answered);
        let height = height(door.floor, heights.get(&door.building));
        let classes = door.classes.into_iter().chain([(Trait::Height, height)]);
        for class in classes {
            let (doors, of_them) = self.classes.entry(class).or_default();
            step.one(doors);
            step.by(of_them, answered);
            if *doors == 0 {
                self.classes.remove(&class);
            }
        }
    }

    /// Each door is counted for whose it is, each deed for who did it and when.
    fn count_deeds(&mut self, door: &Seen, theirs: bool, step: Step) {
        let building = self.buildings.entry(door.building).or_default();
        for tally in [&mut self.total, building] {
            if theirs {
                tally.add_door(door, step);
            }
            tally.add_deeds(door, step);
        }
        if theirs {
            self.person(door.whose, |tally| tally.add_door(door, step));
        }
        for deed in &door.attempts {
            self.deed(*deed, |tally| step.one(&mut tally.attempts));
            self.day(*deed, |day| step.one(&mut day.attempts));
        }
        if let Some(deed) = door.handed {
            self.deed(deed, |tally| step.one(&mut tally.distributed));
            self.day(deed, |day| step.one(&mut day.distributed));
        }
        if let Some(deed) = door.returned {
            self.deed(deed, |tally| step.one(&mut tally.returned));
            self.day(deed, |day| step.one(&mut day.returned));
        }
        if let Some(deed) = door.interview {
            self.deed(deed, |tally| step.one(&mut tally.interviewed));
            self.day(deed, |day| step.one(&mut day.interviewed));
        }
        if let Some(deed) = door.survey {
            self.day(deed, |day| step.one(&mut day.surveyed));
        }
        if let Some(deed) = door.refusal {
            self.day(deed, |day| step.one(&mut day.refused));
        }
    }

    fn deed(&mut self, deed: Deed, count: impl FnOnce(&mut Tally)) {
        self.person(Some(deed.by), count);
    }

    fn person(&mut self, person: Option<RecordId>, count: impl FnOnce(&mut Tally)) {
        let tally = self.people.entry(person).or_default();
        count(tally);
        if *tally == Tally::default() {
            self.people.remove(&person);
        }
    }

    fn day(&mut self, deed: Deed, count: impl FnOnce(&mut Day)) {
        let day = self.days.entry(deed.day).or_insert(Day::on(deed.day));
        count(day);
        if *day == Day::on(deed.day) {
            self.days.remove(&deed.day);
        }
    }
}
