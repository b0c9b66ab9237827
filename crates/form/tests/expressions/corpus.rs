//! The kept inputs of the fuzz targets, replayed: what once was wrong stays right.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

#[path = "../../fuzz/inputs.rs"]
mod inputs;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut inputs = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let begun = Instant::now();
        run(&fs::read(&path).unwrap());
        let taken = begun.elapsed();
        assert!(
            taken < Duration::from_mins(1),
            "{}: {taken:?}",
            path.display()
        );
        inputs += 1;
    }
    assert!(inputs > 0, "there is no corpus for {target}");
}

#[test]
fn expressions() {
    replay("expression", inputs::expression);
}

#[test]
fn evaluations() {
    replay("evaluation", inputs::evaluation);
}

#[test]
fn workbooks() {
    replay("workbook", inputs::workbook);
}

#[test]
fn definitions() {
    replay("definition", inputs::definition);
}
