//! The people of a list: who a row names, and who of them is the same.

use super::{
    Column, Issue, Trouble,
    doors::{Cells, TEXT},
    said::Said,
    value, words,
};
use crate::{Contact, Relation, Tenure};

/// Somebody at a door, as the list has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Someone {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) relation: Option<Relation>,
    pub(super) key_customer: Option<bool>,
    pub(super) contact: Option<Contact>,
    pub(super) hours: String,
    pub(super) languages: Vec<&'static str>,
    pub(super) note: String,
}

impl Someone {
    fn called(name: &str, relation: Option<Relation>) -> Self {
        Self {
            name: name.to_owned(),
            relation,
            ..Self::default()
        }
    }

    fn is_nobody(&self) -> bool {
        self.name.is_empty() && self.phone.is_empty() && value::plain(&self.key).is_empty()
    }
}

/// Characters of the longest remark.
const REMARK: usize = 2_000;

/// Who a row names, with what it says of them.
pub(super) fn people_of(cells: &mut Cells<'_>) -> Vec<Someone> {
    let mut people = named(
        cells,
        (Column::Owner, Column::OwnerPhone),
        Some(Relation::Owner),
    );
    let tenants = (Column::Tenant, Column::TenantPhone);
    people.extend(named(cells, tenants, Some(Relation::Tenant)));
    let relation = cells.read(Column::Relation, words::relation);
    let tenure = words::tenure(cells.text(Column::Tenure));
    let relation = relation.or_else(|| match tenure? {
        Tenure::Owner => Some(Relation::Owner),
        Tenure::Tenant => Some(Relation::Tenant),
    });
    let own_row = cells.text(Column::Name);
    let others = people.len();
    people.extend(value::names(own_row).map(|name| Someone::called(name, relation)));
    // What else is said is about who the row is about, else about who lives there.
    let tenant = |one: &Someone| one.relation == Some(Relation::Tenant);
    let main = if people.len() > others {
        others
    } else {
        people.iter().position(tenant).unwrap_or(0)
    };
    let known = people.get(main).cloned();
    if let Some(one) = about(cells, known, relation) {
        people.resize_with(people.len().max(main + 1), Someone::default);
        people[main] = one;
    }
    people.retain(|one| !one.is_nobody());
    people
}

/// The people of a column of names with their phones.
fn named(
    cells: &mut Cells<'_>,
    (names, phones): (Column, Column),
    relation: Option<Relation>,
) -> Vec<Someone> {
    let text = cells.text(names);
    if text.chars().count() > TEXT {
        cells.note(names, Trouble::TooLong);
        return Vec::new();
    }
    let phone = phone(cells, phones);
    let mut people: Vec<_> = value::names(text)
        .map(|name| Someone::called(name, relation))
        .collect();
    let each: Vec<&str> = value::names(&phone).collect();
    if people.is_empty() && !phone.is_empty() {
        people.push(Someone::called("", relation));
    }
    if each.len() == people.len() {
        for (one, phone) in people.iter_mut().zip(each) {
            phone.clone_into(&mut one.phone);
        }
    } else if let Some(first) = people.first_mut() {
        first.phone = phone;
    }
    people
}

/// A phone has digits.
fn phone(cells: &mut Cells<'_>, column: Column) -> String {
    let text = cells.text(column);
    let digits = value::digits(text).len();
    if text.is_empty() || (digits > 2 && text.chars().count() <= TEXT) {
        return text.to_owned();
    }
    let said = text.chars().take(TEXT).collect();
    cells.note(column, Trouble::NotUnderstood(said));
    String::new()
}

/// What a row says of the person it is about. Without one, what is said is told to be lost.
fn about(
    cells: &mut Cells<'_>,
    one: Option<Someone>,
    relation: Option<Relation>,
) -> Option<Someone> {
    let phone = phone(cells, Column::Phone);
    let nobody = one.is_none() && phone.is_empty();
    let mut one = one.unwrap_or_else(|| Someone::called("", relation));
    if !phone.is_empty() {
        one.phone = phone;
    }
    let languages = words::languages(cells.text(Column::Languages));
    if let Err(word) = &languages {
        let word = word.chars().take(TEXT).collect();
        cells.note(Column::Languages, Trouble::NotUnderstood(word));
    }
    one.languages = languages.unwrap_or_default();
    one.key_customer = cells.read(Column::KeyCustomer, words::yes);
    one.contact = cells.read(Column::Contact, words::contact);
    for (column, text, most) in [
        (Column::PersonKey, &mut one.key, TEXT),
        (Column::Hours, &mut one.hours, TEXT),
        (Column::Remarks, &mut one.note, REMARK),
    ] {
        let said = cells.text(column);
        if said.chars().count() > most {
            cells.note(column, Trouble::TooLong);
        } else {
            said.clone_into(text);
        }
    }
    if nobody {
        let said = [Column::Remarks, Column::Hours, Column::Languages];
        let lost = said
            .into_iter()
            .find(|column| !cells.text(*column).is_empty());
        if let Some(column) = lost {
            cells.note(column, Trouble::NoPerson);
        }
        return None;
    }
    Some(one)
}

/// Makes one of what several rows say of the same person at one door.
pub(super) fn merged(mut people: Vec<(u32, Someone)>, issues: &mut Vec<Issue>) -> Vec<Someone> {
    // Whoever is known best comes first, so that the others find them, whatever the order of rows.
    people.sort_by_cached_key(|(_, one)| {
        let name = value::plain(&one.name);
        let (key, phone) = (value::plain(&one.key), value::digits(&one.phone));
        (
            key.is_empty(),
            name.is_empty(),
            key,
            name,
            phone,
            one.phone.clone(),
            one.note.clone(),
        )
    });
    let mut groups: Vec<Vec<(u32, Someone)>> = Vec::new();
    for (row, one) in people {
        let known = groups.iter_mut().find(|group| {
            let mut members = group.iter();
            members.any(|(_, other)| is_same(&one, other))
        });
        match known {
            Some(group) => group.push((row, one)),
            None => groups.push(vec![(row, one)]),
        }
    }
    groups
        .into_iter()
        .map(|group| together(group, issues))
        .collect()
}

/// By key, else by name; a phone alone is theirs whose phone it is.
pub(super) fn is_same(one: &Someone, other: &Someone) -> bool {
    let same = |text: fn(&str) -> String, one: &str, other: &str| {
        let (one, other) = (text(one), text(other));
        (!one.is_empty() && !other.is_empty()).then(|| one == other)
    };
    same(value::plain, &one.key, &other.key)
        .or_else(|| same(value::plain, &one.name, &other.name))
        .or_else(|| same(value::digits, &one.phone, &other.phone))
        .unwrap_or(false)
}

fn together(group: Vec<(u32, Someone)>, issues: &mut Vec<Issue>) -> Someone {
    let mut all = Someone::default();
    let (mut phones, mut contacts) = (Said::default(), Said::default());
    let (mut hours, mut notes) = (Vec::new(), Vec::new());
    for (row, one) in group {
        let first_of = |known: &mut String, text: String| {
            if known.is_empty() || (!text.is_empty() && text < *known) {
                *known = text;
            }
        };
        first_of(&mut all.name, one.name);
        first_of(&mut all.key, one.key);
        phones.add(
            row,
            Some(Phone(one.phone)).filter(|phone| !phone.0.is_empty()),
        );
        contacts.add(row, one.contact);
        all.relation = match (all.relation, one.relation) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        all.key_customer = match (all.key_customer, one.key_customer) {
            (Some(one), Some(other)) => Some(one || other),
            (one, other) => one.or(other),
        };
        all.languages.extend(one.languages);
        hours.push(one.hours);
        notes.push(one.note);
    }
    all.phone = phones
        .agreed(Column::Phone, issues)
        .map_or(String::new(), |phone| phone.0);
    all.contact = contacts.agreed(Column::Contact, issues);
    all.languages.sort_unstable();
    all.languages.dedup();
    all.hours = joined(hours);
    all.note = joined(notes);
    all
}

/// A phone, the same however it is spaced.
struct Phone(String);

impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        value::digits(&self.0) == value::digits(&other.0)
    }
}

fn joined(mut texts: Vec<String>) -> String {
    texts.retain(|text| !text.is_empty());
    texts.sort();
    texts.dedup();
    texts.join("; ")
}
