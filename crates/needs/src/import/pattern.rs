//! Doors laid out by a pattern: building 3, floors 1 to 18, four flats each.
//!
//! A pattern gives the rows of a list, so that what is there already is found and not doubled, as
//! with any list.

use super::{Column, Layout, Row};

/// What stands on the doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelStyle {
    /// `12A`: floor and letter.
    Letter,
    /// `1201`: floor and two digits.
    TwoDigits,
    /// `12-1`: floor, hyphen and number.
    Hyphen,
}

impl LabelStyle {
    /// Every style, as they are offered.
    pub const ALL: [Self; 3] = [Self::Letter, Self::TwoDigits, Self::Hyphen];

    /// What stands on the door of the `flat`th flat (from 1) of a floor.
    pub fn label(self, floor: i64, flat: u32) -> String {
        let floor = match floor {
            0 => "G".to_owned(),
            below if below < 0 => format!("B{}", -below),
            above => above.to_string(),
        };
        match self {
            Self::Letter => format!("{floor}{}", letters(flat)),
            Self::TwoDigits => format!("{floor}{flat:02}"),
            Self::Hyphen => format!("{floor}-{flat}"),
        }
    }
}

/// `A` to `Z`, then `AA`.
fn letters(number: u32) -> String {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Buildings of the same shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What the buildings are called.
    pub buildings: Vec<String>,
    /// What their entrances are called; none where there is only one.
    pub entrances: Vec<String>,
    /// The lowest floor, 0 for the ground floor.
    pub lowest: i64,
    /// The highest floor.
    pub highest: i64,
    /// Floors that are not numbered: 4, 13, 14.
    pub left_out: Vec<i64>,
    /// Flats on each floor, at each entrance.
    pub flats: u32,
    /// What stands on the doors.
    pub style: LabelStyle,
}

/// Doors of one pattern.
const DOORS: usize = 20_000;

impl Pattern {
    /// The floors, from the top down.
    pub fn floors(&self) -> impl Iterator<Item = i64> {
        let floors = self.lowest.max(-20)..=self.highest.min(300);
        floors.rev().filter(|floor| !self.left_out.contains(floor))
    }

    /// How many doors it has; `None` for none at all and for more than a site can have.
    pub fn doors(&self) -> Option<usize> {
        let flats = usize::try_from(self.flats).ok()?;
        let doors = self
            .buildings
            .len()
            .checked_mul(self.entrances.len().max(1))?
            .checked_mul(self.floors().count())?
            .checked_mul(flats)?;
        (1..=DOORS).contains(&doors).then_some(doors)
    }

    /// The doors as a list with its layout; no rows where [`Self::doors`] is `None`.
    pub fn list(&self) -> (Vec<Row>, Layout) {
        let columns = [
            Column::Building,
            Column::Entrance,
            Column::Floor,
            Column::Label,
        ];
        let layout = Layout {
            columns: columns.map(Some).into(),
            ..Layout::default()
        };
        let mut rows = Vec::with_capacity(self.doors().unwrap_or(0));
        if self.doors().is_none() {
            return (rows, layout);
        }
        let one = [String::new()];
        let entrances = if self.entrances.is_empty() {
            &one[..]
        } else {
            &self.entrances
        };
        for building in &self.buildings {
            for entrance in entrances {
                for floor in self.floors() {
                    for flat in 1..=self.flats {
                        let label = self.style.label(floor, flat);
                        rows.push(Row {
                            number: u32::try_from(rows.len() + 1).unwrap_or(u32::MAX),
                            cells: [building.clone(), entrance.clone(), floor.to_string(), label]
                                .into(),
                        });
                    }
                }
            }
        }
        (rows, layout)
    }
}

/// Numbers of one range at most.
const RANGE: i64 = 1_000;

/// A list that a person typed: `1-3, 5, A` gives 1, 2, 3, 5 and A; `A-C` gives A, B, C.
pub fn spread(text: &str) -> Vec<String> {
    let parts = text.split([',', '，', '、', ';', '；', '\n']);
    let mut all: Vec<String> = Vec::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        match range(part) {
            Some(range) => all.extend(range),
            None => all.push(part.to_owned()),
        }
    }
    let mut once = std::collections::BTreeSet::new();
    all.retain(|name| once.insert(name.clone()));
    all
}

fn range(part: &str) -> Option<Vec<String>> {
    let (from, to) = part.split_once(['-', '–', '~', '至', '到'])?;
    let (from, to) = (from.trim(), to.trim());
    if let (Ok(from), Ok(to)) = (from.parse::<i64>(), to.parse::<i64>()) {
        let fits = from <= to && to.saturating_sub(from) < RANGE;
        return fits.then(|| (from..=to).map(|number| number.to_string()).collect());
    }
    let letter = |text: &str| match text.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => Some(*letter),
        _ => None,
    };
    let (from, to) = (letter(from)?, letter(to)?);
    let letters = (from..=to).map(|letter| char::from(letter).to_string());
    (from <= to).then(|| letters.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_leaves_floors_out_and_goes_from_the_top_down() {
        let pattern = Pattern {
            buildings: spread("3"),
            entrances: Vec::new(),
            lowest: 3,
            highest: 6,
            left_out: vec![4],
            flats: 2,
            style: LabelStyle::Letter,
        };
        let (rows, _) = pattern.list();
        let labels: Vec<_> = rows.iter().map(|row| row.cells[3].as_str()).collect();
        assert_eq!(labels, ["6A", "6B", "5A", "5B", "3A", "3B"]);
        assert_eq!(pattern.doors(), Some(6));
        let large = Pattern {
            buildings: spread("1-100"),
            highest: 300,
            ..pattern
        };
        assert_eq!(large.doors(), None);
        assert_eq!(large.list().0, []);
    }

    #[test]
    fn labels_of_every_style() {
        assert_eq!(LabelStyle::Letter.label(12, 27), "12AA");
        assert_eq!(LabelStyle::TwoDigits.label(12, 1), "1201");
        assert_eq!(LabelStyle::Hyphen.label(0, 3), "G-3");
        assert_eq!(LabelStyle::Letter.label(-1, 2), "B1B");
    }

    #[test]
    fn lists_are_typed_with_ranges() {
        assert_eq!(spread("1-3, 5、A"), ["1", "2", "3", "5", "A"]);
        assert_eq!(spread("A–C; A"), ["A", "B", "C"]);
        assert_eq!(spread("East Wing, 3-1"), ["East Wing", "3-1"]);
        assert!(spread(" , ").is_empty());
    }
}
