//! One row of the survey as a node: its name, its texts and its logic.

use super::choices::add_media;
use super::columns::{Column, Field};
use super::entities;
use super::survey::{Survey, is_name, truth};
use super::table::Record;
use crate::blueprint::{Plan, PlannedMedia, Shape, Source, Wordings};
use crate::diagnostic::Place;
use crate::form::{Control, DataType, Media};

impl Survey<'_, '_> {
    /// Adds a node with all that its row says, and returns its index.
    pub(super) fn add(&mut self, row: Record<'_>, shape: Shape, place: &Place) -> usize {
        let parent = self.open.last().map(|(at, _)| *at);
        let name = self.name(row, &shape, place, parent);
        let mut plan = Plan::new(name, parent, shape, place.clone());
        plan.relevant = self.cell(row, &Field::Relevant).map(yes_or_no);
        plan.required = self.cell(row, &Field::Required).map(yes_or_no);
        plan.readonly = self.cell(row, &Field::ReadOnly).map(yes_or_no);
        plan.constraint = self.cell(row, &Field::Constraint).map(yes_or_no);
        plan.calculation = self.cell(row, &Field::Calculation);
        plan.default = self.cell(row, &Field::Default);
        plan.repeat_count = self.cell(row, &Field::RepeatCount);
        plan.trigger = self.cell(row, &Field::Trigger);
        plan.label = self.wordings(row, &Field::Label);
        plan.hint = self.wordings(row, &Field::Hint);
        plan.guidance_hint = self.wordings(row, &Field::GuidanceHint);
        plan.required_message = self.wordings(row, &Field::RequiredMessage);
        plan.constraint_message = self.wordings(row, &Field::ConstraintMessage);
        plan.media = self.media(row);
        plan.attributes = self.attributes(row);
        plan.appearance = self.appearance(row);
        plan.parameters.clone_from(&self.given);
        attributes_as_parameters(&mut plan);
        hide_calculation(&mut plan);
        self.check_texts(&plan, place);
        if let Some(save_to) = self.cell(row, &Field::SaveTo) {
            entities::save_to(self.form, &plan, &save_to, self.findings);
        }
        self.form.nodes.push(plan);
        self.form.nodes.len() - 1
    }

    fn check_texts(&mut self, plan: &Plan, place: &Place) {
        let asked = matches!(plan.shape, Shape::Question(_) | Shape::Note);
        if asked && plan.label.is_empty() && plan.hint.is_empty() && plan.media.is_empty() {
            if plan.guidance_hint.is_empty() {
                let message = message!("\"{}\" has no label", plan.name);
                self.findings.warn(place, "missing-label", message);
            } else {
                let message = message!(
                    "\"{}\" has a guidance hint, which may be hidden, but neither label nor hint",
                    plan.name
                );
                self.findings.error(place, "missing-label", message);
            }
        }
        if plan.shape == Shape::Repeat && plan.label.is_empty() && plan.media.is_empty() {
            let message = message!("the repeat \"{}\" has no label", plan.name);
            self.findings.warn(place, "missing-label", message);
        }
        let has = |media: Media| plan.media.iter().any(|(known, _)| *known == media);
        if has(Media::BigImage) && !has(Media::Image) {
            let message = message!("a big-image goes with an image: fill in \"media::image\" too");
            self.findings.error(place, "missing-image", message);
        }
    }

    /// The rule that an old type brings, unless the row has one.
    pub(super) fn constrain(&mut self, at: usize, usual: &str) {
        if let Some(plan) = self.form.nodes.get_mut(at)
            && plan.constraint.is_none()
        {
            let place = plan.place.column("type");
            let text = usual.to_owned();
            plan.constraint = Some(Source { text, place });
        }
    }

    pub(super) fn wordings(&self, row: Record<'_>, field: &Field) -> Wordings {
        let of_field = self.columns.iter().filter(|column| column.field == *field);
        of_field
            .filter_map(|column| {
                let text = self.cleaned(row.get(column.at)?);
                let place = self.table.place(row.number).column(&column.header);
                Some((column.language, Source { text, place }))
            })
            .collect()
    }

    fn media(&self, row: Record<'_>) -> PlannedMedia {
        let mut found = Vec::new();
        for column in self.columns {
            if let (Field::Media(what), Some(text)) = (&column.field, row.get(column.at)) {
                let place = self.table.place(row.number).column(&column.header);
                let text = text.to_owned();
                add_media(&mut found, *what, column.language, Source { text, place });
            }
        }
        found
    }

    fn attributes(&self, row: Record<'_>) -> Vec<(String, String)> {
        let attribute = |column: &Column| match &column.field {
            Field::Attribute(name) => Some((name.clone(), row.get(column.at)?.to_owned())),
            _ => None,
        };
        self.columns.iter().filter_map(attribute).collect()
    }

    pub(super) fn appearance(&self, row: Record<'_>) -> String {
        self.cell(row, &Field::Appearance)
            .map_or(String::new(), |source| source.text)
    }

    fn name(
        &mut self,
        row: Record<'_>,
        shape: &Shape,
        place: &Place,
        parent: Option<usize>,
    ) -> String {
        let Some(Source {
            text: name,
            place: name_place,
        }) = self.cell(row, &Field::Name)
        else {
            if !matches!(shape, Shape::Note) {
                let message = message!("this row has no name; give it one in the column \"name\"");
                self.findings.error(place, "missing-name", message);
            }
            return format!("unnamed_{}", row.number);
        };
        if !is_name(&name) {
            let message = message!(
                "\"{}\" can't be a name: it starts with a letter or _ and goes on with \
                 letters, digits, - _ and .",
                name
            );
            self.findings.error(&name_place, "bad-name", message);
        }
        if name == "meta" {
            let message =
                message!("\"meta\" is what a response calls its own facts; take another name");
            if *shape == Shape::Group {
                self.findings.warn(&name_place, "reserved-name", message);
            } else {
                self.findings.error(&name_place, "reserved-name", message);
            }
        }
        self.take_name(parent, &name, row.number, &name_place);
        name
    }

    /// Notes that a name is taken within its group, and says so if it was already.
    pub(super) fn take_name(&mut self, parent: Option<usize>, name: &str, row: u32, place: &Place) {
        if let Some(earlier) = self.names.insert((parent, name.to_owned()), row) {
            let message = message!(
                "the name \"{}\" stands in row {} of this group too",
                name,
                earlier
            );
            self.findings.error(place, "duplicate-name", message);
            return;
        }
        let lower = (parent, name.to_lowercase());
        if let Some(earlier) = self.names_lower.insert(lower, row) {
            let message = message!(
                "the name \"{}\" differs from that in row {} by capital letters alone, \
                 which some programs don't tell apart",
                name,
                earlier
            );
            self.findings.warn(place, "similar-name", message);
        }
    }

    /// A count that is worked out is a value of its own, just before the repeat.
    fn count(&mut self, at: usize, name: &str, row: u32, place: &Place) {
        let plan = &mut self.form.nodes[at];
        let parent = plan.parent;
        let Some(source) = plan.repeat_count.take() else {
            return;
        };
        let at_row = plan.place.clone();
        plan.repeat_count = Some(Source {
            text: format!("../{name}"),
            place: source.place.clone(),
        });
        let mut count = Plan::new(name.to_owned(), parent, Shape::Hidden, at_row);
        count.calculation = Some(source);
        self.take_name(parent, name, row, place);
        self.form.nodes.insert(at, count);
    }

    /// A repeat's name is its own in the whole form, and a count that has to be worked out takes
    /// a name beside it.
    ///
    /// Returns where the repeat stands then.
    pub(super) fn repeat_name(&mut self, at: usize) -> usize {
        let Some(plan) = self.form.nodes.get(at) else {
            return at;
        };
        let name = plan.name.clone();
        let place = plan.place.column("name");
        let row = plan.place.row.unwrap_or(0);
        let worked_out = plan.repeat_count.as_ref().is_some_and(|count| {
            let text = count.text.trim();
            let inner = text
                .strip_prefix("${")
                .and_then(|rest| rest.strip_suffix('}'));
            !inner.is_some_and(is_name)
        });
        if name == self.form.root {
            let message = message!(
                "\"{}\" is the name of the form itself; take another name",
                name
            );
            self.findings.error(&place, "duplicate-name", message);
        }
        if let Some(earlier) = self.repeats.insert(name.clone(), row) {
            let message = message!("the repeat in row {} is called \"{}\" too", earlier, name);
            self.findings.error(&place, "duplicate-name", message);
        }
        if worked_out {
            self.count(at, &format!("{name}_count"), row, &place);
        }
        at + usize::from(worked_out)
    }
}

/// Columns for the control that a parameter says today.
fn attributes_as_parameters(plan: &mut Plan) {
    for (attribute, parameter) in [
        ("accuracyThreshold", "capture-accuracy"),
        ("unacceptableAccuracyThreshold", "warning-accuracy"),
        ("rows", "rows"),
    ] {
        let found = plan.attributes.iter().find(|(name, _)| name == attribute);
        let given = plan.parameters.iter().any(|(name, _)| name == parameter);
        if let (Some((_, value)), false) = (found, given) {
            plan.parameters.push((parameter.to_owned(), value.clone()));
        }
    }
}

/// A question that is calculated and shows nothing is not asked: its type is that of the value.
fn hide_calculation(plan: &mut Plan) {
    let Shape::Question(control) = plan.shape else {
        return;
    };
    let worked_out = plan.calculation.is_some() || plan.trigger.is_some();
    let shows = !(plan.label.is_empty() && plan.hint.is_empty() && plan.media.is_empty());
    if shows || !worked_out {
        return;
    }
    plan.data_type = match control {
        Control::Integer | Control::Range => DataType::Integer,
        Control::Decimal => DataType::Decimal,
        Control::Date => DataType::Date,
        Control::Time => DataType::Time,
        Control::DateTime => DataType::DateTime,
        Control::GeoPoint => DataType::GeoPoint,
        Control::GeoTrace => DataType::GeoTrace,
        Control::GeoShape => DataType::GeoShape,
        _ => DataType::Text,
    };
    plan.shape = Shape::Hidden;
}

fn yes_or_no(source: Source) -> Source {
    match truth(&source.text) {
        Some(true) => Source {
            text: "true()".to_owned(),
            ..source
        },
        Some(false) => Source {
            text: "false()".to_owned(),
            ..source
        },
        None => source,
    }
}
