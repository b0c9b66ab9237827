//! Questions over a list of the choices sheet.

use super::columns::Field;
use super::kinds::Select;
use super::spelling::similar;
use super::survey::Survey;
use super::table::Record;
use crate::blueprint::{Plan, PlannedChoice, Shape, Shuffle, Source};
use crate::diagnostic::Place;
use crate::form::Control;

impl Survey<'_, '_> {
    pub(super) fn select(&mut self, row: Record<'_>, select: &Select, place: &Place) {
        let row_place = self.table.place(row.number);
        let at = self.add(row, Shape::Question(select.control), &row_place);
        let answers = select
            .list
            .strip_prefix("${")
            .and_then(|rest| rest.strip_suffix('}'));
        let found = match answers {
            Some(name) => {
                let name = name.trim().to_owned();
                self.of_repeat.push((at, name, place.clone()));
                None
            }
            None => self.list(select, place),
        };
        let choice_filter = self.cell(row, &Field::ChoiceFilter);
        if let (true, Some(filter)) = (select.other, &choice_filter) {
            let message = message!("or_other does not go together with a choice filter");
            self.findings
                .error(&filter.place, "filtered-other", message);
        }
        if let Some(found) = found {
            self.check_names(select, found, place);
            self.check_table_list(&select.list, choice_filter.as_ref(), place);
        }
        if let Some(plan) = self.form.nodes.get_mut(at) {
            plan.list = found;
            plan.choice_filter = choice_filter;
            plan.shuffle = shuffle(&plan.parameters, place);
        }
        if let (true, Some(found)) = (select.other, found) {
            self.other(at, found);
        }
    }

    /// The index of the list that a type names; says so if there is none.
    fn list(&mut self, select: &Select, place: &Place) -> Option<usize> {
        let name = select.list.as_str();
        if name.is_empty() {
            let message = message!(
                "the type names no list of choices: write it behind the type, as in \"select_one \
                 colours\""
            );
            self.findings.error(place, "missing-list", message);
            return None;
        }
        let key = (select.external, name.to_owned());
        if let Some(at) = self.lists.get(&key) {
            return Some(*at);
        }
        let sheet = if select.external {
            "external_choices"
        } else {
            "choices"
        };
        let full = self.findings.is_full();
        let looked_at = if full { 0 } else { usize::MAX };
        let of_sheet = self
            .form
            .lists
            .iter()
            .take(looked_at)
            .filter(|list| list.external == select.external && list.table.is_none());
        let message = message!(
            "there is no list \"{}\" in the sheet \"{}\"{}",
            name,
            sheet,
            similar(name, of_sheet.map(|list| list.name.as_str()))
        );
        self.findings.error(place, "unknown-list", message);
        None
    }

    /// Names with spaces can't be told apart in an answer that holds several.
    fn check_names(&mut self, select: &Select, list: usize, place: &Place) {
        if select.control == Control::SelectOne {
            return;
        }
        let Some(list) = self.form.lists.get(list) else {
            return;
        };
        let spaced = |choice: &&PlannedChoice| choice.name.contains(char::is_whitespace);
        if let Some(choice) = list.choices.iter().find(spaced) {
            let message = message!(
                "the name \"{}\" in the list \"{}\" has a space, and an answer separates names by \
                 spaces: take it out",
                choice.name,
                list.name
            );
            self.findings.error(place, "space-in-name", message);
        }
    }

    /// All questions of a table-list stand over one list.
    fn check_table_list(&mut self, list: &str, filter: Option<&Source>, place: &Place) {
        match &self.table_list {
            None => {}
            Some(first) if first.is_empty() => {
                self.table_list = Some(list.to_owned());
                if let Some(filter) = filter {
                    let message =
                        message!("a table-list does not go together with a choice filter");
                    self.findings
                        .error(&filter.place, "filtered-table-list", message);
                }
            }
            Some(first) if first == list => {}
            Some(first) => {
                let message = message!(
                    "the questions of a table-list share one list, here \"{}\", not \"{}\"",
                    first,
                    list
                );
                self.findings.error(place, "mixed-table-list", message);
            }
        }
    }

    /// `or_other`: one more choice, and a text question for it.
    fn other(&mut self, at: usize, list: usize) {
        let Some(plan) = self.form.nodes.get(at) else {
            return;
        };
        let place = plan.place.clone();
        let wording = |text: &str| {
            vec![(
                0,
                Source {
                    text: text.to_owned(),
                    place: place.clone(),
                },
            )]
        };
        let mut text = Plan::new(
            format!("{}_other", plan.name),
            plan.parent,
            Shape::Question(Control::Text),
            place.clone(),
        );
        text.label = wording("Specify other.");
        text.relevant = Some(Source {
            text: format!("selected(../{}, 'other')", plan.name),
            place: place.clone(),
        });
        self.form.nodes.push(text);
        if let Some(list) = self.form.lists.get_mut(list)
            && !list.choices.iter().any(|choice| choice.name == "other")
        {
            let label = wording("Other");
            let choice = PlannedChoice {
                name: "other".to_owned(),
                label,
                media: Vec::new(),
                extra: Vec::new(),
            };
            list.choices.push(choice);
        }
    }
}

/// The parameters `randomize` and `seed`.
pub(super) fn shuffle(given: &[(String, String)], place: &Place) -> Option<Shuffle> {
    let value = |name: &str| {
        let found = given.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    let shuffled = value("randomize").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    shuffled.then(|| Shuffle {
        seed: value("seed").map(|text| {
            let place = place.column("parameters");
            Source { text, place }
        }),
    })
}
