//! What a door's cell says: a colour, a sign and a word.

use needs::{
    Door,
    visit::{Group, Outcome},
};

use crate::{
    locales::{TodayTexts, WayTexts},
    pages::today::DoorState,
};

/// The states of a door on a front, in the order of the legend.
pub const SIGNS: [&str; 11] = [
    "todo",
    "draft",
    "appointment",
    "again",
    "fetch",
    "surveyed",
    "interviewed",
    "done",
    "closed",
    "vacant",
    "outside",
];

/// The sign of a door.
pub fn sign_of(door: &Door, known: DoorState) -> &'static str {
    match known {
        DoorState::Todo if !door.counts => "outside",
        DoorState::Closed(outcome) if outcome.group() == Group::NotEligible => "vacant",
        known => known.name(),
    }
}

/// What is read out and shown for a door with this sign: for an outcome the outcome itself.
pub fn sign_text(sign: &'static str, known: DoorState) -> String {
    match sign {
        "outside" => sign_name(sign).to_owned(),
        _ => known.text(),
    }
}

/// What a sign is called in the legend.
pub fn sign_name(sign: &'static str) -> &'static str {
    let (t, today) = (WayTexts::now(), TodayTexts::now());
    match sign {
        "draft" => today.state_draft,
        "appointment" => t.appointment,
        "again" => t.again,
        "fetch" => today.state_fetch,
        "surveyed" => today.state_surveyed,
        "interviewed" => today.state_interviewed,
        "done" => today.state_done,
        "closed" => t.closed,
        "vacant" => t.vacant,
        "outside" => t.outside,
        _ => today.state_todo,
    }
}

/// Its icon.
pub fn sign_icon(sign: &'static str) -> &'static str {
    match sign {
        "draft" => DoorState::Draft.icon(),
        "appointment" => "calendar",
        "again" => DoorState::Again(Outcome::NobodyHome).icon(),
        "fetch" => DoorState::Fetch(None).icon(),
        "surveyed" => DoorState::Surveyed.icon(),
        "interviewed" => DoorState::Interviewed.icon(),
        "done" => DoorState::Done.icon(),
        "closed" => DoorState::Closed(Outcome::Refused).icon(),
        "vacant" => "minus",
        "outside" => "circle",
        _ => DoorState::Todo.icon(),
    }
}
