//! How far a campaign has got, kept up with the ledger: what changed is counted out and in again.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::NaiveDate;
use ledger::{RecordId, State};

use super::{
    Day, Goal, Progress, Scope, Share, Tally, bias,
    counts::{Counts, Heights, Step},
    doors::{Period, Seen, seen},
};
use crate::{
    Building, Campaign, Purpose, Unit,
    ground::{Changed, Ground},
    round::target,
};

/// The counts of a campaign with what it takes to follow the ledger. What it gives is always what
/// [`Progress::read`] would read; a property test holds it to that.
#[derive(Clone, Debug, Default)]
pub struct ProgressBook {
    ground: Ground,
    /// The day up to which is counted, and what is looked at.
    read: Option<(NaiveDate, Scope)>,
    seen: BTreeMap<RecordId, Seen>,
    heights: Heights,
    counts: Counts,
}

impl ProgressBook {
    /// How far a campaign has got by the end of `today`. A building's target is its share of the
    /// campaign's.
    pub fn follow(
        &mut self,
        state: &State,
        campaign: Campaign<'_>,
        today: NaiveDate,
        scope: Scope,
    ) -> Progress {
        let starts = campaign.starts();
        let period = Period { starts, today };
        let read = self.read.replace((today, scope));
        let changed = self.ground.follow(state, Some(campaign), true);
        if let Some(changed) = changed.filter(|_| read.is_some_and(|(day, _)| day == today)) {
            let same_scope = read == self.read;
            self.take_in(state, period, scope, &changed);
            if !same_scope {
                self.count_anew(scope);
            }
        } else {
            let doors = Unit::all(state)
                .filter_map(|unit| Some((unit.id, seen(&self.ground, state, unit, period)?)));
            self.seen = doors.collect();
            self.count_anew(scope);
        }
        self.progress(state, campaign, today)
    }

    fn take_in(&mut self, state: &State, period: Period, scope: Scope, changed: &Changed) {
        let mut units = changed.units.clone();
        if !changed.buildings.is_empty() {
            // A building that is new here has doors that are not among those seen.
            let inside = Unit::all(state).filter(|unit| {
                let building = unit.building();
                building.is_some_and(|building| changed.buildings.contains(&building))
            });
            units.extend(inside.map(|unit| unit.id));
        }
        let mut moved = !(changed.moved.is_empty() && changed.buildings.is_empty());
        for unit in units {
            let now = Unit::find(state, unit).filter(|unit| !unit.is_gone());
            let now = now.and_then(|unit| seen(&self.ground, state, unit, period));
            let before = match now.clone() {
                Some(now) => self.seen.insert(unit, now),
                None => self.seen.remove(&unit),
            };
            // How high a building is follows from the doors that count in it.
            moved |= place(before.as_ref()) != place(now.as_ref());
            if moved || before == now {
                continue;
            }
            for (door, step) in [(before, Step::Out), (now, Step::In)] {
                if let Some(door) = door {
                    self.counts.count(&door, &self.heights, scope, step);
                }
            }
        }
        if moved {
            self.count_anew(scope);
        }
    }

    fn count_anew(&mut self, scope: Scope) {
        self.heights = heights(self.seen.values());
        self.counts = Counts::default();
        for door in self.seen.values() {
            self.counts.count(door, &self.heights, scope, Step::In);
        }
    }

    fn progress(&self, state: &State, campaign: Campaign<'_>, today: NaiveDate) -> Progress {
        let counts = &self.counts;
        let (total, ends) = (counts.total, campaign.ends());
        let days: Vec<Day> = counts.days.values().copied().collect();
        let goal = |purpose, reached, of: fn(&Day) -> usize| {
            let percent = campaign.target_percent(purpose);
            let went = days.iter().filter(|day| day.attempts + of(day) > 0);
            let went: Vec<_> = went.map(|day| (day.date, of(day))).collect();
            let target = target(total.doors, percent);
            Goal::of((percent, target, reached), &went, today, ends)
        };
        Progress {
            campaign: campaign.id,
            starts: campaign.starts(),
            ends,
            survey: goal(Purpose::Survey, total.surveyed(), |day| day.surveyed),
            interview: goal(Purpose::Interview, total.interviewed, |day| day.interviewed),
            buildings: self.buildings(state),
            people: self.people(),
            total,
            bias: bias::compare(state, &counts.classes, counts.answered),
            days,
        }
    }

    fn buildings(&self, state: &State) -> Vec<Share> {
        let order = Building::all(state).into_iter();
        let found = order.filter_map(|building| {
            let tally = *self.counts.buildings.get(&building.id)?;
            let of = building.id;
            (tally != Tally::default()).then_some(Share { of, tally })
        });
        found.collect()
    }

    fn people(&self) -> Vec<Share<Option<RecordId>>> {
        let people = self.counts.people.iter();
        let people = people.map(|(of, tally)| Share {
            of: *of,
            tally: *tally,
        });
        let mut people: Vec<_> = people.collect();
        people.sort_by_key(|share| (share.of.is_none(), Reverse(share.tally.surveyed())));
        people
    }
}

/// Where a door is: its building and floor.
fn place(door: Option<&Seen>) -> Option<(RecordId, i64)> {
    door.map(|door| (door.building, door.floor))
}

/// The lowest and the highest floor of each building.
fn heights<'a>(seen: impl Iterator<Item = &'a Seen>) -> Heights {
    let mut heights = Heights::new();
    for Seen {
        building, floor, ..
    } in seen
    {
        let (low, high) = heights.entry(*building).or_insert((*floor, *floor));
        *low = (*floor).min(*low);
        *high = (*floor).max(*high);
    }
    heights
}
