//! The design under way: the document, what is chosen in it, and what is wrong with it.

use std::collections::{HashMap, HashSet};

use form::design::{Design, Line, RowId};
use form::{Attachments, Diagnostic, Reading, Severity};
use ledger::RecordId;
use leptos::prelude::*;
use needs::Lang;

use super::keeper::Keeper;
use crate::{
    components::question::plain,
    desk::{DesignHead, Desk},
    locales::{DesignTexts, language},
    platform::timer::Timer,
};

/// How long after a change the form is read anew.
const CHECK_MS: i32 = 400;

/// What is in view; on a tablet the list always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    List,
    Edit,
    Form,
    Preview,
}

impl Pane {
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Edit => "edit",
            Self::Form => "form",
            Self::Preview => "preview",
        }
    }
}

/// A handle: copies are the same studio.
#[derive(Clone, Copy)]
pub struct Studio {
    pub desk: Desk,
    design: StoredValue<Design>,
    /// Raised with every change.
    version: RwSignal<u32>,
    /// Raised when rows come, go or move.
    shape: RwSignal<u32>,
    pub lines: Memo<Vec<Line>>,
    pub chosen: RwSignal<Option<RowId>>,
    pub closed: RwSignal<HashSet<RowId>>,
    pub pane: RwSignal<Pane>,
    /// What came of reading the form, after the last pause.
    pub reading: RwSignal<Reading>,
    /// What is wrong, by the question that it is about.
    pub findings: Memo<HashMap<RowId, Vec<Diagnostic>>>,
    /// The tables that the form looks into.
    files: StoredValue<Attachments>,
    keeper: StoredValue<Keeper, LocalStorage>,
    check: StoredValue<Timer, LocalStorage>,
}

impl Studio {
    pub fn new(desk: Desk, head: DesignHead, design: Design) -> Self {
        // A new version of a form goes on with its files.
        let files = head.from.map(|form| desk.files().tables(form));
        let files = StoredValue::new(files.unwrap_or_default());
        let reading = RwSignal::new(files.with_value(|files| design.read_with(files)));
        let design = StoredValue::new(design);
        let shape = RwSignal::new(0);
        let lines = Memo::new(move |_| {
            shape.track();
            design.with_value(Design::outline)
        });
        Self {
            desk,
            design,
            version: RwSignal::new(0),
            shape,
            lines,
            chosen: RwSignal::new(None),
            closed: RwSignal::new(HashSet::new()),
            pane: RwSignal::new(Pane::List),
            reading,
            findings: Memo::new(move |_| {
                reading.with(|reading| design.with_value(|design| by_row(design, reading)))
            }),
            files,
            keeper: StoredValue::new_local(Keeper::new(desk, head)),
            check: StoredValue::new_local(Timer::default()),
        }
    }

    /// The form that this one began as, whose files it goes on with.
    pub fn from(self) -> Option<RecordId> {
        self.keeper()?.head().from
    }

    /// Reads the design; whoever calls this in a view is run again when it changes.
    pub fn read<T: Default>(self, read: impl FnOnce(&Design) -> T) -> T {
        self.version.track();
        self.peek(read)
    }

    /// Reads the design once.
    pub fn peek<T: Default>(self, read: impl FnOnce(&Design) -> T) -> T {
        self.design.try_with_value(read).unwrap_or_default()
    }

    /// Changes texts: no row comes, goes, moves or is of another kind.
    pub fn write(self, change: impl FnOnce(&mut Design)) {
        self.design.try_update_value(change);
        self.changed();
    }

    /// Changes anything.
    pub fn act<T>(self, change: impl FnOnce(&mut Design) -> T) -> Option<T> {
        let outcome = self.design.try_update_value(change);
        self.shape.update(|shape| *shape += 1);
        self.changed();
        outcome
    }

    fn changed(self) {
        self.version.update(|version| *version += 1);
        if let (Some(keeper), Some(design)) = (self.keeper(), self.design.try_get_value()) {
            keeper.save(design);
        }
        self.check.try_update_value(|timer| {
            timer.set(CHECK_MS, move || {
                if let Some(reading) = self.read_form() {
                    let _ = self.reading.try_set(reading);
                }
            });
        });
    }

    fn read_form(self) -> Option<Reading> {
        let design = self.design.try_get_value()?;
        self.files.try_with_value(|files| design.read_with(files))
    }

    /// Reads the form now: someone wants to act on what is wrong with it.
    pub fn check_now(self) {
        if let Some(reading) = self.read_form() {
            self.reading.set(reading);
        }
    }

    pub fn keeper(self) -> Option<Keeper> {
        self.keeper.try_get_value()
    }

    pub fn save_now(self) {
        if let Some(keeper) = self.keeper() {
            keeper.save_now();
        }
    }

    /// The text of a cell; followed.
    pub fn cell(self, row: RowId, field: &str, language: &str) -> String {
        self.read(|design| design.cell(row, field, language).to_owned())
    }

    /// Chooses a row and shows what can be changed in it.
    pub fn choose(self, row: RowId) {
        self.chosen.set(Some(row));
        if self.pane.get_untracked() != Pane::Preview || is_narrow() {
            self.pane.set(Pane::Edit);
        }
    }

    /// The lines in view: not those inside a folded group.
    pub fn visible(self) -> Vec<Line> {
        let closed = self.closed.get();
        let mut shown = Vec::new();
        self.lines.with(|lines| {
            let mut at = 0;
            while let Some(line) = lines.get(at) {
                shown.push(line.clone());
                at += 1 + if closed.contains(&line.row) {
                    line.inside
                } else {
                    0
                };
            }
        });
        shown
    }

    /// How many findings keep the form from being published, and how many only warn.
    pub fn counts(self) -> (usize, usize) {
        self.reading.with(|reading| {
            let errors = |finding: &&Diagnostic| finding.severity == Severity::Error;
            let errors = reading.diagnostics.iter().filter(errors).count();
            (errors, reading.diagnostics.len() - errors)
        })
    }

    /// What a row is called in a list: its label, else its name.
    pub fn title(self, row: RowId) -> String {
        self.read(|design| title(design, row))
    }
}

/// A finding in the choices sheet goes to the first question that uses the list.
fn by_row(design: &Design, reading: &Reading) -> HashMap<RowId, Vec<Diagnostic>> {
    let mut users: HashMap<String, Option<RowId>> = HashMap::new();
    let mut found: HashMap<RowId, Vec<Diagnostic>> = HashMap::new();
    for finding in &reading.diagnostics {
        let Some(row) = design.row_of(finding) else {
            continue;
        };
        let owner = if finding.sheet.eq_ignore_ascii_case("choices") {
            let list = design.list_of(row).unwrap_or_default();
            *users
                .entry(list.to_owned())
                .or_insert_with(|| design.users_of(list).first().copied())
        } else {
            Some(row)
        };
        if let Some(owner) = owner {
            found.entry(owner).or_default().push(finding.clone());
        }
    }
    found
}

pub fn own_language(design: &Design) -> String {
    let languages = design.languages();
    let tag = language().tag();
    let own = |name: &&String| names_language(name, language()) || name.contains(tag);
    let found = languages.iter().find(own).or(languages.first());
    found.cloned().unwrap_or_default()
}

/// Whether a column's language, such as `English (en)`, is one of the app's.
fn names_language(name: &str, lang: Lang) -> bool {
    let code = name
        .rsplit_once('(')
        .map(|(_, code)| code.trim_end_matches(')'));
    code.is_some_and(|code| code.eq_ignore_ascii_case(lang.tag()))
}

pub fn title(design: &Design, row: RowId) -> String {
    let own = own_language(design);
    let languages = std::iter::once(own).chain(design.languages());
    let mut labels = languages.map(|language| design.cell(row, "label", &language).to_owned());
    let label = labels.find(|label| !label.trim().is_empty());
    let name = design.cell(row, "name", "");
    match label {
        Some(label) => plain(&label),
        None if name.is_empty() => DesignTexts::now().no_label.to_owned(),
        None => name.to_owned(),
    }
}

/// Whether only one pane has room.
pub fn is_narrow() -> bool {
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    width.is_some_and(|width| width < 704.0)
}
