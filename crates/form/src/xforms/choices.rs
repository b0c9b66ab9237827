//! Choices: written one by one, or rows of an instance, or any nodes.

use std::collections::HashMap;

use super::Reader;
use super::source::At;
use super::wording::itext_id;
use crate::blueprint::{PlannedChoice, PlannedItemset, PlannedList, PlannedRows, Shuffle, Source};
use crate::diagnostic::Place;

/// An itemset over the rows of one instance: `instance('id')/root/item[filter]`.
struct Rows<'t> {
    instance: &'t str,
    steps: Vec<&'t str>,
    filter: String,
}

impl Reader<'_> {
    pub(super) fn choices(&mut self, at: At, index: usize, path: &str) {
        let xml = self.xml;
        if let Some(itemset) = xml.child(at, "itemset") {
            return self.itemset(itemset, index, path);
        }
        let mut list = PlannedList::default();
        for item in xml.children(at).filter(|child| xml.is(*child, "item")) {
            let place = self.place(path, item);
            let Some(value) = xml.child(item, "value") else {
                let message = message!("this choice has no <value>; it can't be picked");
                self.findings.error(&place, "missing-value", message);
                continue;
            };
            let words = xml
                .child(item, "label")
                .map(|label| self.words(label, path));
            let words = words.unwrap_or_default();
            list.choices.push(PlannedChoice {
                name: xml.text(value).into_owned(),
                label: words.text,
                media: words.media,
                ..PlannedChoice::default()
            });
        }
        self.form.nodes[index].list = Some(self.form.lists.len());
        self.form.lists.push(list);
    }

    fn itemset(&mut self, at: At, index: usize, path: &str) {
        let xml = self.xml;
        let place = self.place(path, at);
        let Some(nodeset) = xml.attribute(at, "nodeset").map(str::trim) else {
            let message = message!("this itemset does not say where the choices are");
            self.findings.error(&place, "no-nodeset", message);
            return;
        };
        let reference = |name: &str| {
            let child = xml.child(at, name)?;
            let text = xml
                .attribute(child, "ref")
                .or_else(|| xml.attribute(child, "value"))?;
            Some(text.trim().to_owned())
        };
        let value = reference("value").or_else(|| reference("copy"));
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            let message =
                message!("this itemset does not say what is stored: it needs <value ref=\"…\"/>");
            self.findings.error(&place, "missing-value", message);
            return;
        };
        let label = reference("label").unwrap_or_else(|| value.clone());
        let (inner, shuffle) = shuffled(nodeset, &place);
        self.form.nodes[index].shuffle = shuffle;
        let rows = rows(inner).filter(|rows| {
            let plain = label_column(&label).is_some_and(is_plain);
            plain && is_plain(&value) && self.instances.contains_key(rows.instance)
        });
        if let Some(rows) = rows {
            return self.rows(&rows, index, [&value, &label], &place);
        }
        let source = |text: &str| Source {
            text: text.to_owned(),
            place: place.clone(),
        };
        self.unknown_instance(inner, &place);
        self.note_texts(&label);
        self.form.nodes[index].itemset = Some(PlannedItemset {
            nodes: source(inner),
            value: source(&value),
            label: source(&label),
        });
    }

    fn unknown_instance(&mut self, nodeset: &str, place: &Place) {
        let id = nodeset
            .strip_prefix("instance(")
            .and_then(|rest| quoted(rest.trim_start()));
        if let Some((id, _)) = id.filter(|(id, _)| !self.instances.contains_key(*id)) {
            let message = message!("there is no instance with the id \"{}\"", id);
            self.findings.error(place, "unknown-instance", message);
        }
    }

    fn rows(&mut self, rows: &Rows<'_>, index: usize, refs: [&str; 2], place: &Place) {
        let [value, label] = refs;
        let key = [
            rows.instance.to_owned(),
            rows.steps.join("/"),
            value.to_owned(),
            label.to_owned(),
        ];
        let list = if let Some(list) = self.lists.get(&key) {
            *list
        } else {
            let list = self.list_of(rows, value, label, place);
            self.form.lists.push(list);
            self.lists.insert(key, self.form.lists.len() - 1);
            self.form.lists.len() - 1
        };
        let plan = &mut self.form.nodes[index];
        plan.list = Some(list);
        plan.choice_filter = (!rows.filter.is_empty()).then(|| Source {
            text: rows.filter.clone(),
            place: place.clone(),
        });
    }

    fn list_of(&mut self, rows: &Rows<'_>, value: &str, label: &str, at: &Place) -> PlannedList {
        let instance = self
            .instances
            .get(rows.instance)
            .copied()
            .unwrap_or_default();
        let document = std::sync::Arc::clone(&self.form.instances[instance].document);
        let mut items = vec![0];
        for step in &rows.steps {
            let named = |item: &u32| document.name(*item).local == *step;
            items = items
                .into_iter()
                .flat_map(|item| document.children(item))
                .filter(named)
                .collect();
        }
        let column = label_column(label).unwrap_or(label);
        let translated = column != label;
        let place = Place {
            sheet: rows.instance.to_owned(),
            ..at.clone()
        };
        let mut planned = PlannedRows {
            instance,
            items: Vec::new(),
        };
        let mut choices = Vec::new();
        // Many choices can have one text.
        let mut known = HashMap::new();
        for item in items {
            let cell = |column: &str| {
                let cell = document.child(item, column)?;
                Some(document.text(cell).into_owned())
            };
            let Some(name) = cell(value).filter(|name| !name.is_empty()) else {
                continue;
            };
            let text = cell(column).unwrap_or_default();
            let mut choice = PlannedChoice {
                name,
                ..PlannedChoice::default()
            };
            if translated && !text.is_empty() {
                let words = known
                    .entry(text)
                    .or_insert_with_key(|id| self.translated(id, &place));
                choice.label.clone_from(&words.text);
                choice.media.clone_from(&words.media);
            } else if !text.is_empty() {
                let place = place.clone();
                choice.label = vec![(self.form.default_language, Source { text, place })];
            }
            choices.push(choice);
            planned.items.push(item);
        }
        PlannedList {
            name: rows.instance.to_owned(),
            choices,
            rows: Some(planned),
            ..PlannedList::default()
        }
    }
}

/// `column` of `jr:itext(column)`, or the column itself.
fn label_column(label: &str) -> Option<&str> {
    if itext_id(label).is_some() {
        return None;
    }
    match label.strip_prefix("jr:itext(") {
        Some(rest) => rest.strip_suffix(')').map(str::trim),
        None => Some(label),
    }
}

/// Whether a reference is the name of a child and nothing else.
fn is_plain(reference: &str) -> bool {
    let mut all = reference.chars();
    all.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && all.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// What is within `randomize(…)`, and its seed, if the choices are shuffled.
fn shuffled<'t>(nodeset: &'t str, place: &Place) -> (&'t str, Option<Shuffle>) {
    let inner = nodeset
        .strip_prefix("randomize(")
        .and_then(|rest| rest.trim_end().strip_suffix(')'));
    let Some(inner) = inner else {
        return (nodeset, None);
    };
    let comma = at_top(inner).into_iter().find(|(_, byte)| *byte == b',');
    let Some((comma, _)) = comma else {
        return (inner.trim(), Some(Shuffle::default()));
    };
    let seed = Source {
        text: inner[comma + 1..].trim().to_owned(),
        place: place.clone(),
    };
    (inner[..comma].trim(), Some(Shuffle { seed: Some(seed) }))
}

/// The bytes outside of all brackets and quotes, brackets themselves included.
fn at_top(text: &str) -> Vec<(usize, u8)> {
    let mut found = Vec::new();
    let (mut depth, mut quote) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (byte, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'\'' | b'"', None) => quote = Some(byte),
            (b'(' | b'[', None) => {
                if depth == 0 {
                    found.push((at, byte));
                }
                depth += 1;
            }
            (b')' | b']', None) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    found.push((at, byte));
                }
            }
            _ if depth == 0 => found.push((at, byte)),
            _ => {}
        }
    }
    found
}

fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    text[1..].split_once(quote)
}

/// Takes an itemset's nodeset apart, if it has the usual shape: predicates only at the end, and
/// none that counts positions.
fn rows(nodeset: &str) -> Option<Rows<'_>> {
    let rest = nodeset.strip_prefix("instance(")?.trim_start();
    let (instance, rest) = quoted(rest)?;
    let rest = rest.trim_start().strip_prefix(')')?;
    let open = rest.find('[').unwrap_or(rest.len());
    let (path, mut predicates) = rest.split_at(open);
    let steps: Vec<&str> = path
        .trim()
        .strip_prefix('/')?
        .split('/')
        .map(str::trim)
        .collect();
    if !steps.iter().all(|step| is_plain(step)) {
        return None;
    }
    let mut filters: Vec<&str> = Vec::new();
    while !predicates.trim().is_empty() {
        predicates = predicates.trim_start();
        let close = at_top(predicates)
            .into_iter()
            .find(|(_, byte)| *byte == b']')?
            .0;
        filters.push(predicates.get(1..close)?.trim());
        predicates = &predicates[close + 1..];
        if !predicates.trim_start().is_empty() && !predicates.trim_start().starts_with('[') {
            return None;
        }
    }
    let counts = |filter: &&str| {
        filter.contains("position") || filter.contains("last") || filter.parse::<f64>().is_ok()
    };
    if filters.iter().any(counts) {
        return None;
    }
    let filter = match filters.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        several => format!("({})", several.join(") and (")),
    };
    Some(Rows {
        instance,
        steps,
        filter,
    })
}
