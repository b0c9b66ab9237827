//! What all responses together say, gathered in one pass: how long a form takes, who answered what,
//! and where a building is.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use chrono::{DateTime, Timelike as _};
use ledger::{RecordId, State};

use super::talks;
use crate::{Interview, Response, Unit, visit::Visit};

/// A place on the earth, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// A response and its unit.
type Alike = (RecordId, Option<RecordId>);

/// All responses of a site, as far as one can be compared with the others.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    /// For each form how long it took, in seconds, in ascending order.
    times: BTreeMap<RecordId, Vec<u32>>,
    /// By form and sum of the answers: the responses with their units.
    answers: BTreeMap<(RecordId, u64), Vec<Alike>>,
    /// By form, unit and campaign, the first first.
    doors: BTreeMap<(RecordId, RecordId, Option<RecordId>), Vec<RecordId>>,
    /// For each building where its visits were, with the response of each.
    places: BTreeMap<RecordId, Vec<(Point, Option<RecordId>)>>,
    /// The place of the visit of a response or an interview.
    visited: BTreeMap<RecordId, Point>,
    /// Interviews by the sum of their words, with their units.
    words: BTreeMap<u64, Vec<Alike>>,
    /// Interviews by unit and campaign, the first first.
    talks: BTreeMap<(RecordId, Option<RecordId>), Vec<RecordId>>,
}

impl Peers {
    /// One pass over responses, interviews and visits.
    pub fn of(state: &State) -> Self {
        let mut peers = Self::default();
        let mut all = Response::all(state);
        all.reverse();
        for response in all {
            let Some(form) = response.form() else {
                continue;
            };
            if let Some(took_s) = took_s(response) {
                peers.times.entry(form).or_default().push(took_s);
            }
            let (sum, _) = sum(response);
            let alike = peers.answers.entry((form, sum)).or_default();
            alike.push((response.id, response.unit()));
            if let Some(unit) = response.unit() {
                let door = (form, unit, response.campaign());
                peers.doors.entry(door).or_default().push(response.id);
            }
        }
        for times in peers.times.values_mut() {
            times.sort_unstable();
        }
        peers.take_talks(state);
        for (id, visit) in state.records(Visit::KIND) {
            let Some(point) = place(state, id) else {
                continue;
            };
            let response = visit.link("response").or_else(|| visit.link("interview"));
            if let Some(response) = response {
                peers.visited.insert(response, point);
            }
            let unit = visit.link("unit").and_then(|unit| Unit::find(state, unit));
            if let Some(building) = unit.and_then(Unit::building) {
                let places = peers.places.entry(building).or_default();
                places.push((point, response));
            }
        }
        peers
    }

    fn take_talks(&mut self, state: &State) {
        let mut all = Interview::all(state);
        all.reverse();
        for one in all {
            let (sum, _) = talks::sum(one);
            self.words
                .entry(sum)
                .or_default()
                .push((one.id, one.unit()));
            if let Some(unit) = one.unit() {
                let here = self.talks.entry((unit, one.campaign())).or_default();
                here.push(one.id);
            }
        }
    }

    /// Another interview, at another door, with the very same words.
    pub(super) fn same_words(&self, one: Interview<'_>, least: usize) -> Option<RecordId> {
        let (sum, count) = talks::sum(one);
        let alike = self.words.get(&sum)?;
        let same = alike.iter().find(|(_, unit)| *unit != one.unit())?;
        (count >= least).then_some(same.0)
    }

    /// An earlier interview at this door, in this campaign.
    pub(super) fn talk_before(&self, one: Interview<'_>) -> Option<RecordId> {
        let first = *self.talks.get(&(one.unit()?, one.campaign()))?.first()?;
        (first != one.id).then_some(first)
    }

    /// How long half of the others took at least, and how many others there are.
    pub(super) fn median_s(&self, response: Response<'_>) -> Option<(u32, usize)> {
        let times = self.times.get(&response.form()?)?;
        let own = times.binary_search(&took_s(response)?).ok()?;
        // The middle of the others: the list without this one.
        let others = times.len() - 1;
        let middle = others / 2;
        let at = if middle < own { middle } else { middle + 1 };
        Some((*times.get(at)?, others))
    }

    /// Another response to the form, from another door, with the very same answers.
    pub(super) fn same_answers(&self, response: Response<'_>, least: usize) -> Option<RecordId> {
        let (sum, count) = sum(response);
        let alike = self.answers.get(&(response.form()?, sum))?;
        let same = alike.iter().find(|(_, unit)| *unit != response.unit())?;
        (count >= least).then_some(same.0)
    }

    /// An earlier response to the form at this door, in this campaign.
    pub(super) fn same_door(&self, response: Response<'_>) -> Option<RecordId> {
        let door = (response.form()?, response.unit()?, response.campaign());
        let first = *self.doors.get(&door)?.first()?;
        (first != response.id).then_some(first)
    }

    /// How far the visit of a record at a unit was from where the building was visited otherwise,
    /// in metres, and by how many other visits that is known.
    pub(super) fn distance_m(
        &self,
        state: &State,
        (id, unit): (RecordId, Option<RecordId>),
    ) -> Option<(u32, usize)> {
        let point = self.visited.get(&id)?;
        let building = Unit::find(state, unit?)?.building()?;
        let places = self.places.get(&building)?.iter();
        let others = places.filter(|(_, of)| *of != Some(id));
        let others: Vec<Point> = others.map(|(point, _)| *point).collect();
        let middle = Point {
            lat: median(others.iter().map(|point| point.lat))?,
            lon: median(others.iter().map(|point| point.lon))?,
        };
        Some((metres(*point, middle), others.len()))
    }
}

/// How long filling in took, in seconds, by the tablet's clock; nothing where it was set meanwhile.
pub(super) fn took_s(response: Response<'_>) -> Option<u32> {
    let begun = DateTime::parse_from_rfc3339(response.started()?).ok()?;
    let ended = DateTime::parse_from_rfc3339(&response.finished().wall).ok()?;
    u32::try_from((ended - begun).num_seconds()).ok()
}

/// The minute of the day that the clock on the wall showed.
pub(super) fn minute_of_day(wall: &str) -> Option<u32> {
    let time = DateTime::parse_from_rfc3339(wall).ok()?;
    Some(time.hour() * 60 + time.minute())
}

/// A sum over texts.
pub(super) fn sum_of(texts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    texts.hash(&mut hasher);
    hasher.finish()
}

/// A sum over the answers, and how many they are. Times, ids and what the app notes by itself are
/// left out, because these differ where nobody answered differently.
fn sum(response: Response<'_>) -> (u64, usize) {
    let files: BTreeSet<String> = response.files().map(|file| file.name).collect();
    let mut hasher = DefaultHasher::new();
    let mut count = 0;
    for (path, value) in response.answers() {
        let own = path.starts_with("/meta/") || value.starts_with("uuid:");
        let time = value.as_bytes().get(10) == Some(&b'T') && value.as_bytes()[4] == b'-';
        if own || time || files.contains(&value) {
            continue;
        }
        (path, value).hash(&mut hasher);
        count += 1;
    }
    (hasher.finish(), count)
}

/// The place of a visit.
fn place(state: &State, visit: RecordId) -> Option<Point> {
    let position = Visit::find(state, visit)?.attempt().position?;
    let (lat, lon) = position.degrees();
    let point = Point { lat, lon };
    (point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0).then_some(point)
}

/// The middle one: a single wrong place does not move it.
fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The metres between two places near each other: on a plane that touches the earth there.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on earth, in metres, is positive and has eight digits"
)]
fn metres(one: Point, other: Point) -> u32 {
    const DEGREE_M: f64 = 111_195.0;
    let north = (one.lat - other.lat) * DEGREE_M;
    let east = (one.lon - other.lon) * DEGREE_M * one.lat.to_radians().cos();
    north.hypot(east).round() as u32
}
