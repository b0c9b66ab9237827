//! Which row is the header, and what its columns mean: guessed, then corrected by a person.

use super::{Column, Row};

/// Which columns mean what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// How many rows stand above the first door: titles and the header.
    pub head: usize,
    /// The meaning of each column, where it has one; each meaning at most once.
    pub columns: Vec<Option<Column>>,
    /// The building of all rows, where no column names it.
    pub building: String,
    /// Whether empty cells of building, entrance and floor repeat the row above, as merged cells
    /// do.
    pub repeats_above: bool,
}

/// Titles above a header are few.
const ROWS_BEFORE_HEADER: usize = 20;

impl Layout {
    /// Guesses from the words of the header. `building` is what the sheet is called.
    pub fn guess(rows: &[Row], building: &str) -> Self {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let guesses = rows.iter().take(ROWS_BEFORE_HEADER).map(meanings);
        let known = |columns: &Vec<Option<Column>>| columns.iter().flatten().count();
        let best = guesses
            .enumerate()
            .max_by_key(|(at, columns)| (known(columns), usize::MAX - at));
        let (head, mut columns) = match best {
            Some((at, columns)) if known(&columns) > 1 => (at + 1, columns),
            _ => (0, Vec::new()),
        };
        columns.resize(width, None);
        let mut layout = Self {
            head,
            columns,
            building: String::new(),
            repeats_above: false,
        };
        if layout.at(Column::Building).is_none() {
            building.trim().clone_into(&mut layout.building);
        }
        layout.repeats_above = layout.looks_merged(rows);
        layout
    }

    /// Where a meaning stands.
    pub fn at(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|one| *one == Some(column))
    }

    /// Gives a column a meaning, which no other column then has.
    pub fn choose(&mut self, at: usize, meaning: Option<Column>) {
        for (index, column) in self.columns.iter_mut().enumerate() {
            if index == at {
                *column = meaning;
            } else if *column == meaning {
                *column = None;
            }
        }
    }

    /// Whether doors stand below a building's name that is not repeated.
    fn looks_merged(&self, rows: &[Row]) -> bool {
        let (Some(building), Some(label)) = (self.at(Column::Building), self.at(Column::Label))
        else {
            return false;
        };
        let doors = rows.iter().skip(self.head);
        let doors = doors.filter(|row| !row.cell(label).is_empty());
        let mut bare = 0;
        let mut all = 0;
        for row in doors {
            all += 1;
            bare += usize::from(row.cell(building).is_empty());
        }
        // A few are mistakes; most are merged cells.
        bare * 2 > all
    }
}

/// What the cells of a row would mean as a header.
fn meanings(row: &Row) -> Vec<Option<Column>> {
    let mut fits: Vec<(usize, usize, Column)> = Vec::new();
    for (at, cell) in row.cells.iter().enumerate() {
        // A sentence is no header.
        if cell.chars().count() > 40 {
            continue;
        }
        let known = Column::ALL
            .into_iter()
            .map(|column| (column.fit(cell), column));
        fits.extend(
            known
                .filter(|(fit, _)| *fit > 0)
                .map(|(fit, column)| (fit, at, column)),
        );
    }
    // The best fit first; among equals the column that stands further left. Phones last: whose they
    // are shows from the names.
    fits.sort_by_key(|(fit, at, column)| {
        (*column == Column::Phone, usize::MAX - fit, *at, *column)
    });
    let mut columns = vec![None; row.cells.len()];
    for (_, at, column) in fits {
        let mut meaning = column;
        if column == Column::Phone {
            meaning = whose_phone(&columns, at);
        }
        if columns[at].is_none() && !columns.contains(&Some(meaning)) {
            columns[at] = Some(meaning);
        }
    }
    columns
}

/// A phone belongs to the person whose name stands before it.
fn whose_phone(columns: &[Option<Column>], at: usize) -> Column {
    let before = columns[..at].iter().rev().flatten();
    let mut people =
        before.filter(|column| matches!(column, Column::Owner | Column::Tenant | Column::Name));
    match people.next() {
        Some(Column::Owner) => Column::OwnerPhone,
        Some(Column::Tenant) => Column::TenantPhone,
        _ => Column::Phone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Column::{
        Area, Building, Entrance, Floor, Key, KeyCustomer, Label, Languages, Name, Owner,
        OwnerPhone, Phone, Relation, Remarks, Tenant, TenantPhone, Tenure,
    };

    fn rows(lines: &[&str]) -> Vec<Row> {
        let rows = (1..).zip(lines).map(|(number, line)| Row {
            number,
            cells: line.split('|').map(|cell| cell.trim().to_owned()).collect(),
        });
        rows.collect()
    }

    #[test]
    fn headers_of_real_lists_are_understood() {
        for (header, meanings) in [
            (
                "樓座|樓層|房號|建築面積(㎡)|業主姓名|聯絡電話|租客姓名|聯絡電話|備註",
                &[
                    Building,
                    Floor,
                    Label,
                    Area,
                    Owner,
                    OwnerPhone,
                    Tenant,
                    TenantPhone,
                    Remarks,
                ][..],
            ),
            (
                "栋|单元|房号|姓名|与业主关系|手机号码|重点客户",
                &[
                    Building,
                    Entrance,
                    Label,
                    Name,
                    Relation,
                    Phone,
                    KeyCustomer,
                ],
            ),
            (
                "Unit ID|Block|Floor|Flat No.|Owner / Tenant?|Resident Name|Tel.|Language",
                &[Key, Building, Floor, Label, Tenure, Name, Phone, Languages],
            ),
        ] {
            let layout = Layout::guess(&rows(&[header]), "");
            let found: Vec<_> = layout.columns.into_iter().flatten().collect();
            assert_eq!(found, meanings, "{header}");
        }
    }

    #[test]
    fn the_header_stands_below_titles() {
        let list = rows(&["翠湖花園 2026 年住戶名單", "", "座|室|業主", "1|5A|陳"]);
        let layout = Layout::guess(&list, "Sheet1");
        assert_eq!(layout.head, 3);
        assert_eq!(layout.building, "", "a column names it");
        let nothing = Layout::guess(&rows(&["5|6", "7|8"]), "第 2 座");
        assert_eq!((nothing.head, nothing.columns.len()), (0, 2));
        assert_eq!(nothing.building, "第 2 座");
    }

    #[test]
    fn merged_cells_are_noticed() {
        let list = rows(&["座|室", "1|5A", "|5B", "|5C", "2|1A"]);
        assert!(!Layout::guess(&list, "").repeats_above, "half of them");
        let list = rows(&["座|室", "1|5A", "|5B", "|5C", "|5D", "2|1A"]);
        assert!(Layout::guess(&list, "").repeats_above);
    }

    #[test]
    fn a_meaning_moves_to_the_column_that_is_given_it() {
        let mut layout = Layout::guess(&rows(&["座|室|業主"]), "");
        layout.choose(2, Some(Label));
        assert_eq!(layout.columns, [Some(Building), None, Some(Label)]);
        layout.choose(2, None);
        assert_eq!(layout.columns, [Some(Building), None, None]);
    }
}
