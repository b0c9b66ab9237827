//! The appearance `search('table', …)`: choices from the rows of a table (ODK Collect, SurveyCTO).
//!
//! The list in the workbook says which columns to take: its `name` is the column that is stored,
//! its `label` the one that is shown. A choice whose name is a number is offered as it is.

use std::collections::{HashMap, HashSet};

use super::survey::{Survey, is_name};
use crate::blueprint::{PlannedChoice, PlannedList, Source};
use crate::diagnostic::Place;
use crate::xpath::Document;

/// Marks the choices that are in no table.
pub(crate) const FIXED: &str = "_fixed";

impl Survey<'_, '_> {
    pub(super) fn search(&mut self) {
        let mut searching = HashSet::new();
        let mut plain = HashSet::new();
        // The same table for the same list is one list of choices.
        let mut made = HashMap::new();
        for at in 0..self.form.nodes.len() {
            let plan = &self.form.nodes[at];
            let Some(list) = plan.list else { continue };
            let place = plan.place.column("appearance");
            let Some(arguments) = arguments(&plan.appearance) else {
                plain.insert(list);
                continue;
            };
            searching.insert(list);
            if self.form.lists[list].table.is_some() {
                let message = message!("search() does not go together with choices from a file");
                self.findings.error(&place, "bad-search", message);
                continue;
            }
            self.searched(at, list, &arguments, &mut made);
        }
        for list in searching.intersection(&plain) {
            let message = message!(
                "the list \"{}\" names columns for search(), and another question offers it as it \
                 is: use two lists",
                self.form.lists[*list].name
            );
            self.findings
                .error(&Place::default(), "bad-search", message);
        }
    }

    /// A list with a choice for each row of the table.
    fn list_of_table(&mut self, list: usize, table: &str, place: &Place) -> usize {
        let document = self.table_of(&format!("{table}.csv"), place);
        let choices = choices(&self.form.lists[list], &document, place);
        let name = self.form.lists[list].name.clone();
        self.form.lists[list].searched = true;
        self.form.lists.push(PlannedList {
            name,
            searched: true,
            choices,
            ..PlannedList::default()
        });
        self.form.lists.len() - 1
    }

    fn searched(
        &mut self,
        at: usize,
        list: usize,
        arguments: &[String],
        found: &mut HashMap<(usize, String), usize>,
    ) {
        let place = &self.form.nodes[at].place.column("appearance");
        let Some(table) = arguments.first().and_then(|text| unquoted(text)) else {
            let message = message!("search() begins with the name of a table: search('villages')");
            self.findings.error(place, "bad-search", message);
            return;
        };
        let key = (list, table.to_owned());
        let made = match found.get(&key) {
            Some(made) => *made,
            None => self.list_of_table(list, table, place),
        };
        found.insert(key, made);
        let text = filter(arguments);
        let plan = &mut self.form.nodes[at];
        plan.list = Some(made);
        let own = plan.choice_filter.take().map(|source| source.text);
        let text = match (text, own) {
            (Some(text), Some(own)) => Some(format!("({text}) and ({own})")),
            (text, own) => text.or(own),
        };
        plan.choice_filter = text.map(|text| Source {
            text: format!("{FIXED} = '1' or ({text})"),
            place: place.clone(),
        });
    }
}

/// What stands in the brackets of `search(…)`, as written.
pub(crate) fn arguments(appearance: &str) -> Option<Vec<String>> {
    let (_, rest) = appearance.split_once("search(")?;
    let mut found = vec![String::new()];
    let (mut depth, mut quote) = (0_usize, None);
    for c in rest.chars() {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => {
                return Some(found.iter().map(|text| text.trim().to_owned()).collect());
            }
            (None, ')') => depth -= 1,
            (None, ',') if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    None
}

pub(crate) fn unquoted(text: &str) -> Option<&str> {
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('\'')
        .or_else(|| inner('"'))
        .filter(|inner| !inner.is_empty())
}

/// `search(table, how, columns, text, column, value)` as a filter of its rows.
pub(crate) fn filter(arguments: &[String]) -> Option<String> {
    let get = |at: usize| arguments.get(at).map(String::as_str);
    let columns = |at: usize| -> Vec<&str> {
        let list = get(at).and_then(unquoted).unwrap_or_default();
        list.split(',')
            .map(str::trim)
            .filter(|name| is_name(name))
            .collect()
    };
    let folded = |text: &str| {
        format!("translate({text}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')")
    };
    let mut parts = Vec::new();
    if let (Some(how), Some(text)) = (get(1).and_then(unquoted), get(3)) {
        let one = |column: &str| {
            let (column, text) = (folded(column), folded(text));
            match how.to_ascii_lowercase().as_str() {
                "contains" => format!("contains({column}, {text})"),
                "startswith" => format!("starts-with({column}, {text})"),
                "endswith" => format!("ends-with({column}, {text})"),
                _ => format!("{column} = {text}"),
            }
        };
        let any: Vec<String> = columns(2).into_iter().map(one).collect();
        parts.extend((!any.is_empty()).then(|| format!("({})", any.join(" or "))));
    }
    if let (Some(column), Some(value)) = (columns(4).first(), get(5)) {
        parts.push(format!("{column} = {value}"));
    }
    (!parts.is_empty()).then(|| parts.join(" and "))
}

pub(crate) fn choices(list: &PlannedList, table: &Document, place: &Place) -> Vec<PlannedChoice> {
    let fixed = |choice: &&PlannedChoice| choice.name.parse::<i64>().is_ok();
    let mut found: Vec<PlannedChoice> = list
        .choices
        .iter()
        .filter(fixed)
        .map(|choice| PlannedChoice {
            name: choice.name.clone(),
            label: choice.label.clone(),
            media: choice.media.clone(),
            extra: vec![(FIXED.to_owned(), "1".to_owned())],
        })
        .collect();
    let Some(columns) = list.choices.iter().find(|choice| !fixed(choice)) else {
        return found;
    };
    let rows = table
        .element()
        .map_or(Vec::new(), |root| table.children(root).collect());
    for row in rows {
        let cell = |column: &str| {
            let cell = table.child(row, column.trim())?;
            Some(table.text(cell).into_owned()).filter(|text| !text.is_empty())
        };
        let Some(name) = cell(&columns.name) else {
            continue;
        };
        let shown = |(language, source): &(usize, Source)| {
            let text = source.text.split(',').find_map(cell)?;
            let place = place.clone();
            Some((*language, Source { text, place }))
        };
        found.push(PlannedChoice {
            name,
            label: columns.label.iter().filter_map(shown).collect(),
            media: Vec::new(),
            extra: table
                .children(row)
                .map(|cell| {
                    (
                        table.name(cell).local.to_owned(),
                        table.text(cell).into_owned(),
                    )
                })
                .collect(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_a_search() {
        let found = arguments("minimal search('a', 'matches', 'b', concat(${x}, ',')) w1");
        assert_eq!(
            found.unwrap(),
            ["'a'", "'matches'", "'b'", "concat(${x}, ',')"]
        );
        assert_eq!(arguments("minimal search"), None);
        assert_eq!(arguments("search('a'"), None);
    }

    #[test]
    fn a_search_as_a_filter() {
        let of = |text: &str| filter(&arguments(text).unwrap());
        assert_eq!(of("search('a')"), None);
        assert_eq!(
            of("search('a', 'matches', 'b', ${x}, 'c', 'd')").unwrap(),
            "(translate(b, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') = \
             translate(${x}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')) \
             and c = 'd'"
        );
    }
}
