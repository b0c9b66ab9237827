//! From rows to doors and the people behind them: rows about the same door are one.

use std::collections::BTreeMap;

use super::{
    Column, Issue, Layout, Row, Trouble,
    people::{Someone, merged, people_of},
    said::Said,
    value, words,
};
use crate::{Area, Relation, Tenure, Usage};

/// Characters of the longest name, number or label.
pub(super) const TEXT: usize = 200;

/// Rows about one door. More are a wrong column.
const ROWS: usize = 60;

/// Which door: what is compared of building, entrance and label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) building: String,
    pub(super) entrance: String,
    pub(super) label: String,
}

/// A door as the list has it.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) place: Place,
    pub(super) building: String,
    pub(super) entrance: String,
    pub(super) label: String,
    pub(super) key: Option<String>,
    pub(super) floor: Option<i64>,
    pub(super) area: Option<Area>,
    pub(super) usage: Option<Usage>,
    pub(super) tenure: Option<Tenure>,
    pub(super) people: Vec<Someone>,
    pub(super) rows: Vec<u32>,
}

/// The whole list.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// In the order of their places.
    pub(super) doors: Vec<Door>,
    pub(super) issues: Vec<Issue>,
    /// Rows that say anything.
    pub(super) rows: usize,
}

/// One row, read.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    building: String,
    entrance: String,
    label: String,
    key: Option<String>,
    floor: Option<i64>,
    area: Option<Area>,
    usage: Option<Usage>,
    tenure: Option<Tenure>,
    people: Vec<Someone>,
}

/// Reads a row's cells and notes what is wrong with them.
pub(super) struct Cells<'a> {
    pub(super) row: &'a Row,
    layout: &'a Layout,
    pub(super) issues: &'a mut Vec<Issue>,
}

impl<'a> Cells<'a> {
    /// The text of a column, empty where there is none.
    pub(super) fn text(&self, column: Column) -> &'a str {
        self.layout.at(column).map_or("", |at| self.row.cell(at))
    }

    pub(super) fn note(&mut self, column: Column, trouble: Trouble) {
        self.issues.push(Issue {
            row: self.row.number,
            column: Some(column),
            trouble,
            skipped: false,
        });
    }

    fn skip(&mut self, column: Column, trouble: Trouble) {
        self.note(column, trouble);
        if let Some(issue) = self.issues.last_mut() {
            issue.skipped = true;
        }
    }

    /// A cell that `read` has to understand, unless it is empty.
    pub(super) fn read<T>(&mut self, column: Column, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let found = read(text);
        if found.is_none() {
            let text = text.chars().take(TEXT).collect();
            self.note(column, Trouble::NotUnderstood(text));
        }
        found
    }
}

/// What the row above says, for cells that are merged with it.
#[derive(Default)]
struct Above {
    building: String,
    entrance: String,
    floor: String,
}

impl Above {
    /// Fills in what a row leaves to the one above it.
    fn complete(&mut self, layout: &Layout, row: &Row) -> Row {
        let mut row = row.clone();
        let mut fill = |column, above: &mut String| {
            let Some(at) = layout.at(column) else {
                return false;
            };
            let own = row.cell(at).to_owned();
            if own.is_empty() {
                if row.cells.len() <= at {
                    row.cells.resize(at + 1, String::new());
                }
                above.clone_into(&mut row.cells[at]);
                return false;
            }
            *above = own;
            true
        };
        // Another building begins its entrances and floors anew.
        if fill(Column::Building, &mut self.building) {
            self.entrance.clear();
            self.floor.clear();
        }
        if fill(Column::Entrance, &mut self.entrance) {
            self.floor.clear();
        }
        fill(Column::Floor, &mut self.floor);
        row
    }
}

/// Reads the rows below the header.
pub(super) fn listed(rows: &[Row], layout: &Layout) -> Listed {
    let mut found = Listed::default();
    let mut above = Above::default();
    let mut places: BTreeMap<Place, Vec<(u32, Line)>> = BTreeMap::new();
    for row in rows.iter().skip(layout.head) {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        found.rows += 1;
        let completed = layout.repeats_above.then(|| above.complete(layout, row));
        let mut cells = Cells {
            row: completed.as_ref().unwrap_or(row),
            layout,
            issues: &mut found.issues,
        };
        let Some((place, line)) = line(&mut cells) else {
            continue;
        };
        let door = places.entry(place).or_default();
        if door.len() < ROWS {
            door.push((row.number, line));
        } else {
            cells.skip(Column::Label, Trouble::TooMany);
        }
    }
    let doors = places.into_iter();
    found.doors = doors
        .map(|(place, lines)| door(place, lines, &mut found.issues))
        .collect();
    keys_stand_once(&mut found);
    found
}

fn line(cells: &mut Cells<'_>) -> Option<(Place, Line)> {
    let named = cells.text(Column::Building);
    let building = if named.is_empty() {
        cells.layout.building.trim()
    } else {
        named
    };
    let entrance = cells.text(Column::Entrance);
    let floor = cells.read(Column::Floor, value::floor);
    let label = value::whole_label(floor, cells.text(Column::Label));
    let place = Place {
        building: value::building(building),
        entrance: value::entrance(entrance),
        label: value::label(&label),
    };
    if place.label.is_empty() {
        cells.skip(Column::Label, Trouble::NoLabel);
        return None;
    }
    if place.building.is_empty() {
        cells.skip(Column::Building, Trouble::NoBuilding);
        return None;
    }
    let key = cells.text(Column::Key).to_owned();
    let long = |text: &str| text.chars().count() > TEXT;
    let texts = [
        (Column::Building, building),
        (Column::Entrance, entrance),
        (Column::Label, &*label),
        (Column::Key, &*key),
    ];
    if let Some((column, _)) = texts.into_iter().find(|(_, text)| long(text)) {
        cells.skip(column, Trouble::TooLong);
        return None;
    }
    let line = Line {
        building: building.to_owned(),
        entrance: entrance.to_owned(),
        label,
        key: Some(key).filter(|key| !key.is_empty()),
        floor,
        area: cells.read(Column::Area, area),
        usage: cells.read(Column::Usage, words::usage),
        tenure: cells.read(Column::Tenure, words::tenure),
        people: people_of(cells),
    };
    Some((place, line))
}

/// An area with or without its unit.
fn area(text: &str) -> Option<Area> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ')));
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    let unit = value::plain(unit);
    let metres = ["", "m", "m2", "m²", "㎡", "sqm", "平方米", "平米"];
    metres.contains(&&*unit).then(|| Area::parse(number))?
}

/// What the rows about one door say together.
fn door(place: Place, lines: Vec<(u32, Line)>, issues: &mut Vec<Issue>) -> Door {
    let mut different: Vec<(u32, Line)> = Vec::new();
    for (row, line) in lines {
        match different.iter().find(|(_, known)| *known == line) {
            Some((first, _)) => issues.push(Issue {
                row,
                column: None,
                trouble: Trouble::Duplicate(*first),
                skipped: true,
            }),
            None => different.push((row, line)),
        }
    }
    let (mut key, mut floor) = (Said::default(), Said::default());
    let (mut area, mut usage, mut tenure) = (Said::default(), Said::default(), Said::default());
    // Of several ways to write the same, the first by its letters, whichever row has it.
    let shortest = |text: fn(&Line) -> &String| {
        let texts = different.iter().map(|(_, line)| text(line));
        texts.min().cloned().unwrap_or_default()
    };
    let (building, entrance, label) = (
        shortest(|line| &line.building),
        shortest(|line| &line.entrance),
        shortest(|line| &line.label),
    );
    let rows = different.iter().map(|(row, _)| *row).collect();
    let mut people = Vec::new();
    for (row, line) in different {
        key.add(row, line.key);
        floor.add(row, line.floor);
        area.add(row, line.area);
        usage.add(row, line.usage);
        tenure.add(row, line.tenure);
        people.extend(line.people.into_iter().map(|one| (row, one)));
    }
    let people = merged(people, issues);
    let tenure = tenure
        .agreed(Column::Tenure, issues)
        .or_else(|| tenure_by(&people));
    Door {
        building,
        entrance,
        label,
        key: key.agreed(Column::Key, issues),
        floor: floor.agreed(Column::Floor, issues),
        area: area.agreed(Column::Area, issues),
        usage: usage.agreed(Column::Usage, issues),
        tenure,
        people,
        rows,
        place,
    }
}

/// Where nothing is said, a tenant who is named lives there.
fn tenure_by(people: &[Someone]) -> Option<Tenure> {
    let tenant = people
        .iter()
        .any(|one| one.relation == Some(Relation::Tenant));
    tenant.then_some(Tenure::Tenant)
}

/// A key that stands at several doors says nothing of any of them.
fn keys_stand_once(found: &mut Listed) {
    let mut rows: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for door in &found.doors {
        if let (Some(key), Some(row)) = (&door.key, door.rows.first()) {
            rows.entry(value::plain(key)).or_default().push(*row);
        }
    }
    for door in &mut found.doors {
        let own = door.rows.first().copied().unwrap_or_default();
        let all = door
            .key
            .as_deref()
            .and_then(|key| rows.get(&value::plain(key)));
        let Some(other) = all.and_then(|all| all.iter().find(|row| **row != own)) else {
            continue;
        };
        door.key = None;
        found.issues.push(Issue {
            row: own,
            column: Some(Column::Key),
            trouble: Trouble::KeyTwice(*other),
            skipped: false,
        });
    }
}
