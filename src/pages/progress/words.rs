//! What parts, groups and days are called, and how parts look.

use chrono::NaiveDate;
use ledger::{RecordId, State};
use needs::{
    Building, Person,
    progress::{Class, Part, SIZES, Trait, Verdict},
};

use super::drawing::{Ink, Paint};
use crate::{
    components::moment::short_day,
    locales::{ProgressTexts, fill, language},
};

pub(super) const fn paint_of(part: Part) -> Paint {
    match part {
        Part::Surveyed => Paint::Plain(Ink::Fill),
        Part::OnPaper => Paint::Rising(Ink::Accent),
        Part::Again => Paint::Dotted(Ink::Accent),
        Part::Untried => Paint::Plain(Ink::Surface),
        Part::NotDrawn => Paint::Sparse(Ink::Soft),
        Part::Refused => Paint::Crossed(Ink::Bad),
        Part::Closed => Paint::Upright(Ink::Soft),
        Part::NotEligible => Paint::Level(Ink::Soft),
    }
}

pub(super) fn part_name(part: Part) -> &'static str {
    let t = ProgressTexts::now();
    match part {
        Part::Surveyed => t.part_surveyed,
        Part::OnPaper => t.part_paper,
        Part::Again => t.part_again,
        Part::Untried => t.part_untried,
        Part::NotDrawn => t.part_not_drawn,
        Part::Refused => t.part_refused,
        Part::Closed => t.part_closed,
        Part::NotEligible => t.part_not_eligible,
    }
}

pub(super) fn trait_name(by: Trait) -> &'static str {
    let t = ProgressTexts::now();
    match by {
        Trait::Building => t.building,
        Trait::Size => t.trait_size,
        Trait::Tenure => t.trait_tenure,
        Trait::Height => t.trait_height,
        Trait::KeyCustomer => t.trait_key,
    }
}

pub(super) fn class_name(state: &State, class: Class) -> String {
    let t = ProgressTexts::now();
    let name = match class {
        Class::Building(id) => return building_name(state, id),
        Class::SmallerThan(end) => {
            let from = SIZES.into_iter().rev().find(|size| *size < end);
            return match from {
                Some(from) => fill(t.area_range, &[&from, &(end - 1)]),
                None => fill(t.under_area, &[&end]),
            };
        }
        Class::AtLeast(from) => return fill(t.over_area, &[&from]),
        Class::Owner => t.owner,
        Class::Tenant => t.tenant,
        Class::Low => t.low_floors,
        Class::Middle => t.middle_floors,
        Class::High => t.high_floors,
        Class::Key => t.key,
        Class::Ordinary => t.ordinary,
        Class::Unknown => t.unknown,
    };
    name.to_owned()
}

/// What a difference comes to; `points` is how large it is, without a sign.
pub(super) fn verdict_text(verdict: Verdict, points: &str) -> String {
    let t = ProgressTexts::now();
    match verdict {
        Verdict::TooFew => t.too_few.to_owned(),
        Verdict::MaybeChance => t.maybe_chance.to_owned(),
        Verdict::Over => fill(t.points_over, &[&points]),
        Verdict::Under => fill(t.points_under, &[&points]),
    }
}

pub(super) fn building_name(state: &State, id: RecordId) -> String {
    let building = Building::find(state, id);
    building.map_or_else(String::new, |building| building.name(language()).to_owned())
}

pub(super) fn person_name(state: &State, id: Option<RecordId>) -> String {
    let person = id.and_then(|id| Person::find(state, id));
    let nobody = ProgressTexts::now().nobody;
    person
        .map_or(nobody, |person| person.name(language()))
        .to_owned()
}

pub(super) fn day(date: NaiveDate) -> String {
    short_day(date, language())
}
