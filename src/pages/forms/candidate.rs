//! A workbook that someone has opened, with the files that go with it: read, tried out, perhaps
//! published. Until then nothing of it is kept.

use std::{collections::BTreeMap, sync::Arc};

use form::{Diagnostic, Form};
use leptos::prelude::*;

/// A file by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedBytes {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A workbook with its files, as it was read.
#[derive(Clone)]
pub struct Candidate {
    pub workbook: NamedBytes,
    /// Tables, pictures, sounds, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    pub form: Option<Arc<Form>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Candidate {
    /// Reads a workbook with what goes with it.
    pub fn read(workbook: NamedBytes, files: BTreeMap<String, Vec<u8>>) -> Self {
        let reading = form::read_form(&workbook.name, &workbook.bytes, &files);
        Self {
            workbook,
            files,
            form: reading.form,
            diagnostics: reading.diagnostics,
        }
    }
}

/// The workbook that is open. It stays while the person looks at other screens.
#[derive(Clone, Copy)]
pub struct Workbench(pub RwSignal<Option<Arc<Candidate>>>);

impl Workbench {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }
}

/// Endings by which a workbook is known, the surest first. A table or a document may be one too, so
/// these come last.
const WORKBOOKS: [&str; 6] = ["xlsx", "xlsm", "xls", "md", "xml", "csv"];

/// Tells the workbook from the files that go with it. Where one is open already, a table or a
/// document goes with that.
pub fn sort_out(mut given: Vec<NamedBytes>, open: bool) -> (Option<NamedBytes>, Vec<NamedBytes>) {
    let rank = |name: &str| {
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        let rank = WORKBOOKS
            .iter()
            .position(|known| ending.as_deref() == Some(*known));
        // A table is a workbook only where nothing else is.
        rank.filter(|rank| !open || *rank < 4)
    };
    let best = given
        .iter()
        .enumerate()
        .filter_map(|(at, file)| Some((rank(&file.name)?, at)))
        .min();
    match best {
        Some((_, at)) => (Some(given.remove(at)), given),
        None => (None, given),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], open: bool, workbook: Option<&str>) {
        let given = names.iter().map(|name| NamedBytes {
            name: (*name).to_owned(),
            bytes: Vec::new(),
        });
        let (found, rest) = sort_out(given.collect(), open);
        assert_eq!(found.map(|file| file.name).as_deref(), workbook);
        assert_eq!(rest.len() + usize::from(workbook.is_some()), names.len());
    }

    #[test]
    fn the_workbook_is_found_among_its_files() {
        check(
            &["fruits.csv", "map.svg", "Form.XLSX"],
            false,
            Some("Form.XLSX"),
        );
        check(&["form.xml", "places.csv"], false, Some("form.xml"));
        check(&["form.csv"], false, Some("form.csv"));
        check(&["map.svg"], false, None);
    }

    #[test]
    fn a_table_goes_with_the_workbook_that_is_open() {
        check(&["fruits.csv", "places.xml"], true, None);
        check(&["fruits.csv", "next.xlsx"], true, Some("next.xlsx"));
    }
}
