//! Lists of choices, as documents that filters can walk.

use std::collections::HashMap;
use std::sync::Arc;

use super::Compiler;
use crate::blueprint::{PlannedInstance, PlannedList, PlannedRows, PlannedTable};
use crate::form::{CellId, ChoiceIndex, ChoiceList, Instance, ListId, NodeId, Piece, Role, Text};
use crate::xpath::{Axis, Document, DocumentBuilder, Expr, Name, Operator, Start, Test};

impl Compiler<'_> {
    pub(super) fn lists(&mut self) {
        let blueprint = self.blueprint;
        for list in &blueprint.lists {
            let table = list
                .table
                .as_ref()
                .and_then(|table| Some((table, blueprint.instances.get(table.instance)?)));
            let rows = list
                .rows
                .as_ref()
                .and_then(|rows| Some((rows, blueprint.instances.get(rows.instance)?)));
            let compiled = match (table, rows) {
                (Some((table, instance)), _) => of_table(list, table, instance),
                (None, Some((rows, instance))) => of_rows(list, rows, instance),
                (None, None) => compiled(list, blueprint.default_language),
            };
            self.form.lists.push(compiled);
        }
        for PlannedInstance { name, document } in &blueprint.instances {
            let document = Arc::clone(document);
            self.form.instances.push(Instance {
                name: name.clone(),
                document,
            });
        }
        for (at, plan) in blueprint.nodes.iter().enumerate() {
            let Some(list) = plan.list else { continue };
            let id = NodeId::of(at + 1);
            let list = ListId(u32::try_from(list).unwrap_or(u32::MAX));
            let filter = plan.choice_filter.as_ref();
            let filter = filter.and_then(|source| self.cell(id, Role::ChoiceFilter, source));
            let indexes = filter.map(|filter| self.indexes(list, filter));
            let node = &mut self.form.nodes[id.at()];
            node.list = Some(list);
            node.choice_filter = filter;
            node.choice_indexes = indexes.unwrap_or_default();
        }
    }

    fn indexes(&self, list: ListId, filter: CellId) -> Vec<ChoiceIndex> {
        let mut pairs = Vec::new();
        equalities(&self.form.cell(filter).expr, &mut pairs);
        let list = self.form.lists.get(list.at());
        let index = |list: &ChoiceList, column: &str, key: &Expr| {
            let mut rows: HashMap<String, Vec<u32>> = HashMap::new();
            for (choice, item) in (0..).zip(&list.items) {
                // An item without the column equals nothing, so it need not be found.
                let Some(cell) = list.document.child(*item, column) else {
                    continue;
                };
                let text = list.document.text(cell);
                match rows.get_mut(&*text) {
                    Some(rows) => rows.push(choice),
                    None => drop(rows.insert(text.into_owned(), vec![choice])),
                }
            }
            let key = key.clone();
            ChoiceIndex { key, rows }
        };
        let pairs = list
            .into_iter()
            .flat_map(|list| pairs.iter().map(move |pair| (list, pair)));
        pairs
            .map(|(list, (column, key))| index(list, column, key))
            .collect()
    }
}

fn compiled(list: &PlannedList, default_language: usize) -> ChoiceList {
    let mut builder = DocumentBuilder::new();
    builder.start(Name {
        local: "root",
        ..Name::default()
    });
    for choice in &list.choices {
        builder.start(Name {
            local: "item",
            ..Name::default()
        });
        builder.leaf("name", &choice.name);
        let label = choice
            .label
            .iter()
            .find(|(language, _)| *language == default_language);
        let label = label
            .or(choice.label.first())
            .map_or("", |(_, source)| &source.text);
        builder.leaf("label", label);
        for (column, text) in &choice.extra {
            builder.leaf(column, text);
        }
        builder.end();
    }
    let document = builder.finish();
    ChoiceList {
        name: list.name.clone(),
        names: names(list),
        labels: list.choices.iter().map(|_| Text::default()).collect(),
        media: HashMap::new(),
        on_map: has_geometry(&document),
        items: items(&document),
        document: Arc::new(document),
        by_name: by_name(list),
    }
}

fn names(list: &PlannedList) -> Vec<String> {
    let choices = list.choices.iter();
    choices.map(|choice| choice.name.clone()).collect()
}

/// The places of each name: a list may have it twice.
fn by_name(list: &PlannedList) -> HashMap<String, Vec<u32>> {
    let mut places: HashMap<String, Vec<u32>> = HashMap::new();
    for (at, choice) in (0..).zip(&list.choices) {
        places.entry(choice.name.clone()).or_default().push(at);
    }
    places
}

/// The choices have been read from elements of an instance.
fn of_rows(list: &PlannedList, rows: &PlannedRows, instance: &PlannedInstance) -> ChoiceList {
    let document = &instance.document;
    let first = rows.items.first();
    ChoiceList {
        name: list.name.clone(),
        names: names(list),
        labels: list.choices.iter().map(|_| Text::default()).collect(),
        media: HashMap::new(),
        on_map: first.is_some_and(|item| document.child(*item, "geometry").is_some()),
        document: Arc::clone(document),
        items: rows.items.clone(),
        by_name: by_name(list),
    }
}

/// Each row of a table is a choice; a row without a value is none.
fn of_table(list: &PlannedList, table: &PlannedTable, instance: &PlannedInstance) -> ChoiceList {
    let document = &instance.document;
    let cell = |item: u32, column: &str| {
        document
            .child(item, column)
            .map(|cell| document.text(cell).into_owned())
    };
    let mut compiled = ChoiceList {
        name: list.name.clone(),
        names: Vec::new(),
        labels: Vec::new(),
        media: HashMap::new(),
        on_map: has_geometry(document),
        document: Arc::clone(document),
        items: Vec::new(),
        by_name: HashMap::new(),
    };
    for item in items(document) {
        let Some(name) = cell(item, &table.value).filter(|name| !name.is_empty()) else {
            continue;
        };
        let at = u32::try_from(compiled.names.len()).unwrap_or(u32::MAX);
        let label = cell(item, &table.label).filter(|label| !label.is_empty());
        let wordings = vec![label.map(|label| vec![Piece::Plain(label)])];
        compiled.by_name.entry(name.clone()).or_default().push(at);
        compiled.names.push(name);
        compiled.labels.push(Text { wordings });
        compiled.items.push(item);
    }
    compiled
}

fn has_geometry(document: &Document) -> bool {
    let on_map = |item: &u32| document.child(*item, "geometry").is_some();
    items(document).iter().any(on_map)
}

fn items(document: &Document) -> Vec<u32> {
    document
        .element()
        .map_or(Vec::new(), |root| document.children(root).collect())
}

/// The columns and what they have to equal, where a filter has the shape `column = ${question}`,
/// alone or joined to more by `and`.
fn equalities<'a>(filter: &'a Expr, found: &mut Vec<(&'a str, &'a Expr)>) {
    let Expr::Chain(first, rest) = filter else {
        return;
    };
    if let [(Operator::Equal, second)] = rest.as_slice() {
        found.extend(pair(first, second).or_else(|| pair(second, first)));
    } else if rest.iter().all(|(operator, _)| *operator == Operator::And) {
        let parts = std::iter::once(&**first).chain(rest.iter().map(|(_, expr)| expr));
        parts.for_each(|part| equalities(part, found));
    }
}

fn pair<'a>(column: &'a Expr, key: &'a Expr) -> Option<(&'a str, &'a Expr)> {
    let Expr::Path(path) = column else {
        return None;
    };
    let [step] = path.steps.as_slice() else {
        return None;
    };
    let plain =
        path.start == Start::Context && step.axis == Axis::Child && step.predicates.is_empty();
    let Test::Name {
        prefix: None,
        local,
    } = &step.test
    else {
        return None;
    };
    // Only texts compare as texts: a number would also equal "1.0".
    let text = key.as_field().is_some() || matches!(key, Expr::Text(_));
    (plain && text).then_some((local, key))
}
