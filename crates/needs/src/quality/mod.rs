//! Signs about the quality of what came in. A sign says what was found and by which rule; it is
//! never a verdict: there are quick talkers, and there are two flats with the same wishes.

mod peers;
mod rules;
mod shape;
mod talks;

use ledger::{RecordId, State};

pub use peers::{Peers, Point};
pub use rules::Rules;
pub use shape::{Shape, shape};
pub use talks::talk_signs;

use crate::Response;

/// What was noticed about a response or an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It was filled in sooner than so many questions can be asked.
    FasterThanAsking {
        /// How long it took, in seconds.
        took_s: u32,
        /// How many questions were answered.
        answered: usize,
        /// The least seconds for a question.
        each_s: u32,
    },
    /// It was filled in much sooner than others.
    FasterThanOthers {
        /// How long it took, in seconds.
        took_s: u32,
        /// Half of the others took longer than this, in seconds.
        median_s: u32,
        /// How many others there are.
        others: usize,
    },
    /// Much was left open.
    MuchMissing {
        /// Questions that applied and have no answer.
        empty: usize,
        /// Questions that applied.
        asked: usize,
    },
    /// The same choice was taken at many questions in a row.
    SameInARow {
        /// How many.
        length: usize,
    },
    /// It was finished outside the hours in which people are visited.
    OddHour {
        /// The time on the wall, in minutes since midnight.
        minute: u32,
        /// From when people are visited, in hours.
        from: u32,
        /// Until when.
        until: u32,
    },
    /// The place of the visit is far from where the building was visited otherwise.
    FarFromDoor {
        /// How far, in metres.
        metres: u32,
        /// How many other visits to the building have a place.
        others: usize,
    },
    /// Another door has the very same answers.
    SameAnswers {
        /// The other response.
        other: RecordId,
    },
    /// The same questionnaire was filled in at this door before, in the same campaign.
    SameDoor {
        /// The other response.
        other: RecordId,
    },
    /// An interview took less time than talking about its points does.
    ShortForItsPoints {
        /// How long it took, in seconds.
        took_s: u32,
        /// How many points of the guide were covered.
        covered: usize,
        /// The least seconds for a point.
        each_s: u32,
    },
    /// More was noted in an interview than anyone writes in that time.
    ShortForItsText {
        /// How long it took, in seconds.
        took_s: u32,
        /// Characters that were noted.
        characters: usize,
        /// The most characters that are noted in a minute.
        a_minute: u32,
    },
    /// Sound ran for long without a line being written.
    SilentSound {
        /// The longest such stretch, in seconds.
        silent_s: u32,
        /// Up to here it is nothing to remark, in seconds.
        most_s: u32,
    },
    /// No point of the guide was covered.
    NothingCovered {
        /// How many it has.
        points: usize,
    },
    /// Another interview, at another door, has the very same words.
    SameWords {
        /// The other interview.
        other: RecordId,
    },
    /// There was an interview at this door before, in the same campaign.
    SameDoorTalk {
        /// The other interview.
        other: RecordId,
    },
}

/// The signs of a response among its peers. `shape` is what its form makes of it, where the form
/// can be read.
pub fn signs(
    state: &State,
    peers: &Peers,
    rules: Rules,
    response: Response<'_>,
    shape: Option<&Shape>,
) -> Vec<Sign> {
    let mut signs = Vec::new();
    if let Some(took_s) = peers::took_s(response) {
        let answered = shape.map_or(0, |shape| shape.asked - shape.empty);
        let least = u64::try_from(answered).unwrap_or(u64::MAX);
        if u64::from(took_s) < least.saturating_mul(rules.question_s.into()) {
            signs.push(Sign::FasterThanAsking {
                took_s,
                answered,
                each_s: rules.question_s,
            });
        }
        if let Some((median_s, others)) = peers.median_s(response)
            && others >= rules.others
            && u64::from(took_s) * 100 < u64::from(median_s) * u64::from(rules.median_percent)
        {
            signs.push(Sign::FasterThanOthers {
                took_s,
                median_s,
                others,
            });
        }
    }
    if let Some(Shape { asked, empty, run }) = shape.copied() {
        if empty * 100 > asked * rules.missing_percent && empty > 1 {
            signs.push(Sign::MuchMissing { empty, asked });
        }
        if run >= rules.run {
            signs.push(Sign::SameInARow { length: run });
        }
    }
    signs.extend(minute_sign(rules, &response.finished().wall));
    let own = (response.id, response.unit());
    signs.extend(place_sign(state, peers, rules, own));
    let same = peers.same_answers(response, rules.alike);
    signs.extend(same.map(|other| Sign::SameAnswers { other }));
    let before = peers.same_door(response);
    signs.extend(before.map(|other| Sign::SameDoor { other }));
    signs
}

/// Whether people are visited at the hour of a time (RFC 3339).
fn minute_sign(rules: Rules, wall: &str) -> Option<Sign> {
    let minute = peers::minute_of_day(wall)?;
    (!rules.visits_at(minute)).then_some(Sign::OddHour {
        minute,
        from: rules.from,
        until: rules.until,
    })
}

/// Whether the visit of a record was far from its building.
fn place_sign(
    state: &State,
    peers: &Peers,
    rules: Rules,
    own: (RecordId, Option<RecordId>),
) -> Option<Sign> {
    let (metres, others) = peers.distance_m(state, own)?;
    let far = others >= rules.others.min(FEWEST_PLACES) && metres > rules.metres;
    far.then_some(Sign::FarFromDoor { metres, others })
}

/// So many other places say where a building is.
const FEWEST_PLACES: usize = 3;
