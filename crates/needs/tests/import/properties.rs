//! What holds for any list.

use needs::import::{Accepted, Column, Layout, Row};
use proptest::prelude::*;

use super::estate::Estate;

/// Cells as lists have them, and worse.
fn cell() -> impl Strategy<Value = String> {
    let usual = prop::sample::select(vec![
        "",
        "",
        "1",
        "2",
        "第 1 座",
        "Block 2",
        "A",
        "1A",
        "2A",
        "1201",
        "12-1",
        "1A 室",
        "陳大文",
        "陳大文、何美",
        "Chan Tai Man",
        "5500 0001",
        "55000001",
        "5500 0002",
        "業主",
        "租客",
        "是",
        "勿擾",
        "粵語/English",
        "61.5",
        "K1",
        "K2",
        "G/F",
        "-",
        "？",
        "住宅",
        "some remark",
    ]);
    prop_oneof![9 => usual.prop_map(str::to_owned), 1 => ".{0,12}"]
}

fn list() -> impl Strategy<Value = (Vec<Row>, Layout)> {
    let width = 7;
    let meaning = prop::sample::subsequence(Column::ALL.to_vec(), width).prop_shuffle();
    let cells = prop::collection::vec(cell(), width);
    let rows = prop::collection::vec(cells, 0..25);
    (rows, meaning, 0..2u8).prop_map(|(rows, mut meaning, building)| {
        // Without a door in it no row is taken over.
        if !meaning.contains(&Column::Label) {
            meaning[0] = Column::Label;
        }
        let layout = Layout {
            head: 0,
            columns: meaning.into_iter().map(Some).collect(),
            building: ["", "3"][usize::from(building)].to_owned(),
            repeats_above: false,
        };
        let rows = (1..).zip(rows).map(|(number, cells)| Row { number, cells });
        (rows.collect(), layout)
    })
}

proptest! {
    #[test]
    fn the_second_import_of_any_list_is_nothing((rows, layout) in list()) {
        let mut estate = Estate::small();
        let plan = estate.plan(&rows, &layout);
        estate.carry_out(&plan, Accepted::default());
        let again = estate.plan(&rows, &layout);
        prop_assert!(again.is_empty(), "{again:#?}\n{:#?}", estate.told());
        prop_assert_eq!(again.counts.new_units, 0);
    }

    #[test]
    fn the_order_of_rows_means_nothing((rows, layout) in list(), seed: u64) {
        let mut shuffled = rows.clone();
        fastrand::Rng::with_seed(seed).shuffle(&mut shuffled);
        let told = |rows: &[Row]| {
            let mut estate = Estate::small();
            let plan = estate.plan(rows, &layout);
            estate.carry_out(&plan, Accepted::default());
            estate.told()
        };
        prop_assert_eq!(told(&rows), told(&shuffled));
    }

    #[test]
    fn an_import_that_broke_off_is_finished_by_another(
        (rows, layout) in list(),
        part in 0..=100usize,
    ) {
        let mut whole = Estate::small();
        let plan = whole.plan(&rows, &layout);
        whole.carry_out(&plan, Accepted::default());
        let mut broken = Estate::small();
        let changes = broken.changes(&plan, Accepted::default());
        let first = changes.len() * part / 100;
        changes.into_iter().take(first).for_each(|change| broken.write(change));
        let plan = broken.plan(&rows, &layout);
        broken.carry_out(&plan, Accepted::default());
        prop_assert_eq!(whole.told(), broken.told());
    }

    #[test]
    fn no_table_is_too_odd(
        cells in prop::collection::vec(prop::collection::vec(".{0,20}", 0..8), 0..12),
        meanings in prop::collection::vec(prop::option::of(0..Column::ALL.len()), 0..10),
        head in 0..4usize,
        repeats_above: bool,
    ) {
        let rows = (1..).zip(cells).map(|(number, cells)| Row { number, cells });
        let rows: Vec<Row> = rows.collect();
        let _ = Layout::guess(&rows, "x");
        let mut layout = Layout { head, repeats_above, ..Layout::default() };
        layout.columns.resize(meanings.len(), None);
        for (at, meaning) in meanings.into_iter().enumerate() {
            layout.choose(at, meaning.map(|meaning| Column::ALL[meaning]));
        }
        let estate = Estate::small();
        let _ = estate.plan(&rows, &layout);
    }
}
