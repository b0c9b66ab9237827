//! Doors counted: all of a campaign, of a building, of a person.

use ledger::RecordId;

use super::{
    counts::Step,
    doors::{Part, Seen},
    interval::margin,
};

/// How many doors there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Doors in all: those whom the campaign is about, drawn or not.
    pub doors: usize,
    parts: [usize; Part::ALL.len()],
    /// Doors where a form was handed out, left or filled in at once (work instruction 4.3.2).
    pub distributed: usize,
    /// Of these, the doors from which one came back.
    pub returned: usize,
    /// Doors with a finished interview.
    pub interviewed: usize,
    /// Attempts made, each by itself.
    pub attempts: usize,
}

impl Tally {
    /// The doors of a part. Together the parts are all doors.
    pub const fn part(&self, part: Part) -> usize {
        self.parts[part as usize]
    }

    /// Doors with a finished survey.
    pub const fn surveyed(&self) -> usize {
        self.part(Part::Surveyed)
    }

    /// Doors where a survey may still come of it.
    pub fn open(&self) -> usize {
        let open = Part::ALL.into_iter().filter(|part| part.is_open());
        open.map(|part| self.part(part)).sum()
    }

    /// How far a share that is seen among those who answered may be from that among all, between 0
    /// and 1, with 95 % certainty and as far as it is a matter of chance. `None` where fewer than
    /// ten answered: that says next to nothing.
    pub fn margin(&self) -> Option<f64> {
        const FEWEST: usize = 10;
        let answered = self.surveyed();
        let enough = answered >= FEWEST.min(self.doors.max(1));
        enough.then(|| margin(answered, self.doors)).flatten()
    }

    /// Counts a door, in or out, though not what was done at it.
    pub(super) fn add_door(&mut self, door: &Seen, step: Step) {
        step.by(&mut self.doors, 1);
        step.by(&mut self.parts[door.part as usize], 1);
    }

    /// Counts what was done at a door.
    pub(super) fn add_deeds(&mut self, door: &Seen, step: Step) {
        step.by(&mut self.distributed, usize::from(door.handed.is_some()));
        step.by(&mut self.returned, usize::from(door.returned.is_some()));
        step.by(&mut self.interviewed, usize::from(door.interview.is_some()));
        step.by(&mut self.attempts, door.attempts.len());
    }
}

/// A tally of somebody's or something's doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share<K = RecordId> {
    /// Whose.
    pub of: K,
    /// Their doors.
    pub tally: Tally,
}
